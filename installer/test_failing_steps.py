"""What is said where something fails that no script looks for, such as a full disk."""

from __future__ import annotations

import subprocess

import pytest

from installer.stand_ins import INSTALLER, Place

# The tool that fails, and with which of its arguments; the script, and the step that it is told by.
FAILING = [
    ("mkdir", "", "setup.sh", "Set-up"),
    ("flock", "", "setup.sh", "Set-up"),
    ("sed", "debian-packages", "debian_packages.sh", "Debian packages"),
    ("mkdir", ".cache/logs", "debian_packages.sh", "Debian packages"),
    ("rm", "", "python_environment.sh", "Python environment"),
    ("sed", "--in-place", "python_environment.sh", "Python environment"),
    ("mv", "venv.new", "python_environment.sh", "Python environment"),
]


def check_told_once(done: subprocess.CompletedProcess[str], step: str) -> None:
    """Check that the step, and what to do, are said by one voice."""
    assert done.returncode != 0
    assert f"{step} failed: " in done.stderr
    assert done.stderr.count(" failed: ") == 1, done.stderr
    assert done.stderr.count("What to do: ") == 1, done.stderr


@pytest.mark.parametrize(("tool", "call", "script", "step"), FAILING)
def test_the_step_and_what_to_do_are_told_once(place: Place, tool: str, call: str, script: str, step: str) -> None:
    place.break_tool(tool, call)
    done = place.run(script)
    check_told_once(done, step)
    assert f"{tool}: the stand-in was told to fail" in done.stderr
    # A tool that could write nothing was not refused by a package manager.
    assert "can't be read" not in done.stderr
    assert not place.there(".venv")
    place.mend()
    assert place.run("setup.sh").returncode == 0


def test_a_full_disk_before_the_end_leaves_the_old_environment(place: Place) -> None:
    (place.folder / ".venv").mkdir()
    place.write(".venv/old", "")
    place.break_tool("sed", "--in-place")
    check_told_once(place.run("python_environment.sh"), "Python environment")
    assert place.there(".venv/old")
    assert [path.name for path in (place.folder / ".cache").iterdir()] == ["logs"]


@pytest.mark.parametrize(
    ("tool", "call", "step"),
    [("apt-get", "install", "Debian packages"), ("python", "-m pip", "Python environment")],
)
def test_a_part_of_the_setup_that_spoke_is_not_told_again(place: Place, tool: str, call: str, step: str) -> None:
    place.fail(tool, call)
    check_told_once(place.run("setup.sh"), step)


def test_a_list_of_packages_that_is_gone_is_told(place: Place) -> None:
    (place.folder / "installer/debian-packages.txt").unlink()
    check_told_once(place.run("debian_packages.sh"), "Debian packages")


def test_every_script_names_its_step() -> None:
    for script in INSTALLER.glob("*.sh"):
        lines = script.read_text("utf-8").splitlines()
        if script.name != "common.sh":
            source = lines.index('source "$(dirname "$0")/common.sh"')
            assert any(line.startswith("step=") for line in lines[:source]), script.name
