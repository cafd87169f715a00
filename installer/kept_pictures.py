"""Compare the pictures of all screens with the kept ones, by tolerance, or keep the new ones.

    .venv/bin/python installer/kept_pictures.py target/pictures tests/pictures [--accept] [--documents docs]

A picture is called `STATE-THEME-LANGUAGE.png`. Of each state one file is kept, `STATE.webp`, with all
its looks in it, a quarter as wide as the screen: a row a theme, a column a language. What differs is
named, and shown in `differences/` beside the pictures: the kept one, the new one, and where they differ.
With the kept ones, those that the README shows are made anew, `STATE.webp` in the folder of documents.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

THEMES = ("light", "dark")
LANGUAGES = ("en", "es", "de")

KEPT_WIDTH = 320
# Levels of 255 that a kept colour is rounded to: smaller files, and never further off than half of it.
SHADE = 12

# A pixel differs when a colour of it lies apart by more than this, beyond what rounding costs.
SAME = 10
# A picture has changed when more than this share of its pixels differ, ten of a screen (another short word is
# 20 or more) ...
MOST_PIXELS = 0.00016
# ... or when its colours lie apart by more than this on average: a shade over all.
MOST_MEAN = 1.0

# The states that the README shows, in light and English, and how wide and good their pictures are.
DOCUMENTED = (
    "home",
    "capture",
    "verified_measured",
    "inconclusive",
    "other_ways",
    "enrol_identity_filled",
    "enrol_consent_signed",
    "enrol_pose_up",
    "enrolled",
    "people_active",
    "review",
    "review_session",
    "review_site",
    "first_start_camera",
    "settings_tolerance",
    "settings_look",
    "settings_health",
)
DOCUMENTED_WIDTH = 800
DOCUMENTED_QUALITY = 85

# How much larger what differs is shown.
SHOWN_LARGER = 2
MARK = (0, 0, 255)


class Look(NamedTuple):
    """In which theme and language a state is shown."""

    theme: str
    language: str


LOOKS = tuple(Look(theme, language) for theme in THEMES for language in LANGUAGES)


class PicturesError(Exception):
    """What is wrong with the pictures, and what to do."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two pictures lie apart.

    Attributes:
        mean: of all pixels and colours, in levels of 255, beyond what rounding costs.
        share: of pixels that differ, 0 to 1.
    """

    mean: float
    share: float

    @property
    def is_change(self) -> bool:
        """Whether a person should look at it."""
        return self.mean > MOST_MEAN or self.share > MOST_PIXELS


@dataclass(slots=True)
class Findings:
    """What a comparison found; states by name, pictures as `STATE-THEME-LANGUAGE`."""

    compared: int
    new: list[str]
    missing: list[str]
    changed: dict[str, Difference]

    @property
    def is_clean(self) -> bool:
        """Whether all is as it was kept."""
        return not (self.new or self.missing or self.changed)


def read(path: Path) -> Picture:
    """Read a picture (height, width, 3).

    Raises:
        PicturesError: if it is none.
    """
    # Of what is no picture nothing comes, whatever OpenCV's types say.
    picture: Picture | None = cv2.imread(str(path), cv2.IMREAD_COLOR)  # type: ignore[assignment]
    if picture is None:
        raise PicturesError(f"{path} is no picture; remove it and take the pictures again")
    return picture


def small(picture: Picture, width: int = KEPT_WIDTH) -> Picture:
    """Make a picture as wide as it is kept, or as is said."""
    height = max(1, round(picture.shape[0] * width / picture.shape[1]))
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def states_in(folder: Path) -> dict[str, dict[Look, Path]]:
    """Find the pictures of a folder, by state and look.

    Raises:
        PicturesError: if a state isn't there in every look, or in one that nothing is kept of.
    """
    states: defaultdict[str, dict[Look, Path]] = defaultdict(dict)
    for path in sorted(folder.glob("*.png")):
        state, theme, language = path.stem.rsplit("-", 2)
        states[state][Look(theme, language)] = path
    for state, looks in states.items():
        if looks.keys() != set(LOOKS):
            odd = ", ".join("-".join(look) for look in sorted(looks.keys() ^ set(LOOKS)))
            raise PicturesError(
                f"{state} has too many or too few looks ({odd}); take the pictures again, and name a new "
                f"language in {Path(__file__).name}"
            )
    return dict(states)


def places(looks_size: tuple[int, int]) -> Iterator[tuple[Look, slice, slice]]:
    """Say where on a state's kept file each look is: rows and columns."""
    height, width = looks_size
    for look in LOOKS:
        top, left = THEMES.index(look.theme) * height, LANGUAGES.index(look.language) * width
        yield look, slice(top, top + height), slice(left, left + width)


def rounded(picture: Picture) -> Picture:
    """Round the colours of a picture as they are kept."""
    middles = picture.astype(np.int16) // SHADE * SHADE + SHADE // 2
    return np.asarray(np.minimum(middles, 255), dtype=np.uint8)


def together(looks: Mapping[Look, Picture]) -> Picture:
    """Lay all looks of a state into one picture."""
    height, width = looks[LOOKS[0]].shape[:2]
    whole = np.zeros((height * len(THEMES), width * len(LANGUAGES), 3), dtype=np.uint8)
    for look, rows, columns in places((height, width)):
        whole[rows, columns] = looks[look]
    return whole


def apart(whole: Picture) -> dict[Look, Picture]:
    """Take a state's looks out of its kept picture."""
    size = (whole.shape[0] // len(THEMES), whole.shape[1] // len(LANGUAGES))
    return {look: whole[rows, columns] for look, rows, columns in places(size)}


def write_kept(path: Path, looks: Mapping[Look, Picture]) -> None:
    """Write all looks of a state, small as they are, to one file."""
    # Qualities above 100 lose nothing.
    cv2.imwrite(str(path), rounded(together(looks)), [cv2.IMWRITE_WEBP_QUALITY, 101])


def distances(kept: Picture, taken: Picture) -> npt.NDArray[np.int16]:
    """Say how far the colours of each pixel lie apart, beyond what rounding costs (height, width, 3)."""
    between = np.abs(kept.astype(np.int16) - taken.astype(np.int16)) - SHADE // 2
    return np.asarray(np.maximum(between, 0), dtype=np.int16)


def difference(kept: Picture, taken: Picture) -> Difference:
    """Compare two small pictures; those of different sizes differ everywhere."""
    if kept.shape != taken.shape:
        return Difference(255.0, 1.0)
    colours = distances(kept, taken)
    return Difference(float(colours.mean()), float((colours.max(axis=2) > SAME).mean()))


def side_by_side(kept: Picture, taken: Picture) -> Picture:
    """Show the kept picture, the new one, and the new one paled with what differs marked."""

    def larger(picture: Picture) -> Picture:
        size = (taken.shape[1] * SHOWN_LARGER, taken.shape[0] * SHOWN_LARGER)
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_NEAREST), dtype=np.uint8)

    marked = (taken // 4 + 160).astype(np.uint8)
    if kept.shape == taken.shape:
        marked[distances(kept, taken).max(axis=2) > SAME] = MARK
    return np.hstack([larger(kept), larger(taken), larger(marked)])


def compare(pictures: Path, kept_folder: Path, shown: Path) -> Findings:
    """Compare the pictures of a folder with the kept ones; what differs is written to `shown`."""
    states = states_in(pictures)
    kept_states = {path.stem: path for path in sorted(kept_folder.glob("*.webp"))}
    findings = Findings(
        compared=0,
        new=[state for state in states if state not in kept_states],
        missing=[state for state in kept_states if state not in states],
        changed={},
    )
    shutil.rmtree(shown, ignore_errors=True)
    for state, paths in states.items():
        if state not in kept_states:
            continue
        for look, kept in apart(read(kept_states[state])).items():
            taken = small(read(paths[look]))
            found = difference(kept, taken)
            findings.compared += 1
            if found.is_change:
                name = "-".join([state, *look])
                findings.changed[name] = found
                shown.mkdir(parents=True, exist_ok=True)
                cv2.imwrite(str(shown / f"{name}.png"), side_by_side(kept, taken))
    return findings


def keep(pictures: Path, kept_folder: Path, findings: Findings) -> None:
    """Keep what is new or has changed, and drop what is gone; the others stay as they are."""
    states = states_in(pictures)
    changed = {name.rsplit("-", 2)[0] for name in findings.changed}
    kept_folder.mkdir(parents=True, exist_ok=True)
    for state in sorted(changed.union(findings.new)):
        looks = {look: small(read(path)) for look, path in states[state].items()}
        write_kept(kept_folder / f"{state}.webp", looks)
    for state in findings.missing:
        (kept_folder / f"{state}.webp").unlink()


def document(pictures: Path, folder: Path, findings: Findings) -> None:
    """Make the README's pictures anew, of those states that are new, have changed or have none yet."""
    look = LOOKS[0]
    for state in DOCUMENTED:
        taken, path = pictures / f"{'-'.join([state, *look])}.png", folder / f"{state}.webp"
        changed = state in findings.new or taken.stem in findings.changed
        if taken.exists() and (changed or not path.exists()):
            shown = small(read(taken), DOCUMENTED_WIDTH)
            cv2.imwrite(str(path), shown, [cv2.IMWRITE_WEBP_QUALITY, DOCUMENTED_QUALITY])


def say(findings: Findings, shown: Path) -> None:
    """Name what was found."""
    for state in findings.new:
        print(f"  new: {state}")
    for state in findings.missing:
        print(f"  missing: {state}")
    for name, found in findings.changed.items():
        print(f"  changed: {name}, {found.share:.2%} of its pixels, {found.mean:.1f} levels on average")
    if findings.changed:
        print(f"  What changed is shown in {shown}: kept, new, and where they differ.")


def main() -> int:
    """Compare a folder's pictures with the kept ones; with `--accept`, keep the new ones."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--documents", type=Path)
    arguments = parser.parse_args()
    shown = arguments.pictures / "differences"
    try:
        findings = compare(arguments.pictures, arguments.kept, shown)
        say(findings, shown)
        if arguments.accept:
            keep(arguments.pictures, arguments.kept, findings)
            if arguments.documents:
                document(arguments.pictures, arguments.documents, findings)
    except PicturesError as error:
        print(f"Comparison failed: {error}")
        return 1
    except OSError as error:
        fix = "make room if the disk is full, see that this user may write there, then run it again"
        print(f"Comparison failed: {error}\n  What to do: {fix}")
        return 1
    if arguments.accept:
        print(f"Comparison: what was new, changed or missing is accepted in {arguments.kept}.")
        return 0
    if findings.is_clean:
        print(f"Comparison: {findings.compared} pictures, all as they were kept.")
        return 0
    print(
        "Comparison failed: the screens are not as they were kept\n"
        "  What to do: look at what differs; mend the screen, or accept it with: ACCEPT=1 make screenshots"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
