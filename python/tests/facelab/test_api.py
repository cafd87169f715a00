"""Frames in, analyses out: one face, two, none, part of one, and frames that are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from facelab import bench
from facelab._types import Image
from facelab.api import Analysis, Engine, FrameError, MainFace
from facelab.landmarks import LandmarkTracker

COMPONENTS = {
    *("SingleFacePresent", "InterEyeDistance", "HeadSize"),
    *("LeftwardCropOfTheFaceImage", "RightwardCropOfTheFaceImage"),
    *("DownwardCropOfTheFaceImage", "UpwardCropOfTheFaceImage"),
    *("HeadPoseYaw", "HeadPosePitch", "HeadPoseRoll", "EyesOpen", "MouthClosed"),
    *("Sharpness", "IlluminationUniformity", "LuminanceMean", "UnderExposurePrevention", "OverExposurePrevention"),
    *("DynamicRange", "NaturalColour", "BackgroundUniformity", "ExpressionNeutrality"),
}


def assert_in_bounds(analysis: Analysis) -> None:
    """All numbers are finite and within what the boundary promises."""
    for box in analysis.faces:
        assert np.isfinite([box.x, box.y, box.width, box.height]).all()
        assert box.width > 0
        assert box.height > 0
    main = analysis.main
    if main is None:
        return
    assert main.landmarks.shape == (478, 3)
    assert main.landmarks.dtype == np.float32
    assert np.isfinite(main.landmarks).all()
    assert np.isfinite([main.pose.yaw, main.pose.pitch, main.pose.roll, main.pose.error]).all()
    assert all(0 <= value <= 1 for value in (*main.eye_openness, main.mouth_openness))
    assert set(main.quality) == COMPONENTS
    assert all(type(value) is float and 0 <= value <= 100 for value in main.quality.values())


def test_one_face(engine: Engine, webcam: Callable[[str], Image]) -> None:
    frame = webcam("obama.jpg")
    engine.reset(0)
    analysis = engine.analyse(0, frame)
    assert_in_bounds(analysis)
    assert len(analysis.faces) == 1
    box = analysis.faces[0]
    assert box.x < 320 < box.x + box.width
    assert box.y < 240 < box.y + box.height


def test_two_faces_come_largest_first(engine: Engine, webcam: Callable[[str], Image]) -> None:
    large, small = webcam("obama.jpg")[80:400, 160:480], cv2.resize(webcam("biden.jpg"), None, fx=0.6, fy=0.6)
    frame = np.full((480, 640, 3), 128, np.uint8)
    frame[80:400, 320:640] = large
    frame[100:340, :320] = small[:240, 32:352]
    engine.reset(0)
    for _ in range(3):
        analysis = engine.analyse(0, frame)
        assert_in_bounds(analysis)
        assert len(analysis.faces) == 2
        assert analysis.faces[0].area > 1.5 * analysis.faces[1].area
        assert analysis.faces[0].x > 320 > analysis.faces[1].x
        assert analysis.main is not None
        assert analysis.main.landmarks[4, 0] > 320
        assert analysis.main.quality["SingleFacePresent"] < 50


@pytest.mark.parametrize("size", [(64, 64), (480, 640), (64, 4096), (4096, 64), (1080, 1920)])
@pytest.mark.parametrize("level", [0, 255])
def test_empty_frames_show_nobody(engine: Engine, size: tuple[int, int], level: int) -> None:
    engine.reset(0)
    assert engine.analyse(0, np.full((*size, 3), level, np.uint8)) == Analysis((), None)


def test_noise_never_gives_anything_but_numbers(engine: Engine) -> None:
    rng = np.random.default_rng(3)
    engine.reset(0)
    for width, height in ((640, 480), (97, 311), (333, 64)):
        for _ in range(5):
            assert_in_bounds(engine.analyse(0, rng.integers(0, 256, (height, width, 3), np.uint8)))


@pytest.mark.parametrize("shift", [(-250, 0), (-310, 0), (260, 0), (0, -200), (0, 220), (-280, -180), (300, 230)])
def test_a_face_that_leaves_the_frame_while_tracked(
    engine: Engine, webcam: Callable[[str], Image], shift: tuple[int, int]
) -> None:
    frame = webcam("obama.jpg")
    engine.reset(0)
    for part in np.linspace(0, 1, 12):
        matrix = np.array([[1, 0, part * shift[0]], [0, 1, part * shift[1]]])
        moved = np.asarray(cv2.warpAffine(frame, matrix, (640, 480)), np.uint8)
        assert_in_bounds(engine.analyse(0, moved))
        assert_in_bounds(engine.analyse(0, np.clip(moved // 40, 0, 255).astype(np.uint8)))


@pytest.mark.parametrize(
    "frame",
    [
        np.zeros((0, 0, 3), np.uint8),
        np.zeros((63, 640, 3), np.uint8),
        np.zeros((64, 4097, 3), np.uint8),
        np.zeros((480, 640), np.uint8),
        np.zeros((480, 640, 4), np.uint8),
        np.zeros((480, 640, 1), np.uint8),
        np.zeros((1, 480, 640, 3), np.uint8),
        np.zeros((480, 640, 3), np.float32),
        np.zeros((480, 640, 3), np.int8),
        np.zeros((480, 1280, 3), np.uint8)[:, ::2],
        np.zeros((480, 640, 3), np.uint8, order="F"),
        [[[0, 0, 0]] * 64] * 64,
        None,
    ],
)
def test_frames_that_are_none_are_refused(engine: Engine, frame: Image) -> None:
    with pytest.raises(FrameError):
        engine.analyse(0, frame)
    with pytest.raises(FrameError):
        engine.embed(frame, np.zeros((478, 3), np.float32))


def test_streams_do_not_mix(engine: Engine, webcam: Callable[[str], Image]) -> None:
    here, there = webcam("obama.jpg"), np.roll(webcam("biden.jpg"), 120, axis=1)

    def landmarks(stream: int, frame: Image) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        main = engine.analyse(stream, frame).main
        assert main is not None
        return main.landmarks

    for stream in (1, 2):
        engine.reset(stream)
    alone = [landmarks(1, here) for _ in range(5)]
    engine.reset(1)
    beside = []
    for _ in range(5):
        beside.append(landmarks(1, here))
        landmarks(2, there)
    np.testing.assert_array_equal(np.array(alone), np.array(beside))


def test_reset_makes_the_next_frame_a_first_one(engine: Engine, webcam: Callable[[str], Image]) -> None:
    frame, nobody = webcam("obama2.jpg"), np.zeros((480, 640, 3), np.uint8)
    seen = []
    for before in (frame, nobody, np.roll(frame, 90, axis=1)):
        engine.analyse(4, before)
        engine.reset(4)
        main = engine.analyse(4, frame).main
        assert main is not None
        seen.append(main.landmarks)
    np.testing.assert_array_equal(seen[0], seen[1])
    np.testing.assert_array_equal(seen[0], seen[2])


def test_more_streams_than_are_remembered_start_again(engine: Engine, webcam: Callable[[str], Image]) -> None:
    frame = webcam("biden.jpg")
    for stream in range(100, 112):
        assert engine.analyse(stream, frame).main is not None
    assert engine.analyse(100, frame).main is not None
    engine.reset(7_000)


def test_a_stream_whose_graph_failed_starts_anew(webcam: Callable[[str], Image]) -> None:
    frame, tracker = webcam("obama.jpg"), LandmarkTracker()
    assert tracker.find(0, frame)

    def fail(_frame: Image) -> None:
        raise RuntimeError("graph has errors")

    # This graph alone fails, and would go on failing.
    tracker._meshes[0].process = fail
    with pytest.raises(RuntimeError):
        tracker.find(0, frame)
    assert tracker.find(0, frame)


def test_bench_prints_the_rate(
    models: Path, webcam: Callable[[str], Image], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for index in range(3):
        cv2.imwrite(str(tmp_path / f"{index:06}.png"), webcam("obama.jpg")[:, :, ::-1])
    (tmp_path / "recording.toml").write_text("fps = 30\n")
    assert bench.main([str(tmp_path), "--models", str(models), "--least-seconds", "0"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["frames"], result["with_face"], result["width"], result["height"]) == (3, 3, 640, 480)
    assert result["frames_per_second"] > 0


def test_bench_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main([str(tmp_path)]) == 1
    assert "holds no .jpg or .png frame" in capsys.readouterr().err
    assert bench.main([str(tmp_path / "absent")]) == 1


def test_first_look_finds_the_face_of_every_subject(
    photo: Callable[[str], Image], first_look: Callable[[Image], MainFace]
) -> None:
    for name in ("astronaut.png", "obama.jpg", "obama2.jpg", "obama3.jpg", "biden.jpg"):
        assert first_look(photo(name)).pose.error < 12
