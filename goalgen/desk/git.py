"""Desk floor: the one way to ask git. It asks nobody, locks nothing unasked, and starts no program of the repository's."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from goalgen.guard import Unable

_PATIENCE = 60
"""Seconds after which git is taken for dead."""
_ASKING = ("git", "-c", "core.fsmonitor=false", "--literal-pathspecs")
_QUIETLY = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}


def ask(folder: Path, *words: str) -> bytes | None:
    """What git answers in a folder; None when it says no. Raises Unable when there is no git."""
    try:
        done = subprocess.run(
            [*_ASKING, *words],
            cwd=folder,
            env={**os.environ, **_QUIETLY},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except FileNotFoundError as error:
        raise Unable("没有找到 git：请先安装 git") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unable("git 没有回答") from error
    return done.stdout if done.returncode == 0 else None
