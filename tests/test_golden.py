"""Golden files, for people to look at: the cells of each built table, what reading prints, and what refusals say."""

from __future__ import annotations

import pytest
from conftest import ROOT, form, spec_of, specs_in

from goalgen.docx import Paragraph, Row, open_package, walk
from goalgen.ledger import Kind
from goalgen.spec import Spec, dump
from goalgen.verbs.build import build
from goalgen.verbs.read import read

SPECS = {str(spec.value["项目名称"]): spec for spec in specs_in(ROOT / "specs/331201/2022")}
FORM = "tianjin-2022"


def cells(data: bytes) -> str:
    """A document as text: a line for each paragraph and cell, `^` for a cell that is merged away."""
    package, problems = open_package(data, "书.docx")
    assert package is not None, problems
    lines = []
    for block in walk(package.document):
        if isinstance(block, Paragraph):
            lines.append(f"P {block.text!r}")
        elif isinstance(block, Row):
            shown = ["^" if cell.origin is not None else f"{cell.span}{cell.text!r}" for cell in block.cells]
            lines.append(f"{block.address()}: {' | '.join(shown)}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("spec", SPECS.values(), ids=[str(spec.value["序号"]).zfill(2) for spec in SPECS.values()])
def test_the_cells_of_each_built_table(spec: Spec, file_regression):
    data = build([spec], form(FORM)).data
    assert data is not None
    file_regression.check(cells(data), encoding="utf8")


@pytest.mark.parametrize("document", ["tianjin-2022.docx", "tianjin-2022-libreoffice.docx"])
def test_the_specs_and_the_account_of_a_legacy_document(document, file_regression):
    reading = read((ROOT / "tests/data/legacy" / document).read_bytes(), document, [form(FORM)], {"年度": "2022"})
    counts = reading.ledger.counts()
    lines = [f"# {kind.value} {counts[kind]}" for kind in Kind] + [f"# {problem}" for problem in reading.problems]
    specs = "---\n".join(dump(spec.value, form(FORM).schema) for spec in reading.specs)
    file_regression.check("\n".join(lines) + "\n" + specs, encoding="utf8", extension=".yaml")


REFUSED = {
    "goal like the next": {"绩效目标": ["甲\n2.乙", "丙"]},
    "blank indicator": {
        "绩效指标": [dict.fromkeys(("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"), "")]
    },
    "header as indicator": {
        "绩效指标": [{key: key for key in ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值")}]
    },
    "two lines in the name": {"项目名称": "甲\n乙"},
    "no number": {"序号": ""},
    "unknown field": {"备注": "甲"},
    "wrong form": {"表样": "tianjin-2023"},
    "text for a list": {"绩效目标": "一段文字"},
    "list for a text": {"资金用途": ["甲"]},
    "text for an item": {"绩效指标": ["甲"]},
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_what_building_refuses_and_says(change, file_regression):
    value = SPECS["科技系统干部教育培训"].value | change
    built = build([spec_of(value)], form(FORM))
    assert built.data is None
    file_regression.check("\n".join(map(str, built.problems)) + "\n", encoding="utf8")
