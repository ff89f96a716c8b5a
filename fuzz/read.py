"""Fuzz the reader: `python fuzz/read.py [seconds] [corpus folder]`.

With atheris installed its coverage guides the changes, otherwise they are random. The seeds are the conformance files. XML
parts are changed inside the zip, where the reader's own code is; the zip itself is changed now and then. A finding (an
exception, more than 10 s, more than 1 GB) is written to `fuzz/found/` and ends the run with exit code 1.
"""

from __future__ import annotations

import copy
import hashlib
import io
import random
import resource
import sys
import time
import traceback
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]
LIMIT_SECONDS, LIMIT_KB = 10.0, 1 << 20

from goalgen.docx import Revisions  # noqa: E402
from goalgen.form import form_files, load_form  # noqa: E402
from goalgen.verbs.read import account, read  # noqa: E402

FORMS = [form for form, _ in (load_form(files) for files in form_files([ROOT]).values()) if form]
SEEDS = sorted((ROOT / "tests/conformance").glob("*.docx"))
PIECES = [
    b"<w:p/>", b"<w:tbl>", b"</w:tbl>", b"<w:tr>", b"</w:tr>", b"<w:tc>", b"</w:tc>", b"<w:sdt>", b"<w:sdtContent>", b"<w:ins>", b"<w:del>",
    b'<w:vMerge w:val="continue"/>', b'<w:gridSpan w:val="99999999999"/>', b'<w:gridSpan w:val="-1"/>', b'<w:hMerge/>',
    b'<w:fldChar w:fldCharType="begin"/>', b'<w:fldChar w:fldCharType="end"/>', b'<w:fldChar w:fldCharType="separate"/>',
    b'<w:numPr><w:ilvl w:val="99"/><w:numId w:val="90"/></w:numPr>', b"<w:trPr><w:del/></w:trPr>", b'<w:sym w:char="FFFFFFFF"/>',
    b"<mc:AlternateContent/>", b"<w:txbxContent><w:tbl/></w:txbxContent>", b"<w:tcPr><w:cellDel/></w:tcPr>", b"<!-- -->", b"<?x y?>",
    b"<![CDATA[]]>", b"&#x1F600;", b"<w:t>", b"</w:t>", b"<w:commentReference/>", b"<w:gridBefore/>", b'<w:start w:val="-5"/>', b"<m:f/>",
]  # fmt: skip


def change_bytes(data: bytes, rng: random.Random) -> bytes:
    """A few random cuts, doublings, flips and insertions."""
    text = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at, length = rng.randrange(len(text) + 1), rng.choice((1, 4, 40, 400))
        kind = rng.randrange(5)
        if kind == 0 and text:
            text[min(at, len(text) - 1)] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del text[at : at + length]
        elif kind == 2:
            text[at:at] = text[at : at + length]
        elif kind == 3:
            text[at:at] = rng.choice(PIECES)
        else:
            other = rng.randrange(len(text) + 1)
            text[at:at] = text[other : other + length]
    return bytes(text)


def change_tree(data: bytes, rng: random.Random) -> bytes:
    """Elements taken out, doubled, moved and renamed: the part stays well-formed."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return change_bytes(data, rng)
    for _ in range(rng.randint(1, 8)):
        nodes = [node for node in root.iter(etree.Element) if node.getparent() is not None]
        if not nodes:
            break
        node, other = rng.choice(nodes), rng.choice(nodes)
        kind = rng.randrange(6)
        parent = node.getparent()
        if other in node.iter():
            continue
        if kind == 0:
            parent.remove(node)
        elif kind == 1:
            parent.append(copy.deepcopy(node))
        elif kind == 2:
            other.append(copy.deepcopy(node))
        elif kind == 3:
            node.tag = other.tag
        elif kind == 4 and node.attrib:
            node.set(
                rng.choice(list(node.attrib)), rng.choice(["", "0", "-1", "99999999999", "restart", "x" * 300, "０"])
            )
        else:
            node.text = rng.choice(["", "x" * 1000, "1.", "\n\n", "2.2.2.", other.text or ""])
    return etree.tostring(root)


def changed(seed: bytes, rng: random.Random) -> bytes:
    """A seed with one or two of its parts changed, or its bytes."""
    if rng.random() < 0.1:
        return change_bytes(seed, rng)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = {"word/document.xml"} if rng.random() < 0.7 else set(rng.sample(names, min(2, len(names))))
        for name in names:
            content = old.read(name)
            if name in chosen:
                content = (change_tree if rng.random() < 0.8 else change_bytes)(content, rng)
            new.writestr(name, content)
    return out.getvalue()


def attempt(data: bytes) -> str | None:
    """Read one file; what is wrong with how that went, if anything."""
    start = time.monotonic()
    try:
        for revisions in Revisions:
            reading = read(data, "x.docx", FORMS, {"年度": "2022"}, revisions)
            account(reading)
            assert all(reading.notes or [True])
            assert all(map(str, reading.problems))
    except Exception:
        return traceback.format_exc()
    if time.monotonic() - start > LIMIT_SECONDS:
        return f"took {time.monotonic() - start:.0f} s"
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > LIMIT_KB:
        return "more than 1 GB"
    return None


def keep(data: bytes, reason: str) -> None:
    """Write a finding down."""
    folder = ROOT / "fuzz/found"
    folder.mkdir(exist_ok=True)
    name = hashlib.sha256(data).hexdigest()[:12]
    (folder / f"{name}.docx").write_bytes(data)
    (folder / f"{name}.txt").write_text(reason, encoding="utf8")
    print(f"found {name}: {reason.splitlines()[-1]}", flush=True)


def by_chance(seconds: float) -> int:
    """Random changes, for so many seconds."""
    rng = random.Random(time.time_ns())
    end = time.monotonic() + seconds
    tried, found = 0, set()
    seeds = [path.read_bytes() for path in SEEDS]
    while time.monotonic() < end:
        data = changed(rng.choice(seeds), rng)
        reason = attempt(data)
        tried += 1
        if reason and (line := reason.splitlines()[-3:]) and (key := "".join(line)) not in found:
            found.add(key)
            keep(data, reason)
    print(f"{tried} files, {len(found)} findings, {seconds:.0f} s")
    return int(bool(found))


def by_coverage(seconds: float) -> int:
    """Changes that atheris steers to code that no other has reached."""
    import atheris

    seeds = [path.read_bytes() for path in SEEDS]

    def one(data: bytes) -> None:
        provider = random.Random(data)
        document = changed(seeds[(data[0] if data else 0) % len(seeds)], provider)
        reason = attempt(document)
        if reason:
            keep(document, reason)
            raise AssertionError(reason)

    atheris.instrument_all()
    corpus = ROOT / "fuzz/corpus"
    corpus.mkdir(exist_ok=True)
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds:.0f}", "-rss_limit_mb=1500", "-max_len=64", str(corpus)], one
    )
    atheris.Fuzz()
    return 0


def main() -> int:
    """Fuzz; 1 when something was found."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    if "--coverage" in sys.argv:
        return by_coverage(seconds)
    return by_chance(seconds)


if __name__ == "__main__":
    raise SystemExit(main())
