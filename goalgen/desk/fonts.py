"""Desk floor: the fonts that a Word file asks for, and those of them that this machine lacks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO

_NAMED = re.compile(r"<w:rFonts\b[^>]*>")
_ATTRIBUTE = re.compile(r'w:(?:ascii|hAnsi|eastAsia)="([^"]+)"')
_PARTS = re.compile(r"word/(?:document|styles|header\d*|footer\d*)\.xml")


def asked_for(data: bytes) -> list[str]:
    """The fonts that a .docx names for Latin and for Chinese text (`w:rFonts`), in order."""
    import html

    found: dict[str, None] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if _PARTS.fullmatch(name):
                text = archive.read(name).decode("utf-8", "replace")
                for tag in dict.fromkeys(_NAMED.findall(text)):
                    found |= dict.fromkeys(map(html.unescape, _ATTRIBUTE.findall(tag)))
    return list(found)


def missing(names: Iterable[str]) -> list[str] | None:
    """Those that the machine does not have; None where nobody can be asked: fontconfig knows (Linux and the like)."""
    import shutil
    import subprocess

    match = shutil.which("fc-match")
    if match is None:
        return None
    lacking = []
    for name in names:
        pattern = re.sub(r"([\\:,-])", r"\\\1", name)
        try:
            done = subprocess.run(
                [match, "-f", "%{family}", pattern],
                capture_output=True,
                timeout=20,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        families = done.stdout.decode("utf-8", "replace").split(",")
        if name.casefold() not in (family.strip().casefold() for family in families):
            lacking.append(name)
    return lacking
