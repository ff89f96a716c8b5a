"""Edge floor: what can be typed: the commands and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from goalgen import __version__
from goalgen.bulk import MOST_JOBS
from goalgen.cli import joining
from goalgen.cli.chinese import Parser


def parser() -> Parser:
    """The whole command line."""
    top = Parser(
        "goalgen build\ngoalgen read 旧文件.docx --set 年度=2022\ngoalgen check",
        prog="goalgen",
        description="绩效目标表：一个项目一个 YAML 文件，生成官方 Word 表，也从 Word 表读回，一字不丢。",
    )
    top.add_argument("--version", action="version", version=f"goalgen {__version__}", help="显示版本")
    add = _adder(top)
    for group in (_writing, _checking, _comparing, joining.merging, joining.pulling, _git, _reading, _rolling, _form):
        group(add)
    return top


_Add = Callable[..., Parser]


def _adder(under: argparse.ArgumentParser) -> _Add:
    commands: Any = under.add_subparsers(title="命令", metavar="命令", prog=under.prog)

    def add(name: str, run: str, about: str, example: str) -> Parser:
        command: Parser = commands.add_parser(name, help=about, description=f"{about}。", example=example)
        command.set_defaults(run=run, parser=command)
        return command

    return add


def _writing(add: _Add) -> None:
    build = add(
        "build",
        "build.build_books",
        "由规格（YAML）生成 Word 表，一个文件夹一册",
        "goalgen build                             # specs/ 下的每个文件夹各成一册，写到 build/\n"
        "goalgen build specs/331201/2022 -o 上报     # 只生成这一册\n"
        "goalgen build --split                     # 一个项目一个 Word 文件\n"
        "goalgen build --force                     # 没有变的也重新生成",
    )
    _paths(build)
    build.add_argument("-o", dest="out", metavar="文件夹", default="build", help="写到哪里，默认 build")
    build.add_argument("--split", action="store_true", help="一个项目一个 Word 文件，放在以册名命名的文件夹里")
    build.add_argument("--force", action="store_true", help="没有变的也重新生成，写好以后改过的也覆盖")
    _cached(build)
    _spread(build, writes=True)
    _putting(add)
    _beginning(add)


def _putting(add: _Add) -> None:
    put = add(
        "put",
        "put.put_specs",
        "把规格写进现成的 Word 文件：只改不同的字，别的一个字节也不动",
        "goalgen put 08.yaml 报告.docx -o 报告-改.docx   # 写到一个副本里\n"
        "goalgen put specs/331201/2022 报告.docx --dry-run\n"
        "goalgen put specs/331201/2022 报告.docx         # 写进它自己：先列出要改的，再问\n"
        "goalgen put 18.yaml 报告.docx --add -o 报告-改.docx              # 文件里没有的项目，加上\n"
        "goalgen put specs/331201/2022 报告.docx --add --remove -o 报告-改.docx   # 有增有减，都照规格\n"
        "goalgen put --track-changes --author 张三 08.yaml 报告.docx -o 送局里.docx   # 写成修订，局里逐处接受或拒绝",
    )
    put.add_argument("specs", nargs="+", metavar="规格", help="规格文件，或放规格的文件夹（连同下级）")
    put.add_argument("document", metavar="Word文件", help="要写的 .docx，里面已经有这些项目的表")
    put.add_argument("-o", dest="out", metavar="文件", help="写到哪个文件；不写就写进它自己，先问一声")
    put.add_argument("--dry-run", action="store_true", help="只列出要改什么，不写")
    put.add_argument("--yes", action="store_true", help="不问，直接写进它自己（给脚本用）")
    put.add_argument("--force", action="store_true", help="覆盖已有的 -o 文件")
    put.add_argument("--add", action="store_true", help="文件里没有的项目，照旁边的项目加上标题和整张表")
    put.add_argument("--remove", action="store_true", help="没有给规格的项目，整个拿掉：请把要留的规格都给上")
    put.add_argument("--unlock", action="store_true", help="签过名的（签名会失效）、限制编辑的文件也写")
    _tracked(put)
    tables: dict[str, Any] = {"type": _pair, "action": "append", "default": [], "metavar": "规格=表"}
    put.add_argument(
        "--table",
        **tables,
        help="说不准是哪张表的，写明是 Word 里的第几张，如 08.yaml=18；不是哪一张、要新加的写 08.yaml=新；可写多次",
    )
    _format(put)
    _cached(put)


def _beginning(add: _Add) -> None:
    new = add(
        "new",
        "new.new_spec",
        "写一份带说明的新规格，要填的地方都是【请填】",
        "goalgen new\n"
        "goalgen new -o specs/331201/2023/01-新项目.yaml\n"
        "goalgen new --example                     # 填好的例子，供参照",
    )
    new.add_argument("-o", dest="out", metavar="文件", help="写到哪个文件，默认是 新项目.yaml")
    new.add_argument("--example", action="store_true", help="写一份填好的例子，通得过检查，也能生成")
    new.add_argument("--form", metavar="表样", help="用哪个表样，默认是 schema 里写明 default 的那一个")


def _tracked(put: Parser) -> None:
    """How changes are written as revisions."""
    put.add_argument(
        "--track-changes", action="store_true", help="写成 Word 的修订，像同事改的一样：对方可以逐处接受或拒绝"
    )
    put.add_argument("--author", metavar="姓名", help="修订算谁做的，如 张三；不写就是 goalgen")
    put.add_argument("--date", metavar="日期", help="修订的时间，如 2026-11-26 或 2026-11-26T09:00:00；不写就不带时间")
    put.add_argument(
        "--over", action="store_true", help="别人还没有接受的修订中间也改：只改看得见的字，他删的还算他删的"
    )


def _comparing(add: _Add) -> None:
    _format(joining.comparing(add), ("text", "md", "html", "json", "docx"))


def _git(add: _Add) -> None:
    joining.git(add, _adder)


def _checking(add: _Add) -> None:
    check = add(
        "check",
        "check.check_specs",
        "检查规格或 Word 表：逐条列出问题，写明文件、行、列和改法",
        "goalgen check\n"
        "goalgen check specs/331201/2022/08-科技系统干部教育培训.yaml\n"
        "goalgen check --level 提示          # 连提示也列出来\n"
        "goalgen check 上报.docx --annotate 批注.docx   # 问题写成 Word 批注\n"
        "goalgen check 各单位 --annotate 批注过的        # 文件夹里的 Word 文件，各写一个带批注的副本",
    )
    _paths(check, "规格文件、Word 文件，或放规格的文件夹（连同下级）；不写就是 specs/")
    _rules(check)
    check.add_argument("--force", action="store_true", help="没有变的也重新检查")
    _cached(check)
    _spread(check)
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
        "goalgen fmt\ngoalgen fmt --check   # 只看哪些要整理，不改",
    )
    _paths(fmt)
    fmt.add_argument("--check", action="store_true", help="只列出要整理的文件，不改；有则退出码为 1")
    add(
        "lsp",
        "editor.serve",
        "编辑器的语言服务器：边写边查，看规则，改正，补全（要装 goalgen[lsp]）",
        "goalgen lsp   # 由编辑器启动，设置见 docs/integrations.md",
    )


def _reading(add: _Add) -> None:
    read = add(
        "read",
        "read.read_documents",
        "从 Word 表读回规格，并逐字交账",
        "goalgen read 旧文件.docx --set 年度=2022\ngoalgen read build/331201-2022.docx -o specs/331201/2022\n"
        "goalgen read 历年报表 --jobs 4 -o 规格   # 整个文件夹，四个进程一起做",
    )
    read.add_argument(
        "documents", nargs="+", metavar="Word文件", help="要读的 .docx、.doc 文件，或放它们的文件夹（连同下级）"
    )
    read.add_argument("-o", dest="out", metavar="文件夹", help="写到哪里，默认在当前文件夹新建与 Word 文件同名的文件夹")
    read.add_argument("--form", metavar="表样", help="只按这个表样读；不写就试全部表样")
    read.add_argument(
        "--set", type=_pair, action="append", default=[], metavar="键=值", help="表上没有印的项，如 年度=2022；可写多次"
    )
    read.add_argument("--force", action="store_true", help="覆盖内容不同的同名文件")
    _revisions(read)
    _format(read)
    _cached(read)
    _spread(read, writes=True)
    show = add(
        "show",
        "read.show_document",
        "把 Word 表的内容显示在屏幕上，不写文件",
        "goalgen show 旧文件.docx\ngoalgen show 批注.docx --comments",
    )
    show.add_argument("document", metavar="Word文件", help="要看的 .docx、.doc 文件")
    show.add_argument("--comments", action="store_true", help="只看批注：在哪一格、谁写的、写了什么")
    _revisions(show)
    _cached(show)
    survey = add(
        "survey",
        "survey.survey_documents",
        "普查一个文件夹里的 Word 文件：多少能无损读出，不能的差在哪里；什么也不写",
        "goalgen survey 历年报表\ngoalgen survey 历年报表 --jobs 4 --format csv > 普查.csv   # 四个进程一起做",
    )
    survey.add_argument("documents", nargs="+", metavar="文件夹", help="放 Word 文件的文件夹（连同下级），或单个文件")
    _revisions(survey)
    _format(survey, ("text", "json", "csv"))
    _cached(survey)
    _spread(survey)


def _form(add: _Add) -> None:
    form = add("form", "", "查看和检查表样", "goalgen form list\ngoalgen form check templates/我的表.docx")
    add = _adder(form)
    add("list", "form.list_forms", "列出现有的表样和它们的文件", "goalgen form list")
    check = add(
        "check",
        "form.check_form",
        "检查模板能不能用，逐条列出问题，或列出每个栏位印在哪里",
        "goalgen form check templates/我的表.docx\n"
        "goalgen form check templates/*.docx\n"
        "goalgen form check templates/我的表.docx --annotate 批注.docx   # 问题写成 Word 批注",
    )
    check.add_argument(
        "templates",
        nargs="+",
        metavar="模板",
        help="模板（.docx），可写多个；它的 schema 在旁边或 ../schemas/ 里，同名",
    )
    check.add_argument("--annotate", metavar="Word文件", help="把问题作为批注写进模板的一个副本")
    schema = add(
        "schema",
        "form.print_schema",
        "输出按表样选用的总 schema，供编辑器使用",
        "goalgen form schema -o schemas/goalgen.schema.json",
    )
    schema.add_argument("-o", dest="out", metavar="文件", help="写到哪个文件，默认显示在屏幕上")
    draft = add(
        "draft",
        "draft.draft_form",
        "从已填的 Word 表起草一个新表样：模板和 schema",
        "goalgen form draft 去年的表.docx -o templates/我的表.docx\n"
        "goalgen form draft 甲.docx 乙.docx -o templates/我的表.docx   # 同一版式的两份：不同的地方就是要填的",
    )
    draft.add_argument("documents", nargs="+", metavar="Word文件", help="同一版式的已填的表（.docx），两份以上更准")
    draft.add_argument("-o", dest="out", metavar="模板", required=True, help="写到哪里，如 templates/我的表.docx")
    draft.add_argument("--force", action="store_true", help="覆盖已有的模板和 schema")
    diff = add(
        "diff",
        "draft.diff_forms",
        "比较两个表样：标签、栏位、行、列有什么变化",
        "goalgen form diff tianjin-2022 templates/我的表.docx",
    )
    diff.add_argument("old", metavar="旧", help="表样名，或模板（.docx）的路径")
    diff.add_argument("new", metavar="新", help="表样名，或模板（.docx）的路径")


def _rolling(add: _Add) -> None:
    roll = add(
        "roll",
        "roll.roll_specs",
        "把规格转到另一个表样或另一个年度：意思相同的项带过去，新的项留空，都列出来",
        "goalgen roll specs/331201/2022 --to 2023 -o specs/331201/2023\n"
        "goalgen roll specs/331201/2022/08-科技系统干部教育培训.yaml --to 自评表 -o 自评",
    )
    roll.add_argument("paths", nargs="+", metavar="路径", help="规格文件，或放规格的文件夹（连同下级）")
    roll.add_argument("--to", required=True, metavar="表样|年度", help="转到哪个表样，或哪一年（四位数字）")
    roll.add_argument("-o", dest="out", metavar="文件夹", help="写到哪里，默认在当前文件夹新建以 --to 命名的文件夹")
    roll.add_argument(
        "--set", type=_pair, action="append", default=[], metavar="键=值", help="在新规格里写上的项；可写多次"
    )
    roll.add_argument("--years", action="store_true", help="名称、期限里的年份也照建议改；不写就只列出来")
    roll.add_argument("--force", action="store_true", help="覆盖已有的同名文件")


def _paths(command: Parser, about: str = "规格文件，或放规格的文件夹（连同下级）；不写就是 specs/") -> None:
    command.add_argument("paths", nargs="*", metavar="路径", help=about)


def _format(command: argparse.ArgumentParser, choices: tuple[str, ...] = ("text", "json")) -> None:
    more = (
        "，github、gitlab、sarif 给代码平台，md 贴进评审意见"
        if "sarif" in choices
        else "，md 贴进合并请求，html 用浏览器打开，docx 是带修订的表"
        if "html" in choices
        else "，csv 给表格软件"
        if "csv" in choices
        else ""
    )
    command.add_argument(
        "--format",
        choices=choices,
        default="text",
        metavar="|".join(choices),
        help=f"给人看（text）还是给程序看（json）{more}",
    )


def _cached(command: Parser) -> None:
    command.add_argument(
        "--no-cache", action="store_true", help="不用、也不写缓存（上次算好的结果）；结果都一样，只是慢些"
    )


def _spread(command: Parser, *, writes: bool = False) -> None:
    if writes:
        command.set_defaults(interrupted="：写好的文件都是完整的；再运行一次同样的命令，就接着做完")
    command.add_argument(
        "--jobs",
        type=_jobs,
        metavar="N",
        help="用几个进程同时做；不写就看有多少核、多少文件，文件少就不分；结果和次序都一样",
    )
    command.add_argument("-q", "--quiet", action="store_true", help="不显示进度")


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"应是 1 到 {MOST_JOBS} 的整数，不能是「{text}」")
    return int(text)


def _revisions(command: Parser) -> None:
    command.add_argument(
        "--revisions",
        choices=("final", "original"),
        default="final",
        metavar="final|original",
        help="有修订时读哪一稿：接受全部修订（final，默认）还是拒绝全部修订（original）",
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
    _format(check, ("text", "json", "github", "gitlab", "sarif", "md"))


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not key.strip() or not equals:
        raise argparse.ArgumentTypeError(f"「{text}」应是 键=值，如 年度=2022")
    return key.strip(), value
