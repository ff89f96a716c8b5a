"""Where in Word the values of a spec stand: told without rendering, and just what reading the built document says."""

from __future__ import annotations

import pytest
from conftest import ROOT, form, spec_of
from documents import document

from goalgen.docx import Address
from goalgen.form import Form, form_files, make_form
from goalgen.form.places import printed_places
from goalgen.form.samples import sample
from goalgen.spec import FORM_KEY, Spec, load
from goalgen.text import Source
from goalgen.verbs.build import build
from goalgen.verbs.read import read

SPECS = sorted((ROOT / "specs").rglob("*.yaml"))
FORMS = sorted(form_files([ROOT]))


def told_and_read(spec: Spec, used: Form | None = None) -> tuple[dict, dict]:
    """The places in tables: as told of the value, and as read in the document that is built of it alone."""
    used = used or form(str(spec.value[FORM_KEY]))
    data, problems = build([spec], used)
    assert data is not None, problems
    (back,) = read(data, "一.docx", [used]).specs
    return printed_places(used.pattern, spec.value), {path: at for path, at in back.addresses.items() if at.table}


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_every_spec_of_the_repository(path):
    spec, problems = load(Source(path.name, path.read_text("utf-8")))
    assert spec is not None, problems
    told, back = told_and_read(spec)
    assert told == back != {}


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("name", FORMS)
def test_every_form_with_lists_of_any_length(name, size):
    used = form(name)
    told, back = told_and_read(spec_of({FORM_KEY: name, **sample(used.pattern, used.schema, size)}))
    assert told == back != {}


def test_a_merged_value_stands_in_its_own_row_and_nothing_follows_a_list_that_is_none():
    used = form("tianjin-2022")
    row = {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "次数", "绩效指标描述": "次", "指标值": "≥1次"}
    value = {"项目名称": "演练", "绩效目标": ["一", "二"], "绩效指标": [row, row]}
    told = printed_places(used.pattern, value)
    tables = told["绩效指标", 0, "一级指标"].table
    assert told["绩效指标", 1, "一级指标"] == told["绩效指标", 0, "一级指标"]._replace(
        row=told["绩效指标", 0, "一级指标"].row + 1
    )
    assert told["绩效指标", 1, "指标值"] == Address(tables, told["绩效指标", 1, "一级指标"].row, 5)
    broken = printed_places(used.pattern, {**value, "绩效指标": "无"})
    assert broken == {path: at for path, at in told.items() if path[0] != "绩效指标"}


def test_tables_in_loops_and_conditions_and_lists_in_cells():
    """Each turn of a loop around a table prints another; what is not there prints none; wide cells take their columns."""
    text = {"type": "string"}
    keys = {
        "名称": text,
        "细目": {"type": "array", "items": {"type": "object", "required": ["甲"], "properties": {"甲": text}}},
    }
    schema = {
        "required": ["单位", "目标", "项目"],
        "properties": {
            "表样": text,
            "单位": text,
            "备注": text,
            "目标": {"type": "array", "items": text},
            "项目": {"type": "array", "items": {"type": "object", "required": ["名称", "细目"], "properties": keys}},
        },
    }
    data = document(
        "绩效表",
        [["单位", "{{ 单位 }}"]],
        "{%p if 备注 %}",
        [["备注", "{{ 备注 }}"]],
        "{%p endif %}",
        "{%p for 项 in 项目 %}",
        "项目",
        [
            [("名称", 2), "{{ 项.名称 }}"],
            ["{%tr for 行 in 项.细目 %}", "", ""],
            [("细", 2), "{{ 行.甲 }}"],
            ["{%tr endfor %}", "", ""],
            [("完", 2), "{{ 项.名称 }}"],
        ],
        "{%p endfor %}",
        "末表",
        [["目标", ("{%p for 条 in 目标 %}\n{{ loop.index }}.{{ 条 }}\n{%p endfor %}", 2), "{{ 单位 }}"]],
    )
    used, problems = make_form("试", data, schema, "试.docx")
    assert used is not None, [str(problem) for problem in problems]
    items = [{"名称": "一", "细目": [{"甲": "子"}, {"甲": "丑"}]}, {"名称": "二", "细目": [{"甲": "寅"}]}]
    value = {"表样": "试", "单位": "局", "目标": ["快", "好"], "项目": items}
    for more, tables in (({}, 0), ({"备注": "无"}, 1)):
        told, back = told_and_read(spec_of({**value, **more}), used)
        assert told == back
        assert told["项目", 1, "细目", 0, "甲"] == Address(3 + tables, 2, 3)
        assert told["目标", 1] == Address(4 + tables, 1, 2)
        assert told["单位",] == Address(1, 1, 2)
