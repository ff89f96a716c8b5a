"""Every construct that people's files hold, in a file of its own: alone, and inside a real table. See `conformance/README.md`."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, form, specs_in

from goalgen.docx import Row, content, open_package
from goalgen.verbs.read import read

FOLDER = Path(__file__).parent / "conformance"
NAMES = sorted(path.name.removesuffix(".alone.docx") for path in FOLDER.glob("*.alone.docx"))
FORM = "tianjin-2022"


def shown(text: str) -> str:
    """A text on one line."""
    return text.replace("\n", "⏎").replace("\v", "↵").replace("\t", "⇥").replace("\f", "⇟").replace("\u00ad", "¬")


def seen(data: bytes) -> list[str]:
    """A document as a person sees it: each paragraph and cell with its place, then what is beside, hidden, not read."""
    package, problems = open_package(data, "")
    assert package is not None, problems
    held = content(package)
    lines = []
    for block in held.blocks:
        merged = {block.address(cell) for cell in block.cells if cell.origin} if isinstance(block, Row) else ()
        lines += [f"{address} {'^' if address in merged else shown(text)}" for address, text in block.texts()]
    lines += [f"旁 {address} {shown(text)}" for address, text in [*held.asides, *held.stories]]
    lines += [
        " ".join(["藏", one.veil, str(one.address), shown(one.text), one.author, one.date]).rstrip()
        for one in held.hidden
    ]
    lines += [f"平 {one.look} {one.address} {shown(one.text)}" for one in held.flattened]
    return [*lines, *(f"未读 {one.address} {one.medium} {one.program}".rstrip() for one in held.foreign)]


def read_in_form(data: bytes) -> list[str]:
    """What reading says of the table, and the fields that are not the published ones."""
    reading = read(data, "表.docx", [form(FORM)])
    wanted = specs_in(ROOT / "specs/331201/2022")[7].value
    lines = [str(problem) for problem in reading.problems]
    lines += [f"版式 {note.address} {note.liberty}" for note in reading.notes]
    lines += [f"表外 {address} {shown(text)}" for address, text in reading.unread]
    for spec in reading.specs:
        for key, value in spec.value.items():
            if value != wanted[key]:
                lines.append(f"{key}: {shown(str(value))}")
    return [*lines, f"{len(reading.specs)} 张表"]


@pytest.mark.parametrize("name", NAMES)
def test_a_construct_is_read_as_a_person_sees_it(name):
    alone, inside = ((FOLDER / f"{name}.{kind}.docx").read_bytes() for kind in ("alone", "form"))
    told = "\n".join(["# 单独", *seen(alone), "# 在绩效目标表里", *read_in_form(inside), ""])
    assert told == (FOLDER / f"{name}.txt").read_text(encoding="utf8")


def test_every_construct_is_there():
    import constructs_layout  # noqa: F401
    import constructs_looks  # noqa: F401
    import constructs_text  # noqa: F401
    from constructs import CONSTRUCTS

    assert sorted(CONSTRUCTS) == NAMES
