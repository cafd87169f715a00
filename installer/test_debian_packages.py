"""Which of Debian's packages are installed, and what is said where they can't be."""

from __future__ import annotations

import os
import pty
import subprocess

import pytest

from installer.stand_ins import INSTALLER, Place, check_failed


def test_missing_packages_are_installed_once(place: Place, not_root: int) -> None:
    done = place.run("debian_packages.sh", user=not_root)
    assert done.returncode == 0, done.stderr
    assert "installing two three." in done.stdout
    apt = [call for call in place.calls() if call.startswith("apt-get")]
    assert [call.split()[-1] for call in apt] == ["update", "three"]
    assert apt[1].endswith("install --no-install-recommends two three")
    before = place.state()
    done = place.run("debian_packages.sh", user=not_root)
    assert (done.returncode, done.stdout) == (0, "Debian packages: all 3 are installed.\n")
    assert [call.split()[0] for call in place.calls()] == ["dpkg-query"]
    assert place.state() == before


def test_a_package_that_is_held_is_installed(place: Place, not_root: int) -> None:
    place.write("installed", "ii  one\nhi  two\nii  three\n")
    assert "all 3 are installed" in place.run("debian_packages.sh", user=not_root).stdout


def test_a_package_that_was_removed_is_missing(place: Place, not_root: int) -> None:
    place.write("installed", "ii  one\nrc  two\niU  three\n", 0o666)
    assert "installing two three." in place.run("debian_packages.sh", user=not_root).stdout


def test_without_a_terminal_nothing_can_ask(place: Place, not_root: int) -> None:
    assert place.run("debian_packages.sh", user=not_root).returncode == 0
    calls = place.calls()
    for call in calls:
        assert "terminal" not in call
        if call.startswith("sudo"):
            assert call.startswith("sudo --non-interactive ")
        if call.startswith("apt-get"):
            assert call.startswith("apt-get --quiet --yes ")
    assert sum(call.startswith("sudo") for call in calls) >= 2


def test_at_a_terminal_sudo_may_ask_and_apt_may_not(place: Place, not_root: int) -> None:
    ours, theirs = pty.openpty()
    try:
        assert place.run("debian_packages.sh", user=not_root, stdin=theirs).returncode == 0
    finally:
        os.close(ours)
        os.close(theirs)
    calls = place.calls()
    assert "sudo --validate" in calls
    # What is asked for once must do for a step of many minutes, or be asked for again.
    assert not [call for call in calls if call.startswith("sudo --non-interactive")]
    assert "apt-get could ask a terminal" not in calls


@pytest.mark.usefixtures("as_root")
def test_root_needs_no_sudo(place: Place) -> None:
    place.fail("sudo")
    assert place.run("debian_packages.sh").returncode == 0
    assert not [call for call in place.calls() if call.startswith("sudo")]


def test_a_refused_sudo_is_told_in_its_own_words(place: Place, not_root: int) -> None:
    place.fail("sudo")
    done = place.run("debian_packages.sh", user=not_root)
    check_failed(done, "Debian packages", "sudo: the stand-in was told to fail", "apt-get install two three")
    assert [call.split()[0] for call in place.calls()] == ["dpkg-query", "sudo"]


def test_a_missing_sudo_is_told(place: Place, not_root: int) -> None:
    (place.folder / "tools/sudo").unlink()
    done = place.run("debian_packages.sh", user=not_root)
    check_failed(done, "Debian packages", "there is no sudo", "apt-get install two three")


def test_another_system_is_told(place: Place, not_root: int) -> None:
    (place.folder / "tools/dpkg-query").unlink()
    check_failed(place.run("debian_packages.sh", user=not_root), "Debian packages", "not a Debian system")


@pytest.mark.parametrize(
    ("call", "why"),
    [("update", "the package lists can't be read"), ("install", "apt-get could not install them")],
)
def test_a_failing_apt_is_told_with_its_last_lines(place: Place, not_root: int, call: str, why: str) -> None:
    place.fail("apt-get", call)
    done = place.run("debian_packages.sh", user=not_root)
    check_failed(done, "Debian packages", why, "apt-get: the stand-in was told to fail")
    assert (place.folder / "installed").read_text("utf-8") == "ii  one\n"


def test_of_one_section_only_its_packages_are_installed(place: Place, not_root: int) -> None:
    done = place.run("debian_packages.sh", "kiosk", user=not_root)
    assert "installing two." in done.stdout
    assert [call.split()[-1] for call in place.calls() if call.startswith("apt-get")] == ["update", "two"]
    before = place.state()
    done = place.run("debian_packages.sh", "kiosk", user=not_root)
    assert done.stdout == "Debian packages: all 2 for the kiosk are installed.\n"
    assert [call.split()[0] for call in place.calls()] == ["dpkg-query"]
    assert place.state() == before
    assert "installing three." in place.run("debian_packages.sh", user=not_root).stdout


def test_a_section_that_is_not_there_is_told(place: Place, not_root: int) -> None:
    done = place.run("debian_packages.sh", "none", user=not_root)
    check_failed(done, "Debian packages", "no package in a section [none]", "git checkout")


def section(name: str) -> set[str]:
    """Return the packages of one section of the real list."""
    text = (INSTALLER / "debian-packages.txt").read_text("utf-8")
    assert text.count("\n[") == 2
    lines = text.split(f"\n[{name}]\n")[1].split("\n[")[0].splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_the_kiosk_needs_nothing_that_only_tests_use() -> None:
    for_tests = {"chromium", "chromium-driver", "curl", "postgresql", "shellcheck", "xauth", "xdotool", "xvfb"}
    assert section("tests") == for_tests
    assert not section("kiosk") & for_tests
    assert {"build-essential", "libpython3.11"} <= section("kiosk")


@pytest.mark.parametrize(
    ("target", "setups"),
    [
        ("kiosk", ["setup.sh kiosk"]),
        ("build", ["setup.sh kiosk"]),
        ("setup", ["setup.sh"]),
        ("test", ["setup.sh"]),
        ("check", ["setup.sh"]),
        ("screenshots", ["setup.sh"]),
        ("centre", ["setup.sh", "setup.sh kiosk"]),
    ],
)
def test_each_target_sets_up_what_it_needs(target: str, setups: list[str]) -> None:
    command = ["make", "--no-print-directory", "--dry-run", target]
    said = subprocess.run(command, cwd=INSTALLER.parent, capture_output=True, text=True, check=True).stdout
    assert [line.removeprefix("installer/") for line in said.splitlines() if "/setup.sh" in line] == setups
