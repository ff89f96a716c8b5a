"""Desk floor: what LibreOffice makes of files when it is there: a .docx of what was before it, a PDF of a .docx."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from goalgen.desk import files, litter
from goalgen.docx.kinds import is_doc
from goalgen.problem import Problem, Severity, Where

if TYPE_CHECKING:
    import subprocess

PATIENCE = 120
"""Seconds that LibreOffice has for one file."""
_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.exe")


def docx_of(path: Path) -> tuple[bytes, list[Problem]]:
    """The bytes of a Word file as a .docx where that can be had, and what the user must know of how they came about."""
    return docx_from(files.read(path), str(path))


def docx_from(data: bytes, name: str) -> tuple[bytes, list[Problem]]:
    """As `docx_of`, of a file that was loaded already."""
    office = _office() if is_doc(data) else None
    if office is None:
        return data, []
    where = Where(name)
    converted, in_time = _convert(office, data)
    if converted is None:
        reason = "打不开这个 .doc 文件，多半是坏了" if in_time else f"没能在 {PATIENCE} 秒内转换这个 .doc 文件"
        return b"", [Problem("R102", where, f"LibreOffice {reason}；请用 Word 或 WPS 打开，另存为 .docx")]
    message = "旧版 .doc，经 LibreOffice 转换后读取：转换会丢掉单元格首尾的空格"
    return converted, [Problem("R104", where, message, Severity.INFO)]


def _office() -> str | None:
    """Where LibreOffice is."""
    import shutil  # what a .docx does not need

    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).exists()), None)


def pdf_of(data: bytes) -> tuple[bytes | None, str]:
    """What a .docx looks like, as a PDF; None, and why, where that cannot be had."""
    office = _office()
    if office is None:
        return None, "没有找到 LibreOffice"
    converted, in_time = _convert(office, data, ".docx", ".pdf")
    why = "LibreOffice 没有转成" if in_time else f"LibreOffice 没能在 {PATIENCE} 秒内转成"
    return converted, "" if converted is not None else why


def has_office() -> bool:
    """Whether there is a LibreOffice."""
    return _office() is not None


def _convert(office: str, data: bytes, source_kind: str = ".doc", kind: str = ".docx") -> tuple[bytes | None, bool]:
    """What a file becomes in another kind, and whether LibreOffice came to an end by itself.

    In a folder and with a profile of its own, so that no open office is disturbed: nothing that the document links to is
    fetched and no macro runs. Where the system allows it, in a room without network. Whatever ends us ends the office too.
    """
    import subprocess

    with litter.folder() as folder, _ending_in_order():
        source = folder / f"document{source_kind}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_PROFILE, "utf8")
        process = subprocess.Popen(
            [*_without_network(), office, profile, *_OPTIONS, _FILTERS[kind], "--outdir", str(folder), str(source)],
            stdin=subprocess.DEVNULL,
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
        target = source.with_suffix(kind)
        return (target.read_bytes() if target.is_file() and in_time else None), in_time


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is still running: the starter, and the office that it has started."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """A request to end is an interruption, so that what was begun is cleaned up; as `kill` and a closed terminal send it."""
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in signals}
    for number in signals:
        if before[number] is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in signals:
            if before[number] is signal.SIG_DFL:
                signal.signal(number, signal.SIG_DFL)


@cache
def _without_network() -> tuple[str, ...]:
    """What a command begins with to be run without a network; nothing where the system does not let a user do that."""
    import shutil
    import subprocess

    unshare = shutil.which("unshare") if sys.platform == "linux" else None
    room = (unshare, "--net", "--map-current-user", "--") if unshare else ()
    if not room:
        return ()
    try:
        done = subprocess.run([*room, "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return room if done.returncode == 0 else ()


def _item(path: str, name: str, value: str) -> str:
    """One setting of LibreOffice as it stands in a profile."""
    return f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'


_OPTIONS = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to")
_FILTERS = {".docx": "docx:MS Word 2007 XML", ".pdf": "pdf:writer_pdf_Export"}
_SECURITY = "Office.Common/Security/Scripting"
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
    + _item(_SECURITY, "BlockUntrustedRefererLinks", "true")
    + _item(_SECURITY, "DisableActiveContent", "true")
    + _item(_SECURITY, "DisableMacrosExecution", "true")
    + _item(_SECURITY, "DisableOLEAutomation", "true")
    + _item(_SECURITY, "MacroSecurityLevel", "3")
    + _item("Office.Writer/Content/Update", "Link", "0")
    + _item("Office.Calc/Content/Update", "Link", "1")
    + _item("Office.Common/Save/URL", "FileSystem", "false")
    + _item("Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments", "AutoCheckEnabled", "false")
    + _item("Inet/Settings", "ooInetProxyType", "1")
    + _item("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1")
    + _item("Inet/Settings", "ooInetHTTPProxyPort", "9")
    + _item("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1")
    + _item("Inet/Settings", "ooInetHTTPSProxyPort", "9")
    + _item("Inet/Settings", "ooInetNoProxy", "")
    + "</oor:items>\n"
)
"""Links are not followed unless the document lies in a trusted place, and none is trusted; not updated; no macros. What
would be fetched all the same is asked of a proxy that is not there."""
