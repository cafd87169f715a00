"""Run Rust's and Python's tests, both even if the first fails, and sum them up.

    .venv/bin/python installer/run_tests.py

The last line is `N passed, N failed`, with `, N skipped` where some were; above it stand
those that were, and why, and what failed with the last lines that it wrote, so that who
reads only the end of a log knows. The exit status is 0 only when both runners ended well, at least
one test ran and none failed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUST = ("cargo", "test", "--release", "--locked", "--no-fail-fast")
# dash, which Open3D needs, brings a pytest plugin for browsers that no test here uses.
PYTHON = (sys.executable, "-m", "pytest", "-p", "no:dash", "-c", "python/pyproject.toml", "python/tests", "installer")

# `test result: ok. 3 passed; 0 failed; 1 ignored; ...`: one a test binary.
CARGO_CLOSING = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;")
# `     Running tests/store/main.rs (target/...)`: what the next test binary is called.
CARGO_RUNNING = re.compile(r"^ +Running (?:unittests )?(\S+) \(")
# `test skipped: NAME: WHY`: what a Rust test writes that can't look here (tests/support/skip.rs), and then passes.
# A line of libtest's own may have begun before it.
RUST_SKIP = re.compile(r"\btest skipped: (\S+): (.+)$")
# `test NAME ... ignored, WHY`: what libtest doesn't run, and counts so itself.
RUST_IGNORED = re.compile(r"^test (\S+) \.\.\. ignored(?:, (.+))?$")
# `test NAME ... FAILED`, and what heads its output.
RUST_FAILED = re.compile(r"^(?:test (\S+) \.\.\. FAILED|---- (\S+) stdout ----)$")
# `SKIPPED [2] python/tests/x.py:23: WHY`, below `short test summary info`.
PYTEST_SKIP = re.compile(r"^SKIPPED \[\d+\] (\S+): (.+)$")
# `==== 1 failed, 3 passed, 1 skipped in 0.12s ====`, with or without the rule.
PYTEST_CLOSING = re.compile(r"^(?:=+ )?((?:\d+ \w+(?:, )?)+) in [\d.]+s")
# `FAILED python/tests/x.py::test_y - WHY`, in the same summary.
PYTEST_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+::.+)$")
# So many of a failed Rust test's last lines are told again at the end.
TOLD_AGAIN = 12
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
    """How many tests passed, failed and were skipped; which ones were, and why."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: list[str] = field(default_factory=list)
    binary: str = ""
    """The Rust tests that are running, as cargo names them."""
    own_skips: dict[str, str] = field(default_factory=dict)
    """Of that binary, the tests that said they can't look, with the reason."""
    own_failures: set[str] = field(default_factory=set)
    """Of that binary, the tests that failed."""
    failures: list[list[str]] = field(default_factory=list)
    """What failed: where and its name, then what it wrote last."""
    output_of_failure: bool = False
    """Whether the lines that come are what the last of them wrote."""

    def __str__(self) -> str:
        """Write the closing line."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"

    def skips(self) -> str:
        """Write which tests were skipped and why, one a line."""
        if not self.reasons:
            return ""
        return "\n".join(["Skipped:", *(f"  {reason}" for reason in self.reasons)])

    def failed_tests(self) -> str:
        """Write which tests failed, each with the last lines that it wrote."""
        if not self.failures:
            return ""
        lines = ["Failed:"]
        for heading, *wrote in self.failures:
            lines += [f"  {heading}", *(f"      {line}" for line in wrote[-TOLD_AGAIN:])]
        return "\n".join(lines)

    def add_line(self, line: str) -> None:
        """Add what a runner's line says of tests; other lines say nothing."""
        line = line.rstrip("\n")
        if running := CARGO_RUNNING.match(line):
            self.begin_binary(running[1])
        elif closing := CARGO_CLOSING.match(line):
            self.end_binary(*(int(number) for number in closing.groups()))
        elif said := RUST_SKIP.search(line):
            self.own_skips.setdefault(said[1], said[2])
        elif ignored := RUST_IGNORED.match(line):
            self.reasons.append(f"{self.binary} {ignored[1]}: {ignored[2] or 'ignored'}".lstrip())
        elif failed := RUST_FAILED.match(line):
            self.own_failures.add(failed[1] or failed[2])
            if self.binary and failed[2]:
                self.failures.append([f"{self.binary} {failed[2]}"])
                self.output_of_failure = True
        elif line == "failures:":
            self.output_of_failure = False
        elif failed := PYTEST_FAILED.match(line):
            self.failures.append([failed[1]])
        elif said := PYTEST_SKIP.match(line):
            self.reasons.append(f"{said[1]}: {said[2]}")
        elif closing := PYTEST_CLOSING.match(line):
            for part in closing[1].split(", "):
                number, word = part.split(" ")
                if where := PYTEST_WORDS.get(word):
                    setattr(self, where, getattr(self, where) + int(number))
        elif self.output_of_failure and line.strip():
            self.failures[-1].append(line)

    def begin_binary(self, name: str) -> None:
        """Forget what was only of the binary before."""
        self.binary = name
        self.output_of_failure = False
        self.own_skips.clear()
        self.own_failures.clear()

    def end_binary(self, passed: int, failed: int, ignored: int) -> None:
        """Add a binary's closing line. What said that it can't look, and didn't fail, libtest took for passed."""
        skips = {name: why for name, why in self.own_skips.items() if name not in self.own_failures}
        self.passed += passed - len(skips)
        self.failed += failed
        self.skipped += ignored + len(skips)
        self.reasons += [f"{self.binary} {name}: {why}".lstrip() for name, why in skips.items()]
        self.begin_binary("")

    def end_runner(self, name: str, status: int, before: Count) -> None:
        """Count a runner that failed or ran nothing, and yet named no failed test, as one failure."""
        ran = (self.passed + self.failed) - (before.passed + before.failed)
        if self.failed == before.failed and (status != 0 or ran == 0):
            why = f"{name}: ended with status {status} after {ran} tests; counted as one failure."
            print(why)
            self.failures.append([why])
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
    """Run both, print what was skipped, what failed and the closing line."""
    count = Count()
    run("Rust's tests", RUST, count)
    run("Python's tests", PYTHON, count)
    for told in (count.skips(), count.failed_tests()):
        if told:
            print(told)
    print(count)
    return 1 if count.failed else 0


if __name__ == "__main__":
    sys.exit(main())
