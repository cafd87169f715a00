"""From a photo file to a levelled texture with landmarks: what every surface is made of."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import mediapipe
import numpy as np
from PIL import Image as PillowImage
from PIL import ImageOps

from ._outline import OutlineFinder
from ._types import Image, Plane, Points, PresenterError

PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png")
LARGEST_FILE_BYTES = 32 * 1024 * 1024
LARGEST_PIXELS = 40_000_000
SMALLEST_SIDE = 64
SMALLEST_IOD_PIXELS = 30.0
"""Below this a face is a smudge once enlarged; ours."""

TEXTURE_WIDTH, TEXTURE_HEIGHT = 1040, 736
"""Wide enough that the shoulders of somebody 50 cm away fill a 640 pixel wide frame."""

TEXTURE_IOD = 110.0
"""Pixels between the irises in the texture."""

EYES_X, EYES_Y = TEXTURE_WIDTH / 2, 240.0
"""Where the point between the irises lies in the texture."""

CHIN = 152
LEFT_IRIS, RIGHT_IRIS = 468, 473
"""Face Mesh's iris centres, on the image's left and right."""

SHOULDER_SLOPE = 0.5
"""How steeply clothes fall off beyond the photo's sides, pixels down for each pixel outwards; ours."""

SEARCH_SIDES = (1.0, 0.6, 0.35)
"""Sides of the squares in which a face is looked for, as parts of the photo's longer side: the detector sees small
faces only when they fill more of its input."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A person's photo, levelled.

    texture: (TEXTURE_HEIGHT, TEXTURE_WIDTH, 3) RGB; beyond the photo its sides go on, falling off as shoulders do
    person: (TEXTURE_HEIGHT, TEXTURE_WIDTH), how much of each pixel is the person
    landmarks: (478, 3) texture pixels; z in the same scale, predicted, 0 at the depth of the irises
    """

    texture: Image
    person: Plane
    landmarks: Points


class PhotoReader:
    """Reads photos; keeps the face and outline models open between them. Use as a context manager."""

    def __init__(self) -> None:
        self._mesh = mediapipe.solutions.face_mesh.FaceMesh(
            static_image_mode=True, refine_landmarks=True, max_num_faces=1, min_detection_confidence=0.5
        )
        self._outline = OutlineFinder()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._mesh.close()
        self._outline.close()

    def read(self, path: Path) -> Photo:
        """Reads, finds the face and levels it. Raises PresenterError, naming the file, when that can't be done."""
        picture = load_picture(path)
        found = self._find_face(picture)
        if found is None:
            raise PresenterError(f"no face found in {path}; use a photo of one person who faces the camera")
        iod = float(np.linalg.norm(found[RIGHT_IRIS, :2] - found[LEFT_IRIS, :2]))
        if iod < SMALLEST_IOD_PIXELS:
            raise PresenterError(
                f"the face in {path} is too small ({iod:.0f} pixels between the eyes, "
                f"{SMALLEST_IOD_PIXELS:.0f} are needed); use a larger photo"
            )
        texture, photographed = level(picture, found)
        landmarks = self._landmarks(texture)
        if landmarks is None:
            raise PresenterError(f"the face in {path} is lost once levelled; use a photo with a clearer face")
        landmarks[:, 2] -= landmarks[[LEFT_IRIS, RIGHT_IRIS], 2].mean()
        return Photo(texture, self._outline.person(texture, photographed, landmarks), landmarks)

    def _landmarks(self, picture: Image) -> Points | None:
        """(478, 3) pixels of the face found in the picture, or None."""
        faces = self._mesh.process(picture).multi_face_landmarks
        if not faces:
            return None
        height, width = picture.shape[:2]
        parts = np.array([(point.x, point.y, point.z) for point in faces[0].landmark], np.float32)
        return parts * np.array([width, height, width], np.float32)

    def _find_face(self, picture: Image) -> Points | None:
        """Looks in the whole picture, then in ever smaller overlapping squares, top left to bottom right."""
        height, width = picture.shape[:2]
        for part in SEARCH_SIDES:
            side = int(max(height, width) * part)
            for top in _starts(height, side):
                for start in _starts(width, side):
                    crop = np.ascontiguousarray(picture[top : top + side, start : start + side])
                    found = self._landmarks(crop)
                    if found is not None:
                        return found + np.array([start, top, 0], np.float32)
        return None


def load_picture(path: Path) -> Image:
    """Decodes a photo, upright. Size limits are checked on the header, before any pixel is decoded.

    Raises PresenterError, naming the file, when it can't be read or is too large.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE_BYTES:
            raise PresenterError(f"{path} is too large ({size} bytes, at most {LARGEST_FILE_BYTES})")
        with warnings.catch_warnings():
            # The limit below is stricter than the one that Pillow warns of.
            warnings.simplefilter("ignore", PillowImage.DecompressionBombWarning)
            with PillowImage.open(path, formats=("JPEG", "PNG")) as opened:
                if opened.width * opened.height > LARGEST_PIXELS:
                    raise PresenterError(
                        f"{path} is too large ({opened.width}x{opened.height}, at most {LARGEST_PIXELS} pixels)"
                    )
                if min(opened.size) < SMALLEST_SIDE:
                    raise PresenterError(
                        f"{path} is too small ({opened.width}x{opened.height}, at least {SMALLEST_SIDE} a side)"
                    )
                return np.asarray(ImageOps.exif_transpose(opened).convert("RGB"), np.uint8)
    except (OSError, ValueError, SyntaxError, PillowImage.DecompressionBombError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a whole JPEG or PNG photo"
        raise PresenterError(f"cannot read {path}: {reason}") from error


def level(picture: Image, landmarks: Points) -> tuple[Image, Plane]:
    """Turns, scales and moves the picture so that the irises lie level, TEXTURE_IOD apart, at (EYES_X, EYES_Y).

    Beyond its sides and its bottom the photo is continued. Returns the texture, and 0 for what lies above the photo.
    """
    height, width = picture.shape[:2]
    left, right = landmarks[LEFT_IRIS, :2], landmarks[RIGHT_IRIS, :2]
    along = (right - left) / TEXTURE_IOD
    across = np.array([-along[1], along[0]], np.float32)
    rows, columns = np.mgrid[0:TEXTURE_HEIGHT, 0:TEXTURE_WIDTH].astype(np.float32)
    sideways, downwards = columns - EYES_X, rows - EYES_Y
    middle = (left + right) / 2
    x = middle[0] + along[0] * sideways + across[0] * downwards
    y = middle[1] + along[1] * sideways + across[1] * downwards
    beyond = np.maximum(-x, 0) + np.maximum(x - (width - 1), 0)
    y_continued = np.clip(y - SHOULDER_SLOPE * beyond, 0, height - 1).astype(np.float32)
    x_continued = np.clip(x, 0, width - 1).astype(np.float32)
    texture = cv2.remap(picture, x_continued, y_continued, cv2.INTER_AREA if _shrinks(along) else cv2.INTER_CUBIC)
    return np.asarray(texture, np.uint8), (y >= 0).astype(np.float32)


def _shrinks(along: Points) -> bool:
    return float(np.linalg.norm(along)) > 1.0


def _starts(length: int, side: int) -> list[int]:
    """Where squares of this side begin along a length, overlapping by at least a half; one when they cover it."""
    if side >= length:
        return [0]
    steps = int(np.ceil((length - side) / (side / 2)))
    return [round(step * (length - side) / steps) for step in range(steps + 1)]
