"""Desk floor: what fsspec knows by a URL: `s3://`, `file://`, a path. A file is there whole or not at all.

What one file is the reason of is told of it (`Missing`, `Denied`); what the store is the reason of halts the run (`Halt`).
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from goalgen.desk import files, litter, tree
from goalgen.fleet import Halt, needed
from goalgen.guard import Unable

Result = TypeVar("Result")
_WHOLE = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "memory", "oss"}
"""Where what is put is there whole or not at all."""
_KEYS = {
    "ExpiredToken": "凭据过期了",
    "TokenRefreshRequired": "凭据过期了",
    "RequestExpired": "凭据过期了",
    "InvalidToken": "凭据不对",
    "InvalidAccessKeyId": "凭据不对",
    "InvalidClientTokenId": "凭据不对",
    "SignatureDoesNotMatch": "凭据不对",
    "RequestTimeTooSkewed": "这台机器的钟不准",
}
"""What a store says of the key that we have, and not of the file."""


class Missing(Exception):  # noqa: N818  it is an answer
    """There is no such file, or no longer."""


class Denied(Exception):  # noqa: N818  it is an answer
    """This file may not be read."""


class Entry(NamedTuple):
    """A file of a store: its path below the folder that was asked for, bytes, and what changes when it does."""

    path: str
    size: int
    etag: str


class Store(NamedTuple):
    """A folder, or one file, of a file system."""

    fs: Any
    root: str
    url: str
    is_local: bool

    @property
    def name(self) -> str:
        """What it is called wherever it can be reached: its URL; a path of this machine in full."""
        return self.root if self.is_local else self.url

    def _at(self, path: str) -> str:
        return f"{self.root.rstrip('/')}/{path}" if path else self.root

    def read(self, path: str = "") -> bytes:
        """The bytes of a file. Raises Missing, Denied, Unable for what is no plain file, Halt when the store is out of reach."""
        if self.is_local:
            at = Path(self._at(path))
            if not at.exists() and not at.is_symlink():
                raise Missing(str(at))
            return files.read(at)
        data: bytes = _asked(lambda: self.fs.cat_file(self._at(path)), f"{self.url}/{path}")
        return data

    def has(self, path: str = "") -> bool:
        """Whether there is such a file."""
        there: bool = _asked(lambda: self.fs.exists(self._at(path)), self.url)
        return there

    def names(self, folder: str) -> set[str]:
        """What a folder holds; nothing when there is none."""
        with suppress(Missing):
            found = _asked(lambda: self.fs.ls(self._at(folder), detail=False), self.url)
            return {str(each).rstrip("/").rpartition("/")[2] for each in found}
        return set()

    def write(self, path: str, data: bytes) -> None:
        """Put a file in place, whole or not at all. Raises Halt when that cannot be."""
        at = self._at(path)
        try:
            if self.is_local:
                files.write({Path(at): data})
            elif _protocol(self.fs) in _WHOLE:
                _asked(lambda: self.fs.pipe_file(at, data), f"{self.url}/{path}")
            else:
                _asked(lambda: self._beside(at, data), f"{self.url}/{path}")
        except (Missing, Denied, Unable) as reason:
            raise Halt(f"写不了 {self.url}/{path}：{reason}") from reason

    def _beside(self, at: str, data: bytes) -> None:
        folder, _, _ = at.rpartition("/")
        self.fs.makedirs(folder, exist_ok=True)
        new = f"{folder}/{litter.name(Path()).name}"
        self.fs.pipe_file(new, data)
        self.fs.mv(new, at)

    def take(self, path: str, local: Path) -> None:
        """Put a file of this machine in place, whole or not at all; it may be moved there."""
        if self.is_local or _protocol(self.fs) not in _WHOLE:
            self.write(path, local.read_bytes())
        else:
            _asked(lambda: self.fs.put_file(str(local), self._at(path)), f"{self.url}/{path}")

    def remove(self, path: str) -> None:
        """Remove a file or a folder with all that is in it, if it is there."""
        with suppress(Missing):
            _asked(lambda: self.fs.rm(self._at(path), recursive=True), self.url)

    def opened(self, path: str) -> Any:  # noqa: ANN401  a file of fsspec
        """A file that is read in pieces."""
        return _asked(lambda: self.fs.open(self._at(path), "rb"), f"{self.url}/{path}")

    def entries(self, refusals: list[str]) -> Iterator[Entry]:
        """All files at any depth in the order of their paths, as they are listed: page by page, folder by folder."""
        if self.is_local:
            return _local(Path(self.root), refusals)
        return _pages(self) if _protocol(self.fs) in ("s3", "s3a") else _walked(self)


def opened(url: str) -> Store:
    """What a URL, or a path of this machine, means. Raises Unable where nobody knows its kind."""
    try:
        import fsspec
    except ImportError as error:
        raise needed(error) from error
    try:
        return _opened(fsspec, url if ":" in url else str(Path(url).absolute()))
    except ImportError as error:
        raise Unable(f"{url} 要用的软件没有装：{error}") from error
    except ValueError as error:
        raise Unable(f"不认识 {url} 这样的地址：{error}") from error


@lru_cache(maxsize=16)
def _opened(fsspec: Any, url: str) -> Store:  # noqa: ANN401
    options = (
        {"max_concurrency": 1} if url.startswith(("s3:", "s3a:")) else {}
    )  # else it asks for the size of each file first
    fs, root = fsspec.core.url_to_fs(url, use_listings_cache=False, **options)
    is_local = _protocol(fs) in ("file", "local")
    return Store(fs, root if is_local else root.rstrip("/"), url.rstrip("/") or url, is_local)


def _protocol(fs: Any) -> str:  # noqa: ANN401
    return fs.protocol if isinstance(fs.protocol, str) else str(fs.protocol[0])


def _asked(act: Callable[[], Result], about: str) -> Result:
    """What a store answers; what it refuses in our words."""
    try:
        return act()
    except FileNotFoundError as error:
        raise Missing(about) from error
    except PermissionError as error:
        if told := _KEYS.get(_code(error)):
            raise Halt(f"{about} 不让用：{told}（{error}）；请换好以后再运行一次同样的命令") from error
        raise Denied(f"没有权限（{error}）") from error
    except OSError as error:
        said = (
            files.reason_of(error, "写") if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS) else _said(error)
        )
        raise Halt(f"{about}：{said}") from error
    except (Missing, Denied, Unable, Halt):
        raise
    except Exception as error:  # each library of a store has errors of its own
        if told := _KEYS.get(_code(error)):
            raise Halt(f"{about} 不让用：{told}（{error}）；请换好以后再运行一次同样的命令") from error
        raise Halt(f"{about}：{_said(error)}") from error


def _code(error: BaseException | None) -> str:
    """What S3 calls an error, which lies below what is made of it."""
    while error is not None:
        response = getattr(error, "response", None)
        if isinstance(response, dict):
            return str(response.get("Error", {}).get("Code", ""))
        error = error.__cause__ or error.__context__
    return ""


def _said(error: Exception) -> str:
    if type(error).__name__ == "NoCredentialsError":  # of a library that others have no need of
        return "没有凭据：请在环境里给出（如 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY），集群的每台都要"
    return f"存储没有做成（{type(error).__name__}: {' '.join(str(error).split())[:200]}）"


def _local(root: Path, refusals: list[str]) -> Iterator[Entry]:
    paths = tree.below(root, refusals) if root.is_dir() else iter([root])
    for path in paths:
        try:
            there = path.stat()
        except OSError as error:
            refusals.append(f"{path} 没有看：{files.reason_of(error)}")
            continue
        name = str(path.relative_to(root)) if path != root else path.name
        yield Entry(Path(name).as_posix(), there.st_size, f"{there.st_mtime_ns:x}-{there.st_size:x}")


def _pages(store: Store) -> Iterator[Entry]:
    """The keys of S3 below a prefix, a page at a time: a listing of all at once takes a kilobyte of memory for each."""
    bucket, _, key = store.root.partition("/")
    prefix = f"{key}/" if key else ""
    token: dict[str, str] = {}
    while True:
        given = {"Bucket": bucket, "Prefix": prefix, **token}
        page = _asked(lambda given=given: store.fs.call_s3("list_objects_v2", **given), store.url)  # type: ignore[misc]
        for each in page.get("Contents", ()):
            name = str(each["Key"]).removeprefix(prefix)
            if not any(part.startswith(("~$", ".")) for part in name.split("/")):
                yield Entry(name, int(each["Size"]), str(each["ETag"]).strip('"'))
        if not page.get("IsTruncated"):
            return
        token = {"ContinuationToken": page["NextContinuationToken"]}


def _walked(store: Store) -> Iterator[Entry]:
    """The files of a folder and then, folder by folder, those below it."""

    def below(folder: str) -> Iterator[Entry]:
        found = _asked(lambda: store.fs.ls(folder, detail=True), store.url)
        for each in sorted(found, key=lambda each: str(each["name"])):
            path = str(each["name"]).rstrip("/")
            if path.rpartition("/")[2].startswith(("~$", ".")):
                continue
            if each["type"] == "directory":
                yield from below(path)
            else:
                etag = str(each.get("ETag") or each.get("etag") or each.get("mtime") or "")
                yield Entry(path.removeprefix(store.root).lstrip("/"), int(each["size"] or 0), etag)

    yield from below(store.root)
