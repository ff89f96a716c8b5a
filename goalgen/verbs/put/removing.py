"""Verbs floor: projects that go: their sections, the blank below, and what belongs to them in other parts of the file.

Comments and notes that are anchored in them go along (their texts would else be published with the file). A bookmark that
reaches out of them keeps its end. What refers to them from elsewhere is named, and is to be computed again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from lxml import etree

from goalgen.docx import Package
from goalgen.docx import names as n
from goalgen.docx.parts import relations
from goalgen.docx.splice import decode, encode, places
from goalgen.problem import Problem, Severity, Where
from goalgen.text import Edit
from goalgen.verbs.put.adding import address_of, setup
from goalgen.verbs.put.lines import RANGES
from goalgen.verbs.put.paper import Paper, Refusal
from goalgen.verbs.put.repeats import field_of, references
from goalgen.verbs.put.sections import Book, Section, alone

Element = etree._Element

_COMMENT_MARKS = (f"{n.W}commentRangeStart", f"{n.W}commentRangeEnd", n.COMMENT_REFERENCE)
_NOTES = {
    "footnotes": (f"{n.W}footnoteReference", f"{n.W}footnote"),
    "endnotes": (f"{n.W}endnoteReference", f"{n.W}endnote"),
}


def going(book: Book, numbers: Collection[int]) -> list[Element]:
    """The children of the body that go with some projects, by their numbers: with each the blank above it, below it where no
    project is left above. Raises Refusal."""
    leaving: list[Element] = []
    for chain in _chains(book):
        staying = [each.number for each in chain if each.number not in numbers]
        first = min(staying, default=chain[-1].number)
        for above, section in zip([None, *chain], chain, strict=False):
            if section.number in numbers:
                alone(book, section)
                _balanced(section)
                leaving += section.nodes
                leaving += section.gap if section.number < first else ()
                leaving += above.gap if above is not None and above.number >= first else ()
        if not staying and (chain[0].before is None or chain[-1].after is None):
            leaving += chain[-1].gap
    kept = [node for node in book.children if node not in set(leaving)]
    return list(_with_paragraphs_between(book, leaving, kept))


def side_by_side(book: Book, nodes: Sequence[Element]) -> Iterator[list[Element]]:
    """Children of the body as runs of those that stand beside each other."""
    run: list[Element] = []
    for node in sorted(nodes, key=book.places.__getitem__):
        if run and book.places[node] != book.places[run[-1]] + 1:
            yield run
            run = []
        run.append(node)
    if run:
        yield run


def _chains(book: Book) -> Iterator[list[Section]]:
    """The runs of projects with nothing but blank between them."""
    chain: list[Section] = []
    for section in book.sections:
        chain.append(section)
        if book.beside(section, 1) is None:
            yield chain
            chain = []


def _with_paragraphs_between(book: Book, leaving: Sequence[Element], kept: Sequence[Element]) -> Iterator[Element]:
    """What goes, but for a paragraph where two tables would run together, or the document would end with one."""
    places = book.places
    saved: set[Element] = set()
    for upper, lower in zip([None, *kept], [*kept, None], strict=True):
        start, end = (-1 if upper is None else places[upper]), (len(places) if lower is None else places[lower])
        between = [node for node in book.children[start + 1 : end] if node.tag == n.P]
        needed = (upper is not None and upper.tag == n.TBL) or (upper is None and lower is not None)
        if needed and between and (lower is None or lower.tag in (n.TBL, n.SECT_PR)):
            blank = [node for node in between if not "".join(node.itertext(n.T)).strip()]
            saved |= set(blank[-1:])
    return (node for node in leaving if node not in saved)


def _balanced(section: Section) -> None:
    kinds = [mark.get(n.FLD_CHAR_TYPE) for node in section.nodes for mark in node.iter(n.FLD_CHAR)]
    if kinds.count("begin") != kinds.count("end"):
        raise Refusal("P320", "有一个域从这个项目里伸到外面，不能整个拿掉；请在 Word 里改", section.table.address)


def taken_out(book: Book, nodes: Sequence[Element]) -> list[Edit]:
    """The edits that take children of the body out. Raises Refusal where pages elsewhere would be set up in another way."""
    paper, gone = book.paper, set(nodes)
    _same_pages(book, gone)
    kept = set(_reaching_out(nodes))
    paper.locate(nodes)
    for node in nodes:
        if any(one in kept for one in node.iter()):
            paper.lex([node])
    return [
        Edit(paper.place(node).outer, "".join(paper.source(one) for one in node.iter() if one in kept))
        for node in nodes
    ]


def _same_pages(book: Book, gone: Collection[Element]) -> None:
    """Make sure that what stays is on pages that are set up as before."""
    setups = [(book.places[book.top(one)], one) for one in book.body.iter(n.SECT_PR)]
    left = [(place, one) for place, one in setups if book.children[place] not in gone]
    for place, child in enumerate(book.children):
        if child in gone or child.tag == n.SECT_PR:
            continue
        ruling, now = (next((one for at, one in some if at >= place), None) for some in (setups, left))
        if ruling is not now and setup(ruling) != setup(now):
            raise Refusal("P320", "这个项目带着分节符，拿掉会改了前面几页的页面设置；请在 Word 里改")


def _reaching_out(nodes: Sequence[Element]) -> Iterator[Element]:
    """The ends of ranges of which the other end stays; what reaches out with a comment is refused."""
    for begin, end in RANGES.items():
        begins, ends = ({one.get(n.ID): one for node in nodes for one in node.iter(tag)} for tag in (begin, end))
        apart = [
            one for some, others in ((begins, ends), (ends, begins)) for key, one in some.items() if key not in others
        ]
        if apart and begin in _COMMENT_MARKS:
            raise Refusal("P320", "有一条批注从要拿掉的项目伸到外面；请先在 Word 里处理这条批注")
        yield from apart


def referring(book: Book, nodes: Sequence[Element], name: str) -> Iterator[tuple[Element | None, Problem]]:
    """What elsewhere refers to bookmarks that go: what its field, if it is one, begins with, and what is to be told; each place once."""
    outside = set(book.children) - set(nodes)
    apart = {one.get(n.ID) for one in _reaching_out(nodes)}
    marks = [one for node in nodes for one in node.iter(n.BOOKMARK_START) if one.get(n.ID) not in apart]
    names = {mark.get(n.NAME, "") for mark in marks}
    told: set[str] = set()
    for mark, _ in references(book.paper.package.document, names) if names else ():
        if book.top(mark) not in outside:
            continue
        where = address_of(book.paper, mark)
        begin = field_of(mark)
        if where not in told:
            message = "这里的目录或引用指着拿掉的项目；" + (
                "已标明，Word 打开时会重新算" if begin is not None else "请在 Word 里删去这个链接"
            )
            yield begin, Problem("P504", Where(name, cell=where), message, Severity.INFO)
        told.add(where)


def beside(paper: Paper, nodes: Sequence[Element]) -> dict[str, bytes]:
    """The parts of the file that held what goes along: comments, their threads, footnotes and endnotes."""
    package = paper.package
    parts: dict[str, bytes] = {}
    linked = [(kind, path) for kind, path in relations(package.parts, package.main) if path in package.parts]
    comments = {one.get(n.ID) for node in nodes for one in node.iter(*_COMMENT_MARKS)}
    paragraphs: set[str] = set()
    for path in (path for kind, path in linked if kind == "comments" and comments):
        tree = _tree(package, path)
        gone = [one for one in tree.iterchildren(f"{n.W}comment") if one.get(n.ID) in comments]
        paragraphs |= {one.get(f"{n.W14}paraId", "") for comment in gone for one in comment.iter(n.P)} - {""}
        parts |= _without(package, path, tree, gone)
    for kind, path in linked:
        if kind.startswith("comments") and kind != "comments" and paragraphs:
            tree = _tree(package, path)
            parts |= _without(package, path, tree, [one for one in tree if _para_id(one) in paragraphs])
        if kind in _NOTES:
            reference, note = _NOTES[kind]
            notes = {one.get(n.ID) for node in nodes for one in node.iter(reference)}
            held = _tree(package, path) if notes else None
            gone = [one for one in held.iterchildren(note) if one.get(n.ID) in notes] if held is not None else []
            parts |= _without(package, path, held, gone)
    return parts


def _tree(package: Package, path: str) -> Element:
    tree = package.parse(path)
    if tree is None:
        raise Refusal("P320", f"要拿掉的项目里有批注或脚注，而 {path} 已损坏；请用 Word 或 WPS 另存一次")
    return tree


def _para_id(node: Element) -> str:
    return next((text for name, text in node.items() if etree.QName(name).localname == "paraId"), "")


def _without(package: Package, path: str, tree: Element | None, nodes: Iterable[Element]) -> dict[str, bytes]:
    """A part without some of its elements."""
    gone = list(nodes)
    if not gone or tree is None:
        return {}
    part = decode(package.parts[path])
    found = places(part, tree, gone)
    return {path: encode(part, [Edit(found[node].outer, "") for node in gone])}
