"""Edge floor: what can be typed of the commands that bring two or three versions of a spec together."""

from __future__ import annotations

from goalgen.cli.arguments.common import Add, adder, formats


def comparing(add: Add) -> None:
    """`goalgen diff`."""
    diff = add(
        "diff",
        "diff.diff_sides",
        "比较两边：哪些项目、哪些栏目、哪几行、哪几个字不一样",
        "goalgen diff                                 # specs/ 与 git 里最近一版比\n"
        "goalgen diff main                            # main 与现在的 specs/ 比\n"
        "goalgen diff HEAD~3 HEAD --format md         # 两版之间，贴到合并请求里\n"
        "goalgen diff specs/331201/2022 上报.docx      # 规格与 Word 比\n"
        "goalgen diff v1:specs/331201/2022 specs/331201/2022 --stat\n"
        "goalgen diff main:specs/331201/2022 specs/331201/2022 --format docx -o 对照.docx   # 新表，改动都是修订",
    )
    diff.add_argument(
        "sides",
        nargs="*",
        metavar="一边",
        help="规格、Word 文件、文件夹，或 git 的版本（HEAD~1、main、main:specs/…）；先旧后新",
    )
    diff.add_argument("-o", dest="out", metavar="文件", help="--format docx 写到哪个文件")
    diff.add_argument("--force", action="store_true", help="覆盖已有的 -o 文件")
    diff.add_argument("--stat", action="store_true", help="一个项目一行：改了多少，预算从多少到多少")
    diff.add_argument("--exit-code", action="store_true", help="不一样时退出码为 1")
    formats(diff, ("text", "md", "html", "json", "docx"))


def merging(add: Add) -> None:
    """`goalgen merge`."""
    merge = add(
        "merge",
        "merge.merge_specs",
        "合并一份规格的三个版本：按栏目、按行，注释留着；两边改得不同的，用 git 的冲突标记标出",
        "goalgen merge 原来.yaml 我的.yaml 同事的.yaml -o 我的.yaml\n"
        "goalgen merge 原来.yaml 我的.yaml 同事改过的.docx > 合并.yaml\n"
        "goalgen merge 原来.yaml 我的.yaml 同事的.yaml --favor theirs   # 冲突都照对方的\n"
        "goalgen merge 原来.yaml 报告.docx 同事的.yaml -o 报告-改.docx   # 我方是 Word：对方改的写进它的副本",
    )
    merge.add_argument("base", metavar="原来", help="两边共同的底稿（规格或 Word）")
    merge.add_argument("ours", metavar="我方", help="我方的规格：结果照它的写法；是 Word 的，结果是它的副本，要加 -o")
    merge.add_argument("theirs", metavar="对方", help="对方的规格或 Word")
    merge.add_argument("-o", dest="out", metavar="文件", help="写到哪个文件；不写就输出到屏幕")
    merge.add_argument("--favor", choices=("ours", "theirs"), metavar="ours|theirs", help="冲突照哪一方，不标出")
    merge.add_argument("--force", action="store_true", help="覆盖已有的文件（写回我方、对方自己不用）")
    merge.add_argument(
        "--marker-size", type=int, default=7, metavar="个数", help="冲突标记几个符号，默认 7（git 会给）"
    )
    merge.add_argument("--path", metavar="路径", help="标记里写的文件名（git 会给）")


def pulling(add: Add) -> None:
    """`goalgen pull`."""
    pull = add(
        "pull",
        "pull.pull_documents",
        "把别人在 Word 里改的取回规格：只写改了的几个字，注释、豁免留着；规格也改过的，合并",
        "goalgen pull build/331201-2022.docx            # 与 specs/ 里的规格对上，看改了什么，问过再写\n"
        "goalgen pull 退回的/ specs/331201/2022 --yes    # 一个文件夹的 Word，不问\n"
        "goalgen pull 退回.docx --dry-run               # 只看\n"
        "goalgen pull 退回.docx --drop-residue --yes   # 表外多写的字不要，别的照样取\n"
        "goalgen pull 退回.docx --comments md           # 批注列成表，贴进合并请求",
    )
    pull.add_argument("paths", nargs="+", metavar="路径", help="Word 文件或放 Word 的文件夹；规格，不写就是 specs/")
    pull.add_argument("--yes", action="store_true", help="不问，直接写")
    pull.add_argument("--dry-run", action="store_true", help="只看会改什么，不写")
    pull.add_argument(
        "--favor",
        choices=("ours", "theirs"),
        metavar="ours|theirs",
        help="两边改得不同的照规格（ours）或照 Word（theirs）",
    )
    pull.add_argument(
        "--drop-residue",
        action="store_true",
        help="没有认出来的文字不要，照样取那张表别的改动",
    )
    pull.add_argument(
        "--comments", choices=("md", "json"), metavar="md|json", help="只列出 Word 里的批注：项目、栏目、作者"
    )


def git(add: Add) -> None:
    """`goalgen git`."""
    command = add(
        "git",
        "",
        "让这个仓库的 git 按栏目合并规格、把 Word 显示成 YAML",
        "goalgen git install     # 装上；每个人的本机各运行一次\n"
        "goalgen git status      # 装好了没有\n"
        "goalgen git uninstall   # 去掉，和装以前一样",
    )
    inner = adder(command)
    inner(
        "install", "git.install", "装上：写 .gitattributes 和这个仓库的 git 设置，别人的行不动", "goalgen git install"
    )
    inner("uninstall", "git.uninstall", "去掉，和装以前一样", "goalgen git uninstall")
    inner("status", "git.status", "装好了没有；没有装好退出码为 1", "goalgen git status")
    shown = inner(
        "textconv", "git.textconv", "把一个 Word 文件显示成文字（git 自己调用）", "goalgen git textconv 上报.docx"
    )
    shown.add_argument("path", metavar="WORD", help="Word 文件")
    shown.add_argument("--of", metavar="版本", help="写明 goalgen 的版本，git 换了版本就不用从前的缓存")
