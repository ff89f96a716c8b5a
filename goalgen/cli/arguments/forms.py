"""Edge floor: what can be typed of `goalgen form`."""

from __future__ import annotations

from goalgen.cli.arguments.common import Add, adder


def form(add: Add) -> None:
    """`goalgen form`."""
    form = add("form", "", "查看和检查表样", "goalgen form list\ngoalgen form check templates/我的表.docx")
    add = adder(form)
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
