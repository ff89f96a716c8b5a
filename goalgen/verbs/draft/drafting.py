"""Verbs floor: a filled table of an unknown layout becomes the draft of a form: a template and its schema.

The draft is the document itself, its values replaced by tags. What is not known for a value stays as it is, so a draft never
prints another text than the document it came from; what it took for a value, and how sure it is, is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from lxml import etree

from goalgen.docx import DOCUMENT, Address, Block, Package, Row, children, content, open_package, write_package
from goalgen.docx import names as n
from goalgen.labels import normalise_label
from goalgen.problem import Problem, Severity, Where
from goalgen.verbs.draft import tags
from goalgen.verbs.draft.alignment import Layout, first_difference, layout_of
from goalgen.verbs.draft.declaring import schema_of
from goalgen.verbs.draft.grouping import instances
from goalgen.verbs.draft.listing import BROKEN, list_want
from goalgen.verbs.draft.lists import Known, beyond, regions
from goalgen.verbs.draft.meanings import settle
from goalgen.verbs.draft.prose import best_title, changing, inline, paragraphs, title, years_inside
from goalgen.verbs.draft.roles import assign
from goalgen.verbs.draft.seen import show, uncover
from goalgen.verbs.draft.spots import Role, Spot, Table, spots_of
from goalgen.verbs.draft.wants import CODE, ONE_LINE, Want, heads_of, name_all, name_of, want_of
from goalgen.verbs.draft.words import items, key_of, meaning, numbering
from goalgen.verbs.draft.work import TagEdit, Work

ITEM, ENTRY, HEADING = "项", "条", "栏名"
"""What the template calls the items of a list of rows and of a list of paragraphs, and a label that is a field."""


class Draft(NamedTuple):
    """A template and a schema, the fields they hold, and what a person should look at."""

    template: bytes
    schema: dict[str, Any]
    wants: list[Want]
    problems: list[Problem]


def draft(documents: Sequence[tuple[str, bytes]], name: str) -> tuple[Draft | None, list[Problem]]:
    """Draft the form `name` from filled documents of one layout; what differs between them is a value.

    The problems are of documents that cannot be opened: the draft is made of the others.
    """
    packages: list[tuple[str, Package]] = []
    refused: list[Problem] = []
    for file, data in documents:
        package, problems = open_package(data, file)
        if package is None:
            refused += problems
        else:
            packages.append((file, package))
    if not packages:
        return None, refused
    hidden = {file: show(package) for file, package in packages}
    samples = [(file, blocks) for file, package in packages for blocks in instances(content(package).blocks)]
    if not samples or samples[0][0] != packages[0][0]:
        return None, [*refused, Problem("F311", Where(packages[0][0]), "这个文件里没有表格，起草不了表样")]
    layout = layout_of([blocks for _, blocks in samples])
    file, base = samples[layout.samples[0]]
    work = Work(file, hidden=hidden[file])
    if nested := [problem for block in base for problem in _nested(block, file)]:
        return None, [*refused, *nested]
    work.problems += _left_out(samples, layout)
    for each in work.hidden:
        work.doubt(each.address, f"这里有划掉的或看不见的文字「{each.text}」，没有写进模板")
    aligned = [samples[number][1] for number in layout.samples]
    _tables(base, aligned, layout.known, work)
    inside, work.titles = work.titles, []
    paragraphs(aligned, work)
    work.titles += inside
    return _write(dict(packages)[file], base, name, work), refused


def _nested(block: Block, file: str) -> Iterator[Problem]:
    """Tables where tags cannot be: in text boxes, and beside other cells, whose cells are read as lines of one text."""
    if not isinstance(block, Row):
        return
    if block.number == 1 and next(block.node.iterancestors(n.TXBX), None) is not None:
        message = "这张表在文本框里，标签写在里面读不到；请把表移到文本框外面，再起草"
        yield Problem("F312", Where(file, cell=str(block.address())), message)
    for cell in block.cells:
        if any(child.tag == n.TBL for child in children(cell.node)):
            message = "这一格里有嵌套表，标签写在里面读不到；请把里面的表移到外面，再起草"
            yield Problem("F312", Where(file, cell=str(block.address(cell))), message)


def _left_out(samples: Sequence[tuple[str, Sequence[Block]]], layout: Layout) -> Iterator[Problem]:
    """The tables, or whole files, of another layout than most: they were not compared."""
    used = {samples[number][0] for number in layout.samples}
    base_file, base = samples[layout.samples[0]]
    for number, (file, blocks) in enumerate(samples):
        if number in layout.samples:
            continue
        row = first_difference(blocks, base, layout.known)
        at = row.address() if row else next((block.address() for block in blocks if isinstance(block, Row)), Address())
        if file in used:
            yield Problem("F302", Where(file, cell=str(at)), "这张表的行列和第一张不同，没有拿来比较", Severity.INFO)
        else:
            message = f"这个文件的行列从这里起和 {base_file} 不同，是别的版式：起草没有用它，请单独起草"
            yield Problem("F302", Where(file, cell=str(at)), message, Severity.WARN)


def _tables(base: Sequence[Block], aligned: Sequence[Sequence[Block]], known: Known, work: Work) -> None:
    """Find the values of all tables of the first project."""
    found = [regions(blocks, known) for blocks in aligned]
    body = [{id(row) for region in each for row in (*region.body, *region.repeated)} for each in found]
    rows = [
        [b for b in blocks if isinstance(b, Row) and id(b) not in listed]
        for blocks, listed in zip(aligned, body, strict=True)
    ]
    lines = {id(line[0].row): line for line in spots_of(rows[0], rows[1:]) if line}
    for region in found[0]:
        listed = (*region.body, *region.repeated)
        lines |= {id(row): line for row, line in zip(listed, spots_of(listed, []), strict=True)}
    header = {id(row) for region in found[0] for row in (*region.header, *region.repeated)}
    tables: list[Table] = []
    for number in dict.fromkeys(block.table for block in base if isinstance(block, Row)):
        ours = [block for block in base if isinstance(block, Row) and block.table == number and block.cells]
        tables.append(Table([lines[id(row)] for row in ours]))
        tables[-1].listed = {index for index, row in enumerate(ours) if id(row) in header or id(row) in body[0]}
        tables[-1].heads = {index for index, row in enumerate(ours) if id(row) in header}
        assign(tables[-1], seen_label=any(_has_label(table.lines) for table in tables[:-1]))
    printed = _printed(tables)
    beyond_lists = {id(row) for region in found[0] for row in beyond(region, rows[0])}
    for number, table in enumerate(tables):
        begun = any(_has_label(each.lines) for each in tables[:number])
        for index, line in enumerate(table.lines):
            region_index = next((i for i, r in enumerate(found[0]) if r.body[0] is line[0].row), None)
            if region_index is not None:
                list_want([each[region_index] for each in found if region_index < len(each)], table, base, work)
            elif index not in table.listed:
                first = not begun and not _has_label(table.lines[:index])
                before = len(work.wants)
                _row(line, table, work, first=first, printed=printed)
                for want in work.wants[before:] if id(line[0].row) in beyond_lists else ():
                    want.doubts.append(BROKEN)


def _has_label(lines: Sequence[Sequence[Spot]]) -> bool:
    return any(spot.role in (Role.LABEL, Role.INLINE) for line in lines for spot in line)


def _printed(tables: Sequence[Table]) -> set[int]:
    """The figures that a blank form has already in its cells: full marks, a total."""
    values = [
        spot
        for table in tables
        for index, line in enumerate(table.lines)
        if index not in table.listed
        for spot in line
        if spot.role is Role.VALUE and spot.cell.origin is None
    ]
    filled = [spot for spot in values if spot.text.strip()]
    figures = [spot for spot in filled if re.fullmatch(r"\s*[\d.]+%?\s*", spot.text) and not spot.differs]
    return {id(spot) for spot in figures} if len(filled) * 4 <= len(values) else set()


def _row(line: Sequence[Spot], table: Table, work: Work, *, first: bool, printed: set[int]) -> None:
    for place, spot in enumerate(line):
        if spot.cell.origin is not None:
            continue
        if spot.role is Role.LABEL and len({normalise_label(text) for text in spot.texts}) > 1:
            _several_names(spot, work)
        elif spot.role is Role.LABEL:
            years_inside(spot.cell.node, spot.texts, spot.row.address(spot.cell), work)
        if id(spot) in printed:
            work.doubt(spot.row.address(spot.cell), f"空白表里印好的「{spot.text.strip()}」，当作固定的文字")
        elif spot.role is Role.VALUE:
            _value(spot, line, table, work)
        elif spot.role is Role.INLINE:
            before = len(work.wants)
            inline(spot.cell.node, spot.texts, spot.row.address(spot.cell), work)
            for want in work.wants[before:]:
                want.heads = heads_of(spot, line, table.lines, None)
        elif spot.role is Role.STATIC and spot.text.strip():
            if first and len(line) == 1:
                title(spot.cell.node, spot.texts, spot.row.address(spot.cell), work)
            elif spot.differs:
                changing(spot.cell.node, spot.texts, spot.row.address(spot.cell), work)
        elif spot.role is Role.STATIC and place and not spot.text.strip() and spot.group is not None:
            work.doubt(spot.row.address(spot.cell), "空格子，旁边没有说它是什么，当作固定的空白")


def _several_names(spot: Spot, work: Work) -> None:
    """A label that the documents write differently is a field, or the template could read only one of them."""
    address = spot.row.address(spot.cell)
    said = "、".join(f"「{''.join(text.split())}」" for text in dict.fromkeys(spot.texts))
    want = Want(spot.text, list(spot.texts), address, key=f"{key_of(spot.text)}_{HEADING}")
    want.doubts.append(f"几份文件里这个标签写法不同：{said}，起草成了栏位")
    work.wants.append(want)
    work.edits.append(TagEdit(spot.cell.node, [(0, len(spot.text), want)], whole=True))


def _value(spot: Spot, line: Sequence[Spot], table: Table, work: Work) -> None:
    want = want_of(spot, line, table.lines)
    code = _code(spot, want)
    if code:
        work.wants += [each for _, _, each in code]
        work.edits.append(TagEdit(spot.cell.node, code))
        return
    style = numbering([text for text in spot.texts if text.strip()] or [""])
    if style and (any("\n" in text for text in spot.texts) or meaning(want.label) in _GOALS):
        want.style = style
        want.samples = list(items([text for text in spot.texts if text.strip()], style))
    if want.meaning == "project_name" and work.project is None:
        work.project = want
        if all(text.strip() and "\n" not in text for text in spot.texts):
            want.pattern = ONE_LINE
    beside = spot.left.cell.node if spot.left else None
    work.wants.append(want)
    work.edits.append(TagEdit(spot.cell.node, [(0, len(spot.text), want)], whole=True, beside=beside))


_CODE = re.compile(r"(?P<open>[\[(（【]?)(?P<code>\d{4,})(?P<close>[\])）】]?)(?P<name>[^\d\s,.\-/年%][^\n]*)")


def _code(spot: Spot, want: Want) -> list[tuple[int, int, Want]]:
    """A code and a name in one cell: without any label, or the code in brackets."""
    found = [match for text in spot.texts if (match := _CODE.fullmatch(text))]
    styles = {(match["open"], match["close"]) for match in found}
    if len(found) < len(spot.texts) or len(styles) > 1 or all(styles.copy().pop()) == (not want.label):
        return []
    code = Want(want.label, [match["code"] for match in found], want.address, pattern=CODE)
    want.samples, want.pattern = [match["name"] for match in found], r"^[^0-9]"
    if want.label:
        code.column = name_of("code")
    else:
        code.key = code.label = name_of("unit_code")
        want.key = want.label = name_of("unit_name")
        want.margin = 9.0
    return [(*found[0].span("code"), code), (*found[0].span("name"), want)]


_GOALS = {"goals", "total_goals"}


def _write(package: Package, base: Sequence[Block], name: str, work: Work) -> Draft:
    """Name everything, put the tags into the document, and make its schema."""
    body = package.document.find(n.BODY)
    assert body is not None
    kept = {tags.top_block(block.node) for block in base}
    tags.remove_blocks([child for child in body if child.tag in (n.P, n.TBL) and child not in kept])
    work.wants.sort(key=lambda want: (want.meaning != "number", bool(want.address.table), want.address))
    name_all(work.wants, [])
    texts = [each.text for block in base for each in (block.cells if isinstance(block, Row) else (block,))]
    tree = settle(work.wants, texts)
    for edit in work.edits:
        style = edit.wants[0][2].style if edit.whole else None
        if style:
            tags.fill_list(edit.node, style, ENTRY, edit.wants[0][2].key)
        elif edit.whole:
            tags.fill(edit.node, tags.value_tag(edit.wants[0][2].key), edit.beside)
        else:
            tags.splice(edit.node, [(start, end, tags.value_tag(want.key)) for start, end, want in edit.wants])
            if edit.wants[0][2].optional:
                tags.enclose(edit.node, f"if {edit.wants[0][2].key}", "endif")
    for region, whole, merged in work.lists:
        merges = ["|合并" if each else "" for each in merged]
        texts = [tags.value_tag(f"{ITEM}.{want.key}{merge}") for want, merge in zip(whole.items, merges, strict=True)]
        tags.loop_rows(region, texts, ITEM, whole.key)
    tags.finish(body)
    tags.start_page(body)
    uncover(package)
    work.problems += [_unsure(want, work) for each in work.wants for want in (each, *each.items) if want.doubtful]
    title = best_title(work.titles) or name
    xml = etree.tostring(package.document, xml_declaration=True, encoding="UTF-8", standalone=True)
    data = write_package({**package.parts, DOCUMENT: xml})
    return Draft(data, schema_of(name, title, work.wants, tree), work.wants, work.problems)


def _unsure(want: Want, work: Work) -> Problem:
    message = f"「{want.title}」没有把握：{'；'.join(want.reasons)}"
    return Problem("F305", Where(work.file, cell=str(want.address)), message, Severity.WARN)
