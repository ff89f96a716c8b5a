"""Verbs floor: projects that come: each a copy of its nearest neighbour's section, in the place that the book's order gives it.

The copy still says what its neighbour says: what it is to say is written into it as into any other table. The neighbour must
be plain: what is not understood in it, or was changed by somebody, would be said of another project.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lxml import etree

from goalgen.docx import names as n
from goalgen.ledger import Kind
from goalgen.paths import lookup
from goalgen.problem import Problem, Severity, Where
from goalgen.schema import annotation
from goalgen.spec import Spec
from goalgen.text import Edit, Span
from goalgen.verbs.put.fresh import Fresh
from goalgen.verbs.put.paper import Paper, Refusal, attribute, named
from goalgen.verbs.put.putting import headings
from goalgen.verbs.put.sections import GRAPHICS, REVISIONS, Book, Section, alone, breaks_page
from goalgen.verbs.read import ReadSpec
from goalgen.vocabulary import FORM_KEY

Element = etree._Element

_EMBEDDED = (n.ALT_CHUNK, n.SUB_DOC, n.OBJECT, n.CONTROL)


class Added(NamedTuple):
    """A project that comes: its spec, the section that it is a copy of, and which of the values that the document carries
    unseen will be its own."""

    spec: Spec
    model: Section
    beside: ReadSpec
    """the project that it comes to stand beside"""
    leads: bool
    """whether the blank that comes with it is the one above it"""
    carried: int | None


class Coming(NamedTuple):
    """What is done for projects to come."""

    edits: list[Edit]
    order: list[ReadSpec | Added]
    """all projects, as they will stand"""
    added: list[Added]


def coming(
    book: Book, specs: Sequence[Spec], fresh: Fresh, going: Collection[int], given: Mapping[int, Spec]
) -> Coming:
    """Make sections for specs; `going` are the tables, by their ids, that will go, `given` the specs of those that were given
    one: what they will say. Raises Refusal."""
    spots: dict[tuple[int, bool], list[Spec]] = {}
    for spec in sorted(specs, key=lambda spec: _rank(spec.value, _form_of(book, spec).schema)):
        spots.setdefault(_spot(book, spec, given), []).append(spec)
    order: list[ReadSpec | Added] = [*(section.table for section in book.sections)]
    edits: list[Edit] = []
    added: list[Added] = []
    for (number, after), some in sorted(spots.items(), reverse=True):
        edit, made = _put_in(book, book.sections[number], some, fresh, going, after=after)
        edits.append(edit)
        added += made
        order[number + after : number + after] = made
    return Coming(edits, order, added)


def _form_of(book: Book, spec: Spec) -> Any:  # noqa: ANN401 - the form
    name = spec.value.get(FORM_KEY)
    form = next((each.table.form for each in book.sections if each.table.form.name == name), None)
    if form is None:
        raise Refusal("P321", f"文件里没有表样「{name}」的表，没有可以照抄的；请用 goalgen build 生成")
    return form


def _rank(value: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[int, int]:
    """What a project is sorted by: numbers by size, and before what is none."""
    text = value.get(annotation(schema, "order") or "")
    numbered = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10
    return (0, int(text)) if numbered and isinstance(text, str) else (1, 0)


def _spot(book: Book, spec: Spec, given: Mapping[int, Spec]) -> tuple[int, bool]:
    """Beside which project a new one comes, and whether below it: behind the last of those that it is not to stand before."""
    form = _form_of(book, spec)
    rank = _rank(spec.value, form.schema)
    same = [each for each in book.sections if each.table.form.name == form.name]
    said = {each.number: given[id(each.table)].value if id(each.table) in given else each.table.value for each in same}
    ranks = {number: _rank(value, form.schema) for number, value in said.items()}
    lower = [number for number, other in ranks.items() if other <= rank]
    if lower:
        return max(lower, key=lambda number: (ranks[number], number)), True
    return min(ranks, key=lambda number: (ranks[number], number)), False


def _put_in(
    book: Book, beside: Section, specs: Sequence[Spec], fresh: Fresh, going: Collection[int], *, after: bool
) -> tuple[Edit, list[Added]]:
    """The sections of specs below or above another."""
    alone(book, beside)
    model = _model(book, beside, going)
    above, below = book.beside(beside, -1), book.beside(beside, 1)
    gap = above.gap if below is None and above is not None else beside.gap
    if beside.has(n.SECT_PR) or any(next(node.iter(n.SECT_PR), None) is not None for node in gap):
        _same_pages(book, beside, gap)
    made = []
    texts = []
    for spec in specs:
        text, carried = fresh.copy(model.nodes, is_section=True)
        blank, _ = fresh.copy([node for node in gap if node.tag == n.P], is_section=False)
        blank += _break(book, beside, model if after else beside, gap)
        made.append(Added(spec, model, beside.table, after, carried))
        texts.append(blank + text if after else text + blank)
    edge = beside.nodes[-1] if after else beside.nodes[0]
    book.paper.locate([edge])
    place = book.paper.place(edge)
    at = place.end if after else place.start
    return Edit(Span(at, at), "".join(texts)), made


def _break(book: Book, beside: Section, lower: Section, gap: Sequence[Element]) -> str:
    """A break to a new page, where each project of the document begins one and this would not; a paragraph at least between
    two tables."""
    pairs = [(each, below) for each in book.sections if (below := book.beside(each, 1)) is not None]
    habit = all(breaks_page(upper.gap) or book.begins_page(below) for upper, below in pairs)
    paragraph = named(beside.nodes[0], "p")
    if habit and not breaks_page(gap) and not book.begins_page(lower):
        run, line = named(beside.nodes[0], "r"), named(beside.nodes[0], "br")
        kind = attribute(beside.nodes[0], "type")
        return f'<{paragraph}><{run}><{line} {kind}="page"/></{run}></{paragraph}>'
    has_paragraph = any(node.tag == n.P for node in gap) or lower.nodes[0].tag == n.P
    return "" if has_paragraph else f"<{paragraph}/>"


def _same_pages(book: Book, beside: Section, gap: Sequence[Element]) -> None:
    """Make sure that pages stay as they are set up where a section of the document ends between projects."""
    if any(next(node.iter(n.SECT_PR), None) is not None for node in beside.nodes):
        raise Refusal("P320", "这个项目中间有分节符，不能照抄；请在 Word 里改", beside.table.address)
    setups = [one for one in book.body.iter(n.SECT_PR) if not any(up.tag in REVISIONS for up in one.iterancestors())]
    own = {one for node in gap for one in node.iter(n.SECT_PR)}
    ruling = next((one for one in setups if book.places[book.top(one)] > book.places[beside.nodes[-1]]), None)
    if any(setup(one) != setup(ruling) for one in own):
        raise Refusal(
            "P320", "这里的分节符两边页面设置不同，加一个项目会改了版面；请在 Word 里改", beside.table.address
        )


def setup(section: Element | None) -> tuple[object, ...]:
    """How the pages of a section of the document are set up."""
    if section is None:
        return ()
    kept = [one for one in section.iterchildren(etree.Element) if one.tag != n.TYPE]
    return tuple(sorted(etree.tostring(one, method="c14n", exclusive=True) for one in kept))


def _model(book: Book, beside: Section, going: Collection[int]) -> Section:
    """The nearest plain section of the same form; one without drawings, and that stays, if there is one."""
    same = [each for each in book.sections if each.table.form.name == beside.table.form.name]
    near = sorted(same, key=lambda each: (id(each.table) in going, abs(each.number - beside.number)))
    drawn = None
    for section in near:
        if unplain(section):
            continue
        if not section.has(*GRAPHICS):
            return section
        drawn = drawn or section
    if drawn is not None:
        return drawn
    message = f"没有可以照抄的项目：最近的一个{unplain(near[0])}；请先在 Word 里处理，或用 goalgen build 生成"
    raise Refusal("P321", message, near[0].table.address)


def unplain(section: Section) -> str:
    """Why a section cannot be copied for another project; nothing when it can."""
    table = section.table
    if headings(table):
        return "没有标题"
    if any(next(node.iter(*REVISIONS), None) is not None for node in section.nodes):
        return "有修订，请先接受或拒绝"
    if any(next(node.iter(*_EMBEDDED), None) is not None for node in section.nodes):
        return "嵌着别的文件或控件"
    entries = [entry for found in table.occurrence.found for entry in found.entries]
    if any(
        part.kind is Kind.RESIDUE and entry.text[part.start : part.end].strip()
        for entry in entries
        for part in entry.parts
    ):
        return "有没认出来的文字"
    if any(place.text != lookup(table.value, path) for path, places in table.places.items() for place in places):
        return "同一项印得不一样（R201）"
    if _open_fields(section.nodes):
        return "有一个域从里面伸到外面"
    return ""


def _open_fields(nodes: Iterable[Element]) -> bool:
    kinds = [mark.get(n.FLD_CHAR_TYPE) for node in nodes for mark in node.iter(n.FLD_CHAR)]
    return kinds.count("begin") != kinds.count("end")


def contents(book: Book, name: str) -> Iterator[tuple[Element, Problem]]:
    """The tables of contents, which lack what has come: what each begins with, and what is to be told."""
    opened: list[Element] = []
    for node in book.paper.package.document.iter(n.FLD_CHAR, n.INSTR_TEXT, n.FLD_SIMPLE):
        kind = node.get(n.FLD_CHAR_TYPE)
        if kind == "begin":
            opened.append(node)
        elif kind == "end" and opened:
            opened.pop()
        code = node.get(f"{n.W}instr") if node.tag == n.FLD_SIMPLE else node.text if node.tag == n.INSTR_TEXT else ""
        begin = node if node.tag == n.FLD_SIMPLE else opened[-1] if opened else None
        if (code or "").split()[:1] == ["TOC"] and begin is not None:
            message = "目录里还没有新加的项目；已标明，Word 打开时会重新算"
            yield begin, Problem("P504", Where(name, cell=address_of(book.paper, begin)), message, Severity.INFO)


def address_of(paper: Paper, node: Element) -> str:
    """Where an element stands, as a person says it."""
    around = {node, *node.iterancestors()}
    return next((str(block.address()) for block in paper.reading.blocks if block.node in around), "")
