"""Conventions that all statistics of this project share, so that a table and a figure never use different ones."""

import numpy as np
from numpy.typing import NDArray

CONFIDENCE_LEVEL = 0.95  # of every interval, unless a caller asks for another one
MIN_OBSERVATIONS_FOR_MEAN = 3  # a mean of fewer is noted as "too few" and drawn hollow
NEGLIGIBLE_VARIANCE = 1e-12  # a variance up to this is rounding error
FloatArray = NDArray[np.float64]
