"""Whole archives: folders are read, surveyed and read again; near misses explain themselves and leave a draft."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, form
from documents import document
from test_read import HEADER, ROW, head, tables

from goalgen.cli import console, main
from goalgen.desk import documents, skipped, tree
from goalgen.form.liberties import Liberty
from goalgen.verbs import survey as verb
from goalgen.verbs.read import Reading, read
from goalgen.verbs.survey import Departure, Near, Surveyed, survey

CONFORMANCE = ROOT / "tests/conformance"
FORM = "tianjin-2022"

TWINS = "".join(f"历年/近{number}.docx 和 历年/近0.docx 的内容完全相同，是同一份文件\n" for number in (1, 2))


def near(label: str) -> bytes:
    rows = head()
    rows[2][5] = label
    return document("1.甲项目绩效目标表", rows, " ", [HEADER, ROW])


@pytest.fixture
def archive(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("历年")
    (folder / "2021/二处").mkdir(parents=True)
    (folder / "2021/一.docx").write_bytes(document("1.甲项目绩效目标表", *tables()))
    (folder / "2021/二处/一.docx").write_bytes(document("2.乙项目绩效目标表", *tables("乙项目")))
    for number in range(3):
        (folder / f"近{number}.docx").write_bytes(near("其它"))
    (folder / "近9.DOCX").write_bytes(near("别的"))
    (folder / "坏.docx").write_bytes(b"PK\x03\x04")
    (folder / "网页.doc").write_bytes(b"<html>")
    (folder / "说明.docx").write_bytes(document("没有表", [["甲", "乙"]]))
    (folder / "批注.docx").write_bytes((CONFORMANCE / "comment.form.docx").read_bytes())
    (folder / "文本框.docx").write_bytes((CONFORMANCE / "text_box_vml_only.form.docx").read_bytes())
    (folder / "~$一.docx").write_bytes(b"lock")
    (folder / "说明.txt").write_text("甲")
    return folder


def test_a_survey_on_the_screen(archive, capsys):
    before = sorted(Path().rglob("*"))
    assert main(["survey", "历年"]) == 1
    out, err = capsys.readouterr()
    assert err == "".join(f"历年/近{number}.docx 和 历年/近0.docx 的内容完全相同，是同一份文件\n" for number in (1, 2))
    text, _, none = out.partition("不认识的版式")
    assert text == (
        "共 11 个文件，17 张表格，其中已知表样 4 张\n"
        "  tianjin-2022  4 张\n"
        "按文件：\n"
        "  无损  3 个\n"
        "  有未识别的文字  1 个\n"
        "  接近表样  4 个\n"
        "  没有已知的表  1 个\n"
        "  打不开  2 个\n"
        "有隐藏文字、修订或批注的 1 个，发布前要看：goalgen read 会逐处列出\n"
        "接近表样而不同的版式 2 种：\n"
        "  3 张表、3 个文件：tianjin-2022 应为「其他资金」，实为「其它」（如 历年/近0.docx 表1 第3行第6列）\n"
        "  1 张表：tianjin-2022 应为「其他资金」，实为「别的」（如 历年/近9.DOCX 表1 第3行第6列）\n"
        "打不开的文件：\n"
        "  历年/坏.docx：文件已损坏或没有传完整，打不开；请重新取一份，或用 Word 的“打开并修复”另存\n"
        "  历年/网页.doc：这是网页或 XML 文件，不是 .docx；请用 Word 或 WPS 打开，另存为 .docx\n"
    )
    assert none == (
        " 1 种，起草成表样就能读：\n"
        "  1 个文件：goalgen form draft 历年/说明.docx -o templates/新表样1.docx\n"
        "别的文件没有看：.txt 1 个\n"
    )
    assert sorted(Path().rglob("*")) == before


def test_a_survey_for_programs(archive, capsys):
    assert main(["survey", "历年", "--format", "json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert result["states"] == {"无损": 3, "有未识别的文字": 1, "接近表样": 4, "没有已知的表": 1, "打不开": 2}
    assert result["forms"] == {FORM: 4}
    assert [one["tables"] for one in result["departures"]] == [3, 1]
    assert result["others"] == {".txt": 1}
    assert main(["survey", "历年", "--format", "csv"]) == 1
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert rows[0] == ["文件", "结果", "表格数", "已知表样", "未识别字数", "隐藏处数", "接近表样", "保存软件", "说明"]
    assert rows[1] == ["历年/2021/一.docx", "无损", "2", "tianjin-2022×1", "0", "0", "0", "", ""]
    assert [row[1] for row in rows[1:]].count("接近表样") == 4


def test_a_thousand_near_misses_of_ten_layouts_are_ten_lines():
    documents = [
        Surveyed(f"{n}.docx", near=(Near(FORM, f"应为「{n % 10}」", "表1"), Near(FORM, "应为「0」", "表2")))
        for n in range(500)
    ]
    departures = survey(documents).departures
    assert [(one.departure, one.tables, one.files) for one in departures] == [
        ("应为「0」", 550, 500),
        *((f"应为「{n}」", 50, 50) for n in range(1, 10)),
    ]


def test_the_most_frequent_departure_comes_first_then_form_then_words():
    found = [("乙表", "二"), ("乙表", "一"), ("甲表", "二"), ("甲表", "三"), ("门表", "多"), ("门表", "多")]
    documents = [Surveyed(f"{n}.docx", near=(Near(*each, f"表{n}"),)) for n, each in enumerate(found)]
    assert survey(documents).departures == [
        Departure("门表", "多", "4.docx", "表4", 2, 2),
        Departure("乙表", "一", "1.docx", "表1", 1, 1),
        Departure("乙表", "二", "0.docx", "表0", 1, 1),
        Departure("甲表", "三", "3.docx", "表3", 1, 1),
        Departure("甲表", "二", "2.docx", "表2", 1, 1),
    ]


def test_a_folder_is_read_and_read_again(archive, capsys):
    shutil.rmtree("历年/2021/二处")
    assert main(["read", "历年", "--set", "年度=2021"]) == 1
    out, err = capsys.readouterr()
    assert err == f"{TWINS}共 10 个 Word 文件，读出的 3 个，3 张表（新写 3 个）\n"
    assert "历年/2021/一.docx：1 张表 → 2021/一（新写 1 个）\n" in out
    assert "历年/近0.docx：0 张表\n  没有读完的表，草稿在 近0/草稿1.yaml\n" in out
    files = {path: path.read_bytes() for path in Path().rglob("*.yaml")}
    assert len(files) == 3 + 4
    assert main(["read", "历年", "--set", "年度=2021"]) == 1
    assert "（新写" not in capsys.readouterr().out
    assert files == {path: path.read_bytes() for path in Path().rglob("*.yaml")}
    assert main(["read", "历年/2021", "-o", "全部"]) == 0
    assert [path.as_posix() for path in Path("全部").rglob("*.yaml")] == ["全部/一/01-甲项目.yaml"]


def test_nothing_to_read(archive, capsys):
    Path("空").mkdir()
    assert main(["survey", "空"]) == 2
    assert capsys.readouterr().err == "错误：这里没有 Word 文件（*.docx、*.doc）\n"


def test_a_bug_of_ours_does_not_stop_the_rest(archive, monkeypatch, capsys):
    from goalgen.desk import documents

    def broken(data: bytes, name: str, *rest: Any) -> Reading:
        if "近1" in name:
            raise ZeroDivisionError("oops")
        return read(data, name, *rest)

    monkeypatch.setattr(documents, "read", broken)
    assert main(["read", "历年", "-o", "出"]) == 2
    told = "没有处理完，遇到了没有料到的情况（ZeroDivisionError: oops，test_survey.py:152）；请把这个文件发给维护者"
    summed = "共 11 个 Word 文件，读出的 4 个，4 张表（新写 4 个）\n"
    assert capsys.readouterr().err == TWINS + f"错误：历年/近1.docx：{told}\n" + summed
    assert Path("出/近2/草稿1.yaml").exists()


def test_a_draft_is_refused_until_it_is_settled(archive, capsys):
    main(["read", "历年/近0.docx", "-o", "出", "--set", "年度=2022"])
    draft = Path("出/草稿1.yaml")
    told = "历年/近0.docx 表1 第3行第6列：应为「其他资金」，实为「其它」"
    assert draft.read_text(encoding="utf8") == (
        "# 这张表没有读完，下面是读到的部分。请对照原件补齐，再删去「未读完」这一行。\n"
        f"未读完: {told}\n"
        '表样: tianjin-2022\n序号: "1"\n单位代码: "331201"\n单位名称: 研究所\n金额单位: 万元\n项目名称: 甲项目\n'
        '预算数: "15.00"\n财政资金: "15.00"\n'
    )
    capsys.readouterr()
    assert main(["check", str(draft)]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first == f"{draft}:2:1 S213 这是没有读完的草稿（{told}）：请对照原件补齐，再删去「未读完」这一行"
    assert main(["build", "出", "-o", "册"]) == 1
    assert not Path("册").exists()


def test_what_is_hidden_is_counted_apart_and_listed(archive, capsys):
    assert main(["read", "历年/批注.docx", "--set", "年度=2022"]) == 1
    assert capsys.readouterr().out == (
        "历年/批注.docx：1 张表 → 批注（新写 1 个）\n"
        "  表内可见文字 654 字 = 栏位 586 + 固定文字 66 + 自动编号 1 + 版式 1 + 未识别 0\n"
        "  另有隐藏或已删除的文字 3 字，没有读\n"
        "历年/批注.docx 表1 第4行第2列 R406 批注（张三，2022-03-01）：「请核对」\n"
    )
    assert main(["read", "历年/批注.docx", "--set", "年度=2022", "--format", "json"]) == 1
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert document["account"]["hidden"] == 3
    assert document["hidden"] == [
        {
            "kind": "comment",
            "cell": "表1 第4行第2列",
            "text": "请核对",
            "author": "张三",
            "date": "2022-03-01T08:00:00Z",
        }
    ]


def test_the_original_can_be_read(archive, capsys):
    shutil.copy(CONFORMANCE / "deleted_run.form.docx", "改.docx")
    assert main(["show", "改.docx"]) == 1
    final = capsys.readouterr()
    assert main(["show", "改.docx", "--revisions", "original"]) == 0
    original = capsys.readouterr()
    assert "旧文字" not in final.out
    assert "旧文字" in original.out
    assert (
        original.err
        == "改.docx R411 文件里有修订，按原稿（拒绝全部修订）读；要读另一稿，加 --revisions final（提示）\n"
    )


def departs(*blocks: Any) -> list[Any]:
    result = read(document(*blocks), "旧.docx", [form(FORM)])
    return [(near.cell, near.departure, near.value) for near in result.near]


def test_a_near_miss_in_a_list_keeps_what_was_read_of_it():
    rows = [HEADER, ROW, ["效益指标", "社会效益指标", "多一格", "满意", "≥9", "多余"]]
    (found,) = departs("1.甲项目绩效目标表", *tables(goals="1.甲\n2.乙")[:2], [["一级指标", "二级指标"]])
    assert found[:2] == ("表2 第1行", "「一级指标」那一行应有5格，实有2格（一级指标｜二级指标）")
    assert found[2]["绩效目标"] == ["甲", "乙"]
    result = read(document("1.甲项目绩效目标表", *tables()[:2], rows), "旧.docx", [form(FORM)])
    assert [text for _, text in result.ledger.residue()] == rows[2]


def test_a_near_miss_in_a_value_says_how_the_template_writes_it():
    assert departs("1.甲项目绩效目标表", head(goals="1、甲"), " ", [HEADER, ROW])[0][:2] == (
        "表1 第5行第2列",
        "应为「1.〔绩效目标〕」，实为「1、甲」",
    )
    assert departs("1.甲项目绩效目标表", head(unit="单位：亿元"), " ", [HEADER, ROW]) == []


def liberties(*blocks: Any) -> list[tuple[str, str]]:
    result = read(document(*blocks), "旧.docx", [form(FORM)])
    assert len(result.specs) == 1
    return [(str(note.address), str(note.liberty)) for note in result.notes]


def test_the_account_names_the_liberties_of_layout():
    top, blank, below = tables()
    title = "1.甲项目绩效目标表"
    assert liberties(title, top, blank, below) == []
    narrow = [[cell if not isinstance(cell, tuple) else cell[0] for cell in top[0]], *top[1:]]
    assert liberties(title, narrow, blank, below) == [("表1 第1行", Liberty.SPANS)]
    assert liberties(title, [*top, *below]) == [("表1 第6行", Liberty.JOINED)]
    assert liberties(top, blank, below) == [("表1 第1行", Liberty.NO_HEADING)]
    assert liberties(title, top, blank, below, "", [HEADER, ROW]) == [
        ("表3 第2行", Liberty.CUT),
        ("第3段", Liberty.BLANK_PARAGRAPH),
        ("表3 第1行", Liberty.HEADER),
    ]
    assert liberties(title, top, blank, [HEADER, [""] * 5, ROW]) == [("表2 第2行", Liberty.BLANK_ROW)]
    padded = [["一 级 指 标", "二级\n指标", "「三级指标」", "绩效指标描述：", "指标值"], ROW]
    assert liberties(title, top, blank, padded) == [(f"表2 第1行第{n}列", Liberty.LABEL) for n in range(1, 5)]


def test_a_document_without_a_known_form_names_the_nearest():
    result = read(document([["项目名称", "甲"], ["预算数", "1"]]), "旧.docx", [form(FORM)])
    like = "最接近「项目支出绩效目标表（天津市 2022 年）」：11 个标签里有 2 个，第一处不同：没有「预算规模及资金用途」"
    assert list(map(str, result.problems)) == [
        f"旧.docx R301 没有找到表样 {FORM} 的表；{like}；是别的版式，就起草表样：goalgen form draft 旧.docx -o templates/旧.docx"
    ]
    result = read(document("只有文字"), "旧.docx", [form(FORM)])
    assert result.problems[0].message == f"没有找到表样 {FORM} 的表；文件里没有表格，或表格是图片"


def test_files_come_in_the_order_of_their_paths_however_many_there_are(tmp_path):
    for name in ("b", "a b", "a", "a/c", "a.x", "a-b", "甲", "A"):
        (tmp_path / name).mkdir()
        for inside in ("2.docx", "1.docx", "a.docx", "1"):
            (tmp_path / name / inside).touch()
    (tmp_path / "a.docx").touch()
    found = list(tree.below(tmp_path, []))
    assert found == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(found) == 33


def test_documents_are_looked_for_as_they_are_asked_for(archive):
    found = documents.expand(["历年"])
    assert (found.count, found.others, found.refusals) == (11, {".txt": 1}, [])
    assert all(each.is_alone for each in found.documents())
    shutil.copy("历年/近0.docx", "历年/近0.doc")
    shutil.copy("历年/近0.docx", "历年/2021/近0.docx")
    assert [str(each) for each in found.documents() if not each.is_alone] == ["历年/近0.doc", "历年/近0.docx"]
    twice = documents.expand(["历年/近0.docx", "历年/2021", "历年"])
    assert (twice.count, [each for each in twice.documents() if each.is_alone]) == (13, [])
    assert next(twice.documents()) == documents.Document(Path("历年/近0.docx"))


def test_what_is_kept_of_an_archive_is_bounded_and_said(archive, capsys, monkeypatch):
    monkeypatch.setattr(skipped, "COMPARED", 10)
    monkeypatch.setattr(verb, "KINDS", 1)
    assert main(["survey", "历年"]) == 1
    out, err = capsys.readouterr()
    assert err == "文件有 11 个，太多，没有比较哪些内容完全相同（最多比较 10 个）\n"
    assert "接近表样而不同的版式 1 种：\n" in out
    assert "\n  版式太多，还有 1 张表没有归类\n" in out
    assert main(["survey", "历年", "--format", "json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert list(result) == ["documents", "states", "forms", "departures", "ungrouped", "layouts", "others", "refusals"]
    assert (result["ungrouped"], len(result["documents"])) == (1, 11)


def test_an_empty_list_is_json_too(capsys):
    for rows in ([], [{"甲": 1}], [1, 2]):
        console.as_json_rows("行", iter(rows), lambda: {"完": True})
        out = capsys.readouterr().out
        assert out == json.dumps({"行": rows, "完": True}, ensure_ascii=False, indent=2) + "\n"
