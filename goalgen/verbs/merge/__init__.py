"""Verbs floor: three versions of one spec become one. Law L10: `merge(b,a,b)=a`, `merge(b,b,a)=a`, `merge(b,a,a)=a`, and no side
is ever dropped silently.

The text of ours stays as it is written but for what theirs changed; what both changed in different ways stands between git's
conflict markers, around just the lines that it is written in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from goalgen.paths import spoken
from goalgen.schema import Schema
from goalgen.spec import Spec, load
from goalgen.spec.remarks import carried
from goalgen.spec.splicing import respelled
from goalgen.text import Source
from goalgen.verbs.merge.markers import MARKER, Style, marked
from goalgen.verbs.merge.values import ABSENT, Clash, Merged, merged, settled

__all__ = ["MARKER", "Clash", "Merge", "Style", "merge"]


class Merge(NamedTuple):
    """The merged text; what is to be settled by a person; and what a person should know."""

    text: str
    clashes: Sequence[Clash] = ()
    notes: Sequence[str] = ()


def merge(
    base: Spec,
    ours: Spec,
    theirs: Spec,
    schema: Schema,
    *,
    tried: str | None = None,
    favor: str = "",
    style: Style | None = None,
    in_word: bool = False,
) -> Merge:
    """Merge three versions of one spec. `tried` is what merging them as plain texts gave, when that was clean; `favor` is the
    side (`ours`, `theirs`) that clashes go to, else they are marked in the `style` asked for. What was read `in_word` has no text of its own, and no comments."""
    for one, two, whole in ((ours, theirs, ours), (theirs, base, ours), (ours, base, theirs)):
        if one.source.text == two.source.text and not (in_word and whole is theirs):
            return Merge(whole.source.text)
    found = merged(base.value, ours.value, theirs.value, schema)
    notes = [f"两边都调了「{spoken(path)}」里各条的次序，照我方的" for path in found.reordered]
    if tried is not None and not found.clashes:
        back, _ = load(Source(ours.source.name, tried))
        if back is not None and back.value == found.value:
            return Merge(tried, (), notes)
    result = respelled(ours, found.value, schema)
    notes += [f"「{spoken(path) or '全文'}」整项重写了：原来的写法没法只改几个字" for path in result.anew]
    notes += [f"注释随着它的内容去掉了：{comment}" for comment in result.gone]
    restored = [clash.path for clash in found.clashes if clash.ours is ABSENT]
    text, lost = carried(result.text, ours, base, theirs, found.came, restored)
    notes += [f"对方加的注释没有地方放，没有带过来：{comment}" for comment in lost]
    if not found.clashes:
        return Merge(text, (), notes)
    if favor:
        return Merge(_settled(text, found, favor, schema), (), notes)
    return Merge(marked(text, found.clashes, schema, style or Style()), tuple(found.clashes), notes)


def _settled(text: str, found: Merged, favor: str, schema: Schema) -> str:
    """The text with every clash going to one side."""
    spec, _ = load(Source("", text))
    assert spec
    return respelled(spec, settled(spec.value, found.clashes, favor), schema).text
