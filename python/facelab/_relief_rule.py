"""The rule by which parallax and foreshortening say live, flat, or not yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from facelab._parallax import Doubles
from facelab._types import AxisRelief, Outcome


@dataclass(frozen=True, slots=True)
class ReliefThresholds:
    """Where the decision lies.

    The defaults lie in the gap between heads and prints: 22 prints (cylinders of 7 to 15 cm, folds along the nose, a
    ball, flat ones; turned up to 42 degrees) reached at most P 0.19, G 0.23; 11 rendered heads that turned by 20
    degrees at least P 0.51, G 0.43, and three films of real people, who turned by 14 to 20 degrees, at least P 0.38, G
    0.37. A renderer that shares nothing with `presenter` made the prints and heads, of 16 people's photos; thresholds
    and cue were chosen looking at all of them. To measure the like: `installer/attacks.sh`, which makes recordings of
    each species and prints what `python -m facelab.measure` says of them.

    Attributes:
        live_p, live_g: live from both of these on.
        flat_k, flat_g: flat where the foreshortening fell below the one while G stayed below the other.
    """

    live_p: float = 0.34
    live_g: float = 0.32
    flat_k: float = 0.92
    flat_g: float = 0.20


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
