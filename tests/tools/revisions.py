"""Let LibreOffice accept and reject the tracked changes of documents, for law L9; writes `tests/data/revisions`.

Run from the repository: `python -m tests.tools.revisions`. The documents themselves come from `tests/conformance`, and `many.docx` from `tests/tools/conformance.py`. A deletion inside an insertion is not among
them: LibreOffice imports it as inserted text.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.tools import writer

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests/data/revisions"
NAMES = (
    "inserted_run", "deleted_run", "moved_run", "hyperlink_with_insertion", "inserted_paragraph",
    "deleted_paragraph", "deleted_paragraph_end", "moved_paragraph", "inserted_row", "deleted_row",
)  # fmt: skip


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        shutil.copy(ROOT / f"tests/conformance/{name}.form.docx", FOLDER / f"{name}.docx")
    sources = sorted(path for path in FOLDER.glob("*.docx") if path.name.count(".") == 1)
    verbs = (("accepted", "accept"), ("rejected", "reject"))
    writer.edit(*((path, path.with_suffix(f".{past}.docx"), [(verb,)]) for path in sources for past, verb in verbs))


if __name__ == "__main__":
    main()
