"""What the tests of this folder share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer.stand_ins import Place

# Who runs a script that is not root's, where the tests are.
NOBODY = 65534


@pytest.fixture
def place() -> Iterator[Place]:
    """Make a copy of the scripts with stand-ins for what they call."""
    # Not below pytest's own folder, into which only its owner may look.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Place(Path(folder))


@pytest.fixture
def not_root() -> int:
    """Return whose id a script runs by that has no rights of root's."""
    return NOBODY if os.geteuid() == 0 else 0


@pytest.fixture
def as_root() -> None:
    """Skip where a script can't run as root."""
    if os.geteuid() != 0:
        pytest.skip("only root can run a script as root")
