"""`goalgen diff`: what changed, and nothing else, in the form's own words; between files, folders, Word files and git's revisions."""

from __future__ import annotations

import copy
import json
import re
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from goalgen.changes import Change, Kind, changes, stretches, taken
from goalgen.cli import main
from goalgen.cli.differences import Run as Shown
from goalgen.cli.differences import md, render
from goalgen.desk.history import revision_of
from goalgen.projects import same_projects
from goalgen.verbs.diff import Project, diff, grown

SCHEMA = {
    "x-goalgen": {"order": "序号", "filename": "{序号:02}-{项目名称}"},
    "properties": {
        "序号": {},
        "项目名称": {},
        "预算数": {},
        "目标": {"type": "array", "items": {"type": "string"}},
        "指标": {
            "type": "array",
            "items": {"x-goalgen": {"key": ["名"]}, "properties": {"名": {}, "值": {}}},
        },
    },
}
TEXTS = st.sampled_from(["", "甲", "甲乙丙", "≥3项", "43.00", "45.00", "a1 b2"])
ROWS = st.lists(st.fixed_dictionaries({"名": TEXTS, "值": TEXTS}, optional={"注": TEXTS}), max_size=5)
VALUES = st.fixed_dictionaries(
    {"指标": ROWS}, optional={"预算数": TEXTS, "目标": st.lists(TEXTS, max_size=5), "注": TEXTS}
)


def applied(found: list[Change], old: dict) -> dict:
    """The new value, made of the old one and of what is said to have changed."""
    value = copy.deepcopy(old)
    for key in [key for key, each in value.items() if isinstance(each, list)]:
        about = [each for each in found if each.path[0] == key and len(each.path) == 2]
        gone = {each.was[1] for each in about if each.kind in (Kind.REMOVED, Kind.MOVED)}
        rows = [row for place, row in enumerate(value[key]) if place not in gone]
        for each in sorted((e for e in about if e.kind in (Kind.ADDED, Kind.MOVED)), key=lambda each: each.now[1]):
            rows.insert(each.now[1], copy.deepcopy(each.old if each.kind is Kind.MOVED else each.new))
        value[key] = rows
    for each in found:
        inner = value
        if len(each.path) == 2 and each.kind is not Kind.CHANGED:
            continue
        for step in each.path[:-1]:
            inner = inner[step]
        if each.kind is Kind.REMOVED:
            del inner[each.path[-1]]
        else:
            inner[each.path[-1]] = each.new
    return value


@given(VALUES, VALUES)
def test_what_changed_makes_the_old_value_the_new_one(old, new):
    found = changes(old, new, SCHEMA)
    assert applied(found, old) == new
    assert taken(old, new, SCHEMA, lambda change: True) == new
    assert taken(old, new, SCHEMA, lambda change: False) == old
    assert bool(found) == (old != new)


@given(st.text("甲乙丙1.,a ≥", max_size=30), st.text("甲乙丙1.,a ≥", max_size=30))
def test_two_texts_side_by_side_are_both_texts(old, new):
    parts = stretches(old, new)
    assert "".join(part.old for part in parts) == old
    assert "".join(part.new for part in parts) == new
    assert all(part.is_same for part in parts) == (old == new)


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("43.00", "45.00", [("43.00", "45.00")]),
        ("≤43.5万元", "≤43万元", [("≤", "≤"), ("43.5", "43"), ("万元", "万元")]),
        ("深入贯彻落实规划", "深入认真执行规划", [("深入", "深入"), ("贯彻落实", "认真执行"), ("规划", "规划")]),
        ("使用Word软件", "使用WPS软件", [("使用", "使用"), ("Word", "WPS"), ("软件", "软件")]),
        ("", "甲", [("", "甲")]),
    ],
)
def test_numbers_and_latin_words_are_whole(old, new, parts):
    assert [tuple(part) for part in stretches(old, new)] == parts


def test_long_texts_are_compared_by_their_ends():
    old, new = "甲" * 3000 + "乙", "甲" * 3000 + "丙" * 3000
    assert [(len(part.old), len(part.new)) for part in stretches(old, new)] == [(3000, 3000), (1, 3000)]
    huge = stretches("a乙" * 3000, "丙b" * 3000)
    assert [(len(part.old), len(part.new)) for part in huge] == [(6000, 6000)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("43.00", "45.00", "增 2.00"),
        ("45", "43.5", "减 1.5"),
        ("1,234.50", "1,234.5", ""),
        ("43万", "45", ""),
        ("", "45", ""),
        ("9" * 24, "1", f"减 {'9' * 23}8"),
        ("9" * 25, "1", ""),
    ],
)
def test_amounts_say_by_how_much(old, new, said):
    assert grown(old, new) == said


def project(number: str, name: str, *texts: str) -> Project:
    return Project(f"{name}.yaml", {"表样": "甲", "序号": number, "项目名称": name, "目标": list(texts)}, SCHEMA)


def test_a_project_is_known_by_its_name_its_number_or_by_what_it_says():
    left = [
        project("1", "甲", "一", "二"),
        project("2", "乙", "三", "四", "五"),
        project("3", "丙", "六"),
        project("4", "丁", "八"),
    ]
    right = [
        project("9", "甲", "一"),
        project("2", "新乙", "三", "四", "五"),
        project("3", "戊", "七"),
        project("4", "丁", "八"),
    ]
    pairs = same_projects([each.value for each in left], [each.value for each in right], SCHEMA)
    assert pairs == {0: 0, 1: 1, 3: 3}
    found = diff(left, right)
    assert [(each.kind, each.project.name) for each in found] == [
        (Kind.CHANGED, "9 甲"),
        (Kind.CHANGED, "2 新乙"),
        (Kind.REMOVED, "3 丙"),
        (Kind.ADDED, "3 戊"),
    ]


def test_what_names_a_row_is_said_once():
    old = Project("甲.yaml", {"指标": [{"名": "甲率", "值": "≥1%"}, {"名": "", "值": "乙"}]}, SCHEMA)
    new = Project("甲.yaml", {"指标": [{"名": "甲率", "值": "≥2%"}, {"名": "丙数", "值": "3个"}]}, SCHEMA)
    text = render("text", diff([old], [new]), Shown("甲", "乙"))
    assert text == (
        "甲.yaml（甲.yaml）：改 1 处，增 1 行，删 1 行\n"
        "  指标「甲率」 值  ≥1% → ≥2%\n"
        "- 指标 第2条       ｜乙\n"
        "+ 指标「丙数」     3个\n"
        "\n"
        "1 个项目不一样：改 1 个\n"
    )


def test_a_comment_is_never_longer_than_github_takes():
    left = [
        project(str(number), f"项目{number}", *[f"旧{each}{'长' * 50}" for each in range(30)]) for number in range(100)
    ]
    right = [
        project(str(number), f"项目{number}", *[f"新{each}{'长' * 50}" for each in range(30)]) for number in range(100)
    ]
    found = diff(left, right)
    text = md.render(found, Shown("a", "b"))
    assert len(text) <= md.MOST
    told = len(re.findall(r"^\| 目标 ", text, re.MULTILINE))
    left_out = re.search(
        r"\n还有 (\d+) 处没有列出（一条评论最多 65536 字）：请运行 `goalgen diff a b` 看全部。\n\Z", text
    )
    assert told + int(left_out[1]) == sum(len(each.changes) for each in found)
    one = [project("1", "项目1", *["长" * 2000 for _ in range(100)])]
    assert len(md.render(diff([], one), Shown("a", "b"))) <= md.MOST


def test_nothing_of_a_value_is_taken_for_markup():
    evil = "<script>`|**x**|`</script>\x1b[31m\u202e~~[a](b) &lt; $x$ @甲 #12"
    found = diff([project("1", "甲", "一")], [project("1", "甲", evil)])
    html = render("html", found, Shown(evil, "b"))
    assert "<script>" not in html
    assert all(each not in html for each in "\x1b\u202e")
    text = md.render(found, Shown("a", "b"))
    assert r"\<script\>\`\|\*\*x\*\*\|\`\</script\>" in text
    assert r"&amp;lt; \$x\$ &#64;甲 \#12" in text
    assert all(each not in text + render("text", found, Shown("a", "b")) for each in "\x1b\u202e")


def test_the_example_of_the_manual_is_what_the_command_says(tmp_path, monkeypatch, capsys):
    """Three projects of the seed, changed as a clerk changes them."""
    monkeypatch.chdir(tmp_path)
    rows = "  三级指标: {0}\n  绩效指标描述: {1}\n  指标值: {2}\n"
    Path("旧").mkdir()
    Path("新").mkdir()
    changes_of = {
        "03": [
            ("开展专项培训12场", "开展专项培训15场"),
            ("- 通过门户网站、天津科技公众号，宣传科技经费改革政策，提高社会知晓度。\n", ""),
            ("≥12次", "≥15场次"),
            ('"≤12月 "', "2022年12月31日前"),
            (
                rows.format("财务专家政策水平", "财务专家政策水平", "显著提高"),
                rows.format("财务专家考核合格率", "参加培训的财务专家考核合格的比例", "≥90%"),
            ),
        ],
        "05": [("项目名称: 杰青评估评价服务", "项目名称: 天津市杰青评估评价服务")],
        "08": [("43.00", "45.00"), ("深入贯彻落实《", "深入认真执行《"), ("≤43.5万元", "≤45万元")],
    }
    for number, pairs in changes_of.items():
        path = next((ROOT / BOOK).glob(f"{number}*"))
        text = path.read_text("utf8")
        Path("旧", path.name).write_text(text, "utf8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        Path("新", path.name).write_text(text, "utf8")
    assert main(["diff", "旧", "--format", "md", "新"]) == 0  # an option may stand between
    assert capsys.readouterr().out in (ROOT / "docs/comparing.md").read_text("utf8")


# with git

NAME = "08-科技系统干部教育培训.yaml"
BOOK = Path("specs/331201/2022")


def git(*words: str) -> None:
    subprocess.run(["git", "-c", "user.name=甲", "-c", "user.email=a@b.c", *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Two specs that git keeps, one of them changed since."""
    monkeypatch.chdir(tmp_path)
    BOOK.mkdir(parents=True)
    for name in (NAME, "05-杰青评估评价服务.yaml"):
        source = next((ROOT / BOOK).glob(f"{name[:2]}*"))
        (BOOK / name).write_bytes(source.read_bytes())
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "一")
    git("tag", "v1")
    text = (BOOK / NAME).read_text("utf8").replace('"43.00"', '"45.00"').replace("≤43.5万元", "≤45万元")
    (BOOK / NAME).write_text(text, "utf8")
    return tmp_path


SAID = """\
8 科技系统干部教育培训（specs/331201/2022/08-科技系统干部教育培训.yaml）：改 3 处
  预算数    43.00 → 45.00，增 2.00
  财政资金  43.00 → 45.00，增 2.00
  绩效指标「产出指标、成本指标、预算控制」 指标值
            ≤43.5万元 → ≤45万元

1 个项目不一样：改 1 个
"""


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["HEAD"],
        ["v1", "specs"],
        ["HEAD", str(BOOK / NAME)],
        [f"v1:{BOOK}", str(BOOK)],
        [f"HEAD:{BOOK / NAME}", str(BOOK / NAME)],
    ],
)
def test_sides_of_git_and_of_the_disk(repository, words, capsys):
    assert main(["diff", *words]) == 0
    assert capsys.readouterr().out == SAID


def test_two_revisions_and_a_folder_below(repository, capsys, monkeypatch):
    git("commit", "-qam", "二")
    assert main(["diff", "v1", "HEAD", "--stat", "--exit-code"]) == 1
    assert capsys.readouterr().out == (
        "8 科技系统干部教育培训  改 3 处  预算 43.00 → 45.00，增 2.00\n1 个项目不一样：改 1 个\n"
    )
    monkeypatch.chdir(repository / "specs/331201")
    assert main(["diff", "v1:2022", "2022", "--stat"]) == 0
    assert "改 3 处" in capsys.readouterr().out
    assert main(["diff", "HEAD", "2022", "--exit-code"]) == 0
    assert capsys.readouterr().out == "两边一样，没有改动\n"


def test_a_word_file_says_nothing_of_what_it_does_not_print(repository, capsys):
    assert main(["build"]) == 0
    capsys.readouterr()
    assert main(["diff", "build/331201-2022.docx", "specs"]) == 0
    assert capsys.readouterr().out == "两边一样，没有改动\n"
    assert main(["diff", "v1", "build/331201-2022.docx", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(each["label"], each["old"], each["new"]) for each in found["projects"][0]["changes"]] == [
        ("预算数", "43.00", "45.00"),
        ("财政资金", "43.00", "45.00"),
        ("绩效指标「产出指标、成本指标、预算控制」 指标值", "≤43.5万元", "≤45万元"),
    ]


def test_books_that_a_word_file_is_not_about_are_left_out(repository, capsys):
    assert main(["build"]) == 0
    other = Path("specs/别处")
    other.mkdir()
    (other / "a.yaml").write_bytes(next((ROOT / BOOK).glob("01*")).read_bytes())
    capsys.readouterr()
    assert main(["diff", "build/331201-2022.docx", "specs"]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("两边一样，没有改动\n", "另有 1 册与这个 Word 文件无关，没有比\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["没有"], "没有 没有 这个文件或文件夹，也没有这个版本"),
        (["C:\\表", "specs"], "没有 C:\\表 这个文件或文件夹，也没有这个版本"),
        (["HEAD:没有", "specs"], "HEAD 这一版里没有 没有"),
        (["--", "--output=/tmp/x", "specs"], "没有 --output=/tmp/x 这个文件或文件夹，也没有这个版本"),
        (["a", "b", "c"], "一次比两边：goalgen diff 旧的 新的"),
    ],
)
def test_what_is_not_there_is_said(repository, words, message, capsys):
    assert main(["diff", *words]) == 2
    assert capsys.readouterr().err == f"错误：{message}\n"


def test_without_git(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for name in ("旧", "新"):
        Path(name).mkdir()
        text = next((ROOT / BOOK).glob("08*")).read_text("utf8")
        Path(name, "a.yaml").write_text(text.replace("43.00", "45.00") if name == "新" else text, "utf8")
    assert main(["diff", "旧", "新", "--stat"]) == 0
    assert capsys.readouterr().out.startswith("8 科技系统干部教育培训  改 2 处")
    assert main(["diff"]) == 2
    assert capsys.readouterr().err == ("错误：这里没有 specs 文件夹：请写明比哪两边，如 goalgen diff 旧.docx 新.docx\n")
    assert revision_of("HEAD") is None
    monkeypatch.setenv("PATH", "")
    assert main(["diff", "HEAD", "新"]) == 2
    assert capsys.readouterr().err == "错误：没有找到 git：请先安装 git\n"


def test_a_spec_that_does_not_load_is_told(repository, capsys):
    (BOOK / NAME).write_text("甲：乙\n", "utf8")
    assert main(["diff", "--exit-code"]) == 1
    shown = capsys.readouterr().out
    assert shown.startswith(f"{BOOK / NAME}:1:")
    assert "8 科技系统干部教育培训（HEAD:" in shown


def test_colours_mark_what_changed(monkeypatch):
    found = diff(
        [project("1", "甲", "改成很长的一段话，" * 6 + "一")], [project("1", "甲", "改成很长的一段话，" * 6 + "二")]
    )
    text = render("text", found, Shown("a", "b", colour=True))
    assert "…段话，改成很长的一段话，\x1b[31m一\x1b[0m\x1b[32m二\x1b[0m\n" in text
    assert "…段话，改成很长的一段话，〔一→二〕\n" in render("text", found, Shown("a", "b"))


def test_formats(repository, capsys, file_regression):
    assert main(["diff", "--format", "html"]) == 0
    file_regression.check(capsys.readouterr().out, extension=".html", encoding="utf8")
    assert main(["diff", "--format", "md"]) == 0
    assert capsys.readouterr().out == (
        "**1 个项目不一样：改 1 个**\n\n#### 8 科技系统干部教育培训\n\n改 3 处，预算 43.00 → 45.00，增 2.00\n\n"
        "| 栏目 | 原来 | 现在 |\n|---|---|---|\n"
        "| 预算数 | ~~43.00~~ | **45.00**（增 2.00） |\n"
        "| 财政资金 | ~~43.00~~ | **45.00**（增 2.00） |\n"
        "| 绩效指标「产出指标、成本指标、预算控制」 指标值 | ≤~~43.5~~万元 | ≤**45**万元 |\n"
    )
