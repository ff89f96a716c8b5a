"""不联网: a listener on loopback hears nothing, whatever the files point to and whichever command reads them."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT
from tools import require

from goalgen.cli import main
from goalgen.cli.arguments import parser
from goalgen.desk import convert

DOC = ROOT / "tests/data/hostile/remote-image.doc"
FIELDS = ROOT / "tests/data/hostile/remote-fields.doc"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Ear(NamedTuple):
    """A port, and what called there."""

    port: int
    heard: list[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/x"


@pytest.fixture
def ear() -> Iterator[Ear]:
    with socket.socket() as listener:
        for port in range(8801, 9999):  # of four digits, as in the .doc
            try:
                listener.bind(("127.0.0.1", port))
                break
            except OSError:
                continue
        listener.listen()
        found = Ear(listener.getsockname()[1], [])
        end = threading.Event()

        def listen() -> None:
            while not end.is_set():
                connection, _ = listener.accept()
                with connection:
                    connection.settimeout(1)
                    said = connection.recv(200).decode(errors="replace")
                    if said != "end":
                        found.heard.append(said)

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield found
        end.set()
        with socket.create_connection(("127.0.0.1", found.port)) as last:
            last.sendall(b"end")
        thread.join(5)


def hostile(folder: Path, ear: Ear) -> None:
    """A folder in which everything that can point somewhere points to the ear."""
    for name in ("specs/331201/2022", "templates", "schemas"):
        (folder / name).mkdir(parents=True)
    for spec in sorted((ROOT / "specs/331201/2022").glob("*.yaml"))[:2]:
        text = spec.read_text("utf8")
        (folder / "specs/331201/2022" / spec.name).write_text(
            f"# yaml-language-server: $schema={ear.url}\n{text}", "utf8"
        )
    (folder / "goalgen.toml").write_text('template-allow = ["远程模板", "远程图片", "远程内容", "域"]\n', "utf8")
    plain = json.loads((ROOT / "schemas/tianjin-2022.schema.json").read_text("utf8"))
    plain |= {"$schema": ear.url, "$id": ear.url}
    (folder / "schemas/tianjin-2022.schema.json").write_text(json.dumps(plain), "utf8")
    for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
        name = keyword[1:].lower()
        inner = {"properties": {"甲": {keyword: ear.url}}, "$schema": ear.url}
        (folder / f"schemas/{name}.schema.json").write_text(json.dumps(inner), "utf8")
        shutil.copy(ROOT / "templates/tianjin-2022.docx", folder / f"templates/{name}.docx")
    template = (ROOT / "templates/tianjin-2022.docx").read_bytes()
    (folder / "templates/tianjin-2022.docx").write_bytes(pointing(template, ear))
    (folder / "legacy.docx").write_bytes(
        pointing((ROOT / "templates/tianjin-2022.docx").read_bytes(), ear, entity=True)
    )
    (folder / "legacy2.docx").write_bytes(pointing(template, ear))


def pointing(data: bytes, ear: Ear, *, entity: bool = False) -> bytes:
    """A Word file with a template, a picture and a field out there; with an entity as well, its document part."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    away = "".join(
        f'<Relationship Id="ear{number}" Type="{RELATIONS}/{kind}" Target="{ear.url}" TargetMode="External"/>'
        for number, kind in enumerate(("image", "attachedTemplate", "subDocument", "frame"))
    )
    links = "word/_rels/document.xml.rels"
    parts[links] = parts[links].replace(b"</Relationships>", f"{away}</Relationships>".encode())
    if entity:
        doctype = f'<!DOCTYPE w:document SYSTEM "{ear.url}" [<!ENTITY e SYSTEM "{ear.url}">]><w:document'
        parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:document", doctype.encode(), 1)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


COMMANDS = {
    "init": ["init", "新"],
    "doctor": ["doctor"],
    "build": ["build"],
    "new": ["new", "新.yaml", "--form", "tianjin-2022"],
    "check": ["check", "specs", "legacy.docx", "legacy2.docx"],
    "rule": ["rule", "G101"],
    "fmt": ["fmt", "--check"],
    "lsp": ["lsp"],
    "read": ["read", "legacy.docx", "legacy2.docx", "-o", "读回"],
    "put": ["put", "specs", "legacy.docx", "-o", "写.docx"],
    "diff": ["diff", "legacy.docx", "legacy2.docx"],
    "merge": ["merge", "legacy.docx", "specs/a.yaml", "legacy2.docx"],
    "pull": ["pull", "legacy.docx", "specs", "--dry-run"],
    "git install": ["git", "install"],
    "git uninstall": ["git", "uninstall"],
    "git status": ["git", "status"],
    "git textconv": ["git", "textconv", "legacy.docx"],
    "show": ["show", "legacy.docx", "legacy2.docx"],
    "survey": ["survey", "legacy.docx", "legacy2.docx"],
    "roll": ["roll", "specs", "--to", "mof-2021-core", "-o", "转"],
    "form list": ["form", "list"],
    "completion": ["completion", "bash"],
    "form check": ["form", "check", "templates/tianjin-2022.docx"],
    "form schema": ["form", "schema"],
    "form draft": ["form", "draft", "legacy2.docx", "-o", "templates/起草.docx"],
    "form diff": ["form", "diff", "tianjin-2022", "dynamicref"],
}
"""One run of each command over the hostile folder."""


def names(of, before: str = "") -> Iterator[str]:
    """The commands of a parser, those under a command with its name before theirs."""
    for action in of._actions:
        for name, inner in (action.choices or {}).items() if hasattr(action, "_parser_class") else ():
            yield from list(names(inner, f"{before}{name} ")) or [f"{before}{name}"]


def test_every_command_is_listened_to():
    assert set(names(parser())) == set(COMMANDS)


def run(folder: Path, arguments: list[str]) -> str:
    """What a command says; an apology would mean that it did not come far."""
    command = [sys.executable, "-m", "goalgen", *arguments]
    done = subprocess.run(command, cwd=folder, input="", capture_output=True, timeout=200, encoding="utf8")
    assert "自己出了错" not in done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_calls_out(tmp_path: Path, ear: Ear, name: str):
    hostile(tmp_path, ear)
    told = run(tmp_path, COMMANDS[name])
    assert "没有这个命令" not in told
    assert ear.heard == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["check", "read", "show", "survey"])
def test_libreoffice_fetches_nothing(tmp_path: Path, ear: Ear, name: str):
    require("soffice")
    data = DOC.read_bytes()
    assert b"127.0.0.1:8878" in data
    (tmp_path / "x.doc").write_bytes(data.replace(b"127.0.0.1:8878", f"127.0.0.1:{ear.port}".encode()))
    told = run(tmp_path, [name, "x.doc", *(["--level", "提示"] if name == "check" else [])])
    assert "经 LibreOffice 转换" in told or name == "survey"
    assert ear.heard == []


@pytest.mark.slow
def test_libreoffice_follows_no_field_and_no_linked_object(tmp_path: Path, ear: Ear):
    """`INCLUDETEXT`, a linked Excel object (`LINK`) and `DDEAUTO`."""
    require("soffice")
    old, new = (text.encode("utf-16-le") for text in ("127.0.0.1:8878", f"127.0.0.1:{ear.port}"))
    data = FIELDS.read_bytes()
    assert data.count(old) == 3
    (tmp_path / "x.doc").write_bytes(data.replace(old, new))
    assert "经 LibreOffice 转换" in run(tmp_path, ["show", "x.doc"])
    assert ear.heard == []


def disguised(url: str) -> dict[str, bytes]:
    """Files of other kinds that are named `.doc`, with pictures, objects, templates, styles and scripts out there."""
    fields = "".join(
        rf"{{\field{{\*\fldinst {{ {each} }}}}}}"
        for each in (f'INCLUDEPICTURE "{url}" \\\\d', f'LINK Excel.Sheet.8 "{url}"')
    )
    html = f'<html><head><link rel="stylesheet" href="{url}"><script src="{url}"></script></head><body><img src="{url}"><iframe src="{url}"></iframe></body></html>'
    names = "".join(
        f' xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for each, name in (("office", "office"), ("text", "text"), ("draw", "drawing"))
    )
    frames = "".join(
        f'<draw:frame><draw:{each} xlink:href="{url}" xlink:actuate="onLoad"/></draw:frame>'
        for each in ("image", "object", "object-ole", "floating-frame")
    )
    odf = f'<office:document-content{names} xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text><text:p>{frames}</text:p></office:text></office:body></office:document-content>'
    odt = BytesIO()
    with zipfile.ZipFile(odt, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", odf)
    word = f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:docPr><w:attachedTemplate w:val="{url}"/></w:docPr></w:wordDocument>'
    mht = f"MIME-Version: 1.0\nContent-Type: text/html\n\n{html}"
    return {
        "RTF": rf"{{\rtf1{{\*\template {url}}}{fields}}}".encode(),
        "网页": html.encode(),
        "OpenDocument": odt.getvalue(),
        "OpenDocument，一个 XML": odf.replace("document-content", "document").encode(),
        "Word 2003 XML": word.encode(),
        "MHT": mht.encode(),
    }


@pytest.mark.parametrize("kind", disguised(""))
def test_what_is_only_named_doc_is_not_given_to_libreoffice(tmp_path: Path, ear: Ear, kind: str, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(convert, "_convert", None)
    for suffix in ("doc", "docx", "wps"):
        Path(f"x.{suffix}").write_bytes(disguised(ear.url)[kind])
    assert main(["survey", "."]) == 1
    assert capsys.readouterr().out.count("另存为 .docx") == 3
    assert ear.heard == []


@pytest.mark.slow
def test_libreoffice_fetches_nothing_where_the_system_gives_no_room_without_network(tmp_path: Path, ear: Ear):
    """The profile alone keeps it at home."""
    require("soffice")
    data = DOC.read_bytes().replace(b"127.0.0.1:8878", f"127.0.0.1:{ear.port}".encode())
    (tmp_path / "x.doc").write_bytes(data)
    code = (
        "from goalgen.desk import convert; from goalgen.cli import main; convert._without_network = lambda: ();"
        "raise SystemExit(main(['show', 'x.doc']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, timeout=200, encoding="utf8")
    assert "经 LibreOffice 转换" in done.stdout + done.stderr
    assert ear.heard == []


def test_the_ear_hears(ear: Ear):
    with socket.create_connection(("127.0.0.1", ear.port)) as call:
        call.sendall(b"hello")
        call.shutdown(socket.SHUT_WR)
        call.recv(1)
    assert ear.heard == ["hello"]
