"""Desk floor: a file too large to be in memory, on its way to its place."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from goalgen.desk import files, litter


class Draft:
    """A file that is written beside its place and waits for its name: `new` is where; `meanwhile` is for what it takes till then.

    Unless it is `put`, it is to be `discarded`, and with it the folders that were made for it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
        files.make_folder(path.parent)
        self._made = missing
        self._target = Path(os.path.realpath(path))
        litter.sweep(self._target.parent)
        self.new, self.meanwhile = litter.name(self._target.parent), litter.name(self._target.parent)
        self.size, self.digest = 0, ""

    def done(self) -> None:
        """It is written."""
        with files.explained(self.path, "写"), self.new.open("rb") as file:
            os.fsync(file.fileno())
            self.size, self.digest = files.measured(file)

    def put(self) -> None:
        """Give it its name."""
        with files.explained(self.path, "写"):
            if self._target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "")
            if self._target.exists():
                import shutil

                with suppress(OSError):
                    shutil.copymode(self._target, self.new)
            self.new.replace(self._target)
        for tell in files.hearing:
            tell("写", self.path, self.size)

    def discard(self) -> None:
        """Remove what is left of it."""
        for path in (self.new, self.meanwhile):
            path.unlink(missing_ok=True)
        for folder in self._made:
            with suppress(OSError):
                folder.rmdir()
