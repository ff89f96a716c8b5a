"""Form floor: a template as one XML tree in which every tag is a processing instruction.

docxtpl's `patch_xml` first mends tags that Word cut into runs and lifts `{%p … %}` and `{%tr … %}` out of their paragraph
or row. What is left becomes `<?goalgen-block for 项 in 绩效指标?>` between siblings and `<?goalgen-value 项.指标值?>` in
the text, and from then on there is one tree: the pattern is read off it, and, since these are also the delimiters of the
Jinja environment, its serialisation *is* the Jinja source.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx import open_package, parse_with_instructions
from goalgen.form.carried import Carried, anonymous, carried, unusual
from goalgen.form.numbers import type_numbers
from goalgen.form.soundness import sound_parts
from goalgen.form.tags import tag_problems
from goalgen.memory import Unlike
from goalgen.problem import Problem, Where

BLOCK, VALUE = "goalgen-block", "goalgen-value"
BLOCK_TAG, VALUE_TAG = (f"<?{BLOCK} ", "?>"), (f"<?{VALUE} ", "?>")

_TAG = re.compile(r"\{%(?:(?:tr|p)\s)?\s*(?P<block>.*?)%\}|\{\{(?P<value>.*?)\}\}|\{#.*?#\}", re.DOTALL)
_PER_COPY = {f"{n.W14}paraId", f"{n.W14}textId"}
_ASIDE = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")
_REVISIONS = (f"{n.W}ins", f"{n.W}del", f"{n.W}moveFrom", f"{n.W}moveTo")


class Template(NamedTuple):
    """A template's tree with processing instructions for tags, and its other parts."""

    tree: etree._Element
    parts: Mapping[str, bytes]
    """every part but the document part is written into each document as it is here"""
    main: str
    """the name of the document part"""
    uncounted: tuple[str, ...] = ()
    """where a number that Word counted was taken from a tag"""
    carried: tuple[Carried, ...] = ()
    """what was allowed to go along"""
    unusual: tuple[str, ...] = ()
    """the parts that no form needs"""


def read_template(data: bytes, name: str, allowed: Collection[str] = ()) -> tuple[Template | None, list[Problem]]:
    """Open a template; tags that cannot be recognised as such are problems with their cell and the way to mend them."""
    package, problems = open_package(data, name)
    if package is None:
        return None, [Problem("F101", p.where, f"模板打不开：{p.message}") for p in problems]
    sound, problems = sound_parts(package, name)
    if sound is None:
        return None, problems
    problems = tag_problems(package.document, name)
    along = carried(sound)
    if "修订" not in allowed and next(package.document.iter(*_REVISIONS), None) is not None:
        problems.append(Problem("F101", Where(name), "模板里有修订痕迹；请先在 Word 里接受或拒绝全部修订，再保存"))
    for part, content in sound.parts.items():
        if _ASIDE.fullmatch(part) and re.search(rb"\{[{%]", re.sub(rb"<[^>]*>", b"", content)):
            problems.append(Problem("F102", Where(name), f"页眉、页脚和脚注里不能有标签（{part}），请移到正文"))
    problems += [_refused(each, name) for each in along if each.kind not in allowed] if not problems else []
    if problems:
        return None, problems
    from docxtpl import DocxTemplate  # 0.4 s that only loading a form has to pay

    uncounted = type_numbers(package)
    patcher = DocxTemplate(io.BytesIO(data))
    source = etree.tostring(package.document, encoding="unicode")
    try:
        tree = parse_with_instructions(_TAG.sub(_instruction, patcher.patch_xml(source)).encode())
    except etree.XMLSyntaxError:
        message = "标签的位置不对，拆不开：每个 {%p … %} 要独占一段，每个 {%tr … %} 要独占一行"
        return None, [Problem("F102", Where(name), message)]
    for node in tree.iter(n.P, n.TR):
        for attribute in _PER_COPY & set(node.attrib):
            del node.attrib[attribute]
    return Template(
        tree, anonymous(sound.parts), package.main, tuple(uncounted), tuple(along), tuple(unusual(sound))
    ), []


def plain_template(template: Template) -> dict[str, Any]:
    """A template as JSON: what became of its document part, and what was seen of the others."""
    return {
        "tree": etree.tostring(template.tree, encoding="unicode"),
        "uncounted": template.uncounted,
        "carried": template.carried,
        "unusual": template.unusual,
    }


def template_of(data: object, document: bytes) -> Template:
    """The template that became this data, with the other parts of the file that it was read from. Raises Unlike."""
    package, _ = open_package(document, "")
    try:
        held: Any = data
        tree = parse_with_instructions(held["tree"].encode())
        along = tuple(Carried(str(kind), str(what)) for kind, what in held["carried"])
        uncounted, strange = (tuple(map(str, held[key])) for key in ("uncounted", "unusual"))
    except (LookupError, TypeError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise Unlike from error
    read = {} if package is None else {part: package.read(part) for part in package.parts}
    parts = {part: content for part, content in read.items() if content is not None}
    if package is None or len(parts) < len(read):
        raise Unlike
    return Template(tree, anonymous(parts), package.main, uncounted, along, strange)


def _refused(along: Carried, name: str) -> Problem:
    message = f"模板里带着「{along.kind}」（{along.what}），会进每一份生成的文件；请在 Word 里去掉"
    return Problem("F120", Where(name), f'{message}，或在 goalgen.toml 里写 template-allow = ["{along.kind}"]')


def _instruction(match: re.Match[str]) -> str:
    block, value = match["block"], match["value"]
    if block is not None:
        return f"<?{BLOCK} {_one_line(block)}?>"
    return f"<?{VALUE} {_one_line(value)}?>" if value is not None else ""


def _one_line(text: str) -> str:
    return " ".join(text.replace("?>", "? >").split())
