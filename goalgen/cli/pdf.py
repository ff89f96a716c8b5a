"""Edge floor: `goalgen build --pdf`: each Word file as a PDF beside it, and which fonts it had to do without."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path

from goalgen import bulk
from goalgen.cli import console
from goalgen.cli.progress import watched
from goalgen.desk import convert, files, fonts


def needed() -> None:
    """Stop where there is no LibreOffice; nothing has been written."""
    if not convert.has_office():
        raise files.Unable(
            "--pdf 要用 LibreOffice，这台机器上没有找到，什么也没有写：请装上它（命令是 soffice），"
            "或不加 --pdf，用 Word、WPS 打开生成的 .docx 另存为 PDF"
        )


def write_pdfs(documents: Sequence[Path], new: Container[Path], *, quiet: bool) -> int:
    """Write a PDF for each document that is new or has none as young as itself; 2 when one could not be made."""
    due = [path for path in documents if path in new or _is_old(path)]
    asked: dict[str, None] = {}
    code = 0

    def make(path: Path) -> Path:
        data = files.read(path)
        asked.update(dict.fromkeys(fonts.asked_for(data)))
        pdf, reason = convert.pdf_of(data)
        if pdf is None:
            raise files.Unable(f"{path} 没有转成 PDF：{reason}；请用 Word、WPS 打开它，另存为 PDF")
        target = path.with_suffix(".pdf")
        files.write({target: pdf})
        return target

    for done in watched(bulk.run(make, due), len(due), "转 PDF", quiet=quiet):
        for target in done.results:
            console.done(f"已写 {target}，{files.size(target.stat().st_size)}")
        code = max(code, console.refused(done.refusal))
    console.done_each(f"未变 {path.with_suffix('.pdf')}" for path in documents if path not in due)
    if lacking := fonts.missing(asked):
        console.alert(
            f"这台机器没有这些字体：{'、'.join(lacking)}。PDF 里用了别的代替，样子和 Word 里的不同；装上再生成一次"
        )
    return code


def _is_old(document: Path) -> bool:
    """Whether the PDF of a document is older than it, or not there."""
    try:
        return document.with_suffix(".pdf").stat().st_mtime < document.stat().st_mtime
    except OSError:
        return True
