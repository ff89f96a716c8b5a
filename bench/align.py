"""Which rows of two lists are the same row: lists of 2,000 rows, each kind as bad as it can be, and doubling sizes.

Bar (issue E): 2,000 rows in well under a second, whatever stands in them. Run: python bench/align.py
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

from goalgen.align import Row, align  # noqa: E402

KEY = ("一级指标", "二级指标", "三级指标")
SIZE = 2000
BAR = 1.0
RNG = random.Random(11)
LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
LONG = "".join(RNG.choices(LETTERS, k=2000))

Lists = tuple[list[Row], list[Row]]


def text(size: int) -> str:
    return "".join(RNG.choices(LETTERS, k=size))


def row(number: int, value: str = "≥1项", name: str = "第{}项检查完成数量") -> Row:
    said = name.format(number)
    levels = {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": said}
    return {**levels, "绩效指标描述": said, "指标值": value}


def shuffled(rows: list[Row]) -> list[Row]:
    return RNG.sample(rows, len(rows))


def rows(size: int, *args: str) -> list[Row]:
    return [row(number, *args) for number in range(size)]


def edited(texts: list[Row]) -> list[Row]:
    return [str(each)[:-2] + text(2) for each in texts]


def two_kinds(size: int) -> list[Row]:
    return [row(RNG.randrange(2)) for _ in range(size)]


def goals(size: int, length: int) -> list[Row]:
    return [text(length) for _ in range(size)]


def near_same(numbers: range, length: int) -> list[Row]:
    return [f"{number}{LONG[:length]}{number}{LONG[length:]}{number}" for number in numbers]


CASES: dict[str, Callable[[int], Lists]] = {
    "the same list": lambda n: (rows(n), rows(n)),
    "all rows equal, one more": lambda n: ([row(1)] * n, [row(1)] * (n + 1)),
    "all rows equal, nothing in common at the ends": lambda n: ([row(2), *[row(1)] * n], [*[row(1)] * n, row(3)]),
    "two kinds of rows at random": lambda n: (two_kinds(n), two_kinds(n)),
    "shuffled": lambda n: (rows(n), shuffled(rows(n))),
    "turned around": lambda n: (rows(n), rows(n)[::-1]),
    "every value changed": lambda n: (rows(n), rows(n, "≥2项")),
    "every value changed, shuffled": lambda n: (rows(n), shuffled(rows(n, "≥2项"))),
    "every name changed": lambda n: (rows(n), rows(n, "≥1项", "第{}次检查完成数量")),
    "every name changed, shuffled": lambda n: (rows(n), shuffled(rows(n, "≥1项", "第{}次检查完成数量"))),
    "one key, every value another": lambda n: (
        [row(1, f"≥{i}项") for i in range(n)],
        [row(1, f"≤{i}项") for i in range(n)],
    ),
    "a thousand keys twice": lambda n: (
        [row(i // 2, f"≥{i}项") for i in range(n)],
        shuffled([row(i // 2, f"≤{i}项") for i in range(n)]),
    ),
    "nothing in common": lambda n: (goals(n, 30), goals(n, 30)),
    "long texts, nothing in common": lambda n: (goals(n, 2000), goals(n, 2000)),
    "long texts, each edited, shuffled": lambda n: (found := goals(n, 2000), shuffled(edited(found))),
    "long texts, near-same": lambda n: (near_same(range(n), 1000), shuffled(near_same(range(n, 2 * n), 1000))),
    "blank rows against blank names": lambda n: (
        [row(0, f"{i}", "") for i in range(n)],
        [row(0, f"{i}项", "") for i in range(n)],
    ),
}


def main() -> int:
    worst = 0.0
    for name, make in CASES.items():
        seconds = []
        for size in (SIZE // 4, SIZE // 2, SIZE):
            left, right = make(size)
            start = time.process_time()
            found = align(left, right, KEY)
            seconds.append(time.process_time() - start)
        worst = max(worst, seconds[-1])
        moved = sum(pair.moved for pair in found.pairs)
        figures = " ".join(f"{each:.3f}" for each in seconds)
        print(f"{name}: {figures} s; {len(found.pairs)} pairs, {moved} moved, {len(found.only_left)} only left")
    print(f"worst {worst:.2f} s (bar {BAR:.2f})")
    return int(worst > BAR)


if __name__ == "__main__":
    sys.exit(main())
