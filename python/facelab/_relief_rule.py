"""The rule by which parallax and foreshortening say live, flat, or not yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from facelab._parallax import Doubles
from facelab._types import AxisRelief, Outcome


@dataclass(frozen=True, slots=True)
class ReliefThresholds:
    """Where the decision lies.

    The defaults lie in the gap that one half of the people left, and two films of real people who turned by 8 to 17
    degrees to each side (P 0.38 and 0.45, G 0.37 and 0.47, measured when parallax beyond bending counted twice). Of
    that half, tune: 147 prints (flat, bent to 7 cm, folded along the nose, with holes for the eyes; turned up to 60
    degrees) reach at most P 0.08, G 0.04; 34 heads that turn by 15 and 20 degrees at least P 0.50, G 0.51. Of the other
    half, report: 528 prints at most P 0.09, G 0.09, none of them live; 128 heads at least P 0.40, G 0.48, all live. At
    P 0.34 and G 0.32, tried first, 3 heads of the report half were undecided; 0.30 is the least that a profile may ask
    for. Of `flat_g` heads of another renderer told, whose noses stand out half as far beyond bending as the canonical
    one's: in the middle of a turn they had a G of 0.16 to 0.24, and at 0.20, asked before, some were flat. Whoever
    isn't told either way is asked to turn further.

    To measure the like: `installer/attacks.sh`, which makes recordings of each species and prints what
    `python -m facelab.measure` says of them; `benches/README.md` has the counts, and those of people never tuned on.

    Attributes:
        live_p, live_g: live from both of these on.
        flat_k, flat_g: flat where the foreshortening fell below the one while G stayed below the other.
    """

    live_p: float = 0.30
    live_g: float = 0.30
    flat_k: float = 0.92
    flat_g: float = 0.12


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
    ordered = np.sort(np.append(parallax, 0.0))
    p = _percentile(ordered, 0.95) - _percentile(ordered, 0.05)
    turned = 1 - np.minimum(k, 1) ** 2
    g = float((np.abs(parallax) * np.sqrt(turned)).sum() / max(float(turned.sum()), _LEAST_TURNED * len(k)))
    least_k = float(np.sort(k)[min(_FLAT_FRAMES, len(k)) - 1])
    outcome: Outcome = "undecided"
    if p >= limits.live_p and g >= limits.live_g:
        outcome = "live"
    elif len(k) >= _FLAT_FRAMES and least_k < limits.flat_k and g < limits.flat_g:
        outcome = "flat"
    return AxisRelief(p=p, g=g, k_min=least_k, frames=len(k), outcome=outcome)


def _percentile(ordered: Doubles, share: float) -> float:
    """As numpy's, between neighbours, of values that are in order; a tenth of its time for so few."""
    at = share * (len(ordered) - 1)
    below = int(at)
    low, high = float(ordered[below]), float(ordered[min(below + 1, len(ordered) - 1)])
    return low + (high - low) * (at - below)
