"""What a clip promises, whoever or whatever performs it."""

from __future__ import annotations

import numpy as np
import pytest

from presenter._motion import (
    HAND_MANNER,
    HEAD_GESTURES,
    HEAD_MANNER,
    NEUTRAL_SECONDS,
    STILL_SECONDS,
    Manner,
    Moment,
    clip,
)

FPS = 20
SWAY_DEGREES = 2.5


def perform(name: str, manner: Manner = HEAD_MANNER, seed: int = 1) -> list[Moment]:
    gesture = HEAD_GESTURES.get(name)
    seconds = NEUTRAL_SECONDS if gesture is None else gesture.seconds
    return clip(gesture, manner, round(seconds * FPS), FPS, np.random.SeedSequence(seed))


@pytest.mark.parametrize("manner", [HEAD_MANNER, HAND_MANNER])
@pytest.mark.parametrize("name", ["neutral", *HEAD_GESTURES])
def test_a_clip_is_still_at_first_and_starts_and_ends_neutral(name: str, manner: Manner) -> None:
    moments = perform(name, manner)
    still = moments[: round(STILL_SECONDS * FPS)]
    for moment in [*still, moments[-1]]:
        assert abs(moment.yaw_degrees) < SWAY_DEGREES
        assert abs(moment.pitch_degrees) < SWAY_DEGREES
        assert abs(moment.nearer_cm) < 1.0
        assert moment.eyes_closed < 0.01
        assert moment.mouth_open < 0.01


@pytest.mark.parametrize(
    ("name", "angle", "least"),
    [
        ("left", "yaw_degrees", 25.0),
        ("right", "yaw_degrees", -25.0),
        ("up", "pitch_degrees", 15.0),
        ("down", "pitch_degrees", -15.0),
    ],
)
def test_a_turn_reaches_what_the_contract_says(name: str, angle: str, least: float) -> None:
    for seed in range(10):
        reached = [getattr(moment, angle) / least for moment in perform(name, seed=seed)]
        assert max(reached) >= 1.0


def test_the_neutral_loop_goes_on_without_a_jump() -> None:
    yaws = np.array([moment.yaw_degrees for moment in perform("neutral")])
    steps = np.abs(np.diff(yaws))
    assert len(yaws) / FPS >= 1.5
    assert abs(yaws[0] - yaws[-1]) <= 2 * steps.max()
    assert len(set(yaws.tolist())) == len(yaws)
