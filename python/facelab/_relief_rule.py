"""The rule by which parallax and foreshortening say live, flat, or not yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from facelab._parallax import Doubles
from facelab._types import AxisRelief, Outcome


@dataclass(frozen=True, slots=True)
class ReliefThresholds:
    """Where the decision lies.

    The defaults lie in the gap that recordings of 11 faces left (photos on carved and on parametric heads, 640 x 480,
    12 frames a second). Of 14 other faces, turned by 15 and 20 degrees, all 42 recordings were live, P from 0.44, G
    from 0.41; of 49 flat and bent prints (10 cm; held bent, bent in the turn, across; turned up to 39 degrees, flat
    ones to 60) none was, P up to 0.38, G up to 0.34. The cue itself was made looking at all 25. To measure the like:
    `python -m presenter PHOTOS --as KIND --fps 12 --out R/KIND` for the kinds head-15, parametric-15, parametric-20,
    flat-turned, bent-10, bent-10-bending and bent-10-across, then `python -m facelab.measure R`.

    Attributes:
        live_p, live_g: live from both of these on.
        flat_k, flat_g: flat where the foreshortening fell below the one while G stayed below the other.
    """

    live_p: float = 0.42
    live_g: float = 0.40
    flat_k: float = 0.92
    flat_g: float = 0.25


DEFAULT_THRESHOLDS = ReliefThresholds()

_FLAT_FRAMES = 3
"""k is taken as the third smallest seen, so that no single frame makes a face flat."""

_LEAST_TURNED = 0.02
"""Mean of 1 - k^2 below which G is not a ratio of noises: a turn of about 8 degrees."""


def along(parallax: Doubles, k: Doubles, limits: ReliefThresholds) -> AxisRelief:
    """The rule over the frames that turned about one axis.

    Args:
        parallax: (t,) normalised parallax along the axis.
        k: (t,) foreshortening.
        limits: where the decision lies.
    """
    if len(k) == 0:
        return AxisRelief(p=0.0, g=0.0, k_min=1.0, frames=0, outcome="undecided")
    low, high = np.percentile(np.append(parallax, 0.0), [5, 95])
    p = float(high - low)
    turned = 1 - np.minimum(k, 1) ** 2
    g = float((np.abs(parallax) * np.sqrt(turned)).sum() / max(float(turned.sum()), _LEAST_TURNED * len(k)))
    least_k = float(np.sort(k)[min(_FLAT_FRAMES, len(k)) - 1])
    outcome: Outcome = "undecided"
    if p >= limits.live_p and g >= limits.live_g:
        outcome = "live"
    elif len(k) >= _FLAT_FRAMES and least_k < limits.flat_k and g < limits.flat_g:
        outcome = "flat"
    return AxisRelief(p=p, g=g, k_min=least_k, frames=len(k), outcome=outcome)
