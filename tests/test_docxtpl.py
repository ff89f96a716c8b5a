"""The templates are docxtpl's own: it renders them without goalgen, and the result reads as the same spec."""

from __future__ import annotations

import io
import re
from importlib.metadata import requires, version

import pytest
from conftest import ROOT, form, specs_in
from docxtpl import DocxTemplate
from jinja2 import Environment
from packaging.requirements import Requirement

from goalgen.form import form_files, load_layouts
from goalgen.form.samples import sample
from goalgen.verbs.read import UNGIVEN, read

LAYOUTS = {
    f"{layout.name}.{layout.variant}".rstrip("."): layout
    for files in form_files([ROOT]).values()
    for layout in load_layouts(files)[0]
}
PUBLISHED = [spec for spec in specs_in(ROOT / "specs/331201/2022") if not re.search(r"\\[nv]", repr(spec.value))]
"""Those without line breaks in a value: docxtpl makes a line break of what is a paragraph to us."""


def rendered(template, value):
    """What docxtpl alone makes of a template of this folder; our one filter merges cells, and leaves the text as it is."""
    document = DocxTemplate(ROOT / "templates" / template)
    environment = Environment(autoescape=True)
    environment.filters["合并"] = lambda text: text
    document.render(dict(value), environment)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_docxtpl_alone_renders_reads_as_the_same_spec(name):
    layout = LAYOUTS[name]
    value = {"表样": layout.name} | sample(layout.pattern, layout.schema)
    reading = read(rendered(f"{name}.docx", value), "书.docx", [layout])
    problems = [problem for problem in reading.problems if problem.code != UNGIVEN]  # docxtpl carries nothing unseen
    assert ([spec.value for spec in reading.specs], problems) == ([value], [])


@pytest.mark.parametrize("spec", PUBLISHED, ids=lambda spec: spec.source.name)
def test_a_published_spec_too(spec):
    data = rendered("tianjin-2022.docx", spec.value)
    reading = read(data, "书.docx", [form("tianjin-2022")], {"年度": "2022"})
    assert ([spec.value for spec in reading.specs], reading.ledger.residue()) == ([spec.value], [])


def test_docxtpl_is_of_a_line_that_these_tests_have_seen():
    """What it does between its lines is not promised: the next one is let in when the tests have passed with it."""
    [wanted] = [one for one in map(Requirement, requires("goalgen") or ()) if one.name == "docxtpl"]
    assert version("docxtpl") in wanted.specifier
    assert {one.operator for one in wanted.specifier} == {">=", "<"}
