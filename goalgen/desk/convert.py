"""Desk floor: Word files of the kind before .docx, by way of LibreOffice when it is there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from goalgen.desk import files, litter
from goalgen.docx.kinds import is_doc
from goalgen.problem import Problem, Severity, Where

PATIENCE = 120
"""Seconds that LibreOffice has for one file."""
_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.exe")


def load(path: Path) -> tuple[bytes, list[Problem]]:
    """The bytes of a Word file as a .docx where that can be had, and what the user must know of how they came about."""
    data = files.read(path)
    office = _office() if is_doc(data) else None
    if office is None:
        return data, []
    where = Where(str(path))
    converted, in_time = _convert(office, data)
    if converted is None:
        reason = "打不开这个 .doc 文件，多半是坏了" if in_time else f"没能在 {PATIENCE} 秒内转换这个 .doc 文件"
        return b"", [Problem("R102", where, f"LibreOffice {reason}；请用 Word 或 WPS 打开，另存为 .docx")]
    message = "旧版 .doc，经 LibreOffice 转换后读取：转换会丢掉单元格首尾的空格"
    return converted, [Problem("R104", where, message, Severity.INFO)]


def _office() -> str | None:
    """Where LibreOffice is."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).exists()), None)


def _convert(office: str, data: bytes) -> tuple[bytes | None, bool]:
    """What a .doc becomes, and whether LibreOffice came to an end by itself.

    In a folder and with a profile of its own, so that no open office is disturbed; macros do not run.
    """
    with litter.folder() as folder:
        source = folder / "document.doc"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            office,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(folder),
        ]
        process = subprocess.Popen(
            [*command, str(source)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
        )
        in_time = True
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            in_time = False
        finally:
            if process.poll() is None:  # also when somebody presses Ctrl-C
                _end(process)
        target = source.with_suffix(".docx")
        return (target.read_bytes() if target.is_file() and in_time else None), in_time


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is still running: the starter, and the office that it has started."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
