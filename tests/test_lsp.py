"""`goalgen lsp` with a client over standard input and output, as an editor talks to it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from lsprotocol import types
from test_slips_whole import mended
from tools.lsp import Editor

from goalgen.cli import main
from goalgen.lsp import Desk, Text
from goalgen.rules import catalog
from goalgen.rules.manual import codes
from goalgen.text import Source

BOOK = ROOT / "specs/331201/2022"
SPEC = BOOK / "08-科技系统干部教育培训.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    root: Path = tmp_path_factory.mktemp("editor")
    (root / "specs/331201").mkdir(parents=True)
    shutil.copytree(BOOK, root / "specs/331201/2022")
    return root


@pytest.fixture(scope="module")
def editor(folder) -> Iterator[Editor]:
    os.environ["PYTHONPATH"] = str(ROOT)
    with Editor([sys.executable, "-m", "goalgen", "lsp"], folder) as editor:
        yield editor


class Sheet:
    """A file in the editor."""

    def __init__(self, editor: Editor, path: Path, text: str) -> None:
        self.editor, self.uri, self.version, self.text = editor, path.as_uri(), 1, text
        item = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": text}
        editor.tell("textDocument/didOpen", textDocument=item)

    def type(self, old: str, new: str) -> None:
        assert self.text.count(old) == 1, old
        self.show(self.text.replace(old, new))

    def show(self, text: str) -> None:
        self.text, self.version = text, self.version + 1
        changes = [{"text": text}]
        document = {"uri": self.uri, "version": self.version}
        self.editor.tell("textDocument/didChange", textDocument=document, contentChanges=changes)

    def ask(self, method: str, **params: Any) -> Any:
        return self.editor.ask(f"textDocument/{method}", textDocument={"uri": self.uri}, **params)

    def published(self) -> list[dict[str, Any]]:
        """What is underlined in the text as it is now."""
        self.ask("hover", position={"line": 0, "character": 0})  # when it is answered, the change was worked on
        return self.editor.published[self.uri]

    def marked(self, *codes: str) -> list[dict[str, Any]]:
        """What is underlined, of these rules."""
        return [found for found in self.published() if found["code"] in codes]

    def under(self, found: dict[str, Any]) -> str:
        """The text that is underlined, counted in UTF-16 as the protocol says."""
        start, end = found["range"]["start"], found["range"]["end"]
        assert start["line"] == end["line"]
        units = self.text.split("\n")[start["line"]].encode("utf-16-le")
        return units[2 * start["character"] : 2 * end["character"]].decode("utf-16-le")

    def actions(self, span: dict[str, Any], *only: str) -> list[dict[str, Any]]:
        context: dict[str, Any] = {"diagnostics": [], **({"only": only} if only else {})}
        found: list[dict[str, Any]] = self.ask("codeAction", range=span, context=context)
        return found

    def apply(self, action: dict[str, Any]) -> None:
        """Make the edits of an action as an editor does: from the last to the first."""
        lines = self.text.split("\n")
        starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]

        def offset(place: dict[str, int]) -> int:
            units = lines[place["line"]].encode("utf-16-le")[: 2 * place["character"]]
            return starts[place["line"]] + len(units.decode("utf-16-le"))

        text = self.text
        for edit in reversed(action["edit"]["changes"][self.uri]):
            start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
            text = text[:start] + edit["newText"] + text[end:]
        self.show(text)

    def offered(self, before: str) -> list[dict[str, Any]]:
        """The completions where this much of the text has been written."""
        units = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
        found: list[dict[str, Any]] = self.ask("completion", position={"line": before.count("\n"), "character": units})
        return found


@pytest.fixture
def sheet(editor, folder) -> Sheet:
    path = folder / "specs/331201/2022" / SPEC.name
    return Sheet(editor, path, path.read_text("utf-8"))


def test_type_a_wrong_value_see_it_marked_and_apply_the_fix(sheet):
    before = sheet.text
    assert sheet.marked("G411") == []
    sheet.type("指标值: ≥10场次", "指标值: ≧10场次")
    [found] = sheet.marked("G411")
    assert found["message"] == "「≧」应写作 ≥"
    assert (found["severity"], found["source"], sheet.under(found)) == (3, "goalgen", "≧")
    action = next(each for each in sheet.actions(found["range"], "quickfix") if each["title"].startswith("G411"))
    assert (action["title"], action["isPreferred"], action["kind"]) == ("G411 改「≧」为「≥」", True, "quickfix")
    sheet.apply(action)
    assert sheet.text == before
    assert sheet.marked("G411") == []


def test_columns_are_counted_in_utf_16(sheet):
    sheet.type("三级指标: 参训干部满意度", '三级指标: "𠮷𠮷𠮷满意度  "')
    found = next(found for found in sheet.marked("G801") if sheet.under(found) == "  ")
    sheet.apply(next(each for each in sheet.actions(found["range"], "quickfix") if each["title"].startswith("G801")))
    assert '三级指标: "𠮷𠮷𠮷满意度"\n' in sheet.text


@pytest.mark.slow
def test_a_slip_of_the_schema_is_marked(sheet):
    sheet.type('单位代码: "331201"', '单位代码: "33120l"')
    [found] = sheet.marked("S206")
    assert (sheet.under(found), found["severity"]) == ('"33120l"', 1)


def test_yaml_that_cannot_be_read_is_marked_and_heals(sheet):
    before = sheet.text
    sheet.type("绩效目标:", "绩效目标: [")
    assert {found["code"][:2] for found in sheet.published()} == {"S1"}
    sheet.show(before)
    assert {found["code"][0] for found in sheet.published()} == {"G"}


def test_a_file_that_cannot_be_read_is_mended_as_it_is_told(sheet):
    before = sheet.text
    sheet.type('预算数: "43.00"', "预算数：“43.00”")
    [found] = sheet.marked("S121")
    action = next(each for each in sheet.actions(found["range"], "quickfix"))
    assert action["title"].startswith("S121 改「")
    assert action["isPreferred"] is True
    sheet.apply(action)
    assert sheet.text == before


def test_a_file_that_cannot_be_read_is_mended_at_once(sheet):
    before = sheet.text
    sheet.type('预算数: "43.00"', "预算数：“43.00”")
    sheet.type("资金用途: ", "资金用途:")
    [action] = sheet.actions(
        {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "source.fixAll"
    )
    sheet.apply(action)
    assert sheet.text == mended(before)  # as `check --fix` does, on to what the rules say


def test_what_goes_beyond_one_file_is_seen_in_the_folder(sheet):
    sheet.type('序号: "8"', '序号: "7"')
    [found] = sheet.marked("S211")
    assert found["message"].startswith("「序号」与 07-")
    assert sheet.under(found) == '"7"'


def test_a_fix_that_changes_meaning_says_so(sheet):
    found = next(found for found in sheet.marked(*catalog()) if catalog()[found["code"]].fix == "unsafe")
    actions = sheet.actions(found["range"], "quickfix")
    action = next(each for each in actions if each["diagnostics"][0]["code"] == found["code"])
    assert action["title"].endswith("（会改变意思，请核对）")
    assert action["isPreferred"] is False


@pytest.mark.slow
def test_all_that_is_safe_at_once(sheet):
    sheet.type("指标值: ≥10场次", "指标值: ≧10场次")
    sheet.type("预算数:", "预算数 :")
    [action] = sheet.actions(
        {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "source.fixAll"
    )
    sheet.apply(action)
    assert "指标值: ≥10场次" in sheet.text
    safe = [found for found in sheet.marked(*catalog()) if catalog()[found["code"]].fix == "safe"]
    assert safe == []


def test_hover_shows_the_page_of_any_code(sheet):
    sheet.type("资金用途:", "资金用处:")
    [found] = sheet.marked("S204")
    shown = sheet.ask("hover", position=found["range"]["start"])
    assert shown["contents"]["value"].startswith(codes()["S204"].page)


def test_hover_shows_the_page_of_the_rule_and_what_the_key_is_for(sheet):
    sheet.type("指标值: ≥10场次", "指标值: ≧10场次")
    [found] = sheet.marked("G411")
    shown = sheet.ask("hover", position=found["range"]["start"])
    assert shown["contents"]["value"].startswith(codes()["G411"].page)
    key = {"line": found["range"]["start"]["line"], "character": 3}
    assert "**指标值** " in sheet.ask("hover", position=key)["contents"]["value"]
    assert sheet.ask("hover", position={"line": 10_000, "character": 0}) is None


@pytest.mark.parametrize(
    ("level1", "expected"),
    [
        ("产出指标", ["数量指标", "质量指标", "时效指标", "成本指标"]),
        ("满意度指标", ["服务对象满意度指标"]),
        ("效益", ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"]),
    ],
)
@pytest.mark.slow
def test_level_2_is_completed_by_level_1(sheet, level1, expected):
    sheet.show(f"{sheet.text.rstrip()}\n- 一级指标: {level1}\n  二级指标:")
    assert [each["label"] for each in sheet.offered(sheet.text)] == expected
    sheet.show(f"{sheet.text} 数")
    [first, *_] = sheet.offered(sheet.text)
    sheet.apply({"edit": {"changes": {sheet.uri: [first["textEdit"]]}}})
    assert sheet.text.endswith(f"- 一级指标: {level1}\n  二级指标: {expected[0]}")


def test_what_only_looks_like_a_key_is_none(sheet):
    text = "- 一级指标: 产出指标\n  绩效指标描述: |-\n    一级指标: 满意度指标\n  二级指标:"
    sheet.show(f"{sheet.text.rstrip()}\n{text}")
    assert [each["label"] for each in sheet.offered(sheet.text)] == ["数量指标", "质量指标", "时效指标", "成本指标"]


ROW = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"]


def test_level_1_is_completed_and_nothing_else(sheet):
    sheet.show(f"{sheet.text.rstrip()}\n- 一级指标:")
    assert [each["label"] for each in sheet.offered(sheet.text)] == ["产出指标", "效益指标", "满意度指标"]
    assert [each["label"] for each in sheet.offered(sheet.text.removesuffix(":"))] == ROW
    assert sheet.offered(sheet.text.partition(" 科技")[0]) == []


def test_the_fields_of_the_row_at_hand_are_offered(sheet):
    sheet.show(f"{sheet.text.rstrip()}\n- 一级指标: 产出指标\n  指标值: 1\n  三")
    offered = sheet.offered(sheet.text)
    assert [each["label"] for each in offered] == ["二级指标", "三级指标", "绩效指标描述"]
    sheet.apply({"edit": {"changes": {sheet.uri: [offered[1]["textEdit"]]}}})
    assert sheet.text.endswith("\n- 一级指标: 产出指标\n  指标值: 1\n  三级指标: ")


@pytest.mark.slow
def test_a_text_is_put_into_the_canonical_layout(sheet):
    before = sheet.text
    sheet.show(before.replace('"43.00"', "'43.00'").replace("绩效目标:\n- ", "绩效目标:\n-   "))
    assert sheet.text != before
    edits = sheet.ask("formatting", options={"tabSize": 2, "insertSpaces": True})
    sheet.apply({"edit": {"changes": {sheet.uri: edits}}})
    assert sheet.text == before
    assert sheet.ask("formatting", options={"tabSize": 2, "insertSpaces": True}) == []


def test_a_text_that_cannot_be_read_is_not_put_into_layout_and_it_is_told_why(sheet):
    sheet.type("绩效目标:", "绩效目标: [")
    assert sheet.ask("formatting", options={"tabSize": 2, "insertSpaces": True}) == []
    told = "goalgen：没有整理：请先改好第 12 行的问题（S124 "
    assert [each["message"][: len(told)] for each in sheet.editor.messages][-1:] == [told]


def test_a_yaml_file_of_others_is_let_alone(editor, folder):
    other = Sheet(editor, folder / "compose.yaml", "services:\n  web: {image: nginx}\n")
    assert other.published() == []


def test_settings_count(editor, folder):
    path = folder / "specs/331201/2022" / SPEC.name
    (folder / "goalgen.toml").write_text('ignore = ["G"]\n', "utf-8")
    try:
        quiet = Sheet(editor, path, path.read_text("utf-8"))
        assert quiet.published() == []
    finally:
        (folder / "goalgen.toml").unlink()


@pytest.mark.parametrize(("encoding", "units"), [("utf-8", 10), ("utf-16", 6), ("utf-32", 5)])
def test_columns_are_counted_as_both_sides_agreed(encoding, units):
    text = Text(Source("a.yaml", "甲: 1\n- a𠮷乙≧\n"), encoding)
    offset = text.source.text.index("≧")
    place = text.position(offset)
    assert (place.line, place.character) == (1, units)
    assert text.offset(place) == offset
    assert text.offset(types.Position(1, 999)) == len(text.source.text) - 1
    assert text.offset(types.Position(9, 0)) == len(text.source.text)


def test_the_other_files_of_the_folder_count_as_they_are_in_the_editor(tmp_path):
    one, two = (f"表样: tianjin-2022\n序号: {number}\n项目名称: 甲{number}\n" for number in (1, 2))
    (tmp_path / "1.yaml").write_text(one, "utf-8")
    (tmp_path / "2.yaml").write_text(two, "utf-8")
    desk, uris = Desk(), [(tmp_path / name).as_uri() for name in ("1.yaml", "2.yaml")]
    assert [p.code for p in desk.look(uris[0], one, "utf-16").problems if p.code == "S211"] == []
    desk.look(uris[1], two.replace("序号: 2", "序号: 1"), "utf-16")
    assert [
        p.code for p in desk.look(uris[1], two.replace("序号: 2", "序号: 1"), "utf-16").problems if p.code == "S211"
    ]
    desk.look(uris[0], one.replace("序号: 1", "序号: 3"), "utf-16")
    assert not [p for p in desk.look(uris[1], two.replace("序号: 2", "序号: 1"), "utf-16").problems if p.code == "S211"]


def test_a_file_that_is_not_on_the_disk_is_judged_too():
    sheet = Desk().look("untitled:Untitled-1", "表样: tianjin-2022\n指标: 1\n", "utf-16")
    assert {problem.where.file for problem in sheet.problems} == {"未命名.yaml"}


def test_without_pygls_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr("goalgen.cli.editor.find_spec", lambda _: None)
    assert main(["lsp"]) == 2
    told = (
        '错误：goalgen lsp 要用 pygls，这里没有装：请在 goalgen 的源码目录里运行 pip install ".[lsp]"，'
        '或用手上的 wheel：pip install "goalgen-版本-py3-none-any.whl[lsp]"\n'
    )
    assert capsys.readouterr() == ("", told)


def test_only_the_command_imports_the_server_and_only_when_it_runs():
    importing = "import sys, goalgen.cli.check, goalgen.cli.editor; sys.exit('pygls' in sys.modules)"
    assert os.system(f'cd "{ROOT}" && "{sys.executable}" -c "{importing}"') == 0
