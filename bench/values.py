"""How checking grows with values that were made to take long: each shape of `tests/hostile_values.py` at four times the size.

Bar: an exponent of CPU time over size of at most 1.4 where it takes more than 0.2 s, and 10 s for each.
Run: python bench/values.py [SHAPE …]
"""

from __future__ import annotations

import gc
import math
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import form  # noqa: E402
from hostile_values import MANY, SHAPES  # noqa: E402

from goalgen.rules import Project, judge  # noqa: E402
from goalgen.spec import dump  # noqa: E402
from goalgen.text import Source  # noqa: E402
from goalgen.value import parse  # noqa: E402
from goalgen.verbs.check import check  # noqa: E402

FORM = form("tianjin-2022")


def seconds_of(name: str, size: int) -> float:
    """CPU time of loading, validating and judging a shape."""
    source = Source("大.yaml", dump(SHAPES[name](size)))
    parse.cache_clear()
    start = time.process_time()
    spec, _ = check(source, lambda _: FORM.schema, [FORM.name])
    if spec is not None:
        judge([Project(spec, FORM.schema)])
    return time.process_time() - start


def missed(name: str) -> bool:
    size = 500 if name in MANY else 2_000
    small, large = seconds_of(name, size), seconds_of(name, 4 * size)
    exponent = math.log(max(large, 1e-3) / max(small, 1e-3), 4)
    bad = (large > 0.2 and exponent > 1.4) or large > 10
    print(f"{name}, size {4 * size}: {large:.2f} s, exponent {exponent:.2f}{': MISSED' if bad else ''}", flush=True)
    return bad


def main() -> int:
    gc.disable()
    seconds_of("rows", 10)
    return int(sum([missed(name) for name in sys.argv[1:] or SHAPES]) > 0)


if __name__ == "__main__":
    sys.exit(main())
