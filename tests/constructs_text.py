"""Constructs inside a paragraph."""

from __future__ import annotations

import base64
import random

from constructs import (
    BY,
    DECLARED,
    NAMESPACES,
    Doc,
    Element,
    W,
    after,
    before,
    construct,
    cut,
    paragraph,
    run,
    run_of,
    wrap,
    xml,
)

BOX = "<w:txbxContent><w:p><w:r><w:t>附注一</w:t></w:r></w:p></w:txbxContent>"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/"
TYPES = "application/vnd.openxmlformats-officedocument."
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one dot."""
VML = f'<w:pict><v:shape style="width:90pt"><v:textbox>{BOX}</v:textbox></v:shape></w:pict>'
DRAWING = (
    '<w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="b"/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>'
    f"{BOX}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
)


@construct("text")
def split_runs(doc: Doc, text: Element, rng: random.Random) -> None:
    for _ in range(4):
        text = next(cut(text, rng)[0].iter(f"{W}t"))


@construct("text")
def proof_error(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], '<w:proofErr w:type="spellStart"/><w:proofErr w:type="spellEnd"/>')


@construct("text")
def bookmark(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], '<w:bookmarkStart w:id="77" w:name="here"/><w:bookmarkEnd w:id="77"/>')


@construct("text")
def last_rendered_page_break(doc: Doc, text: Element, rng: random.Random) -> None:
    before(text, "<w:lastRenderedPageBreak/>")


@construct("text")
def inserted_run(doc: Doc, text: Element, rng: random.Random) -> None:
    wrap(cut(text, rng)[0], f"<w:ins {BY}><here/></w:ins>")


@construct("text")
def deleted_run(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], f"<w:del {BY}><w:r><w:delText>旧文字</w:delText></w:r></w:del>")


@construct("text")
def deleted_in_inserted_run(doc: Doc, text: Element, rng: random.Random) -> None:
    inside = f"<w:del {BY}><w:r><w:delText>又删了</w:delText></w:r></w:del>"
    wrap(cut(text, rng)[0], f"<w:ins {BY}>{inside}<here/></w:ins>")


@construct("text")
def moved_run(doc: Doc, text: Element, rng: random.Random) -> None:
    moved = f'<w:moveFromRangeStart w:id="5" w:name="m" w:author="张三"/><w:moveFrom {BY}>{run("移走的")}</w:moveFrom><w:moveFromRangeEnd w:id="5"/>'
    one, two = cut(text, rng)
    after(two, moved)
    wrap(one, f"<w:moveTo {BY}><here/></w:moveTo>")


@construct("text")
def comment(doc: Doc, text: Element, rng: random.Random) -> None:
    doc.add(
        "comments",
        f"<w:comments {DECLARED}><w:comment {BY} w:initials='张'>{paragraph('请核对')}</w:comment></w:comments>",
    )
    one = cut(text, rng)[0]
    before(one, '<w:commentRangeStart w:id="9"/>')
    after(one, '<w:commentRangeEnd w:id="9"/><w:r><w:commentReference w:id="9"/></w:r>')


@construct("text")
def footnote(doc: Doc, text: Element, rng: random.Random) -> None:
    notes = f'<w:footnote w:type="separator" w:id="0">{paragraph("分隔")}</w:footnote><w:footnote w:id="2">{paragraph("见附件")}</w:footnote>'
    doc.add("footnotes", f"<w:footnotes {DECLARED}>{notes}</w:footnotes>")
    after(run_of(text), '<w:r><w:footnoteReference w:id="2"/></w:r>')


@construct("text")
def endnote(doc: Doc, text: Element, rng: random.Random) -> None:
    doc.add("endnotes", f'<w:endnotes {DECLARED}><w:endnote w:id="2">{paragraph("数据来源")}</w:endnote></w:endnotes>')
    after(run_of(text), '<w:r><w:endnoteReference w:id="2"/></w:r>')


@construct("text")
def text_box_with_fallback(doc: Doc, text: Element, rng: random.Random) -> None:
    both = f'<mc:Choice Requires="wps">{DRAWING}</mc:Choice><mc:Fallback>{VML}</mc:Fallback>'
    after(cut(text, rng)[0], f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>")


@construct("text")
def text_box_vml_only(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], f"<w:r>{VML}</w:r>")


@construct("text")
def control_inline(doc: Doc, text: Element, rng: random.Random) -> None:
    wrap(cut(text, rng)[0], "<w:sdt><w:sdtPr><w:id w:val='1'/></w:sdtPr><w:sdtContent><here/></w:sdtContent></w:sdt>")


@construct("text")
def control_nested(doc: Doc, text: Element, rng: random.Random) -> None:
    inner = "<w:sdt><w:sdtContent><here/></w:sdtContent></w:sdt>"
    wrap(cut(text, rng)[0], f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>")


@construct("text")
def control_prompt(doc: Doc, text: Element, rng: random.Random) -> None:
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入')}</w:sdtContent></w:sdt>"
    after(cut(text, rng)[0], prompt)


@construct("text", same=False)
def control_check_box(doc: Doc, text: Element, rng: random.Random) -> None:
    box = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    after(run_of(text), f"<w:sdt><w:sdtPr>{box}</w:sdtPr><w:sdtContent>{run('☑')}</w:sdtContent></w:sdt>")


@construct("text")
def control_stale_binding(doc: Doc, text: Element, rng: random.Random) -> None:
    doc.parts["customXml/item7.xml"] = "<项目 xmlns='urn:x'><名称>数据里的名称</名称></项目>".encode()
    doc.parts["customXml/itemProps7.xml"] = (
        b'<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" ds:itemID="{77}"/>'
    )
    bound = "<w:dataBinding w:prefixMappings=\"xmlns:n='urn:x'\" w:xpath='/n:项目[1]/n:名称[1]' w:storeItemID='{77}'/>"
    wrap(cut(text, rng)[0], f"<w:sdt><w:sdtPr>{bound}<w:text/></w:sdtPr><w:sdtContent><here/></w:sdtContent></w:sdt>")


@construct("text")
def custom_xml_inline(doc: Doc, text: Element, rng: random.Random) -> None:
    wrap(cut(text, rng)[0], '<w:customXml w:element="x"><w:customXmlPr/><here/></w:customXml>')


@construct("text")
def smart_tag(doc: Doc, text: Element, rng: random.Random) -> None:
    wrap(cut(text, rng)[0], '<w:smartTag w:element="date"><w:smartTag w:element="x"><here/></w:smartTag></w:smartTag>')


@construct("text")
def field_simple(doc: Doc, text: Element, rng: random.Random) -> None:
    wrap(cut(text, rng)[0], '<w:fldSimple w:instr=" DOCPROPERTY 名称 "><here/></w:fldSimple>')


def _field(code: str, data: str = "") -> tuple[str, str]:
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>{code}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    return begin, '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


@construct("text")
def field_complex(doc: Doc, text: Element, rng: random.Random) -> None:
    one = cut(text, rng)[0]
    begin, end = _field(_code(" REF 名称 "))
    before(one, begin)
    after(one, end)


@construct("text")
def field_in_an_instruction(doc: Doc, text: Element, rng: random.Random) -> None:
    inner, closed = _field(_code(" PAGE "))
    begin, end = _field(_code(" IF ") + inner + run("3") + closed + _code(" = 1 甲 乙 "))
    one = cut(text, rng)[0]
    before(one, begin)
    after(one, end)


@construct("text")
def field_form_text(doc: Doc, text: Element, rng: random.Random) -> None:
    one = cut(text, rng)[0]
    begin, end = _field(
        _code(" FORMTEXT "),
        "<w:ffData><w:name w:val='t'/><w:textInput><w:default w:val='默认'/></w:textInput></w:ffData>",
    )
    before(one, begin)
    after(one, end)


@construct("text", same=False)
def field_form_check_box(doc: Doc, text: Element, rng: random.Random) -> None:
    data = "<w:ffData><w:checkBox><w:sizeAuto/><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData>"
    after(run_of(text), "".join(_field(_code(" FORMCHECKBOX "), data)))


@construct("text", same=False)
def field_form_list(doc: Doc, text: Element, rng: random.Random) -> None:
    entries = "<w:result w:val='1'/><w:listEntry w:val='甲类'/><w:listEntry w:val='乙类'/>"
    after(
        run_of(text), "".join(_field(_code(" FORMDROPDOWN "), f"<w:ffData><w:ddList>{entries}</w:ddList></w:ffData>"))
    )


@construct("text", same=False)
def field_symbol(doc: Doc, text: Element, rng: random.Random) -> None:
    after(run_of(text), "".join(_field(_code(' SYMBOL 254 \\f "Wingdings" '))))


@construct("text")
def hyperlink(doc: Doc, text: Element, rng: random.Random) -> None:
    wrap(cut(text, rng)[0], '<w:hyperlink w:anchor="here"><here/></w:hyperlink>')


@construct("text")
def hyperlink_with_insertion(doc: Doc, text: Element, rng: random.Random) -> None:
    wrap(cut(text, rng)[0], f'<w:hyperlink w:anchor="here"><w:ins {BY}><here/></w:ins></w:hyperlink>')


@construct("text")
def vanished_run(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], run("看不见的", "<w:vanish/>"))


@construct("text")
def vanished_by_style(doc: Doc, text: Element, rng: random.Random) -> None:
    doc.style(
        '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    after(cut(text, rng)[0], run("看不见的", '<w:rStyle w:val="Secret"/>'))


@construct("text")
def struck_run(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], run("旧数字", "<w:strike/>"))


@construct("text")
def doubly_struck_run(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], run("旧数字", '<w:dstrike w:val="true"/>'))


@construct("text")
def struck_by_style(doc: Doc, text: Element, rng: random.Random) -> None:
    """By the style that the run's is based on; and one run of that style is not struck."""
    name = '<w:style w:type="character" w:styleId="{0}"><w:name w:val="{0}"/>{1}</w:style>'.format
    doc.style(name("Old", "<w:rPr><w:strike/></w:rPr>") + name("Older", '<w:basedOn w:val="Old"/>'))
    one, two = cut(text, rng)
    after(one, run("旧数字", '<w:rStyle w:val="Older"/>'))
    properties = two.find(f"{W}rPr")
    if properties is None:
        properties = xml("<w:rPr/>")[0]
        two.insert(0, properties)
    for style in properties.findall(f"{W}rStyle"):
        properties.remove(style)
    properties[:0] = xml('<w:rStyle w:val="Older"/><w:strike w:val="0"/>')


@construct("text", same=False)
def superscript(doc: Doc, text: Element, rng: random.Random) -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    after(cut(text, rng)[0], run("×10") + run("-", raised) + run("4", raised))


@construct("text", same=False)
def subscript_by_style(doc: Doc, text: Element, rng: random.Random) -> None:
    low = '<w:rPr><w:vertAlign w:val="subscript"/></w:rPr>'
    doc.style(f'<w:style w:type="character" w:styleId="Low"><w:name w:val="Low"/>{low}</w:style>')
    after(cut(text, rng)[0], run("CO") + run("2", '<w:rStyle w:val="Low"/>'))


@construct("text", same=False)
def superscript_without_a_character(doc: Doc, text: Element, rng: random.Random) -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    after(cut(text, rng)[0], run("[", raised) + run("1]", raised))


@construct("text", same=False)
def moved_up(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], run("10") + run("4", '<w:position w:val="6"/>'))


@construct("text")
def white_by_style(doc: Doc, text: Element, rng: random.Random) -> None:
    colour = '<w:rPr><w:color w:val="ffffff"/></w:rPr>'
    doc.style(f'<w:style w:type="character" w:styleId="Pale"><w:name w:val="Pale"/>{colour}</w:style>')
    after(cut(text, rng)[0], run("白字", '<w:rStyle w:val="Pale"/>'))


@construct("text")
def white_run(doc: Doc, text: Element, rng: random.Random) -> None:
    after(cut(text, rng)[0], run("白字", '<w:color w:val="FFFFFF"/>'))


@construct("text")
def white_on_dark(doc: Doc, text: Element, rng: random.Random) -> None:
    one = cut(text, rng)[0]
    properties = one.find(f"{W}rPr")
    if properties is None:
        properties = xml("<w:rPr/>")[0]
        one.insert(0, properties)
    properties.extend(xml('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>'))


@construct("text")
def ruby(doc: Doc, text: Element, rng: random.Random) -> None:
    one = cut(text, rng)[0]
    wrap(
        one,
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>zhù</w:t></w:r></w:rt><w:rubyBase><here/></w:rubyBase></w:ruby></w:r>",
    )


@construct("text")
def right_to_left_override(doc: Doc, text: Element, rng: random.Random) -> None:
    wrap(cut(text, rng)[0], '<w:bdo w:val="ltr"><w:dir w:val="ltr"><here/></w:dir></w:bdo>')


@construct("text")
def alternate_run(doc: Doc, text: Element, rng: random.Random) -> None:
    both = f'<mc:Choice Requires="w14"><here/></mc:Choice><mc:Fallback>{run("退路")}</mc:Fallback>'
    wrap(cut(text, rng)[0], f"<mc:AlternateContent>{both}</mc:AlternateContent>")


@construct("text", same=False)
def characters(doc: Doc, text: Element, rng: random.Random) -> None:
    after(run_of(text), "<w:r><w:t>甲</w:t><w:noBreakHyphen/><w:t>乙</w:t><w:softHyphen/><w:t>丙</w:t><w:tab/><w:t>丁</w:t>"
          '<w:br/><w:t>戊</w:t><w:cr/><w:t>己</w:t><w:br w:type="page"/><w:t>庚</w:t></w:r>')  # fmt: skip


@construct("text", same=False)
def edge_spaces_not_preserved(doc: Doc, text: Element, rng: random.Random) -> None:
    after(run_of(text), "<w:r><w:t> 两边的空格不算 </w:t></w:r>")


@construct("text", same=False)
def symbol_tick(doc: Doc, text: Element, rng: random.Random) -> None:
    after(
        run_of(text),
        '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r><w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>',
    )


@construct("text", same=False)
def symbol_font(doc: Doc, text: Element, rng: random.Random) -> None:
    after(run_of(text), run("\uf0b3\uf0a3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>') + run("95%"))


def _around(text: Element, sign: str, new: str) -> None:
    whole = text.text or ""
    head, _, tail = whole.partition(sign)
    one = run_of(text)
    text.text = head
    after(one, new + run(tail))


@construct("≥")
def symbol_at_least(doc: Doc, text: Element, rng: random.Random) -> None:
    _around(text, "≥", '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>')


@construct("≥")
def equation_at_least(doc: Doc, text: Element, rng: random.Random) -> None:
    _around(text, "≥", "<m:oMath><m:r><m:t>≥</m:t></m:r></m:oMath>")


@construct("text", same=False)
def equation(doc: Doc, text: Element, rng: random.Random) -> None:
    part = "<m:r><m:t>{}</m:t></m:r>".format
    square = f"<m:sSup><m:e>{part('m')}</m:e><m:sup>{part('2')}</m:sup></m:sSup>"
    fraction = f"<m:f><m:num>{part('a+b')}</m:num><m:den>{part('c')}</m:den></m:f>"
    root = f"<m:rad><m:radPr><m:degHide/></m:radPr><m:deg/><m:e>{part('xy')}</m:e></m:rad>"
    bracket = f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>{part("n")}</m:e></m:d>'
    after(run_of(text), f"<m:oMath>{part('≥')}{square}{part('，')}{fraction}{root}{bracket}</m:oMath>")


def _graphic(uri: str, inside: str) -> str:
    start = '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="300000"/><wp:docPr id="9" name="g"/><a:graphic>'
    return f'{start}<a:graphicData uri="{uri}">{inside}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'


def _image(doc: Doc) -> str:
    return doc.attach("image", "word/media/image9.png", DOT, "image/png")


@construct("text")
def picture(doc: Doc, text: Element, rng: random.Random) -> None:
    """A stamp, or a scanned page: nobody reads what it says."""
    named = '<pic:nvPicPr><pic:cNvPr id="9" name="g"/><pic:cNvPicPr/></pic:nvPicPr>'
    blip = f'<pic:blipFill><a:blip r:embed="{_image(doc)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    size = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm><a:prstGeom prst="rect"/>'
    pic = f'<pic:pic xmlns:pic="{DRAWN}picture">{named}{blip}<pic:spPr>{size}</pic:spPr></pic:pic>'
    after(run_of(text), _graphic(f"{DRAWN}picture", pic))


@construct("text")
def smart_art(doc: Doc, text: Element, rng: random.Random) -> None:
    """A diagram whose words stand in a part of their own."""
    names = f'xmlns:dgm="{DRAWN}diagram" xmlns:a="{NAMESPACES["a"]}"'
    words = "<dgm:t><a:bodyPr/><a:p><a:r><a:t>流程一</a:t></a:r></a:p></dgm:t>"
    points = f'<dgm:pt modelId="1" type="doc"/><dgm:pt modelId="2">{words}</dgm:pt>'
    parts = {
        "dm": ("Data", f"<dgm:dataModel {names}><dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst/></dgm:dataModel>"),
        "lo": ("Layout", f'<dgm:layoutDef {names}><dgm:layoutNode name="n"/></dgm:layoutDef>'),
        "qs": ("QuickStyle", f'<dgm:styleDef {names} uniqueId="s"><dgm:styleLbl name="n"/></dgm:styleDef>'),
        "cs": ("Colors", f'<dgm:colorsDef {names} uniqueId="c"/>'),
    }
    kinds = {"QuickStyle": "Style"}
    attached = {
        key: doc.attach(
            f"diagram{kind}",
            f"word/diagrams/{kind}.xml",
            content,
            f"{TYPES}drawingml.diagram{kinds.get(kind, kind)}+xml",
        )
        for key, (kind, content) in parts.items()
    }
    links = " ".join(f'r:{key}="{identifier}"' for key, identifier in attached.items())
    after(run_of(text), _graphic(f"{DRAWN}diagram", f'<dgm:relIds xmlns:dgm="{DRAWN}diagram" {links}/>'))


@construct("text")
def chart(doc: Doc, text: Element, rng: random.Random) -> None:
    names = f'xmlns:c="{DRAWN}chart"'
    pie = '<c:pieChart><c:varyColors val="1"/></c:pieChart>'
    content = f"<c:chartSpace {names}><c:chart><c:plotArea>{pie}</c:plotArea></c:chart></c:chartSpace>"
    identifier = doc.attach("chart", "word/charts/chart9.xml", content, f"{TYPES}drawingml.chart+xml")
    after(run_of(text), _graphic(f"{DRAWN}chart", f'<c:chart {names} r:id="{identifier}"/>'))


def _object(doc: Doc, program: str) -> str:
    data = doc.attach("oleObject", "word/embeddings/object9.bin", b"\xd0\xcf\x11\xe0", f"{TYPES}oleObject")
    shape = f'<v:shape id="_9" style="width:20pt;height:16pt"><v:imagedata r:id="{_image(doc)}"/></v:shape>'
    office = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
    kind = f'Type="Embed" ProgID="{program}" ShapeID="_9" DrawAspect="Content" ObjectID="_1"'
    return f'<w:r><w:object>{shape}<o:OLEObject {office} {kind} r:id="{data}"/></w:object></w:r>'


@construct("text")
def old_equation(doc: Doc, text: Element, rng: random.Random) -> None:
    """What Word's equation editor of 2003, or MathType, leaves: a picture and the program's own data."""
    after(run_of(text), _object(doc, "Equation.3"))


@construct("text")
def embedded_object(doc: Doc, text: Element, rng: random.Random) -> None:
    after(run_of(text), _object(doc, "Excel.Sheet.12"))


@construct("text")
def active_control(doc: Doc, text: Element, rng: random.Random) -> None:
    uri = "http://schemas.microsoft.com/office/2006/activeX"
    kind = 'ax:classid="{8BD21D10-EC42-11CE-9E0D-00AA006002F3}" ax:persistence="persistPropertyBag"'
    content = f'<ax:ocx xmlns:ax="{uri}" {kind}/>'
    identifier = doc.attach("control", "word/activeX/activeX9.xml", content, "application/vnd.ms-office.activeX+xml")
    shape = '<v:shape id="_8" style="width:72pt;height:18pt"/>'
    control = f'<w:control r:id="{identifier}" w:name="TextBox1" w:shapeid="_8"/>'
    after(run_of(text), f"<w:r><w:object>{shape}{control}</w:object></w:r>")
