"""Edge floor: `goalgen lsp`. The language server needs pygls, which nothing else here does."""

from __future__ import annotations

from argparse import Namespace
from importlib.util import find_spec

from goalgen.desk.files import Unable


def serve(_: Namespace) -> int:
    """Be the language server of an editor."""
    if find_spec("pygls") is None:
        raise Unable(
            'goalgen lsp 要用 pygls，这里没有装：请在 goalgen 的源码目录里运行 pip install ".[lsp]"，'
            '或用手上的 wheel：pip install "goalgen-版本-py3-none-any.whl[lsp]"'
        )
    from goalgen.lsp import serve as answer

    answer()
    return 0
