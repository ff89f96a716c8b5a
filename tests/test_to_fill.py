"""【请填】 from end to end: in a Word file it is found with its cell, it is read as it stands, and nothing is built from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, form, specs_in

from goalgen.cli import main
from goalgen.desk.forms import Forms
from goalgen.docx import open_package, write_package
from goalgen.verbs.build import build

BOOK = ROOT / "specs/331201/2022"
PLACES = [
    ("天津市科学技术信息研究所", "【请填】", "表1 第1行第1列", "5:7", "单位名称"),
    ("43.00</w:t>", "【请填】</w:t>", "表1 第3行第3列", "8:6", "预算数"),
    ("科技系统干部教育培训有关费用", "用于【请填】", "表1 第4行第2列", "11:7", "资金用途"),
    ("≤43.5万元", "≤【请填】万元", "表2 第2行第5列", "19:8", "绩效指标 第1条 指标值"),
    ("深入贯彻", "【请填】", "表1 第5行第2列", "13:3", "绩效目标 第1条"),
]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Forms, "usable", lambda _: ([form("tianjin-2022")], []))
    monkeypatch.setattr(Forms, "form", lambda *_: (form("tianjin-2022"), []))
    return tmp_path


def document(*edits: tuple[str, str]) -> bytes:
    """A Word file with one table in which somebody left something to be filled in."""
    (spec,) = [spec for spec in specs_in(BOOK) if spec.value["序号"] == "8"]
    package, _ = open_package(build([spec], form("tianjin-2022")).data, "表.docx")
    text = package.parts["word/document.xml"].decode()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return write_package({**package.parts, "word/document.xml": text.encode()})


@pytest.mark.parametrize(("old", "new", "cell", "place", "field"), PLACES)
def test_what_is_still_to_be_written_in_a_word_file(here, capsys, old, new, cell, place, field):
    Path("表.docx").write_bytes(document((old, new)))
    assert main(["check", "表.docx", "--select", "G106"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == (
        f"表.docx {cell} G106 「【请填】」是没有替换的占位符：请写实际内容"
    )
    assert main(["read", "表.docx", "-o", "出"]) == 0
    capsys.readouterr()
    (read,) = Path("出").glob("*.yaml")
    assert read.read_text("utf-8").count("【请填】") == 1
    assert main(["build", "出", "-o", "成"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == f"{read}:{place} B105 「{field}」还是【请填】：请换成内容"
    assert err.splitlines()[0] == "没有生成 出：请先改好上面的问题"
    assert not Path("成").exists()


def test_all_places_are_listed_together(here, capsys):
    Path("表.docx").write_bytes(document(*(edit[:2] for edit in PLACES)))
    main(["read", "表.docx", "-o", "出"])
    capsys.readouterr()
    assert main(["build", "出", "-o", "成"]) == 1
    said = capsys.readouterr().out
    assert [line.split("「")[1].split("」")[0] for line in said.splitlines() if "B105" in line] == [
        "单位名称",
        "预算数",
        "资金用途",
        "绩效目标 第1条",
        "绩效指标 第1条 指标值",
    ]
