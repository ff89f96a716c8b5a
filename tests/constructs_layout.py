"""Constructs around paragraphs, cells, rows and tables, and of whole documents."""

from __future__ import annotations

import copy
import random
import re

from constructs import BY, DECLARED, Doc, Element, W, after, before, construct, paragraph, run, wrap, xml

SDT = "<w:sdt><w:sdtPr/><w:sdtContent><here/></w:sdtContent></w:sdt>"
CUSTOM = '<w:customXml w:element="x"><w:customXmlPr/><here/></w:customXml>'


def _mark(paragraph_: Element, change: str) -> None:
    """Note a change of the end of a paragraph."""
    properties = paragraph_.find(f"{W}pPr")
    if properties is None:
        properties = xml("<w:pPr/>")[0]
        paragraph_.insert(0, properties)
    marks = properties.find(f"{W}rPr")
    if marks is None:
        marks = xml("<w:rPr/>")[0]
        properties.append(marks)
    marks.insert(0, xml(f"<w:{change} {BY}/>")[0])


@construct("paragraph")
def inserted_paragraph(doc: Doc, node: Element, rng: random.Random) -> None:
    for one in node.findall(f"{W}r"):
        wrap(one, f"<w:ins {BY}><here/></w:ins>")
    _mark(node, "ins")


@construct("paragraph")
def deleted_paragraph(doc: Doc, node: Element, rng: random.Random) -> None:
    before(node, f"<w:p><w:del {BY}><w:r><w:delText>整段删去</w:delText></w:r></w:del></w:p>")
    gone = node.getprevious()
    assert gone is not None
    _mark(gone, "del")


@construct("paragraph")
def deleted_paragraph_end(doc: Doc, node: Element, rng: random.Random) -> None:
    runs = [child for child in node if child.tag != f"{W}pPr"]
    if runs[0].tag != f"{W}r" or next(runs[0].iter(f"{W}t"), None) is None:
        return
    first = copy.deepcopy(node)
    for extra in list(first):
        if extra.tag not in (f"{W}pPr",):
            first.remove(extra)
    text = next(runs[0].iter(f"{W}t"))
    whole = text.text or ""
    head = copy.deepcopy(runs[0])
    next(head.iter(f"{W}t")).text, text.text = whole[:1], whole[1:]
    first.append(head)
    node.addprevious(first)
    _mark(first, "del")


@construct("paragraph")
def moved_paragraph(doc: Doc, node: Element, rng: random.Random) -> None:
    before(node, f"<w:p><w:moveFrom {BY}>{run('整段移走')}</w:moveFrom></w:p>")
    gone = node.getprevious()
    assert gone is not None
    _mark(gone, "moveFrom")


@construct("paragraph")
def control_around_paragraph(doc: Doc, node: Element, rng: random.Random) -> None:
    wrap(node, SDT)


@construct("paragraph")
def custom_xml_around_paragraph(doc: Doc, node: Element, rng: random.Random) -> None:
    wrap(node, CUSTOM)


@construct("paragraph")
def alternate_paragraph(doc: Doc, node: Element, rng: random.Random) -> None:
    both = f'<mc:Choice Requires="wps"><here/></mc:Choice><mc:Fallback>{paragraph("退路")}</mc:Fallback>'
    wrap(node, f"<mc:AlternateContent>{both}</mc:AlternateContent>")


@construct("numbered")
def automatic_numbers(doc: Doc, node: Element, rng: random.Random) -> None:
    """The numbers of a list are written by Word."""
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="90">{level}</w:abstractNum><w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num>'
    doc.add("numbering", f"<w:numbering {DECLARED}>{lists}</w:numbering>")
    _number(node, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>')


@construct("numbered")
def automatic_numbers_by_style(doc: Doc, node: Element, rng: random.Random) -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Goal"/><w:lvlText w:val="%1."/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="91">{level}</w:abstractNum><w:num w:numId="91"><w:abstractNumId w:val="91"/></w:num>'
    doc.add("numbering", f"<w:numbering {DECLARED}>{lists}</w:numbering>")
    numbered = '<w:pPr><w:numPr><w:numId w:val="91"/></w:numPr></w:pPr>'
    doc.style(f'<w:style w:type="paragraph" w:styleId="Goal"><w:name w:val="Goal"/>{numbered}</w:style>')
    _number(node, '<w:pStyle w:val="Goal"/>')


def _number(node: Element, setting: str, number: int = 1, *, alone: bool = False) -> None:
    """Take the typed numbers off a paragraph and those after it that go on counting."""
    nodes: list[Element] = [node, *(node.itersiblings(f"{W}p") if not alone else ())]
    for one in nodes:
        texts = [text for text in one.iter(f"{W}t") if text.text]
        typed = re.match(rf"{number}\.", "".join(text.text or "" for text in texts))
        if not typed:
            break
        left = typed.end()
        for text in texts:
            cut = min(left, len(text.text or ""))
            text.text, left = (text.text or "")[cut:], left - cut
        properties = one.find(f"{W}pPr")
        if properties is None:
            properties = xml("<w:pPr/>")[0]
            one.insert(0, properties)
        for old in properties.findall(f"{W}pStyle") if "pStyle" in setting else ():
            properties.remove(old)
        properties.insert(1 if "numPr" in setting and properties.find(f"{W}pStyle") is not None else 0, xml(setting)[0])
        number += 1


@construct("heading")
def automatic_heading_number(doc: Doc, node: Element, rng: random.Random) -> None:
    start = re.match(r"\d+", "".join(node.itertext(f"{W}t")))
    assert start
    level = f'<w:lvl w:ilvl="0"><w:start w:val="{start[0]}"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%1."/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="92">{level}</w:abstractNum><w:num w:numId="92"><w:abstractNumId w:val="92"/></w:num>'
    doc.add("numbering", f"<w:numbering {DECLARED}>{lists}</w:numbering>")
    _number(node, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="92"/></w:numPr>', int(start[0]), alone=True)


@construct("cell")
def control_around_cell(doc: Doc, node: Element, rng: random.Random) -> None:
    wrap(node, SDT)


@construct("cell")
def custom_xml_around_cell(doc: Doc, node: Element, rng: random.Random) -> None:
    wrap(node, CUSTOM)


@construct("cell")
def nested_table(doc: Doc, node: Element, rng: random.Random) -> None:
    inside = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>"
    table = xml(inside)[0]
    cell = next(table.iter(f"{W}tc"))
    for one in node.findall(f"{W}p"):
        cell.append(one)
    node.append(table)
    node.append(xml("<w:p/>")[0])


@construct("wide")
def horizontal_merge(doc: Doc, node: Element, rng: random.Random) -> None:
    span = node.find(f"{W}tcPr/{W}gridSpan")
    assert span is not None
    columns = int(span.get(f"{W}val", "1"))
    properties = span.getparent()
    assert properties is not None
    properties.replace(span, xml('<w:hMerge w:val="restart"/>')[0])
    rest = f"<w:tc><w:tcPr><w:hMerge/></w:tcPr>{paragraph('压着的')}</w:tc>"
    after(node, rest + "<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>" * (columns - 2))


@construct("covered")
def text_in_a_merged_away_cell(doc: Doc, node: Element, rng: random.Random) -> None:
    node.append(xml(paragraph("压在下面的字"))[0])


def _tracked(cell: Element, merge: str) -> None:
    """A merge with the cell above that somebody tracked as a change."""
    old = cell.find(f"{W}tcPr/{W}vMerge")
    assert old is not None
    properties = old.getparent()
    assert properties is not None
    properties.remove(old)
    properties.append(xml(f"<w:cellMerge {BY} {merge}/>")[0])


@construct("covered")
def tracked_merge(doc: Doc, node: Element, rng: random.Random) -> None:
    _tracked(node, 'w:vMerge="cont"')


@construct("covered", same=False)
def tracked_split(doc: Doc, node: Element, rng: random.Random) -> None:
    _tracked(node, 'w:vMerge="rest" w:vMergeOrig="cont"')


@construct("label")
def vertical_label(doc: Doc, node: Element, rng: random.Random) -> None:
    text = "".join(node.itertext(f"{W}t"))
    for old in node.findall(f"{W}p"):
        node.remove(old)
    node.extend(xml("".join(paragraph(char) for char in text)))


@construct("label")
def padded_label(doc: Doc, node: Element, rng: random.Random) -> None:
    text = "".join(node.itertext(f"{W}t"))
    for old in node.findall(f"{W}p"):
        node.remove(old)
    padded = f"{text[0]}　{text[1]} \u00a0{text[2:]}："
    node.extend(xml(f"<w:p>{run(padded[:3])}<w:r><w:br/></w:r>{run(padded[3:])}</w:p>"))


@construct("label")
def punctuated_label(doc: Doc, node: Element, rng: random.Random) -> None:
    text = "".join(node.itertext(f"{W}t"))
    for old in node.findall(f"{W}p"):
        node.remove(old)
    node.extend(xml(paragraph(f"「{text[:2]}、{text[2:]}」。")))


@construct("row")
def control_around_row(doc: Doc, node: Element, rng: random.Random) -> None:
    wrap(node, SDT)


@construct("row")
def custom_xml_around_row(doc: Doc, node: Element, rng: random.Random) -> None:
    wrap(node, CUSTOM)


def _row_change(node: Element, change: str) -> None:
    properties = node.find(f"{W}trPr")
    if properties is None:
        properties = xml("<w:trPr/>")[0]
        node.insert(1 if node.find(f"{W}tblPrEx") is not None else 0, properties)
    properties.append(xml(f"<w:{change} {BY}/>")[0])


@construct("row")
def inserted_row(doc: Doc, node: Element, rng: random.Random) -> None:
    for one in list(node.iter(f"{W}r")):
        if next(one.iterancestors(f"{W}ins"), None) is None:
            wrap(one, f"<w:ins {BY}><here/></w:ins>")
    _row_change(node, "ins")


@construct("row")
def deleted_row(doc: Doc, node: Element, rng: random.Random) -> None:
    gone = copy.deepcopy(node)
    for text in list(gone.iter(f"{W}t")):
        text.tag = f"{W}delText"
    for one in list(gone.iter(f"{W}r")):
        wrap(one, f"<w:del {BY}><here/></w:del>")
    node.addprevious(gone)
    _row_change(gone, "del")


@construct("table")
def columns_before_and_after(doc: Doc, node: Element, rng: random.Random) -> None:
    for row in node.iter(f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = xml("<w:trPr/>")[0]
            row.insert(1 if row.find(f"{W}tblPrEx") is not None else 0, properties)
        properties.extend(xml('<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'))
    grid = node.find(f"{W}tblGrid")
    if grid is not None:
        grid.insert(0, xml('<w:gridCol w:w="20"/>')[0])
        grid.append(xml('<w:gridCol w:w="20"/>')[0])


@construct("table")
def no_grid(doc: Doc, node: Element, rng: random.Random) -> None:
    for grid in node.findall(f"{W}tblGrid"):
        node.remove(grid)


@construct("table")
def control_around_table(doc: Doc, node: Element, rng: random.Random) -> None:
    wrap(node, f"<w:sdt><w:sdtContent>{SDT}</w:sdtContent></w:sdt>")


@construct("table")
def custom_xml_around_table(doc: Doc, node: Element, rng: random.Random) -> None:
    wrap(node, CUSTOM)


@construct("table")
def alternate_table(doc: Doc, node: Element, rng: random.Random) -> None:
    both = f'<mc:Choice Requires="w14"><here/></mc:Choice><mc:Fallback>{paragraph("退路")}</mc:Fallback>'
    wrap(node, f"<mc:AlternateContent>{both}</mc:AlternateContent>")


@construct("table")
def framed_table(doc: Doc, node: Element, rng: random.Random) -> None:
    wrap(
        node,
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/><here/><w:p/></w:tc></w:tr></w:tbl>",
    )


@construct("table")
def table_in_a_text_box(doc: Doc, node: Element, rng: random.Random) -> None:
    box = "<v:textbox><w:txbxContent><here/><w:p/></w:txbxContent></v:textbox>"
    wrap(node, f"<w:p><w:r><w:pict><v:shape>{box}</v:shape></w:pict></w:r></w:p>")


@construct("table")
def blank_rows(doc: Doc, node: Element, rng: random.Random) -> None:
    rows = node.findall(f"{W}tr")
    cells = rows[-1].findall(f"{W}tc")
    blank = "".join("<w:tc><w:tcPr/><w:p/></w:tc>" for _ in cells)
    after(rows[-1], f"<w:tr>{blank}</w:tr>")


@construct("table")
def blank_paragraphs(doc: Doc, node: Element, rng: random.Random) -> None:
    after(node, "<w:p/><w:p/>" + paragraph("　"))


@construct("table")
def cut_with_header_typed_again(doc: Doc, node: Element, rng: random.Random) -> None:
    """A table is cut at a page end; when its first row is a header, that is typed again."""
    rows = _rows(node)
    header = next((i for i, row in enumerate(rows) if "一级指标" in "".join(row.itertext(f"{W}t"))), None)
    starts = [i for i, row in enumerate(rows) if i > 1 and not _goes_on(row) and i != header]
    if not starts:
        return
    at = rng.choice(starts)
    second = copy.deepcopy(node)
    for index, (one, two) in enumerate(zip(rows, _rows(second), strict=True)):
        gone = one if index >= at else None if index == header else two  # the header is typed again
        if gone is not None:
            gone.getparent().remove(gone)  # type: ignore[union-attr]
    node.addnext(second)
    after(node, "<w:p/>")


@construct("table", same=False)
def merge_without_beginning(doc: Doc, node: Element, rng: random.Random) -> None:
    """The row in which the last vertical merge begins was deleted."""
    merges = [one for one in doc.tree.iter(f"{W}vMerge") if one.get(f"{W}val") == "restart" and _begins(one)]
    row = next(merges[-1].iterancestors(f"{W}tr"))
    row.getparent().remove(row)  # type: ignore[union-attr]


def _begins(merge: Element) -> bool:
    below = next(merge.iterancestors(f"{W}tr")).getnext()
    return below is not None and _goes_on(below)


@construct("table")
def cut_without_header(doc: Doc, node: Element, rng: random.Random) -> None:
    """A table is cut between two rows of values, and goes on in one that has the same columns."""
    rows = _rows(node)
    header = next((i for i, row in enumerate(rows) if "一级指标" in "".join(row.itertext(f"{W}t"))), 1)
    starts = [i for i, row in enumerate(rows) if i > header + 1 and not _goes_on(row)]
    if not starts:
        return
    at = rng.choice(starts)
    second = copy.deepcopy(node)
    for index, (one, two) in enumerate(zip(rows, _rows(second), strict=True)):
        gone = one if index >= at else two
        gone.getparent().remove(gone)  # type: ignore[union-attr]
    node.addnext(second)
    after(node, "<w:p/>")


def _rows(table: Element) -> list[Element]:
    return [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]


def _goes_on(row: Element) -> bool:
    merges = [merge for merge in row.iter(f"{W}vMerge") if merge.get(f"{W}val") != "restart"]
    return bool(merges)


@construct("table")
def joined_tables(doc: Doc, node: Element, rng: random.Random) -> None:
    """Nothing but a blank paragraph stands between two tables: then it is gone, and they are one."""
    second = node
    for between in node.itersiblings():
        if between.tag == f"{W}tbl":
            second = between
            break
        if "".join(between.itertext(f"{W}t")).strip():
            return
    if second is node:
        return
    while node.getnext() is not second:
        node.getparent().remove(node.getnext())  # type: ignore[union-attr, arg-type]
    for row in second:
        if row.tag not in (f"{W}tblPr", f"{W}tblGrid"):
            node.append(row)
    second.getparent().remove(second)  # type: ignore[union-attr]


@construct("body")
def header_and_footer(doc: Doc, node: Element, rng: random.Random) -> None:
    first = doc.add("header", f"<w:hdr {DECLARED}>{paragraph('二〇二二年度部门预算')}</w:hdr>", "word/header9.xml")
    second = doc.add(
        "footer", f"<w:ftr {DECLARED}>{paragraph('第 1 页')}{paragraph('内部资料')}</w:ftr>", "word/footer9.xml"
    )
    node.append(
        xml(
            f'<w:sectPr><w:headerReference w:type="default" r:id="{first}"/><w:footerReference w:type="default" r:id="{second}"/></w:sectPr>'
        )[0]
    )


@construct("body")
def watermark(doc: Doc, node: Element, rng: random.Random) -> None:
    word = '<w:pict><v:shape type="#_x0000_t136"><v:textpath string="草稿"/></v:shape></w:pict>'
    doc.add("header", f"<w:hdr {DECLARED}><w:p><w:r>{word}</w:r></w:p></w:hdr>", "word/header8.xml")


@construct("body")
def strict_names(doc: Doc, node: Element, rng: random.Random) -> None:
    """The document as "Strict Open XML" has other names for the same."""
    raw = doc.save
    strict = "http://purl.oclc.org/ooxml/"

    def save() -> bytes:
        data = raw()
        changed = Doc(data)
        for name, content in changed.parts.items():
            content = content.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                f"{strict}wordprocessingml/main".encode(),
            )
            changed.parts[name] = content.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/", f"{strict}officeDocument/".encode()
            )
        kept = changed.parts["word/document.xml"]
        changed.save()
        return _zip({**changed.parts, "word/document.xml": kept})

    doc.save = save  # type: ignore[method-assign]


def _zip(parts: dict[str, bytes]) -> bytes:
    from goalgen.docx import write_package

    return write_package(parts)


@construct("body", same=False)
def embedded_file(doc: Doc, node: Element, rng: random.Random) -> None:
    node.insert(0, xml('<w:altChunk r:id="rId99"/>')[0])


@construct("cell")
def embedded_file_in_a_cell(doc: Doc, node: Element, rng: random.Random) -> None:
    node.insert(1, xml('<w:altChunk r:id="rId99"/>')[0])


@construct("paragraph")
def sub_document(doc: Doc, node: Element, rng: random.Random) -> None:
    node.append(xml('<w:subDoc r:id="rId92"/>')[0])
