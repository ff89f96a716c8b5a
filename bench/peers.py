"""What goalgen is compared with, each as its users would write it, on the same data; and the floors below which nobody gets."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.parsers import expat

import docx
from docx2python import docx2python
from docxcompose.composer import Composer
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

DOCUMENT = "word/document.xml"
IMPORT_PARSERS = "import lxml.etree, yaml"
IMPORT_VALIDATOR = "import yaml, jsonschema"
VALIDATE = """
import json, sys
from pathlib import Path
import jsonschema, yaml
check = jsonschema.Draft202012Validator(json.loads(Path(sys.argv[1]).read_text("utf8")))
for path in sorted(Path(sys.argv[2]).rglob("*.yaml")):
    list(check.iter_errors(yaml.load(path.read_text("utf8"), yaml.CSafeLoader)))
"""
"""Every spec loaded by libyaml and validated, and nothing said."""
READ_TEXTS = """
import sys
from pathlib import Path
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    path.read_bytes().decode().split("\\n")
"""
"""The floor of whatever looks at many texts."""
START, IMPORT_LXML = "pass", "import lxml.etree"
"""The floors of a process: Python's own start, and that of whoever reads XML."""


def members(data: bytes) -> dict[str, bytes]:
    """The members of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def plain_template(template: bytes) -> bytes:
    """The form's template as plain docxtpl takes it: merges are left to the hand."""
    parts = members(template)
    xml = re.sub(r"\s*\|\s*合并", "", parts[DOCUMENT].decode())
    return packed(parts | {DOCUMENT: xml.encode()})


def looped_template(template: bytes) -> bytes:
    """The form's template for a whole book, as plain docxtpl would have it: a loop typed around the body."""
    parts = members(plain_template(template))
    xml = parts[DOCUMENT].decode()
    body = re.search(r"(<w:body>)(.*)(<w:sectPr.*</w:body>)", xml, re.DOTALL)
    assert body
    inside = re.sub(r"\{\{ *(?!loop|项|目标)(\w+)", r"{{ 项目.\1", body[2])
    inside = inside.replace("in 绩效目标", "in 项目.绩效目标").replace("in 绩效指标", "in 项目.绩效指标")
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    looped = paragraph.format("{%p for 项目 in 项目们 %}") + inside + paragraph.format("{%p endfor %}")
    return packed(parts | {DOCUMENT: xml.replace(body[2], looped).encode()})


def docxtpl(template: bytes, values: Mapping[str, Any]) -> bytes:
    """A document by docxtpl: load, render, save."""
    document = DocxTemplate(io.BytesIO(template))
    document.render(values, Environment(autoescape=True))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def composed(template: bytes, values: Sequence[Mapping[str, Any]]) -> bytes:
    """A book by docxtpl and docxcompose: a document a project, put one after the other."""
    documents = [docx.Document(io.BytesIO(docxtpl(template, value))) for value in values]
    composer = Composer(documents[0])
    for document in documents[1:]:
        documents[0].add_page_break()
        composer.append(document)
    out = io.BytesIO()
    composer.save(out)
    return out.getvalue()


def row_cells(data: bytes) -> list[list[list[str]]]:
    """Every text of every table by python-docx, in the way that is not quadratic."""
    document = docx.Document(io.BytesIO(data))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def by_docx2python(data: bytes) -> object:
    """Every text by docx2python."""
    with docx2python(io.BytesIO(data)) as read:
        return read.body


def parse(xml: bytes) -> object:
    """The floor of reading: lxml's tree."""
    return etree.fromstring(xml)


def parse_and_write(xml: bytes, times: int = 1) -> None:
    """The floor of building and reading back."""
    for _ in range(times):
        write(xml)
        parse(xml)


def parse_by_expat(xml: bytes) -> None:
    """The floor of reading without a tree."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda *_: None
    parser.CharacterDataHandler = lambda _: None
    parser.Parse(xml, True)


def deflate(data: bytes) -> bytes:
    """The floor of a compressed file."""
    return zlib.compress(data, 6)


def write(data: bytes) -> None:
    """The floor of any file: written, and renamed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(data)
        path.replace(Path(folder) / "b")
