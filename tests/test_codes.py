"""The registry of codes and the code of goalgen agree: what is told is registered, as heavy as it is told, and still told."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import pytest
from conftest import ROOT

from goalgen.codes import HIDDEN, OPENING, SECTIONS, UNKNOWN, is_of, members, registry
from goalgen.desk.forms import Forms
from goalgen.docx import Address, Hidden, Veil
from goalgen.ledger import findings
from goalgen.problem import Problem, Severity, Where
from goalgen.rules import catalog
from goalgen.rules.manual import codes
from goalgen.rules.rule import examples
from goalgen.text import Source, apply_edits
from goalgen.verbs.check import check

CODE = re.compile(r"[SFRBPM]\d{3}|G0\d\d")
MODULES = sorted((ROOT / "goalgen").rglob("*.py"))
FORM = "tianjin-2022"


class Site(NamedTuple):
    """A place in the program that gives a code: what the problem may weigh there, and whether that is all that is known."""

    code: str
    severities: frozenset[Severity]
    exact: bool


class Module:
    """A module's tree, with the node above each node."""

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self.above = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def outward(self, node: ast.AST) -> Iterator[ast.AST]:
        while node in self.above:
            node = self.above[node]
            yield node

    def weights(self, node: ast.expr | None) -> frozenset[Severity]:
        """What an expression for a severity may be; a name is looked up in its function."""
        match node:
            case None:
                return frozenset([Severity.ERROR])
            case ast.Attribute(ast.Name("Severity"), name):
                return frozenset([Severity[name]])
            case ast.IfExp():
                return self.weights(node.body) | self.weights(node.orelse)
            case ast.Name(name):
                function = next(n for n in self.outward(node) if isinstance(n, ast.FunctionDef))
                given = [
                    n.value for n in ast.walk(function) if isinstance(n, ast.Assign) and _name(n.targets[0]) == name
                ]
                return frozenset[Severity]().union(*(self.weights(value) for value in given))
        raise AssertionError(ast.dump(node))

    def calls(self, node: ast.AST) -> Iterator[ast.Call]:
        return (each for each in ast.walk(node) if isinstance(each, ast.Call) and each.args)

    def weigh(self, call: ast.Call, seen: frozenset[str] = frozenset()) -> frozenset[Severity]:
        """What a problem made by a call may weigh: a call of Problem, or of a function of this module that makes one."""
        name = _name(call.func)
        if name == "Refusal":  # of a put, which ends with a problem that says so
            return frozenset([Severity.ERROR])
        if name == "Problem":
            given = next((key.value for key in call.keywords if key.arg == "severity"), None)
            return self.weights(call.args[3] if len(call.args) > 3 else given)
        found: set[Severity] = set()
        for function in ast.walk(self.tree):
            if isinstance(function, ast.FunctionDef) and function.name == name and name not in seen:
                names = {argument.arg for argument in function.args.args}
                for inner in self.calls(function):
                    if any(_name(argument) in names for argument in inner.args[:2]):
                        found |= self.weigh(inner, seen | {name})
        return frozenset(found)

    def sites(self) -> Iterator[Site]:
        anything = [c for c in self.calls(self.tree) if _name(c.func) == "Problem" and isinstance(c.args[0], ast.Name)]
        for node in ast.walk(self.tree):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)):
                continue
            holder = next(each for each in self.outward(node) if not isinstance(each, ast.IfExp))
            if isinstance(holder, ast.Compare | ast.Set):
                continue
            if isinstance(holder, ast.Call) and (weights := self.weigh(holder)):
                yield Site(node.value, weights, True)
            elif weights := frozenset[Severity]().union(*map(self.weigh, anything)):
                yield Site(node.value, weights, False)


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


@lru_cache(maxsize=1)
def modules() -> list[Module]:
    return [Module(path.read_text("utf-8")) for path in MODULES]


@lru_cache(maxsize=1)
def sites() -> dict[str, list[Site]]:
    found: dict[str, list[Site]] = defaultdict(list)
    for module in modules():
        for site in module.sites():
            found[site.code].append(site)
    return found


@pytest.mark.slow
def test_every_code_that_is_told_is_registered_and_every_registered_code_is_told():
    assert sorted(sites()) == sorted(registry())


@pytest.mark.slow
@pytest.mark.parametrize("code", registry())
def test_a_code_weighs_what_the_registry_says(code):
    told = frozenset[Severity]().union(*(site.severities for site in sites()[code]))
    registered = set(registry()[code].severities)
    assert registered == told if all(site.exact for site in sites()[code]) else registered <= told


@pytest.mark.parametrize("veil", Veil)
def test_what_is_hidden_weighs_what_the_registry_says(veil):
    (problem,) = findings([Hidden(veil, Address(1, 1, 1), "甲")], "甲.docx")
    assert registry()[problem.code].severities == (problem.severity,)
    assert is_of(problem, HIDDEN)


@pytest.mark.slow
def test_nobody_looks_at_how_a_code_is_spelt():
    """What codes have in common is their group; a family of rules (`G4`) is what people select."""
    beginnings = re.compile(r"[SFRBPM]\d{0,2}")
    spelt = [
        node.value
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and beginnings.fullmatch(node.value)
        if any(isinstance(each, ast.Compare | ast.Call) for each in module.outward(node))
    ]
    assert spelt == []


def test_the_groups():
    assert members(OPENING) == ["R101", "R102", "R103", "R104", "R105"]
    assert members(UNKNOWN) == ["R301", "R302"]
    assert [is_of(Problem(code, Where(), ""), OPENING) for code in ("R101", "R201", "G401")] == [True, False, False]


def test_codes_are_in_order_and_none_is_also_a_rule():
    known = list(codes())
    assert len(known) == len(registry()) + len(catalog())
    for origin in "SFRBPMG":
        mine = [code for code in known if code.startswith(origin)]
        assert mine == sorted(mine)
    assert [code[0] for code in known] == sorted((code[0] for code in known), key="SFRBPMG".index)


@pytest.mark.parametrize("code", registry())
def test_a_code_has_a_page(code):
    entry = registry()[code]
    assert CODE.fullmatch(code)
    assert 2 <= len(entry.name) <= 20
    sections = re.split(r"^## (.*)\n\n", entry.body, flags=re.MULTILINE)
    assert sections[0] == ""
    assert tuple(sections[1::2]) == SECTIONS
    assert all(len(text.strip()) >= 10 for text in sections[2::2])
    assert "\n> " in sections[-1] or sections[-1].startswith("> ")


RUN = [code for code in registry() if code.startswith("S") and "```yaml" in registry()[code].body]


@pytest.mark.parametrize("code", RUN)
def test_the_examples_of_specs_give_what_their_pages_say(code):
    forms = Forms()
    for example in examples(registry()[code].body):
        source = Source("例.yaml", example.text)
        _, problems = check(source, lambda name: forms.schema(name) if name == FORM else None, [FORM])
        mine = [problem for problem in problems if problem.code == code]
        said = [f"{p.where.line}:{p.where.column}+{p.where.length} {p.message}" for p in mine]
        if code == "S203":  # of all that is missing in so short a spec the page tells one
            assert set(example.findings) <= set(said)
        else:
            assert said == list(example.findings)
        fixed = apply_edits(source.text, [edit for problem in mine for edit in problem.fix])
        assert fixed == (example.fixed or example.text)


CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _template(node: ast.AST) -> str:
    """A text of the program as a pattern whose groups are what is put in later; "" when it is none."""
    if isinstance(node, ast.JoinedStr):
        return "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else "(.*)" for p in node.values)
    text = str(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return re.sub(r"\\\{\w+\\\}", "(.*)", re.escape(text))


@lru_cache(maxsize=1)
def templates() -> list[re.Pattern[str]]:
    """The Chinese texts of the program as patterns."""
    texts = {_template(node) for module in modules() for node in ast.walk(module.tree)}
    return [re.compile(text) for text in texts if len(CHINESE.findall(text)) >= 2]


def written(message: str) -> set[int]:
    """The characters of a message that stand in the program, those in quotation marks and brackets aside."""
    found: set[int] = set()
    for match in filter(None, (pattern.search(message) for pattern in templates())):
        groups = [range(*match.span(group)) for group in range(1, match.re.groups + 1)]
        found |= {at for at in range(*match.span()) if not any(at in group for group in groups)}
    return found


VALUES = re.compile(r"「[^「」]*」|（[^（）]*）|\{.*?\}|表\d+ 第\d+行第\d+列|\d+列|\S+\.yaml|：[^；]*$")
"""What is put into a message: quotations, names, tags, places, lists at the end."""
QUOTED = [code for code in registry() if code not in RUN]


@pytest.mark.slow
@pytest.mark.parametrize("code", QUOTED)
def test_the_other_examples_quote_what_the_program_says(code):
    for quotation in re.findall(r"^> (.*)$", registry()[code].body, re.MULTILINE):
        place, _, message = quotation.partition(f" {code} ")
        assert re.match(r"\S+\.(yaml|docx|doc|toml|json)(:\d+:\d+)?( .+)?$", place), quotation
        values = {at for match in VALUES.finditer(message) for at in range(*match.span())}
        own = {match.start() for match in CHINESE.finditer(message)} - values
        assert own, quotation
        missing = "".join(message[at] for at in sorted(own - written(message)))
        assert len(missing) * 5 <= len(own), f"{quotation}: nobody says {missing}"
