"""What the page says of the calls that it ran."""

from dropviz.layers.mode_calls import RanCall
from dropviz.lessons.expected_activations.calls import calls_table, calls_verdict, sent_calls

RAN = [
    RanCall("in train()", "a(x)", "500 of 1,000 values are 0", drops=True, in_eval=False),
    RanCall("in eval()", "b(x)", "all as they were", drops=False, in_eval=True),
    RanCall("in eval()", "c(x)", "498 of 1,000 values are 0", drops=True, in_eval=True),
]


def test_the_table_has_a_row_for_each_call() -> None:
    rows = calls_table(RAN).splitlines()[2:]
    assert rows[0] == "| in train() | `a(x)` | **dropped** | 500 of 1,000 values are 0 |"
    assert rows[1] == "| in eval() | `b(x)` | not dropped | all as they were |"
    assert len(rows) == 3


def test_the_scene_gets_all_and_the_verdict_counts_those_in_eval() -> None:
    assert [call["code"] for call in sent_calls(RAN)] == ["a(x)", "b(x)", "c(x)"]
    assert "1 of the 2 calls" in calls_verdict(RAN)
