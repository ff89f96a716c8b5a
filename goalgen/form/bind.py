"""Form floor: from what was found of a form to a spec's value, with the account of every character (law L6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from goalgen.docx import Address, Row
from goalgen.form.expression import Loop, evaluate
from goalgen.form.find import Occurrence
from goalgen.form.inline import Claim
from goalgen.form.machine import Turns
from goalgen.form.pattern import Computed, Slot
from goalgen.ledger import Entry, enter
from goalgen.paths import Index, SpecPath
from goalgen.problem import Problem, Severity, Where
from goalgen.schema import FieldPath, field_name

ValuePath = SpecPath


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

    def claims(self) -> list[tuple[Address, Claim]]:
        """The claims that bind or compute something: those in tables, then those in paragraphs."""
        rows: list[tuple[Address, Claim]] = []
        paragraphs: list[tuple[Address, Claim]] = []
        for found in self.occurrence.found:
            (rows if isinstance(found.block, Row) else paragraphs).extend(found.claims)
        return rows + paragraphs

    def reject(self, address: Address, claim: Claim, message: str) -> None:
        """What a claim held becomes residue."""
        self.rejected.add(id(claim))
        self.problems.append(Problem("R201", Where(self.file, cell=str(address)), message, Severity.WARN))


def concrete(path: FieldPath, turns: Turns) -> ValuePath:
    """A field of the form as the way to its value at given turns of its loops."""
    return tuple([key if isinstance(key, str) else Index(turns[key] - 1) for key in path])


def bind(occurrence: Occurrence, file: str) -> Bound:
    """Bind every slot. What stands twice must agree; a paragraph outside the tables never overrules a table."""
    binding = _Binding(file, occurrence)
    texts, places = binding.texts, binding.places
    computed: list[tuple[Address, Claim, Computed]] = []
    for address, claim in binding.claims():
        node = claim.node
        if isinstance(node, Computed):
            if node.depth is None:
                computed.append((address, claim, node))
        elif node is not None:
            path = concrete(node.path, claim.turns)
            if path not in texts:
                texts[path] = claim.value
                places[path] = address
            elif texts[path] != claim.value:
                _contradict(binding, address, claim, path)
    value = _assemble(binding)
    for address, claim, expression in computed:
        _compare(binding, address, claim, expression, value)
    for address, taken, other in occurrence.ambiguities:
        name = field_name(taken.node.path) if isinstance(taken.node, Slot) else ""
        message = f"「{name}」可以有两种分法：「{taken.value}」或「{other.value}」，取了前一种，请核对"
        binding.problems.append(Problem("R202", Where(file, cell=str(address)), message, Severity.INFO))
    return Bound(value, binding.places, _entries(binding), tuple(binding.problems))


def _contradict(binding: _Binding, address: Address, claim: Claim, path: ValuePath) -> None:
    name, first = field_name(path), binding.places[path]
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
        loop = Loop(index, len(lookup(value, way[:-1]) or ()))
    expected = evaluate(node.expression, names, loop)
    if expected != claim.value:
        message = f"{{{{ {node.expression} }}}} 应为「{expected}」，文件里是「{claim.value}」"
        binding.reject(address, claim, message)


def _entries(binding: _Binding) -> tuple[Entry, ...]:
    entries = [entry for found in binding.occurrence.found for entry in found.entries]
    if binding.rejected:
        kept = [(entry, [part for part in entry.parts if id(part) not in binding.rejected]) for entry in entries]
        entries = [e if len(parts) == len(e.parts) else enter(e.address, e.text, parts) for e, parts in kept]
    return tuple(entries)
