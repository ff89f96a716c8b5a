"""Desk floor: a run: the manifest, then every chunk that has no shard yet, until each has one.

A piece that takes its workers with it is halved, until the file that does it is alone; that file's row says so. Nobody else is
blamed: halves of others are made again, and the shard of a chunk is the same whatever it was made of.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

from goalgen.fleet import Halt, jobs, manifest, order, rows, store, work
from goalgen.fleet.manifest import Manifest, items
from goalgen.fleet.order import Order
from goalgen.fleet.places import Killed, Outcome, Place
from goalgen.fleet.store import Missing, Store
from goalgen.fleet.work import Piece, Told
from goalgen.guard import Unable

TRIES = 3
"""So often a single file may take its workers with it, or a piece fail for what is no fault of a file."""
PAUSE = 0.5
"""Seconds that are waited at most before somebody is told how far it is."""


class Begun(NamedTuple):
    """A run that was begun, now or before."""

    order: Order
    files: int
    size: int
    chunks: int
    others: int
    refusals: tuple[str, ...]
    is_new: bool


class Progress(NamedTuple):
    """How far a run is: what is done of a piece, or that time has passed; how many can be worked at at once."""

    told: Told
    chunks: int
    room: int
    is_there: bool = False
    """whether it was done before"""


def begin(asked: Order, out: Store, anew: bool, listing: Callable[[int], None]) -> Begun:
    """Make the manifest of a run and put down what is asked, or find that it was begun. Raises Unable for another's folder."""
    kit = order.kit()
    asked = asked._replace(kit=order.digest(kit), code=order.code())
    there = out.has(order.RUN)
    if there and not anew:
        was = _begun(out)
        if unlike := was.order.unlike(asked):
            raise Unable(
                f"{out.url} 里是另一次运行，不同的是：{'、'.join(unlike)}。请另用一个 -o；不要它了，就加 --force 从头做"
            )
        return was
    if not there and out.names(rows.ROWS):
        raise Unable(f"{out.url} 里有 {rows.ROWS} 文件夹，却不是运行文件夹，没有动它：请另用一个 -o")
    _clear(out)
    listed = manifest.make(store.opened(asked.source), out, jobs.WANTED[asked.verb], asked.chunk, listing)
    out.write(order.KIT, kit)
    data = {"order": asked.plain(), "manifest": listed._asdict()}
    out.write(order.RUN, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
    return Begun(asked, *listed[:5], is_new=True)


def _begun(out: Store) -> Begun:
    try:
        data = json.loads(out.read(order.RUN))
        listed = data["manifest"]
        files, size, chunks, others = (int(listed[name]) for name in ("files", "size", "chunks", "others"))
        asked = Order.of(data["order"])
        return Begun(asked, files, size, chunks, others, tuple(listed["refusals"]), is_new=False)
    except (ValueError, LookupError, TypeError, Missing) as error:
        raise Unable(f"{out.url}/{order.RUN} 读不懂：请另用一个 -o，或加 --force 从头做") from error


def _clear(out: Store) -> None:
    """Take away what another run left; last what says that it is one."""
    for name in (rows.ROWS, rows.TIMES, rows.PIECES, order.RUN):
        out.remove(name)


def go(out: Store, begun: Begun, place: Place) -> Iterator[Progress]:
    """Work until each chunk has its shard. Raises Halt, or Unable, when it cannot go on; what is there stays."""
    there = out.names(rows.ROWS)
    for chunk in range(begun.chunks):
        if rows.name(chunk) in there:
            yield Progress(work.told(out, Piece(chunk).shard), 1, 0, is_there=True)
    course = _Course(out, deque(Piece(chunk) for chunk in range(begun.chunks) if rows.name(chunk) not in there))
    while course.waiting or course.given:
        room = place.room()
        while course.waiting and len(course.given) < room:
            piece = course.waiting.popleft()
            course.given.add(piece)
            place.give(out.url, piece)
        heard = place.next(PAUSE)
        yield Progress(*(course.hear(*heard) if heard else (Told(Counter()), 0)), room)


class _Course:
    """The pieces that wait, those that are given, and what is to be joined."""

    def __init__(self, out: Store, waiting: deque[Piece]) -> None:
        self.out = out
        self.waiting = waiting
        self.given: set[Piece] = set()
        self._failures: Counter[Piece] = Counter()
        self._done: defaultdict[int, list[Piece]] = defaultdict(list)

    def hear(self, piece: Piece, outcome: Outcome) -> tuple[Told, int]:
        """Take note of what became of a piece; what is told of it, and how many chunks became whole."""
        self.given.discard(piece)
        if isinstance(outcome, Told):
            return outcome, self._whole(piece)
        if isinstance(outcome, Halt | Unable):
            raise outcome
        if isinstance(outcome, Killed) and (halves := self._halves(piece)):
            self.waiting.extendleft(reversed(halves))
            return Told(Counter()), 0
        self._failures[piece] += 1
        if self._failures[piece] < TRIES:
            self.waiting.append(piece)
        elif isinstance(outcome, Killed):
            self.waiting.append(piece._replace(given_up=True))
        else:
            raise Halt(f"第 {piece.chunk} 块做不成：{type(outcome).__name__}: {outcome}")
        return Told(Counter()), 0

    def _halves(self, piece: Piece) -> list[Piece]:
        """The halves of a piece; nothing when there is one thing in it."""
        start = piece.start or 0
        stop = piece.stop if piece.stop is not None else len(items(Manifest(self.out).chunk(piece.chunk)))
        middle = (start + stop) // 2
        if stop - start > 1:
            return [Piece(piece.chunk, start, middle), Piece(piece.chunk, middle, stop)]
        return [] if not piece.is_whole else [Piece(piece.chunk, start, stop)]

    def _whole(self, piece: Piece) -> int:
        """Join the pieces of a chunk when all are there; how many chunks became whole."""
        if piece.is_whole:
            return 1
        done = self._done[piece.chunk]
        done.append(piece)
        if any(each.chunk == piece.chunk for each in (*self.waiting, *self.given)):
            return 0
        work.join(self.out.url, done)
        return 1
