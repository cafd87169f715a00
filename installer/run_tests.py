"""Run Rust's and Python's tests, both even if the first fails, and sum them up.

    .venv/bin/python installer/run_tests.py

The last line is `N passed, N failed`, with `, N skipped` where some were. The exit status
is 0 only when both runners ended well, at least one test ran and none failed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUST = ("cargo", "test", "--release", "--locked", "--no-fail-fast")
# dash, which Open3D needs, brings a pytest plugin for browsers that no test here uses.
PYTHON = (sys.executable, "-m", "pytest", "-p", "no:dash", "-c", "python/pyproject.toml", "python/tests", "installer")

# `test result: ok. 3 passed; 0 failed; 1 ignored; ...`: one a test binary.
CARGO_CLOSING = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;")
# `==== 1 failed, 3 passed, 1 skipped in 0.12s ====`, with or without the rule.
PYTEST_CLOSING = re.compile(r"^(?:=+ )?((?:\d+ \w+(?:, )?)+) in [\d.]+s")
PYTEST_WORDS = {
    "passed": "passed",
    "xpassed": "passed",
    "failed": "failed",
    "error": "failed",
    "errors": "failed",
    "skipped": "skipped",
    "xfailed": "skipped",
}


@dataclass(slots=True)
class Count:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        """Write the closing line."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"

    def add_line(self, line: str) -> None:
        """Add what a runner's closing line says; other lines say nothing."""
        if closing := CARGO_CLOSING.match(line):
            self.passed += int(closing[1])
            self.failed += int(closing[2])
            self.skipped += int(closing[3])
        elif closing := PYTEST_CLOSING.match(line):
            for part in closing[1].split(", "):
                number, word = part.split(" ")
                if field := PYTEST_WORDS.get(word):
                    setattr(self, field, getattr(self, field) + int(number))

    def end_runner(self, name: str, status: int, before: Count) -> None:
        """Count a runner that failed or ran nothing, and yet named no failed test, as one failure."""
        ran = (self.passed + self.failed) - (before.passed + before.failed)
        if self.failed == before.failed and (status != 0 or ran == 0):
            print(f"{name}: ended with status {status} after {ran} tests; counted as one failure.")
            self.failed += 1


def shown(command: Iterable[str]) -> str:
    """Write a command as a person would type it."""
    return " ".join(command).replace(f"{ROOT}/", "")


def run(name: str, command: tuple[str, ...], count: Count) -> None:
    """Run one runner from the repository's root, passing its lines on, and count its tests."""
    print(f"{name}: {shown(command)}", flush=True)
    before = Count(count.passed, count.failed, count.skipped)
    if shutil.which(command[0]) is None:
        print(f"{name} failed: {command[0]} is not on the PATH\n  What to do: install it, then run it again")
        count.end_runner(name, 127, before)
        return
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    with process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            count.add_line(line)
    count.end_runner(name, process.returncode, before)


def main() -> int:
    """Run both and print the closing line."""
    count = Count()
    run("Rust's tests", RUST, count)
    run("Python's tests", PYTHON, count)
    print(count)
    return 1 if count.failed else 0


if __name__ == "__main__":
    sys.exit(main())
