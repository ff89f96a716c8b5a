"""What strangers send: files that each once ended a whole run, or might. Bytes by file name; and what is no file at all."""

from __future__ import annotations

import io
import os
import random
import re
import socket
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def specs(good: str) -> dict[bytes, bytes]:
    """Hostile specs, made of a good one whose 序号 is 8 and whose 预算数 is 43.00."""

    def with_(old: str, new: str) -> bytes:
        assert old in good
        return good.replace(old, new, 1).encode("utf8", "surrogatepass")

    amounts = (
        "9" * 27,
        "9" * 40,
        "1e30",
        "1e999999999",
        "sNaN",
        "NaN",
        "-Infinity",
        "9" * 100_000,
        "0." + "0" * 5000 + "1",
    )
    texts = {
        f"amount-{number}": with_('预算数: "43.00"', f'预算数: "{amount}"').replace(
            '序号: "8"'.encode(), f'序号: "{900 + number}"'.encode()
        )
        for number, amount in enumerate(amounts)
    }
    order, name = '序号: "8"', "项目名称: "
    texts |= {
        "order-5000": with_(order, f'序号: "{"9" * 5000}"'),
        "order-100000": with_(order, f'序号: "{"8" * 100_000}"'),
        "order-words": with_(order, "序号: 第一个"),
        "order-minus": with_(order, "序号: -1"),
        "value-digits": with_("≤43.5万元", f"≤{'7' * 6000}万元").replace(b'"8"', b'"951"'),
        "value-signs": with_("≤43.5万元", "≥" * 5000).replace(b'"8"', b'"952"'),
        "value-date": with_("≤43.5万元", "20220000000000000000年13月99日前").replace(b'"8"', b'"953"'),
        "escape": with_(name, f"{name}\x1b[2J"),
        "bidi": with_(name, f"{name}\u202e").replace(b'"8"', b'"954"'),
        "list-for-text": with_(name, "项目名称: []\nx: "),
        "mapping-for-list": with_("绩效目标:", "绩效目标: {a: b}\nx:"),
        "form-list": with_("表样: tianjin-2022", "表样: [a]"),
        "form-none": with_("表样: tianjin-2022", "表样: 没有"),
        "empty": b"",
        "nul": b"\0" * 100,
        "gbk": good.encode("gb18030"),
        "bom16": good.encode("utf-16"),
        "surrogate": b"a: \xed\xa0\x80",
        "deep": b"[" * 20_000,
        "deep-block": b"".join(b" " * depth + b"a:\n" for depth in range(500)),
        "laughs": b"a: &a [x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (c, c, c - 1, c - 1) for c in range(98, 120)),
        "tag": b'!!python/object/apply:os.system ["true"]',
        "merge": b"a: &a {b: c}\n<<: *a\n",
        "noise": random.Random(1).randbytes(5000),
        "conflict": b"<<<<<<< HEAD\n" + good.encode(),
    }
    return {f"{name}.yaml".encode(): data for name, data in texts.items()} | {b"\xd6\xd0\xce\xc4.yaml": b"a: 1\n"}


def documents(good: bytes) -> dict[bytes, bytes]:
    """Hostile Word files, made of a built one."""
    part, document, links = "customXml/item1.xml", "word/document.xml", "word/_rels/document.xml.rels"
    made = {
        "emb-int": _changed(good, part, lambda text: text.replace(b"<spec>", b'<spec>{"\xe5\xb9\xb4\xe5\xba\xa6": 2022}</spec><spec>', 1)),
        "emb-deep": _changed(good, part, lambda text: text.replace(b"<spec>", b"<spec>" + b"[" * 50_000 + b"</spec><spec>", 1)),
        "emb-huge": _changed(good, part, lambda text: text.replace(b"<spec>", b"<spec>" + b"9" * 5000 + b"</spec><spec>", 1)),
        "emb-broken": _changed(good, part, lambda text: text[:-20]),
        "emb-renamed": _renamed(good, part, "customXml/jtem1.xml"),
        "bookmark": _changed(good, document, lambda text: text.replace(b'w:name="_', b'w:name="_' + b"9" * 6000 + b"_" + b"9" * 6000 + b'" w:x="', 1)),
        "links-broken": _changed(good, links, lambda text: text[:-30]),
        "links-loop": _changed(good, links, lambda text: text.replace(b"../customXml/item1.xml", b"../../../../etc/passwd")),
        "xml-broken": _changed(good, document, lambda text: text[: len(text) // 2]),
        "xml-deep": _changed(good, document, lambda text: text.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 3000, 1)),
        "entity": _changed(good, document, lambda text: text.replace(b"<w:document", b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document', 1)),
        "spans": _changed(good, document, lambda text: text.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="' + b"9" * 5000 + b'"/>', 1)),
        "symbol": _changed(good, document, lambda text: text.replace(b"<w:p>", b'<w:p><w:fldSimple w:instr="SYMBOL ' + b"9" * 5000 + b'"/>', 1)),
        "cut": good[: len(good) // 2],
        "empty": b"",
        "no-zip": b"PK\x03\x04" + b"\0" * 100,
        "html": b"<html><table></table></html>",
        "rtf": b"{\\rtf1 x}",
        "noise": b"PK" + random.Random(2).randbytes(5000),
        "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(3).randbytes(5000),
        "no-document": _without(good, document),
        "no-types": _without(good, "[Content_Types].xml"),
        "no-links": _without(good, "_rels/.rels"),
        "no-body": _changed(good, document, lambda text: re.sub(b"<w:body>.*</w:body>", b"", text, flags=re.DOTALL)),
        "other-encoding": _changed(good, document, lambda text: text.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16")),
        "nul": _changed(good, document, lambda text: text.replace(b"</w:t>", b"\0</w:t>", 1)),
        "styles-ring": _changed(good, "word/styles.xml", lambda text: text.replace(b"</w:styles>", _RING + b"</w:styles>")),
        "styles-broken": _changed(good, "word/styles.xml", lambda text: text[:-30]),
        "fields-open": _changed(good, document, lambda text: text.replace(b"<w:r>", b'<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 500 + b"<w:r>", 1)),
        "ends": _changed(good, document, lambda text: text.replace(b"<w:r>", b'<w:r><w:fldChar w:fldCharType="end"/></w:r><w:moveToRangeEnd/><w:r>', 1)),
        "revisions": _changed(good, document, lambda text: text.replace(b"<w:r>", b'<w:ins w:id="x" w:author="" w:date="no"><w:del><w:r>', 1).replace(b"</w:r>", b"</w:r></w:del></w:ins>", 1)),
        "merges": _changed(good, document, lambda text: text.replace(b"<w:tcPr>", b"<w:tcPr><w:vMerge/><w:hMerge/>")),
        "grid": _changed(good, document, lambda text: text.replace(b"<w:trPr>", b'<w:trPr><w:gridBefore w:val="-7"/><w:gridAfter w:val="99999999"/>')),
        "tables": _changed(good, document, lambda text: text.replace(b"<w:tc>", b"<w:tc>" + b"<w:tbl><w:tr><w:tc>" * 300 + b"</w:tc></w:tr></w:tbl>" * 300, 1)),
        "namespace": _changed(good, document, lambda text: text.replace(b"/2006/main", b"/2006/mein")),
        "chunk": _changed(good, document, lambda text: text.replace(b"<w:body>", b'<w:body><w:altChunk r:id="rId99"/>', 1)),
        "numbers": _changed(good, document, lambda text: text.replace(b"<w:pPr>", b'<w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="x"/></w:numPr>')),
        "bomb": _zip({document: b"<a>" + b"\0" * 40_000_000, "[Content_Types].xml": b"<a/>"}),
        "many": _zip({f"word/{number}.xml": b"<a/>" for number in range(5000)}),
        "\x1b[2J": good[:-10],
        "\u202exslx": good[:-10],
    }  # fmt: skip
    return {f"{name}.docx".encode(): data for name, data in made.items()} | {b"\xd6\xd0\xce\xc4.docx": b"PK"}


_RING = b"".join(
    b'<w:style w:type="paragraph" w:styleId="R%d"><w:basedOn w:val="R%d"/></w:style>' % (n, 1 - n) for n in (0, 1)
)


def special(folder: Path, suffix: str) -> list[bytes]:
    """Put into a folder what is no file: a pipe, a socket, links to nothing, in a ring and outside, and folders too deep."""
    names = [f"{name}{suffix}".encode() for name in ("pipe", "socket", "nothing", "ring", "outside", "device")]
    os.mkfifo(folder / f"pipe{suffix}")
    here = Path.cwd()
    os.chdir(folder)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(f"socket{suffix}")
    (folder / f"nothing{suffix}").symlink_to("nowhere")
    (folder / f"ring{suffix}").symlink_to(f"ring{suffix}")
    (folder / f"outside{suffix}").symlink_to("/etc/passwd")
    (folder / f"device{suffix}").symlink_to("/dev/zero")
    (folder / f"folder{suffix}").mkdir()
    for _ in range(1200):
        Path("d").mkdir()
        os.chdir("d")
    os.chdir(here)
    return names


def flipped(data: bytes, bit: int) -> bytes:
    """The data with one bit turned."""
    out = bytearray(data)
    out[bit // 8] ^= 1 << bit % 8
    return bytes(out)


def remove_deep(folder: Path) -> None:
    """Take away folders that are too deep for their path to be named."""
    here = Path.cwd()
    os.chdir(folder)
    depth = 0
    with suppress(OSError):
        while True:
            os.chdir("d")
            depth += 1
    for _ in range(depth):
        os.chdir("..")
        Path("d").rmdir()
    os.chdir(here)


def _changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    assert name in parts, sorted(parts)
    assert change(parts[name]) != parts[name], name
    return _zip({**parts, name: change(parts[name])})


def _without(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert name in archive.namelist(), name
        return _zip({each: archive.read(each) for each in archive.namelist() if each != name})


def _renamed(data: bytes, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _zip({new if each == old else each: archive.read(each) for each in archive.namelist()})


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
