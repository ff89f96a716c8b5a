"""Programs of others that the tests ask: found on PATH, beside this Python, or in this folder after `npm install`."""

import os
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NODE_BIN = Path(__file__).parent / "node_modules" / ".bin"


def require(program: str) -> str:
    """Return the path of the program; without it the test is skipped, or fails where CI must have it."""
    places = [str(NODE_BIN), str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    if found := shutil.which(program, path=os.pathsep.join(places)):
        return found
    reason = f"{program} is not installed: see tests/tools/package.json and .ci/run"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
