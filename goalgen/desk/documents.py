"""Desk floor: the Word files that the arguments mean, and each as it was read."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from goalgen import codes
from goalgen.desk import convert, files, specs, tree
from goalgen.desk.collecting import in_one_go
from goalgen.desk.limits import limits_here
from goalgen.docx import Revisions
from goalgen.form import Form
from goalgen.problem import Problem, Severity, Where, blocking
from goalgen.verbs.read import Reading, read

if TYPE_CHECKING:
    from goalgen.verbs.survey import Surveyed

SUFFIXES = specs.WORD
_THICK, _THICK_TEXT = 1 << 16, 1 << 21
"""Bytes of a file, and of the text in it, from which on it may be read table by table: some hundred tables."""


class Document(NamedTuple):
    """A Word file, and its path below the folder that was asked for, when it was not named itself."""

    path: Path
    below: Path | None = None
    is_alone: bool = False
    """whether no other document that was asked for can be read into a folder of its name"""

    def __str__(self) -> str:
        return str(self.path)


@dataclass
class Found:
    """What the arguments mean: how many Word files, the suffixes of the other files, and what could not be looked into."""

    arguments: Sequence[str]
    count: int = 0
    others: Counter[str] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)

    def documents(self) -> Iterator[Document]:
        """Those named, and all Word files in the folders named, at any depth; looked for as they are asked for."""
        return (each for each in _files(self.arguments, []) if isinstance(each, Document))


def expand(arguments: Sequence[str]) -> Found:
    """What the arguments mean; it is counted, and not kept, for there may be millions of files."""
    found = Found(arguments)
    for each in _files(arguments, found.refusals):
        if isinstance(each, Document):
            found.count += 1
        else:
            found.others[each.suffix.lower() or "没有后缀"] += 1
    if not found.count and not found.refusals:
        raise files.Unable("这里没有 Word 文件（*.docx、*.doc）")
    return found


def _files(arguments: Sequence[str], refusals: list[str]) -> Iterator[Document | Path]:
    """The Word files and the others. What was met is remembered where it can be met again."""
    roots = list(specs.expand(arguments, refusals))
    met: set[Path] | None = set() if len(roots) > 1 else None
    shared = lru_cache(maxsize=2 * tree.DEEP)(_shared)
    for root in roots:
        if not root.is_dir():
            yield from _once(Document(root), met)
            continue
        for inside in tree.below(root, refusals):
            if inside.suffix.lower() in SUFFIXES:
                is_alone = met is None and inside.stem.casefold() not in shared(inside.parent)
                yield from _once(Document(inside, inside.relative_to(root), is_alone), met)
            else:
                yield inside


def _once(document: Document, met: set[Path] | None) -> Iterator[Document]:
    if met is None or document.path not in met:
        yield document
    if met is not None:
        met.add(document.path)


def _shared(folder: Path) -> frozenset[str]:
    """What several Word files of a folder are called but for their suffix."""
    names = Counter(each.stem.casefold() for each in folder.iterdir() if each.suffix.lower() in SUFFIXES)
    return frozenset(name for name, count in names.items() if count > 1)


@limits_here()
@in_one_go()
def read_document(
    document: Document,
    forms: Sequence[Form],
    given: Mapping[str, str] | None = None,
    revisions: Revisions = Revisions.FINAL,
    *,
    places: bool = True,
) -> Reading:
    """Read a document. Raises Unable when there is nothing to be read; over many, see `bulk`.

    Where nobody asks for the `places` of its values, a thick one is read table by table.
    """
    thick = None if places else _thick(document.path, forms, given, revisions)
    if thick is not None:
        return thick
    return _whole(*convert.docx_of(document.path), str(document.path), forms, given, revisions)


@limits_here()
@in_one_go()
def read_data(
    data: bytes,
    name: str,
    forms: Sequence[Form],
    given: Mapping[str, str] | None = None,
    revisions: Revisions = Revisions.FINAL,
    *,
    places: bool = True,
) -> Reading:
    """As `read_document`, of a document that was loaded already."""
    thick = None if places or len(data) < _THICK else _streamed(io.BytesIO(data), name, forms, given, revisions)
    if thick is not None:
        return thick
    return _whole(*convert.docx_from(data, name), name, forms, given, revisions)


def _whole(
    data: bytes,
    problems: Sequence[Problem],
    name: str,
    forms: Sequence[Form],
    given: Mapping[str, str] | None,
    revisions: Revisions,
) -> Reading:
    if blocking(problems):
        return Reading(name, problems=tuple(problems))
    reading = read(data, name, forms, given, revisions)
    return replace(reading, problems=(*problems, *reading.problems))


def _thick(path: Path, forms: Sequence[Form], given: Mapping[str, str] | None, revisions: Revisions) -> Reading | None:
    """What is in a thick document; None for what is to be read as a whole."""
    try:
        if path.stat().st_size < _THICK:
            return None
    except OSError:
        return None
    with files.opened(path) as file:
        return _streamed(file, str(path), forms, given, revisions)


def _streamed(
    file: BinaryIO, name: str, forms: Sequence[Form], given: Mapping[str, str] | None, revisions: Revisions
) -> Reading | None:
    from goalgen.docx.pieces import NotPlain  # which most need not pay for
    from goalgen.verbs.read.streamed import read_thick

    with suppress(NotPlain):
        return read_thick(file, name, forms, given, revisions, _THICK_TEXT)
    return None


def lost(document: Document | Path, how: str) -> Reading:
    """What is told of a document whose reading ended the process, each time that it was read."""
    told = f"读这个文件的进程{how}，单独再读也是这样，没有读成；别的文件不受影响"
    return Reading(str(document), problems=(Problem("R105", Where(str(document)), told),))


def summary(reading: Reading) -> Surveyed:
    """What a survey tells of a document."""
    from goalgen.verbs.survey import Near, Surveyed  # which only a survey pays for

    refused = next(
        (p for p in reading.problems if p.severity is Severity.ERROR and codes.is_of(p, codes.OPENING)), None
    )
    if refused:
        return Surveyed(reading.name, forms={}, reason=refused.message, broken=True)
    return Surveyed(
        reading.name,
        reading.tables,
        dict(Counter(spec.form.name for spec in reading.specs)),
        sum(len(text) for _, text in reading.ledger.residue()),
        len(reading.ledger.hidden),
        tuple(Near(near.form.name, near.departure, near.cell) for near in reading.near),
        reading.producer,
        next((problem.message for problem in reading.problems if codes.is_of(problem, codes.UNKNOWN)), ""),
        layout=reading.layout,
    )
