"""Mend a spec as a program would that knows goalgen only by its JSON: what is to be written where, and nothing else.

Run: python mend.py FILE. Says each repair that it put in; exits with 1 when errors are left that nothing mends.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROUNDS = 20


def errors(path: Path) -> list[dict]:
    """The errors of a file, as `check` tells them to programs."""
    told = subprocess.run(["goalgen", "check", str(path), "--format", "json"], capture_output=True, text=True)
    assert told.returncode in (0, 1), told.stderr
    return [problem for problem in json.loads(told.stdout)["problems"] if problem["severity"] == "error"]


def main(path: Path) -> int:
    for _ in range(ROUNDS):
        found = errors(path)
        mendable = [problem for problem in found if problem["fix"]]
        if not mendable:
            break
        first = mendable[0]
        text = path.read_bytes().decode("utf-8")
        for edit in sorted(first["fix"], key=lambda edit: -edit["start"]):
            text = text[: edit["start"]] + edit["text"] + text[edit["end"] :]
        path.write_bytes(text.encode("utf-8"))
        print(f"{first['code']} {first['message']}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
