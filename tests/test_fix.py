"""Fixes: edits of exactly their characters, safe ones apart from those that change meaning, until nothing is left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules import project, schema, seed
from test_rules_frame import BOOK, EIGHT, copied

from goalgen.cli import main
from goalgen.problem import Problem, Where
from goalgen.rules import ALL, Choice, Project, catalog, mend
from goalgen.rules.mending import _mended as mended
from goalgen.spec import dump, load
from goalgen.spec.spelling import changed, place
from goalgen.text import Edit, Source, Span

FIXING = [code for code, rule in catalog().items() if rule.fix]
PIECES = [
    "≥",
    ">=",
    "＞＝",
    "95",
    "１２",
    "%",
    "％",
    "百分比",
    "百分之",
    "。",
    " ",
    "\u3000",
    "\n",
    ",",
    ";",
    ":",
    "指标",
    "1.",
    "1.1.",
    "（一）",
]
PIECES += [
    "万",
    "万元",
    "*",
    "<",
    ">",
    "《",
    "》",
    '"',
    "不少于",
    "2022年12月",
    "-",
    "的的",
    "天津市市级",
    "#",
    "：",
    "'",
    "\\",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


def after(projects: list[Project], unsafe: bool) -> list[Project]:
    texts = [each.source for each in mend(projects, Choice(("G", *FIXING)), unsafe)]
    specs = [load(source)[0] for source in texts]
    return [Project(spec, old.schema) for spec, old in zip(specs, projects, strict=True) if spec is not None]


@pytest.mark.slow
@pytest.mark.parametrize("unsafe", [False, True])
def test_the_seed_is_fixed_once(unsafe):
    once = after(seed(), unsafe)
    assert len(once) == 17
    assert [each.fixes for each in mend(once, ALL, unsafe)] == [0] * 17
    assert [each.spec.source.text for each in after(once, unsafe)] == [each.spec.source.text for each in once]


@pytest.mark.slow
@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3), st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=3), st.booleans())
def test_fixing_twice_is_fixing_once(name, use, goals, rows, unsafe):
    value = {
        "项目名称": name,
        "预算数": "9.00",
        "其他资金": " ",
        "资金用途": use,
        "绩效目标": goals,
        "绩效指标": [{"三级指标": name, "绩效指标描述": about, "指标值": target} for name, about, target in rows],
    }
    spec, _ = load(Source("例.yaml", dump(value)))
    if spec is None:
        return
    once = after([Project(spec, schema("tianjin-2022"))], unsafe)
    twice = after(once, unsafe)
    assert [each.spec.source.text for each in twice] == [each.spec.source.text for each in once]


def test_comments_order_and_quotes_stay():
    text = "# 甲\n其他资金: ' '   # 乙\n\n预算数:   '9.00'\n财政资金: 9.00 # 丙\n"
    (mended,) = mend([project(text)], Choice(("G203",)), unsafe=True)
    assert (mended.source.text, mended.fixes) == (text.replace("' '", "'0.00'"), 1)
    (mended,) = mend([project(text)], Choice(("G203",)))
    assert (mended.source.text, mended.fixes) == (text, 0)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([((6, 8), "甲"), ((7, 9), "乙")], "项目名称: 甲文字"),
        ([((6, 6), "甲"), ((6, 6), "乙")], "项目名称: 甲一二文字"),
        ([((6, 7), "甲"), ((7, 8), "乙")], "项目名称: 甲乙文字"),
        ([((6, 8), "甲"), ((6, 8), "甲")], "项目名称: 甲文字"),
        ([((6, 10), "'"), ((6, 7), "甲")], "项目名称: 甲二文字"),
    ],
)
def test_fixes_that_do_not_go_together_wait_for_the_next_round(edits, expected):
    spec = project("项目名称: 一二文字\n").spec
    problems = [Problem("G801", Where("例.yaml"), "", fix=(Edit(Span(*span), text),)) for span, text in edits]
    assert mended(spec, problems)[0].source.text == f"{expected}\n"


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("甲: 一二\n", ((4, 4), "\n乙: ")),
        ("甲: 一二\n", ((3, 5), "{乙: 丙}")),
        ("甲: 一二\n", ((3, 5), "[一, 二]")),
        ("甲: 一二\n", ((0, 1), "乙")),
        ("甲: [一, 二]\n", ((5, 6), "")),
        ("甲: [一, 二]\n", ((5, 5), ", 三")),
        ("甲: [一, 二]\n", ((3, 9), "一二")),
        ("甲: [{乙: 丙}]\n", ((4, 10), "丙")),
        ("甲: [{乙: 丙}]\n", ((9, 9), ", 丁: 戊")),
        ("甲: 一\n乙: 二\n", ((0, 5), "")),
        ("甲: 一\n乙: 二\n", ((0, 9), "乙: 二\n甲: 一")),
    ],
)
def test_a_fix_that_would_change_more_than_texts_is_left_out(text, edit):
    spec = project(text).spec
    (start, end), new = edit
    problem = Problem("G801", Where("例.yaml"), "", fix=(Edit(Span(start, end), new),))
    assert load(Source("例.yaml", text[:start] + new + text[end:]))[0] is not None
    assert mended(spec, [problem]) == (spec, 0)


def test_each_character_of_a_block_has_its_place_whatever_ends_the_lines():
    for end in ("\n", "\r\n"):
        text = f"甲: |-{end}  一二{end}{end}  三 四{end}"
        spec, _ = load(Source("例.yaml", text))
        assert spec.value == {"甲": "一二\n\n三 四"}
        span = spec.values["甲",]
        for number, char in enumerate(spec.value["甲"]):
            at = place(spec.source, span, spec.value["甲"], number, number + 1)
            assert spec.source[at] == char
        edit = changed(spec.source, span, spec.value["甲"], 5, 6, "")
        assert (edit.text, edit.span) == ("", Span(text.index(" 四"), text.index("四")))


def test_a_waived_finding_is_not_fixed():
    text = '预算数: "9.00"\n其他资金: " "  # goalgen: ignore G203 已批复\n'
    (mended,) = mend([project(text)], unsafe=True)
    assert mended.fixes == 0


@pytest.mark.parametrize(
    "change", [lambda data: data, lambda data: data.replace(b"\n", b"\r\n"), lambda data: b"\xef\xbb\xbf" + data]
)
def test_on_disk_only_these_characters_change(tmp_path, monkeypatch, capsys, change):
    file = copied(tmp_path, monkeypatch) / EIGHT
    before = change((BOOK / EIGHT).read_bytes())
    file.write_bytes(before)
    main(["check", "--select", "G203", "--unsafe-fixes", "--diff"])
    assert file.read_bytes() == before
    out, err = capsys.readouterr()
    assert '-其他资金: " "\n+其他资金: "0.00"\n' in out
    assert err.startswith("可以修改 1 个文件，1 处\n")
    main(["check", "--select", "G203", "--unsafe-fixes"])
    assert file.read_bytes() == before.replace('其他资金: " "'.encode(), '其他资金: "0.00"'.encode())
    assert capsys.readouterr().err.startswith("修改了 1 个文件，1 处\n")


def test_a_file_that_does_not_load_is_mended_and_keeps_its_comments(tmp_path, monkeypatch, capsys):
    file = copied(tmp_path, monkeypatch) / EIGHT
    good = "# 已核对\n" + file.read_text("utf-8").replace('预算数: "43.00"', '预算数: "43.00"  # 批复')
    bad = good.replace('预算数: "43.00"', "预算数：“43.00”").replace("- 一级指标: 产出指标", "-一级指标：产出指标", 1)
    bad = bad.replace("资金用途:", "资金用处:").replace("指标值: ≥10场次", "指标值:≥10场次")
    file.write_text(bad, "utf-8")
    main(["check", "--ignore", "G", "--fix"])
    assert file.read_text("utf-8") == good
    assert capsys.readouterr().err.splitlines()[0] == "修改了 1 个文件，4 处"


def test_a_file_in_another_encoding_is_left_alone(tmp_path, monkeypatch):
    file = copied(tmp_path, monkeypatch) / EIGHT
    file.write_bytes((BOOK / EIGHT).read_text("utf-8").encode("gb18030"))
    before = file.read_bytes()
    main(["check", "--unsafe-fixes"])
    assert file.read_bytes() == before


def test_the_fixed_seed_still_fits_its_form():
    from goalgen.verbs.check import validate

    for each in after(seed(), unsafe=True):
        assert validate(each.spec, schema("tianjin-2022")) == []
