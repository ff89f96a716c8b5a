"""The rules beside loading and validating: 100 books of 17 projects, 1,700 specs, in one run.

Bar (issue D): loading, validating and judging together <= 2 x loading and validating. Run: python bench/check.py
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

from goalgen.rules import Project, catalog, judge  # noqa: E402
from goalgen.spec import Path as SpecPath  # noqa: E402
from goalgen.spec import load  # noqa: E402
from goalgen.text import Source  # noqa: E402
from goalgen.verbs.check import validate  # noqa: E402

BOOKS = 100


def main() -> int:
    schema = json.loads((ROOT / "schemas" / "tianjin-2022.schema.json").read_text("utf-8"))
    texts = [(path.name, path.read_text("utf-8")) for path in sorted((ROOT / "specs/331201/2022").glob("*.yaml"))]
    meanings: dict[SpecPath, str] = {}
    before = rules = 0.0
    specs = findings = 0
    for number in range(BOOKS + 1):
        start = time.process_time()
        # texts differ from book to book, or caches would do the work
        loaded = [load(Source(name, text.replace("万元", f"{number}万元")))[0] for name, text in texts]
        book = [spec for spec in loaded if spec is not None]
        for spec in book:
            validate(spec, schema)
        middle = time.process_time()
        found = judge([Project(spec, schema, meanings=meanings) for spec in book])
        end = time.process_time()
        if number:  # the first pays for imports
            before, rules = before + middle - start, rules + end - middle
            specs, findings = specs + len(book), findings + len(found)
    ratio = (before + rules) / before
    print(f"{specs} specs, {len(catalog())} rules, {findings} findings")
    print(f"load + validate {before:.2f} s, rules {rules:.2f} s: {ratio:.2f} x (bar 2.00)")
    return int(ratio > 2)


if __name__ == "__main__":
    sys.exit(main())
