"""Cards on whether dropout helps, on where it goes, and on why it works."""

from __future__ import annotations

from dropviz.lessons.check.card import Card, Shown
from dropviz.lessons.expected_activations.guide import ALL_CALLS
from dropviz.lessons.expected_activations.view import ExpectedView
from dropviz.lessons.feature_maps.view import FeatureMapsView
from dropviz.lessons.thinned_networks.view import ThinnedView
from dropviz.lessons.variants.view import VariantsView
from dropviz.lessons.why.view import WhyView

HELPS = (
    Card(
        "by_heart",
        "helps",
        "A fifth of the training labels are wrong, and a network knows all by heart. What is it "
        "worth on new digits?",
        ("It reads all of them", "It misreads many of them", "It reads none of them"),
        "It learnt the mistakes too: it misses 0 % of its labels, but 21 % of the new digits.",
        Shown("why", WhyView(), ("0 % training labels", "21 % new digits")),
        right=1,
    ),
    Card(
        "worse_in_training",
        "helps",
        "With dropout 14 % of the training labels are missed, without it 0 %. Which network reads "
        "more new digits?",
        ("The one with dropout", "The one without", "Both read as many"),
        "Among the labels are wrong ones, which it did not learn by heart.",
        Shown("why", WhyView(), ("14 % training labels, dropout", "12 % new digits, dropout")),
    ),
    Card(
        "one_run_each",
        "helps",
        "One run with dropout does better than one without. What makes you surer that it helps?",
        (
            "A longer run",
            "Many pairs that differ in dropout alone",
            "Many runs with dropout alone",
        ),
        "One pair may be luck; where all ten pairs agree, luck is hard to believe.",
        Shown("why", WhyView(), ("Dropout is better in all 10 pairs",)),
        right=1,
    ),
    Card(
        "both_poor",
        "helps",
        "After you add dropout, training and test are both poor. What do you try next?",
        ("A higher rate", "A lower rate, or a wider network", "Fewer training examples"),
        "So few units are left that the network underfits.",
        Shown("thinned_networks", ThinnedView(p=0.9, step=200), ("2.262", "2.340")),
        right=1,
    ),
)

PLACES = (
    Card(
        "whole_channels",
        "places",
        "Why drop whole feature maps, and not single pixels?",
        (
            "A pixel's neighbours give away what was dropped",
            "It needs fewer weights",
            "Single pixels carry nothing",
        ),
        "In the photos a pixel dropped alone can be guessed well, one dropped with its map not.",
        Shown(
            "feature_maps",
            FeatureMapsView(way="spatial"),
            ("0.78", "0.01"),
        ),
    ),
    Card(
        "variational_rnn",
        "places",
        "What does variational dropout share in a recurrent network?",
        (
            "One mask for all time steps",
            "One mask for all examples",
            "One mask for all layers",
        ),
        "What is dropped stays dropped for the whole sequence.",
        Shown("variants", VariantsView(variant="lstm_variational"), ("one m for all steps",)),
    ),
    Card(
        "fresh_masks_on_c",
        "places",
        "The memory c of an LSTM gets a fresh mask in each of 20 steps, at p = 0.3. What is left?",
        ("Nearly all", "About a third", "Hardly ever anything"),
        "It must survive 20 coins: 0.7 to the power of 20 is 0.0008.",
        Shown("variants", VariantsView(variant="lstm_c"), ("0.000798",)),
        right=2,
    ),
    Card(
        "lstm_one_layer",
        "places",
        "What does nn.LSTM(num_layers=1, dropout=0.5) drop?",
        ("Half of its outputs", "Half of its recurrent inputs", "Nothing; it warns"),
        "It drops between layers only, and with one layer there is nothing between.",
        Shown(
            "expected_activations",
            ALL_CALLS,
            ("nn.LSTM(4, 4, num_layers=1, dropout=0.5)(x) in train() not dropped",),
        ),
        right=2,
    ),
    Card(
        "what_is_masked",
        "places",
        "Dropout, DropConnect, stochastic depth: what does each of them mask?",
        ("Dropout masks units, DropConnect weights, stochastic depth whole residual blocks.",),
        "They differ in what has a coin.",
        Shown(
            "variants",
            VariantsView(),
            ("a coin for each entry", "a coin for each weight", "a coin per block"),
        ),
    ),
    Card(
        "gaussian",
        "places",
        "What share of the units does Gaussian dropout set to 0 at p = 0.5?",
        ("Half of them", "A quarter of them", "None"),
        "It multiplies them by noise that has the mean and variance of dropout's mask.",
        Shown("variants", VariantsView(variant="gaussian", p=0.5), ("nothing is dropped",)),
        right=2,
    ),
    Card(
        "before_batch_norm",
        "places",
        "Why can dropout before batch norm hurt?",
        (
            "The variance it stores holds mask noise that inference has not",
            "Batch norm cannot divide by 0",
            "Both drop the same units",
        ),
        "At inference batch norm divides by a variance that its input no longer has.",
    ),
    Card(
        "relu_order",
        "places",
        "Dropout before a ReLU, or after it: does it matter?",
        ("Yes", "No"),
        "A mask is never negative, so it may change places with a ReLU.",
        Shown(
            "expected_activations",
            ExpectedView(closer="activation", activation="relu"),
            ("before and after are the same",),
        ),
        right=1,
    ),
    Card(
        "sigmoid_order",
        "places",
        "Dropout before a sigmoid, or after it: does it matter?",
        ("Yes", "No"),
        "A unit dropped before the sigmoid passes on 0.5, one dropped after it passes on 0.",
        Shown(
            "expected_activations",
            ExpectedView(closer="activation", activation="sigmoid"),
            ("a dropped unit says 0.5",),
        ),
    ),
)

THEORY = (
    Card(
        "arithmetic_mean",
        "theory",
        "Where is inference exactly the mean over all masks?",
        ("Always", "Where the output is linear in what is masked", "Only at p = 0.5"),
        "A sum of masked inputs has that mean; a ReLU after it bends it.",
        Shown(
            "expected_activations",
            ExpectedView(p=0.5),
            ("inference is the training mean", "A ReLU bends the sum"),
        ),
        right=1,
    ),
    Card(
        "geometric_mean",
        "theory",
        "Where does inference give exactly the normalised geometric mean over all masks?",
        (
            "In any network",
            "With one mask, directly before a softmax or logistic output",
            "With a mask before each ReLU",
        ),
        "The scores are linear in the mask, and softmax makes their mean a geometric mean.",
        right=1,
    ),
    Card(
        "linear_regression",
        "theory",
        "What does dropout on the inputs of a linear regression amount to?",
        (
            "A ridge penalty: p / (1 − p) times each squared weight, times the sum of its input's "
            "squares.",
        ),
        "Noise on the inputs adds this term to the mean squared error.",
    ),
)
