"""How the closing lines of the runners are summed."""

from __future__ import annotations

import sys

import pytest

from installer.run_tests import Count, run

CARGO = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n"


@pytest.mark.parametrize(
    ("line", "summary"),
    [
        (CARGO, "3 passed, 0 failed, 1 skipped"),
        ("test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n", "1 passed, 2 failed"),
        ("==== 2 failed, 5 passed, 1 skipped, 3 warnings, 1 error in 1.23s ====\n", "5 passed, 3 failed, 1 skipped"),
        ("7 passed in 75.01s (0:01:15)\n", "7 passed, 0 failed"),
        ("I saw 7 passed in 3 hours\n", "0 passed, 0 failed"),
    ],
)
def test_closing_lines(line: str, summary: str) -> None:
    count = Count()
    count.add_line(line)
    assert str(count) == summary


@pytest.mark.parametrize(
    ("code", "summary"),
    [
        ("print('3 passed in 0.1s')", "3 passed, 0 failed"),
        ("print('3 passed, 1 failed in 0.1s'); raise SystemExit(1)", "3 passed, 1 failed"),
        ("print('3 passed in 0.1s'); raise SystemExit(1)", "3 passed, 1 failed"),
        ("print('does not compile'); raise SystemExit(101)", "0 passed, 1 failed"),
        ("print('no tests ran')", "0 passed, 1 failed"),
    ],
)
def test_a_runner_that_ends_badly_counts_as_failed(code: str, summary: str) -> None:
    count = Count()
    run("A runner", (sys.executable, "-c", code), count)
    assert str(count) == summary


def test_a_missing_runner_counts_as_failed(capsys: pytest.CaptureFixture[str]) -> None:
    count = Count()
    run("A runner", ("no-such-runner",), count)
    assert str(count) == "0 passed, 1 failed"
    assert "not on the PATH" in capsys.readouterr().out
