"""The guide of *Why dropout?*."""

from __future__ import annotations

from dropviz.lessons.why.view import LAST, WhyView
from dropviz.stage.guide import Check, Guide, GuideScene

GUIDE = Guide(
    name="why",
    minutes=2,
    scenes=(
        GuideScene(
            name="by_heart",
            view=WhyView(lines="train", at=0, seen=0, pairs=False),
            shows=("play",),
            ask="Ten networks learn 200 digits. A fifth of the labels are wrong. How many of the "
            "200 will they give back?",
            answers=("Only the right ones: 80 %", "About 90 %", "All, the wrong ones too"),
            do="Press Play: the networks train.",
        ),
        GuideScene(
            name="new_digits",
            view=WhyView(lines="new", at=0, seen=0, pairs=False),
            shows=("play",),
            ask="And digits they have never seen? Do they get better all the while?",
            answers=("Yes, until the end", "Better, then no change", "Better, then worse again"),
            do="Play to the end, then drag back to the step that is best on new digits.",
        ),
        GuideScene(
            name="silenced",
            view=WhyView(lines="dropout", at=0, seen=0, pairs=False),
            shows=("play",),
            ask="Ten more networks: a coin silences each hidden unit with chance one half, anew in "
            "each step. What will that do?",
            answers=(
                "They learn nothing",
                "They get worse on new digits",
                "They learn more slowly, and get better on new digits",
            ),
            do="Press Play: the same training, with dropout.",
        ),
        GuideScene(
            name="pairs",
            view=WhyView(lines="dropout", at=LAST, seen=LAST, pairs=False),
            shows=("play", "pairs"),
            ask="Each network with dropout has a twin without: same start, same digits. In how "
            "many of the ten pairs does dropout win?",
            answers=("5 or 6", "7 to 9", "All ten"),
            do="Press Show the pairs.",
        ),
    ),
    keep="Dropout makes learning by heart harder, so what is learnt has to be of use more often. "
    "It does not always help: later lessons show when it hurts.",
    checks=(
        Check(
            "Fewer and fewer training digits are wrong, more and more new ones. What is that?",
            ("Overfitting", "Dropout", "A network that is too small"),
            0,
            "The network learns its training labels by heart, and new digits pay for it.",
        ),
        Check(
            "What did dropout cost here?",
            ("Nothing", "It learnt the training labels more slowly", "It lost on new digits"),
            1,
            "At the end its networks still give some training labels back wrongly.",
        ),
    ),
    leads_to="toggle_neurons",
)
