"""Constructs of what a page says: looks that change what is said, merges without a beginning, what XML must not hold."""

from __future__ import annotations

import copy
import random
import re

from constructs import BY, DECLARED, Doc, Element, W, after, construct, cut, paragraph, run, run_of, xml
from lxml import etree

UP, LEVEL = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="baseline"/>'


def _style(doc: Doc, kind: str, name: str, inside: str) -> None:
    doc.style(f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{inside}</w:style>')


def _properties(node: Element, name: str) -> Element:
    """The properties of a run or a paragraph, made when there are none."""
    found = node.find(f"{W}{name}")
    if found is None:
        found = xml(f"<w:{name}/>")[0]
        node.insert(0, found)
    return found


def _dress(run_: Element, settings: str, name: str = "rPr") -> None:
    """Give a run settings in place of its own of that kind."""
    properties = _properties(run_, name)
    new = xml(settings)
    for old in [one for one in properties if one.tag in {each.tag for each in new}]:
        properties.remove(old)
    for one in new:
        properties.insert(0, one) if one.tag in (f"{W}rStyle", f"{W}pStyle") else properties.append(one)


@construct("text", same=False)
def superscript_by_based_on_style(doc: Doc, text: Element, rng: random.Random) -> None:
    _style(doc, "character", "Up", f"<w:rPr>{UP}</w:rPr>")
    _style(doc, "character", "Upper", '<w:basedOn w:val="Up"/>')
    after(cut(text, rng)[0], run("㎡m") + run("2", '<w:rStyle w:val="Upper"/>'))


@construct("text", same=False)
def superscript_taken_away(doc: Doc, text: Element, rng: random.Random) -> None:
    """By the run itself, of a style that has it."""
    _style(doc, "character", "Up", f"<w:rPr>{UP}</w:rPr>")
    after(cut(text, rng)[0], run("10") + run("4", f'<w:rStyle w:val="Up"/>{LEVEL}'))


@construct("text", same=False)
def superscript_of_several_characters(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], run("43.5×10") + run("-4", UP) + run("x") + run("(n+1)", UP) + run("万㎡"))


@construct("text", same=False)
def superscript_letters(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], run("第5") + run("th", UP))


@construct("text", same=False)
def superscript_in_chinese(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], run("注2", UP))


@construct("text", same=False)
def superscript_inserted(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], run("×10") + f"<w:ins {BY}>{run('4', UP)}</w:ins>")


@construct("text", same=False)
def superscript_as_a_change(doc: Doc, text: Element, rng: random.Random) -> None:
    """Raised while changes were tracked: it is raised now."""
    after(cut(text, rng)[0], run("×10") + run("4", f"{UP}<w:rPrChange {BY}><w:rPr/></w:rPrChange>"))


@construct("numbered", same=False)
def superscript_in_a_goal(doc: Doc, node: Element, rng: random.Random) -> None:
    after(list(node.iter(f"{W}r"))[-1], run("×10") + run("4", UP))


@construct("heading", same=False)
def superscript_in_a_heading(doc: Doc, node: Element, rng: random.Random) -> None:
    text = next(one for one in node.iter(f"{W}t") if len(one.text or "") > 1)
    after(cut(text, rng)[0], run("×10") + run("4", UP))


@construct("text", same=False)
def moved_down(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], run("CO") + run("2", '<w:position w:val="-4"/>'))


@construct("text", same=False)
def capitals(doc: Doc, text: Element, rng: random.Random) -> None:
    _style(doc, "character", "Capitals", "<w:rPr><w:caps/></w:rPr>")
    after(cut(text, rng)[0], run("PM2.5 Abc", "<w:caps/>") + run("mw", '<w:rStyle w:val="Capitals"/>') + run("kW"))


@construct("text", same=False)
def small_capitals(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], run("gdp", "<w:smallCaps/>"))


@construct("text", same=False)
def two_lines_in_one(doc: Doc, text: Element, rng: random.Random) -> None:
    both = '<w:eastAsianLayout w:id="3" w:combine="1" w:combineBrackets="{}"/>'.format
    after(cut(text, rng)[0], run("子", both("square")) + run("丑", both("square")) + run("寅卯", both("none")))


@construct("text")
def emphasis_and_width(doc: Doc, text: Element, rng: random.Random) -> None:
    """Marks under the characters, fitted into a width, upright in a vertical line, hidden on the web: the text is the same."""
    settings = ('<w:em w:val="dot"/>', '<w:fitText w:val="800" w:id="4"/>',
                '<w:eastAsianLayout w:id="5" w:vert="1" w:vertCompress="1"/>', "<w:webHidden/>", "<w:emboss/>")  # fmt: skip
    for one in cut(text, rng):
        _dress(one, rng.choice(settings))


def _cut_paragraph(node: Element, rng: random.Random, mark: str) -> None:
    """Cut a paragraph in two; the end of the first is hidden."""
    texts = [one for one in node.iter(f"{W}t") if run_of(one).getparent() is node and len(one.text or "") > 1]
    if not texts:
        return
    two = cut(texts[-1], rng)[1]
    rest = [two, *two.itersiblings()]
    after(node, "<w:p/>")
    below = node.getnext()
    assert below is not None
    below.extend(rest)
    _dress(node, f"<w:rPr>{mark}</w:rPr>", "pPr")


@construct("paragraph")
def style_separator(doc: Doc, node: Element, rng: random.Random) -> None:
    _cut_paragraph(node, rng, "<w:vanish/><w:specVanish/>")


@construct("paragraph", same=False)
def hidden_paragraph_mark(doc: Doc, node: Element, rng: random.Random) -> None:
    _cut_paragraph(node, rng, "<w:vanish/>")


@construct("text")
def struck_as_a_change(doc: Doc, text: Element, rng: random.Random) -> None:
    """Crossed out while changes were tracked, and taken back: it looks as it does now."""
    one, two = cut(text, rng)
    after(one, run("旧数字", f"<w:strike/><w:rPrChange {BY}><w:rPr/></w:rPrChange>"))
    _dress(two, f"<w:rPrChange {BY}><w:rPr><w:strike/></w:rPr></w:rPrChange>")


def _restyle(doc: Doc, node: Element, name: str, inside: str) -> None:
    """Give a paragraph a style of its own on top of the one that it has."""
    old = node.find(f"{W}pPr/{W}pStyle")
    base = "" if old is None else str(old.get(f"{W}val"))
    _style(doc, "paragraph", name + base, (f'<w:basedOn w:val="{base}"/>' if base else "") + inside)
    _dress(node, f'<w:pStyle w:val="{name}{base}"/>', "pPr")


@construct("cell")
def struck_by_paragraph_style(doc: Doc, node: Element, rng: random.Random) -> None:
    """All of a paragraph but what is typed anew."""
    first = next(node.iter(f"{W}p"))
    for one in first.iter(f"{W}r"):
        _dress(one, '<w:strike w:val="0"/>')
    _restyle(doc, first, "Gone", "<w:rPr><w:strike/></w:rPr>")
    first.extend(xml(run("旧数字")))


@construct("table", same=False)
def struck_by_table_style(doc: Doc, node: Element, rng: random.Random) -> None:
    """The last row, by the style of the table."""
    part = '<w:tblStylePr w:type="lastRow"><w:rPr><w:strike/></w:rPr></w:tblStylePr>'
    _style(doc, "table", "Last", part)
    properties = _properties(_last_table(doc)[0], "tblPr")
    for old in properties.findall(f"{W}tblStyle") + properties.findall(f"{W}tblLook"):
        properties.remove(old)
    properties.insert(0, xml('<w:tblStyle w:val="Last"/>')[0])
    properties.append(xml('<w:tblLook w:val="0040"/>')[0])


@construct("text", same=False)
def struck_in_a_text_box(doc: Doc, text: Element, rng: random.Random) -> None:
    inside = f"<w:p>{run('50', '<w:strike/>')}{run('43×10')}{run('4', UP)}</w:p>"
    box = f"<v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape>"
    after(cut(text, rng)[0], f"<w:r><w:pict>{box}</w:pict></w:r>")


@construct("text")
def vanished_as_a_change(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], run("看不见的", f"<w:vanish/><w:rPrChange {BY}><w:rPr/></w:rPrChange>"))


@construct("paragraph")
def white_by_a_dark_style(doc: Doc, node: Element, rng: random.Random) -> None:
    """White, and the paragraph behind it is dark: both by its style."""
    dark = '<w:pPr><w:shd w:val="clear" w:fill="1F3864"/></w:pPr><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
    _restyle(doc, node, "Banner", dark)


@construct("text", same=False)
def instruction_in_a_text(doc: Doc, text: Element, rng: random.Random) -> None:
    """Another program's processing instruction, and a comment of XML."""
    whole = text.text or ""
    at = rng.randint(0, len(whole))
    text.text = whole[:at]
    text.append(etree.ProcessingInstruction("x", "y"))
    text.append(etree.Comment("z"))
    text[-1].tail = whole[at:]
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


@construct("text", same=False)
def instruction_in_a_footnote(doc: Doc, text: Element, rng: random.Random) -> None:
    notes = f'<w:footnote w:id="2">{paragraph("见<?x y?>附件")}</w:footnote>'
    doc.add("footnotes", f"<w:footnotes {DECLARED}>{notes}</w:footnotes>")
    after(run_of(text), '<w:r><w:footnoteReference w:id="2"/></w:r>')


def _declared(doc: Doc, kind: str, inside: str, name: str) -> str:
    """Add a part with a DTD."""
    return doc.add(kind, f'<!DOCTYPE x [<!ENTITY e "替换">]><w:{name} {DECLARED}>{inside}</w:{name}>')


@construct("body", same=False)
def declared_header(doc: Doc, node: Element, rng: random.Random) -> None:
    """A DTD in a part, with an entity that stands for any text: Word does not open such a file."""
    identifier = _declared(doc, "header", paragraph("内部&e;资料"), "hdr")
    section = node.find(f"{W}sectPr")
    if section is None:
        section = xml("<w:sectPr/>")[0]
        node.append(section)
    section.insert(0, xml(f'<w:headerReference w:type="default" r:id="{identifier}"/>')[0])


@construct("text", same=False)
def declared_comments(doc: Doc, text: Element, rng: random.Random) -> None:
    _declared(doc, "comments", f"<w:comment {BY} w:initials='张'>{paragraph('请&e;核对')}</w:comment>", "comments")
    after(run_of(text), '<w:r><w:commentReference w:id="9"/></w:r>')


@construct("text", same=False)
def declared_styles(doc: Doc, text: Element, rng: random.Random) -> None:
    """What a style that cannot be read does to a text, nobody knows."""
    _style(doc, "character", "Old", "<w:rPr><w:strike/></w:rPr>")
    name = "word/styles.xml"
    doc.parts[name] = re.sub(rb"(<w:styles)", rb'<!DOCTYPE x [<!ENTITY e "1">]>\1', doc.parts[name], count=1)
    after(cut(text, rng)[0], run("旧数字", '<w:rStyle w:val="Old"/>'))


@construct("numbered", same=False)
def declared_numbering(doc: Doc, node: Element, rng: random.Random) -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="&e;%1."/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    _declared(doc, "numbering", lists, "numbering")
    _dress(node, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', "pPr")


def _last_table(doc: Doc) -> tuple[Element, list[Element]]:
    table = list(doc.tree.iter(f"{W}tbl"))[-1]
    return table, table.findall(f"{W}tr")


def _cell(row: Element, at: int) -> Element:
    return row.findall(f"{W}tc")[at]


def _merge(cell: Element, how: str) -> None:
    """Make a cell begin a vertical merge, or go on with one."""
    _dress(cell, f'<w:vMerge w:val="{how}"/>', "tcPr")


@construct("table", same=False)
def merge_without_beginning_in_the_first_row(doc: Doc, node: Element, rng: random.Random) -> None:
    _merge(_cell(_last_table(doc)[1][0], 0), "continue")


@construct("table", same=False)
def merge_without_beginning_in_the_middle(doc: Doc, node: Element, rng: random.Random) -> None:
    """Cells that go on with nothing in the second column, with their own text and without."""
    rows = _last_table(doc)[1]
    for row in rows[1:4]:
        _merge(_cell(row, 1), "continue")
    for text in _cell(rows[2], 1).iter(f"{W}t"):
        text.text = ""


@construct("table", same=False)
def text_only_in_the_continuation(doc: Doc, node: Element, rng: random.Random) -> None:
    """The row in which a merge began was deleted, and the text typed into the next."""
    table, rows = _last_table(doc)
    first = next(row for row in rows if row.find(f'.//{W}vMerge[@{W}val="restart"]') is not None)
    words = "".join(_cell(first, 0).itertext(f"{W}t"))
    below = first.getnext()
    assert below is not None
    table.remove(first)
    next(_cell(below, 0).iter(f"{W}p")).extend(xml(run(words)))


@construct("table", same=False)
def merge_above_a_gap(doc: Doc, node: Element, rng: random.Random) -> None:
    """A row that begins after the column of a merge ends it: what goes on below has nothing to go on with."""
    rows = _last_table(doc)[1]
    for row in rows[1:4]:
        _merge(_cell(row, 0), "restart" if row is rows[1] else "continue")
    rows[2].remove(_cell(rows[2], 0))
    gap = _properties(rows[2], "trPr")
    gap.insert(0, xml('<w:gridBefore w:val="1"/>')[0])


def _cut(doc: Doc, places: list[int]) -> list[list[Element]]:
    """Cut the last table before some of its rows, with its first typed again; gives the rows of each table."""
    table, rows = _last_table(doc)
    tables, last = [rows[: places[0]]], table
    for begin, end in zip(places, [*places[1:], len(rows)], strict=True):
        below = copy.deepcopy(table)
        for row in below.findall(f"{W}tr"):
            below.remove(row)
        below.extend([copy.deepcopy(rows[0]), *rows[begin:end]])
        last.addnext(below)
        after(last, "<w:p/>")
        tables.append(below.findall(f"{W}tr"))
        last = below
    return tables


@construct("table", same=False)
def merges_over_three_tables(doc: Doc, node: Element, rng: random.Random) -> None:
    """A merge that goes on over two page ends, where the table was cut."""
    rows = _last_table(doc)[1]
    for at, row in enumerate(rows[1:4]):
        _merge(_cell(row, 0), "continue" if at else "restart")
        for text in _cell(row, 0).iter(f"{W}t") if at else ():
            text.text = ""
    _cut(doc, [2, 3])


@construct("table", same=False)
def blank_below_a_cut(doc: Doc, node: Element, rng: random.Random) -> None:
    """A cell that begins anew below a page end, and says nothing."""
    rows = _last_table(doc)[1]
    _merge(_cell(rows[2], 0), "restart")
    for text in _cell(rows[2], 0).iter(f"{W}t"):
        text.text = ""
    _cut(doc, [2])
