"""Desk floor: what two processes tell each other: JSON, and bytes beside it. Nothing of it is ever run."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

_HEAD = struct.Struct(">I")
MOST = 1 << 30
"""No longer message is taken, in bytes."""


class Message(NamedTuple):
    """A JSON object, and bytes that go with it."""

    data: dict[str, Any]
    blobs: Sequence[bytes] = ()


def send(pipe: socket.socket, message: Message, end: float | None = None) -> None:
    """Send a message. Raises OSError when nobody listens, TimeoutError when it is not taken until `end` (monotonic)."""
    data = {**message.data, "sizes": [len(blob) for blob in message.blobs]}
    packed = json.dumps(data, ensure_ascii=True).encode()
    pipe.settimeout(_left(end))
    pipe.sendall(_HEAD.pack(len(packed)) + packed)
    for blob in message.blobs:
        pipe.settimeout(_left(end))
        pipe.sendall(blob)


def receive(pipe: socket.socket, end: float | None = None) -> Message | None:
    """The next message; None when the other is no more. Raises TimeoutError when it has not come until `end`."""
    head = _exactly(pipe, _HEAD.size, end)
    packed = _exactly(pipe, _HEAD.unpack(head)[0], end) if head else None
    if packed is None:
        return None
    data = json.loads(packed)
    blobs = []
    for size in data.pop("sizes"):
        blob = _exactly(pipe, size, end)
        if blob is None:
            return None
        blobs.append(blob)
    return Message(data, blobs)


def _exactly(pipe: socket.socket, size: int, end: float | None) -> bytes | None:
    if size > MOST:
        return None
    found = bytearray(size)
    view, got = memoryview(found), 0
    while got < size:
        pipe.settimeout(_left(end))
        try:
            count = pipe.recv_into(view[got:])
        except ConnectionError:
            return None
        if not count:
            return None
        got += count
    return bytes(found)


def _left(end: float | None) -> float | None:
    if end is None:
        return None
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
