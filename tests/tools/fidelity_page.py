"""The page docs/fidelity.md: what was measured by `tests.tools.fidelity`, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from goalgen.codes import registry

FILE = Path(__file__).parents[1] / "data/fidelity.txt"
DONE = "✓"
COLUMNS = ("不改", "改字", "加行", "删行", "加目标", "加项目", "拿掉项目")

LABELS: Mapping[str, str] = {
    "split_runs": "一句话分成几截存着",
    "proof_error": "拼写检查的标记",
    "bookmark": "书签",
    "last_rendered_page_break": "上次分页的标记",
    "inserted_run": "修订：别人加的字",
    "deleted_run": "修订：别人删的字",
    "deleted_in_inserted_run": "修订：加了又删的字",
    "moved_run": "修订：移来的字",
    "superscript_inserted": "修订：加上的上标",
    "superscript_as_a_change": "修订：改成上标",
    "struck_as_a_change": "修订：加过又去掉的删除线",
    "vanished_as_a_change": "修订：改成隐藏又改回来",
    "inserted_paragraph": "修订：别人加的一段",
    "deleted_paragraph": "修订：别人删的一段",
    "deleted_paragraph_end": "修订：别人删的段落标记",
    "moved_paragraph": "修订：移来的一段",
    "inserted_row": "修订：别人加的一行",
    "deleted_row": "修订：别人删的一行",
    "tracked_merge": "修订：别人合并的格",
    "tracked_split": "修订：别人拆开的格",
    "hyperlink_with_insertion": "修订：超链接里加的字",
    "comment": "批注",
    "footnote": "脚注",
    "endnote": "尾注",
    "instruction_in_a_footnote": "脚注里别的程序的指令",
    "control_inline": "内容控件：几个字",
    "control_nested": "内容控件：套着控件",
    "control_prompt": "内容控件：还是提示语",
    "control_check_box": "内容控件：复选框",
    "control_stale_binding": "内容控件：绑定的数据和显示的不同",
    "control_around_paragraph": "内容控件：一段",
    "control_around_cell": "内容控件：一格",
    "control_around_row": "内容控件：一行",
    "control_around_table": "内容控件：整张表",
    "custom_xml_inline": "自定义 XML：几个字",
    "custom_xml_around_paragraph": "自定义 XML：一段",
    "custom_xml_around_cell": "自定义 XML：一格",
    "custom_xml_around_row": "自定义 XML：一行",
    "custom_xml_around_table": "自定义 XML：整张表",
    "smart_tag": "智能标记",
    "field_simple": "域：简单的",
    "field_complex": "域：有结果的",
    "field_in_an_instruction": "域：指令里套着域",
    "field_form_text": "旧式窗体：文字",
    "field_form_check_box": "旧式窗体：复选框",
    "field_form_list": "旧式窗体：下拉列表",
    "field_symbol": "域：符号",
    "hyperlink": "超链接",
    "text_box_with_fallback": "文本框（新旧两份）",
    "text_box_vml_only": "文本框（旧式）",
    "struck_in_a_text_box": "文本框里划掉的字",
    "table_in_a_text_box": "表在文本框里",
    "framed_table": "表套在一格的框里",
    "alternate_run": "存了新旧两份：几个字",
    "alternate_paragraph": "存了新旧两份：一段",
    "alternate_table": "存了新旧两份：整张表",
    "nested_table": "格子里套着表",
    "automatic_numbers": "自动编号：目标",
    "automatic_numbers_by_style": "自动编号：由样式",
    "automatic_heading_number": "自动编号：标题",
    "declared_numbering": "编号部件带 DTD",
    "horizontal_merge": "横向合并（旧式）",
    "text_in_a_merged_away_cell": "合并格下压着字",
    "merge_without_beginning": "竖向合并没有头（删了末次合并的头一行）",
    "merge_without_beginning_in_the_first_row": "竖向合并没有头（头一行）",
    "merge_without_beginning_in_the_middle": "竖向合并没有头（中间）",
    "text_only_in_the_continuation": "字打在合并的续格里",
    "merge_above_a_gap": "合并下面有缺格的行",
    "merges_over_three_tables": "合并跨过两次断表",
    "blank_below_a_cut": "断表以下的空格",
    "vertical_label": "竖排的栏名",
    "padded_label": "栏名里加了空格",
    "punctuated_label": "栏名带冒号、括号",
    "columns_before_and_after": "行前行后有空列",
    "no_grid": "表没有列宽",
    "blank_rows": "空行",
    "blank_paragraphs": "表间空段",
    "cut_with_header_typed_again": "断表，表头重打",
    "cut_without_header": "断表，没有表头",
    "joined_tables": "两张表连成一张",
    "header_and_footer": "页眉页脚",
    "watermark": "水印",
    "strict_names": "Strict Open XML 的名字",
    "embedded_file": "嵌入的文件（正文）",
    "embedded_file_in_a_cell": "嵌入的文件（格子里）",
    "sub_document": "子文档",
    "embedded_object": "OLE 对象",
    "active_control": "ActiveX 控件",
    "picture": "图片",
    "smart_art": "SmartArt",
    "chart": "图表",
    "old_equation": "旧公式",
    "equation": "公式",
    "equation_at_least": "公式里的 ≥",
    "superscript": "上标",
    "superscript_by_based_on_style": "上标：由上级样式",
    "superscript_taken_away": "样式是上标，又去掉",
    "superscript_of_several_characters": "上标：几个字符",
    "superscript_letters": "上标：字母",
    "superscript_in_chinese": "上标：汉字",
    "superscript_in_a_goal": "上标：目标里",
    "superscript_in_a_heading": "上标：标题里",
    "superscript_without_a_character": "上标：没有对应字符的",
    "subscript_by_style": "下标：由样式",
    "moved_up": "升高的字",
    "moved_down": "降低的字",
    "capitals": "全部大写",
    "small_capitals": "小型大写",
    "two_lines_in_one": "双行合一",
    "emphasis_and_width": "着重号、字宽、竖排",
    "style_separator": "样式分隔符",
    "hidden_paragraph_mark": "隐藏的段落标记",
    "struck_run": "删除线",
    "doubly_struck_run": "双删除线",
    "struck_by_style": "删除线：由样式",
    "struck_by_paragraph_style": "删除线：由段落样式",
    "struck_by_table_style": "删除线：由表样式",
    "vanished_run": "隐藏的字",
    "vanished_by_style": "隐藏的字：由样式",
    "white_run": "白字",
    "white_by_style": "白字：由样式",
    "white_on_dark": "深底白字",
    "white_by_a_dark_style": "深底白字：由样式",
    "ruby": "拼音",
    "right_to_left_override": "强制从右到左",
    "instruction_in_a_text": "字里别的程序的指令、XML 注释",
    "declared_header": "页眉带 DTD",
    "declared_comments": "批注部件带 DTD",
    "declared_styles": "样式部件带 DTD",
    "characters": "特殊字符：制表、换行、连字符",
    "edge_spaces_not_preserved": "两头的空格没有写明保留",
    "symbol_tick": "符号：打勾",
    "symbol_font": "符号字体",
    "symbol_at_least": "符号字体的 ≥",
}
"""What each construct is, as a person would say it, in the order of the page."""

_HEAD = """# put 的保真表：改什么，留什么，不写什么

本页由 `python -m tests.tools.generate` 从 `tests/data/fidelity.txt` 生成，请勿手改；那个文件由 `python -m tests.tools.fidelity` 量出来，测试逐行重量。

一致性文件（[`tests/conformance/`](../tests/conformance/)）是 Word、WPS、LibreOffice 会存成的各种样子，一种一个文件，都放在一个公开项目的绩效目标表里。
对每一种各做下面几件事，先直接写，再写成修订（`--track-changes`）：

* **不改**：规格和文件说的一样，写回去。✓ 是得到的文件逐字节相同。
* **改字**：每个值中间三分之一换成别的字，一次全改。
* **加行、删行**：在中间加一条指标；把每一条各删一次。**加目标**：加一条绩效目标。
* **加项目**：照这个项目再加一个（`--add`）。这个文件里只有它可以照抄；平常册里有几个项目，照抄的是最近的、没有这些东西的一个，所以多半能加。
  **拿掉项目**：后面还有一个项目，把它整个拿掉（`--remove`）。

✓ 是都写了，直接写、写成修订都是，而且写好读回来逐字相同、别的字节没有动过；没有写的，写明几处里写了几处，和不写的[代码](codes.md)。
不写的整个文件不动；「改字」是去掉不写的那几处以后，别的照写。
"""


def page() -> str:
    """The page, from the file."""
    lines = {line.split("\t")[0]: line.split("\t")[1:] for line in FILE.read_text("utf-8").splitlines()}
    rows = [[LABELS[name], f"`{name}`", *lines[name]] for name in LABELS]
    found = sorted({code for row in rows for cell in row[2:] for code in re.findall("[A-Z][0-9]{3}", cell)})
    told = "".join(f"| {code} | {registry()[code].name} |\n" for code in found)
    plain = [row for row in rows if set(row[2:]) == {DONE}]
    others = [row for row in rows if set(row[2:]) != {DONE}]
    counts = "".join(f"| {name} | {_count(others, place) + len(plain)} |\n" for place, name in enumerate(COLUMNS, 2))
    return (
        f"{_HEAD}\n## 合计\n\n共 {len(rows)} 种，全部照写的 {len(plain)} 种。\n\n| 做的事 | 全部照写的种数 |\n|---|---|\n{counts}"
        f"\n不写的代码：\n\n| 代码 | 是什么 |\n|---|---|\n{told}"
        f"\n## 有不写的\n\n| 样子 | 文件 | {' | '.join(COLUMNS)} |\n|{'---|' * (2 + len(COLUMNS))}\n{''.join(map(_row, others))}"
        "\n## 全部照写\n\n" + "".join(f"* {label}（{name}）\n" for label, name, *_ in plain)
    )


def _count(rows: Sequence[Sequence[str]], place: int) -> int:
    return sum(row[place] == DONE for row in rows)


def _row(row: Sequence[str]) -> str:
    return f"| {' | '.join(row)} |\n"
