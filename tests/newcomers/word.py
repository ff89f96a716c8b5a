"""Change a text in a Word file as a colleague does: the same table, other words, saved under the same name.

Run: python word.py FILE OLD NEW. OLD stands in one run.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path


def main(path: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = [(info, archive.read(info)) for info in archive.infolist()]
    assert sum(data.count(old.encode()) for info, data in parts if info.filename == "word/document.xml") == 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in parts:
            archive.writestr(info.filename, data.replace(old.encode(), new.encode()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
