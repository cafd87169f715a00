"""Frames that lie in memory which another process fills."""

from __future__ import annotations

import mmap
import os

import numpy as np

from facelab._types import FrameError, Image


class SharedFrames:
    """Memory of so many slots, each large enough for the largest frame. Nothing is written into it from here.

    Args:
        descriptor: of the memory; it is closed once it is mapped.
        slots: how many there are.
        slot_bytes: the size of each.

    Raises:
        OSError: the descriptor is none.
        ValueError: there is less behind it.
    """

    def __init__(self, descriptor: int, slots: int, slot_bytes: int) -> None:
        self._memory = mmap.mmap(descriptor, slots * slot_bytes, prot=mmap.PROT_READ)
        self._slot_bytes = slot_bytes
        os.close(descriptor)

    def frame(self, slot: int, width: int, height: int) -> Image:
        """The frame in a slot as it lies there: (height, width, 3), read-only, overwritten when the slot is.

        Raises:
            FrameError: no such frame can lie there.
        """
        size = width * height * 3
        start = slot * self._slot_bytes
        fits = 0 < size <= self._slot_bytes and start + size <= len(self._memory)
        if min(width, height) <= 0 or slot < 0 or not fits:
            raise FrameError(f"a frame of {width} x {height} pixels can't lie in slot {slot}")
        return np.frombuffer(self._memory, np.uint8, size, start).reshape(height, width, 3)
