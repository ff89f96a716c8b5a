"""`goalgen build -o 名.docx` and `--pdf`: one book becomes the file that is named; a PDF beside it, and the fonts it lacks."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from tools import require

from goalgen.cli import main
from goalgen.desk import convert, fonts


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Two books of one spec each."""
    monkeypatch.chdir(tmp_path)
    for folder in ("specs/331201/2022", "specs/331202/2022"):
        Path(folder).mkdir(parents=True)
        shutil.copy(next((ROOT / "specs/331201/2022").glob("08-*.yaml")), folder)
    return tmp_path


@pytest.mark.slow
def test_one_book_becomes_the_file_that_is_named(here, capsys):
    assert main(["build", "specs/331201/2022", "-o", "上报/目标表.docx"]) == 0
    assert capsys.readouterr().out.startswith("已写 上报/目标表.docx：1 张表，")
    assert main(["build", "specs/331201/2022"]) == 0
    assert Path("上报/目标表.docx").read_bytes() == Path("build/331201-2022.docx").read_bytes()
    assert main(["build", "specs/331201/2022", "-o", "上报/目标表.docx"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("未变 上报/目标表.docx：")
    (spec,) = Path("specs/331201/2022").iterdir()
    assert main(["build", str(spec), "-o", "一份.docx"]) == 0
    assert Path("一份.docx").exists()
    Path("夹.docx").mkdir()
    assert main(["build", str(spec), "-o", "夹.docx"]) == 0
    assert [each.name for each in Path("夹.docx").iterdir()] == [f"{spec.stem}.docx"]
    assert sorted(map(str, Path().glob("*.docx"))) == ["一份.docx", "夹.docx"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["-o", "名.docx"], "有 2 册，一册一个文件：-o 要写文件夹，不能是 名.docx；只要一册，请写明它的文件夹"),
        (
            ["specs/331201/2022", "--split", "-o", "名.docx"],
            "--split 一个项目一个文件：-o 要写文件夹，不能是 名.docx；只要一册，请写明它的文件夹",
        ),
        (["specs/331201/2022", "-o", "名.doc"], "-o 的文件名要以 .docx 结尾，不能是 名.doc"),
        (["specs/331201/2022", "-o", "名.pdf"], "-o 的文件名要以 .docx 结尾，不能是 名.pdf；要 PDF 请加 --pdf"),
    ],
)
def test_what_cannot_be_one_file_is_refused(here, capsys, words, reason):
    assert main(["build", *words]) == 2
    assert capsys.readouterr().err == f"错误：{reason}\n"
    assert [path.name for path in Path().iterdir()] == ["specs"]


def test_without_libreoffice_nothing_is_written(here, monkeypatch, capsys):
    monkeypatch.setattr(convert, "_office", lambda: None)
    assert main(["build", "--pdf"]) == 2
    assert capsys.readouterr().err == (
        "错误：--pdf 要用 LibreOffice，这台机器上没有找到，什么也没有写：请装上它（命令是 soffice），"
        "或不加 --pdf，用 Word、WPS 打开生成的 .docx 另存为 PDF\n"
    )
    assert not Path("build").exists()


@pytest.mark.slow
def test_a_pdf_lies_beside_each_word_file_and_missing_fonts_are_told(here, capsys):
    require("soffice")
    assert main(["build", "specs/331201/2022", "--pdf"]) == 0
    out, err = capsys.readouterr()
    pdf = Path("build/331201-2022.pdf")
    assert [line.partition("，")[0].partition("：")[0] for line in out.splitlines()] == [
        "已写 build/331201-2022.docx",
        "已写 build/331201-2022.pdf",
    ]
    assert pdf.read_bytes().startswith(b"%PDF-")
    text = subprocess.run(
        [require("pdftotext"), str(pdf), "-"], capture_output=True, check=True, encoding="utf8"
    ).stdout
    assert "科技系统干部教育培训" in text
    lacking = fonts.missing(fonts.asked_for(Path("build/331201-2022.docx").read_bytes())) or []
    told = f"这台机器没有这些字体：{'、'.join(lacking)}。PDF 里用了别的代替，样子和 Word 里的不同；装上再生成一次\n"
    assert err.startswith(told if lacking else "") or told in err
    before = pdf.stat().st_mtime_ns
    assert main(["build", "specs/331201/2022", "--pdf"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "未变 build/331201-2022.pdf"
    assert pdf.stat().st_mtime_ns == before
    pdf.unlink()
    assert main(["build", "specs/331201/2022", "--pdf"]) == 0
    assert pdf.exists()


@pytest.mark.slow
def test_one_that_is_not_converted_does_not_stop_the_others(here, monkeypatch, capsys):
    made = iter([(None, "LibreOffice 没有转成"), (b"%PDF-", "")])
    monkeypatch.setattr(convert, "has_office", lambda: True)
    monkeypatch.setattr(convert, "pdf_of", lambda data: next(made))
    assert main(["build", "--pdf"]) == 2
    assert (
        "错误：build/331201-2022.docx 没有转成 PDF：LibreOffice 没有转成；请用 Word、WPS 打开它，另存为 PDF\n"
        in capsys.readouterr().err
    )
    assert sorted(path.name for path in Path("build").glob("*.pdf")) == ["331202-2022.pdf"]


def test_fonts_that_a_document_asks_for():
    data = (ROOT / "templates/tianjin-2022.docx").read_bytes()
    asked = fonts.asked_for(data)
    assert "宋体" in asked
    assert len(asked) == len(set(asked))
    if (lacking := fonts.missing(["没有这种字体"])) is not None:
        assert lacking == ["没有这种字体"]
