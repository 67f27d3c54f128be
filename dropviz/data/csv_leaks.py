"""What makes the test part of a person's table tell too little: repeated rows, given answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dropviz.data.csv_columns import Column
from dropviz.data.csv_label import majority_error
from dropviz.data.csv_text import quoted
from dropviz.data.datasets import Dataset
from dropviz.data.splits import part_rows

SEED = 0
"""Of the split that is looked at, as an example."""
FEW_SHARED, SHARED_SHARE = 2, 0.02
"""Test rows that are in the training part too, and their share; so few may be alike by chance."""
ERRORS = 0.01
"""Share of rows that a column may get wrong and yet determine the label; at most a tenth of the
errors of one who always says the most frequent class."""


def leak_notices(data: Dataset, columns: Sequence[Column]) -> list[str]:
    """What lets a network know test rows beforehand, a sentence for each thing.

    ``columns`` are those whose blocks are the data's inputs.
    """
    pool, _, test = part_rows(data, SEED)
    known = {_row(data, place) for place in pool.tolist()}
    shared = sum(_row(data, place) in known for place in test.tolist())
    notices = []
    if shared > max(FEW_SHARED, SHARED_SHARE * len(test)):
        notices.append(
            f"Training and test part share rows: {shared:,} of {len(test):,} test rows (in the "
            f"split of seed {SEED}) have the inputs and label of a training row. If they are "
            "copies, test errors come out too low: keep one of each in the file."
        )
    telling = [column.name for column in columns if determines(column, data.y)]
    if telling:
        notices.append(
            f"One column alone tells the label: {quoted(telling)}. If it is not known before the "
            "label is, leave it out."
        )
    return notices


def determines(column: Column, y: NDArray[np.int64]) -> bool:
    """Whether the classes of the rows, shape (n,), follow from one column, but for few rows.

    A category tells the class that is most frequent in it; numbers tell as a decision tree does
    that has one leaf for each class.
    """
    most_wrong = min(ERRORS, majority_error(y) / 10)
    if column.kind == "category":
        table = np.zeros((column.width + 1, int(y.max()) + 1), dtype=np.int64)
        np.add.at(table, (column.values[:, 0].astype(np.int64), y), 1)  # missing ones: the last row
        return float(1 - table.max(axis=1).sum() / len(y)) <= most_wrong
    from sklearn.tree import DecisionTreeClassifier

    leaves = int(y.max()) + 1
    tree = DecisionTreeClassifier(max_leaf_nodes=leaves, random_state=0)
    return any(
        1 - tree.fit(part[:, None], y).score(part[:, None], y) <= most_wrong
        for part in column.values.T
    )


def _row(data: Dataset, place: int) -> tuple[bytes, int]:
    return data.x[place].tobytes(), int(data.y[place])
