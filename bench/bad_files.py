"""How long files take that were made to take long, in one run; each is refused, or read without following anything.

Bars (those of issue B, once in the tests): a forest of 4 million elements 5 s, entities 2 s, 150 damaged files 10 s.
Run: python bench/bad_files.py
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_bad_files import (  # noqa: E402
    reading,
    test_a_forest_of_elements_is_not_grown,
    test_entities_are_not_followed,
)

DAMAGED = ROOT / "tests/conformance/deleted_row.form.docx"
LAUGHS = '<!DOCTYPE x [<!ENTITY c0 "甲">' + "".join(
    f'<!ENTITY c{i} "{f"&c{i - 1};" * 10}">' for i in range(1, 9)
) + "]>"  # fmt: skip


def damaged() -> None:
    whole, rng = DAMAGED.read_bytes(), random.Random(5)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(rng.choice((1, 3, 30))):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        reading(bytes(data))


def main() -> int:
    bars = (
        ("a forest of elements", test_a_forest_of_elements_is_not_grown, 5),
        ("entities in entities", lambda: test_entities_are_not_followed(LAUGHS), 2),
        ("150 damaged files", damaged, 10),
    )
    missed = 0
    for name, work, bar in bars:
        start = time.perf_counter()
        work()
        seconds = time.perf_counter() - start
        missed += seconds > bar
        print(f"{name}: {seconds:.2f} s, bar {bar} s{'' if seconds <= bar else ': MISSED'}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
