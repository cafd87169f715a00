"""What the locks' inputs leave out, and that the locks are theirs."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from installer import lock
from installer.lock import FOLDER, left_out, normalised


def test_left_out_names_and_versions(tmp_path: Path) -> None:
    path = tmp_path / "requirements.in"
    path.write_text(
        "a-package==1\n#! leave-out Some_Name: a reason\n#! leave-out other==3.1: a reason\n#! leave-out none:\n",
        "utf-8",
    )
    assert left_out(path) == {"some-name": "99999+stand.in", "other": "3.1+stand.in"}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_each_lock_pins_with_a_hash_and_holds_nothing_left_out(name: str) -> None:
    lines = (FOLDER / f"{name}.lock").read_text("utf-8").splitlines()[1:]
    pins = [re.fullmatch(r"([a-z0-9-]+)==[^ ]+ --hash=sha256:[0-9a-f]{64}", line) for line in lines]
    names = {normalised(pin[1]) for pin in pins if pin}
    assert len(names) == len(lines)
    # What one of the runtime's packages names and never imports may be what a test's program needs.
    needed = {"requirements-dev": {"requests"}}.get(name, set())
    assert names & set(left_out(FOLDER / "requirements.in")) == needed


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (subprocess.CalledProcessError(2, ["pip"]), "pip ended with status 2"),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
)
def test_a_lock_that_cannot_be_made_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, why: str
) -> None:
    def refuse(_requirements: Path, _constraints: Path | None) -> list[str]:
        raise error

    monkeypatch.setattr(lock, "resolve", refuse)
    assert lock.main() == 1
    said = capsys.readouterr().err
    assert said.startswith("Lock failed: ")
    assert why in said
    assert said.count("What to do: ") == 1
