"""Edge floor: `goalgen merge` where ours is a Word file: what theirs changed is put into a copy of it.

Word has no place for the marks of conflicts: where something clashes nothing is written, unless a side is favoured.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from goalgen.cli import console
from goalgen.cli.merge import told
from goalgen.desk import files, specs
from goalgen.desk.forms import Forms
from goalgen.desk.versions import in_word, version
from goalgen.docx.kinds import is_doc
from goalgen.guard import Unable
from goalgen.problem import blocking
from goalgen.spec import Spec, load
from goalgen.text import Source
from goalgen.verbs.merge import Merge, merge
from goalgen.verbs.put import put


def merge_into_word(args: Namespace) -> int:
    """Merge three versions and write the result into a copy of ours. 0 done, 1 clashes or what cannot be written."""
    ours, out = Path(args.ours), Path(args.out or "")
    data = files.read(ours)
    if is_doc(data):
        raise Unable(f"{ours} 是旧版 .doc，不能在原处改：请用 Word 或 WPS 另存为 .docx")
    if out.suffix.lower() != ".docx":
        raise Unable(f"{ours} 是 Word 文件，合并写在它的副本里：请加 -o 文件.docx")
    if out.exists() and not args.force and not out.samefile(ours):
        raise Unable(f"已有 {out}，没有写：要覆盖就加 --force")
    forms = Forms()
    like = next((side for side in (args.base, args.theirs) if not side.lower().endswith(specs.WORD)), None)
    known = None if like is None else _loaded(like, forms, None)
    held, table = in_word(ours, forms, known)
    base = known if like == args.base else _loaded(args.base, forms, known or held)
    theirs = known if like == args.theirs else _loaded(args.theirs, forms, known or held)
    if base is None or theirs is None:
        return 2
    found = merge(base, held, theirs, forms.schema_of(held) or {}, favor=args.favor or "", in_word=True)
    if found.clashes:
        console.alert_each(told(clash) for clash in found.clashes)
        advice = "请加 --favor ours 或 theirs，或先 goalgen read 读成规格再合并"
        console.alert(f"有 {len(found.clashes)} 处冲突，Word 里没有地方标出，没有写：{advice}")
        return 1
    return _put(found, data, args, table, forms)


def _loaded(argument: str, forms: Forms, like: Spec | None) -> Spec | None:
    spec, problems = version(Path(argument), forms, like)
    if spec is None:
        console.report(problems)
    return spec


def _put(found: Merge, data: bytes, args: Namespace, table: int, forms: Forms) -> int:
    """Write the merged value into its table."""
    spec, _ = load(Source(args.ours, found.text))
    assert spec
    done = put([spec], data, args.ours, forms.usable()[0], tables={args.ours: table})
    console.say_each(str(change) for change in done.changes)
    problems = [problem for problem in done.problems if problem.code != _OTHERS]
    console.report(problems)
    if blocking(problems):
        console.alert("没有写：请先改好上面的问题")
        return 1
    files.write({Path(args.out): done.data})
    console.tell(f"已写 {args.out}：改 {len(done.changes)} 处")
    return 0


_OTHERS = "P203"
"""That other tables are left alone goes without saying: one was asked for."""
