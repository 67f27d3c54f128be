"""The guide of *Live training*."""

from __future__ import annotations

from dropviz.experiments.experiment import Experiment
from dropviz.lessons.live_training.presets import SMALL
from dropviz.lessons.live_training.view import LiveView
from dropviz.stage.guide import Check, Guide, GuideScene

HELPS_OR_NOT = ("It helps", "It hurts", "No practical difference", "Ten pairs cannot tell")
FEW = Experiment(train_size=50, label_noise=0.0)

GUIDE = Guide(
    name="live_training",
    minutes=8,
    scenes=(
        GuideScene(
            name="helps",
            view=LiveView(),
            shows=("train", "error", "verdict"),
            ask="200 digits, a fifth of the labels wrong, 128 units a layer. Does dropout help?",
            answers=HELPS_OR_NOT,
            do="Press Train. Ten pairs of networks learn, one of each pair with p = 0.5. "
            "Their seeds are yours: nobody has seen this run.",
        ),
        GuideScene(
            name="small",
            view=LiveView.of(SMALL),
            shows=("train", "error", "verdict"),
            ask="Now only 16 units a layer, 900 digits, and every label right. Does dropout help?",
            answers=HELPS_OR_NOT,
            do="Press Train.",
        ),
        GuideScene(
            name="few",
            view=LiveView.of(FEW),
            shows=("train", "error", "verdict"),
            ask="128 units again, every label right, but 50 digits to learn from. Does it help?",
            answers=HELPS_OR_NOT,
            do="Press Train. Each dot is a pair: see whether they agree.",
        ),
        GuideScene(
            name="peeking",
            view=LiveView(),
            shows=("peeking",),
            ask="Nothing is there, and you stop as soon as the interval leaves out 0. "
            "How often do you claim an effect?",
            answers=("In about 5 of 100", "In about 25 of 100", "In more than half"),
            do="Add a pair and look, until you would stop. Then do that 1,000 times.",
        ),
    ),
    keep="Dropout helps a network that can learn by heart. Compare in pairs, say how sure you are, "
    "and fix the number of pairs before you look.",
    checks=(
        Check(
            "Ten pairs: dropout is better by 1 point on average, interval −1 to +3. What is shown?",
            ("That it helps", "That it makes no difference", "Nothing yet"),
            2,
            "Both a gain and a loss lie in the interval. More pairs would make it shorter.",
        ),
        Check(
            "With dropout both errors are higher, in training and on new digits. What next?",
            ("A higher rate", "A lower rate, or a wider network", "Fewer steps"),
            1,
            "The network has nothing to spare: it learns too little, not too much.",
        ),
    ),
    leads_to="feature_maps",
)
