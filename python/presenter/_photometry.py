"""From light to a camera's JPEG: exposure, focus, sensor noise, compression."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ._types import PresenterError


@dataclass(frozen=True, slots=True)
class Photometry:
    """How a camera sees the scene. The defaults are an ordinary webcam's in office light; ours.

    exposure scales the 8-bit values, blur and noise are standard deviations (pixels; 8-bit values); shutter is the
    share of a frame's time in which light falls in, glare that of the frames in which glasses flash.
    """

    exposure: float = 1.0
    blur_pixels: float = 0.6
    noise: float = 3.0
    jpeg_quality: int = 75
    shutter: float = 0.0
    glare: float = 0.0


NOISE_SUPPLY = 3
"""Frames' worth of noise that is drawn; ours."""

ORDINARY = Photometry()
DARK = Photometry(exposure=0.12)
NOISY = Photometry(noise=9.0)
SMEARED = Photometry(shutter=0.8)
GLARING = Photometry(glare=0.3)
BLURRED = Photometry(blur_pixels=5.0)


class Sensor:
    """Takes pictures of one size; its noise differs from frame to frame."""

    def __init__(self, photometry: Photometry, shape: tuple[int, ...], random: np.random.Generator) -> None:
        self._photometry = photometry
        self._random = random
        self._shape = shape
        # Drawing a million normal numbers takes longer than all else that is done here. A supply is drawn once, and
        # each frame takes a stretch of it that starts elsewhere.
        self._supply = random.standard_normal(NOISE_SUPPLY * math.prod(shape), np.float32) * photometry.noise

    def photograph(self, scene: NDArray[np.float32]) -> bytes:
        """The JPEG file of a scene, (h, w, 3) float32, 0 to 255, RGB."""
        seen = cv2.GaussianBlur(scene * self._photometry.exposure, (0, 0), self._photometry.blur_pixels)
        start = int(self._random.integers(len(self._supply) - scene.size + 1))
        noise = self._supply[start : start + scene.size].reshape(self._shape)
        values = np.clip(np.rint(seen + noise), 0, 255).astype(np.uint8)
        quality = [int(cv2.IMWRITE_JPEG_QUALITY), self._photometry.jpeg_quality]
        done, file = cv2.imencode(".jpg", cv2.cvtColor(values, cv2.COLOR_RGB2BGR), quality)
        if not done:
            raise PresenterError("OpenCV cannot write JPEG here; install the locked Python packages with `make setup`")
        return file.tobytes()
