"""Resolve python/*.in into locks with hashes, for CPython 3.11 on x86_64 Linux.

    .venv/bin/python installer/lock.py

pip resolves; this script reads its report and writes `name==version --hash=sha256:...`
lines, wheels only. A requirement that a `#! leave-out NAME: reason` line names is
answered by an empty stand-in wheel, so that the resolver is content, and then dropped.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "python"
LEAVE_OUT = re.compile(r"^#! leave-out ([A-Za-z0-9._-]+?)(?:==([0-9.]+))?: \S")
# Satisfies every lower bound.
HIGHEST_VERSION = "99999"
# A local version label, which tells a stand-in from a release of the same number.
STAND_IN_LABEL = "stand.in"


def normalised(name: str) -> str:
    """Return a package's name in the one spelling under which names are equal (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def left_out(requirements: Path) -> dict[str, str]:
    """Return what a requirements file leaves out: normalised names with stand-in versions."""
    found = (LEAVE_OUT.match(line) for line in requirements.read_text("utf-8").splitlines())
    return {normalised(match[1]): f"{match[2] or HIGHEST_VERSION}+{STAND_IN_LABEL}" for match in found if match}


def write_stand_in(folder: Path, name: str, version: str) -> None:
    """Write an empty wheel of this name and version into a folder."""
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        )
        wheel.writestr(
            f"{info}/WHEEL",
            "Wheel-Version: 1.0\nGenerator: lock\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr(f"{info}/RECORD", "")


def resolve(requirements: Path, constraints: Path | None) -> list[str]:
    """Let pip resolve a requirements file and return its lock's lines, sorted by name."""
    dropped = left_out(requirements)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, version in dropped.items():
            write_stand_in(folder, name, version)
        pins = folder / "pins.txt"
        pins.write_text("".join(f"{name}=={version}\n" for name, version in dropped.items()), "utf-8")
        report = folder / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run"]
        command += ["--ignore-installed", "--only-binary", ":all:", "--find-links", scratch]
        command += ["--report", str(report), "--constraint", str(pins)]
        if constraints is not None:
            command += ["--constraint", str(constraints)]
        subprocess.run([*command, "--requirement", str(requirements)], check=True)
        installs = json.loads(report.read_text("utf-8"))["install"]
    lines = []
    for item in installs:
        name = normalised(item["metadata"]["name"])
        if name not in dropped:
            digest = item["download_info"]["archive_info"]["hashes"]["sha256"]
            lines.append(f"{name}=={item['metadata']['version']} --hash=sha256:{digest}\n")
    return sorted(lines)


def write_lock(requirements: Path, lines: list[str]) -> None:
    """Write a lock beside its requirements file."""
    lock = requirements.with_suffix(".lock")
    head = f"# Written by `make lock` from {requirements.name}; not edited by hand.\n"
    lock.write_text(head + "".join(lines), "utf-8")
    print(f"python/{lock.name}: {len(lines)} packages")


def lock_both() -> None:
    """Write both locks; the second names only what the first does not hold."""
    runtime = resolve(FOLDER / "requirements.in", None)
    with tempfile.TemporaryDirectory() as scratch:
        pins = Path(scratch) / "runtime.txt"
        pins.write_text("".join(line.split(" ")[0] + "\n" for line in runtime), "utf-8")
        everything = resolve(FOLDER / "requirements-dev.in", pins)
    held = {line.split("==")[0] for line in runtime}
    write_lock(FOLDER / "requirements.in", runtime)
    extra = [line for line in everything if line.split("==")[0] not in held]
    write_lock(FOLDER / "requirements-dev.in", extra)


def main() -> int:
    """Write both locks, or say why they are as they were."""
    try:
        lock_both()
    except subprocess.CalledProcessError as error:
        fix = "see above: mend python/*.in, or check the network, then run `make lock` again"
        print(f"Lock failed: pip ended with status {error.returncode}\n  What to do: {fix}", file=sys.stderr)
        return 1
    except OSError as error:
        fix = "make room if the disk is full, see that this user may write there, then run `make lock` again"
        print(f"Lock failed: {error}\n  What to do: {fix}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
