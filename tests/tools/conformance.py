"""Make the files of `tests/conformance`: each construct in a small document, and in the table of one published project.

Run from the repository: `python tests/tools/conformance.py [--expect]`. With `--expect` the expectations are written as
well, from what is read now: look at every line before you commit it.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import constructs_layout  # noqa: E402, F401
import constructs_looks  # noqa: E402, F401
import constructs_text  # noqa: E402, F401
from conftest import form, specs_in  # noqa: E402
from constructs import CONSTRUCTS, NAMESPACES, apply  # noqa: E402
from documents import document  # noqa: E402

from goalgen.docx import DOCUMENT, open_package, write_package  # noqa: E402
from goalgen.verbs.build import build  # noqa: E402

REVISED = (
    "inserted_run", "deleted_run", "moved_run", "inserted_paragraph", "deleted_paragraph",
    "deleted_paragraph_end", "moved_paragraph", "inserted_row", "deleted_row",
)  # fmt: skip
FOLDER = ROOT / "tests/conformance"
BLOCKS = (
    "1.甲乙≥95%丙丁",
    "2.戊己",
    [
        ["项目名称", ("科技≥三项", 3)],
        ["绩效目标", "子丑", "寅卯", "辰巳"],
        [None, "午未", "申酉", "戌亥"],
        ["指标值", "一", "二", "三"],
    ],
    "末段",
)


def _alone(book: bytes) -> bytes:
    """A few paragraphs and a small table in the package of a built book."""
    opened, small = open_package(book, "")[0], open_package(document(*BLOCKS), "")[0]
    assert opened
    assert small
    parts = {name: opened.parts[name] for name in opened.parts if not name.startswith("customXml/")}
    for name in ("word/_rels/document.xml.rels", "[Content_Types].xml"):
        parts[name] = re.sub(rb"<(Relationship|Override)[^>]*(customXml|footer)[^>]*/>", b"", parts[name])
    parts = {name: content for name, content in parts.items() if "footer" not in name}
    grid = b"".join(b'<w:gridCol w:w="2000"/>' for _ in range(4))
    table = b'<w:tbl><w:tblPr><w:tblW w:w="8000" w:type="dxa"/></w:tblPr><w:tblGrid>' + grid + b"</w:tblGrid>"
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix != "w").encode()
    content = small.parts[DOCUMENT].replace(b"<w:document", b"<w:document " + names, 1)
    parts[DOCUMENT] = content.replace(b"<w:tbl>", table).replace(b"<w:tcPr></w:tcPr>", b"")
    return write_package(parts)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.docx"):
        old.unlink()
    inside = build(specs_in(ROOT / "specs/331201/2022")[7:8], form("tianjin-2022")).data
    assert inside
    alone = _alone(inside)
    for name in CONSTRUCTS:
        where = 0 if CONSTRUCTS[name].target != "table" else None
        (FOLDER / f"{name}.alone.docx").write_bytes(apply(alone, name, random.Random(name), where))
        place = {"text": 11, "paragraph": 12, "cell": 5, "≥": 0, "numbered": 0}.get(CONSTRUCTS[name].target)
        (FOLDER / f"{name}.form.docx").write_bytes(apply(inside, name, random.Random(name + "1"), place))
    many = build(specs_in(ROOT / "specs/331201/2022")[:3], form("tianjin-2022")).data
    assert many
    rng = random.Random(2022)
    for _ in range(4):
        for name in REVISED:
            many = apply(many, name, rng)
    folder = ROOT / "tests/data/revisions"
    folder.mkdir(exist_ok=True)
    (folder / "many.docx").write_bytes(many)
    if "--expect" in sys.argv:
        from test_conformance import read_in_form, seen

        for name in CONSTRUCTS:
            alone, table = ((FOLDER / f"{name}.{kind}.docx").read_bytes() for kind in ("alone", "form"))
            told = ["# 单独", *seen(alone), "# 在绩效目标表里", *read_in_form(table), ""]
            (FOLDER / f"{name}.txt").write_text("\n".join(told), encoding="utf8")


if __name__ == "__main__":
    main()
