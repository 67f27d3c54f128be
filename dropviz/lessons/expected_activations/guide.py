"""The guide of *Expected activations*."""

from __future__ import annotations

from dropviz.lessons.expected_activations.view import ExpectedView
from dropviz.stage.guide import Check, Guide, GuideScene

ONES = ExpectedView(p=0.5, values="equal", rule="none")
"""Ten inputs of 1 with weights of 1."""

GUIDE = Guide(
    name="expected_activations",
    minutes=6,
    scenes=(
        GuideScene(
            name="one_sum",
            view=ONES,
            shows=("coins", "inputs"),
            ask="Ten inputs of 1, half of them dropped. What reaches the next unit on average?",
            answers=("10, as without dropout", "5", "2.5"),
            do="Flip the coins three times, and read the sum.",
        ),
        GuideScene(
            name="repair",
            view=ONES,
            shows=("rule", "arms"),
            ask="At inference nothing is dropped: 10, twice as much. Who repairs it?",
            answers=(
                "Divide by 1 − p while training",
                "Multiply by 1 − p at inference",
                "Either of the two",
                "Divide in both",
            ),
            do="Try the three other rules. Where is the training mean on the line of inference?",
        ),
        GuideScene(
            name="spread",
            view=ONES.model_copy(update={"rule": "inverted", "p": 0.3}),
            shows=("rate", "arms", "closer"),
            ask="The mean is repaired. Is training now the same as without dropout?",
            answers=("Yes, the same", "No, the sums scatter", "No, the mean drifts with p"),
            do="Move the rate to 0.8 or more, and watch how far the bars reach up and down.",
        ),
        GuideScene(
            name="before_after",
            view=ExpectedView(p=0.5, closer="activation", activation="identity"),
            shows=("closer", "functions"),
            ask="Dropout before or after the activation: is it the same?",
            answers=("Always", "For ReLU, not for sigmoid", "Never"),
            do="Choose ReLU, then sigmoid. Do rings and crosses coincide?",
        ),
        GuideScene(
            name="calls",
            view=ExpectedView(),
            shows=("calls",),
            ask="Which of these ten calls of PyTorch drop something?",
            answers=("None", "Some", "All"),
            do="Tick those that you think drop, then run them.",
        ),
    ),
    keep=(
        "Divide by 1 − p while training, and leave inference alone. "
        "The mean is kept, the noise is not."
    ),
    checks=(
        Check(
            "Inverted dropout, p = 0.2. By what is a kept value multiplied while training?",
            ("0.8", "1.25", "1"),
            1,
            "1 / (1 − 0.2) = 1.25. At inference nothing is multiplied.",
        ),
        Check(
            "Values of mean 0 meet dropout with p = 0.5. What becomes of their variance?",
            ("It stays", "It doubles", "It halves"),
            1,
            "Half of them become 0, the others twice as large: half of 4 times is 2 times.",
        ),
    ),
    leads_to="live_training",
)

CALLS_SCENE = [scene.name for scene in GUIDE.scenes].index("calls") + 1
ALL_CALLS = ExpectedView(scene=CALLS_SCENE, ran="yes")
"""The calls of the last scene, with what came back."""
