"""Mappings from a measure to a quality component of 0 to 100."""

from __future__ import annotations

from math import exp, isnan


def sigmoid(value: float, middle: float, width: float) -> float:
    """The logistic curve of ISO/IEC 29794-5: 0.5 at `middle`, rising over about four `width` to each side."""
    exponent = (middle - value) / width
    # Beyond this the exponential overflows and the curve is flat.
    return 0.0 if exponent > 60 else 1 / (1 + exp(exponent))


def percent(value: float) -> float:
    """The value kept within 0 and 100; what isn't a number counts as 0."""
    return 0.0 if isnan(value) else min(max(value, 0.0), 100.0)


def plateau(value: float, bottom: float, low: float, high: float, top: float) -> float:
    """100 from `low` to `high`, falling in a straight line to 0 at `bottom` and `top`."""
    return percent(100 * min((value - bottom) / (low - bottom), (top - value) / (top - high)))
