"""Frames in memory that another process fills."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from facelab._sessions import Sessions
from facelab._shared import SharedFrames
from facelab._types import FrameError, Image, MainFace
from facelab.canonical import CanonicalFace

SLOT_BYTES = 4096


@pytest.fixture
def memory() -> Iterator[int]:
    """A descriptor of two slots, written to from here as the other process would."""
    descriptor = os.memfd_create("frames")
    os.ftruncate(descriptor, 2 * SLOT_BYTES)
    yield descriptor
    os.close(descriptor)


def test_a_frame_is_seen_where_it_lies_and_not_written_to(memory: int) -> None:
    frames = SharedFrames(os.dup(memory), 2, SLOT_BYTES)
    frame = frames.frame(1, 8, 4)
    assert frame.shape == (4, 8, 3)
    os.pwrite(memory, bytes(range(96)), SLOT_BYTES)
    assert frame.ravel().tolist() == list(range(96))
    assert frame.flags.c_contiguous
    with pytest.raises(ValueError, match="read-only"):
        frame[0, 0, 0] = 1


@pytest.mark.parametrize(("slot", "width", "height"), [(2, 8, 8), (-1, 8, 8), (0, 0, 8), (0, 64, 64), (1, -8, -8)])
def test_what_cannot_lie_there_is_refused(memory: int, slot: int, width: int, height: int) -> None:
    with pytest.raises(FrameError):
        SharedFrames(os.dup(memory), 2, SLOT_BYTES).frame(slot, width, height)


def test_less_memory_than_said_is_refused(memory: int) -> None:
    copy = os.dup(memory)
    with pytest.raises(ValueError, match="mmap length"):
        SharedFrames(copy, 3, SLOT_BYTES)
    os.close(copy)


def test_a_frame_still_to_be_used_outlives_its_slot(
    face: CanonicalFace, webcam: Callable[[str], Image], first_look: Callable[[Image], MainFace]
) -> None:
    sessions = Sessions(face)
    frame = np.full((4, 8, 3), 7, np.uint8)
    sessions.seen(1, frame, first_look(webcam("obama.jpg")))
    # The next frame of the same stream takes its place; another stream's leaves it to be used.
    sessions.keep_frames(1)
    assert sessions.newest(1) is frame
    sessions.keep_frames(2)
    frame[:] = 9
    kept = sessions.newest(1)
    assert kept is not None
    assert (kept == 7).all()
