import re
from collections import Counter

import altair as alt
import numpy as np
import pytest

from dropviz.figures.wrong_mode import described, passes_figure
from dropviz.lessons.expected_activations.wrong_mode import wrong_mode


def test_one_dot_a_pass_and_class_and_a_tick_a_class() -> None:
    now = wrong_mode(0.4)
    figure = passes_figure(now.passes, now.right, now.label, "light")
    chart = alt.LayerChart.from_dict(figure.vega_lite).to_dict()  # which validates it
    dots, ticks, _ = (layer["data"]["values"] for layer in chart["layer"])
    assert (len(dots), len(ticks)) == (500, 10)
    assert all(abs(dot["at"] - dot["class"]) < 0.4 for dot in dots)
    assert chart["description"] == figure.says == described(now.passes, now.right, now.label)


@pytest.mark.parametrize("p", [0.0, 0.4, 0.7, 1.0])
def test_the_sentence_counts_every_pass(p: float) -> None:
    now = wrong_mode(p)
    says = described(now.passes, now.right, now.label)
    found = re.findall(r"(\d+) (?:passes )?says? (\d|another digit)", says)
    answers = [(digit, int(n)) for n, digit in found]
    assert sum(n for _, n in answers) == 50
    most = Counter(now.passes.argmax(axis=1).astype(str).tolist())
    assert [n for _, n in answers[:2]] == [n for _, n in most.most_common(2)]
    assert all(most[digit] == n for digit, n in answers[:2])


def test_the_sentence_is_grammatical() -> None:
    passes = np.eye(10)[[8, 8, 8, 3]]
    says = described(passes, np.eye(10)[8], 8)
    assert says.startswith("An image of an 8, 4 passes with the masks left on (dots): 3 passes")
    assert "3 passes say 8, 1 says 3. The probability of 8 runs from 0\u00a0% to 100\u00a0%" in says
    assert "An image of a 3," in described(passes, np.eye(10)[8], 3)
    assert "1 pass says 8. The" in described(passes[:1], np.eye(10)[8], 8)
    several = described(np.eye(10)[[8, 8, 8, 3, 3, 1, 2]], np.eye(10)[8], 8)
    assert "3 passes say 8, 2 say 3, 2 say another digit. The" in several
