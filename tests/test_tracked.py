"""Puts written as revisions: what stands in the document, word for word, and what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import spec_of
from test_put import AC, BOLD, FIELD, FORM, KEEP, LINK, RAISED, bound_to, messages, paper, run, written, xml
from test_put_rows import LIST, MERGED, cell, items, plain, row, rows, table, word

from goalgen.docx import Revisions, Row, content, open_package
from goalgen.verbs.put import Put, Tracking, put
from goalgen.verbs.put.tracked import Revised
from goalgen.verbs.read import read

ME = Tracking("王五", "2026-11-26T09:00:00Z")
BY = 'w:id="#" w:author="王五" w:date="2026-11-26T09:00:00Z"'
THEIRS = 'w:author="李四" w:date="2022-01-10T00:00:00Z"'


def ins(*runs: str) -> str:
    return f"<w:ins {BY}>{''.join(runs)}</w:ins>"


def gone(text: str, look: str = "") -> str:
    return f"<w:del {BY}><w:r>{look}<w:delText{KEEP}>{text}</w:delText></w:r></w:del>"


def mark(kind: str, look: str = "") -> str:
    return f"<w:pPr><w:rPr><w:{kind} {BY}/>{look}</w:rPr></w:pPr>"


def their(kind: str, inner: str, number: int = 3) -> str:
    return f'<w:{kind} w:id="{number}" {THEIRS}>{inner}</w:{kind}>'


def numbers(text: str) -> list[str]:
    return re.findall(r'<w:\w+ (?:xmlns:w="[^"]*" )?w:id="(\d+)" w:author', text)


def cell_after(content: str, text: str, tracking: Tracking = ME) -> str:
    """The cell of 值 after another text was put into it as a revision, its own numbers as `#`; both states are right."""
    data = paper(content)
    done = written(data, {"值": text}, tracking=tracking)
    assert [str(problem) for problem in done.problems] == []
    (new,), (old,) = (read(done.data, "", [FORM], None, one).specs for one in (Revisions.FINAL, Revisions.ORIGINAL))
    (before,) = read(data, "", [FORM], None, Revisions.ORIGINAL).specs
    assert (new.value["值"], old.value) == (text, before.value)
    assert len(numbers(xml(done.data))) == len(set(numbers(xml(done.data))))
    start, end = xml(paper("@")).split("@")
    return re.sub(r'w:id="\d+"( w:author="王五")', r'w:id="#"\1', xml(done.data)[len(start) : -len(end)])


@pytest.mark.parametrize(
    ("old", "text", "new"),
    [
        (f"<w:p>{run('成本≤43.00万元', BOLD)}</w:p>", "成本≤45.00万元",
         f"<w:p>{run('成本≤', BOLD)}{gone('43.00', BOLD)}{ins(run('45.00', BOLD))}{run('万元', BOLD)}</w:p>"),
        (f"<w:p>{run('培训GDP人')}</w:p>", "培训GNP人", f"<w:p>{run('培训')}{gone('GDP')}{ins(run('GNP'))}{run('人')}</w:p>"),
        (f"<w:p>{run('1,234.50元')}</w:p>", "1,235.50元", f"<w:p>{gone('1,234.50')}{ins(run('1,235.50'))}{run('元')}</w:p>"),
        (f"<w:p>{run('café甲')}</w:p>", "cafés甲", f"<w:p>{gone('café')}{ins(run('cafés'))}{run('甲')}</w:p>"),
        (f"<w:p>{run('４３％')}</w:p>", "４５％", f"<w:p>{gone('４３')}{ins(run('４５'))}{run('％')}</w:p>"),
        (f"<w:p>{run('43')}{run('.00万', BOLD)}</w:p>", "45.00万",
         f"<w:p>{gone('43')}{gone('.00', BOLD)}{ins(run('45'), run('.00', BOLD))}{run('万', BOLD)}</w:p>"),
        (f"<w:p>{run('甲乙')}</w:p>", "甲丙乙", f"<w:p>{run('甲')}{ins(run('丙'))}{run('乙')}</w:p>"),
        (f"<w:p>{run('甲')}</w:p>", "", f"<w:p>{gone('甲')}</w:p>"),
        (f"<w:p><w:pPr><w:jc/>{BOLD}</w:pPr></w:p>", "一", f"<w:p><w:pPr><w:jc/>{BOLD}</w:pPr>{ins(run('一', BOLD))}</w:p>"),
        ("<w:p/>", "一", f"<w:p>{ins(run('一'))}</w:p>"),
        ("<w:p><w:r><w:t>&#8804;43.5 </w:t></w:r></w:p>", "≤43.5年",
         f"<w:p><w:r><w:t>&#8804;43.5 </w:t></w:r>{ins(run('年'))}</w:p>"),
        (f"<w:p>{LINK.format(run('甲'))}</w:p>", "甲乙", f"<w:p>{LINK.format(run('甲') + ins(run('乙')))}</w:p>"),
        (f"<w:p>{FIELD.format(run('甲'))}{run('丙')}</w:p>", "乙丙", f"<w:p>{FIELD.format(gone('甲') + ins(run('乙')))}{run('丙')}</w:p>"),
        (f"<w:p>{run('10')}{run('4', RAISED)}</w:p>", "10⁵", f"<w:p>{run('10')}{gone('4', RAISED)}{ins(run('5', RAISED))}</w:p>"),
        (f"<w:p>{run('甲')}</w:p>", "甲\v乙", f"<w:p>{run('甲')}{ins(f'<w:r><w:br/><w:t{KEEP}>乙</w:t></w:r>')}</w:p>"),
        ("<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r></w:p>", "甲乙",
         f"<w:p><w:r><w:t>甲</w:t></w:r><w:del {BY}><w:r><w:tab/></w:r></w:del><w:r><w:t>乙</w:t></w:r></w:p>"),
        ("<w:p><w:r><w:rPr><w:b/><w:rPrChange w:id='5' w:author='李四'><w:rPr/></w:rPrChange></w:rPr><w:t>甲乙丙</w:t></w:r></w:p>", "甲丁丙", None),
    ],
)  # fmt: skip
def test_characters_come_and_go_inside_their_runs(old, text, new):
    made = cell_after(old, text)
    assert new is None or made == new


@pytest.mark.parametrize(
    ("old", "text", "new"),
    [
        (f"<w:p>{run('甲')}</w:p>", "甲\n乙", f"<w:p>{mark('ins')}{run('甲')}</w:p><w:p>{ins(run('乙'))}</w:p>"),
        (f"<w:p>{run('甲')}</w:p>", "乙\n甲", f"<w:p>{mark('ins')}{ins(run('乙'))}</w:p><w:p>{run('甲')}</w:p>"),
        (f"<w:p>{run('甲')}</w:p><w:p>{run('乙')}</w:p>", "甲",
         f"<w:p>{mark('del')}{run('甲')}</w:p><w:p>{gone('乙')}</w:p>"),
        (f"<w:p>{run('甲')}</w:p><w:p>{run('乙')}</w:p><w:p>{run('丙')}</w:p>", "甲\n丙",
         f"<w:p>{run('甲')}</w:p><w:p>{mark('del')}{gone('乙')}</w:p><w:p>{run('丙')}</w:p>"),
        (f"<w:p>{run('甲')}</w:p><w:p>{run('乙')}</w:p><w:p>{run('丙')}</w:p>", "甲",
         f"<w:p>{mark('del')}{run('甲')}</w:p><w:p>{mark('del')}{gone('乙')}</w:p><w:p>{gone('丙')}</w:p>"),
        (f"<w:p><w:pPr><w:jc/>{BOLD}</w:pPr>{run('甲')}</w:p>", "甲\n乙",
         f"<w:p><w:pPr><w:jc/><w:rPr><w:ins {BY}/><w:b/></w:rPr></w:pPr>{run('甲')}</w:p><w:p><w:pPr><w:jc/>{BOLD}</w:pPr>{ins(run('乙'))}</w:p>"),
    ],
)  # fmt: skip
def test_paragraphs_come_and_go_with_their_ends_but_for_the_last(old, text, new):
    assert cell_after(old, text) == new


def test_an_insertion_splits_that_of_another_author_and_never_lies_in_it():
    old = f"<w:p>{their('ins', run('甲乙'))}</w:p>"
    assert cell_after(old, "甲丙乙") == (
        f"<w:p>{their('ins', run('甲'))}{ins(run('丙'))}{their('ins', run('乙'), 4)}</w:p>"
    )
    assert cell_after(old, "甲乙丙") == f"<w:p>{their('ins', run('甲乙'))}{ins(run('丙'))}</w:p>"


CUT = (
    "告.docx 表1 第3行第2列 P308 这里有别人（李四）还没有接受的修订，改这几个字要把它切断，没有动；确实要改，加 --over"
)


@pytest.mark.parametrize(
    ("old", "text", "new"),
    [
        (their("ins", run("43")) + run("万"), "45万", their("ins", gone("43")) + ins(run("45")) + run("万")),
        (run("甲") + their("del", "<w:r><w:delText>旧</w:delText></w:r>") + run("乙"), "丙丁",
         gone("甲") + their("del", "<w:r><w:delText>旧</w:delText></w:r>") + gone("乙") + ins(run("丙丁"))),
    ],
)  # fmt: skip
def test_what_would_cut_through_a_revision_of_another_author_is_refused_unless_told(old, text, new):
    data = paper(f"<w:p>{old}</w:p>")
    done = written(data, {"值": text}, tracking=ME)
    assert (done.data, messages(done)) == (data, [CUT])
    assert cell_after(f"<w:p>{old}</w:p>", text, ME._replace(over=True)) == f"<w:p>{new}</w:p>"


def test_beside_the_revisions_of_others_there_is_room():
    removed = their("del", "<w:r><w:delText>旧</w:delText></w:r>")
    assert cell_after(f"<w:p>{run('甲')}{removed}{run('乙')}</w:p>", "甲丙") == (
        f"<w:p>{run('甲')}{removed}{gone('乙')}{ins(run('丙'))}</w:p>"
    )


def shown(data: bytes, revisions: Revisions) -> list[str]:
    """The rows of a state: a merged-away cell as `^`."""
    opened, _ = open_package(data, "")
    assert opened is not None
    blocks = content(opened, revisions).blocks
    return ["".join("^" if one.origin else one.text for one in each.cells) for each in blocks if isinstance(each, Row)]


def arranged(data: bytes, *new: str, tracking: Tracking = ME) -> Put:
    value: dict[str, Any] = items(*new)
    return put([spec_of(value)], data, "告.docx", [LIST], tables={"例.yaml": 1}, tracking=tracking)


def steps(data: bytes) -> list[str]:
    """All rows as they stand while the revisions wait: `+` comes, `-` goes."""
    found = re.findall(r"<w:tr>.*?</w:tr>", xml(data))
    marks = [re.search(r"<w:trPr><w:(ins|del) [^>]*/></w:trPr>", each) for each in found]
    signs = ["=" if mark is None else "+" if mark[1] == "ins" else "-" for mark in marks]
    texts = ["".join(re.findall(r"<w:(?:t|delText)[^>]*>([^<]*)<", each)) for each in found]
    return [sign + text for sign, text in zip(signs, texts, strict=True)]


@pytest.mark.parametrize(
    ("new", "after", "meanwhile"),
    [
        (("ABx", "ABn", "ABy", "ACz", "DEu"), "ABx ^Bn ^By ^Cz DEu", "=ABx +Bn =By =Cz =DEu"),
        (("ABx", "ACz", "DEu"), "ABx ^Cz DEu", "=ABx -By =Cz =DEu"),
        (("ABx", "ABy", "ACz"), "ABx ^By ^Cz", "=ABx =By =Cz -DEu"),
        (("ABn", "ABx", "ABy", "ACz", "DEu"), "ABn ^Bx ^By ^Cz DEu", "-ABx -By -Cz +ABn +Bx +By +Cz =DEu"),
        (("ABy", "ACz", "DEu"), "ABy ^Cz DEu", "-ABx -By -Cz +ABy +Cz =DEu"),
        (("ABx", "ABy", "ACz", "DEu", "DEn"), "ABx ^By ^Cz DEu ^En", "=ABx =By =Cz -DEu +DEu +En"),
        (("DEu", "ABx", "ABy", "ACz"), "DEu ABx ^By ^Cz", "+DEu =ABx =By =Cz -DEu"),
        ((), "", "-ABx -By -Cz -DEu"),
    ],
    ids=["within", "goes", "last goes", "new head", "head goes", "new below one", "moves", "none"],
)  # fmt: skip
def test_rows_come_and_go_and_where_a_merge_would_change_the_group_is_written_anew(new, after, meanwhile):
    done = arranged(MERGED, *new)
    assert messages(done) == []
    assert shown(done.data, Revisions.FINAL) == ["甲乙丙", *after.split()]
    assert shown(done.data, Revisions.ORIGINAL) == shown(MERGED, Revisions.FINAL)
    assert steps(done.data) == ["=甲乙丙", *meanwhile.split()]


def test_a_row_that_comes_has_the_marks_of_the_row_its_runs_and_the_ends_of_its_paragraphs():
    data = table(row(*plain("ABx")))
    made = re.sub(r'w:id="\d+"( w:author="王五")', r'w:id="#"\1', xml(arranged(data, "ABx", "CDy").data))
    cells = "".join(cell(f"<w:p>{mark('ins')}{ins(run(text))}</w:p>") for text in "CDy")
    assert f"<w:tr><w:trPr><w:ins {BY}/></w:trPr>{cells}</w:tr></w:tbl>" in made


def test_a_row_that_goes_has_all_marks_and_its_fields_are_taken_out_as_fields():
    properties = '<w:trPr><w:cantSplit/><w:trPrChange w:id="2" w:author="王五"><w:trPr/></w:trPrChange></w:trPr>'
    held = cell(f"<w:p>{FIELD.format(run('B'))}</w:p>")
    data = table(row(*plain("A"), held, *plain("x"), properties=properties), row(*plain("CDy")))
    made = re.sub(r'w:id="\d+"( w:author="王五" w:date)', r'w:id="#"\1', xml(arranged(data, "CDy").data))
    assert f'<w:trPr><w:cantSplit/><w:del {BY}/><w:trPrChange w:id="2"' in made
    assert f"<w:del {BY}><w:r><w:delInstrText>REF a</w:delInstrText></w:r></w:del>" in made
    assert f"<w:p>{mark('del')}<w:del {BY}><w:r><w:delText{KEEP}>x</w:delText></w:r></w:del></w:p>" in made


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ('<w:bookmarkStart w:id="1" w:name="书签"/>{}<w:bookmarkEnd w:id="1"/>', "书签"),
        ('<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>', "批注"),
    ],
)  # fmt: skip
def test_a_row_that_would_have_to_be_written_anew_and_holds_what_is_there_once_is_refused(inside, what):
    merged = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    head = row(cell(f"<w:p>{inside.format(run('A'))}</w:p>", merged[0]), *plain("Bx"))
    data = table(head, row(cell("<w:p/>", merged[1]), *plain("Cy")))
    done = arranged(data, "ABn", "ABx", "ACy")
    assert (done.data, messages(done)) == (
        data,
        [f"告.docx 表1 第2行 P309 这里带有{what}，用修订表示不了，没有动；可以不加 --track-changes 直接写"],
    )


def test_a_row_of_another_author_is_cut_only_when_told():
    change = f'<w:trPr><w:ins w:id="1" {THEIRS}/></w:trPr>'
    data = table(row(*plain("ABx"), properties=change), row(*plain("CDy")))
    done = arranged(data, "CDy")
    assert messages(done) == [CUT.replace("第3行第2列", "第2行")]
    over = arranged(data, "CDy", tracking=ME._replace(over=True))
    assert (messages(over), shown(over.data, Revisions.FINAL)) == ([], ["甲乙丙", "CDy"])
    assert shown(over.data, Revisions.ORIGINAL) == shown(data, Revisions.ORIGINAL) == ["甲乙丙", "CDy"]


def test_what_the_same_author_put_in_before_is_taken_back():
    data = table(row(*plain("ABx")))
    first = arranged(data, "ABx", "CDy").data
    assert steps(arranged(first, "ABx").data) == ["=甲乙丙", "=ABx"]
    again = arranged(first, "ABx", "CEz").data
    assert shown(again, Revisions.ORIGINAL) == ["甲乙丙", "ABx"]
    assert "delText" not in xml(arranged(again, "ABx", "CEw").data)


def test_ten_puts_leave_numbers_that_are_unique_and_the_same_input_the_same_bytes():
    data = MERGED
    for turn in range(10):
        new = ("ABx", "ABy", f"AC{turn}", "DEu") if turn % 2 else ("ABx", f"AB{turn}", "ACz", "DEu", "DEn")
        done = arranged(data, *new)
        assert messages(done) == []
        assert arranged(data, *new).data == done.data
        data = done.data
        assert len(numbers(xml(data))) == len(set(numbers(xml(data)))) > 0
        assert shown(data, Revisions.ORIGINAL) == shown(MERGED, Revisions.FINAL)


def test_without_a_date_none_is_written():
    assert "w:date" not in xml(arranged(MERGED, "ABx", tracking=Tracking("王五")).data)


def test_data_behind_a_control_cannot_be_a_revision():
    data = bound_to("<a xmlns='u'><b>一次</b></a>")
    done = written(data, {"值": "二次"}, tracking=ME)
    assert (done.data, messages(done)) == (
        data,
        [
            "告.docx P309 要改的控件绑定着 customXml/item1.xml 里的数据，用修订表示不了，没有动；可以不加 --track-changes 直接写"
        ],
    )


def test_what_is_not_printed_is_left_as_it_is_carried():
    done = written(paper(f"<w:p>{run('一')}</w:p>"), {"年度": "2022", "值": "二"}, tracking=ME)
    assert messages(done) == ["例.yaml:5:5 P501 「年度」在 告.docx 的表上没有印，不印的项修订表示不了，没有写"]
    assert done.changes != ()


def test_what_stands_twice_changes_twice():
    made = cell_after(f"<w:p>{AC.format(run('五次'), run('五次'))}</w:p>", "六次")
    new = gone("五") + ins(run("六")) + run("次")
    assert made == f"<w:p>{AC.format(new, new)}</w:p>"


def test_a_row_that_would_go_on_with_another_one_is_written_anew_though_its_cell_is_written_alike():
    data = word("指标表", rows("甲乙丙", "ABx", "^By", "DEu", "^Ev"))
    done = arranged(data, "ABx", "ABy", "AEv")
    assert shown(done.data, Revisions.FINAL) == ["甲乙丙", "ABx", "^By", "^Ev"]
    assert steps(done.data) == ["=甲乙丙", "-ABx", "-By", "-DEu", "-Ev", "+ABx", "+By", "+Ev"]


@pytest.mark.parametrize(("wrong", "state"), [(list, "拒绝"), (lambda _: [], "接受")])
def test_what_is_wrong_in_one_of_the_states_is_not_written(monkeypatch, wrong, state):
    monkeypatch.setattr("goalgen.verbs.put.putting.revisions", lambda _, made, __: Revised(wrong(made), []))
    data = paper(f"<w:p>{run('一')}</w:p>")
    done = written(data, {"值": "二"}, tracking=ME)
    assert done.data == data
    assert messages(done)[0] == (
        f"告.docx 表1 第3行 P402 核对没有通过：全部{state}修订以后这里会不对，没有写；可以不加 --track-changes 直接写"
    )


def test_the_end_of_a_paragraph_that_another_author_put_in_is_not_taken_out_unless_told():
    end = f'<w:pPr><w:rPr><w:ins w:id="1" {THEIRS}/></w:rPr></w:pPr>'
    data = paper(f"<w:p>{end}{run('甲')}</w:p><w:p>{run('乙')}</w:p>")
    done = written(data, {"值": "甲"}, tracking=ME)
    assert (done.data, messages(done)) == (data, [CUT])
    assert messages(written(data, {"值": "甲"}, tracking=ME._replace(over=True))) == []


def test_a_row_that_another_author_took_out_stays_so_when_the_rows_around_it_are_written_anew():
    merged = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    removed = f'<w:trPr><w:del w:id="1" {THEIRS}/></w:trPr>'
    middle = row(cell("<w:p/>", merged[1]), *plain("Do"), properties=removed)
    data = table(
        row(cell(f"<w:p>{run('A')}</w:p>", merged[0]), *plain("Bx")),
        middle,
        row(cell("<w:p/>", merged[1]), *plain("Cy")),
    )
    assert shown(data, Revisions.FINAL) == ["甲乙丙", "ABx", "^Cy"]
    done = arranged(data, "ABn", "ABx", "ACy")
    assert messages(done) == []
    assert shown(done.data, Revisions.FINAL) == ["甲乙丙", "ABn", "^Bx", "^Cy"]
    assert shown(done.data, Revisions.ORIGINAL) == ["甲乙丙", "ABx", "^Do", "^Cy"]
    assert steps(done.data) == ["=甲乙丙", "-ABx", "-Do", "-Cy", "+ABn", "+Bx", "+Cy"]
    assert middle in xml(done.data)
