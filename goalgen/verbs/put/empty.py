"""Verbs floor: a text for a paragraph that shows none: into the `w:t` that was emptied before, into a run, into a new run."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from goalgen.docx import Address
from goalgen.docx import names as n
from goalgen.docx.splice import filled, shown
from goalgen.docx.symbols import FONTS
from goalgen.text import Edit, Span
from goalgen.verbs.put.lines import CHANGES
from goalgen.verbs.put.paper import Paper, Refusal, attribute, named
from goalgen.verbs.put.writing import rewritten, run_content

Element = etree._Element

_UNSEEN = (n.VANISH, n.STRIKE, n.DOUBLE_STRIKE)
_ASIDE = (n.DEL, n.MOVE_FROM, n.TXBX, n.SDT_PR, n.RUBY_TEXT)
_FIRST = ("keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
_BEFORE_NUMBER = {n.P_STYLE, *(f"{n.W}{name}" for name in _FIRST)}
"""What stands before the number in the properties of a paragraph (CT_PPrBase)."""
_RAISED = (n.VERT_ALIGN, n.POSITION, n.R_FONTS)


def in_empty_paragraph(paper: Paper, paragraph: Element, text: str, address: Address) -> list[Edit]:
    """The edits that give a text to a paragraph that shows nothing, or only its number."""
    if not text:
        return []
    if paragraph.tag != n.P:
        raise Refusal("P307", "这一格里没有段落，不能写", address)
    control = next(
        (one for one in (*paragraph.iter(n.SDT), *paragraph.iterancestors(n.SDT)) if _prompt(one) is not None), None
    )
    if control is not None:
        return _over_prompt(paper, paragraph, control, text, address)
    runs = list(_runs(paragraph))
    for run in runs:
        for node in run.iterchildren(n.T):
            if not shown(node):
                return rewritten(paper, node, [Edit(Span(0, 0), text)])
    for run in runs:
        if all(child.tag == n.R_PR for child in run):
            return [filled(paper.part, paper.place(run), run_content(run, text))]
    return [filled(paper.part, paper.place(paragraph), new_run(paper, paragraph, None, run_content(paragraph, text)))]


def _runs(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph itself in which a text would be seen, and as it is."""
    for run in paragraph.iter(n.R_):
        around = [one.tag for one in run.iterancestors()]
        own = around[: around.index(n.P)]
        properties = next(run.iterchildren(n.R_PR), None)
        special = properties is not None and (
            next(properties.iterchildren(*_UNSEEN, n.VERT_ALIGN, n.POSITION), None) is not None
            or any(fonts.get(n.ASCII, "").lower() in FONTS for fonts in properties.iterchildren(n.R_FONTS))
        )
        if not special and not any(tag in _ASIDE for tag in own) and next(run.iterancestors(n.P)) is paragraph:
            yield run


def _over_prompt(paper: Paper, paragraph: Element, control: Element, text: str, address: Address) -> list[Edit]:
    """A text in place of the prompt of a content control, which is a prompt no more."""
    prompt = _prompt(control)
    texts = [node for node in paragraph.iter(n.T) if any(one is control for one in node.iterancestors(n.SDT))]
    if prompt is None or not texts:
        raise Refusal("P307", "内容控件里还是提示语，请先在 Word 里填一次", address)
    edits = [Edit(paper.place(prompt).outer, "")]
    for node in texts:
        said = text if node is texts[0] else ""
        edits += rewritten(paper, node, [Edit(Span(0, len(shown(node))), said)])
    styles = {style for node in texts for run in node.iterancestors(n.R_) for style in run.iter(n.R_STYLE)}
    return edits + [Edit(paper.place(style).outer, "") for style in styles]


def _prompt(control: Element) -> Element | None:
    return next((one for settings in control.iterchildren(n.SDT_PR) for one in settings.iterchildren(n.PROMPT)), None)


def new_run(paper: Paper, beside: Element, like: Element | None, content: str, *, plain: bool = False) -> str:
    """A run with the look of another, or of the mark of its paragraph; when `plain`, neither raised nor in its font."""
    run = named(beside, "r")
    holder = like
    if holder is None:
        paragraph = beside if beside.tag == n.P else next(beside.iterancestors(n.P), beside)
        holder = next(paragraph.iterchildren(n.P_PR), None)
    properties = next(holder.iterchildren(n.R_PR), None) if holder is not None else None
    if properties is None:
        return f"<{run}>{content}</{run}>"
    dropped = [one for one in properties if one.tag in CHANGES or (plain and one.tag in _RAISED)]
    look = paper.slice(properties, [Edit(paper.place(one).outer, "") for one in dropped])
    return f"<{run}>{look}{content}</{run}>"


def unnumbered(paper: Paper, paragraph: Element) -> list[Edit]:
    """The edits that take the number off a paragraph, whether its own properties give it or its style (17.9.18: list 0)."""
    number, value = named(paragraph, "numPr"), attribute(paragraph, "val")
    none = f'<{number}><{named(paragraph, "numId")} {value}="0"/></{number}>'
    properties = next(paragraph.iterchildren(n.P_PR), None)
    if properties is None:
        around, place = named(paragraph, "pPr"), paper.place(paragraph)
        xml = f"<{around}>{none}</{around}>"
        return [filled(paper.part, place, xml)] if place.alone else [Edit(Span(place.opened, place.opened), xml)]
    own = next(properties.iterchildren(n.NUM_PR), None)
    if own is not None:
        return [Edit(paper.place(own).outer, none)]
    place = paper.place(properties)
    if place.alone:
        return [filled(paper.part, place, none)]
    before = [child for child in properties if child.tag in _BEFORE_NUMBER]
    at = paper.place(before[-1]).end if before else place.opened
    return [Edit(Span(at, at), none)]
