"""Edge floor: what can be typed of the commands that take up what is there: Word files, last year's specs."""

from __future__ import annotations

from goalgen.cli.arguments.common import Add, cached, far, formats, pair, revisions, spread


def reading(add: Add) -> None:
    """`goalgen read`, `show` and `survey`."""
    read = add(
        "read",
        "read.read_documents",
        "从 Word 表读回规格，并逐字交账",
        "goalgen read 旧文件.docx --set 年度=2022\ngoalgen read 去年上报.docx --set 年度=2021 -o specs/331201/2021\n"
        "goalgen read 历年报表 --jobs 4 -o 规格   # 整个文件夹，四个进程一起做\n"
        "goalgen read s3://档案/历年 --on dask://10.0.0.5:8786 -o s3://档案/结果   # 几百万个文件，一个集群",
    )
    read.add_argument(
        "documents", nargs="+", metavar="Word文件", help="要读的 .docx、.doc 文件，或放它们的文件夹（连同下级）"
    )
    read.add_argument("-o", dest="out", metavar="文件夹", help="写到哪里，默认在当前文件夹新建与 Word 文件同名的文件夹")
    read.add_argument("--form", metavar="表样", help="只按这个表样读；不写就试全部表样")
    read.add_argument(
        "--set", type=pair, action="append", default=[], metavar="键=值", help="表上没有印的项，如 年度=2022；可写多次"
    )
    read.add_argument("--force", action="store_true", help="覆盖内容不同的同名文件")
    revisions(read)
    formats(read)
    cached(read)
    spread(read, writes=True)
    far(read)
    read.add_argument(
        "--files", action="store_true", help="和 --on 一起用：规格除了在分片里，也写成 YAML 文件（-o 的 specs/ 下）"
    )
    show = add(
        "show",
        "read.show_document",
        "把 Word 表的内容显示在屏幕上，不写文件",
        "goalgen show 旧文件.docx\ngoalgen show 批注.docx --comments",
    )
    show.add_argument("document", metavar="Word文件", help="要看的 .docx、.doc 文件")
    show.add_argument("--comments", action="store_true", help="只看批注：在哪一格、谁写的、写了什么")
    revisions(show)
    cached(show)
    _surveying(add)


def _surveying(add: Add) -> None:
    survey = add(
        "survey",
        "survey.survey_documents",
        "普查一个文件夹里的 Word 文件：多少能无损读出，不能的差在哪里；什么也不写",
        "goalgen survey 历年报表\ngoalgen survey 历年报表 --jobs 4 --format csv > 普查.csv   # 四个进程一起做\n"
        "goalgen survey 历年报表 --on processes:4 -o 普查   # 每个文件一行，写成 Parquet 分片；停了可以接着做",
    )
    survey.add_argument("documents", nargs="+", metavar="文件夹", help="放 Word 文件的文件夹（连同下级），或单个文件")
    revisions(survey)
    formats(survey, ("text", "json", "csv"))
    cached(survey)
    spread(survey)
    far(survey, out=True)
    survey.add_argument("--force", action="store_true", help="和 --on 一起用：-o 里是另一次运行的，从头做")


def rolling(add: Add) -> None:
    """`goalgen roll`."""
    roll = add(
        "roll",
        "roll.roll_specs",
        "把规格转到另一个表样或另一个年度：意思相同的项带过去，新的项留空，都列出来",
        "goalgen roll specs/331201/2022 --to 2023 -o specs/331201/2023\n"
        "goalgen roll specs/331201/2022/08-科技系统干部教育培训.yaml --to 绩效自评表 -o 自评",
    )
    roll.add_argument("paths", nargs="+", metavar="路径", help="规格文件，或放规格的文件夹（连同下级）")
    roll.add_argument(
        "--to", required=True, metavar="表样|年度", help="转到哪一年（四位数字），或哪个表样：名称，或标题里的几个字"
    )
    roll.add_argument("-o", dest="out", metavar="文件夹", help="写到哪里，默认在当前文件夹新建以 --to 命名的文件夹")
    roll.add_argument(
        "--set", type=pair, action="append", default=[], metavar="键=值", help="在新规格里写上的项；可写多次"
    )
    roll.add_argument("--years", action="store_true", help="名称、期限里的年份也照建议改；不写就只列出来")
    roll.add_argument(
        "--keep-amounts", action="store_true", help="到另一年时，去年的金额、完成数照抄；不写就改成【请填】"
    )
    roll.add_argument("--force", action="store_true", help="覆盖已有的同名文件")
