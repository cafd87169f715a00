"""Quality components that look at the picture itself, on a small crop of the face and a small copy of the frame.

"ISO" means ISO/IEC 29794-5:2025, with the numbers of its reference implementation OFIQ. ISO measures on a face
rectified to 616 x 616 pixels; here it is an upright crop 128 pixels wide, about as fine as the embedding model sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from facelab._quality_geometry import FaceMeasures
from facelab._scale import percent, sigmoid
from facelab._types import Box, Floats, Image

CROP_WIDTH = 128
_CROP_MAX_HEIGHT = 256
_FARTHEST_OUTLINE = 10_000
"""Pixels outside the crop beyond which an outline point is taken to be here: OpenCV draws with 32-bit integers."""
_BACKGROUND_WIDTH = 160
_LEAST_BACKGROUND = 0.02

# The face oval's landmarks in order around the face.
# fmt: off
_OVAL = np.array([
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
])
# fmt: on

_SHARPNESS_MIDDLE = 0.26
_SHARPNESS_WIDTH = 0.02
"""Set so that 50 is where blur has turned the embedding away from the sharp picture's to a cosine of about 0.95:
`pytest tests/facelab/test_quality.py -k sharpness_follows` (faces with 75 pixels between the eyes, noise, JPEG 75)."""

Histogram: TypeAlias = NDArray[np.float64]
"""(256,) shares of pixels, summing to 1."""


def _linear_light() -> NDArray[np.float32]:
    """The curve of sRGB from 8-bit values to linear light, 0 to 255 (IEC 61966-2-1)."""
    value = np.arange(256) / 255
    linear = np.where(value > 0.04045, ((value + 0.055) / 1.055) ** 2.4, value / 12.92)
    return (255 * linear).astype(np.float32)


_LINEAR = _linear_light()
_LUMINANCE_WEIGHTS = np.array([[0.2126, 0.7152, 0.0722]], np.float32)


@dataclass(frozen=True, slots=True)
class FaceCrop:
    """The visible part of the face's box, scaled so that the whole box would be 128 pixels wide, at most 256 high.

    Attributes:
        colour: (h, w, 3) RGB.
        luminance: (h, w), linear light as ISO defines it, 0 to 255.
        mask: (h, w), 255 within the face oval.
        scale: pixels of the crop for one of the frame.
        origin: (x, y) of the crop's corner in the frame.
    """

    colour: Image
    luminance: Image
    mask: Image
    scale: float
    origin: tuple[int, int]

    @staticmethod
    def cut(frame: Image, box: Box, landmarks: Floats) -> FaceCrop | None:
        """Cuts the face of (478, 3) landmarks out of a frame; None where next to nothing of it is in the frame."""
        height, width = frame.shape[:2]
        left, top = max(int(box.x), 0), max(int(box.y), 0)
        right, bottom = min(int(box.x + box.width) + 1, width), min(int(box.y + box.height) + 1, height)
        if right - left < 8 or bottom - top < 8:
            return None
        scale = min(CROP_WIDTH / max(box.width, 1.0), _CROP_MAX_HEIGHT / max(box.height, 1.0))
        size = (max(round((right - left) * scale), 1), max(round((bottom - top) * scale), 1))
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        colour = cv2.resize(frame[top:bottom, left:right], size, interpolation=method)
        light = cv2.transform(cv2.LUT(colour, _LINEAR), _LUMINANCE_WEIGHTS)
        mask = np.zeros((size[1], size[0]), np.uint8)
        outline = (landmarks[_OVAL, :2] - np.array([left, top], np.float32)) * scale
        outline = np.clip(outline, -_FARTHEST_OUTLINE, _FARTHEST_OUTLINE)
        cv2.fillPoly(mask, [np.round(outline).astype(np.int32)], (255,))
        if not mask.any():
            return None
        luminance = (light + 0.5).astype(np.uint8)
        return FaceCrop(np.asarray(colour, np.uint8), luminance, mask, scale, (left, top))

    def histogram(self) -> Histogram:
        """Shares of the face's luminances."""
        counts = cv2.calcHist([self.luminance], [0], self.mask, [256], [0, 256]).ravel().astype(np.float64)
        shares: Histogram = counts / max(float(counts.sum()), 1.0)
        return shares

    def cheeks(self, landmarks: Floats, measures: FaceMeasures) -> tuple[Image, Image] | None:
        """ISO's two measuring zones, the person's right and left cheek: (n, n, 3) RGB each.

        Squares of 0.3 eye distances, below the eyes by half the way to the mouth. None where one is out of the crop.
        """
        side = max(round(0.3 * measures.inter_eye * self.scale), 1)
        middle = (measures.right_eye + measures.left_eye) / 2
        mouth = landmarks[[61, 291], :2].mean(axis=0)
        drop = np.array([0, float(np.hypot(*(mouth - middle))) / 2], np.float32)
        zones = []
        for eye, shift in ((measures.right_eye, side), (measures.left_eye, 0)):
            x, y = np.round((eye + drop - np.array(self.origin, np.float32)) * self.scale).astype(int)
            zone = self.colour[max(y, 0) : max(y + side, 0), max(x - shift, 0) : max(x - shift + side, 0)]
            if zone.size == 0:
                return None
            zones.append(zone)
        return zones[0], zones[1]


def luminance_mean(histogram: Histogram) -> float:
    """ISO: mean luminance of the face, 50 at 0.2 and at 0.8 of full light."""
    mean = float(histogram @ np.arange(256)) / 255
    return percent(100 * sigmoid(mean, 0.2, 0.05) * (1 - sigmoid(mean, 0.8, 0.05)))


def under_exposure_prevention(histogram: Histogram) -> float:
    """ISO: share of the face at luminance 25 or less; 50 where that is nine tenths of it."""
    return percent(120 * (0.832 - sigmoid(float(histogram[:26].sum()), 0.92, 0.05)))


def over_exposure_prevention(histogram: Histogram) -> float:
    """ISO: share of the face at luminance 247 or more; 50 at a hundredth of it."""
    return percent(1 / (float(histogram[247:].sum()) + 0.01))


def dynamic_range(histogram: Histogram) -> float:
    """ISO: entropy of the face's luminances in bits, of 8."""
    shares = histogram[histogram > 0]
    return percent(12.5 * -float(shares @ np.log2(shares)))


def illumination_uniformity(cheeks: tuple[Image, Image]) -> float:
    """ISO: what the luminance histograms of the cheeks share, to the power 0.3.

    Ours: 32 bins in place of 256, since the zones have a fifth of the pixels.
    """
    shares = []
    for zone in cheeks:
        light = cv2.transform(cv2.LUT(zone, _LINEAR), _LUMINANCE_WEIGHTS)
        counts = np.histogram(light, bins=32, range=(0, 256))[0]
        shares.append(counts / max(int(counts.sum()), 1))
    return percent(100 * float(np.minimum(*shares).sum()) ** 0.3)


def natural_colour(cheeks: tuple[Image, Image]) -> float:
    """ISO: how far the cheeks' mean colour lies from skin's in CIELAB (a* 5 to 25, b* 5 to 35).

    Ours: colours with a negative a* or b* are as far as they are; ISO counts them all as 0, which would refuse a
    grey picture or not by its rounding.
    """
    mean = np.concatenate([zone.reshape(-1, 3) for zone in cheeks]).mean(axis=0)
    pixel = (mean / 255).astype(np.float32).reshape(1, 1, 3)
    _, a, b = (float(value) for value in cv2.cvtColor(pixel, cv2.COLOR_RGB2Lab).ravel())
    off_a, off_b = max(5 - a, a - 25, 0.0), max(5 - b, b - 35, 0.0)
    return percent(200 * (1 - sigmoid(float(np.hypot(off_a, off_b)), 0, 10)))


def sharpness(crop: FaceCrop) -> float:
    """Ours, on the idea of Crete et al., The Blur Effect (2007): a picture that blurring hardly changes was blurred.

    The face's grey levels, freed of noise by a Gaussian of one pixel, are blurred along each axis over 9 pixels; the
    measure is the share of the differences between neighbours that is lost, in the axis that loses less. ISO's is a
    trained forest.
    """
    grey = cv2.GaussianBlur(cv2.cvtColor(crop.colour, cv2.COLOR_RGB2GRAY), (0, 0), 1.0).astype(np.float32)
    lost = []
    for axis, kernel in ((1, (9, 1)), (0, (1, 9))):
        before = np.abs(np.diff(grey, axis=axis))
        after = np.abs(np.diff(cv2.blur(grey, kernel), axis=axis))
        inside = np.take(crop.mask, range(1, crop.mask.shape[axis]), axis=axis) > 0
        total = float(before[inside].sum())
        lost.append(float(np.maximum(before - after, 0)[inside].sum()) / total if total > 0 else 0.0)
    return percent(100 * sigmoid(min(lost), _SHARPNESS_MIDDLE, _SHARPNESS_WIDTH))


def background_uniformity(frame: Image, box: Box) -> float:
    """ISO's measure and mapping, mean luminance gradient of the background; its region and scale are ours.

    The frame is looked at 160 pixels wide. Background is what lies outside the head (the face's box and a third of
    it more on both sides, 0.6 above) and the body (below the face, 1.2 boxes to both sides of its middle). With less
    than a fiftieth of the frame left there is nothing that could disturb: 100.
    """
    height, width = frame.shape[:2]
    step = max(width // _BACKGROUND_WIDTH, 1)
    small = np.ascontiguousarray(frame[step // 2 :: step, step // 2 :: step])
    light = cv2.transform(cv2.LUT(small, _LINEAR), _LUMINANCE_WEIGHTS)
    gradient = cv2.magnitude(cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1))
    background = np.ones(gradient.shape, bool)
    middle = box.x + box.width / 2
    head = (box.x - box.width / 3, box.y - 0.6 * box.height, box.x + 4 * box.width / 3, box.y + box.height)
    body = (middle - 1.2 * box.width, box.y + 0.9 * box.height, middle + 1.2 * box.width, float(height))
    for left, top, right, bottom in (head, body):
        x0, y0, x1, y1 = (max(int(value / step), 0) for value in (left, top, right, bottom))
        background[y0 : y1 + 1, x0 : x1 + 1] = False
    seen = gradient[background]
    if seen.size < _LEAST_BACKGROUND * gradient.size:
        return 100.0
    return percent(190 * (1 - sigmoid(float(seen.mean()), 10, 100)))
