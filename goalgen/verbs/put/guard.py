"""Verbs floor: what is left alone, and why: signed and protected documents, locked controls, cells that nothing understood."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from lxml import etree

from goalgen.docx import Package
from goalgen.docx import names as n
from goalgen.form import Form
from goalgen.form.fit import misfits
from goalgen.ledger import Entry, Kind
from goalgen.paths import SpecPath, spoken, walk
from goalgen.problem import Problem, Where
from goalgen.spec import Spec
from goalgen.verbs.put.paper import Element, Refusal
from goalgen.vocabulary import TO_FILL

_SIGNATURES = "_xmlsignatures/"
_OFF = ("0", "false", "off")
ANYWAY = "确实要改，加 --unlock"


def locks(package: Package) -> Iterator[Problem]:
    """Why a document is not to be edited at all: somebody signed it, or protected it."""
    where = Where(package.name)
    if any(name.lower().startswith(_SIGNATURES) for name in package.parts):
        yield Problem("P301", where, f"这个文件签过名，一改签名就失效，没有动；{ANYWAY}")
    settings = next((name for name in package.parts if name.lower().endswith("/settings.xml")), None)
    tree = package.parse(settings) if settings is not None else None
    for protection in tree.iter(f"{n.W}documentProtection") if tree is not None else ():
        if protection.get(f"{n.W}enforcement", "0").lower() not in _OFF and protection.get(f"{n.W}edit") != "none":
            yield Problem("P302", where, f"这个文件限制编辑（{_kind(protection)}），没有动；{ANYWAY}")


def _kind(protection: Element) -> str:
    kinds = {"readOnly": "只读", "forms": "只许填表", "comments": "只许批注", "trackedChanges": "只许修订"}
    return kinds.get(protection.get(f"{n.W}edit", ""), "保护文档")


def is_locked(node: Element) -> bool:
    """Whether a cell or a paragraph stands in, or holds, a content control whose content is locked."""
    around = (*node.iterancestors(n.SDT), *node.iter(n.SDT))
    return any(
        lock.get(n.VAL) in ("contentLocked", "sdtContentLocked")
        for control in around
        for settings in control.iterchildren(n.SDT_PR)
        for lock in settings.iterchildren(f"{n.W}lock")
    )


def has_rich_data(node: Element) -> bool:
    """Whether a cell or a paragraph stands in, or holds, a control that is bound to a whole document in its data."""
    around = (*node.iterancestors(n.SDT), *node.iter(n.SDT))
    return any(
        etree.QName(one).localname == "dataBinding" and one.tag != n.DATA_BINDING
        for control in around
        for settings in control.iterchildren(n.SDT_PR)
        for one in settings.iterchildren(etree.Element)
    )


def is_understood(entry: Entry) -> bool:
    """Whether every character of a text was claimed."""
    return not any(part.kind is Kind.RESIDUE and entry.text[part.start : part.end].strip() for part in entry.parts)


def allow(entry: Entry, node: Element, *, unlocked: bool) -> None:
    """Let a cell or a paragraph be changed, or raise Refusal."""
    if not is_understood(entry):
        raise Refusal("P303", "这一格里有没认出来的文字，不知道该怎样改，没有动", entry.address)
    if not unlocked and is_locked(node):
        raise Refusal("P302", f"这里是锁定了内容的控件，没有动；{ANYWAY}", entry.address)
    if has_rich_data(node):
        raise Refusal("P307", "这里的控件绑定着带格式的数据，Word 打开时会换回原来的；请在 Word 里改", entry.address)


def unfit(spec: Spec, value: Mapping[str, Any], form: Form, lacking: Collection[SpecPath]) -> Iterator[Problem]:
    """What of a spec its form could not print, but for what the document is `lacking` the heading of."""
    for key in value:
        if key not in form.schema["properties"]:
            yield Problem("P310", spec.where((key,)), f"表样 {form.name} 没有「{key}」这一项，写不进去")
    unwritten = [path for path, text in walk(value) if isinstance(text, str) and TO_FILL in text]
    for path in unwritten:
        yield Problem("P310", spec.where(path), f"「{spoken(path)}」还是{TO_FILL}：请换成内容")
    for path, message in misfits(form.pattern, value):
        if path not in unwritten and path not in lacking:
            near = path
            while near and near not in spec.values:
                near = near[:-1]
            yield Problem("P310", spec.where(near), f"「{spoken(path)}」{message}")
