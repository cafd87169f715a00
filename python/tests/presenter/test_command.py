"""The command: what it writes, that it writes the same again, and how it refuses."""

from __future__ import annotations

import tomllib
from pathlib import Path

import cv2
import numpy as np
import pytest

from presenter import _photo
from presenter.__main__ import main
from presenter._kinds import KINDS

FPS = 5


def run(photo: Path, kind: str, out: Path, models: Path, *more: str) -> int:
    return main([str(photo), "--as", kind, "--out", str(out), "--models", str(models), "--fps", str(FPS), *more])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_responsive_recording_is_as_the_contract_says_and_the_same_again(
    subjects: Path, models: Path, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        assert run(subjects / "obama.jpg", "head", tmp_path / name, models, "--seed", "3") == 0
    made = contents(tmp_path / "first")
    assert made == contents(tmp_path / "second")
    clips = {"neutral", "left", "right", "up", "down", "closer", "blink", "mouth"}
    assert {path.name for path in (tmp_path / "first").iterdir()} == {*clips, "recording.toml"}
    assert tomllib.loads(made["recording.toml"].decode()) == {"fps": FPS}
    for clip in clips:
        names = sorted(path.name for path in (tmp_path / "first" / clip).iterdir())
        assert names == [f"{number + 1:06d}.jpg" for number in range(len(names))]
    assert len({made[name] for name in made if name.startswith("neutral/")}) >= 1.5 * FPS
    # Nothing is left beside the recordings.
    assert {path.name for path in tmp_path.iterdir()} == {"first", "second"}


def test_nobody_is_a_plain_recording_of_six_seconds(subjects: Path, models: Path, tmp_path: Path) -> None:
    assert run(subjects / "obama.jpg", "nobody", tmp_path / "out", models) == 0
    frames = sorted(path.name for path in (tmp_path / "out").glob("*.jpg"))
    assert frames[0] == "000001.jpg"
    assert len(frames) >= 6 * FPS
    assert not [path for path in (tmp_path / "out").iterdir() if path.is_dir()]


def test_a_replayed_session_is_plain_and_its_seed_chooses_the_order(
    subjects: Path, models: Path, tmp_path: Path
) -> None:
    for seed in ("1", "2"):
        assert run(subjects / "obama.jpg", "replayed", tmp_path / seed, models, "--seed", seed) == 0
        assert not [path for path in (tmp_path / seed).iterdir() if path.is_dir()]
    assert contents(tmp_path / "1").keys() == contents(tmp_path / "2").keys()


def test_the_kinds_are_listed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [name for name, _ in lines] == list(KINDS)


def test_wrong_usage_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["photo.jpg"])
    assert ended.value.code == 2
    assert "--as KIND" in capsys.readouterr().err


def test_another_seed_is_another_performance(subjects: Path, models: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        assert run(subjects / "obama.jpg", "nobody", tmp_path / seed, models, "--seed", seed) == 0
    assert contents(tmp_path / "1")["000001.jpg"] != contents(tmp_path / "2")["000001.jpg"]


def test_a_folder_gives_one_recording_a_photo(subjects: Path, models: Path, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    for name in ("obama.jpg", "biden.jpg"):
        (photos / name).symlink_to(subjects / name)
    assert run(photos, "nobody", tmp_path / "out", models) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"obama", "biden"}


def refused(capsys: pytest.CaptureFixture[str], out: Path) -> str:
    """The one line on stderr; nothing half made is left."""
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    assert list(out.parent.glob(f".{out.name}*")) == []
    return line


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings" / "out"
    folder.parent.mkdir()
    return folder


def test_bad_photos_are_refused(
    models: Path, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "photo.png"

    def complaint() -> str:
        assert run(photo, "head", out, models) == 1
        assert not out.exists()
        return refused(capsys, out)

    assert "No such file" in complaint()
    photo.write_bytes(b"GIF89a and no more")
    assert "not a whole JPEG or PNG photo" in complaint()
    cv2.imwrite(str(photo), np.full((300, 300, 3), 127, np.uint8))
    assert "no face found" in complaint()
    whole = photo.read_bytes()
    photo.write_bytes(whole[: len(whole) // 2])
    assert "cannot read" in complaint()
    photo.write_bytes(whole)
    monkeypatch.setattr(_photo, "LARGEST_PIXELS", 300 * 300 - 1)
    assert "300x300" in complaint()
    monkeypatch.setattr(_photo, "LARGEST_FILE_BYTES", len(whole) - 1)
    assert f"{len(whole)} bytes" in complaint()


def test_a_small_face_is_refused(
    subjects: Path, models: Path, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = cv2.resize(cv2.imread(str(subjects / "obama.jpg")), None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(tmp_path / "small.png"), small)
    assert run(tmp_path / "small.png", "head", out, models) == 1
    assert "too small" in refused(capsys, out)


def test_a_folder_with_one_bad_photo_leaves_nothing(
    subjects: Path, models: Path, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "a.jpg").symlink_to(subjects / "obama.jpg")
    (photos / "b.jpg").write_bytes(b"no photo")
    assert run(photos, "nobody", out, models) == 1
    assert "b.jpg" in refused(capsys, out)
    assert not out.exists()


def test_what_is_there_is_never_overwritten(
    subjects: Path, models: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out.mkdir()
    (out / "kept.txt").write_text("kept", encoding="utf-8")
    assert run(subjects / "obama.jpg", "nobody", out, models) == 1
    assert "not an empty folder" in refused(capsys, out)
    assert [path.name for path in out.iterdir()] == ["kept.txt"]


def test_missing_parts_are_named(
    subjects: Path, models: Path, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = subjects / "obama.jpg"
    assert run(photo, "two-people", out, models) == 1
    assert "--with OTHER_PHOTO" in refused(capsys, out)
    assert run(photo, "hologram", out, models) == 1
    assert "'hologram'; --list" in refused(capsys, out)
    assert run(photo, "head", out, tmp_path) == 1
    assert "canonical_face.binarypb" in refused(capsys, out)
