"""What the presenter's tests share: subjects, the canonical face, a landmark finder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import mediapipe
import numpy as np
import pytest

from presenter._attitude import CanonicalFace, read_canonical_face
from presenter._photo import Photo, PhotoReader
from presenter._types import Image, Points

MODELS = Path(__file__).resolve().parents[3] / ".models"

FindFaces = Callable[[Image], list[Points]]


@pytest.fixture(scope="session")
def models() -> Path:
    if not (MODELS / "canonical_face.binarypb").exists():
        pytest.skip("the fetched models are absent; run `make setup`")
    return MODELS


@pytest.fixture(scope="session")
def subjects(models: Path) -> Path:
    folder = models / "subjects"
    if not (folder / "obama.jpg").exists():
        pytest.skip("the subjects of rehearsals are absent; run `make setup`")
    return folder


@pytest.fixture(scope="session")
def canonical(models: Path) -> CanonicalFace:
    return read_canonical_face(models)


@pytest.fixture(scope="session")
def reader() -> Iterator[PhotoReader]:
    with PhotoReader() as opened:
        yield opened


@pytest.fixture(scope="session")
def photo(reader: PhotoReader, subjects: Path) -> Photo:
    return reader.read(subjects / "obama.jpg")


@pytest.fixture
def find_faces() -> Iterator[FindFaces]:
    """Finds faces as the engine does: tracking, at most two; landmarks (478, 3) in pixels, predicted z."""
    mesh = mediapipe.solutions.face_mesh.FaceMesh(refine_landmarks=True, max_num_faces=2)

    def find(image: Image) -> list[Points]:
        height, width = image.shape[:2]
        size = np.array([width, height, width], np.float32)
        faces = mesh.process(image).multi_face_landmarks or []
        return [np.array([(p.x, p.y, p.z) for p in face.landmark], np.float32) * size for face in faces]

    yield find
    mesh.close()


def picture(file: bytes) -> Image:
    """Decodes a frame, (h, w, 3) RGB."""
    decoded = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR)
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), np.uint8)
