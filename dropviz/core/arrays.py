"""Names for the arrays that NumPy code passes around."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
"""Where numbers are computed with."""
Float32Array = NDArray[np.float32]
"""Where networks are stored, trained or sent."""
RealArray = NDArray[np.floating]
"""Of either precision."""
BoolArray = NDArray[np.bool_]
"""Masks: True where a unit is kept, unless its name says otherwise."""
