"""As much of the Language Server Protocol as it takes to ask yaml-language-server what an editor would show."""

import json
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 60  # seconds for a whole conversation, then the server is stopped and the read fails


class Editor:
    """A conversation with a language server that was given the settings of a VS Code folder."""

    def __init__(self, command: list[str], root: Path, settings: Mapping[str, Any] | None = None) -> None:
        """Start the server; one that asks for no settings is given none."""
        self.settings = settings or {}
        self.published: dict[str, list[dict[str, Any]]] = {}
        self.messages: list[dict[str, Any]] = []
        self.number = 0
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.alarm = threading.Timer(PATIENCE, self.server.kill)
        self.alarm.daemon = True
        self.alarm.start()
        folder = {"uri": root.as_uri(), "name": root.name}
        can = {"workspace": {"configuration": True, "workspaceFolders": True}, "textDocument": {"completion": {}}}
        self.ask("initialize", processId=None, rootUri=root.as_uri(), workspaceFolders=[folder], capabilities=can)
        self.tell("initialized")
        self.configured = settings is None
        self.tell("workspace/didChangeConfiguration", settings=None)
        while not self.configured:
            self._receive()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.alarm.cancel()
        self.server.kill()
        self.server.communicate()

    def problems(self, path: Path, text: str) -> list[tuple[int, str]]:
        """Show the text as that file's, a new one; return (line from 1, message) of what gets a wavy underline."""
        uri = self._show(path, text)
        while uri not in self.published:
            self._receive()
        return [(found["range"]["start"]["line"] + 1, found["message"]) for found in self.published[uri]]

    def completions(self, path: Path, text: str) -> list[dict[str, Any]]:
        """Show the text as that file's, a new one; return what is offered at its end."""
        uri = self._show(path, text)
        line, column = text.count("\n"), len(text.rpartition("\n")[2])
        where = {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}
        answer: list[dict[str, Any]] = self.ask("textDocument/completion", **where)["items"]
        return answer

    def ask(self, method: str, **params: Any) -> Any:
        """Send a request and return its result."""
        self.number += 1
        self._send(id=self.number, method=method, params=params)
        while (answer := self._receive()).get("id") != self.number or "method" in answer:
            pass
        return answer["result"]

    def tell(self, method: str, **params: Any) -> None:
        """Send a notification."""
        self._send(method=method, params=params)

    def _show(self, path: Path, text: str) -> str:
        item = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=item)
        return path.as_uri()

    def _send(self, **message: Any) -> None:
        assert self.server.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        """Read one message; answer it at once when the server is the one who asks."""
        assert self.server.stdout
        length = 0
        while (line := self.server.stdout.readline()) != b"\r\n":
            assert line, "the language server went away"
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self.server.stdout.read(length))
        if message.get("method") == "workspace/configuration":
            sections = [item.get("section", "") for item in message["params"]["items"]]
            self._send(id=message["id"], result=[self._section(section) for section in sections])
            self.configured = True
        elif "id" in message and "method" in message:
            self._send(id=message["id"], result=None)
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.published[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "window/showMessage":
            self.messages.append(message["params"])
        return message

    def _section(self, name: str) -> dict[str, Any]:
        """Return settings like `yaml.schemaStore.enable` as the nested object that VS Code sends."""
        nested: dict[str, Any] = {}
        for key, value in self.settings.items():
            *outer, last = key.split(".")
            place = nested
            for part in outer:
                place = place.setdefault(part, {})
            place[last] = value
        return dict(nested.get(name, {}))
