"""The comparison of pictures sees what a person would, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from installer import kept_pictures
from installer.kept_pictures import LANGUAGES, LOOKS, Picture, apart, compare, difference, small, together, write_kept

SIZE = (800, 1280, 3)
PAPER, INK, BUTTON = 247, 86, (110, 118, 15)


def page(word: str = "Verify", button: int = 100, paper: int = PAPER) -> Picture:
    """Draw a light page with a word of 18 pixels and a button."""
    picture = np.full(SIZE, paper, dtype=np.uint8)
    cv2.putText(picture, word, (100, 200), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (INK, INK, INK), 1, cv2.LINE_AA)
    cv2.rectangle(picture, (800, 100), (1200, 700), (255, 255, 255), cv2.FILLED)
    cv2.rectangle(picture, (button, 400), (button + 200, 464), BUTTON, cv2.FILLED)
    return picture


def as_kept(picture: Picture, folder: Path) -> Picture:
    """Give a picture what keeping costs it."""
    path = folder / "kept.webp"
    write_kept(path, dict.fromkeys(LOOKS, small(picture)))
    return apart(kept_pictures.read(path))[LOOKS[0]]


@pytest.mark.parametrize(
    ("after", "is_change"),
    [
        (page(), False),
        (page(button=108), True),
        (page(word="Enrol"), True),
        (page(word=""), True),
        (page(paper=PAPER - 10), True),
        (np.asarray(page() - np.arange(SIZE[1], dtype=np.uint8)[None, :, None] % 3, dtype=np.uint8), False),
        (np.asarray(cv2.GaussianBlur(page(), (3, 3), 0), dtype=np.uint8), False),
    ],
    ids=["same", "button moved", "other word", "word lost", "other shade", "other rounding", "other edges"],
)
def test_what_a_person_would_notice_is_a_change(after: Picture, is_change: bool, tmp_path: Path) -> None:
    assert difference(as_kept(page(), tmp_path), small(after)).is_change == is_change


def test_another_size_is_a_change() -> None:
    assert difference(small(page()), small(page()[:700])).is_change


def test_each_look_is_found_again() -> None:
    looks = {look: small(page(word="-".join(look), button=100 + 30 * at)) for at, look in enumerate(LOOKS)}
    found = apart(together(looks))
    assert found.keys() == looks.keys()
    for look, picture in looks.items():
        np.testing.assert_array_equal(found[look], picture)


def test_the_kept_languages_are_those_of_the_program() -> None:
    texts = Path(__file__).resolve().parent.parent / "assets" / "texts"
    assert sorted(LANGUAGES) == sorted(path.name for path in texts.iterdir() if path.is_dir())


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., None]:
    """Take pictures: of each state, all looks the same."""
    folder = tmp_path / "pictures"
    folder.mkdir()

    def taken(**states: Picture) -> None:
        for path in folder.glob("*.png"):
            path.unlink()
        for state, picture in states.items():
            for look in LOOKS:
                cv2.imwrite(str(folder / f"{state}-{look.theme}-{look.language}.png"), picture)

    return taken


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run the program on what was taken."""

    def ran(*arguments: str) -> int:
        folders = [str(tmp_path / "pictures"), str(tmp_path / "kept")]
        monkeypatch.setattr(sys, "argv", ["kept_pictures.py", *folders, *arguments])
        return kept_pictures.main()

    return ran


def test_new_changed_and_missing_are_said_and_then_accepted(
    take: Callable[..., None],
    run: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    take(home=page(), badge=page(word="Badge"), call=page(word="Bell"))
    assert run() == 1
    assert "new: home" in capsys.readouterr().out
    assert run("--accept") == 0
    assert run() == 0
    assert "18 pictures, all as they were kept" in capsys.readouterr().out

    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "kept").iterdir()}
    take(home=page(), badge=page(word="Name"), pin=page(word="PIN"))
    assert run() == 1
    said = capsys.readouterr().out
    for words in ["new: pin", "missing: call", "changed: badge-light-en", "changed: badge-dark-de"]:
        assert words in said
    assert "home" not in said
    shown = sorted(path.name for path in (tmp_path / "pictures" / "differences").iterdir())
    assert shown == sorted(f"badge-{look.theme}-{look.language}.png" for look in LOOKS)

    assert run("--accept") == 0
    assert run() == 0
    after = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "kept").iterdir()}
    assert sorted(after) == ["badge.webp", "home.webp", "pin.webp"]
    assert after["home.webp"] == before["home.webp"]
    assert after["badge.webp"] > before["badge.webp"]
    assert not (tmp_path / "pictures" / "differences").exists()


def test_the_readme_s_pictures_are_made_with_the_kept_ones(
    take: Callable[..., None], run: Callable[..., int], tmp_path: Path
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    take(home=page(), badge=page(word="Badge"))
    assert run("--accept", "--documents", str(documents)) == 0
    assert [path.name for path in documents.iterdir()] == ["home.webp"]
    before = kept_pictures.read(documents / "home.webp")
    assert before.shape == (500, kept_pictures.DOCUMENTED_WIDTH, 3)
    take(home=page(word="Enrol"), badge=page(word="Badge"))
    assert run("--accept", "--documents", str(documents)) == 0
    assert (kept_pictures.read(documents / "home.webp") != before).any()


def test_a_look_that_was_not_taken_is_an_error(
    take: Callable[..., None], run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take(home=page())
    (tmp_path / "pictures" / "home-dark-es.png").unlink()
    assert run("--accept") == 1
    assert "home has too many or too few looks (dark-es)" in capsys.readouterr().out
    assert not compare(tmp_path / "kept", tmp_path / "kept", tmp_path / "shown").new
