"""The formulas of *Feature maps*, with the numbers on the stage put in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dropviz.core.feature_probe import MapProbe
from dropviz.core.map_masks import expected_square_share, share_by_rule, share_dropped, square_rate
from dropviz.core.writing import Formula
from dropviz.data.conv_networks import DESCRIPTIONS
from dropviz.lessons.feature_maps.facts import DigitFacts, FeatureFacts, PhotoFacts
from dropviz.lessons.feature_maps.measures import PROBED
from dropviz.variants.drop_block import at_rate_one

SCALED = r"\tilde a_{cij} = \frac{m_{%s}\, a_{cij}}{1 - p}"


def formulas(now: FeatureFacts, probes: Mapping[str, MapProbe]) -> list[Formula]:
    """The mask and its scale, the share it drops, and R².

    Parameters
    ----------
    probes : as ``measures.map_probes`` gives them, of the network that it probes
    """
    by_way = {
        "hand": _hand_formula,
        "element": _element_formula,
        "spatial": _spatial_formula,
        "block": _block_formula,
    }
    r2 = _photo_formula(now) if isinstance(now, PhotoFacts) else _probe_formula(probes)
    return [_map_formula(now), by_way[now.view.way](now), r2]


def _map_formula(now: FeatureFacts) -> Formula:
    sides = "5 by 5 pixels of three colours"
    if isinstance(now, DigitFacts):
        sides = "3 by 3 pixels of all maps before it"
    return Formula(
        f"A feature map slides one kernel $k_c$ over {sides} and keeps what is positive. Dropout "
        "multiplies it by the mask *m*, then 2 by 2 pixels are pooled to their largest.",
        r"a_{cij} = \max\Bigl(0,\ b_c + \sum_{d,\,u,\,v} k_{cduv}\, x_{d,\,i+u,\,j+v}\Bigr)",
    )


def _share(now: FeatureFacts) -> str:
    return rf"{100 * share_dropped(now.masks):.1f}\,\%\ \text{{of the pixels dropped}}"


def _by_hand(now: FeatureFacts) -> str:
    """A sentence on what was set by hand on top of the coins, if anything was."""
    view = now.view
    mask = view.photo_mask if isinstance(now, PhotoFacts) else view.mask
    n_pixels = int(view.pixels or "0", 16).bit_count() if isinstance(now, DigitFacts) else 0
    counts = (
        (mask.count("1"), "map", "switched on"),
        (mask.count("0"), "map", "switched off"),
        (n_pixels, "pixel", "dropped"),
    )
    parts = [
        f"{count} {noun}{'' if count == 1 else 's'} {done}" for count, noun, done in counts if count
    ]
    return f" Set by hand instead: {', '.join(parts)}." if parts else ""


def _hand_formula(now: FeatureFacts) -> Formula:
    return Formula(
        "In the large maps nothing but your hand drops: no coin is looked at, and nothing is "
        "rescaled.",
        r"\tilde a_{cij} = m_{cij}\, a_{cij}, \qquad m_{cij} \in \{0, 1\} \\[6pt]" + _share(now),
    )


def _factor(p_drop: float) -> str:
    if p_drop >= 1.0:
        return r"p = 1:\ \text{nothing is kept}"
    return rf"\frac{{1}}{{1-p}} = \frac{{1}}{{{1 - p_drop:.2f}}} = {1 / (1 - p_drop):.3f}"


def _element_formula(now: FeatureFacts) -> Formula:
    p = now.view.p
    return Formula(
        f"Element-wise: each pixel has a coin *u* and is kept when $u \\ge p$, here $p = {p:.2f}$ "
        f"(the chance of being *dropped*).{_by_hand(now)}",
        r"m_{cij} = [\,u_{cij} \ge p\,], \qquad "
        + SCALED % "cij"
        + rf" \\[6pt] {_factor(p)} \\[6pt] {_share(now)}",
    )


def _spatial_formula(now: FeatureFacts) -> Formula:
    p = now.view.p
    return Formula(
        "Whole maps: example *n* has one coin for each map *c*; all pixels of the map share it. "
        f"On the stage is one example, and $p = {p:.2f}$.{_by_hand(now)}",
        r"m_{nc} = [\,u_{nc} \ge p\,], \qquad \tilde a_{ncij} = \frac{m_{nc}\, a_{ncij}}{1 - p}"
        rf" \\[6pt] {_factor(p)} \\[6pt] {_share(now)}",
    )


def _block_formula(now: FeatureFacts) -> Formula:
    view = now.view
    shapes = [mask.kept.shape[1:] for mask in now.masks]
    squares = [(min(view.block, *shape), *shape) for shape in shapes]
    rates = [_gamma(view.p, *square) for square in squares]
    shares = [expected_square_share(view.p, *square) for square in squares]
    weights = [mask.kept.size for mask in now.masks]
    mean = np.average(shares, weights=weights)
    ruled = np.average([share_by_rule(view.p, *square) for square in squares], weights=weights)
    return Formula(
        f"Blocks: with $p = {view.p:.2f}$, a square of $b \\times b$ pixels is dropped from each "
        f"place where it fits with the chance $\\gamma$. {_overlap(view.block, shapes)}The "
        f"share to expect is {100 * mean:.1f} %.{at_rate_one(view.p, float(ruled))} Each map is "
        f"then divided by the share of it that is left.{_by_hand(now)}",
        r"\gamma = \frac{p}{b^2} \cdot \frac{HW}{(H-b+1)(W-b+1)} \\[6pt] "
        r"\tilde a_{cij} = m_{cij}\, a_{cij}\, \frac{HW}{\sum_{ij} m_{cij}} \\[6pt]"
        + r" \\[6pt] ".join([*rates, _share(now)]),
    )


def _overlap(b: int, shapes: list[tuple[int, ...]]) -> str:
    """What comes of squares that overlap, and of squares as large as the map."""
    fills = [b >= max(shape) for shape in shapes]
    text = (
        "" if b == 1 or all(fills) else "Squares may overlap, so at most p is dropped on average. "
    )
    if any(fills):
        place = "" if all(fills) else f" in block {fills.index(True) + 1}"
        text += (
            f"A square fills the map{place}: the mask is that of whole maps, but kept maps are "
            "passed on as they are, not times $1 / (1 - p)$. "
        )
    return text


def _gamma(p_drop: float, b: int, rows: int, columns: int) -> str:
    rate = square_rate(p_drop, b, rows, columns)
    return (
        rf"{rows} \times {columns},\ b = {b}: \ \gamma = "
        rf"\frac{{{p_drop:.2f}}}{{{b**2}}} \cdot "
        rf"\frac{{{rows * columns}}}{{{(rows - b + 1) * (columns - b + 1)}}} = {rate:.4f}"
    )


def _photo_formula(now: PhotoFacts) -> Formula:
    return Formula(
        "A linear decoder rebuilds the photo $\\hat x$ from the pooled maps. How much of it: 1 if "
        "all, 0 if no more than one flat colour, below 0 if less.",
        r"R^2 = 1 - \frac{\sum (x - \hat x)^2}{\sum (x - \bar x)^2} \\[6pt]"
        rf"\text{{with all maps: }} {now.r2_whole:.3f}, \qquad \text{{now: }} {now.r2:.3f}",
    )


def _probe_formula(probes: Mapping[str, MapProbe]) -> Formula:
    lines = [
        rf"\text{{{name}}} & "
        + " & ".join(
            f"{np.nanmean(shares):.2f}"
            for left in (probe.near, probe.around)
            for shares in (left.pixel, left.whole_map)
        )
        for name, probe in probes.items()
    ]
    left_out = sum(probe.n_constant for probe in probes.values())
    near = list(probes.values())[-1].near.n_left
    return Formula(
        "How well can a dropped pixel be predicted (least squares) from what a mask at p = 0.5 "
        "leaves? *Near*: the touching pixels of its map, and the same pixel of the other maps. "
        "*Around*: all maps within one pixel. Dropped alone, it keeps more nearby: in the last row "
        f"{near[0]:.1f} values on average, against {near[1]:.1f}. Further around, the other maps "
        "tell nearly as much on digits. In photos, neighbours share most of what their filter "
        f"sees. Means over the maps; pixels that never change are left out ({left_out}). Digits: "
        f"the network {DESCRIPTIONS[PROBED]}.",
        r"R^2 = 1 - \frac{\sum (a - \hat a)^2}{\sum (a - \bar a)^2} \\[6pt]"
        r"\footnotesize\begin{array}{lcccc} & \text{near, alone} & \text{with its map} & "
        r"\text{around, alone} & \text{with its map} \\ " + r" \\ ".join(lines) + r"\end{array}",
    )
