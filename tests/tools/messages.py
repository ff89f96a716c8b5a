"""Write anew what the rules say of the cases of `tests/data/messages/`: run it after a message was changed, and read the diff.

Usage: python -m tests.tools.messages

A new case is written by hand, without its lines `> …`: this adds them. What a case says that says nothing is named.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from messages import FOLDER, Case, cases, in_word, said  # noqa: E402


def told(case: Case) -> Sequence[str]:
    """What is told of a case: the place in the text, the place in Word, the message."""
    with TemporaryDirectory() as folder:
        left = in_word(case, Path(folder)) if case.layout != "规格" else []
    lines = []
    for at, problem in said(case):
        words = re.sub(r"例(\d)\.yaml", r"表\1", problem.message)
        alike = [each for each in left if each.message == words]
        alike = [each for each in alike if each.where.path == problem.where.path] or alike
        cell = alike[0].where.cells if alike else "-"
        left = [each for each in left if each is not (alike or [None])[0]]
        lines.append(f"{at} | {cell} | {problem.message}")
    return lines


def main() -> int:
    """Write what differs, and tell it."""
    found = [case._replace(told=tuple(told(case))) for case in cases()]
    for case in found:
        if not case.told:
            print(f"nothing is said: {case}")
    for family in sorted({case.code[:2] for case in found}):
        path, text = FOLDER / f"{family}.txt", "\n".join(str(case) for case in found if case.code[:2] == family)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"wrote {path.relative_to(ROOT)}: read the diff")
    return 0


if __name__ == "__main__":
    sys.exit(main())
