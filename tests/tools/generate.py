"""Write what is made from other things in the repository: run it after adding or changing a rule, a code or a page.

Usage: python -m tests.tools.generate

It writes the data tables of the package as JSON, docs/rules.md, docs/codes.md, docs/findings.md, docs/fidelity.md,
the outputs on the pages of `tools.pages`, tests/judged/ and goalgen/cli/completions/ (if shtab is there), and names the findings that nobody has judged yet: put 对,
可商榷 or 错 in place of 未判 in that file, and run it again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import yaml  # noqa: E402


def _as_json(path: Path) -> str:
    data = yaml.safe_load(path.read_text("utf-8"))
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    assert json.loads(text) == data, f"{path} has what JSON has not: put it in quotes"
    return text


TABLES = {path.with_suffix(".json"): _as_json(path) for path in sorted((ROOT / "goalgen").rglob("*.yaml"))}
"""The data tables of the package as they are read."""
if __name__ == "__main__":  # before anything of the package asks for them
    for table, content in TABLES.items():
        table.write_text(content, "utf-8")

from judged import FOLDER, UNJUDGED, judged  # noqa: E402

from goalgen.codes import registry  # noqa: E402
from goalgen.rules.manual import manual  # noqa: E402
from tools.fidelity_page import page as fidelity  # noqa: E402
from tools.findings_page import page as findings  # noqa: E402
from tools.pages import main as pages  # noqa: E402

_CODES = """# 代码手册

本页由 `python -m tests.tools.generate` 从各代码的说明生成，请勿手改。在命令行里看一条：`goalgen rule R203`。

每个问题都有一个代码。以 G 开头的可以用 `--select`、`--ignore` 选，其中 G1 到 G9 是规则，见[规则手册](rules.md)；其余的总是检查。
程度：错误＝不改就不能生成或读不对；警告＝多半要处理；提示＝知道就行，不影响退出码。
"""


def _codes() -> Iterator[str]:
    yield _CODES
    group = None
    for code in registry().values():
        if code.group != group:
            group = code.group
            yield f"\n## {group.title}\n"
        yield "\n### " + code.page.replace("\n## ", "\n#### ")


@cache
def outputs() -> Mapping[Path, str]:
    """Every generated file with its text."""
    docs = ROOT / "docs"
    return {
        docs / "rules.md": manual(),
        docs / "codes.md": "".join(_codes()),
        docs / "findings.md": findings(),
        docs / "fidelity.md": fidelity(),
        **TABLES,
        **{FOLDER / f"{code}.txt": str(one) for code, one in judged().items()},
        **_completions(),
    }


def _completions() -> Mapping[Path, str]:
    """The scripts for the shells; none without shtab, which only they need."""
    if find_spec("shtab") is None:
        return {}
    from tools.completion import SHELLS, script

    return {ROOT / "goalgen/cli/completions" / name: script(shell) for shell, name in SHELLS.items()}


def left_over() -> list[Path]:
    """Files of rules that are no more."""
    return sorted(path for path in FOLDER.iterdir() if path not in outputs())


def main() -> int:
    """Write what differs, and tell it."""
    for path, text in outputs().items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    pages()
    for path in left_over():
        path.unlink()
        print(f"removed {path.relative_to(ROOT)}")
    todo = {code: one.count(UNJUDGED) for code, one in judged().items() if one.count(UNJUDGED)}
    for code, count in todo.items():
        print(f"{(FOLDER / code).relative_to(ROOT)}.txt: {count} findings to be judged ({UNJUDGED})")
    return int(bool(todo))


if __name__ == "__main__":
    sys.exit(main())
