"""Form floor: trying a form out when it is loaded: is any text of it ambiguous, and does a rendered sample read back?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise, product
from typing import Any

from goalgen.form.inline import Inline
from goalgen.form.pattern import Break, Computed, Cond, Literal, Loop, Node, Slot, children, nodes
from goalgen.schema import FieldPath, Schema, field_name, field_schema

MAX_EXAMPLE, MAX_EXAMPLES, MAX_TRIES = 2_000, 100, 20_000
"""How long an example of the schema may be and how many of a field are looked at; how many texts of a cell are cut."""
_ATTEMPTS = ("甲", "12研究所", "1", "2022", "100000", " ")


def candidates(slot: Slot, schema: Schema) -> list[str]:
    """Texts that a slot may hold: the schema's own examples first."""
    part = field_schema(schema, slot.path) or {}
    shown = [
        *part.get("enum", ())[:MAX_EXAMPLES],
        part.get("const"),
        *part.get("examples", ())[:MAX_EXAMPLES],
        *_ATTEMPTS,
    ]
    texts = map(str, (each for each in shown if each is not None))
    return [text for text in texts if len(text) <= MAX_EXAMPLE and slot.admits(text)]


def sample(pattern: Sequence[Node], schema: Schema, size: int = 2) -> dict[str, Any]:
    """A value for the whole pattern: every slot filled, every list with `size` items."""
    value: dict[str, Any] = {}
    for node in nodes(pattern):
        if isinstance(node, Slot):
            texts = candidates(node, schema)
            if texts:
                _fill(value, node.path, texts, size)
        elif isinstance(node, Loop):
            _fill(value, node.path, [], size)
    return value


def _fill(value: Any, path: FieldPath, texts: Sequence[str], size: int) -> None:  # noqa: ANN401 - a spec's value
    """Put texts at the end of a way, in turn; where the way crosses a list, into each of its items."""
    key, *rest = path
    if not rest:
        value.setdefault(key, texts[0] if texts else [])
    elif not isinstance(rest[0], int):
        _fill(value.setdefault(key, {}), tuple(rest), texts, size)
    else:
        items = value.setdefault(key, [])
        if len(rest) == 1 and texts:
            items[:] = [texts[index % len(texts)] for index in range(size)]
        elif len(rest) > 1:
            items += [{} for _ in range(size - len(items))]
            for item in items:
                _fill(item, tuple(rest[1:]), texts, size)


def ambiguity(content: Sequence[Node], schema: Schema) -> str | None:
    """A text of this content that can be cut in two ways, told as a person would; None when none was found."""
    slots = [node for node in nodes(content) if isinstance(node, Slot)]
    if len(slots) < 2:
        return None
    inline = Inline(content)
    literals = ["", *(node.text for node in nodes(content) if isinstance(node, Literal))]
    plain = {slot: candidates(slot, schema)[:4] for slot in slots}
    usual = {slot: next(iter(texts), "") for slot, texts in plain.items()}
    varied = {slot: list(dict.fromkeys(_variants(slot, texts, literals))) for slot, texts in plain.items()}
    tries = MAX_TRIES // (len(slots) - 1)
    for first, second in pairwise(slots):
        for one, two in islice(product(varied[first], varied[second]), tries):
            match = inline.match(_print(content, usual | {first: one, second: two}, 1))
            if match is not None and match.other is not None:
                taken, other = match.other
                names = "」和「".join(field_name(slot.path) for slot in (first, second))
                texts = {first: one, second: two}
                printed = _print((first, *_between(content, first, second), second), texts, 1)
                cuts = (one, taken.value, other.value) if taken.node == first else (taken.value, other.value)
                ways = [value for value in dict.fromkeys(cuts) if value][:2]
                return f"「{names}」相连，拆不开：「{printed}」里前一项可以是「{'」，也可以是「'.join(ways)}」"
    return None


def _variants(slot: Slot, texts: Sequence[str], literals: Sequence[str]) -> Iterator[str]:
    yield from texts
    for one, two, literal in product(texts, texts, literals):
        if slot.admits(one + literal + two):
            yield one + literal + two


def _between(content: Sequence[Node], first: Slot, second: Slot) -> Iterator[Literal]:
    inside = False
    for node in nodes(content):
        if node is second:
            return
        if inside and isinstance(node, Literal):
            yield node
        inside = inside or node is first


def _print(content: Sequence[Node], texts: Mapping[Slot, str], turn: int) -> str:
    """The content as text, each loop taking one turn."""
    pieces = []
    for node in content:
        if isinstance(node, Literal):
            pieces.append(node.text)
        elif isinstance(node, Slot):
            pieces.append(texts[node])
        elif isinstance(node, Computed):
            pieces.append(str(turn))
        elif isinstance(node, Break):
            pieces.append("\n")
        elif isinstance(node, Loop | Cond):
            pieces.append(_print(children(node), texts, turn))
    text = "".join(pieces)
    return text.removesuffix("\n")
