"""From light to a camera's JPEG: exposure, focus, sensor noise, compression."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ._types import PresenterError


@dataclass(frozen=True, slots=True)
class Photometry:
    """How a camera sees the scene. The defaults are an ordinary webcam's in office light; ours.

    exposure scales the 8-bit values, blur and noise are standard deviations (pixels; 8-bit values).
    """

    exposure: float = 1.0
    blur_pixels: float = 0.6
    noise: float = 3.0
    jpeg_quality: int = 75


ORDINARY = Photometry()
DARK = Photometry(exposure=0.12)
BLURRED = Photometry(blur_pixels=5.0)


def photograph(scene: NDArray[np.float32], photometry: Photometry, random: np.random.Generator) -> bytes:
    """The JPEG file of a scene, (h, w, 3) float32, 0 to 255, RGB."""
    seen = cv2.GaussianBlur(scene * photometry.exposure, (0, 0), photometry.blur_pixels)
    noise = random.standard_normal(seen.shape, np.float32) * photometry.noise
    values = np.clip(np.rint(seen + noise), 0, 255).astype(np.uint8)
    quality = [int(cv2.IMWRITE_JPEG_QUALITY), photometry.jpeg_quality]
    done, file = cv2.imencode(".jpg", cv2.cvtColor(values, cv2.COLOR_RGB2BGR), quality)
    if not done:
        raise PresenterError("OpenCV cannot write JPEG here; install the locked Python packages with `make setup`")
    return file.tobytes()
