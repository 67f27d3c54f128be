"""Where each variant goes and which rates are usual, each with its source and how firm it is."""

from __future__ import annotations

from dataclasses import dataclass

READ = "read in the paper, its abstract or its authors' code"
TOLD = "as others transcribe the paper"
TRIED = "the library's own default, tried"
HABIT = "a habit, no primary source is known here"
COMPUTED = "computed on this page"
NO_RATE = "no usual rate with a source is known here"


@dataclass(frozen=True)
class Usage:
    """A place, the rate there, who says so, and how firm that is."""

    where: str
    rate: str
    source: str
    firm: str


_SRIVASTAVA = "Srivastava et al. (2014), appendix"
_VASWANI = "Vaswani et al. (2017), section 5.4"
_LIU = "Liu et al. (2023), their repository"
_ENCODER = "`torch.nn.TransformerEncoderLayer`"
_MAPS = Usage(
    "feature maps of a convolutional network", NO_RATE,
    "Tompson et al. (2015): one trial for each feature map", READ,
)  # fmt: skip
_ZAREMBA = Usage(
    "between the layers of an LSTM, not what goes round", "0.5 and 0.65",
    "Zaremba et al. (2014)", READ,
)  # fmt: skip
_DEPTH = Usage(
    "the residual branch of each block", "from 0 in a line to 0.5 at the last block",
    "Huang et al. (2016)", READ,
)  # fmt: skip

USAGES: dict[str, tuple[Usage, ...]] = {
    "dropout": (
        Usage("hidden layers", "0.2 to 0.5 (they keep 0.5 to 0.8)", _SRIVASTAVA, READ),
        Usage("the last layer before the answer: what goes in, not what comes out", NO_RATE,
              "common advice", HABIT),
    ),
    "input_dropout": (
        Usage("pixels and other inputs", "about 0.2 (they keep about 0.8)",
              "Srivastava et al. (2014)", TOLD),
    ),
    "gaussian": (
        Usage("wherever dropout is", "variance p / (1 - p): that of dropout at the same rate",
              "Srivastava et al. (2014), section 10", TOLD),
    ),
    "variational_gaussian": (
        Usage("wherever dropout is", "learnt, one for each unit here", "Kingma et al. (2015)",
              READ),
    ),
    "concrete": (
        Usage("wherever dropout is", "learnt; temperature 0.1", "Gal et al. (2017), their code",
              READ),
    ),
    "alpha": (
        Usage("dense networks with SELU and standardised inputs", NO_RATE,
              "Klambauer et al. (2017)", READ),
    ),
    "feature_alpha": (
        Usage("feature maps with SELU", NO_RATE, "`torch.nn.FeatureAlphaDropout`", HABIT),
    ),
    "drop_connect": (
        Usage("large dense layers", NO_RATE, "Wan et al. (2013)", READ),
    ),
    "early": (
        Usage("the first part of training a model that underfits",
              "helped a small vision transformer: 73.9 % right without, 67.9 % with dropout "
              "throughout, 74.3 % with early dropout (ViT-T, ImageNet)", _LIU, READ),
    ),
    "late": (
        Usage("the last part of training a model that overfits",
              "late *stochastic depth* took ViT-B from 81.6 % to 82.3 %", _LIU, READ),
    ),
    "r_drop": (
        Usage("fine-tuning and translation, with the rates of the model as it is", NO_RATE,
              "Liang et al. (2021)", READ),
    ),
    "spatial_1d": (
        Usage("channels of a sequence", NO_RATE, "the rule for pictures, one axis less", HABIT),
    ),
    "spatial_2d": (_MAPS,),
    "spatial_3d": (
        Usage("channels of a volume or a film", NO_RATE, "the rule for pictures, one axis more",
              HABIT),
    ),
    "drop_block": (
        Usage("feature maps, and skip connections too",
              "raised step by step while training; ResNet-50 from 76.51 % to 78.13 %",
              "Ghiasi et al. (2018)", READ),
    ),
    "lstm_h": (_ZAREMBA, Usage("what goes round, with a fresh mask in each step", NO_RATE,
                               "the naive way that Gal, Ghahramani (2016b) compare with", READ)),
    "lstm_c": (
        Usage("nowhere", "at any rate it destroys memory; it is shown because it looks harmless",
              "the formula above", COMPUTED),
    ),
    "lstm_variational": (
        _ZAREMBA,
        Usage("inputs and what goes round, one mask a sequence",
              f"{NO_RATE}; 73.4 perplexity on the Penn Treebank", "Gal, Ghahramani (2016b)", READ),
    ),
    "lstm_candidate": (
        Usage("the candidate g; fresh masks in each step are safe there", NO_RATE,
              "Semeniuta et al. (2016)", READ),
    ),
    "lstm_zoneout": (
        Usage("cells", "0.5", "Krueger et al. (2017), their README", READ),
        Usage("the state h", "0.05", "Krueger et al. (2017), their README", READ),
    ),
    "attention": (
        Usage("attention weights, after softmax", "0.1", _ENCODER, TRIED),
        Usage("in the first transformer", "this place is not named", _VASWANI, READ),
    ),
    "embedding": (
        Usage("whole words of a sequence", NO_RATE, "Gal, Ghahramani (2016b)", READ),
        Usage("entry by entry, on the sum of embedding and position", "0.1", _VASWANI, READ),
    ),
    "residual": (
        Usage("the output of each sub-layer, before it is added", "0.1", _VASWANI, READ),
        Usage("BERT and GPT-2", "0.1", "their papers", TOLD),
    ),
    "mlp": (Usage("hidden units of the MLP, after the activation", "0.1", _ENCODER, TRIED),),
    "stochastic_depth_batch": (_DEPTH,),
    "stochastic_depth_row": (
        _DEPTH,
        Usage("the same, a coin for each example", NO_RATE,
              "`torchvision.ops.stochastic_depth`, mode \"row\"", READ),
    ),
    "layer_drop": (
        Usage("layers of a transformer", "0.2 in their published models",
              "Fan et al. (2020), their repository", READ),
    ),
}  # fmt: skip
"""By slug."""


def listed(slug: str) -> str:
    """As a Markdown list."""

    def line(use: Usage) -> str:
        where = use.where[0].upper() + use.where[1:]
        return f"- **{where}**: {use.rate}. Source: {use.source}; {use.firm}."

    return "\n".join(map(line, USAGES[slug])).replace(" %", "\N{NO-BREAK SPACE}%")
