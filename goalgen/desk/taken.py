"""Desk floor: what `goalgen init` has made and taken up so far, in `.goalgen/init.json`: so that it can be run again and go on.

Kept are the hashes of texts as they were written: a file whose text is another one belongs to whoever changed it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from goalgen.desk import files
from goalgen.guard import Unable

PATH = Path(".goalgen/init.json")
_VERSION = 1


@dataclass
class Table:
    """A table of a document: where it stands there, its form, the spec it became, the hash of its text, and that of the file that
    was written: which may have a number besides."""

    cell: str
    form: str
    spec: str
    text: str
    file: str
    twin: str = ""
    """the document that the spec was written from, when it was another one with the same table"""


@dataclass
class Document:
    """A document as it was read last: the hash of its bytes, its tables, and whether nothing of it is left to be read."""

    bytes: str
    tables: list[Table] = field(default_factory=list)
    whole: bool = False
    guessed: str = ""
    """the year that was taken from its path"""
    drafted: str = ""
    """the form that was drafted of it, among others"""


@dataclass
class Doubt:
    """A field of a drafted form that a person should confirm: its title, where it stands, and why."""

    title: str
    cell: str
    reason: str


@dataclass
class Draft:
    """A form that was drafted: of which documents, what it holds, what a person should confirm, and how it did on its own documents."""

    files: list[str]
    title: str
    fields: int
    same: int
    """so many places came out the same when the documents were read with it and built again"""
    doubts: list[Doubt]
    faults: list[str]
    """what did not come out the same"""


@dataclass
class Record:
    """What was made and taken up, in the folder that the command runs in."""

    texts: dict[str, str] = field(default_factory=dict)
    """the hash of each generated file by its path"""
    documents: dict[str, Document] = field(default_factory=dict)
    """by their paths from here"""
    drafts: dict[str, Draft] = field(default_factory=dict)
    """by their names"""
    forms: str = ""
    """the hash of the forms that they were read with"""
    _was: str = ""

    def made(self, path: Path, text: str) -> None:
        """Note a file that was generated, and may be generated anew while nobody changes it."""
        self.texts[path.as_posix()] = digest(text)

    def is_ours(self, path: Path, text: str) -> bool:
        """Whether a file that was generated is as it was written."""
        return self.texts.get(path.as_posix()) == digest(text)

    def written(self) -> Iterator[tuple[str, Table]]:
        """Each table that became a spec, with the name of its document."""
        for name, document in self.documents.items():
            yield from ((name, table) for table in document.tables if not table.twin)

    def earlier(self, name: str, hashed: str) -> Document:
        """What is known of a document, also when it was moved since."""
        if name not in self.documents:
            moved = (old for old, each in self.documents.items() if each.bytes == hashed and not Path(old).exists())
            if (old := next(moved, None)) is not None:
                self.documents[name] = self.documents.pop(old)
        return self.documents.get(name, Document(hashed))

    def file(self) -> dict[Path, bytes]:
        """The file to write, if there is anything new in it."""
        text = self._text()
        if text == self._was:
            return {}
        self._was = text
        return {PATH: text.encode(errors="surrogateescape")}

    def _text(self) -> str:
        documents = {name: asdict(each) for name, each in sorted(self.documents.items())}
        data: dict[str, object] = {"版本": _VERSION, "forms": self.forms, "texts": dict(sorted(self.texts.items()))}
        data |= {"drafts": {name: asdict(each) for name, each in self.drafts.items()}, "documents": documents}
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def digest(text: str | bytes) -> str:
    """The hash of a text."""
    data = text.encode(errors="surrogateescape") if isinstance(text, str) else text
    return hashlib.sha256(data).hexdigest()


def record() -> Record:
    """What was noted here. Raises Unable when the file holds something else."""
    if not PATH.exists():
        return Record()
    text = files.read(PATH).decode("utf-8", "surrogateescape")
    try:
        data = json.loads(text)
        documents = {
            name: Document(**{**each, "tables": [Table(**table) for table in each["tables"]]})
            for name, each in data["documents"].items()
        }
        drafts = {
            name: Draft(**{**each, "doubts": [Doubt(**doubt) for doubt in each["doubts"]]})
            for name, each in data["drafts"].items()
        }
        return Record(dict(data["texts"]), documents, drafts, str(data["forms"]), text)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise Unable(f"{PATH} 不是 goalgen init 写的：请从 git 里恢复，或删去它再运行（写好的规格不会重写）") from error
