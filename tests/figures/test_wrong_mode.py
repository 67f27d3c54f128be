import pytest

from dropviz.figures.wrong_mode import described, passes_figure
from dropviz.lessons.wrong_mode import wrong_mode


def test_one_dot_a_pass_and_class_and_a_tick_a_class() -> None:
    now = wrong_mode(0.4)
    chart = passes_figure(now.passes, now.right, "light").to_dict()
    dots, ticks, _ = (layer["data"]["values"] for layer in chart["layer"])
    assert (len(dots), len(ticks)) == (500, 10)
    assert all(abs(dot["at"] - dot["class"]) < 0.4 for dot in dots)
    assert chart["description"] == described(now.passes, now.right, now.label)


@pytest.mark.parametrize("p", [0.0, 0.4, 1.0])
def test_the_sentence_counts_every_pass(p: float) -> None:
    now = wrong_mode(p)
    says = described(now.passes, now.right, now.label)
    counts = [int(part.split()[-3 if "times" in part else 0]) for part in
              says.split("the answer is ")[1].split(";")[0].split(", ")]  # fmt: skip
    assert sum(counts) == 50
