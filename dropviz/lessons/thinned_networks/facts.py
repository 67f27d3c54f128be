"""What the lesson *Thinned sub-networks* says about the view on its stage."""

from __future__ import annotations

from dataclasses import dataclass

from dropviz.core.arrays import BoolArray
from dropviz.experiments.recording import Recording
from dropviz.lessons.thinned_networks.view import ThinnedView


@dataclass(frozen=True)
class ThinnedFacts:
    """What the stage shows at the chosen step and example, from the recording."""

    view: ThinnedView
    recording: Recording

    @property
    def step(self) -> int:
        """The training step on the stage, counted from 0."""
        return self.view.step - 1

    @property
    def example(self) -> int:
        """The example's place in the batch, from 0; the last one if the batch is smaller."""
        return min(self.view.example, self.view.batch) - 1

    @property
    def kept(self) -> BoolArray:
        """The hidden units in the sub-network on the stage, bool of shape (n_units,)."""
        return self.recording.kept(self.step, self.example)

    @property
    def loss_masked(self) -> float:
        """Loss of the batch with its masks."""
        return float(self.recording.loss_masked[self.step])

    @property
    def loss_plain(self) -> float:
        """Loss of the same batch and weights without masks."""
        return float(self.recording.loss_plain[self.step])

    @property
    def passes(self) -> int:
        """Number of masks drawn up to and with this step."""
        return self.view.step * self.recording.settings.n_masks

    @property
    def distinct(self) -> int:
        """Number of distinct sub-networks among the masks drawn up to and with this step."""
        return int(self.recording.distinct_so_far()[self.step])


def facts(view: ThinnedView, recording: Recording) -> ThinnedFacts:
    """What the stage shows for a view of a recorded run."""
    return ThinnedFacts(view, recording)
