"""Edge floor: `goalgen completion`: the scripts by which a shell completes, written when goalgen was made: nothing runs at a key."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from goalgen.cli import console

SCRIPTS = {"bash": "goalgen.bash", "zsh": "_goalgen", "fish": "goalgen.fish"}
"""The files of `completions/`, by shell."""


def print_script(args: Namespace) -> int:
    """Print the script for a shell."""
    console.data((Path(__file__).parent / "completions" / SCRIPTS[args.shell]).read_text("utf-8"))
    return 0
