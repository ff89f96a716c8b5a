"""A finding keeps what it is about: the way to a value and the characters of it. The place in the text, and in Word, follow."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, form
from hypothesis import given
from hypothesis import strategies as st

from goalgen.desk.cells import cell_of, placed
from goalgen.desk.forms import Forms
from goalgen.desk.lint import Lint
from goalgen.desk.review import review
from goalgen.docx import Address, Cell, Row
from goalgen.form.find import Occurrence
from goalgen.form.inline import Claim
from goalgen.form.pattern import Slot
from goalgen.form.row import Found
from goalgen.ledger import Entry, Kind
from goalgen.paths import field_of, lookup, spoken, walk
from goalgen.problem import Problem, Where, where
from goalgen.rules import ALL, Choice, Project, catalog, judge
from goalgen.spec import Spec, dump, load, ordered
from goalgen.text import Source, Span
from goalgen.verbs.check import validate
from goalgen.verbs.read import Reading, ReadSpec

PATHS = sorted((ROOT / "specs").rglob("*.yaml"))
FORMS = Forms()
EVERY = Choice(tuple(catalog()))
"""Those that are only for selection, too."""
BROKEN = ("≧ 95 百分比", "＜甲＞……  ", "2022年", "甲\n\n乙\n", "Ａ×2-3x4", "1、1、按时完成", "")


def specs() -> list[Spec]:
    return [spec for path in PATHS if (spec := load(Source(path.name, path.read_text("utf-8")))[0])]


def broken(spec: Spec) -> Spec:
    """The spec with each of its texts, in turn, in another bad way; one key less, one more."""
    texts = [path for path, value in walk(spec.value) if isinstance(value, str) and path != ("表样",)]
    lines = spec.source.text
    for number, path in enumerate(reversed(texts)):
        span = spec.values[path]
        bad = BROKEN[number % len(BROKEN)].replace("\n", "\\n")
        lines = f'{lines[: span.start]}"{bad}"{lines[span.end :]}' if number % 3 else lines
    again, problems = load(Source(spec.source.name, lines + "多: 余\n"))
    assert again is not None, problems
    return again


def found(spec: Spec, choice: Choice = EVERY) -> list[Problem]:
    schema = FORMS.schema_of(spec)
    return [*validate(spec, schema), *judge([Project(spec, schema)], choice)]


def said(problems: list[Problem]) -> list[tuple]:
    return sorted((p.code, p.message, str(p.severity), p.where.path, p.where.chars or ()) for p in problems)


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.source.name)
def test_what_is_written_nowhere_is_judged_as_what_is_written(spec):
    """The findings on a Word file need no YAML: each is about the same characters of the same value."""
    for one in (spec, broken(spec)):
        schema = FORMS.schema_of(one)
        bare = Spec(ordered(one.value, schema, schema), Source(one.source.name, ""))
        assert said(found(bare)) == said([p for p in found(one) if p.code not in ("G001", "G002", "G003")])
        assert {(p.where.position, p.where.span, p.fix) for p in found(bare)} == {((0, 0), None, ())}


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.source.name)
def test_the_place_in_the_text_is_that_of_the_characters(spec):
    for one in (spec, broken(spec)):
        for problem in found(one):
            at = problem.where
            assert at.path is not None
            around = [one.values.get(at.path), one.keys.get(at.path)]
            assert any(span and span.start <= at.span.start and at.span.end <= span.end for span in around), problem
            raw, text = one.source[at.span], lookup(one.value, at.path)
            if at.chars and "\\" not in raw and "\n" not in raw and isinstance(text, str) and at.span != around[0]:
                assert raw == text[slice(*at.chars)]


def test_seed_has_both_kinds():
    """The two laws above would hold of no findings at all."""
    problems = [problem for spec in specs() for problem in found(spec, ALL)]
    assert sum(problem.where.chars is None for problem in problems) > 20
    assert sum(problem.where.chars is not None for problem in problems) > 100


def test_lines_are_computed_when_they_are_asked_for():
    source = Source("甲.yaml", "一: 1\n二: 22\n")
    at = where(source, Span(8, 10))
    assert (str(at), at.line, at.column, at.length, at.text) == ("甲.yaml:2:4", 2, 4, 2, "二: 22")
    assert (str(where(source)), where(source).position, where(source).length, where(source).text) == (
        "甲.yaml",
        (0, 0),
        0,
        "",
    )
    assert str(Where("甲.docx", "表1 第2行第3列", ("二",), (0, 2))) == "甲.docx 表1 第2行第3列"
    moved = where(Source("甲.yaml", "#\n#\n" + source.text), Span(12, 14))
    assert (moved.line, moved.column, moved.text) == (4, 4, "二: 22")


def test_the_value_that_a_character_belongs_to():
    spec, _ = load(Source("甲.yaml", "名: 甲  # 注\n列:\n- 一: 子\n  二: 丑\n空:\n"))
    text = spec.source.text
    for piece, path in [
        ("名", ("名",)),
        ("甲", ("名",)),
        ("注", ()),
        ("列", ("列",)),
        ("一", ("列", 0, "一")),
        ("丑", ("列", 0, "二")),
        ("- 一", ("列",)),
        ("空", ("空",)),
    ]:
        assert spec.path_at(text.index(piece)) == path, piece
    assert spec.where(("列", 0, "二")).position == (4, 6)
    assert spec.where(("列", 0, "二"), key=True).position == (4, 3)
    assert spec.where(("无",)) == Where("甲.yaml", path=("无",), source=spec.source)


def test_the_cell_of_a_value():
    known = {("名",): Address(1, 1, 2), ("列", 0, "一"): Address(2, 2, 1), ("列", 1, "一"): Address(2, 3, 1)}
    assert cell_of(("名",), known) == Address(1, 1, 2)
    assert cell_of(("列",), known) == cell_of(("列", 0), known) == Address(2, 2, 1)
    assert cell_of(("列", 1), known) == Address(2, 3, 1)
    assert cell_of((), known) is cell_of(("年",), known) is cell_of(("列", 2), known) is None


VALUES = st.recursive(
    st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
)


@given(VALUES)
def test_every_value_is_found_by_its_way(value):
    ways = list(walk(value))
    assert ways[0] == ((), value)
    assert len({path for path, _ in ways}) == len(ways)
    for path, inner in ways:
        assert lookup(value, path) is inner
    assert lookup(value, ("没有这个键", 7)) is None


def test_ways_are_told_and_lose_their_numbers():
    assert spoken(("绩效指标", 2, "指标值")) == "绩效指标 第3条 指标值"
    assert field_of(("绩效指标", 2, "甲", 5, "指标值")) == ("绩效指标", 0, "甲", 1, "指标值")
    assert field_of(()) == ()


def test_the_order_of_values_does_not_need_a_text():
    for spec in specs():
        bare = Spec(spec.value, Source(spec.source.name, ""))
        schema = FORMS.schema_of(spec)
        ways = [each.path for each in Project(spec, schema).fields]
        assert [each.path for each in Project(bare, schema).fields] == ways != []


@pytest.mark.parametrize("spec", specs()[::5], ids=lambda spec: spec.source.name)
def test_keys_are_ordered_as_they_are_dumped(spec):
    schema = FORMS.schema_of(spec)
    turned = _turned(spec.value)
    again, _ = load(Source("", dump(turned, schema)))
    assert [path for path, _ in walk(ordered(turned, schema, schema))] == [path for path, _ in walk(again.value)]
    assert [path for path, _ in walk(turned)] != [path for path, _ in walk(again.value)]


def _turned(value):
    """A value with its keys the other way round."""
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(value)}
    return [_turned(item) for item in value] if isinstance(value, list) else value


def test_what_is_missing_is_told_at_the_first_key_and_there_only():
    spec, _ = load(Source("甲.yaml", "表样: tianjin-2022\n绩效指标:\n- 一级指标: 产出指标\n"))
    missing = [p for p in validate(spec, FORMS.schema_of(spec)) if p.code == "S203"]
    assert {(spec.source[p.where.span], p.where.path) for p in missing} == {
        ("表样", ("表样",)),
        ("一级指标", ("绩效指标", 0, "一级指标")),
    }


def test_a_comment_is_in_the_cell_of_the_value_it_stands_in():
    rows = "绩效指标:\n- 一级指标: 产出指标\n  指标值: ≥1项\n- 一级指标: 效益指标  # goalgen: ignore G999\n  指标值: ≥2项\n"
    spec, _ = load(Source("甲.yaml", "表样: tianjin-2022\n" + rows))
    (told,) = judge([Project(spec, FORMS.schema_of(spec))], Choice(("G001",)))
    (there,) = placed([told], [spec], FORMS)
    assert (told.where.path, there.where.cell) == (None, "表2 第3行第1列")


def review_of(*values: dict, turn: bool = False) -> list[str]:
    """What is said of tables that stand below each other in one table of Word, ten rows each."""
    used = form("tianjin-2022")
    read = []
    for number, value in enumerate(values):
        at = Address(1, number * 10 + 2, 1)
        found = tuple(
            _found(path, text, at) for path, text in walk(value) if isinstance(text, str) and path[0] != "表样"
        )
        occurrence = Occurrence(0, len(found), found, ())
        read.append(ReadSpec(_turned(value) if turn else value, used, Address(1, number * 10 + 1), occurrence))
    problems = review(Path("甲.docx"), Reading("甲.docx", specs=read), Lint(("G106", "G202", "G105")), FORMS).problems
    assert {(p.where.file, p.where.line, p.fix) for p in problems} <= {("甲.docx", 0, ())}
    return [str(problem) for problem in problems if problem.code[0] == "G"]


def _found(path, text: str, at: Address) -> Found:
    """A value that is all there is in a cell."""
    turns = tuple(step + 1 for step in path if not isinstance(step, str))
    claim = Claim(Kind.VALUE, 0, len(text), Slot(field_of(path), None), turns, text)
    return Found(Row(at.table, at.row, [Cell(text, at.column, 1, None)], None), [Entry(at, text, (claim,))])


def test_findings_in_one_cell_come_as_they_stand_in_it():
    value = {"表样": "tianjin-2022", "单位代码": "331201", "单位名称": "甲", "项目名称": "完成○○项和××项"}
    goals = {"绩效目标": ["××件", "○○件"]}
    expected = [
        "甲.docx 表1 第2行第1列 G106 「○○」是没有替换的占位符：请写实际内容",
        "甲.docx 表1 第2行第1列 G106 「××」是没有替换的占位符：请写实际内容",
        "甲.docx 表1 第2行第1列 G106 「××」是没有替换的占位符：请写实际内容",
        "甲.docx 表1 第2行第1列 G106 「○○」是没有替换的占位符：请写实际内容",
    ]
    assert review_of(value | goals) == review_of(value | goals, turn=True) == expected
    assert review_of(value, value | {"单位名称": "乙", "项目名称": "二"}) == [
        *expected[:2],
        "甲.docx 表1 第12行第1列 G105 331201 在 表1 叫「甲」，这里叫「乙」：有一处写错，请核对",
    ]
