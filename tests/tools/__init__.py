"""Programs of others that the tests ask: found on PATH, beside this Python, or in this folder after `npm install`."""

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[2]
NODE_BIN = Path(__file__).parent / "node_modules" / ".bin"


def require(program: str) -> str:
    """Return the path of the program; without it the test is skipped, or fails where CI must have it."""
    places = [str(NODE_BIN), str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    found = shutil.which(program, path=os.pathsep.join(places))
    return found or skip_or_fail(f"{program} is not installed: see tests/tools/package.json and .ci/run")


def skip_or_fail(reason: str) -> NoReturn:
    """Skip the test for want of a program, or fail it where CI must have it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
