"""Edge floor: `goalgen merge`: three versions of one spec. 0 clean, 1 conflicts are marked, 2 could not be done: nothing written."""

from __future__ import annotations

from argparse import Namespace
from codecs import BOM_UTF8
from pathlib import Path

from goalgen.cli import console
from goalgen.desk import files, history, specs
from goalgen.desk.forms import Forms
from goalgen.desk.versions import version
from goalgen.guard import Unable
from goalgen.paths import spoken
from goalgen.spec import Spec, encoded
from goalgen.verbs.merge import Clash, Style, merge

_MOST, _LEAST = 200, 1


def merge_specs(args: Namespace) -> int:
    """Merge three versions, print or write the result, and say what clashes."""
    if not _LEAST <= args.marker_size <= _MOST:
        raise Unable(f"--marker-size 应在 {_LEAST} 到 {_MOST} 之间")
    if args.ours.lower().endswith(specs.WORD):
        from goalgen.cli.into_word import merge_into_word  # which merging specs does not pay for

        return merge_into_word(args)
    forms = Forms()
    ours = _loaded(args.ours, forms, None)
    base = _loaded(args.base, forms, ours)
    theirs = _loaded(args.theirs, forms, base if base is not None and base.value else ours)
    if base is None or ours is None or theirs is None:
        return 2
    schema = forms.schema_of(ours) or forms.schema_of(theirs) or {}
    texts = [each.source.text.encode(errors="surrogatepass") for each in (base, ours, theirs)]
    tried = history.merged_text(*texts)
    style = Style(args.ours, args.theirs, args.base, args.marker_size, with_base=history.shows_base())
    if args.path:
        style = style._replace(ours=f"ours:{args.path}", theirs=f"theirs:{args.path}", base=f"base:{args.path}")
    found = merge(
        base,
        ours,
        theirs,
        schema,
        tried=None if tried is None else tried.decode(),
        favor=args.favor or "",
        style=style,
        in_word=args.theirs.lower().endswith(specs.WORD),
    )
    _write(encoded(found.text, _like(args)), args)
    console.tell_each(found.notes)
    console.alert_each(told(clash) for clash in found.clashes)
    if found.clashes:
        console.alert(f"有 {len(found.clashes)} 处冲突，已用标记标出：留下要的那几行，删去标记，再运行 goalgen check")
    return int(bool(found.clashes))


def _loaded(argument: str, forms: Forms, like: Spec | None) -> Spec | None:
    spec, problems = version(Path(argument), forms, like)
    if spec is None:
        console.report(problems)
    return spec


def _like(args: Namespace) -> bytes:
    """The bytes of the side whose byte order mark, or its lack, stands: ours, unless only theirs changed it."""
    base, ours, theirs = (_begin(Path(side)) for side in (args.base, args.ours, args.theirs))
    return theirs if ours == base and not args.theirs.lower().endswith(specs.WORD) else ours


def _begin(path: Path) -> bytes:
    return files.read(path)[: len(BOM_UTF8)] if path.suffix.lower() not in specs.WORD else b""


def _write(data: bytes, args: Namespace) -> None:
    if not args.out:
        console.data(data.decode("utf-8", "surrogatepass"))
        return
    out = Path(args.out)
    if (
        out.exists()
        and not args.force
        and not any(out.samefile(side) for side in (args.ours, args.theirs) if Path(side).exists())
    ):
        raise Unable(f"已有 {out}，没有写：要覆盖就加 --force")
    files.write({out: data})


def told(clash: Clash) -> str:
    """A conflict in words."""
    return f"冲突：「{spoken(clash.path)}」我方{said(clash.ours)}，对方{said(clash.theirs)}"


def said(held: object) -> str:
    """What one side has at a place."""
    if isinstance(held, str):
        text = held.replace("\n", "⏎")
        return f"「{text if len(text) <= 30 else text[:30] + '…'}」"
    return "改了这一条" if isinstance(held, dict | list) else "删去了"
