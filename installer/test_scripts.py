"""What the shell scripts do, say and leave behind.

Package managers, cargo and Python are stand-ins that note every call. Each test works in a
copy of the scripts, with nothing else on the PATH than the stand-ins and the few standard
tools that the scripts use.
"""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

INSTALLER = Path(__file__).resolve().parent
TOOLS = [
    *("bash", "cat", "chmod", "cmp", "cut", "dirname", "env", "flock", "grep", "mkdir", "mv", "rm", "sed", "sh"),
    *("sha256sum", "tail", "touch", "true", "uname", "xargs"),
]
DEBIAN_PYTHON = "/usr/bin/python3.11"
# Who runs a script that is not root's, where the tests are.
NOBODY = 65534
SECONDS = 60

# Each notes its call; `fail/NAME` makes the call that begins with its content fail.
HEAD = """#!/bin/sh
name=${0##*/}
printf "%s\\n" "$name $*" >>PLACE/calls
if [ -t 0 ]; then echo "$name could ask a terminal" >>PLACE/calls; fi
if [ -e "PLACE/fail/$name" ]; then
    case "$*" in
    *"$(cat "PLACE/fail/$name")"*) echo "$name: the stand-in was told to fail" >&2; exit 7 ;;
    esac
fi
"""
STAND_INS = {
    # What is installed stands in a file, a state and a name each.
    "dpkg-query": """shift 3
for package in "$@"; do grep " $package\\$" PLACE/installed; done
exit 1
""",
    "apt-get": """[ "$DEBIAN_FRONTEND" = noninteractive ] || exit 9
seen=
for word in "$@"; do
    if [ -n "$seen" ] && [ "${word#-}" = "$word" ]; then echo "ii  $word" >>PLACE/installed; fi
    if [ "$word" = install ]; then seen=yes; fi
done
""",
    "sudo": """while [ "${1#-}" != "$1" ]; do shift; done
exec "$@"
""",
    "cargo": """mkdir -p target/release
touch target/release/secure-biometric
""",
    # Makes an environment whose Python says yes to everything, noting it.
    "python3.11": """mkdir -p "$3/bin"
cp PLACE/tools/venv-python "$3/bin/python"
echo "command = $3" >"$3/pyvenv.cfg"
""",
    "venv-python": "",
    "cp": 'cat "$1" >"$2"; chmod +x "$2"\n',
    "secure-biometric": "",
}


class Place:
    """A copy of the scripts with stand-ins for what they call."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("installer", "python", "tools", "fail"):
            (folder / name).mkdir()
        for script in INSTALLER.glob("*.sh"):
            text = script.read_text("utf-8").replace(DEBIAN_PYTHON, f"{folder}/tools/python3.11")
            self.write(f"installer/{script.name}", text, 0o755)
        self.write("installer/debian-packages.txt", "# Needed.\none\n\ntwo\nthree  # and why\n")
        self.write("installer/fetch_models.py", "")
        for lock in ("requirements.lock", "requirements-dev.lock"):
            self.write(f"python/{lock}", f"{lock}\n")
        self.write("installed", "ii  one\n")
        self.write("calls", "")
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found, tool
            (folder / "tools" / tool).symlink_to(found)
        for name, text in STAND_INS.items():
            self.write(f"tools/{name}", (HEAD + text).replace("PLACE", str(folder)), 0o755)

    def write(self, name: str, text: str, mode: int = 0o644) -> None:
        """Write a file of this place."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        path.chmod(mode)

    def fail(self, name: str, call: str = "") -> None:
        """Have a stand-in fail when what it is called with holds these words."""
        self.write(f"fail/{name}", call)

    def mend(self) -> None:
        """Have nothing fail any more."""
        shutil.rmtree(self.folder / "fail")
        (self.folder / "fail").mkdir()

    def calls(self) -> list[str]:
        """Return what was called since the last time."""
        calls = (self.folder / "calls").read_text("utf-8").splitlines()
        self.write("calls", "", 0o666)
        return calls

    def run(
        self, script: str, *arguments: str, user: int = 0, stdin: int = subprocess.DEVNULL, display: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a script as root or as nobody, whom the place then belongs to; its errors are kept apart."""
        for path in (self.folder, *self.folder.rglob("*")):
            if os.geteuid() == 0:
                os.chown(path, user, user, follow_symlinks=False)
        return subprocess.run(
            [f"installer/{script}", *arguments],
            cwd=self.folder,
            env={"PATH": f"{self.folder}/tools", "HOME": str(self.folder)} | ({display: ":7"} if display else {}),
            stdin=stdin,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            user=user or None,
            group=user or None,
            extra_groups=[] if user else None,
        )

    def there(self, name: str) -> bool:
        """Tell whether a file or folder of this place is there, be it a link that leads nowhere."""
        return os.path.lexists(self.folder / name)

    def state(self) -> dict[str, tuple[int, int]]:
        """Return every file that a script could touch, with number and time of its last change."""
        return {
            str(path.relative_to(self.folder)): (path.lstat().st_ino, path.lstat().st_mtime_ns)
            for path in self.folder.rglob("*")
            if path.name not in {"calls", "setup.lock"} and path.is_file()
        }


@pytest.fixture
def place() -> Iterator[Place]:
    # Not below pytest's own folder, into which only its owner may look.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Place(Path(folder))


@pytest.fixture
def not_root() -> int:
    """Whose id a script runs by that has no rights of root's."""
    return NOBODY if os.geteuid() == 0 else 0


@pytest.fixture
def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can run a script as root")


def check_failed(done: subprocess.CompletedProcess[str], step: str, *words: str) -> None:
    """Check that a script says which step failed, why, and what to do, and ends so."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert f"{step} failed: " in done.stderr
    assert "\n  What to do: " in done.stderr
    for word in words:
        assert word in done.stderr


# Debian's packages.


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
