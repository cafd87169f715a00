"""Embeddings tell the subjects apart, and the known pair tells a wrong model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from facelab import canonical, embedding, known_pair, texture
from facelab._types import Floats, Image
from facelab.api import Engine, FrameError, MainFace, ModelError

SAME = ("obama.jpg", "obama2.jpg", "obama3.jpg")
OTHERS = ("biden.jpg", "astronaut.png")


@pytest.fixture
def embeddings(
    engine: Engine, photo: Callable[[str], Image], first_look: Callable[[Image], MainFace]
) -> dict[str, Floats]:
    frames = {name: photo(name) for name in (*SAME, *OTHERS)}
    return {name: engine.embed(frame, first_look(frame).landmarks) for name, frame in frames.items()}


def test_embeddings_have_their_form(embeddings: dict[str, Floats]) -> None:
    for vector in embeddings.values():
        assert vector.shape == (192,)
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_subjects_have_the_cosines_they_are_known_for(embeddings: dict[str, Floats]) -> None:
    for a, b in combinations(embeddings, 2):
        cosine = float(embeddings[a] @ embeddings[b])
        if a in SAME and b in SAME:
            assert 0.79 <= cosine <= 0.86, (a, b)
        else:
            assert -0.12 <= cosine <= 0.26, (a, b)


def test_embedding_hardly_minds_mirroring(
    engine: Engine, photo: Callable[[str], Image], first_look: Callable[[Image], MainFace]
) -> None:
    frame = photo("biden.jpg")
    mirrored = np.ascontiguousarray(frame[:, ::-1])
    one, other = (engine.embed(image, first_look(image).landmarks) for image in (frame, mirrored))
    assert float(one @ other) > 0.97


def test_known_pairs_are_what_they_must_be(engine: Engine) -> None:
    hello = engine.hello()
    assert hello.known_pair == pytest.approx(known_pair.EXPECTED_COSINE, abs=known_pair.TOLERANCE)
    assert hello.known_strangers == pytest.approx(known_pair.EXPECTED_OF_STRANGERS, abs=known_pair.TOLERANCE)
    assert hello.known_pairs_ok


def test_either_known_pair_can_be_wrong() -> None:
    right = known_pair.KnownCosines(same=known_pair.EXPECTED_COSINE, strangers=known_pair.EXPECTED_OF_STRANGERS)
    assert right.are_right()
    for wrong in (replace(right, same=0.2), replace(right, strangers=0.64), replace(right, strangers=float("nan"))):
        assert not wrong.are_right()


def test_known_pairs_notice_a_model_with_other_weights(engine: Engine, models: Path, tmp_path: Path) -> None:
    weights = bytearray((models / embedding.FILE_NAME).read_bytes())
    # A stretch of the weights, replaced by zeroes; the structure of the file stays whole.
    weights[3_000_000:3_100_000] = bytes(100_000)
    (tmp_path / embedding.FILE_NAME).write_bytes(weights)
    for name in (texture.FILE_NAME, canonical.FILE_NAME):
        (tmp_path / name).symlink_to(models / name)
    changed = Engine(str(tmp_path)).hello()
    assert not changed.known_pairs_ok
    assert changed.models[embedding.FILE_NAME] != engine.hello().models[embedding.FILE_NAME]


def test_hello_names_versions_and_models(engine: Engine) -> None:
    hello = engine.hello()
    assert set(hello.versions) == {"python", "mediapipe", "opencv", "numpy", "litert", "open3d"}
    assert hello.models[embedding.FILE_NAME] == "d8ba40c0127fb8ca9917e8fddc79bbbda063657bc92a496d34da0bc8a760443b"
    assert hello.models[canonical.FILE_NAME] == "bdbcda96dfcb7da883da124aaa2c55dee49770d934f0fcc71747f8c21bdc75b4"
    assert len(hello.models) == 5


@pytest.mark.parametrize("broken", [embedding.FILE_NAME, texture.FILE_NAME, canonical.FILE_NAME])
@pytest.mark.parametrize("content", [None, b"", b"not a model at all", b"\x08" * 20_000])
def test_a_missing_or_broken_model_is_named(models: Path, tmp_path: Path, broken: str, content: bytes | None) -> None:
    for name in (embedding.FILE_NAME, texture.FILE_NAME, canonical.FILE_NAME):
        (tmp_path / name).symlink_to(models / name)
    (tmp_path / broken).unlink()
    if content is not None:
        (tmp_path / broken).write_bytes(content)
    with pytest.raises(ModelError, match=broken):
        Engine(str(tmp_path))


@pytest.mark.parametrize(
    "landmarks",
    [
        np.zeros((478, 3), np.float32),
        np.full((478, 3), np.nan, np.float32),
        np.full((478, 3), np.inf, np.float32),
        np.zeros((468, 3), np.float32),
        np.zeros((478, 2), np.float32),
        np.zeros((0, 3), np.float32),
    ],
)
def test_landmarks_that_are_no_face_are_refused(engine: Engine, landmarks: Floats) -> None:
    with pytest.raises(FrameError):
        engine.embed(np.zeros((480, 640, 3), np.uint8), landmarks)


def test_a_face_out_of_the_frame_still_has_a_finite_embedding(engine: Engine, face: canonical.CanonicalFace) -> None:
    landmarks = known_pair.draw(face, (0, 0, 0), (0, 0, 1)).landmarks
    for shift in (-1e6, -300, 300, 1e6):
        moved = landmarks + np.float32(shift)
        assert np.isfinite(engine.embed(np.zeros((480, 640, 3), np.uint8), moved)).all()
