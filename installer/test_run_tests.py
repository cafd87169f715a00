"""How the closing lines of the runners are summed."""

from __future__ import annotations

import sys

import pytest

from installer.run_tests import ROOT, Count, run

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


RUST = """\
     Running tests/one.rs (target/release/deps/one-0123)
running 5 tests
test skipped: looks: .venv is missing; run `make setup`
test looks ... ok
test skipped: looks: .models is missing; run `make setup`
test alone ... test skipped: alone: no measuring set: none is there
ok
test later ... ignored, takes an hour
test skipped: half: SIGHUP is ignored
test half ... FAILED
test passes ... ok

failures:

---- half stdout ----

thread 'half' panicked at tests/one.rs:7:5:
it holds half of it

failures:
    half

test result: FAILED. 3 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
     Running tests/two.rs (target/release/deps/two-0123)
test half ... ok
test looks ... ok
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
"""


def test_what_cannot_look_is_skipped_and_not_passed() -> None:
    count = Count()
    for line in RUST.splitlines(keepends=True):
        count.add_line(line)
    assert str(count) == "3 passed, 1 failed, 3 skipped"
    assert count.skips().splitlines() == [
        "Skipped:",
        "  tests/one.rs later: takes an hour",
        "  tests/one.rs looks: .venv is missing; run `make setup`",
        "  tests/one.rs alone: no measuring set: none is there",
    ]
    assert count.failed_tests().splitlines() == [
        "Failed:",
        "  tests/one.rs half",
        "      thread 'half' panicked at tests/one.rs:7:5:",
        "      it holds half of it",
    ]


def test_of_what_failed_the_last_lines_are_told_again() -> None:
    count = Count()
    for line in ("     Running tests/one.rs (target/one)", "---- loud stdout ----", *(str(n) for n in range(50))):
        count.add_line(line)
    for line in ("FAILED python/tests/x.py::test_y - assert 1 == 2", "=== 1 failed in 0.10s ==="):
        count.add_line(line)
    assert count.failed_tests().splitlines() == [
        "Failed:",
        "  tests/one.rs loud",
        *(f"      {n}" for n in range(38, 50)),
        "  python/tests/x.py::test_y - assert 1 == 2",
    ]


def test_pytest_says_what_it_skipped() -> None:
    count = Count()
    for line in ("SKIPPED [2] python/tests/x.py:23: no models\n", "=== 1 passed, 2 skipped in 1.00s ===\n"):
        count.add_line(line)
    assert str(count) == "1 passed, 0 failed, 2 skipped"
    assert count.skips() == "Skipped:\n  python/tests/x.py:23: no models"


def test_where_nothing_was_skipped_nothing_is_said() -> None:
    count = Count()
    count.add_line("test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n")
    assert count.skips() == ""
    assert count.failed_tests() == ""


def test_a_runner_that_skipped_everything_counts_as_failed() -> None:
    count = Count()
    lines = ("test skipped: looks: no models", "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured")
    run("A runner", (sys.executable, "-c", "".join(f"print({line!r});" for line in lines)), count)
    assert str(count) == "0 passed, 1 failed, 1 skipped"


def test_rust_tests_skip_themselves_in_the_shape_that_is_counted() -> None:
    """The one place that writes such lines writes them as they are read here."""
    assert 'format!("test skipped: {name}: {why}\\n")' in (ROOT / "tests/support/skip.rs").read_text("utf-8")
    for path in (ROOT / "tests").rglob("*.rs"):
        printed = [line for line in path.read_text("utf-8").splitlines() if "print" in line and "skipped" in line]
        assert not printed, f"{path} doesn't use support::skip"
