"""`goalgen pull`: what was edited in Word goes back into the specs; comments stay, both sides' edits stay, nothing is guessed."""

from __future__ import annotations

import io
import itertools
import json
import re
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT

import goalgen
from goalgen.cli import main
from goalgen.desk import ancestors
from goalgen.desk.ancestors import key_in, new_key
from goalgen.desk.forms import Forms
from goalgen.docx import open_package
from goalgen.docx.archive import replace_members
from goalgen.fingerprint import NAME, fingerprint, is_untouched, stamps
from goalgen.guard import Unable
from goalgen.spec import load
from goalgen.text import Source
from goalgen.verbs.build import build

BOOK = Path("specs/331201/2022")
KEY = bytes(range(32))


def loaded(path: Path):
    spec, problems = load(Source(str(path), path.read_text("utf8")))
    assert spec, problems
    return spec


def git(*words: str) -> None:
    subprocess.run(["git", "-c", "user.name=甲", "-c", "user.email=a@b.c", *words], check=True, capture_output=True)


def edited(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """A Word file with other characters, as Word would leave all else."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    for old, new in pairs:
        assert old in xml, old
        xml = xml.replace(old, new)
    return replace_members(data, {"word/document.xml": xml.encode()})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two specs in a folder of their own with a key, and the Word file built of them."""
    monkeypatch.chdir(tmp_path)
    BOOK.mkdir(parents=True)
    for path in (ROOT / BOOK).glob("0[58]*"):
        (BOOK / path.name).write_bytes(path.read_bytes())
    git("init", "-q")
    (tmp_path / ".goalgen").mkdir()
    (tmp_path / ".goalgen/key").write_text(KEY.hex() + "\n")
    Path("上报.docx").write_bytes(built())
    return tmp_path


def built() -> bytes:
    specs = [loaded(path) for path in sorted(BOOK.glob("*.yaml"))]
    form, _ = Forms().form("tianjin-2022")
    data = build(specs, form, KEY).data
    assert data
    return data


def spec_file(number: str) -> Path:
    return next(BOOK.glob(f"{number}*"))


def test_an_edit_in_word_changes_those_characters_and_keeps_comments(folder, capsys):
    path = spec_file("08")
    text = path.read_text("utf8").replace('预算数: "43.00"', '预算数: "43.00"  # 见批复')
    path.write_text(text, "utf8")
    Path("退回.docx").write_bytes(edited(built(), ("≤43.5万元", "≤43万元"), ("贯彻落实《", "认真执行《")))
    assert main(["pull", "退回.docx", "--yes"]) == 0
    assert path.read_text("utf8") == text.replace("≤43.5万元", "≤43万元").replace("贯彻落实《", "认真执行《")
    shown = capsys.readouterr()
    assert shown.out == (
        f"8 科技系统干部教育培训（{path}）：改 2 处\n"
        "  绩效目标 第1条  深入〔贯彻落实→认真执行〕《天津市贯彻落实<201…\n"
        "  绩效指标「产出指标、成本指标、预算控制」 指标值\n"
        "                  ≤43.5万元 → ≤43万元\n\n"
    )
    assert shown.err == "已写 1 个文件；要撤回：cp -r .goalgen/cache/before-pull/. .\n"
    assert (Path(".goalgen/cache/before-pull") / path).read_text("utf8") == text


def test_it_says_how_to_have_it_back(folder, capsys):
    path = spec_file("08")
    git("add", ".")
    git("commit", "-qm", "一")
    Path("退回.docx").write_bytes(edited(built(), ("科技系统干部教育培训", "全省干部教育培训")))
    assert main(["pull", "退回.docx", "--yes"]) == 0
    new = BOOK / "08-全省干部教育培训.yaml"
    assert capsys.readouterr().err == f"已写 1 个文件；要撤回：git checkout -- {path}，再删去 {new}\n"
    git("checkout", "--", str(path))
    new.unlink()
    new.write_text("别的", "utf8")
    assert main(["pull", "退回.docx", str(path), "--yes"]) == 0
    assert capsys.readouterr().err.partition("\n")[2] == (
        f"{path} 没有改名：已有 {new}\n已写 1 个文件；要撤回：git checkout -- {path}\n"
    )


def test_a_spec_that_was_saved_in_the_meantime_is_not_written_over(folder, capsys, monkeypatch):
    path = spec_file("08")
    Path("退回.docx").write_bytes(edited(built(), ("≤43.5万元", "≤43万元")))
    others = path.read_text("utf8").replace("43.00", "44.00")
    monkeypatch.setattr("goalgen.cli.pull._agreed", lambda count: bool(path.write_text(others, "utf8")))
    assert main(["pull", "退回.docx"]) == 2
    assert path.read_text("utf8") == others
    assert "刚才又被改过" in capsys.readouterr().err


def test_two_colleagues_edited_two_copies(folder, capsys):
    """What the first of a folder of documents brings is there when the second comes; the same field is a conflict."""
    Path("退回").mkdir()
    text = spec_file("08").read_text("utf8")
    for name, *pair in (("甲", "≤43.5万元", "≤43万元"), ("乙", "≥10场次", "≥12场次"), ("丙", "≥10场次", "≥11场次")):
        Path(f"退回/{name}.docx").write_bytes(edited(built(), tuple(pair)))
    Path("退回/坏.docx").write_bytes(b"PK\3\4")
    assert main(["pull", "退回/乙.docx", "退回/甲.docx", "--yes"]) == 0
    assert spec_file("08").read_text("utf8") == text.replace("≤43.5万元", "≤43万元").replace("≥10场次", "≥12场次")
    spec_file("08").write_text(text, "utf8")
    git("add", ".")
    git("commit", "-qm", "一")
    capsys.readouterr()
    assert main(["pull", "退回", "--yes"]) == 2
    shown = capsys.readouterr()
    assert "错误：退回/坏.docx" in shown.err
    assert "（第5段）没有动：前面一个 Word 文件和这份规格有冲突：先取那一个，解决了再取这一个\n" in shown.out
    clash = re.compile(r"<{7} .*\n  指标值: ≥11场次\n={7}\n(  指标值: ≥12场次\n)>{7} .*\n")
    settled = clash.sub(r"\1", spec_file("08").read_text("utf8"))
    assert settled == text.replace("≥10场次", "≥12场次")
    spec_file("08").write_text(settled, "utf8")
    assert main(["pull", "退回/甲.docx", "--yes"]) == 0
    assert spec_file("08").read_text("utf8") == settled.replace("≤43.5万元", "≤43万元")


def test_two_years_of_one_project_are_told_apart_by_what_the_document_carries(folder):
    """Nothing that is printed differs."""
    path = spec_file("08")
    later = Path("specs/331201/2023", path.name)
    later.parent.mkdir()
    text = path.read_text("utf8")
    later.write_text(text.replace('年度: "2022"', '年度: "2023"'), "utf8")
    assert main(["build"]) == 0
    Path("退回.docx").write_bytes(edited(Path("build/331201-2023.docx").read_bytes(), ("≤43.5万元", "≤43万元")))
    assert main(["pull", "退回.docx", "--yes"]) == 0
    assert (path.read_text("utf8"), "≤43万元" in later.read_text("utf8")) == (text, True)


def test_revisions_are_read_as_accepted_and_that_is_said(folder, capsys):
    old = '<w:t xml:space="preserve">≤43.5万元</w:t>'
    more = '</w:r><w:ins w:id="900" w:author="甲"><w:r><w:t>（含税）</w:t></w:r></w:ins><w:r>'
    Path("退回.docx").write_bytes(edited(built(), (old, f"{old}{more}")))
    assert main(["pull", "退回.docx", "--yes"]) == 0
    assert "指标值: ≤43.5万元（含税）" in spec_file("08").read_text("utf8")
    assert capsys.readouterr().err.splitlines()[0] == (
        "退回.docx R411 文件里有修订，按最终稿（接受全部修订）读（提示）"
    )


def test_a_table_that_is_gone_is_named_and_its_spec_stays(folder, capsys):
    with zipfile.ZipFile("上报.docx") as archive:
        xml = archive.read("word/document.xml").decode()
    end = [match.end() for match in re.finditer("</w:tbl>", xml)][1]
    start = xml.index("<w:body>") + len("<w:body>")
    data = replace_members(Path("上报.docx").read_bytes(), {"word/document.xml": (xml[:start] + xml[end:]).encode()})
    Path("退回.docx").write_bytes(data)
    assert main(["pull", "退回.docx", "--yes"]) == 0
    assert capsys.readouterr().err == (
        f"退回.docx 里没有 {spec_file('05')} 的表了（生成的时候有），规格没有删：不要这个项目了，就自己删去这个文件\n"
        "没有要写的改动\n"
    )


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_the_files_own_bytes_stay(folder, mark):
    """A byte order mark, line ends, the lack of a last line end."""
    path = spec_file("08")
    Path("退回.docx").write_bytes(edited(built(), ("≤43.5万元", "≤43万元")))
    text = mark + path.read_text("utf8").replace("\n", "\r\n").removesuffix("\r\n")
    path.write_bytes(text.encode())
    assert main(["pull", "退回.docx", "--yes"]) == 0
    assert path.read_bytes() == text.replace("≤43.5万元", "≤43万元").encode()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_what_is_not_utf8_is_left_alone(folder, capsys, encoding):
    path = spec_file("08")
    Path("退回.docx").write_bytes(edited(built(), ("≤43.5万元", "≤43万元")))
    before = path.read_text("utf8").encode(encoding)
    path.write_bytes(before)
    assert main(["pull", "退回.docx", "--yes"]) == 2
    assert path.read_bytes() == before
    assert capsys.readouterr().err.startswith(
        f"错误：{path} 的写法有错，没有和 Word 比：请先运行 goalgen check {path}\n"
    )


def test_when_the_spec_changed_too_both_edits_stay(folder, capsys):
    path = spec_file("08")
    Path("退回.docx").write_bytes(edited(built(), ("≤43.5万元", "≤43万元")))
    git("add", ".")
    git("commit", "-qm", "一")
    text = path.read_text("utf8").replace('预算数: "43.00"', '预算数: "44.00"  # 核过')
    path.write_text(text, "utf8")
    assert main(["pull", "退回.docx", "--yes"]) == 0
    assert path.read_text("utf8") == text.replace("≤43.5万元", "≤43万元")


def test_the_same_field_on_both_sides_is_a_conflict(folder, capsys):
    path = spec_file("08")
    Path("退回.docx").write_bytes(edited(built(), ("≤43.5万元", "≤43万元")))
    git("add", ".")
    git("commit", "-qm", "一")
    path.write_text(path.read_text("utf8").replace("≤43.5万元", "≤44万元"), "utf8")
    before = path.read_bytes()
    assert main(["pull", "退回.docx", "--dry-run"]) == 1
    assert path.read_bytes() == before
    assert main(["pull", "退回.docx", "--yes"]) == 1
    assert re.search(r"<{7} .*\n  指标值: ≤44万元\n={7}\n  指标值: ≤43万元\n>{7} ", path.read_text("utf8"))
    path.write_bytes(before)
    assert main(["pull", "退回.docx", "--yes", "--favor", "ours"]) == 0
    assert path.read_bytes() == before


def test_without_a_common_text_nothing_is_taken_unasked(folder, capsys):
    path = spec_file("08")
    data = edited(built(), ("≤43.5万元", "≤43万元"))
    path.write_text(path.read_text("utf8").replace('预算数: "43.00"', '预算数: "44.00"'), "utf8")
    Path("退回.docx").write_bytes(data)
    before = path.read_bytes()
    assert main(["pull", "退回.docx", "--yes"]) == 1
    assert path.read_bytes() == before
    assert "找不到共同的底稿" in capsys.readouterr().out
    assert main(["pull", "退回.docx", "--yes", "--favor", "theirs"]) == 0
    assert path.read_text("utf8") == before.decode().replace("44.00", "43.00").replace("≤43.5万元", "≤43万元")


def test_without_the_key_nobody_knows_the_common_text_and_that_is_said(folder, capsys):
    Path("退回.docx").write_bytes(edited(built(), ("≤43.5万元", "≤43万元")))
    Path(".goalgen/key").unlink()
    assert main(["pull", "退回.docx", "--yes"]) == 1
    shown = capsys.readouterr()
    assert shown.err == (
        "退回.docx 里有指纹，这里没有 .goalgen/key，认不出底稿：请从生成它的仓库取来这个文件\n没有要写的改动\n"
    )
    assert "找不到共同的底稿" in shown.out


def test_the_cache_knows_what_was_built_and_never_committed(folder):
    path = spec_file("08")
    ancestors.keep(Path(), [loaded(path).value], KEY)
    data = edited(built(), ("≤43.5万元", "≤43万元"))
    Path("退回.docx").write_bytes(data)
    text = path.read_text("utf8").replace('预算数: "43.00"', '预算数: "44.00"')
    path.write_text(text, "utf8")
    assert main(["pull", "退回.docx", "--yes"]) == 0
    assert path.read_text("utf8") == text.replace("≤43.5万元", "≤43万元")


def test_a_renamed_project_renames_its_file(folder, capsys):
    path = spec_file("08")
    Path("退回.docx").write_bytes(edited(built(), ("科技系统干部教育培训", "全省干部教育培训")))
    assert main(["pull", "退回.docx", "--yes"]) == 0
    assert not path.exists()
    assert "项目名称: 全省干部教育培训" in (BOOK / "08-全省干部教育培训.yaml").read_text("utf8")


def test_nothing_is_written_unasked(folder, capsys):
    path = spec_file("08")
    before = path.read_bytes()
    Path("退回.docx").write_bytes(edited(built(), ("≤43.5万元", "≤43万元")))
    assert main(["pull", "退回.docx"]) == 2
    assert path.read_bytes() == before
    assert "没有写：不在终端里，不能问您；看过上面的改动，加 --yes 写进 1 个文件" in capsys.readouterr().err


def test_a_table_with_residue_is_left_alone(folder, capsys):
    path = spec_file("08")
    before = path.read_bytes()
    xml = ('<w:t xml:space="preserve">≤43.5万元</w:t>', '<w:t xml:space="preserve">≤43万元</w:t>')
    data = edited(built(), xml)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("word/document.xml").decode()
    place = text.rindex("</w:tbl>")
    row = '<w:tr><w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr><w:p><w:r><w:t>另外的话</w:t></w:r></w:p></w:tc></w:tr>'
    Path("退回.docx").write_bytes(
        replace_members(data, {"word/document.xml": (text[:place] + row + text[place:]).encode()})
    )
    assert main(["pull", "退回.docx", "--yes"]) == 1
    assert path.read_bytes() == before
    shown = capsys.readouterr().out
    assert shown == (
        f"8 科技系统干部教育培训（{path}）：改 1 处\n  绩效指标「产出指标、成本指标、预算控制」 指标值\n"
        f"      ≤43.5万元 → ≤43万元\n{path}（第5段）没有动：表里有没认出来的文字：表4 第8行第1列「另外的话」。"
        "请在 Word 里放到该放的格子里；用不着的，加 --drop-residue 照样取别的\n\n"
    )
    assert main(["pull", "退回.docx", "--yes", "--drop-residue"]) == 0
    assert path.read_text("utf8") == before.decode().replace("≤43.5万元", "≤43万元")


def test_what_word_dropped_is_kept_from_the_spec_and_named(folder, capsys):
    path = spec_file("08")
    data = edited(built(), ("≤43.5万元", "≤43万元"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        for name in archive.namelist():
            if not name.startswith("customXml/"):
                copy.writestr(
                    name,
                    re.sub(rb' \{&quot;.*?\}| \{".*?\}', b"", archive.read(name))
                    if name == NAME
                    else archive.read(name),
                )
    Path("退回.docx").write_bytes(out.getvalue())
    assert main(["pull", "退回.docx", "--yes"]) == 0
    assert "  Word 里没有「年度」，照规格的\n" in capsys.readouterr().out
    assert '年度: "2022"' in path.read_text("utf8")


def test_comments_are_listed_with_project_and_field(capsys, tmp_path, monkeypatch):
    source = ROOT / "tests/data/legacy/tianjin-2022.docx"
    monkeypatch.chdir(tmp_path)
    Path("specs").mkdir()
    annotated = tmp_path / "批注.docx"
    assert main(["check", str(source), "--annotate", str(annotated), "--select", "G401"]) in (0, 1)
    capsys.readouterr()
    assert main(["pull", str(annotated), "--comments", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found
    assert {"document", "project", "field", "cell", "author", "date", "text"} == set(found[0])
    assert any(each["project"] and "指标值" in each["field"] for each in found)
    assert main(["pull", str(annotated), "--comments", "md"]) == 0
    assert capsys.readouterr().out.startswith("| 项目 | 栏目 | 批注 | 作者 |\n|---|---|---|---|\n| ")


# the marks


def test_a_built_document_carries_marks_that_other_programs_keep(folder):
    data = built()
    package, _ = open_package(data, "甲")
    found = stamps(package)
    specs = [loaded(path) for path in sorted(BOOK.glob("*.yaml"))]
    assert dict(found.fingerprints) == {n: fingerprint(s.value, KEY) for n, s in enumerate(specs, 1)}
    assert dict(found.unseen) == {1: {"年度": "2022"}, 2: {"年度": "2022"}}
    assert built() == data
    form, _ = Forms().form("tianjin-2022")
    plain = build(specs, form).data
    assert NAME not in zipfile.ZipFile(io.BytesIO(plain)).namelist()
    assert not is_untouched(plain)


def test_any_change_breaks_the_seal(folder):
    data = built()
    assert is_untouched(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        for name in names:
            assert not is_untouched(replace_members(data, {name: archive.read(name) + b" "})) or name == NAME
    assert not is_untouched(b"PK")
    assert not is_untouched(b"")


def test_law_l2_with_a_key(folder):
    data = built()
    back = goalgen.read(data)
    form, _ = Forms().form("tianjin-2022")
    from goalgen.spec import dump

    again = [load(Source("甲", dump(spec.value, spec.form.schema)))[0] for spec in back.specs]
    assert build(again, form, KEY).data == data


def test_the_old_amount_cannot_be_guessed_without_the_key(folder):
    """After an edit in Word the mark is that of the earlier text, and all else of it is public."""
    spec = loaded(spec_file("08"))
    package, _ = open_package(built(), "甲")
    mark = stamps(package).fingerprints[2]
    guesses = [f"{number}.00" for number in range(1000)]
    assert "43.00" in guesses
    for guess, key in itertools.product(guesses, (b"", bytes(32))):
        assert fingerprint({**spec.value, "预算数": guess, "财政资金": guess}, key) != mark
    assert fingerprint(spec.value, KEY) == mark


def test_a_document_that_is_built_again_holds_no_earlier_text(folder):
    path = spec_file("08")
    path.write_text(path.read_text("utf8").replace("43.00", "987654.00"), "utf8")
    built()
    path.write_text(path.read_text("utf8").replace("987654.00", "43.00"), "utf8")
    with zipfile.ZipFile(io.BytesIO(built())) as archive:
        assert all(b"987654" not in archive.read(name) for name in archive.namelist())


def test_keys_are_made_once_and_damaged_ones_are_told(tmp_path):
    key, made = ancestors.made_key(tmp_path)
    assert (made, ancestors.made_key(tmp_path)) == (True, (key, False))
    assert (tmp_path / ".goalgen/.gitignore").read_text() == "cache/\n"
    assert key_in(new_key()) != key_in(new_key())
    (tmp_path / ".goalgen/key").write_text("甲")
    with pytest.raises(Unable, match="不是 goalgen 写的密钥"):
        ancestors.key_of(tmp_path)


def test_the_cache_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(ancestors, "MOST_KEPT", 5)
    for number in range(12):
        ancestors.keep(tmp_path, [{"甲": str(number)}], KEY)
    assert len(list((tmp_path / ".goalgen/cache").glob("*.json"))) == 5


# build protects what was edited


def test_build_does_not_write_over_what_somebody_edited(folder, capsys):
    assert main(["build"]) == 0
    book = Path("build/331201-2022.docx")
    first = book.read_bytes()
    assert is_untouched(first)
    path = spec_file("08")
    path.write_text(path.read_text("utf8").replace('预算数: "43.00"', '预算数: "44.00"'), "utf8")
    assert main(["build"]) == 0
    assert book.read_bytes() != first
    book.write_bytes(edited(first, ("≤43.5万元", "≤43万元")))
    capsys.readouterr()
    assert main(["build"]) == 2
    assert capsys.readouterr().err.splitlines()[0] == (
        "错误：build/331201-2022.docx 在 goalgen 写好以后改过（8 科技系统干部教育培训：预算数、"
        "8 科技系统干部教育培训：绩效指标「产出指标、成本指标、预算控制」 指标值），没有覆盖："
        "取回改动用 goalgen pull build/331201-2022.docx；不要了就加 --force"
    )
    assert main(["pull", "build/331201-2022.docx", "--yes"]) == 0
    text = path.read_text("utf8")
    assert ('"44.00"' in text, "≤43万元" in text) == (True, True)
    assert main(["build", "--force"]) == 0
    assert is_untouched(book.read_bytes())


def test_what_put_writes_is_goalgens_own_unless_somebody_edited_it_before(folder, capsys):
    assert main(["build"]) == 0
    book, path = Path("build/331201-2022.docx"), spec_file("08")
    path.write_text(path.read_text("utf8").replace("≤43.5万元", "≤44万元"), "utf8")
    assert main(["put", str(path), str(book), "--yes"]) == 0
    assert is_untouched(book.read_bytes())
    capsys.readouterr()
    assert main(["pull", str(book), "--yes"]) == 0
    assert capsys.readouterr().err == "没有要写的改动\n"
    path.write_text(path.read_text("utf8").replace("≤44万元", "≤45万元"), "utf8")
    assert main(["build"]) == 0
    book.write_bytes(edited(book.read_bytes(), ("≥10场次", "≥12场次")))
    path.write_text(path.read_text("utf8").replace("≤45万元", "≤46万元").replace("≥10场次", "≥12场次"), "utf8")
    assert main(["put", str(path), str(book), "--yes"]) == 0
    assert main(["build"]) == 2
    assert "在 goalgen 写好以后改过" in capsys.readouterr().err


def test_build_protects_what_stands_beside_the_tables_too(folder, capsys):
    assert main(["build"]) == 0
    book = Path("build/331201-2022.docx")
    data = (
        replace_members(book.read_bytes(), {"docProps/core.xml": b"<a/>"})
        if "docProps/core.xml" in zipfile.ZipFile(book).namelist()
        else edited(book.read_bytes(), ("<w:sectPr", "<w:p/><w:sectPr"))
    )
    book.write_bytes(data)
    path = spec_file("08")
    path.write_text(path.read_text("utf8").replace("≤43.5万元", "≤44万元"), "utf8")
    assert main(["build"]) == 2
    assert book.read_bytes() == data


def test_the_first_build_of_a_repository_makes_a_key_and_says_so(folder, capsys):
    (folder / ".goalgen/key").unlink()
    assert main(["build"]) == 0
    assert (
        "新建了 .goalgen/key：goalgen pull 靠它认出底稿，请随规格一起提交，不要放到仓库外面\n"
        in capsys.readouterr().err
    )
    assert main(["build"]) == 0
    assert "新建了" not in capsys.readouterr().err
    (folder / ".goalgen/key").unlink()
    Path(".gitignore").write_text("/.goalgen/\n")
    assert main(["build", "--force"]) == 0
    assert (
        "新建了 .goalgen/key：goalgen pull 靠它认出底稿。git 不收它（.gitignore），只有这台机器认得出这里生成的 Word\n"
        in capsys.readouterr().err
    )


# asked on a terminal


def at_terminal(*words: str, answers: str) -> tuple[int, str]:
    """A run of goalgen on a terminal where somebody types; its exit code, and what the screen shows."""
    pty = pytest.importorskip("pty", reason="a terminal of one's own is a thing of POSIX")
    import os

    code, read_end = 0, b""
    child, terminal = pty.fork()
    if not child:
        os.environ["NO_COLOR"] = "1"
        os.execv(sys.executable, [sys.executable, "-m", "goalgen", *words])
    os.write(terminal, answers.encode())
    with suppress(OSError):  # the other end is closed
        while some := os.read(terminal, 4096):
            read_end += some
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(terminal)
    return code, read_end.decode().replace("\r\n", "\n")


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("是", 0), ("n", 2), ("", 2), ("\x04", 2)])
def test_on_a_terminal_it_asks_before_it_writes(folder, answer, code):
    path = spec_file("08")
    before = path.read_text("utf8")
    Path("退回.docx").write_bytes(edited(built(), ("≤43.5万元", "≤43万元")))
    found, screen = at_terminal("pull", "退回.docx", answers=f"{answer}\n")
    assert found == code
    assert "≤43.5万元 → ≤43万元" in screen
    assert "把上面的改动写进 1 个文件吗 [y/N] " in screen
    assert path.read_text("utf8") == (before.replace("≤43.5万元", "≤43万元") if code == 0 else before)
    assert ("没有写" in screen, "已写 1 个文件" in screen) == (code != 0, code == 0)


@pytest.mark.slow
def test_without_a_common_text_each_change_is_asked_for_on_a_terminal(folder):
    """Fields, rows that came and went, also in a row behind one that was refused."""
    path = spec_file("08")
    text = path.read_text("utf8").replace('预算数: "43.00"', '预算数: "44.00"  # 核过')
    row = text[
        text.index("- 一级指标: 产出指标\n  二级指标: 数量指标") : text.index(
            "- 一级指标: 产出指标\n  二级指标: 质量指标"
        )
    ]
    asked = edited(built(), ("≤43.5万元", "≤43万元"), ("≥99百分比", "≥98百分比"))
    Path("退回.docx").write_bytes(asked)
    path.write_text(text.replace(row, ""), "utf8")
    code, screen = at_terminal("pull", "退回.docx", answers="n\ny\nn\ny\ny\n")
    assert code == 0, screen
    questions = re.findall(r"  (.*?) \[y/N\] ", screen.partition("逐项问您：\n")[2].partition("\n")[0])
    assert questions == [
        "预算数：「44.00」→「43.00」",
        "绩效指标「产出指标、成本指标、预算控制」 指标值：「≤43.5万元」→「≤43万元」",
        "绩效指标「产出指标、数量指标、组织培训会数量」：新增「组织培训会数量｜≥10场次」",
        "绩效指标「满意度指标、服务对象满意度指标、参训干部满意度」 指标值：「≥99百分比」→「≥98百分比」",
    ]
    assert path.read_text("utf8") == text.replace(row, "").replace("≤43.5万元", "≤43万元").replace("≥99百", "≥98百")
    path.write_text(text.replace(row, ""), "utf8")
    code, screen = at_terminal("pull", "退回.docx", answers="n\nn\nn\nn\n")
    assert (code, path.read_text("utf8")) == (0, text.replace(row, ""))
    assert "没有要写的改动" in screen
