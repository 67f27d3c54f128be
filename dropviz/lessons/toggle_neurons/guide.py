"""The guide of *Toggle neurons*."""

from __future__ import annotations

from dropviz.lessons.toggle_neurons.view import N_UNITS, ToggleView
from dropviz.stage.guide import Check, Guide, GuideScene

FOUR = 171
"""A 4 that the network is sure of, and that chance does lose: all units off say 8."""
WHOLE = ToggleView(image=FOUR, p=0)

GUIDE = Guide(
    name="toggle_neurons",
    minutes=5,
    scenes=(
        GuideScene(
            name="one_unit",
            view=WHOLE,
            shows=(),
            ask="One hidden unit goes silent. What happens to the 4?",
            answers=(
                "It becomes another digit",
                "It stays a 4, about as sure",
                "It stays a 4, but far less sure",
            ),
            do="Click one unit of a hidden layer: it passes on nothing from now on.",
        ),
        GuideScene(
            name="most_active",
            view=WHOLE,
            shows=("unit", "legend"),
            ask="Now the most active unit, the fullest circle. Does the network need it?",
            answers=("Yes, the 4 is lost", "It costs some certainty", "No, hardly"),
            do="Click the most active unit of hidden 2: the one that stands out most from empty.",
        ),
        GuideScene(
            name="how_many",
            view=WHOLE,
            shows=("restore", "facts", "legend"),
            ask="How many of the 64 hidden units can you silence before the 4 is lost?",
            answers=("Fewer than 5", "5 to 15", "More than 15"),
            do="Silence units until another digit wins. Which ones, you choose.",
        ),
        GuideScene(
            name="three_flips",
            view=ToggleView(image=FOUR, p=0.4, mask="1" * N_UNITS, scaling="none"),
            shows=("coins", "restore", "facts", "legend"),
            ask="Dropout lets coins choose: each unit goes with chance p = 0.4. How many of the 64 "
            "will go?",
            answers=("26 each time", "About 26, another number each time", "It can be any number"),
            do="Flip the coins three times.",
        ),
        GuideScene(
            name="two_networks",
            view=ToggleView(image=FOUR, p=0.5, seed=10),
            shows=("coins", "restore", "facts", "legend", "rate", "more", "network"),
            ask="Two networks, one trained with dropout. Under the same coins, which is surer?",
            answers=("The one trained with dropout", "The one without", "Both alike"),
            do="Open More, and switch to the network trained without.",
        ),
    ),
    keep="A unit is silenced by a coin. No unit can count on another one being there.",
    checks=(
        Check(
            "A layer has 10 units. How many different masks can the coins make?",
            ("10", "100", "1,024"),
            2,
            "Each unit is kept or dropped: 2 × 2 × … × 2, ten times.",
        ),
        Check(
            "A unit was dropped in this flip. And in the next?",
            ("It stays dropped", "Its coin decides anew", "It is kept, for it had its turn"),
            1,
            "Coins have no memory: in each flip the chance of being dropped is p.",
        ),
    ),
    leads_to="thinned_networks",
)
