"""`python -m presenter PHOTO|FOLDER --as KIND --out DIR`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ._quiet import quiet_stderr
from ._types import PresenterError

DEFAULT_FPS = 20
FPS_RANGE = range(5, 61)


@dataclass(frozen=True, slots=True)
class Take:
    """How the recordings are made.

    clips: the only ones of a responsive recording that are made; None is all
    variants: so many recordings, going through the photos, then through them again with the next seed; None is one of
        each photo with this seed
    """

    seed: int = 0
    fps: int = DEFAULT_FPS
    clips: frozenset[str] | None = None
    variants: int | None = None

    def of(self, photos: dict[str, Path]) -> Iterator[tuple[str, str, int]]:
        """Of each recording: its folder's name, its photo's, and its seed."""
        if self.variants is None:
            yield from ((name, name, self.seed) for name in photos)
            return
        names = list(photos)
        for number in range(self.variants):
            name, seed = names[number % len(names)], self.seed + number // len(names)
            yield f"{photos[name].stem}-{seed}", name, seed


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes what is asked and returns the exit code: 0 done, 1 not (one line on stderr), 2 wrong usage."""
    asked = _parse(arguments)
    if asked.list:
        _list_kinds()
        return 0
    try:
        with quiet_stderr():
            present(asked.photo, asked.kind, asked.out, asked.models, asked.other, _take(asked))
    except PresenterError as error:
        print(f"presenter: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"presenter: cannot write {asked.out}: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


def present(source: Path, kind_name: str, out: Path, models: Path, other: Path | None, take: Take) -> None:
    """Makes the recording of a photo in `out`, or of each photo of a folder in `out/<its name without suffix>`.

    Variants go into `out/<name of the photo>-<seed>`.
    All of it appears in `out` at once, or nothing does. Raises PresenterError, or OSError when `out` can't be written.
    """
    # Only now, so that --help answers at once.
    from ._attitude import read_canonical_face
    from ._cast import Script
    from ._kinds import KINDS
    from ._photo import PHOTO_SUFFIXES, Photo, PhotoReader
    from ._recording import write_recording

    kind = KINDS.get(kind_name)
    if kind is None:
        raise PresenterError(f"unknown kind {kind_name!r}; --list names the kinds")
    photos = _photos(source, PHOTO_SUFFIXES) if source.is_dir() else {"": source}
    others = {name: other or _another(name, photos) for name in photos}
    if kind.needs_other and None in others.values():
        raise PresenterError(f"a recording of {kind_name} needs the other person's photo: --with OTHER_PHOTO")
    canonical = read_canonical_face(models)
    with _appearing_at_once(out) as folder, PhotoReader() as reader:
        read: dict[str, Photo] = {}

        def read_once(path: Path) -> Photo:
            if str(path) not in read:
                read[str(path)] = reader.read(path)
            return read[str(path)]

        for target, name, seed in take.of(photos):
            photo, beside = read_once(photos[name]), others[name]
            into = folder / target
            into.mkdir(exist_ok=True)
            person = zlib.crc32(photo.texture.tobytes())
            # Who isn't needed is there only where they were asked for.
            second = read_once(beside) if beside is not None and (kind.needs_other or other is not None) else None
            cast = kind.cast(Script(photo, second, canonical, seed))
            write_recording(into, kind, cast, take.fps, (seed, person), take.clips)


def _another(name: str, photos: dict[str, Path]) -> Path | None:
    """The next photo of somebody else in the folder; none where there is only one person.

    Names tell people apart: ada.jpg and ada2.jpg are one.
    """
    names = sorted(photos)
    after = [*names[names.index(name) + 1 :], *names[: names.index(name)]]
    return next((photos[other] for other in after if _person_of(other) != _person_of(name)), None)


def _person_of(name: str) -> str:
    return name.rstrip("0123456789") or name


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="presenter", description="Makes rehearsal recordings from photos.")
    parser.add_argument("--list", action="store_true", help="name the kinds, one a line, and do nothing else")
    parser.add_argument(
        "photo", type=Path, nargs="?", metavar="PHOTO|FOLDER", help="a JPEG or PNG photo, or a folder of them"
    )
    parser.add_argument("--as", dest="kind", metavar="KIND", help="what the camera is to see")
    parser.add_argument("--out", type=Path, metavar="DIR", help="a new or empty folder")
    parser.add_argument("--models", type=Path, default=Path(".models"), metavar="DIR", help="fetched models")
    parser.add_argument("--with", dest="other", type=Path, metavar="OTHER_PHOTO", help="the second person")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another number, another performance")
    parser.add_argument("--fps", type=int, default=DEFAULT_FPS, metavar="N", help="frames a second")
    parser.add_argument("--clips", metavar="CLIP,...", help="make only these clips of a responsive recording")
    parser.add_argument("--variants", type=int, metavar="N", help="so many recordings, each a folder in DIR")
    asked = parser.parse_args(arguments)
    if not asked.list and None in (asked.photo, asked.kind, asked.out):
        parser.error("PHOTO|FOLDER, --as KIND and --out DIR are needed")
    if asked.fps not in FPS_RANGE:
        parser.error(f"--fps must be {FPS_RANGE.start} to {FPS_RANGE.stop - 1}")
    if asked.seed < 0:
        parser.error("--seed must not be negative")
    if asked.variants is not None and asked.variants < 1:
        parser.error("--variants must be at least 1")
    return asked


def _take(asked: argparse.Namespace) -> Take:
    clips = None if asked.clips is None else frozenset(asked.clips.split(","))
    return Take(asked.seed, asked.fps, clips, asked.variants)


def _list_kinds() -> None:
    """Prints the name of each kind, a tab, and what it is."""
    with quiet_stderr():
        from ._kinds import KINDS
    for name, kind in KINDS.items():
        print(f"{name}\t{kind.about}{' (--with OTHER_PHOTO)' if kind.needs_other else ''}")


def _photos(folder: Path, suffixes: tuple[str, ...]) -> dict[str, Path]:
    """The photos of a folder by the name of their recording, in order of name."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in suffixes or not path.is_file():
            continue
        if path.stem in found:
            raise PresenterError(f"{found[path.stem]} and {path} would make the same recording; rename one")
        found[path.stem] = path
    if not found:
        raise PresenterError(f"no photos ({', '.join(suffixes)}) in {folder}")
    return found


@contextmanager
def _appearing_at_once(out: Path) -> Iterator[Path]:
    """A folder beside `out` that becomes `out` when all went well and is removed when not."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise PresenterError(f"{out} is not an empty folder; name another, or remove it")
    parent = out.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    half_made = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=parent))
    try:
        yield half_made
        half_made.chmod(0o755)
        half_made.rename(out)
    finally:
        shutil.rmtree(half_made, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
