"""L12: the same rows whoever computes them, in one process or in many, however they are started, whoever of them is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from goalgen import bulk
from goalgen.bulk import Done, pool
from goalgen.guard import Unable

KILLED = "被系统强行结束，多半是内存不够（SIGKILL）"
METHODS = ["fork", "spawn"] if sys.platform == "linux" else ["spawn"]
ITEMS = 60


def verb(folder: Path, item: int) -> tuple[int, str]:
    """The square of an item; some are hostile, and some are killed once, as the marks in the folder remember."""
    match item:
        case 7:
            os.kill(os.getpid(), signal.SIGKILL)
        case 13:
            raise ZeroDivisionError("oops")
        case 17:
            raise Unable("17：没有")
        case 23:
            os._exit(3)
        case 31:
            return item, lambda: None  # type: ignore[return-value]  # what no pipe carries
        case 40 | 41 if not (mark := folder / str(item)).exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return item, "甲" * item


def told(item: int) -> Done[int, tuple[int, str]]:
    match item:
        case 7:
            return Done(7, (), lost=KILLED)
        case 23:
            return Done(23, (), lost="自己退出了，退出码 3")
        case 17:
            return Done(17, (), "17：没有")
    return Done(item, ((item, "甲" * item),))


def spread(folder: Path, jobs: int) -> list[Done[int, tuple[int, str]]]:
    return list(bulk.spread(partial(verb, folder), range(ITEMS), jobs))


@pytest.mark.parametrize(
    ("method", "jobs"),
    [pytest.param(m, n, marks=[pytest.mark.slow] * (m == "spawn" or n == 4)) for m in METHODS for n in (1, 2, 4)],
)
def test_L12_the_rows_are_those_of_one_process(tmp_path, monkeypatch, method, jobs):
    monkeypatch.setattr(pool, "METHOD", method)
    done = spread(tmp_path, jobs)
    for item, why in ((13, "ZeroDivisionError: oops"), (31, "lambda")):
        assert why in done[item].refusal
        assert done[item].refusal.startswith(f"{item}：没有处理完")
    assert [each for each in done if each.item not in (13, 31)] == [told(n) for n in range(ITEMS) if n not in (13, 31)]


def test_here_is_a_place_too(tmp_path):
    assert list(bulk.spread(partial(verb, tmp_path), [1, 17, 2], 0)) == [told(1), told(17), told(2)]


class Unborn:
    """A verb that ends the process that it goes to."""

    def __call__(self, item: int) -> int:
        return item

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (5,)


@pytest.mark.slow
def test_a_process_that_cannot_begin_ends_the_run_with_a_word(monkeypatch):
    monkeypatch.setattr(pool, "METHOD", "spawn")
    told = "^开不了新的进程：自己退出了，退出码 5；请用 --jobs 1 再试，或关闭别的程序$"
    with pytest.raises(Unable, match=told):
        list(bulk.spread(Unborn(), range(3), 2))


def slow_at_first(item: int) -> int:
    time.sleep(0.3 * (item == 0))
    return item


def test_no_more_is_asked_for_than_can_be_kept_and_nobody_stays_when_it_is_enough():
    asked = 0

    def items() -> Iterator[int]:
        nonlocal asked
        while True:
            yield asked
            asked += 1

    rows = bulk.spread(slow_at_first, items(), 2)
    assert next(rows) == Done(0, (0,))
    assert asked <= 2 * pool.AHEAD
    children = multiprocessing.active_children()
    assert len(children) == 2
    rows.close()
    assert not any(child.is_alive() for child in children)
    assert multiprocessing.active_children() == []


def test_few_files_are_worth_no_process(monkeypatch):
    monkeypatch.setattr(bulk, "cores", lambda: 4)
    assert [bulk.jobs_for(n) for n in (0, 17, 99, 100, 199, 10**7)] == [0, 0, 0, 2, 3, 4]
    assert [bulk.jobs_for(17, asked) for asked in (1, 2, 100)] == [1, 2, 100]
    monkeypatch.setattr(bulk, "cores", lambda: 1)
    assert bulk.jobs_for(10**7) == 0


def where_it_may_run(_: int) -> tuple[int, ...]:
    time.sleep(0.02)
    return tuple(os.sched_getaffinity(0))


@pytest.mark.slow
@pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or bulk.cores() < 2, reason="wants two cores that can be chosen"
)
def test_each_process_has_a_core_of_its_own_where_there_are_as_many():
    places = {one.results[0] for one in bulk.spread(where_it_may_run, range(40), 2)}
    assert len(places) == 2
    assert all(len(place) == 1 for place in places)
    everywhere = tuple(os.sched_getaffinity(0))
    many = {one.results[0] for one in bulk.spread(where_it_may_run, range(40), len(everywhere) + 1)}
    assert many == {everywhere}
