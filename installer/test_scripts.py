"""What the shell scripts do, say and leave behind; see stand_ins.py for what they run with."""

from __future__ import annotations

import subprocess

import pytest

from installer.stand_ins import Place, check_failed

# Python's environment.


def test_a_second_run_leaves_the_environment_alone(place: Place) -> None:
    assert place.run("python_environment.sh").returncode == 0
    assert any(call.endswith("requirements-dev.lock") and " pip install " in call for call in place.calls())
    before = place.state()
    done = place.run("python_environment.sh")
    assert (done.returncode, done.stdout) == (0, "Python environment: .venv is as the locks say.\n")
    assert not [call for call in place.calls() if "pip" in call]
    assert place.state() == before


def test_a_changed_lock_makes_it_anew(place: Place) -> None:
    place.run("python_environment.sh")
    place.write("python/requirements.lock", "another\n")
    place.calls()
    assert "making .venv" in place.run("python_environment.sh").stdout
    assert any(" pip install " in call for call in place.calls())


@pytest.mark.parametrize(
    ("tool", "call", "why"),
    [
        ("python3.11", "-m venv", "can't make an environment"),
        ("python", "-m pip install", "pip could not install the locks"),
        ("python", "-c import", "its packages don't import"),
    ],
)
@pytest.mark.parametrize("old", [False, True])
def test_a_failing_environment_is_told_and_none_is_left(
    place: Place, tool: str, call: str, why: str, old: bool
) -> None:
    if old:
        (place.folder / ".venv").mkdir()
        place.write(".venv/old", "")
    place.fail(tool, call)
    done = place.run("python_environment.sh")
    check_failed(done, "Python environment", why, f"{tool}: the stand-in was told to fail")
    assert place.there(".venv") == old
    assert place.there(".venv/old") == old
    assert [path.name for path in (place.folder / ".cache").iterdir()] == ["logs"]
    place.mend()
    assert place.run("python_environment.sh").returncode == 0
    assert place.there(".venv/.lock-sha256")
    assert not place.there(".venv/old")


def test_debians_python_must_be_there(place: Place) -> None:
    (place.folder / "tools/python3.11").unlink()
    check_failed(place.run("python_environment.sh"), "Python environment", "is missing", "python3.11-venv")


def test_another_machine_is_told(place: Place) -> None:
    (place.folder / "tools/uname").unlink()
    place.write("tools/uname", "#!/bin/sh\necho riscv64\n", 0o755)
    check_failed(place.run("python_environment.sh"), "Python environment", "this machine is riscv64")


# All of it.


def test_everything_is_set_up_once(place: Place) -> None:
    done = place.run("setup.sh")
    assert done.returncode == 0, done.stderr
    assert any(call.endswith("fetch_models.py") for call in place.calls())
    before = place.state()
    assert place.run("setup.sh").returncode == 0
    heads = [" ".join(call.split()[:2]) for call in place.calls()]
    assert heads == ["dpkg-query --show", "python -c", "python installer/fetch_models.py"]
    assert place.state() == before


def test_a_kiosk_is_set_up_without_the_packages_of_tests(place: Place) -> None:
    done = place.run("setup.sh", "kiosk")
    assert done.returncode == 0, done.stderr
    assert (place.folder / "installed").read_text("utf-8") == "ii  one\nii  two\n"
    assert place.there(".venv/.lock-sha256")
    place.calls()
    before = place.state()
    assert place.run("setup.sh", "kiosk").returncode == 0
    heads = [" ".join(call.split()[:2]) for call in place.calls()]
    assert heads == ["dpkg-query --show", "python -c", "python installer/fetch_models.py"]
    assert place.state() == before


@pytest.mark.parametrize(
    ("tool", "call", "later"),
    [
        ("apt-get", "install", ["python3.11", "fetch_models.py"]),
        ("python", "-m pip", ["fetch_models.py"]),
        ("python", "fetch_models.py", []),
    ],
)
def test_what_failed_ends_the_setup(place: Place, tool: str, call: str, later: list[str]) -> None:
    place.fail(tool, call)
    done = place.run("setup.sh")
    assert done.returncode != 0
    assert f"{tool}: the stand-in was told to fail" in done.stderr
    calls = "\n".join(place.calls())
    assert not [word for word in later if word in calls]
    place.mend()
    assert place.run("setup.sh").returncode == 0


def test_a_second_setup_waits_for_the_first(place: Place) -> None:
    (place.folder / ".cache").mkdir()
    holder = subprocess.Popen(
        ["flock", "--no-fork", str(place.folder / ".cache/setup.lock"), "sleep", "2"], stdin=subprocess.DEVNULL
    )
    with holder:
        while not place.there(".cache/setup.lock"):
            pass
        done = place.run("setup.sh")
        assert holder.poll() is not None
    assert done.stdout.startswith("Waiting for another setup to end.\n")
    assert done.returncode == 0


# Building.


def test_a_build_is_in_release_and_by_the_lock(place: Place) -> None:
    assert place.run("build.sh").returncode == 0
    assert place.calls() == ["cargo build --release --locked --target-dir target"]


def test_a_failing_build_is_told(place: Place) -> None:
    place.fail("cargo")
    check_failed(place.run("build.sh"), "Build", "cargo: the stand-in was told to fail", "cargo says why above")


def test_a_missing_cargo_is_told(place: Place) -> None:
    (place.folder / "tools/cargo").unlink()
    check_failed(place.run("build.sh"), "Build", "cargo is not on the PATH", "rustup")


# The kiosk.

PROGRAM = "tools/secure-biometric"
PROBE = "secure-biometric doctor --probe-gl"


def test_without_a_display_it_says_so_and_plays_the_rehearsals(place: Place) -> None:
    done = place.run("kiosk.sh", PROGRAM)
    assert done.returncode == 0
    assert "there is no display (DISPLAY and WAYLAND_DISPLAY are unset)" in done.stdout
    assert place.calls() == ["secure-biometric rehearse --headless"]


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_with_a_display_it_opens_the_window(place: Place, variable: str) -> None:
    done = place.run("kiosk.sh", PROGRAM, display=variable)
    assert (done.returncode, done.stdout) == (0, "Kiosk: opening the window.\n")
    assert place.calls() == [PROBE, "secure-biometric "]


def test_a_display_that_opens_no_window_is_told(place: Place) -> None:
    place.fail("secure-biometric", "--probe-gl")
    done = place.run("kiosk.sh", PROGRAM, display="DISPLAY")
    assert done.returncode == 0
    assert "opens no window" in done.stdout
    assert place.calls() == [PROBE, "secure-biometric rehearse --headless"]


def test_how_the_program_ends_is_how_it_ends(place: Place) -> None:
    place.fail("secure-biometric", "rehearse")
    assert place.run("kiosk.sh", PROGRAM).returncode == 7


@pytest.mark.parametrize("arguments", [(), ("tools/nothing",)])
def test_a_program_that_is_not_built_is_told(place: Place, arguments: tuple[str, ...]) -> None:
    check_failed(place.run("kiosk.sh", *arguments, display="DISPLAY"), "Kiosk", "is not built", "make kiosk")
