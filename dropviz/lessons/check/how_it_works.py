"""Cards on scaling, on masks, and on what holds in training and at inference."""

from __future__ import annotations

from dropviz.lessons.check.card import Card, Shown
from dropviz.lessons.expected_activations.guide import ALL_CALLS
from dropviz.lessons.expected_activations.view import ExpectedView
from dropviz.lessons.expected_activations.wrong_mode import LEFT_ON
from dropviz.lessons.thinned_networks.view import ThinnedView
from dropviz.lessons.toggle_neurons.view import ToggleView
from dropviz.lessons.variants.view import VariantsView

SCALING = (
    Card(
        "meaning_of_p",
        "scaling",
        "PyTorch's p, and the p of the paper of 2014: what do they mean?",
        (
            "Both the chance of being dropped",
            "PyTorch: of being dropped; the paper: of being kept",
            "PyTorch: of being kept; the paper: of being dropped",
        ),
        "The two add up to 1: what the paper calls p = 0.8 is p = 0.2 in PyTorch.",
        Shown(
            "toggle_neurons",
            ToggleView(p=0.2),
            ("In the 2014 paper it is the chance of being kept",),
        ),
        right=1,
    ),
    Card(
        "survivor_factor",
        "scaling",
        "PyTorch drops at p = 0.2 while training. What are the survivors multiplied by?",
        ("0.8", "1", "1.2", "1.25"),
        "They are divided by 1 − p: 1 / 0.8 is 1.25.",
        Shown("variants", VariantsView(variant="dropout", p=0.2), ("multiplied by 1.25",)),
        right=3,
    ),
    Card(
        "inference_inverted",
        "scaling",
        "A network was trained with PyTorch's dropout. What is scaled at inference?",
        ("Nothing", "Each signal, by 1 − p", "Each signal, by 1 / (1 − p)"),
        "The division was already done while training, so inference needs no factor.",
        Shown(
            "toggle_neurons",
            ToggleView(mode="inference"),
            ("Inference: no coin is looked at", "needs no factor"),
        ),
    ),
    Card(
        "inference_classical",
        "scaling",
        "In the paper of 2014, nothing is scaled while training. What is done at test time?",
        (
            "Nothing",
            "Outgoing weights are multiplied by the chance of being kept",
            "Outgoing weights are divided by the chance of being kept",
        ),
        "All units are on at test time, so each passes on less: (1 − p) times as much.",
        Shown("expected_activations", ExpectedView(), ("(1 − p) Σ w x",)),
        right=1,
    ),
    Card(
        "variance_kept",
        "scaling",
        "Inverted dropout keeps the mean of a unit's input. Does it keep the variance too?",
        ("Yes", "No: masks add p / (1 − p) times the squared signals", "No: masks take some away"),
        "The mean agrees, but training still has noise, and inference has none.",
        Shown(
            "expected_activations",
            ExpectedView(p=0.5),
            ("Noise: variance of an inverted mask, p / (1 − p)", "1.00"),
        ),
        right=1,
    ),
    Card(
        "zero_mean_half",
        "scaling",
        "Signals with mean 0 pass dropout at p = 0.5. What becomes of their variance?",
        ("It stays the same", "It doubles", "It is four times as large"),
        "Kept signals double, so their squares are four times as large; half of them are left.",
        Shown(
            "expected_activations",
            ExpectedView(p=0.5, closer="activation", activation="identity"),
            ("1 / (1 − p) = 2",),
        ),
        right=1,
    ),
    Card(
        "rate_one",
        "scaling",
        "What comes out of dropout at p = 1?",
        ("What went in", "Only zeros", "Infinity, for it divides by 0"),
        "Every entry is dropped, and nothing is divided.",
        Shown(
            "variants",
            VariantsView(variant="dropout", p=1.0),
            ("48 of 48 entries are dropped", "−2.00 → 0.00"),
        ),
        right=1,
    ),
)

MASKS = (
    Card(
        "shared_mask",
        "masks",
        "A batch of 32 examples is trained on with dropout. How many masks are drawn?",
        ("One for the batch", "32, one for each example", "One for each class"),
        "Each example has coins of its own, so one step trains up to 32 sub-networks.",
        Shown(
            "thinned_networks",
            ThinnedView(step=1),
            ("A fresh mask for every example", "32 different sub-networks"),
        ),
        right=1,
    ),
    Card(
        "gradient_of_dropped",
        "masks",
        "A unit is dropped for one example of a batch. Can its weights still move in this step?",
        (
            "No, they are frozen",
            "Yes: that example gives them no gradient, others may",
            "Yes: that example moves them too",
        ),
        "The step uses the mean over the batch, and other examples may keep the unit.",
        Shown(
            "thinned_networks",
            ThinnedView(step=1, edges="gradient"),
            ("None at a dropped unit", "Only they can learn from it"),
        ),
        right=1,
    ),
    Card(
        "all_subnetworks",
        "masks",
        "32 units have more than four billion masks. Does training see each of them?",
        ("Yes, a little", "No, hardly any of them"),
        "In 200 steps 6,400 masks are drawn; the sub-networks learn because they share weights.",
        Shown(
            "thinned_networks",
            ThinnedView(step=200),
            ("6,400 of 6,400", "2³² ≈ 4.3 · 10⁹"),
        ),
        right=1,
    ),
    Card(
        "losing_units",
        "masks",
        "Half of the hidden units fail. Which network reads more digits?",
        ("The one trained with dropout", "The one trained without", "Both read as many"),
        "It has trained under such losses: it reads 71 % of the digits, the other one 37 %.",
        Shown("toggle_neurons", ToggleView(), ("71 %", "37 %")),
    ),
)

MODES = (
    Card(
        "loss_above_validation",
        "modes",
        "With dropout, training loss lies above validation loss. Is that a bug?",
        ("Yes", "Not by itself"),
        "Training loss is measured under masks: measure the same batch again without them.",
        Shown(
            "thinned_networks",
            ThinnedView(step=200),
            ("0.865", "0.508", "0.775"),  # with masks, without, validation
        ),
        right=1,
    ),
    Card(
        "bare_functional",
        "modes",
        "You call model.eval(). Does it stop a bare F.dropout(x) in forward?",
        ("Yes", "No"),
        "Its argument training is True by default: write F.dropout(x, training=self.training).",
        Shown(
            "expected_activations",
            ALL_CALLS,
            ("F.dropout(x, 0.5) after model.eval() dropped",),
        ),
        right=1,
    ),
    Card(
        "no_grad",
        "modes",
        "Does torch.no_grad() switch dropout off?",
        ("Yes", "No"),
        "It stops gradients; only the mode of the layer, or its argument, stops dropout.",
        Shown(
            "expected_activations",
            ALL_CALLS,
            ("with torch.no_grad(): nn.Dropout(0.5)(x) without gradients dropped",),
        ),
        right=1,
    ),
    Card(
        "mc_with_batch_norm",
        "modes",
        "You want many predictions under masks, from a network with batch norm. What is safest?",
        (
            "The whole model in train()",
            "The model in eval(), only dropout layers in train()",
            "The whole model in eval()",
        ),
        "In train() batch norm goes on changing its running means and variances.",
        right=1,
    ),
    Card(
        "mc_spread",
        "modes",
        "The masks stay on, and one image is predicted 50 times. What does the spread measure?",
        (
            "How far the masked networks disagree",
            "The chance that the answer is wrong",
            "All uncertainty, noise in the data included",
        ),
        "It is disagreement alone: noise in the data is not in it, and nothing calibrates it.",
        Shown(
            "expected_activations",
            ExpectedView(),
            ("Forgot model.eval()", "50 passes with the masks left on"),
            place=LEFT_ON,
        ),
    ),
)
