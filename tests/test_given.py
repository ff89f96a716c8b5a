"""`--set`: what only the user can give is asked for, and held against the schema before anything is written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, form, specs_in

from goalgen.cli import main
from goalgen.desk.forms import Forms
from goalgen.docx import open_package, write_package
from goalgen.verbs.build import build
from goalgen.verbs.read import read

pytestmark = pytest.mark.slow

BOOK = ROOT / "specs/331201/2022"
LEGACY = ROOT / "tests/data/legacy/tianjin-2022.docx"
ASKED = "用 --set 年度=…；这一项表上不印，这个文件里也没有带着"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Forms, "usable", lambda _: ([form("tianjin-2022")], []))
    shutil.copy(LEGACY, "旧.docx")
    return tmp_path


def asked(data: bytes, given: dict[str, str] | None = None) -> list[str]:
    problems = read(data, "表.docx", [form("tianjin-2022")], given).problems
    return [f"{p} {p.severity}" for p in problems if p.code == "R207"]


def test_a_year_that_was_carried_and_lost_is_asked_for():
    """LibreOffice drops the part in which it is carried."""
    data = build(specs_in(BOOK)[:2], form("tianjin-2022")).data
    package, _ = open_package(data, "表.docx")
    parts = {name: part for name, part in package.parts.items() if not name.startswith("customXml")}
    assert asked(data) == []
    assert asked(write_package(parts)) == [f"表.docx R207 没有年度：{ASKED} info"]
    assert asked(write_package(parts), {"年度": "2022"}) == []


def test_a_year_that_never_was_there_is_asked_for_once_in_a_document_of_others():
    assert asked(LEGACY.read_bytes()) == [f"表.docx R207 没有年度：{ASKED} info"]
    assert asked((ROOT / "tests/data/legacy/tianjin-2022-libreoffice.docx").read_bytes()) == [
        f"表.docx R207 没有年度：{ASKED} info"
    ]


def test_a_book_built_without_a_year_is_not_asked_for_one():
    specs = specs_in(BOOK)[:2]
    for spec in specs:
        spec.value.pop("年度", None)
    assert asked(build(specs, form("tianjin-2022")).data) == []


def test_the_note_is_none_of_a_check_of_the_document(here, capsys):
    main(["check", "--format", "json", "旧.docx"])
    assert [p["code"] for p in json.loads(capsys.readouterr().out)["problems"] if p["code"] == "R207"] == []


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("年度=24", "「年度」的「24」不符合写法，应如 2022（预算年度，四位数字，表上不印）"),
        ("年度=２０２２", "「年度」的「２０２２」不符合写法，应如 2022（预算年度，四位数字，表上不印）"),
        ("年度=2022年", "「年度」的「2022年」不符合写法，应如 2022（预算年度，四位数字，表上不印）"),
        ("年度=", "「年度」不能空着，例如写：2022"),
        ("金额单位=亿元", "「金额单位」只能是：万元、元；是不是「元」？"),
        (
            "绩效目标=甲",
            "「绩效目标」应是列表，每项另起一行、以“- ”开头，如“- 通过门户网站、天津科技公众号，宣传科技经费改革政…”，这里写的是一段文字「甲」",
        ),
    ],
)
@pytest.mark.parametrize("command", ["read", "roll", "roll form"])
def test_what_the_schema_would_not_take_stops_before_anything_is_written(given, reason, command, here, capsys):
    shutil.copytree(BOOK, "specs/331201/2022")
    arguments = {
        "read": ["read", "旧.docx", "-o", "出"],
        "roll": ["roll", "specs", "--to", "2023", "-o", "出"],
        "roll form": ["roll", "specs", "--to", "tianjin-2022", "-o", "出"],
    }[command]
    assert main([*arguments, "--set", given]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"错误：--set {given} 不能用，没有写：{reason}\n")
    assert not Path("出").exists()
    assert main([*arguments, "--set", "年度=2024"]) in (0, 1)
    assert '年度: "2024"\n' in next(Path("出").glob("08*")).read_text("utf8")


class TestWritingOver:
    """What nobody else has, the comments of a spec, is counted and named before and after it goes."""

    @pytest.fixture
    def commented(self, here, capsys) -> Path:
        assert main(["read", "旧.docx", "-o", "书", "--set", "年度=2022"]) == 0
        path = next(Path("书").glob("08*"))
        text = (
            path.read_text("utf8")
            .replace("预算数:", "# 已和财务核对\n预算数:")
            .replace("资金用途", "#goalgen: ignore G904 批复如此\n资金用途")
        )
        path.write_text("# 甲\n# 乙\n" + text.replace("≤43.5万元", "≤43万元"), "utf8")
        capsys.readouterr()
        return path

    def test_read(self, commented, capsys):
        before = commented.read_text("utf8")
        assert main(["read", "旧.docx", "-o", "书", "--set", "年度=2022"]) == 2
        lines = {text: number for number, text in enumerate(before.splitlines(), 1)}
        named = "、".join(f"{commented} 第 {lines[text]} 行「{text}」" for text in ("# 甲", "# 乙", "# 已和财务核对"))
        lost = f"3 条注释、1 条豁免（{named} 等）"
        assert capsys.readouterr().err == (
            f"错误：已有内容不同的 {commented}，没有动它们：只把 Word 里改的取进规格，用 goalgen pull；否则用 -o 另选文件夹，要覆盖就加 --force；覆盖会丢掉 {lost}\n"
        )
        assert commented.read_text("utf8") == before
        assert main(["read", "旧.docx", "-o", "书", "--set", "年度=2022", "--force"]) == 0
        assert f"\n  覆盖丢掉了 {lost}\n" in capsys.readouterr().out
        assert "#" not in commented.read_text("utf8")

    def test_a_broken_file_and_one_without_comments(self, commented, capsys):
        commented.write_text("# 草稿\n甲: [\n", "utf8")
        assert main(["read", "旧.docx", "-o", "书", "--set", "年度=2022"]) == 2
        assert capsys.readouterr().err.endswith(f"；覆盖会丢掉 1 条注释（{commented} 第 1 行「# 草稿」）\n")
        commented.write_text('甲: "# 不是注释"\n', "utf8")
        assert main(["read", "旧.docx", "-o", "书", "--set", "年度=2022"]) == 2
        assert capsys.readouterr().err.endswith("，要覆盖就加 --force\n")

    def test_roll(self, commented, capsys):
        assert main(["roll", str(commented), "--to", "2023", "-o", "新"]) in (0, 1)
        path = next(Path("新").glob("08*"))
        path.write_text(path.read_text("utf8") + "# 明年再看\n", "utf8")
        capsys.readouterr()
        lost = f"1 条注释（{path} 第 {len(path.read_text('utf8').splitlines())} 行「# 明年再看」）"
        assert main(["roll", str(commented), "--to", "2023", "-o", "新"]) == 2
        assert capsys.readouterr().err.endswith(f"要覆盖就加 --force；覆盖会丢掉 {lost}\n")
        assert main(["roll", str(commented), "--to", "2023", "-o", "新", "--force"]) in (0, 1)
        assert f"覆盖丢掉了 {lost}\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (
            ["年度=24"],
            "--set 年度=24 不能用，没有写：「年度」的「24」不符合写法，应如 2022（预算年度，四位数字，表上不印）",
        ),
        (
            ["年度=二〇二四"],
            "--set 年度=二〇二四 不能用，没有写：「年度」的「二〇二四」不符合写法，应如 2022（预算年度，四位数字，表上不印）",
        ),
        (
            ["年度=２０２４"],
            "--set 年度=２０２４ 不能用，没有写：「年度」的「２０２４」不符合写法，应如 2022（预算年度，四位数字，表上不印）",
        ),
        (
            ["年度= 2024"],
            "--set 年度= 2024 不能用，没有写：「年度」的「 2024」不符合写法，应如 2022（预算年度，四位数字，表上不印）",
        ),
        (["年度="], "--set 年度= 不能用，没有写：「年度」不能空着，例如写：2022"),
        (["年度=【请填】"], "--set 年度=【请填】 不能用，没有写：「年度」要写实际内容，不能是【请填】"),
        (["年 度=2024"], "--set 年 度=2024 不能用，没有写：没有「年 度」这个字段，是不是「年度」？"),
        (["年份=2024"], "--set 年份=2024 不能用，没有写：没有「年份」这个字段，是不是「年度」？"),
        (["备用=2024"], "--set 备用=2024 不能用，没有写：没有「备用」这个字段"),
        (["年度=2024", "年度=2025"], "--set 年度 写了两次，一次是 2024，一次是 2025：请只留一个"),
    ],
)
@pytest.mark.parametrize("command", [["read", "旧.docx"], ["roll", "规格", "--to", "2025"]], ids=["read", "roll"])
def test_nothing_is_written_when_what_is_given_cannot_be_used(here, capsys, command, given, why):
    if command[0] == "roll" and given[0].partition("=")[0] not in ("年度",):
        command = [*command[:-1], "tianjin-2022"]
    Path("规格").mkdir()
    shutil.copy(BOOK / "08-科技系统干部教育培训.yaml", "规格")
    assert main([*command, "-o", "出", *(word for pair in given for word in ("--set", pair))]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"错误：{why}"
    assert not Path("出").exists()
