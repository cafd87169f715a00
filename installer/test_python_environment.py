"""What making the Python environment leaves behind when it is stopped; no package is fetched here."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

INSTALLER = Path(__file__).resolve().parent
STOPPED_BY_TERM = 143
# Makes an environment whose Python says yes to everything.
PYTHON = """#!/bin/sh
mkdir -p "$3/bin"
printf '#!/bin/sh\\nexit 0\\n' >"$3/bin/python"
chmod +x "$3/bin/python"
echo "command = $3" >"$3/pyvenv.cfg"
"""
# Ends the script right after it moved the old environment away.
MV = """#!/bin/sh
{mv} "$@"
if [ "$1" = .venv ]; then kill -TERM "$PPID"; fi
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Make a checkout with an old environment, in which Debian's Python is a small script."""
    for folder in ("installer", "python", "tools", ".venv"):
        (tmp_path / folder).mkdir()
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / "python" / lock).write_text("", "utf-8")
    shutil.copy(INSTALLER / "common.sh", tmp_path / "installer")
    script = (INSTALLER / "python_environment.sh").read_text("utf-8")
    assert "/usr/bin/python3.11" in script
    fake = put_tool(tmp_path, "python", PYTHON)
    script = script.replace("/usr/bin/python3.11", str(fake))
    (tmp_path / "installer/python_environment.sh").write_text(script, "utf-8")
    (tmp_path / ".venv/old").touch()
    return tmp_path


def put_tool(place: Path, name: str, text: str) -> Path:
    tool = place / "tools" / name
    tool.write_text(text, "utf-8")
    tool.chmod(0o755)
    return tool


def run(place: Path) -> int:
    environment = {"PATH": f"{place / 'tools'}:{os.environ['PATH']}"}
    script = place / "installer/python_environment.sh"
    return subprocess.run(["bash", str(script)], env=environment, check=False, timeout=60).returncode


def test_the_new_environment_takes_the_old_ones_place(place: Path) -> None:
    assert run(place) == 0
    assert not (place / ".venv/old").exists()
    assert (place / ".venv/pyvenv.cfg").read_text("utf-8") == f"command = {place}/.venv\n"
    assert list((place / ".cache").glob("venv.*")) == []


def test_stopped_between_the_two_moves_the_old_one_is_back(place: Path) -> None:
    put_tool(place, "mv", MV.format(mv=shutil.which("mv")))
    assert run(place) == STOPPED_BY_TERM
    assert (place / ".venv/old").exists()
    assert list((place / ".cache").glob("venv.*")) == []


def test_after_a_loss_of_power_between_them_the_next_run_takes_the_old_one_back(place: Path) -> None:
    (place / ".cache").mkdir()
    (place / ".venv").rename(place / ".cache/venv.old")
    # It can't make a new one, and still there is one.
    put_tool(place, "python", "#!/bin/sh\nexit 1\n")
    assert run(place) == 1
    assert (place / ".venv/old").exists()
