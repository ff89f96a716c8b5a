"""What a form must mean for the rules to judge it: what a rule says it needs it does need, and a form that lacks it is told of."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from test_rules_examples import RULES, projects_of

from goalgen.cli import main
from goalgen.paths import field_of, walk
from goalgen.rules import Choice, Project, judge, judged, unjudged
from goalgen.rules.needs import EXPECTED, TAXONOMY

NEEDY = [rule for rule in RULES if rule.needs]


def without(project: Project, need: str) -> Project:
    """A project whose form lacks a meaning."""
    ways = {field_of(path[:end]) for path, _ in walk(project.spec.value) for end in range(1, len(path) + 1)}
    meanings = {way: project.meaning(way) for way in ways if isinstance(way[-1], str)}
    blind = {way: "" if meaning == need else meaning for way, meaning in meanings.items()}
    return replace(project, schema={} if need == TAXONOMY else project.schema, meanings=blind)


@pytest.mark.parametrize("rule", NEEDY, ids=lambda rule: rule.code)
def test_a_rule_finds_nothing_without_what_it_needs(rule):
    for example in rule.bad:
        for need in rule.needs:
            assert judge([without(each, need) for each in projects_of(example.text)], Choice((rule.code,))) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_finds_something_without_each_thing_that_it_does_not_need(rule):
    """What the rule says is all: no other meaning is missing from it that each of its examples hangs on."""
    meant = {m for example in rule.bad for each in projects_of(example.text) for m in meanings_of(each)}
    prose = {"goals"} if rule.code in ("G803", "G805", "G808", "G810") else set()  # any text will do
    for meaning in meant - set(rule.needs) - prose:
        examples = [[without(each, meaning) for each in projects_of(example.text)] for example in rule.bad]
        assert any(judge(projects, Choice((rule.code,))) for projects in examples), meaning


def meanings_of(project: Project) -> set[str]:
    ways = [field_of(path) for path, _ in walk(project.spec.value) if path and isinstance(path[-1], str)]
    return {meaning for way in ways if (meaning := project.meaning(way))}


LIST = {"一级指标": {}, "二级指标": {}, "三级指标": {}, "指标值": {}}


def schema(columns=LIST, tree="cn-2015-88", **fields):
    rows = {"items": {"properties": columns}}
    about = {"x-goalgen": {"taxonomy": tree}} if tree else {}
    plain = {"年度": {}, "项目名称": {}, "预算数": {"x-unit": "万元"}, "绩效目标": {}}
    return {**about, "properties": {"表样": {}, **plain, "绩效指标": rows, **fields}}


@pytest.mark.parametrize(
    ("form", "select", "told"),
    [
        (schema(), "G", None),
        (schema(tree=None), "G3", "没有说出用哪一套指标体系，G301、G302、G303、G304、G306 没有查"),
        (schema(绩效指标={"x-meaning": "remark"}), "G4", "没有说出哪一栏是指标清单，G4 没有查"),
        (
            schema(绩效指标={}),
            "G4,G5,G6",
            "没有说出哪一栏是指标清单，G4、G5、G6 没有查",
        ),
        (
            schema({"一级指标": {}, "二级指标": {}, "名目": {}, "指标值": {}}),
            "G602",
            "没有说出哪一栏是三级指标，G602 没有查",
        ),
        # what may be a score is missed only where a column may be the score
        (schema({**LIST, "权数": {}}), "G951", "没有说出哪一栏是分值，G951 没有查"),
        (schema(LIST), "G951", None),
        # a form all of whose fields are known has no goals; one of whose fields nobody knows which may have
        ({"properties": {"表样": {}, "绩效指标": {"items": {"properties": LIST}}}}, "G708", None),
        (schema(绩效目标={"x-meaning": "grounds"}, 归口处室={}), "G708", "没有说出哪一栏是绩效目标，G708 没有查"),
        (schema(预算数={}), "G521,G204", "没有说出金额的单位，G204、G521 没有查"),
        (schema(**{"预算数": {"x-meaning": "remark"}, "年度预算（万元）": {}}), "G521,G204", None),
        (schema(预算数={"x-meaning": "grounds"}, 归口={}), "G521,G204", "没有说出哪一栏是预算数，G521 没有查"),
        (schema(tree=None), "G", "没有说出用哪一套指标体系，G301、G302、G303、G304、G306、G609、G707 没有查"),
    ],
)
def test_what_a_form_lacks_is_told_with_the_rules_that_wait_for_it(form, select, told):
    found = unjudged("甲表", form, Choice(tuple(select.split(","))))
    assert (found and found.sentence) == (told and f"甲表 这个表样{told}")


def test_families_are_counted():
    whole, bare = judged(schema()), judged(schema(绩效指标={}))
    assert whole["G3"] == (7, 7)
    assert bare["G3"] == (0, 7)
    assert bare["G4"] == (0, 22)
    assert (whole["G8"], bare["G8"]) == ((11, 11), (10, 11))


def test_every_form_of_ours_can_be_judged():
    for path in sorted((Path(__file__).parent.parent / "schemas").glob("*-*.schema.json")):
        assert unjudged(path.name, json.loads(path.read_text("utf-8"))) is None


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A folder with a form of its own whose list means nothing to anybody."""
    from grids import docx, rows

    monkeypatch.chdir(tmp_path)
    columns = ("类", "名目", "数")
    table = f"项目名称|2>{{{{ 项目名称 }}}}\n{'|'.join(columns)}\n3>{{%tr for 项 in 内容 %}}\n"
    table += f"{'|'.join(f'{{{{ 项.{key} }}}}' for key in columns)}\n3>{{%tr endfor %}}"
    Path("templates").mkdir()
    Path("schemas").mkdir()
    Path("templates/甲表.docx").write_bytes(docx("内容表", rows(table)))
    row = {"type": "object", "required": columns, "properties": {key: {"type": "string"} for key in columns}}
    fields = {"表样": {"const": "甲表"}, "项目名称": {"type": "string"}, "内容": {"type": "array", "items": row}}
    Path("schemas/甲表.schema.json").write_text(
        json.dumps({"type": "object", "required": [*fields], "properties": fields}), "utf-8"
    )
    Path("specs").mkdir()
    Path("specs/一.yaml").write_text(
        "表样: 甲表\n项目名称: 修路\n内容:\n- 类: 产出\n  名目: 里程\n  数: 3公里\n", "utf-8"
    )
    return "甲表 这个表样没有说出哪一栏是指标清单，G521 没有查"


def test_check_says_so_in_every_format_and_exits_with_0(bare, capsys):
    run = ("check", "--select", "G521,G801")
    for _ in range(2):  # what is remembered is told again
        assert (main([*run]), capsys.readouterr().out) == (0, f"{bare}\n")
    assert (main([*run, "--format", "json"]), json.loads(capsys.readouterr().out)["unjudged"]) == (
        0,
        [{"form": "甲表", "lacks": [{"meaning": "indicators", "codes": ["G521"]}], "message": bare}],
    )
    assert (main([*run, "--format", "md"]), capsys.readouterr().out) == (
        0,
        "| 项目 | 错误 | 警告 | 提示 | 预算 | 单位 | 文件 |\n|---|--:|--:|--:|--:|---|---|\n"
        "| 修路 | 0 | 0 | 0 |  |  | specs/一.yaml |\n| 合计 | 0 | 0 | 0 |  |  |  |\n\n"
        f"共 1 个文件、1 张表、1 个项目：没有问题。\n\n> {bare}\n",
    )
    assert (main([*run, "--format", "github"]), capsys.readouterr().out) == (0, f"::notice::{bare}\n")
    assert main([*run, "--format", "sarif"]) == 0
    (log,) = json.loads(capsys.readouterr().out)["runs"]
    notes = [{"level": "note", "message": {"text": bare}}]
    assert log["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": notes}]
    assert (main([*run, "--statistics"]), *capsys.readouterr()) == (0, "", f"{bare}\n共 1 个文件，没有问题\n")


@pytest.mark.slow
def test_check_says_so_of_a_word_file(bare, capsys):
    assert main(["build", "-o", "成品"]) == 0
    (document,) = Path("成品").rglob("*.docx")
    capsys.readouterr()
    assert (main(["check", "--select", "G521", str(document)]), capsys.readouterr().out) == (0, f"{bare}\n")


def test_every_need_has_a_name_and_an_order():
    assert {need for rule in RULES for need in rule.needs if need in EXPECTED} == set(EXPECTED)
