"""LibreOffice Writer at the hands of a test: opens documents, does by its own commands what a person does, and saves them.

A test calls `edit`; that runs this file with a Python that has LibreOffice's `uno` (Debian: python3-uno) and gives it the jobs
as JSON. By hand: `/usr/bin/python3 tests/tools/writer.py <<< '[["in.docx", "out.docx", [["accept"]]]]'`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

FILTERS = {".docx": "MS Word 2007 XML", ".doc": "MS Word 97", ".odt": "writer8"}
PATIENCE = 300
"""Seconds for all jobs of one call."""


def edit(*jobs: tuple[Path, Path, Sequence[Sequence[object]]]) -> None:
    """Open each first file, do the steps, save as the second, whose ending says how. Skips where there is no such office.

    The steps: `("replace", old, new)` types over each place of a text; `("row_below", text, [cell…])` inserts a row
    below the one that holds a text and fills the cells that are not merged into those above; `("delete_row", text)`; `("accept",)` and `("reject",)`
    every tracked change; `("record",)` begins to track changes.
    """
    from . import require, skip_or_fail

    require("soffice")
    python = next((each for each in ("/usr/bin/python3", sys.executable) if _has_uno(each)), None)
    if python is None:
        skip_or_fail("no Python here has LibreOffice's uno: install python3-uno, see .ci/run")
    asked = json.dumps([(str(source.resolve()), str(target.resolve()), steps) for source, target, steps in jobs])
    done = subprocess.run(
        [python, __file__], input=asked, text=True, encoding="utf8", capture_output=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr


def _has_uno(python: str) -> bool:
    try:
        return not subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode
    except OSError:
        return False


# from here on with a Python that has uno


def main() -> None:
    """Do the jobs that standard input names."""
    import uno

    jobs = json.load(sys.stdin)
    folder = tempfile.mkdtemp()
    pipe = f"goalgen-{os.getpid()}"
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation=file://{folder}", "--headless", "--norestore", "--nologo",
         f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        manager = _connect(uno.getComponentContext(), pipe).ServiceManager
        desktop = manager.createInstance("com.sun.star.frame.Desktop")
        for source, target, steps in jobs:
            document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (_property("Hidden", True),))
            hand = Hand(document, manager.createInstance("com.sun.star.frame.DispatchHelper"))
            for name, *words in steps:
                getattr(hand, name)(*words)
            named = _property("FilterName", FILTERS[Path(target).suffix])
            document.storeToURL(Path(target).as_uri(), (named,))
            document.close(True)
        desktop.terminate()
        office.wait(30)
    finally:
        if office.poll() is None:
            office.kill()
        shutil.rmtree(folder, ignore_errors=True)


class Hand:
    """What a person does in one open document; each step is a method of that name."""

    def __init__(self, document, dispatcher):
        self._document, self._dispatcher = document, dispatcher

    def accept(self):
        self._command("AcceptAllTrackedChanges")

    def reject(self):
        self._command("RejectAllTrackedChanges")

    def record(self):
        self._document.RecordChanges = True

    def replace(self, old, new):
        for place in self._places(old):
            self._document.CurrentController.select(place)
            self._command("InsertText", Text=new)

    def row_below(self, text, cells):
        place = self._go_to(text)
        table, below = place.TextTable, int(place.Cell.CellName[1:]) + 1
        self._command("InsertRowsAfter")
        own = [name for name in table.getCellNames() if name[1:] == str(below)]
        for name, cell in zip(own, cells, strict=True):
            self._document.CurrentController.ViewCursor.gotoRange(table.getCellByName(name).Start, False)
            self._command("InsertText", Text=cell)

    def delete_row(self, text):
        self._go_to(text)
        self._command("DeleteRows")

    def _places(self, text):
        wanted = self._document.createSearchDescriptor()
        wanted.SearchString, wanted.SearchCaseSensitive = text, True
        found = self._document.findAll(wanted)
        if not found.Count:
            raise SystemExit(f"the document does not hold {text!r}")
        return [found.getByIndex(place) for place in range(found.Count)]

    def _go_to(self, text):
        place = self._places(text)[0].Start
        self._document.CurrentController.ViewCursor.gotoRange(place, False)
        return place

    def _command(self, name, **words):
        frame = self._document.CurrentController.Frame
        given = tuple(_property(key, word) for key, word in words.items())
        self._dispatcher.executeDispatch(frame, f".uno:{name}", "", 0, given)


def _property(name, value):
    from com.sun.star.beans import PropertyValue

    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


def _connect(context, pipe):
    from com.sun.star.connection import NoConnectException

    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


if __name__ == "__main__":
    main()
