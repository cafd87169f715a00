"""A place in which the shell scripts run with stand-ins for all that they call.

Package managers, cargo and Python are stand-ins that note every call. Each test works in a
copy of the scripts, with nothing else on the PATH than the stand-ins and the few standard
tools that the scripts use.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

INSTALLER = Path(__file__).resolve().parent
TOOLS = [
    *(
        "bash",
        "cat",
        "chmod",
        "cmp",
        "cut",
        "dirname",
        "env",
        "flock",
        "grep",
        "mkdir",
        "mv",
        "rm",
        "sed",
        "sh",
        "timeout",
    ),
    *("sha256sum", "tail", "touch", "true", "uname", "xargs"),
]
DEBIAN_PYTHON = "/usr/bin/python3.11"
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
        self.write("installer/debian-packages.txt", "# Needed.\n[kiosk]\none\n\ntwo\n\n[tests]\nthree  # and why\n")
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

    def break_tool(self, name: str, call: str = "") -> None:
        """Have a standard tool fail when what it is called with holds these words; else it works."""
        tool = self.folder / "tools" / name
        real = tool.readlink()
        tool.unlink()
        self.write(f"tools/{name}", HEAD.replace("PLACE", str(self.folder)) + f'exec {real} "$@"\n', 0o755)
        self.fail(name, call)

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


def check_failed(done: subprocess.CompletedProcess[str], step: str, *words: str) -> None:
    """Check that a script says which step failed, why, and what to do, and ends so."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert f"{step} failed: " in done.stderr
    assert "\n  What to do: " in done.stderr
    for word in words:
        assert word in done.stderr
