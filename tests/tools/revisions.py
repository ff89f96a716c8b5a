"""Let LibreOffice accept and reject the tracked changes of documents, for law L9; writes `tests/data/revisions`.

Run with a Python that has LibreOffice's `uno`: `/usr/bin/python3 tests/tools/revisions.py`. The documents themselves come
from `tests/conformance`, and `many.docx` from `tests/tools/conformance.py`. A deletion inside an insertion is not among
them: LibreOffice imports it as inserted text.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests/data/revisions"
NAMES = (
    "inserted_run", "deleted_run", "moved_run", "hyperlink_with_insertion", "inserted_paragraph",
    "deleted_paragraph", "deleted_paragraph_end", "moved_paragraph", "inserted_row", "deleted_row",
)  # fmt: skip
PIPE = "goalgen-revisions"


def value(name, content):
    one = PropertyValue()
    one.Name, one.Value = name, content
    return one


def connect(context):
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(60):
        try:
            return resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        shutil.copy(ROOT / f"tests/conformance/{name}.form.docx", FOLDER / f"{name}.docx")
    with tempfile.TemporaryDirectory() as profile:
        office = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--norestore",
                f"--accept=pipe,name={PIPE};urp;",
            ]
        )
        try:
            manager = connect(uno.getComponentContext()).ServiceManager
            desktop = manager.createInstance("com.sun.star.frame.Desktop")
            for source in sorted(path for path in FOLDER.glob("*.docx") if path.name.count(".") == 1):
                for verb, command in (("accepted", "AcceptAllTrackedChanges"), ("rejected", "RejectAllTrackedChanges")):
                    document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (value("Hidden", True),))
                    dispatcher = manager.createInstance("com.sun.star.frame.DispatchHelper")
                    frame = document.CurrentController.Frame
                    dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, ())
                    target = source.with_suffix(f".{verb}.docx")
                    document.storeToURL(target.as_uri(), (value("FilterName", "MS Word 2007 XML"),))
                    document.close(True)
            desktop.terminate()
        finally:
            office.wait(30)


if __name__ == "__main__":
    main()
