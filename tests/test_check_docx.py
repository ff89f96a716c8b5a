"""`goalgen check FILE.docx`: the findings at their places in Word, and as comments that `goalgen show --comments` reads back."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, form, specs_in
from documents import document
from rules import seed
from test_valid_docx import validate

from goalgen.cli import main
from goalgen.desk.forms import Forms
from goalgen.docx import Address, Hidden, Veil, open_package, walk
from goalgen.ledger import findings
from goalgen.rules import judge
from goalgen.verbs.build import build

BOOK = ROOT / "specs/331201/2022"
TRAINING = next(BOOK.glob("08-*"))


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder, where only one form is known: to load all of them takes its time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Forms, "usable", lambda _: ([form("tianjin-2022")], []))
    return tmp_path


@pytest.fixture
def training(here) -> Path:
    """The Word file of one published project."""
    data = build([spec for spec in specs_in(BOOK) if spec.source.name == TRAINING.name], form("tianjin-2022")).data
    assert data is not None
    (here / "上报.docx").write_bytes(data)
    return Path("上报.docx")


def cell(path: Path, place: str) -> str:
    """The text at a place, as a person would look it up."""
    table, row, column = map(int, re.fullmatch(r"表(\d+) 第(\d+)行第(\d+)列", place).groups())
    opened, _ = open_package(path.read_bytes(), path.name)
    rows = [block for block in walk(opened.document) if getattr(block, "table", 0) == table and block.number == row]
    return next(cell.text for cell in rows[0].cells if cell.column == column)


def test_findings_stand_at_their_cells(training, capsys):
    assert main(["check", "上报.docx", "--select", "G521,G403,G802"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "上报.docx 表2 第2行第5列 G521 成本「≤43.5万元」超过预算数 43.00万元，多 0.50万元",
        "  科技系统干部教育培训 › 预算控制",
        "上报.docx 表2 第7行第5列 G403 「百分比」应写作 %：≥99%（警告）",
        "  科技系统干部教育培训 › 参训干部满意度",
        "上报.docx 表2 第4行第3列 G802 末尾有 2 个空段落：删去（提示）",
        "  科技系统干部教育培训 › 干部培训质量",
        "上报.docx 表2 第6行第3列 G802 末尾有 2 个空段落：删去（提示）",
        "  科技系统干部教育培训 › 干部教育培训效果",
    ]
    assert err == "共 1 个文件，1 个错误、1 个警告、2 个提示\n"
    assert cell(training, "表2 第2行第5列") == "≤43.5万元"
    assert cell(training, "表2 第7行第5列") == "≥99百分比"


def test_all_formats_know_the_place(training, capsys):
    for name, found in [
        ("json", '"cell": "表2 第2行第5列"'),
        ("github", "（表2 第2行第5列）"),
        ("md", "| 上报.docx 表2 第2行第5列 | G521 成本指标超过预算数 | 错误 | 科技系统干部教育培训 | 预算控制 |"),
        ("sarif", '"name": "表2 第2行第5列"'),
    ]:
        assert main(["check", "上报.docx", "--select", "G521", "--format", name]) == 1
        assert found in capsys.readouterr().out


def test_a_word_file_says_what_its_specs_say(here, capsys):
    """The same findings as of the specs that it was built from, with the text of every cell that is meant."""
    shutil.copytree(BOOK, here / "specs/2022")
    assert main(["build"]) == 0
    capsys.readouterr()
    assert main(["check", "build/2022.docx", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["problems"]
    ours = sorted(problem.code for problem in judge(seed()))
    assert sorted(each["code"] for each in found) == ours
    assert all(re.fullmatch(r"表\d+ 第\d+行第\d+列", each["cell"]) for each in found)
    texts = {each["cell"]: cell(Path("build/2022.docx"), each["cell"]) for each in found if each["code"] == "G401"}
    assert len(texts) > 10
    assert not [text for text in texts.values() if re.match("[≥≤=<>]", text)]


def test_a_finding_about_a_list_is_at_its_first_cell(training, capsys):
    assert main(["check", "上报.docx", "--select", "G708,G303"]) == 0
    assert capsys.readouterr().out == (
        "上报.docx 表1 第5行第2列 G708 目标里没有数字和日期：写明数量、比率或完成时间（提示）\n  科技系统干部教育培训\n"
    )


def test_findings_come_table_by_table_and_those_without_a_place_at_its_first_cell(here, capsys):
    rows = [
        [("331201研究所", 4), ("单位：万元", 3)],
        ["项目名称", ("甲", 6)],
        ["预算规模及资金用途", "预算数", "1.00", "其中：财政    资金", "1.00", "其他资金", " "],
        [None, ("用", 6)],
        ["绩效目标", ("1.目标", 6)],
    ]
    indicators = [
        ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"],
        ["产出指标", "数量指标", "人数", "人数", "≥1人"],
    ]
    one = ["甲绩效目标表", rows, " ", indicators, "", " "]
    Path("无号.docx").write_bytes(document(*one, *one))
    main(["check", "无号.docx", "--select", "G203"])
    missing = 'S203 缺少「序号」，例如写：序号: "8"'
    blank = "G203 「其他资金」空着：没有就写 0.00（提示）"
    lines = capsys.readouterr().out.splitlines()
    assert {line for line in lines if line.startswith("  ")} == {"  甲"}
    assert [line for line in lines if " R" not in line and line[0] != " "] == [
        f"无号.docx 表1 第1行第1列 {missing}",
        f"无号.docx 表3 第1行第1列 {missing}",
        f"无号.docx 表1 第3行第7列 {blank}",
        f"无号.docx 表3 第3行第7列 {blank}",
    ]


@pytest.mark.slow
def test_comments_in_a_copy_are_read_back(training, capsys):
    assert main(["check", "上报.docx", "--annotate", "批注.docx", "--select", "G521,G403"]) == 1
    out, err = capsys.readouterr()
    assert err == "已写 批注.docx：2 个问题写成批注\n共 1 个文件，1 个错误、1 个警告\n"
    assert main(["show", "批注.docx", "--comments"]) == 0
    shown, err = capsys.readouterr()
    assert shown == (
        "表2 第2行第5列 goalgen：G521 成本「≤43.5万元」超过预算数 43.00万元，多 0.50万元\n"
        "表2 第7行第5列 goalgen：G403 「百分比」应写作 %：≥99%（警告）\n"
    )
    assert err == "共 2 条批注\n"
    said = [line.removeprefix("上报.docx ") for line in out.splitlines() if not line.startswith("  ")]
    assert said == shown.replace("goalgen：", "").splitlines()
    assert validate(Path("批注.docx")) == []


def test_a_copy_that_has_got_remarks_since_is_not_written_over(training, capsys):
    asked = ["check", "上报.docx", "--annotate", "批注.docx", "--select", "G521"]
    main(asked)
    main(asked)  # our own comments are written anew
    with zipfile.ZipFile("批注.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/comments.xml"] = parts["word/comments.xml"].replace(b'w:author="goalgen"', "w:author='王科长'".encode())
    with zipfile.ZipFile("批注.docx", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    before = Path("批注.docx").read_bytes()
    capsys.readouterr()
    assert main(asked) == 2
    assert capsys.readouterr().err.splitlines()[0] == (
        "错误：批注.docx 里有后加的批注 1 条（王科长：G521 成本「≤43.5万元」超过预算数 43.00万元，多 0.50），覆盖就没有了，没有写："
        "请换一个名字，或先用 goalgen show 批注.docx --comments 收好再删去它"
    )
    assert Path("批注.docx").read_bytes() == before
    shutil.copy("批注.docx", "上报.docx")
    assert main(asked) == 1  # what the document itself holds goes with it


def test_a_checked_copy_is_checked_again(training, capsys):
    main(["check", "上报.docx", "--annotate", "一.docx", "--select", "G521"])
    main(["check", "一.docx", "--annotate", "二.docx", "--select", "G521"])
    assert Path("二.docx").read_bytes() == Path("一.docx").read_bytes()
    capsys.readouterr()
    main(["check", "一.docx", "--select", "G521"])
    assert capsys.readouterr().out.splitlines()[2] == (
        "一.docx 表2 第2行第5列 R406 从这里起有 1 条 goalgen 写的批注（检查出的问题），没有逐条列出；公开前请删去（警告）"
    )


def test_what_people_remark_is_told_in_full_and_what_we_remarked_in_one_line():
    remark = (
        "这里的依据是哪一份文件，请在描述里写明文号和条款，并说明为什么比上一年多出两成，另附测算过程和三家询价的结果，谢谢配合。"
        * 2
    )
    hidden = [
        Hidden(Veil.COMMENT, Address(2, number, 5), text, author)
        for number, (text, author) in enumerate(
            [("G401 甲", "goalgen"), (remark, "王五"), ("G403 乙", "goalgen"), ("丙", "goalgen")], 2
        )
    ]
    assert [str(each) for each in findings(hidden, "表.docx")] == [
        "表.docx 表2 第2行第5列 R406 从这里起有 3 条 goalgen 写的批注（检查出的问题），没有逐条列出；公开前请删去",
        f"表.docx 表2 第3行第5列 R406 批注（王五）：「{remark}」",
    ]


def test_without_findings_the_copy_is_the_document(training, capsys):
    assert main(["check", "上报.docx", "--annotate", "批注.docx", "--select", "G001"]) == 0
    assert capsys.readouterr() == ("", "已写 批注.docx：0 个问题写成批注\n共 1 个文件，没有问题\n")
    assert Path("批注.docx").read_bytes() == training.read_bytes()
    assert main(["show", "批注.docx", "--comments"]) == 0
    assert capsys.readouterr() == ("", "共 0 条批注\n")


def test_a_copy_that_cannot_be_made_in_place_is_told(training, capsys):
    with zipfile.ZipFile(training, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", archive.read("word/document.xml"))
    assert main(["check", "上报.docx", "--annotate", "批注.docx", "--select", "G521"]) == 2
    out, err = capsys.readouterr()
    assert "G521" in out
    assert err.splitlines()[0] == (
        "错误：没有写批注：上报.docx 压缩包里的 word/document.xml 有 2 份，不能在原处修改；请用 Word 或 WPS 另存一次"
    )
    assert not Path("批注.docx").exists()


@pytest.mark.slow
def test_every_form_is_looked_for(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = ROOT / "tests/data/forms/norm_caiyu2020_10_selfeval.docx"
    assert main(["check", str(path), "--select", "G954", "--exit-zero"]) == 0
    assert " R3" not in capsys.readouterr().out


def test_settings_of_its_folder_count(training, capsys):
    Path("goalgen.toml").write_text('select = ["G521"]\n', "utf-8")
    assert main(["check", "上报.docx", "--statistics"]) == 1
    assert capsys.readouterr().out == "    1  G521  成本指标超过预算数\n"


def test_word_files_and_specs_together(training, here, capsys):
    (here / "specs").mkdir()
    shutil.copy(TRAINING, here / "specs")
    assert main(["check", "specs", "上报.docx", "没有.docx", "--select", "G521", "--format", "md"]) == 2
    out, err = capsys.readouterr()
    found = "G521 成本指标超过预算数 | 错误 | 科技系统干部教育培训 | 预算控制 | 成本「≤43.5万元」超过预算数 43.00万元，多 0.50万元 |  |"
    section = "### 科技系统干部教育培训\n\n| 位置 | 代码 | 程度 | 项目 | 指标 | 问题 | 写成 |\n|---|---|---|---|---|---|---|\n"
    row = "科技系统干部教育培训 | 1 | 0 | 0 | 43.00 万元 | 天津市科学技术信息研究所"
    assert out == (
        "| 项目 | 错误 | 警告 | 提示 | 预算 | 单位 | 文件 |\n|---|--:|--:|--:|--:|---|---|\n"
        f"| {row} | specs/{TRAINING.name} |\n| {row} | 上报.docx 表1 |\n| 合计 | 2 | 0 | 0 | 86.00 万元 |  |  |\n\n"
        "共 3 个文件、2 张表、1 个项目，预算合计 86.00 万元：2 个错误。\n\n"
        f"{section}| specs/{TRAINING.name}:19:8 表2 第2行第5列 | {found}\n\n{section}| 上报.docx 表2 第2行第5列 | {found}\n"
    )
    assert (
        err == "错误：不能读 没有.docx：没有这个文件或文件夹，请核对路径\n"
        "共 3 个文件、2 张表、1 个项目，预算合计 86.00 万元：2 个错误；有没检查成的，见上面\n"
    )


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--annotate", "批注.docx"], "--annotate 要写明 Word 文件：goalgen check 上报.docx --annotate 批注.docx"),
        (["上报.docx", "上报.docx", "二.docx", "--annotate", "批注.docx"], "有 2 个 Word 文件，--annotate 要写一个文件夹，每个文件在里面各有一个副本，不能是 批注.docx"),
        (["上报.docx", "--annotate", "上报.docx"], "--annotate 要写到另一个文件，不能是 上报.docx 自己"),
        (["上报.docx", "--annotate", "批注.pdf"], "--annotate 的文件名要以 .docx 结尾，不能是 批注.pdf"),
        (["上报.docx", "--fix"], "上报.docx 是 Word 文件，不能直接改：先 goalgen read 上报.docx，再改规格"),
    ],
)  # fmt: skip
def test_what_cannot_be_done(training, args, expected, capsys):
    Path("specs").mkdir()
    shutil.copy(TRAINING, "specs")
    before = training.read_bytes()
    assert main(["check", *args]) == 2
    assert capsys.readouterr() == ("", f"错误：{expected}\n")
    assert training.read_bytes() == before


def test_what_is_no_word_file_is_told(here, capsys):
    Path("a.docx").write_text("绩效目标表", "utf-8")
    assert main(["check", "a.docx", "--annotate", "b.docx"]) == 1
    assert capsys.readouterr().out.startswith("a.docx R101 ")
    assert not Path("b.docx").exists()


def test_a_spec_says_the_cells_of_its_own_word_file(training, here, capsys):
    """With `--cells`, and in the formats for programs, the place is that in the document built of the spec alone."""
    (here / "specs").mkdir()
    path = Path(shutil.copy(TRAINING, "specs"))
    args = ["--select", "G521,G403,G802,G708", "--exit-zero"]

    def said(*more: str) -> list[str]:
        assert main(["check", *more, *args]) == 0
        return [line for line in capsys.readouterr().out.splitlines() if not line.startswith("  ")]

    word = said("上报.docx")
    assert len(word) == 5
    told = said("specs", "--cells")
    assert sorted(re.sub(rf"^specs/{path.name}:\d+:\d+", "上报.docx", line) for line in told) == sorted(word)
    assert [re.sub(r" 表\d+ 第\d+行第\d+列", "", line) for line in told] == said("specs")
    for name, found in [
        ("json", '"cell": "表2 第2行第5列"'),
        ("github", "（表2 第2行第5列）"),
        ("md", ":19:8 表2 第2行第5列 |"),
    ]:
        assert any(found in line for line in map(str.strip, _raw("specs", name, args, capsys)))
    assert any('"name": "表2 第2行第5列"' in line for line in _raw("specs", "sarif", args, capsys))


def _raw(path: str, name: str, args: list[str], capsys) -> list[str]:
    assert main(["check", path, "--format", name, *args]) == 0
    return capsys.readouterr().out.splitlines()


def test_what_has_no_place_in_word_says_none(training, here, capsys):
    """The whole of a spec, and a spec whose form has no template that can be used."""
    (here / "specs").mkdir()
    path = Path(shutil.copy(TRAINING, "specs"))
    path.write_text(path.read_text("utf-8") + "多余: 项\n", "utf-8")
    assert main(["check", "--ignore", "G", "--format", "json"]) == 1
    assert [each["cell"] for each in json.loads(capsys.readouterr().out)["problems"]] == [""]
    (here / "templates").mkdir()
    (here / "schemas").mkdir()
    (here / "templates/tianjin-2022.docx").write_bytes(b"")
    shutil.copy(ROOT / "schemas/tianjin-2022.schema.json", here / "schemas")
    assert main(["check", "--select", "G521", "--cells"]) == 1
    assert "表2" not in capsys.readouterr().out


@pytest.mark.slow
def test_checking_specs_does_not_pay_for_word():
    code = (
        "import sys; from goalgen.cli import main; main(['check', 'specs/331201', '--exit-zero'])\n"
        "print(*{'docxtpl', 'lxml', 'pygls', 'jinja2'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    told, heavy = done.stderr.splitlines()
    assert told.startswith("共 17 个文件")
    assert heavy == ""


@pytest.mark.slow
def test_a_folder_of_word_files_is_checked_and_each_gets_a_copy(here, capsys):
    for name in ("甲局", "乙局"):
        (here / "收到" / name).mkdir(parents=True)
        (here / "收到" / name / "表.docx").write_bytes((ROOT / "tests/data/legacy/tianjin-2022.docx").read_bytes())
    before = (here / "收到/甲局/表.docx").read_bytes()
    assert main(["check", "收到", "--annotate", "批注过的", "--select", "G521", "--level", "错误"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        line
        for name in ("乙局", "甲局")
        for line in (
            f"收到/{name}/表.docx 表16 第2行第5列 G521 成本「≤43.5万元」超过预算数 43.00万元，多 0.50万元",
            "  科技系统干部教育培训 › 预算控制",
        )
    ]
    assert err == (
        "收到/甲局/表.docx 和 收到/乙局/表.docx 的内容完全相同，是同一份文件\n"
        "已写 批注过的/乙局/表.docx：1 个问题写成批注\n已写 批注过的/甲局/表.docx：1 个问题写成批注\n"
        "共 2 个文件、34 张表、17 个项目，预算合计 2,598.00 万元：2 个错误、4 个提示；提示没有列出，用 --level 提示 看\n"
        "  收到/乙局/表.docx：1 个错误、2 个提示\n  收到/甲局/表.docx：1 个错误、2 个提示\n"
    )
    assert (here / "收到/甲局/表.docx").read_bytes() == before
