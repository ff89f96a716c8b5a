"""Form floor: what a template may be made of, asked before anything is made of it: a template may come from a stranger.

Its tags become processing instructions that Jinja runs, so it must hold none of its own, in no part; nor the characters that
mark values while the pattern is read off it. And it must be of a size that a form has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from goalgen.docx import Package, parse_with_instructions
from goalgen.problem import Problem, Where

MAX_UNPACKED = 32 * 2**20
"""The parts of a template together, in bytes: each is written into every document; the largest packaged one has 60,000."""
MAX_ELEMENTS = 60_000
"""Elements of the document part; the largest packaged one has 836."""
MAX_TAGS = 1_000
"""Tags of a template; the largest packaged one has 38."""

_NAME = re.compile(r"(?:[^/\\:\x00-\x1f]+/)*[^/\\:\x00-\x1f]+")
_XML = (".xml", ".rels", ".vml")
_NONCHARACTER = re.compile("[\ufdd0-\ufdef]")
_RESAVE = "请在 Word 里新建一个文件，把表格复制过去再保存"


class Sound(NamedTuple):
    """The parts of a template, unpacked, and the XML ones among them as trees."""

    parts: Mapping[str, bytes]
    trees: Mapping[str, etree._Element]


def sound_parts(package: Package, name: str) -> tuple[Sound | None, list[Problem]]:
    """All parts of a template; None, and why, when one of them is damaged, too large, or holds what is not data."""
    size = package.parts.size()
    if size > MAX_UNPACKED:
        message = (
            f"模板展开后有 {size >> 20} MB，超过 {MAX_UNPACKED >> 20} MB；它的每个部件都会写进生成的文件，请删去大图片"
        )
        return None, [Problem("F119", Where(name), message)]
    parts: dict[str, bytes] = {}
    trees: dict[str, etree._Element] = {}
    problems: list[Problem] = []
    for part in package.parts:
        content = package.read(part)
        if content is None:
            problems.append(Problem("F101", Where(name), f"模板里的 {part} 已损坏；请用 Word 打开，另存为 .docx"))
            continue
        parts[part] = content
        if part.lower().endswith(_XML):
            try:
                trees[part] = parse_with_instructions(content)
            except etree.XMLSyntaxError:
                problems.append(
                    Problem("F101", Where(name), f"模板里的 {part} 不是合格的 XML；请用 Word 打开，另存为 .docx")
                )
    if not problems:
        problems = [Problem("F118", Where(name), message) for message in _smuggled(trees)]
        problems += [Problem("F119", Where(name), message) for message in _excess(package.document)]
        problems += [
            Problem("F118", Where(name), f"模板里有名字不对的部件「{part[:60]}」；{_RESAVE}")
            for part in parts
            if not _NAME.fullmatch(part) or ".." in part.split("/")
        ]
    return (None, problems) if problems else (Sound(parts, trees), [])


def _smuggled(trees: Mapping[str, etree._Element]) -> Iterator[str]:
    """What stands in the parts that is neither element nor text, or would pass for a mark of ours."""
    for part, tree in trees.items():
        around = [*tree.itersiblings(preceding=True), *tree.itersiblings()]
        found = next(
            (node for node in [*around, *tree.iter(etree.PI)] if isinstance(node, etree._ProcessingInstruction)), None
        )
        if found is not None:
            yield f"模板的 {part} 里有处理指令「<?{found.target[:40]} …?>」，正常的模板没有；{_RESAVE}"
        elif tree.getroottree().docinfo.doctype or next(tree.iter(etree.Entity), None) is not None:
            yield f"模板的 {part} 里有 DOCTYPE 或实体，正常的模板没有；{_RESAVE}"
        elif _NONCHARACTER.search(etree.tostring(tree, encoding="unicode")):
            yield f"模板的 {part} 里有不是文字的字符（U+FDD0 到 U+FDEF），请删去"


def _excess(document: etree._Element) -> Iterator[str]:
    elements = sum(1 for _ in document.iter(etree.Element))
    if elements > MAX_ELEMENTS:
        yield f"模板的正文有 {elements} 个标记，超过 {MAX_ELEMENTS} 个；模板只要一张表，请删去多余的"
    text = "".join(document.itertext())
    tags = text.count("{{") + text.count("{%")
    if tags > MAX_TAGS:
        yield f"模板里有 {tags} 个标签，超过 {MAX_TAGS} 个；模板只要一张表，请删去多余的"
