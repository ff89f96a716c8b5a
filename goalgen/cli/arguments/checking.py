"""Edge floor: what can be typed of the commands that look at specs."""

from __future__ import annotations

from typing import Any

from goalgen.cli.arguments.common import Add, cached, far, formats, paths, spread
from goalgen.cli.chinese import Parser


def checking(add: Add) -> None:
    """`goalgen check`, `rule`, `fmt` and `lsp`."""
    check = add(
        "check",
        "check.check_specs",
        "检查规格或 Word 表：逐条列出问题，写明文件、行、列和改法",
        "goalgen check\n"
        "goalgen check specs/331201/2022/08-科技系统干部教育培训.yaml\n"
        "goalgen check --level 提示          # 连提示也列出来\n"
        "goalgen check 上报.docx --annotate 批注.docx   # 问题写成 Word 批注\n"
        "goalgen check 各单位 --annotate 批注过的        # 文件夹里的 Word 文件，各写一个带批注的副本\n"
        "goalgen check 各单位 --format html > 结果.html  # 先列各项目的条数和预算，再逐项目列问题，可以打印\n"
        "goalgen check --format json --output-file 问题.json\n"
        "goalgen check - --stdin-filename specs/331201/2022/08.yaml < 草稿.yaml   # 编辑器里还没存的\n"
        "goalgen check s3://档案/历年 --on dask://10.0.0.5:8786 -o s3://档案/检查   # 几百万个文件，一个集群",
    )
    paths(check, "规格文件、Word 文件，或放规格的文件夹（连同下级）；不写就是 specs/")
    _from_stdin(check)
    _rules(check)
    check.add_argument("--force", action="store_true", help="没有变的也重新检查")
    cached(check)
    spread(check)
    far(check, out=True)
    rule = add(
        "rule",
        "rule.print_rule",
        "列出全部代码，或看一个代码的说明",
        "goalgen rule\ngoalgen rule G521\ngoalgen rule R203\ngoalgen rule --all > 规则.md",
    )
    rule.add_argument("code", nargs="?", metavar="代码", help="如 G521、R203；不写就列出全部")
    rule.add_argument("--all", action="store_true", help="输出整本规则手册（Markdown）")
    fmt = add(
        "fmt",
        "check.fmt_specs",
        "把规格整理成统一的版式，内容不变",
        "goalgen fmt\n"
        "goalgen fmt --check   # 只看哪些要整理，不改\n"
        "goalgen fmt - --stdin-filename specs/331201/2022/08.yaml < 草稿.yaml   # 整理好的显示在屏幕上",
    )
    paths(fmt)
    _from_stdin(fmt)
    fmt.add_argument("--check", action="store_true", help="只列出要整理的文件，不改；有则退出码为 1")
    add(
        "lsp",
        "editor.serve",
        "编辑器的语言服务器：边写边查，看规则，改正，补全，整理版式（要装 goalgen[lsp]）",
        "goalgen lsp   # 由编辑器启动，设置见 docs/integrations.md",
    )


def _from_stdin(command: Parser) -> None:
    """Beside paths: `-`."""
    command.add_argument(
        "--stdin-filename",
        metavar="文件",
        help="路径写 - 就读标准输入；这里写明它算哪个文件，表样、设置、豁免都照那里的",
    )


def _rules(check: Parser) -> None:
    """What `check` takes beside paths."""
    codes: dict[str, Any] = {"action": "append", "default": [], "metavar": "代码"}
    check.add_argument("--select", **codes, help="只用这些规则：代码或它的开头，如 G4、G521，逗号分开；可写多次")
    check.add_argument("--ignore", **codes, help="不用这些规则，写法同上")
    check.add_argument("--fix", action="store_true", help="改正不影响意思的问题")
    check.add_argument("--unsafe-fixes", action="store_true", help="连会改变意思的也改，改后请核对")
    check.add_argument("--diff", action="store_true", help="只显示会怎样改，不动文件")
    check.add_argument("--cells", action="store_true", help="写明每个问题在 Word 里的表、行、列")
    check.add_argument("--statistics", action="store_true", help="只列出各规则的条数")
    check.add_argument("--since", metavar="版本", help="只报这个版本（git）以后新有的问题，如 main、HEAD~1")
    check.add_argument(
        "--baseline", metavar="文件", help="只报这份清单里没有的问题；没有这个文件就先记一份（不用 git 时）"
    )
    check.add_argument(
        "--level",
        choices=("错误", "警告", "提示"),
        help="列出多重的问题和更重的；屏幕上默认到警告，用了 --select 或别的格式默认全部。不影响退出码",
    )
    check.add_argument("--exit-zero", action="store_true", help="有问题退出码也是 0")
    check.add_argument(
        "--annotate", metavar="副本", help="把问题作为批注写进 Word 文件的副本；几个文件就写一个文件夹，副本放在里面"
    )
    formats(check, ("text", "json", "github", "gitlab", "sarif", "md", "html"))
