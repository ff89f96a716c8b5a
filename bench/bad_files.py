"""How long files take that were made to take long, in one run; each is refused, or read without following anything.

Bars (those of issue B, once in the tests): a forest of 4 million elements 5 s, entities 2 s, 150 damaged files 10 s; for each
shape of `tests/hostile_word.py`, read at four times the size, an exponent of time over size of at most 1.4, and 10 s at the limit.
Run: python bench/bad_files.py [SHAPE …]
"""

from __future__ import annotations

import gc
import math
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from hostile_word import SHAPES, made  # noqa: E402
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


def seconds_of(name: str, size: int) -> tuple[float, bool]:
    """CPU time of reading a shape, and whether it was opened."""
    data = made(SHAPES[name](size))
    start = time.process_time()
    result = reading(data)
    return time.process_time() - start, not any(problem.code == "R101" for problem in result.problems)


def growth(name: str) -> bool:
    """Read a shape in growing sizes until it takes a while or is refused; print it, and say whether it missed its bar."""
    size, rest = 1000, min(seconds_of(name, 1)[0] for _ in range(3))
    small, opened = seconds_of(name, size)
    while small < 0.1 and size < 64_000 and opened:
        size *= 2
        small, opened = seconds_of(name, size)
    large, opened = seconds_of(name, 4 * size)
    exponent = math.log(max(large - rest, 1e-3) / max(small - rest, 1e-3), 4)
    missed = (opened and large > 0.3 and exponent > 1.4) or large > 10
    end = (
        f"size {4 * size}: {large:.2f} s, exponent {exponent:.2f}"
        if opened
        else f"size {4 * size} is refused in {large:.2f} s"
    )
    print(f"{name}: {end}{': MISSED' if missed else ''}", flush=True)
    return missed


def main() -> int:
    gc.disable()
    if sys.argv[1:]:
        return int(sum([growth(name) for name in sys.argv[1:]]) > 0)
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
    missed += sum([growth(name) for name in SHAPES])
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
