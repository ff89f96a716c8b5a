"""Edits of an XML part: where elements stand, what changes, and that nothing else does."""

from __future__ import annotations

import codecs

import pytest
from conftest import ROOT
from documents import W
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from goalgen.docx import names as n
from goalgen.docx import open_package, parse
from goalgen.docx.archive import SpliceError
from goalgen.docx.splice import PartText, Place, decode, encode, filled, inside, places, retyped, shown, with_attribute
from goalgen.text import Edit, Span, apply_edits

DOCUMENTS = sorted([*(ROOT / "tests").rglob("*.docx"), *(ROOT / "templates").glob("*.docx")])
ELSE = "，不能在原处修改；请用 Word 或 WPS 另存一次"


def whole(part: PartText, root: etree._Element) -> dict[etree._Element, Place]:
    return inside(part, root, places(part, root, [root])[root])


def texts(part: PartText, root: etree._Element) -> list[str]:
    return [part.text[slice(*place.outer)] for place in whole(part, root).values()]


@pytest.mark.slow
def test_elements_stand_where_the_tree_has_them_in_every_document():
    seen = set()
    for path in DOCUMENTS:
        opened, _ = open_package(path.read_bytes(), path.name)
        if opened is None:
            continue
        for name in opened.parts if path.parent.name == "templates" else [opened.main]:
            root = opened.document if name == opened.main else opened.parse(name) if name.endswith(".xml") else None
            if root is None or opened.parts[name] in seen:
                continue
            seen.add(opened.parts[name])
            part = decode(opened.parts[name])
            assert encode(part, []) == opened.parts[name]
            found = whole(part, root)
            assert places(part, root, found) == found
            for node in root.iter(n.T):
                assert decode_text(part.text[slice(*found[node].inner)]) == (node.text or "")
    assert len(seen) > 200


def decode_text(inner: str) -> str:
    return parse(f"<a>{inner}</a>".encode()).text or ""


ODD = f"""\ufeff<?xml version='1.0' encoding="UTF-8"?><!-- <w:p> --><?go <w:p?><w:document {W} a='"/>'>
<w:p a="x>/y" b='</w:p>'><w:p/><w:p
 c = "1" /><w:pPr/></w:p ><![CDATA[<w:p>]]><w:p><!--</w:p>--></w:p><p xmlns="u"/></w:document><!-- </w:p> -->"""


def test_what_only_looks_like_a_tag_is_none():
    odd = ODD.replace("'</w:p>'", "'&lt;/w:p>'")
    part, root = decode(odd.encode()), parse(odd.encode())
    nested = """<w:p a="x>/y" b='&lt;/w:p>'><w:p/><w:p\n c = "1" /><w:pPr/></w:p >"""
    around = odd[odd.index("<w:document") : odd.index("<!-- </w:p>")]
    assert texts(part, root) == [
        around, nested, "<w:p/>", '<w:p\n c = "1" />', "<w:pPr/>", "<w:p><!--</w:p>--></w:p>", '<p xmlns="u"/>',
    ]  # fmt: skip
    assert places(part, root, root.iter(etree.Element)) == whole(part, root)


def test_a_block_is_looked_into_alone():
    xml = f"<w:document {W}><w:p><w:t>一</w:t></w:p><w:p><w:t/><w:p/><w:t>二</w:t></w:p></w:document>"
    part, root = decode(xml.encode()), parse(xml.encode())
    block = root[1]
    there = places(part, root, [block])[block]
    assert part.text[slice(*there.outer)] == "<w:p><w:t/><w:p/><w:t>二</w:t></w:p>"
    assert part.text[slice(*there.inner)] == "<w:t/><w:p/><w:t>二</w:t>"
    found = places(part, block, [block[0], block[2]], within=there.outer)
    assert {node: part.text[slice(*place.outer)] for node, place in found.items()} == {
        block[0]: "<w:t/>",
        block[2]: "<w:t>二</w:t>",
    }
    assert [found[block[0]].alone, found[block[2]].alone] == [True, False]


DIFFER = f"文件里的 XML 与读到的对不上{ELSE}"


def test_a_tree_that_is_not_of_the_text_is_refused():
    xml = f"<w:document {W}><w:p><w:t>一</w:t></w:p></w:document>".encode()
    part, root = decode(xml), parse(xml)
    there = whole(part, root)
    text = next(root.iter(n.T))
    text.text = "二"
    with pytest.raises(SpliceError, match=DIFFER):
        retyped(part, text, there[text], [Edit(Span(0, 0), "x")])
    etree.SubElement(root, n.P)
    with pytest.raises(SpliceError, match=DIFFER):
        places(part, root, [root[0]])
    with pytest.raises(SpliceError, match=DIFFER):
        inside(part, root, there[root])


@pytest.mark.parametrize(
    ("declared", "codec", "sign"),
    [
        ("", "utf-8", b""),
        ("UTF-8", "utf-8", b""),
        ("UTF-8", "utf-8", codecs.BOM_UTF8),
        ("GB2312", "utf-8", codecs.BOM_UTF8),
        ("UTF-16", "utf-16-le", codecs.BOM_UTF16_LE),
        ("UTF-16", "utf-16-be", codecs.BOM_UTF16_BE),
        ("UTF-16", "utf-16-le", b""),
        ("UTF-16", "utf-16-be", b""),
        ("GB2312", "gb2312", b""),
        ("gbk", "gbk", b""),
        ("GB18030", "gb18030", b""),
        ("ISO-8859-1", "latin-1", b""),
    ],
)
def test_every_encoding_stays(declared, codec, sign):
    begin = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    old, new = ("é", "à") if codec == "latin-1" else ("万", "亿")
    xml = f"{begin}<w:t {W}>43.5{old}元</w:t>".replace("元", "" if codec == "latin-1" else "元")
    data = sign + xml.encode(codec)
    part, root = decode(data), parse(data)
    there = places(part, root, [root])[root]
    edits = retyped(part, root, there, [Edit(Span(4, 5), new)])
    assert encode(part, edits) == sign + xml.replace(old, new).encode(codec)
    unknown = encode(part, retyped(part, root, there, [Edit(Span(0, 2), "⁴👍")]))
    assert parse(unknown).text == (root.text or "").replace("43", "⁴👍")


def test_a_character_that_the_encoding_lacks_is_a_reference():
    data = f'<?xml version="1.0" encoding="GB2312"?><w:t {W}>万元</w:t>'.encode("gb2312")
    part, root = decode(data), parse(data)
    edits = retyped(part, root, places(part, root, [root])[root], [Edit(Span(0, 0), "10⁴")])
    assert encode(part, edits) == f'<?xml version="1.0" encoding="GB2312"?><w:t {W}>10&#8308;万元</w:t>'.encode(
        "gb2312"
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<!DOCTYPE a><a/>", f"文件里的 XML 带有 DOCTYPE{ELSE}"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "]>">]><a>&b;</a>', f"文件里的 XML 带有 DOCTYPE{ELSE}"),
        (b"<a>\xff</a>", f"文件里的 XML 用的编码 utf-8 认不准{ELSE}"),
        (b"<?xml version='1.0' encoding='x-none'?><a/>", f"文件里的 XML 用的编码 x-none 认不准{ELSE}"),
        (
            b"<?xml version='1.0' encoding='iso-2022-jp'?><a>\x1b(B</a>",
            f"文件里的 XML 用的编码 iso-2022-jp 认不准{ELSE}",
        ),
        (codecs.BOM_UTF16_LE + b"<\0a", f"文件里的 XML 用的编码 utf-16-le 认不准{ELSE}"),
    ],
)
def test_a_part_that_cannot_be_written_back_is_refused(data, reason):
    with pytest.raises(SpliceError) as refusal:
        decode(data)
    assert str(refusal.value) == reason


def test_what_holds_no_tags_is_blank():
    assert decode(b"<a><!--<!DOCTYPE b>--></a>").tags == "<a>                   </a>"
    assert decode(b"<?xml version='1.0'?><?go <a?><a/>").tags == " " * 30 + "<a/>"
    plain = decode(b"\xef\xbb\xbf<?xml version='1.0'?><a/>")
    assert plain.tags is plain.text


def test_two_prefixes_of_one_name_are_told_apart():
    xml = f"<w:document {W} xmlns='{n.W[1:-1]}'><p>一</p><w:p>二</w:p><p/><w:p/></w:document>".encode()
    part, root = decode(xml), parse(xml)
    assert texts(part, root)[1:] == ["<p>一</p>", "<w:p>二</w:p>", "<p/>", "<w:p/>"]
    assert places(part, root, root) == {node: whole(part, root)[node] for node in root}


def typed(xml: str, *edits: tuple[int, int, str]) -> str:
    """A `w:t` after edits of what it shows; what is read back is checked."""
    around = f"<w:document {W}>", "</w:document>"
    data = xml.join(around).encode()
    part, root = decode(data), parse(data)
    node = next(root.iter(n.T))
    changes = [Edit(Span(start, end), text) for start, end, text in edits]
    new = encode(part, retyped(part, node, places(part, root, [node])[node], changes))
    assert shown(next(parse(new).iter(n.T))) == apply_edits(shown(node), changes)
    return new.decode()[len(around[0]) : -len(around[1])]


KEEP = ' xml:space="preserve"'


@pytest.mark.parametrize(
    ("xml", "edits", "new"),
    [
        ("<w:t>&#8805;43.5万元</w:t>", [(1, 5, "43")], "<w:t>&#8805;43万元</w:t>"),
        ("<w:t>&#8805;43.5万元</w:t>", [(0, 1, "≤")], "<w:t>≤43.5万元</w:t>"),
        ("<w:t>&lt;a&#x26;b&gt;</w:t>", [(1, 2, "&"), (3, 4, ">")], "<w:t>&lt;&amp;&#x26;&gt;&gt;</w:t>"),
        ("<w:t>一二</w:t>", [(1, 1, "甲"), (1, 1, "乙")], "<w:t>一甲乙二</w:t>"),
        ("<w:t>一二</w:t>", [(0, 1, "一")], "<w:t>一二</w:t>"),
        ("<w:t>&#8805;</w:t>", [(0, 1, "≥")], "<w:t>&#8805;</w:t>"),
        ("<w:t>一</w:t>", [(0, 1, "")], "<w:t></w:t>"),
        (f"<w:t>一</w:t><w:t{KEEP}/>", [(0, 0, " ")], f"<w:t{KEEP}> 一</w:t><w:t{KEEP}/>"),
        ("<w:t>]x]></w:t>", [(1, 2, ""), (3, 4, "")], "<w:t>]]</w:t>"),
        ("<w:t>]x<![CDATA[]>]]></w:t>", [(1, 2, "")], "<w:t>]<![CDATA[]>]]></w:t>"),
        ("<w:t></w:t>", [(0, 0, "一")], "<w:t>一</w:t>"),
        ("<w:t/>", [(0, 0, "一")], "<w:t>一</w:t>"),
        ("<w:t />", [(0, 0, "一 ")], f"<w:t {KEEP}>一 </w:t>"),
        ("<w:t/>", [], "<w:t/>"),
        ("<w:t/>", [(0, 0, "")], "<w:t/>"),
        ('<w:t a=">"/>', [(0, 0, "一")], '<w:t a=">">一</w:t>'),
        ("<w:t>一 二</w:t>", [(0, 1, "")], f"<w:t{KEEP}> 二</w:t>"),
        ("<w:t >一</w:t>", [(1, 1, " ")], f"<w:t {KEEP}>一 </w:t>"),
        ('<w:t xml:space="default">一</w:t>', [(1, 1, " ")], f"<w:t{KEEP}>一 </w:t>"),
        ("<w:t b=' xml:space=\"x\"'>一</w:t>", [(1, 1, " ")], f"<w:t b=' xml:space=\"x\"'{KEEP}>一 </w:t>"),
        (f"<w:t{KEEP}> 一</w:t>", [(2, 2, " ")], f"<w:t{KEEP}> 一 </w:t>"),
        ("<w:t>  一  </w:t>", [(0, 1, "二")], "<w:t>  二  </w:t>"),
        ("<w:t>  一  </w:t>", [(1, 1, " ")], f"<w:t{KEEP}>一 </w:t>"),
        ("<w:t>\n 一\t</w:t>", [(0, 1, "")], "<w:t>\n \t</w:t>"),
        ("<w:t>  </w:t>", [(0, 0, "一")], "<w:t>  一</w:t>"),
        ("<w:t>  </w:t>", [(0, 0, " ")], f"<w:t{KEEP}> </w:t>"),
        ("<w:t>一<!--x-->二</w:t>", [(0, 2, "三")], "<w:t>三<!--x--></w:t>"),
        ("<w:t>一<?x?>二</w:t>", [(1, 1, "三")], "<w:t>一三<?x?>二</w:t>"),
        ("<w:t><![CDATA[<a]]></w:t>", [(1, 2, "&")], "<w:t><![CDATA[<]]>&amp;<![CDATA[]]></w:t>"),
        ("<w:t><![CDATA[<a]]></w:t>", [(1, 2, "")], "<w:t><![CDATA[<]]></w:t>"),
        ("<w:t>一<![CDATA[二]]>三</w:t>", [(0, 3, "四")], "<w:t>四<![CDATA[]]></w:t>"),
        ("<w:t>]x]></w:t>", [(1, 2, "")], "<w:t>]]&gt;</w:t>"),
        ("<w:t>]></w:t>", [(0, 0, "]")], "<w:t>]]&gt;</w:t>"),
        ("<w:t>&#93;]>一</w:t>", [(3, 4, "")], "<w:t>&#93;]></w:t>"),
        ("<w:t>一\r\n二</w:t>", [(2, 3, "三")], "<w:t>一\r\n三</w:t>"),
        ("<w:t>&#xD;&#10;二</w:t>", [(0, 1, "三")], "<w:t>&#xD;&#10;三</w:t>"),
    ],
)  # fmt: skip
def test_a_text_is_typed_over(xml, edits, new):
    assert typed(xml, *edits) == new


def test_spaces_that_the_root_preserves_need_nothing_more():
    xml = f'<w:document {W} xml:space="preserve"><w:t> 一</w:t></w:document>'.encode()
    part, root = decode(xml), parse(xml)
    edits = retyped(part, root[0], places(part, root, [root[0]])[root[0]], [Edit(Span(0, 0), " ")])
    assert encode(part, edits) == xml.replace(b"> ", b">  ")


@pytest.mark.parametrize("text", ["\0", "\t", "\n", "\r", "\v", "\ud800", "\ufffe"])
def test_what_a_text_cannot_hold_is_refused(text):
    with pytest.raises(SpliceError, match="文字里有控制字符、换行或制表符，不能写进一段文字里"):
        typed("<w:t>一</w:t>", (0, 0, text))


SPELT = {"甲": ["甲", "&#30002;", "&#x7532;"], "<": ["&lt;", "&#60;"], "&": ["&amp;"], '"': ['"', "&quot;"], "𠀀": ["𠀀", "&#x20000;"], " ": [" ", "&#32;"], "'": ["&apos;"]}  # fmt: skip
PLAIN = st.sampled_from([(char, spelling) for char, spellings in SPELT.items() for spelling in spellings])
TEXTS = st.text(st.sampled_from('乙<>&]" 𠀀'), max_size=3)


@st.composite
def edits_of(draw, length: int) -> list[tuple[int, int, str]]:
    bounds = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
    return [(start, end, draw(TEXTS)) for start, end in zip(bounds[::2], bounds[1::2], strict=False)]


@given(st.lists(PLAIN, max_size=8), st.data())
def test_what_is_not_typed_over_keeps_its_spelling(characters, data):
    edits = data.draw(edits_of(len(characters)))
    expected, done = "", 0
    for start, end, new in edits:
        kept = "".join(spelling for _, spelling in characters[done:start])
        old = "".join(char for char, _ in characters[start:end])
        escaped = new.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        expected += kept + (escaped if old != new else "".join(spelling for _, spelling in characters[start:end]))
        done = end
    expected += "".join(spelling for _, spelling in characters[done:])
    xml = f"<w:t{KEEP}>{''.join(spelling for _, spelling in characters)}</w:t>"
    assert typed(xml, *edits) == f"<w:t{KEEP}>{expected}</w:t>"


RAW = st.sampled_from(["甲", "&amp;", "]", ">", "]]&gt;", "<!--]]>-->", "<![CDATA[]]>", "<![CDATA[<]>]]>", " ", "\r\n", "\n", "&#13;"])  # fmt: skip


@given(st.lists(RAW, max_size=8), st.sampled_from(["", KEEP]), st.data())
def test_any_text_is_typed_over_right(pieces, kept, data):
    inner = "".join(pieces)
    while "]]>" in (bare := inner.replace("<!--]]>-->", "").replace("<![CDATA[<]>]]>", "").replace("<![CDATA[]]>", "")):
        inner = inner.replace(">", "", 1) if bare == inner else ""
    xml = f"<w:t{kept}>{inner}</w:t>"
    length = len(shown(next(parse(f"<w:p {W}>{xml}</w:p>".encode()).iter(n.T))))
    new = typed(xml, *data.draw(edits_of(length)))
    assert new.count("<!--]]>-->") == inner.count("<!--]]>-->")
    assert new.endswith("</w:t>")


@pytest.mark.slow
def test_a_text_is_typed_over_in_every_document():
    for path in DOCUMENTS:
        opened, _ = open_package(path.read_bytes(), path.name)
        if opened is None:
            continue
        part, root = decode(opened.parts[opened.main]), opened.document
        nodes = [node for node in root.iter(n.T) if shown(node)]
        there = places(part, root, nodes)
        edits = [edit for node in nodes for edit in retyped(part, node, there[node], [Edit(Span(0, 1), "“<")])]
        new = parse(encode(part, edits))
        name = f"{{{etree.QName(new).namespace}}}t"
        assert [node.text for node in new.iter(name) if shown(node)] == [
            (node.text or "").replace(shown(node), "“<" + shown(node)[1:], 1) for node in nodes
        ]


@pytest.mark.parametrize(
    ("xml", "new"),
    [
        ("<w:p/>", "<w:p><w:r/></w:p>"),
        ("<w:p ><w:t/></w:p >", "<w:p ><w:t/><w:r/></w:p >"),
        ("<w:p></w:p>", "<w:p><w:r/></w:p>"),
    ],
)
def test_an_element_is_filled(xml, new):
    part = decode(xml.encode())
    end = xml.find("</")
    place = Place(0, 6, 6, 6) if end < 0 else Place(0, xml.index(">") + 1, end, len(xml))
    assert encode(part, [filled(part, place, "<w:r/>")]).decode() == new


@pytest.mark.parametrize(
    ("xml", "new"),
    [
        ("<w:p/>", '<w:p w:a="&lt;&quot;"/>'),
        ('<w:p b="1">', '<w:p b="1" w:a="&lt;&quot;">'),
        ("<w:p w:a = '1' b='2'>", "<w:p w:a = \"&lt;&quot;\" b='2'>"),
    ],
)
def test_an_attribute_is_set(xml, new):
    part = decode(xml.encode())
    size = len(xml)
    place = Place(0, size, size, size if xml.endswith("/>") else size + 6)
    assert encode(part, [with_attribute(part, place, "w:a", '<"')]).decode() == new
