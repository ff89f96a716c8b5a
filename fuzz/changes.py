"""Changes to seeds that a fuzzer steers: each choice takes bytes of its input, so that a change there is a change here."""

from __future__ import annotations

import copy
import io
import json
import random
import zipfile
from typing import Any

from lxml import etree

PIECES = [
    b"<w:p/>", b"<w:tbl>", b"</w:tbl>", b"<w:tr>", b"</w:tr>", b"<w:tc>", b"</w:tc>", b"<w:sdt>", b"<w:sdtContent>", b"<w:ins>", b"<w:del>",
    b'<w:vMerge w:val="continue"/>', b'<w:gridSpan w:val="99999999999"/>', b'<w:gridSpan w:val="-1"/>', b'<w:hMerge/>',
    b'<w:fldChar w:fldCharType="begin"/>', b'<w:fldChar w:fldCharType="end"/>', b'<w:fldChar w:fldCharType="separate"/>',
    b'<w:numPr><w:ilvl w:val="99"/><w:numId w:val="90"/></w:numPr>', b"<w:trPr><w:del/></w:trPr>", b'<w:sym w:char="FFFFFFFF"/>',
    b"<mc:AlternateContent/>", b"<w:txbxContent><w:tbl/></w:txbxContent>", b"<w:tcPr><w:cellDel/></w:tcPr>", b"<!-- -->", b"<?x y?>",
    b"<![CDATA[]]>", b"&#x1F600;", b"<w:t>", b"</w:t>", b"<w:commentReference/>", b"<w:gridBefore/>", b'<w:start w:val="-5"/>', b"<m:f/>",
]  # fmt: skip
TAGS = [
    "{{ 甲 }}", "{{ 项目名称 }}", "{{", "}}", "{%p for 项 in 绩效指标 %}", "{%p endfor %}", "{%tr for 项 in 绩效指标 %}", "{%tr endfor %}",
    "{{ 项.指标值 }}", "{%p if 年度 %}", "{%p endif %}", "{{ loop.index }}", "{{ 项.一级指标|合并 }}", "{{ 项目名称 ~ 年度 }}", "{# #}", "{{ 7*7 }}",
    "{{ 绩效目标|join('、') }}", "{{ 绩效目标|first }}", "{{ 项目名称[0] }}", "{%tc", "{% raw %}", "{{ ''|x }}", "{{ -年度 }}", "{{ 年度 + 1 }}",
]  # fmt: skip
WORDS = [
    "：", ": ", "\n", "- ", "  ", "\t", "　", '"', "'", "“", "”", "|-\n", ">\n", "[", "]", "{", "}", "#", " # ", "&a ", "*a", "!!str ", "---\n",
    "...\n", "\u200b", "\x00", "\ufeff", "\\", "\\u0007", "≥", "≤", "%", "‰", "1e30", "99999999999999999999999999999", "0.", "2022年13月45日前",
    "(", "（", "）", "万元", "【请填】", "# goalgen: ignore G301 原因", "# goalgen: ignore", "表样: ", "<<: ", "? ", "@", "`", "12:30", "不低于", "至", "-",
]  # fmt: skip
ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    2**63,
    1e308,
    "",
    "甲",
    "\ud800",
    [],
    {},
    [[]],
    "^(a+)+$",
    "#/x",
    "#",
    "http://127.0.0.1/x",
    ["甲"],
    {"$ref": "#"},
]


class Choices(random.Random):
    """Choices that the bytes of a text make; when they are used up, always the first."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self.data, self.place = data, 0

    def getrandbits(self, k: int, /) -> int:
        """So many bits of the next bytes."""
        count = (k + 7) // 8
        taken = self.data[self.place : self.place + count]
        self.place += count
        return int.from_bytes(taken.ljust(count, b"\0"), "big") >> (8 * count - k)

    def random(self) -> float:
        """A part of one, of the next two bytes."""
        return self.getrandbits(16) / 65536


def change_bytes(data: bytes, rng: random.Random) -> bytes:
    """A few cuts, doublings, flips and insertions."""
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


def change_text(text: str, rng: random.Random) -> str:
    """A few cuts, doublings and insertions of what means something to YAML, to rules or to a clerk."""
    for _ in range(rng.randint(1, 6)):
        at, length = rng.randrange(len(text) + 1), rng.choice((1, 2, 8, 80))
        kind = rng.randrange(4)
        if kind == 0:
            text = text[:at] + text[at + length :]
        elif kind == 1:
            text = text[:at] + text[at : at + length] * rng.choice((2, 3, 50)) + text[at:]
        elif kind == 2:
            text = text[:at] + rng.choice(WORDS) + text[at:]
        else:
            other = rng.randrange(len(text) + 1)
            text = text[:at] + text[other : other + length] + text[at:]
    return text


def change_tree(data: bytes, rng: random.Random, words: list[str] | None = None) -> bytes:
    """Elements taken out, doubled, moved and renamed, texts changed: the part stays well-formed."""
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
        if parent is None or other in node.iter():
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
            name = rng.choice(list(map(str, node.attrib)))
            node.set(name, rng.choice(["", "0", "-1", "99999999999", "restart", "x" * 300, "０"]))
        else:
            node.text = rng.choice(["", "x" * 1000, "1.", "\n\n", "2.2.2.", other.text or "", *(words or ())])
    return etree.tostring(root)


def change_package(seed: bytes, rng: random.Random, words: list[str] | None = None) -> bytes:
    """A zip file with one or two of its parts changed, or its bytes."""
    if rng.random() < 0.1:
        return change_bytes(seed, rng)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = {"word/document.xml"} if rng.random() < 0.7 else {rng.choice(names), rng.choice(names)}
        for name in names:
            content = old.read(name)
            if name in chosen:
                whole = rng.random() < 0.8
                content = change_tree(content, rng, words) if whole else change_bytes(content, rng)
            new.writestr(name, content)
    return out.getvalue()


def change_json(value: Any, rng: random.Random) -> Any:  # noqa: ANN401
    """A JSON value with one or two of its parts taken out, exchanged or made odd."""
    value = json.loads(json.dumps(value))
    for _ in range(rng.randint(1, 3)):
        places: list[tuple[Any, Any]] = []
        waiting = [value]
        while waiting:
            here = waiting.pop()
            keys = list(here) if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else []
            places += [(here, key) for key in keys]
            waiting += [here[key] for key in keys]
        if not places:
            return rng.choice(ODD)
        (holder, key), (other, name) = rng.choice(places), rng.choice(places)
        kind = rng.randrange(4)
        if kind == 0 and isinstance(holder, dict):
            del holder[key]
        elif kind == 1:
            holder[key] = json.loads(json.dumps(other[name]))
        elif kind == 2 and isinstance(holder[key], str):
            holder[key] = change_text(holder[key], rng)
        else:
            holder[key] = copy.deepcopy(rng.choice(ODD))
    return value
