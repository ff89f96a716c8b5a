"""A store and a cluster on loopback, of processes of their own, for tests and for `bench/cluster.py`. All are ended in any case."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
HERE = "127.0.0.1"
POISON = ROOT / "tests/poison"
QUIET = "import logging; logging.disable(logging.CRITICAL); "


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HERE, 0))
        return one.getsockname()[1]


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HERE, port), 0.5):
        return True
    return False


class Machines:
    """Processes on loopback: an S3 server, a scheduler, workers; and the environment in which they find each other."""

    def __init__(self, folder: Path, *, poison: bool = True) -> None:
        self.folder = folder
        self.s3 = free_port()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.port = 0
        paths = [str(ROOT), *([str(POISON)] if poison else [])]
        endpoint = f"http://{HERE}:{self.s3}"
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")},
            "PYTHONPATH": os.pathsep.join(paths),
            "PYTHONIOENCODING": "utf8",
            "AWS_ENDPOINT_URL": endpoint,
            "FSSPEC_S3_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
            "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "60s",
        }

    def start(self, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """A process of Python in a group of its own, so that it can be ended with all that it has started."""
        log = (self.folder / "log.txt").open("ab")
        process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**self.env, **(env or {})}, start_new_session=True, cwd=self.folder,
        )  # fmt: skip
        log.close()
        self.processes.append(process)
        return process

    def store(self) -> None:
        """Start the S3 server."""
        self.start("-m", "moto.server", "-H", HERE, "-p", str(self.s3))
        self.until(lambda: listens(self.s3))

    def cluster(self, workers: int, *options: str) -> str:
        """Start a scheduler and so many workers; its address."""
        self.port = free_port()
        self.scheduler = self.start(
            "-m", "distributed.cli.dask_scheduler", "--host", HERE, "--port", str(self.port), "--no-dashboard", "--no-show",
        )  # fmt: skip
        self.until(lambda: listens(self.port))
        self.workers = [self.worker(*options) for _ in range(workers)]
        return f"dask://{HERE}:{self.port}"

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        return self.start(
            "-m", "distributed.cli.dask_worker", f"tcp://{HERE}:{self.port}", "--host", HERE, "--nthreads", "1",
            "--no-dashboard", "--memory-limit", "0", "--local-directory", str(self.folder), *(options or ("--no-nanny",)),
        )  # fmt: skip

    def command(self, *arguments: str) -> subprocess.Popen[str]:
        """A command of goalgen."""
        process = subprocess.Popen(
            [sys.executable, "-m", "goalgen", *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf8",
            env=self.env, start_new_session=True, cwd=self.folder,
        )  # fmt: skip
        self.processes.append(process)  # type: ignore[arg-type]
        return process

    def run(self, *arguments: str, timeout: float = 600) -> tuple[int, str, str]:
        """A command of goalgen, to its end."""
        process = self.command(*arguments)
        out, err = process.communicate(timeout=timeout)
        return process.returncode, out, err

    def until(self, there: object, seconds: float = 60) -> None:
        """Wait for something."""
        end = time.monotonic() + seconds
        while not there():  # type: ignore[operator]
            if time.monotonic() > end:
                raise TimeoutError((self.folder / "log.txt").read_text("utf8", "replace")[-3000:])
            time.sleep(0.3)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill -9 one process, and none that it has started."""
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End the scheduler and the workers."""
        for process in (*self.workers, *filter(None, [self.scheduler])):
            if process.poll() is None:
                self.kill(process)

    def end(self) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def files(self) -> object:
        """The store as fsspec sees it."""
        import fsspec

        return fsspec.filesystem(
            "s3", key="test", secret="test", use_listings_cache=False, skip_instance_cache=True,
            client_kwargs={"endpoint_url": f"http://{HERE}:{self.s3}"},
        )  # fmt: skip


@contextmanager
def machines(*, poison: bool = True) -> Iterator[Machines]:
    """Machines that are there until the end."""
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="goalgen-machines-", ignore_cleanup_errors=True))
        )
        found = Machines(folder, poison=poison)
        stack.callback(found.end)
        yield found


def rows_of(folder: Path) -> list[dict[str, object]]:
    """All rows of a run that lies in a folder, sorted."""
    import pyarrow.parquet as pq

    found = [row for path in sorted((folder / "rows").glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
    return sorted(found, key=lambda row: row["path"])


def archive(folder: Path, documents: Sequence[Path], count: int, poison: Mapping[int, str]) -> None:
    """So many documents, in folders of a hundred, each a little different; those that are poisonous by their number."""
    for number in range(count):
        below = folder / f"{number // 100:03}"
        below.mkdir(parents=True, exist_ok=True)
        shutil.copy(documents[number % len(documents)], below / f"{number:05}{poison.get(number, '')}.docx")


EXPIRED = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>"
)


@contextmanager
def doorkeeper(port: int, documents: int) -> Iterator[int]:
    """A port before an S3 server: after so many documents the key has expired, for whatever is asked."""
    import http.client
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    let_in: list[str] = []

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if ".docx" in self.path:
                let_in.append(self.path)
            if len(let_in) > documents:
                return self.say(403, {"Content-Type": "application/xml"}, EXPIRED)
            connection = http.client.HTTPConnection(HERE, port)
            connection.request(self.command, self.path, body, dict(self.headers.items()))
            got = connection.getresponse()
            return self.say(got.status, dict(got.getheaders()), got.read())

        def say(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
            self.send_response_only(status)
            length = headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(body))
            for name, value in headers.items():
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", length)
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else body)

        do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = answer  # noqa: N815  as the library calls them

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((HERE, 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
