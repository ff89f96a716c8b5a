"""The table of docs/drafts.md: what `goalgen form draft` makes of each table in tests/data/forms, from the document alone.

Usage: python -m tests.tools.draft_table > docs/drafts.md
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from goalgen.cli.draft import prove
from goalgen.docx import Row, open_package, walk
from goalgen.form import make_form
from goalgen.problem import Problem
from goalgen.verbs.draft import Draft, draft
from goalgen.verbs.draft.drafting import ITEM

FORMS = Path(__file__).parent.parent / "data" / "forms"
SEED = FORMS.parent / "legacy" / "tianjin-2022.docx"

HEAD = """# 起草的表样：与原表逐格核对

`goalgen form draft 文件.docx -o templates/名称.docx` 只凭一份 Word 表起草模板和 schema；起草后立即用它读原表、再生成、逐格核对（文字、跨列、合并）。
下表由 `python -m tests.tools.draft_table > docs/drafts.md` 算出，测试保证它与程序相符。五份已填的表是各地公开的真实表格，五份空白的是财政部的表样，最后一份是天津的 17 个项目（17 张表互相比较，不同的地方就是要填的）。

* **单元格**：再生成后与原文完全相同的格数／原有格数（含合并掉的格；表外的段落也算）。
* **要填的格**：清单以外，起草成栏位的格数／由人照原表数的、要填的格数（一格两个栏位算一格）。
* **清单行**：读进循环的指标行和任务行／由人数的行数。
* **没有把握**：起草时标了「？」、请人核对的栏位。
* **人要改的**：照原表逐项看过以后，人还要在 Word 里改的地方。

| 表 | 单元格 | 要填的格 | 清单行 | 没有把握 | 人要改的 |
|---|---|---|---|---|---|
"""


class Outcome(NamedTuple):
    """A draft and what came of it."""

    draft: Draft
    problems: list[Problem]
    same: int
    filled: int
    items: int


@cache
def outcome(path: Path) -> Outcome:
    """Draft from one document and prove the draft on it."""
    data = path.read_bytes()
    drafted, problems = draft([(path.name, data)], path.stem)
    assert drafted is not None, problems
    form, problems = make_form(path.stem, drafted.template, drafted.schema, path.name)
    assert form is not None, problems
    proof = prove(form, path.name, data)
    package, _ = open_package(drafted.template, path.name)
    assert package is not None
    texts = [
        cell.text for block in walk(package.document) for cell in (block.cells if isinstance(block, Row) else [block])
    ]
    filled = sum("{{" in text and f"{{{{ {ITEM}." not in text for text in texts)
    lists = [want.key for want in drafted.wants if want.items]
    items = sum(len(value[key]) for value in proof.values for key in lists)
    return Outcome(drafted, proof.problems, proof.same, filled, items)


def documents() -> list[Path]:
    """The documents of the table."""
    return [*sorted(FORMS.glob("*.docx")), SEED]


def page() -> str:
    """The whole page."""
    truth = yaml.safe_load((FORMS / "truth.yaml").read_text("utf-8"))
    lines = []
    for path in documents():
        each, true = outcome(path), truth[path.stem]
        wants = [want for one in each.draft.wants for want in (one.items or [one])]
        lines.append(
            f"| `{path.stem}` | {each.same}／{each.same + len(each.problems)} | {each.filled}／{true['要填']} "
            f"| {each.items}／{true['行']} | {sum(w.doubtful for w in wants)} | {'；'.join(true['要改']) or '无'} |\n"
        )
    return HEAD + "".join(lines)


if __name__ == "__main__":
    print(page(), end="")
