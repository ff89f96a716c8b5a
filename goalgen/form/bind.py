"""Form floor: from what was found of a form to a spec's value, with the account of every character (law L6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from goalgen.docx import Address
from goalgen.form.expression import Loop, evaluate
from goalgen.form.find import Occurrence
from goalgen.form.inline import Claim
from goalgen.form.machine import Turns
from goalgen.form.pattern import Computed, Slot
from goalgen.form.schema import FieldPath, field_name
from goalgen.ledger import Entry, Kind, Part, enter
from goalgen.problem import Problem, Severity, Where

ValuePath = tuple[str | int, ...]
"""The way to a value in a spec: names, and indexes from 0."""


class Bound(NamedTuple):
    """A spec's value read from a document; where each value stands; the account; problems."""

    value: dict[str, Any]
    places: Mapping[ValuePath, Address]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


@dataclass
class _Binding:
    file: str
    occurrence: Occurrence
    texts: dict[ValuePath, str] = field(default_factory=dict)
    places: dict[ValuePath, Address] = field(default_factory=dict)
    rejected: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def claims(self) -> list[tuple[Address, Claim]]:
        """The claims that bind or compute something: those in tables, then those in paragraphs."""
        found: tuple[list[tuple[Address, Claim]], list[tuple[Address, Claim]]] = ([], [])
        for block in self.occurrence.found:
            for address, _, claims in block.texts:
                for claim in claims:
                    if claim.node is not None:
                        found[address.table == 0].append((address, claim))
        return found[0] + found[1]

    def reject(self, address: Address, claim: Claim, message: str) -> None:
        """What a claim held becomes residue."""
        self.rejected.add(id(claim))
        self.problems.append(Problem("R201", Where(self.file, cell=str(address)), message, Severity.WARN))


def concrete(path: FieldPath, turns: Turns) -> ValuePath:
    """A field of the form as the way to its value at given turns of its loops."""
    if not turns:
        return path
    return tuple([turns[key] - 1 if isinstance(key, int) else key for key in path])


def bind(occurrence: Occurrence, file: str, *, whole: bool = True) -> Bound:
    """Bind every slot. What stands twice must agree; a paragraph outside the tables never overrules a table.

    Of a table that was not read to its end (`whole` is not set) nothing can be computed again.
    """
    binding = _Binding(file, occurrence)
    for address, claim in binding.claims:
        if isinstance(claim.node, Slot):
            _bind_slot(binding, address, claim, concrete(claim.node.path, claim.turns))
    value = _assemble(binding)
    for address, claim in binding.claims if whole else ():
        if isinstance(claim.node, Computed) and claim.node.depth is None:
            _compare(binding, address, claim, claim.node, value)
    for address, taken, other in occurrence.ambiguities:
        name = field_name(taken.node.path) if isinstance(taken.node, Slot) else ""
        message = f"「{name}」可以有两种分法：「{taken.value}」或「{other.value}」，取了前一种，请核对"
        binding.problems.append(Problem("R202", Where(file, cell=str(address)), message, Severity.INFO))
    return Bound(value, binding.places, _entries(binding), tuple(binding.problems))


def _bind_slot(binding: _Binding, address: Address, claim: Claim, path: ValuePath) -> None:
    if path not in binding.texts:
        binding.texts[path] = claim.value
        binding.places[path] = address
    elif binding.texts[path] != claim.value:
        assert isinstance(claim.node, Slot)
        name, first = field_name(claim.node.path), binding.places[path]
        message = f"这里的「{name}」是「{claim.value}」，{first}是「{binding.texts[path]}」；以{first}为准，请核对"
        binding.reject(address, claim, message)


def _assemble(binding: _Binding) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for length in sorted(binding.occurrence.lengths, key=lambda length: len(length.path)):
        _put(root, concrete(length.path, length.turns), [None] * length.size)
    for path, text in binding.texts.items():
        _put(root, path, text)
    return root


def _put(root: dict[str, Any], path: ValuePath, leaf: object) -> None:
    place: Any = root
    for key in path[:-1]:
        inner = place.get(key) if isinstance(place, dict) else place[key]
        if inner is None:
            inner = place[key] = {}
        place = inner
    place[path[-1]] = leaf


def lookup(value: Any, path: ValuePath) -> Any:  # noqa: ANN401 - a spec's value
    """The value at the end of a way, or None."""
    for key in path:
        if isinstance(key, int):
            value = value[key] if isinstance(value, list) and key < len(value) else None
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value


def _compare(binding: _Binding, address: Address, claim: Claim, node: Computed, value: dict[str, Any]) -> None:
    """Compute an expression again from what was bound; when the document says otherwise, its text is residue."""
    names = dict(value)
    loop = None
    for name, path in node.scope:
        way = concrete(path, claim.turns)
        names[name] = lookup(value, way)
        index = way[-1]
        assert isinstance(index, int)
        loop = Loop(index, len(lookup(value, way[:-1])))
    expected = evaluate(node.expression, names, loop)
    if expected != claim.value:
        message = f"{{{{ {node.expression} }}}} 应为「{expected}」，文件里是「{claim.value}」"
        binding.reject(address, claim, message)


@lru_cache(maxsize=1024)
def _whole(length: int, kind: Kind) -> tuple[Part, ...]:
    """The parts of a text that is of one kind."""
    return (Part(0, length, kind),)


def _entries(binding: _Binding) -> tuple[Entry, ...]:
    entries = []
    rejected = binding.rejected
    for found in binding.occurrence.found:
        for address, text, claims in found.texts:
            if len(claims) == 1 and claims[0].end == len(text) > claims[0].start == 0 and not rejected:
                entries.append(Entry(address, text, _whole(len(text), claims[0].kind)))
            else:
                kept = [Part(c.start, c.end, c.kind) for c in claims if c.end > c.start and id(c) not in rejected]
                entries.append(enter(address, text, kept))
    return tuple(entries)
