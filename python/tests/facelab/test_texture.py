"""The texture hint: a number for a face, the same however the head is tilted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from facelab import embedding, texture
from facelab._types import Image
from facelab.api import Engine, FrameError, MainFace, ModelError

SUBJECTS = ("obama.jpg", "obama3.jpg", "biden.jpg", "astronaut.png")


def test_a_face_has_a_score_and_an_upright_square_is_what_is_looked_at(
    engine: Engine, webcam: Callable[[str], Image], first_look: Callable[[Image], MainFace]
) -> None:
    for name in SUBJECTS:
        frame = webcam(name)
        score = engine.texture(frame, first_look(frame).landmarks)
        assert np.isfinite(score)
        assert score >= 0
        turn = cv2.getRotationMatrix2D((320, 240), 12, 1)
        tilted = np.asarray(cv2.warpAffine(frame, turn, (640, 480), borderMode=cv2.BORDER_REPLICATE), np.uint8)
        assert engine.texture(tilted, first_look(tilted).landmarks) == pytest.approx(score, abs=0.3), name


def test_the_square_is_level_and_holds_every_landmark(
    webcam: Callable[[str], Image], first_look: Callable[[Image], MainFace]
) -> None:
    landmarks = first_look(webcam("biden.jpg")).landmarks
    points = np.column_stack([landmarks[:, :2], np.ones(len(landmarks))]) @ texture._upright_square(landmarks).T
    assert points.min() > -0.01
    assert points.max() < 256.01
    assert float(np.ptp(points, axis=0).max()) == pytest.approx(256, abs=0.01)
    assert points[468, 1] == pytest.approx(points[473, 1], abs=0.01)


def test_what_is_no_face_is_refused(engine: Engine, webcam: Callable[[str], Image]) -> None:
    frame = webcam("biden.jpg")
    for landmarks in (
        np.zeros((468, 3), np.float32),
        np.full((478, 3), 100, np.float32),
        np.full((478, 3), np.nan, np.float32),
    ):
        with pytest.raises(FrameError):
            engine.texture(frame, landmarks)


def test_another_model_is_refused(models: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="another model"):
        texture.TextureScorer(models / embedding.FILE_NAME)
    broken = tmp_path / texture.FILE_NAME
    broken.write_bytes((models / texture.FILE_NAME).read_bytes()[:10_000])
    with pytest.raises(ModelError, match="can't be loaded"):
        texture.TextureScorer(broken)
