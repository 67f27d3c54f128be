import numpy as np

from dropviz.data.digits import split_digits
from dropviz.data.digits import test_digits as shipped_digits


def test_the_shipped_digits_are_the_test_part_of_the_split() -> None:
    train, test = split_digits()
    shipped = shipped_digits()
    assert np.array_equal(test.pixels, shipped.pixels)
    assert np.array_equal(test.labels, shipped.labels)
    assert (len(train.labels), len(test.labels)) == (1347, 450)
    assert shipped.images.min() == 0.0
    assert shipped.images.max() == 1.0
