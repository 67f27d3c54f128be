"""What is compared and how it is judged."""

from dropviz.experiments.experiment import Arm, Experiment

__all__ = ["Arm", "Experiment"]
