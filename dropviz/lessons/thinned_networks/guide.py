"""The guide of *Thinned sub-networks*."""

from __future__ import annotations

from dropviz.lessons.thinned_networks.view import ThinnedView
from dropviz.stage.guide import Check, Guide, GuideScene

HALFWAY = ThinnedView(step=80, example=14)
"""Validation lies between the batch with and without masks; unit 3 of hidden 1 is silent."""

GUIDE = Guide(
    name="thinned_networks",
    minutes=6,
    scenes=(
        GuideScene(
            name="one_step",
            view=ThinnedView(plain="hidden"),
            shows=("next",),
            ask="One training step uses 32 digits. How many different networks does it train?",
            answers=("One, the same for all", "A few", "About as many as there are digits"),
            do="This is one of the 32. Look at two others, and watch the crossed units.",
        ),
        GuideScene(
            name="silent",
            view=HALFWAY.model_copy(update={"edges": "gradient", "plain": "hidden"}),
            shows=("examples", "legend"),
            ask="Unit 3 of hidden 1 is silent for this 4. Does it learn in this step?",
            answers=("No, it sits the step out", "Yes, from other digits", "Yes, from this 4 too"),
            do="Unit 3 has a ring. Each small picture is the mask of a digit, unit 3 in colour. "
            "Choose one that keeps it.",
            points="1:2",
        ),
        GuideScene(
            name="how_many",
            view=ThinnedView(speed=30, plain="hidden"),
            shows=("player", "play", "run"),
            ask="32 units make 4 billion networks. How many of them will 200 steps train?",
            answers=("All", "About half", "Almost none"),
            do="Play the run to its end.",
        ),
        GuideScene(
            name="losses",
            view=HALFWAY.model_copy(update={"plain": "hidden"}),
            shows=("player", "measure"),
            ask="The training loss lies above the validation loss. What is it?",
            answers=("A bug", "The cost of the masks", "Validation digits are easier"),
            do="Measure the same weights on the same batch without masks.",
        ),
        GuideScene(
            name="two_ps",
            view=ThinnedView(step=200),
            shows=("rate", "facts", "shares"),
            ask="The 2014 paper writes p = 0.8. Which p does PyTorch need for the same?",
            answers=("0.8", "0.2"),
            do="The paper keeps 80 % of the units. Move the rate until this run does so too.",
        ),
    ),
    keep="Every example trains its own thinned network; all of them share one set of weights.",
    checks=(
        Check(
            "A batch has 64 examples. How many masks does nn.Dropout draw for a layer?",
            ("1", "64", "One for each class"),
            1,
            "Each row of the batch flips its own coins.",
        ),
        Check(
            "A unit was dropped for one example. What happens to its weights in this step?",
            ("Nothing", "They learn from the examples that kept it", "They become 0"),
            1,
            "A step uses the mean gradient of the batch; the dropped example adds 0 to it.",
        ),
    ),
    leads_to="expected_activations",
)
