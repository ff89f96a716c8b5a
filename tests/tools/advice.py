"""Count law L11: of the problems that tell what to write, how many are cured by writing just that.

Usage: python -m tests.tools.advice [mutations]

Prints a line for each code and the sum, and ends with 1 when one is not cured. Looked at are the slips of the tests, the
examples on the pages of the codes and rules, and good specs with one to three slips put in (2000 when no number is given).
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import advice  # noqa: E402

from goalgen.rules.manual import codes  # noqa: E402

MUTATIONS = 2000
SEED = 11


def mutations(count: int) -> Iterator[str]:
    """Good specs with slips, the same ones each time."""
    chance = random.Random(SEED)
    texts = advice.good()
    for _ in range(count):
        text = chance.choice(texts)
        for _ in range(chance.choice([1, 1, 2, 3])):
            text = advice.mutated(text, *(chance.randrange(1000) for _ in range(3)))
        yield text


def main(count: int = MUTATIONS) -> int:
    told: dict[str, set[str]] = defaultdict(set)
    mended: dict[str, int] = defaultdict(int)
    wrong: list[str] = []
    texts = [*advice.corpus(), *((text, False) for text in mutations(count))]
    for text, fragment in dict.fromkeys(texts):
        before = advice.look(text, fragment=fragment)
        for problem in advice.advised(before):
            key = f"{problem.code} {problem.text}"
            if problem.text and key in told[problem.code]:
                continue
            after = advice.look(advice.written(before, problem), fragment=fragment) if problem.fix else before
            found = advice.uncured(before, problem, after) if problem.fix else ["没有照做"]
            wrong += [f"{each}\n  照「{problem}」改\n  {problem.where.text}" for each in found]
            mended[problem.code] += not problem.text
            told[problem.code] |= {key} if problem.text else set()
    for code in sorted(told):
        print(f"{code}  {len(told[code]):>5} 种写法  {mended[code]:>5} 处只说怎么改  {codes()[code].name}")
    carried, only = sum(map(len, told.values())), sum(mended.values())
    print(
        f"{len(texts)} 份文字：{sum(map(bool, told.values()))} 个代码给出 {carried} 种写法，{len(told)} 个代码另有 {only} 处只说怎么改"
    )
    print(f"照着写、照着改，验证通过 {carried + only - len(wrong)}，没有通过 {len(wrong)}")
    print("\n".join(wrong))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
