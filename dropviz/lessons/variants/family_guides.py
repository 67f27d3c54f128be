"""Guides of the families in *Variants*: what shares a coin, what goes wrong, what it costs.

A scene whose view names no variant keeps the one that is opened.
"""

from __future__ import annotations

from collections.abc import Mapping

from dropviz.core.recurrent import FEWEST_TIMES
from dropviz.lessons.variants.view import VariantsView
from dropviz.stage.guide import Check, Guide, GuideScene
from dropviz.variants.facts import N_STEPS, Family

NEXT = "check"

DENSE = Guide(
    name="variants_dense",
    minutes=3,
    scenes=(
        GuideScene(
            name="own_coin",
            view=VariantsView(),
            shows=("coins", "caption"),
            ask="Flip the coins. Which numbers go out together?",
            answers=(
                "None: each has its own coin",
                "Those that share a coin",
                "Nothing goes out at all",
            ),
            do="Press Flip the coins twice, and watch the mask.",
        ),
        GuideScene(
            name="mean_square",
            view=VariantsView(variant="dropout", p=0),
            shows=("rate", "caption"),
            ask="Dropout keeps the mean. At p = 0.5, what becomes of the mean square?",
            answers=("It stays", "It doubles", "It halves"),
            do="Drag the dropout rate p to 0.5.",
        ),
        GuideScene(
            name="for_a_while",
            view=VariantsView(variant="early", at=N_STEPS),
            shows=("at", "caption"),
            ask="The noise of dropout costs training steps. Must it last to the end?",
            answers=("Yes, or it is of no use", "No, the first steps can be enough"),
            do="Drag “changes after step” to 3 or less.",
        ),
    ),
    keep="Between dense layers each number has its own coin. The mean is kept, the noise is not.",
    checks=(
        Check(
            "Why does alpha dropout put in another number than 0?",
            (
                "So that mean and variance stay as they are",
                "So that fewer units are lost",
                "So that it is faster",
            ),
            0,
            "A self-normalising network (SELU) relies on mean 0 and variance 1 in each layer.",
        ),
        Check(
            "What does DropConnect drop?",
            ("Units", "Weights", "Examples"),
            1,
            "Each weight has a coin of its own, and for each example another one.",
        ),
    ),
    leads_to=NEXT,
    about="dense variants",
)

CONV = Guide(
    name="variants_conv",
    minutes=3,
    scenes=(
        GuideScene(
            name="goes_together",
            view=VariantsView(p=0.5),
            shows=("coins", "caption"),
            ask="Flip the coins. What goes out together in a map?",
            answers=("Single numbers here and there", "All of a map", "Squares"),
            do="Press Flip the coins twice, and watch the mask.",
        ),
        GuideScene(
            name="from_beside",
            view=VariantsView(variant="drop_block", block=1),
            shows=("block", "caption"),
            ask="A block of one pixel is plain dropout. How many dropped pixels then keep a "
            "neighbour that could give them away?",
            answers=("Nearly all", "About half", "Hardly any"),
            do="Drag the block until it fills the map.",
        ),
        GuideScene(
            name="fewer_coins",
            view=VariantsView(),
            shows=("coins", "caption"),
            ask="Fewer coins decide here. Is the share that is dropped as steady from flip to "
            "flip?",
            answers=("As steady", "It swings more", "It swings less"),
            do="Press Flip the coins five times, and watch the share under the mask.",
        ),
    ),
    keep="Neighbours give a single dropped pixel away. A dropped map leaves a real gap.",
    checks=(
        Check(
            "A block of DropBlock fills the map. Whose mask is that?",
            ("Plain dropout's", "Spatial dropout's", "DropConnect's"),
            1,
            "All of a map then shares one coin.",
        ),
        Check(
            "A layer has 4 maps. How many coins does spatial dropout flip for an example?",
            ("4", "As many as there are pixels", "1"),
            0,
            "One coin for each map.",
        ),
    ),
    leads_to=NEXT,
    about="convolutional variants",
)

RECURRENT = Guide(
    name="variants_recurrent",
    minutes=3,
    scenes=(
        GuideScene(
            name="which_kills",
            view=VariantsView(times=FEWEST_TIMES),
            shows=("steps",),
            ask="An LSTM writes into a memory c, and reads it through h. Which mask kills a memory "
            "of 20 steps?",
            answers=(
                "A fresh mask on h, which is read",
                "A fresh mask on c, the memory",
                "One mask kept for all steps",
            ),
            do="Drag the steps to 20, and watch what the cells hold.",
        ),
        GuideScene(
            name="never_read",
            view=VariantsView(),
            shows=(),
            ask="h is masked once for all steps, or anew in each. With which is a cell never read?",
            answers=("With one mask for all steps", "With a fresh mask", "With both alike"),
            do="Press the names “h, each step” and “variational”, and compare the lowest grids.",
        ),
        GuideScene(
            name="missed",
            view=VariantsView(variant="lstm_zoneout"),
            shows=("flip",),
            ask="Zoneout keeps a cell's old value in place of 0. What can still be lost?",
            answers=("Nothing", "What is written in such a step", "All that was remembered"),
            do="Press Flip the coins twice.",
        ),
    ),
    keep="Never mask a memory anew in each step: what is kept must survive every coin.",
    checks=(
        Check(
            "What is variational dropout in an LSTM?",
            ("A mask for each step", "One mask for all steps of a sequence", "A learnt rate"),
            1,
            "The same units are silent from the first step of the sequence to its last.",
        ),
        Check(
            "nn.LSTM(num_layers=1, dropout=0.5): what does it drop?",
            ("Nothing", "Half of h", "Half of c"),
            0,
            "It drops between its layers only, and here is only one. It warns.",
        ),
    ),
    leads_to=NEXT,
    about="recurrent variants",
)

TRANSFORMER = Guide(
    name="variants_transformer",
    minutes=3,
    scenes=(
        GuideScene(
            name="row_sums",
            view=VariantsView(places="none"),
            shows=(),
            ask="Each character looks back at others. Softmax makes its weights, a row, sum to 1. "
            "And after dropout?",
            answers=("Still 1", "Never above 1", "Some below 1, some above"),
            do="Switch on dropout of the attention weights, in the diagram.",
        ),
        GuideScene(
            name="same_character",
            view=VariantsView(places="none", p=0.5),
            shows=("flip",),
            ask="A character stands in the text twice. Can embedding dropout hit one alone?",
            answers=("Yes, each place has its coin", "No, they share a coin"),
            do="Switch on the embedding. Flip until a character that comes twice goes.",
        ),
        GuideScene(
            name="three_places",
            view=VariantsView(places="none"),
            shows=("guesses",),
            ask="Dropout in three more places: what becomes of the loss on the next characters?",
            answers=("It falls", "It rises by up to a half", "It rises by more than a half"),
            do="Switch on after attention, inside the MLP and after the MLP.",
        ),
    ),
    keep="A transformer drops in many places. After attention dropout a row no longer sums to 1.",
    checks=(
        Check(
            "Where does attention dropout act?",
            ("Before softmax", "After softmax", "On the queries"),
            1,
            "On the weights that softmax made, and nothing brings them back to sum 1.",
        ),
        Check(
            "scaled_dot_product_attention(dropout_p=0.1) in eval mode: does it drop?",
            ("Yes", "No"),
            0,
            "It knows no mode. Pass it 0 at inference.",
        ),
    ),
    leads_to=NEXT,
    about="transformer variants",
)

RESIDUAL = Guide(
    name="variants_residual",
    minutes=3,
    scenes=(
        GuideScene(
            name="how_deep",
            view=VariantsView(),
            shows=("play",),
            ask="Ten blocks, p = 0.3. How many does an example go through on average?",
            answers=("7 of 10", "More than 7", "Fewer than 7"),
            do="Drag to step 20 or further, or play there and pause.",
        ),
        GuideScene(
            name="who_shares",
            view=VariantsView(step=12),
            shows=("sharing",),
            ask="Do all examples of a batch lose the same blocks?",
            answers=("Always", "Never", "By batch yes, by row no"),
            do="Switch between batch and row, and watch the masks below the chain.",
        ),
        GuideScene(
            name="what_is_left",
            view=VariantsView(step=12),
            shows=("rate",),
            ask="Set p to 1. What is left of the network?",
            answers=(
                "Nothing: its output is 0",
                "The input, passed round every block",
                "Some of the blocks",
            ),
            do="Drag the dropout rate p to 1.",
        ),
    ),
    keep="Round a dropped block the input passes unchanged, so a whole block can share one coin.",
    checks=(
        Check(
            "Plain dropout of units in a residual block: does it save work?",
            ("Yes, half of it", "No, every block is still computed"),
            1,
            "Single zeros are computed like any number. A block that is skipped as a whole is not.",
        ),
        Check(
            "Stochastic depth: which block is dropped most often?",
            ("The first", "The last", "All alike"),
            1,
            "Its rates rise in a line from block to block, up to p at the last.",
        ),
    ),
    leads_to=NEXT,
    about="residual variants",
)

GUIDES: Mapping[Family, Guide] = {
    "dense": DENSE,
    "conv": CONV,
    "recurrent": RECURRENT,
    "transformer": TRANSFORMER,
    "residual": RESIDUAL,
}
