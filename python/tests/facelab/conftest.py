"""What the tests of facelab share: one engine, the subjects' photos, and drawn heads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from facelab import canonical
from facelab._types import Floats, Image
from facelab.api import Engine, MainFace

_MODELS = Path(__file__).parents[3] / ".models"
_SUBJECTS = _MODELS / "subjects"


@pytest.fixture(scope="session")
def models() -> Path:
    if not (_MODELS / canonical.FILE_NAME).exists():
        pytest.skip(f"{_MODELS} has no models: run `make setup`")
    return _MODELS


@pytest.fixture(scope="session")
def engine(models: Path) -> Engine:
    return Engine(str(models))


@pytest.fixture(scope="session")
def face(models: Path) -> canonical.CanonicalFace:
    return canonical.load(models / canonical.FILE_NAME)


@pytest.fixture(scope="session")
def photo() -> Callable[[str], Image]:
    """Reads one of the subjects' photos as RGB."""

    def read(name: str) -> Image:
        picture = cv2.imread(str(_SUBJECTS / name))
        if picture is None:
            pytest.skip(f"{_SUBJECTS / name} is absent: run `make setup`")
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)

    return read


@pytest.fixture
def first_look(engine: Engine) -> Callable[[Image], MainFace]:
    """Analyses a frame as the first of a stream; there must be a face."""

    def look(frame: Image) -> MainFace:
        engine.reset(0)
        main = engine.analyse(0, frame).main
        assert main is not None, "no face was found"
        return main

    return look


@pytest.fixture
def webcam(photo: Callable[[str], Image], first_look: Callable[[Image], MainFace]) -> Callable[[str], Image]:
    """A subject as a 640 x 480 camera would show them: face in the middle, 75 pixels between the eyes."""

    def frame(name: str) -> Image:
        picture = photo(name)
        landmarks = first_look(picture).landmarks
        scale = 75 / float(np.hypot(*(landmarks[468, :2] - landmarks[473, :2])))
        return place(picture, landmarks, scale)

    return frame


def place(picture: Image, landmarks: Floats, scale: float) -> Image:
    """The picture scaled, with the face's middle in that of a 640 x 480 frame."""
    x, y = landmarks[4, :2]
    matrix = np.array([[scale, 0, 320 - scale * x], [0, scale, 240 - scale * y]])
    calm = cv2.GaussianBlur(picture, (0, 0), 0.5 / scale) if scale < 1 else picture
    frame = cv2.warpAffine(calm, matrix, (640, 480), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(frame, np.uint8)
