"""What is fuzzed: each target makes an input of choices and seeds, and lets goalgen work on it. Whatever is raised is a finding."""

from __future__ import annotations

import io
import json
import logging
import os
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from changes import TAGS, Choices, change_json, change_package, change_text

from goalgen import lsp
from goalgen.desk.forms import Forms
from goalgen.desk.lint import Lint
from goalgen.desk.review import review
from goalgen.desk.specs import Book, mended
from goalgen.docx import Revisions
from goalgen.form import make_form
from goalgen.rules import judge
from goalgen.spec import decode, fmt
from goalgen.verbs.check import check
from goalgen.verbs.read import account, read

ROOT = Path(__file__).parent.parent
FORMS, LINT = Forms(), Lint()
USABLE = FORMS.usable()[0]
SPECS = [path.read_text("utf8") for path in sorted((ROOT / "specs/331201/2022").glob("*.yaml"))]
WORD = [path.read_bytes() for path in sorted((ROOT / "tests/conformance").glob("*.form.docx"))]
NAMES = sorted(path.stem for path in (ROOT / "templates").glob("*.docx") if "." not in path.stem)
TEMPLATES = [
    (
        (ROOT / f"templates/{name}.docx").read_bytes(),
        json.loads((ROOT / f"schemas/{name}.schema.json").read_text("utf8")),
    )
    for name in NAMES
]


class Target(NamedTuple):
    """A name, how the input is made of choices, its suffix in a file, and what is done with it."""

    name: str
    make: Callable[[Choices], bytes]
    suffix: str
    work: Callable[[bytes], None]
    longest: int
    """bytes of choices"""


def _clean(messages: list[str]) -> None:
    """What was caught by the one place that catches everything is a finding as well."""
    for message in messages:
        assert "没有料到" not in message, message
        assert "没有处理完" not in message, message
        assert "自己出了错" not in message, message


def make_word(rng: Choices) -> bytes:
    """A Word file."""
    return change_package(rng.choice(WORD), rng)


def work_word(data: bytes) -> None:
    """`goalgen read` and `goalgen check FILE.docx`."""
    for revisions in (Revisions.FINAL, Revisions.ORIGINAL):
        reading = read(data, "x.docx", USABLE, {"年度": "2022"}, revisions)
        account(reading)
        assert all(reading.notes or [True])
    _clean([str(each) for each in (*reading.problems, *review(Path("x.docx"), reading, LINT, FORMS))])


def make_spec(rng: Choices) -> bytes:
    """A spec, or anything."""
    if rng.randrange(4) == 0:
        return rng.data[1:]
    data = change_text(rng.choice(SPECS), rng).encode("utf8", "surrogatepass")
    return data if rng.randrange(16) else data.decode("utf8", "ignore").encode("gb18030", "ignore")


def work_spec(data: bytes) -> None:
    """`load`, `check` with all rules, `fmt`, and the fixes."""
    source, problems = decode("x.yaml", data)
    spec, found = check(source, FORMS.schema, FORMS.names)
    problems = [*problems, *found]
    text, _ = fmt(source, FORMS.schema_of(spec) if spec else None)
    assert fmt(decode("x.yaml", text.encode("utf8", "replace"))[0], FORMS.schema_of(spec) if spec else None)[0] == text
    mended(source, FORMS)
    if spec is not None:
        projects, choice = LINT.projects(Book("x", (Path("x.yaml"),)), [spec], FORMS)
        problems += judge(projects, choice)
    _clean([str(each) for each in problems])


def make_template(rng: Choices) -> bytes:
    """A template in hex, and a schema."""
    template, schema = rng.choice(TEMPLATES)
    if rng.randrange(3):
        template = change_package(template, rng, TAGS)
    if rng.randrange(3) == 0:
        schema = change_json(schema, rng)
    return json.dumps([template.hex(), schema]).encode()


def work_template(data: bytes) -> None:
    """`make_form`."""
    template, schema = json.loads(data)
    form, problems = make_form("试", bytes.fromhex(template), schema, "x.docx")
    assert form is not None or problems
    _clean([str(each) for each in problems])


HERE = Path(tempfile.mkdtemp(prefix="goalgen-fuzz-"))
URIS = [
    HERE.joinpath("specs/a.yaml").as_uri(),
    HERE.joinpath("specs/没有.yaml").as_uri(),
    "untitled:1",
    "",
    "http://a/b.yaml",
    "file:///%00",
    "file:",
    HERE.as_uri(),
]
POSITIONS = [
    {"line": line, "character": character} for line in (0, 3, 14, 99999, 2**31 - 1) for character in (0, 4, 9, 99999)
]


def make_messages(rng: Choices) -> bytes:
    """A conversation: something is opened, changed and asked for; now and then a message is odd."""
    said: list[dict[str, Any]] = [_message(rng, "initialize", rng.choice(URIS))]
    said += [_message(rng, "initialized", "")]
    uri = rng.choice(URIS[:2]) if rng.randrange(4) else rng.choice(URIS)
    said += [_message(rng, "textDocument/didOpen", uri)]
    methods = ["hover", "didChange", "codeAction", "completion", "didSave", "didClose", "didOpen"]
    for _ in range(rng.randint(1, 5)):
        said.append(_message(rng, f"textDocument/{rng.choice(methods)}", uri if rng.randrange(8) else rng.choice(URIS)))
    return json.dumps(said).encode()


def _message(rng: Choices, method: str, uri: str) -> dict[str, Any]:
    document: dict[str, Any] = {"uri": uri, "version": 2}
    position, end = rng.choice(POSITIONS), rng.choice(POSITIONS)
    text = change_text(rng.choice(SPECS), rng) if method.endswith(("didOpen", "didChange")) else ""
    span = {"start": position, "end": end}
    params: dict[str, Any] = {"textDocument": document}
    match method.rpartition("/")[2]:
        case "initialize":
            params = {"processId": None, "rootUri": HERE.as_uri(), "capabilities": {}}
        case "initialized":
            params = {}
        case "didOpen":
            params = {"textDocument": {**document, "languageId": "yaml", "text": text}}
        case "didChange":
            part = {"range": span, "text": text[:80]} if rng.randrange(3) == 0 else {"text": text}
            params = {"textDocument": document, "contentChanges": [part]}
        case "codeAction":
            params |= {"range": span, "context": {"diagnostics": []}}
        case "hover" | "completion":
            params |= {"position": position}
    ask = {"id": 1} if method.endswith(("initialize", "hover", "codeAction", "completion")) else {}
    message = {"jsonrpc": "2.0", "method": method, "params": params, **ask}
    return {**message, "params": change_json(params, rng)} if rng.randrange(8) == 7 else message


class _Heard(io.BytesIO):
    """What the server says."""

    def close(self) -> None:
        """Stay open: what was said is looked at afterwards."""


def _told(error: Exception) -> str:
    """What failed, where it was in our code; else pygls refused it: a document changed that was not opened, say."""
    told = "".join(traceback.format_exception(error)) + str(getattr(error, "data", ""))
    return told if "goalgen/lsp/" in told and "has the server been initialized" not in told else ""


def work_messages(data: bytes) -> None:
    """The language server. What cannot be understood as a message is pygls' own matter; what fails on one is ours."""
    server, heard, failed = lsp.server(), _Heard(), list[str]()
    server.protocol.set_writer(heard)
    server._report_server_error = lambda error, _: failed.append(_told(error))  # type: ignore[method-assign]
    for each in json.loads(data):
        try:
            message = server.protocol.structure_message(each)
        except Exception:
            continue
        if getattr(message, "jsonrpc", ""):
            server.protocol.handle_message(message)
    os.chdir(ROOT)
    assert not any(failed), failed
    said = heard.getvalue().decode("utf8", "replace")
    assert '"error"' not in said or "InvalidParams" in said or "-32601" in said or "-32602" in said, said[-2000:]
    _clean([said.encode("ascii", "replace").decode("unicode_escape", "replace")])


(HERE / "specs").mkdir()
for _number, _text in enumerate(SPECS[:3]):
    (HERE / f"specs/{_number}.yaml").write_text(_text, "utf8")
logging.disable(logging.CRITICAL)
TARGETS = {
    target.name: target
    for target in (
        Target("word", make_word, "docx", work_word, 128),
        Target("spec", make_spec, "yaml", work_spec, 4096),
        Target("form", make_template, "json", work_template, 128),
        Target("lsp", make_messages, "json", work_messages, 512),
    )
}
