"""Form floor: from what was found of a form to a spec's value, with the account of every character (law L6)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from goalgen.docx import Address
from goalgen.form.find import Occurrence
from goalgen.form.headings import headings
from goalgen.form.inline import Claim
from goalgen.form.machine import Turns
from goalgen.form.pattern import Computed, RowPattern, Slot
from goalgen.form.row import Ambiguity
from goalgen.form.seams import taken_up
from goalgen.labels import normalise_label
from goalgen.ledger import Entry, Part, enter
from goalgen.paths import Index, SpecPath, lookup
from goalgen.problem import Problem, Severity, Where
from goalgen.schema import FieldPath, field_name


class Bound(NamedTuple):
    """A spec's value read from a document; the account; problems."""

    value: dict[str, Any]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


class _Rejected(NamedTuple):
    """A claim that the document itself contradicts, and how: what it held is residue."""

    address: Address
    claim: Claim
    message: str


_LONGEST = 30
"""No heading of a column has as many characters, spaces and all."""


@lru_cache(maxsize=8192)
def concrete(path: FieldPath, turns: Turns) -> SpecPath:
    """A field of the form as the way to its value at given turns of its loops; it is the same in every table of a book."""
    return tuple([key if isinstance(key, str) else Index(turns[key] - 1) for key in path])


def bind(occurrence: Occurrence, file: str) -> Bound:
    """Bind every slot. What stands twice must agree; a paragraph outside the tables never overrules a table."""
    texts: dict[SpecPath, str] = {}
    again: list[tuple[Address, Claim, SpecPath]] = []
    called: list[tuple[Address, Claim]] = []
    computed: list[tuple[Address, Claim, Computed]] = []
    names = headings(frozenset([found.node for found in occurrence.found if isinstance(found.node, RowPattern)]))
    for address, claim in occurrence.claims():
        node = claim.node
        if isinstance(node, Slot):
            path = concrete(node.path, claim.turns)
            if texts.setdefault(path, claim.value) != claim.value:
                again.append((address, claim, path))
            if len(claim.value) < _LONGEST and normalise_label(claim.value) in names.get(node.path, ()):
                called.append((address, claim))
        elif node is not None and node.depth is None:
            computed.append((address, claim, node))
    value = _assemble(occurrence, texts)
    rejected = [_contradiction(occurrence, *each, texts[each[2]]) for each in again]
    rejected += [
        _Rejected(address, claim, f"{{{{ {node.expression} }}}} 应为「{expected}」，文件里是「{claim.value}」")
        for address, claim, node in computed
        if (expected := expected_text(node, claim.turns, value)) != claim.value
    ]
    problems = [
        Problem("R201", Where(file, cell=str(address)), message, Severity.WARN) for address, _, message in rejected
    ]
    problems += [_doubt(ambiguity, file) for ambiguity in occurrence.ambiguities]
    problems += [_carried_over(*each, file) for each in taken_up(occurrence.found)]
    problems += [_heading(*each, file) for each in called]
    entries = _entries(occurrence, {(address, claim) for address, claim, _ in rejected})
    return Bound(value, entries, tuple(problems))


def _contradiction(occurrence: Occurrence, address: Address, claim: Claim, path: SpecPath, text: str) -> _Rejected:
    """A value that stands elsewhere first, and is another there."""
    first = next(
        place
        for place, each in occurrence.claims()
        if isinstance(each.node, Slot) and concrete(each.node.path, each.turns) == path
    )
    name = field_name(path)
    message = f"这里的「{name}」是「{claim.value}」，{first}是「{text}」；以{first}为准，请核对"
    return _Rejected(address, claim, message)


def _doubt(ambiguity: Ambiguity, file: str) -> Problem:
    address, taken, other = ambiguity
    name = field_name(taken.node.path) if isinstance(taken.node, Slot) else ""
    message = f"「{name}」可以有两种分法：「{taken.value}」或「{other.value}」，取了前一种，请核对"
    return Problem("R202", Where(file, cell=str(address)), message, Severity.INFO)


def _carried_over(address: Address, claim: Claim, file: str) -> Problem:
    name = claim.node.path[-1] if isinstance(claim.node, Slot) else ""
    message = f"「{name}」接着断开处上面的合并格，读作「{claim.value}」"
    return Problem("R208", Where(file, cell=str(address)), message, Severity.INFO)


def _heading(address: Address, claim: Claim, file: str) -> Problem:
    key = field_name(claim.node.path).rpartition(".")[2] if isinstance(claim.node, Slot) else ""
    message = f"「{key}」的内容就是栏名「{normalise_label(claim.value)}」，多半是表头或合并格错了位，请核对"
    return Problem("R209", Where(file, cell=str(address)), message, Severity.WARN)


def _assemble(occurrence: Occurrence, texts: Mapping[SpecPath, str]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    inside: dict[SpecPath, Any] = {(): root}
    for length in sorted(occurrence.lengths, key=lambda length: len(length.path)):
        path = concrete(length.path, length.turns)
        _around(path, inside)[path[-1]] = inside[path] = [None] * length.size
    for path, text in texts.items():
        _around(path, inside)[path[-1]] = text
    return root


def _around(path: SpecPath, inside: dict[SpecPath, Any]) -> Any:  # noqa: ANN401 - an object or a list
    """What a value stands in, made when it is not there; `inside` has what was made, by the way to it."""
    way = path[:-1]
    if way not in inside:
        _around(way, inside)[way[-1]] = inside[way] = {}
    return inside[way]


def expected_text(node: Computed, turns: Turns, value: Mapping[str, Any]) -> str | None:
    """What an expression prints of a value at given turns of its loops; where a document says otherwise, its text is residue."""
    from goalgen.form.expression import LoopVariable, evaluate  # which pays for Jinja

    names = dict(value)
    loop = None
    for name, path in node.scope:
        way = concrete(path, turns)
        names[name] = lookup(value, way)
        index = way[-1]
        assert isinstance(index, int)
        items = lookup(value, way[:-1])
        loop = LoopVariable(index, len(items) if isinstance(items, list) else 0)
    return evaluate(node.expression, names, loop)


def _entries(occurrence: Occurrence, rejected: set[tuple[Address, Claim]]) -> tuple[Entry, ...]:
    """The account of every text of the form; what a rejected claim held is residue."""
    entries = tuple([entry for found in occurrence.found for entry in found.entries])
    if not rejected:
        return entries
    places = {address for address, _ in rejected}

    def holds(address: Address, part: Part) -> bool:
        return not isinstance(part, Claim) or (address, part) not in rejected

    return tuple(
        enter(address, text, [part for part in parts if holds(address, part)])
        if address in places
        else Entry(address, text, parts)
        for address, text, parts in entries
    )
