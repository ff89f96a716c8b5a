"""Desk floor: a verb over more files than one machine holds. A row for each of them always, in shards that are the data.

A manifest says once what there is; chunks of it are given to workers, each a shard when it is whole; a run goes on from the
shards that are there (law L12: the same rows for one process, many, a cluster, any order, after any kill).
"""

from __future__ import annotations

from goalgen.guard import Unable


class Halt(Exception):  # noqa: N818  it is an answer
    """Why the run cannot go on, though no file is to blame: the store refuses, the disk is full. The text is for the user."""


def needed(error: ImportError) -> Unable:
    """What is to be installed, where something of the extra is missing."""
    return Unable(
        f'--on 要用的 {error.name or error} 没有装：请在 goalgen 的源码目录里运行 pip install ".[cluster]"，'
        '或用手上的 wheel：pip install "goalgen-版本-py3-none-any.whl[cluster]"'
    )
