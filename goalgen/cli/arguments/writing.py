"""Edge floor: what can be typed of the commands that write Word files and begin specs."""

from __future__ import annotations

from typing import Any

from goalgen.cli.arguments.common import Add, cached, far, formats, pair, paths, spread
from goalgen.cli.chinese import Parser


def writing(add: Add) -> None:
    """`goalgen build`, `put` and `new`."""
    build = add(
        "build",
        "build.build_books",
        "由规格（YAML）生成 Word 表，一个文件夹一册",
        "goalgen build                             # specs/ 下的每个文件夹各成一册，写到 build/\n"
        "goalgen build specs/331201/2022 -o 上报     # 只生成这一册\n"
        "goalgen build specs/331201/2022 -o 上报/绩效目标表.docx   # 一册，写成这个文件\n"
        "goalgen build specs/331201/2022 --pdf     # 再转成 PDF（要有 LibreOffice）\n"
        "goalgen build --split                     # 一个项目一个 Word 文件\n"
        "goalgen build --force                     # 没有变的也重新生成\n"
        "goalgen build s3://档案/规格 --on dask://10.0.0.5:8786 -o s3://档案/册   # 几百万份规格，一个集群",
    )
    paths(build)
    build.add_argument(
        "-o",
        dest="out",
        metavar="文件夹",
        default="build",
        help="写到哪里，默认 build；只有一册的，也可以写 .docx 的文件名",
    )
    build.add_argument(
        "--pdf", action="store_true", help="每个 Word 文件再转一份同名的 PDF；要有 LibreOffice，缺的字体会说"
    )
    build.add_argument("--split", action="store_true", help="一个项目一个 Word 文件，放在以册名命名的文件夹里")
    build.add_argument("--force", action="store_true", help="没有变的也重新生成，写好以后改过的也覆盖")
    cached(build)
    spread(build, writes=True)
    far(build)
    _putting(add)
    _beginning(add)


def _putting(add: Add) -> None:
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
    tables: dict[str, Any] = {"type": pair, "action": "append", "default": [], "metavar": "规格=表"}
    put.add_argument(
        "--table",
        **tables,
        help="说不准是哪张表的，写明是 Word 里的第几张，如 08.yaml=18；不是哪一张、要新加的写 08.yaml=新；可写多次",
    )
    formats(put)
    cached(put)


def _beginning(add: Add) -> None:
    new = add(
        "new",
        "new.new_spec",
        "写一份新规格：在终端上逐项问您；不问的，要填的地方都是【请填】",
        "goalgen new\n"
        "goalgen new --set 单位代码=331201 --set 年度=2023 --set 项目名称=新馆运行   # 写到 specs/331201/2023/01-新馆运行.yaml\n"
        "goalgen new -o specs/331201/2023/01-新项目.yaml\n"
        "goalgen new --from specs/331201/2022/08-科技系统干部教育培训.yaml   # 去年的转到今年，金额是【请填】\n"
        "goalgen new --from 去年上报.docx --table 科技系统干部教育培训 --set 年度=2023\n"
        "goalgen new --example                     # 填好的例子，供参照",
    )
    new.add_argument(
        "-o",
        dest="out",
        metavar="文件或文件夹",
        help="写到哪里；知道单位代码和年度的，默认是 specs/单位代码/年度/，文件名照表样的规定",
    )
    new.add_argument(
        "--set",
        type=pair,
        action="append",
        default=[],
        metavar="键=值",
        help="写好的项，哪一项都可以，如 预算数=43.00、绩效目标=完成审计、绩效指标.1.指标值=≥12次；可写多次",
    )
    new.add_argument(
        "--from", dest="old", metavar="去年的", help="去年的规格或 Word 表：转到新的一年，金额、完成数改成【请填】"
    )
    new.add_argument("--table", metavar="项目", help="--from 的 Word 里有几张表时用哪一张：项目名称，或第几张")
    new.add_argument("--years", action="store_true", help="--from 的名称、期限里的年份也照建议改；不写就只列出来")
    new.add_argument("--no-input", "--yes", action="store_true", help="不问，没有写明的都是【请填】（给脚本用）")
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
