"""Put readers of Word files side by side on the conformance files; writes `docs/readers.md`.

Run from the repository: `python tests/tools/readers.py`. Readers that are not installed are left out: `pip install
python-docx docx2python mammoth`, and pandoc. What a person sees is in the expectation beside each file; a reader loses a
character of it, shows one twice, or lets out what is hidden.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
FOLDER = ROOT / "tests/conformance"

from goalgen import __version__  # noqa: E402

CHINESE = {
    "split_runs": "文字切成许多段", "proof_error": "拼写检查标记", "bookmark": "书签", "last_rendered_page_break": "分页痕迹",
    "inserted_run": "修订：插入文字", "deleted_run": "修订：删除文字", "deleted_in_inserted_run": "修订：插入后又删",
    "moved_run": "修订：移动文字", "inserted_paragraph": "修订：插入段落", "deleted_paragraph": "修订：删除段落",
    "deleted_paragraph_end": "修订：删除段落标记", "moved_paragraph": "修订：移动段落", "inserted_row": "修订：插入行",
    "deleted_row": "修订：删除行", "comment": "批注", "footnote": "脚注", "endnote": "尾注", "header_and_footer": "页眉页脚",
    "watermark": "艺术字水印", "text_box_with_fallback": "文本框（新旧两份）", "text_box_vml_only": "文本框（VML）",
    "table_in_a_text_box": "文本框里的表", "control_inline": "内容控件：行内", "control_nested": "内容控件：嵌套",
    "control_around_paragraph": "内容控件：段落", "control_around_cell": "内容控件：单元格", "control_around_row": "内容控件：行",
    "control_around_table": "内容控件：整表", "control_prompt": "内容控件：提示语", "control_check_box": "内容控件：复选框",
    "control_stale_binding": "内容控件：数据不符", "custom_xml_inline": "customXml：行内",
    "custom_xml_around_paragraph": "customXml：段落", "custom_xml_around_cell": "customXml：单元格",
    "custom_xml_around_row": "customXml：行", "custom_xml_around_table": "customXml：整表", "smart_tag": "智能标记",
    "nested_table": "嵌套表", "framed_table": "外框里的表", "field_simple": "简单域", "field_complex": "复杂域",
    "field_in_an_instruction": "域代码里的域", "field_form_text": "窗体：文字", "field_form_check_box": "窗体：复选框",
    "field_form_list": "窗体：下拉列表", "field_symbol": "符号域", "hyperlink": "超链接",
    "hyperlink_with_insertion": "超链接里的插入", "horizontal_merge": "旧式横向合并",
    "text_in_a_merged_away_cell": "合并格下压着的字", "columns_before_and_after": "行首行尾空列", "no_grid": "没有列定义",
    "vanished_run": "隐藏文字", "vanished_by_style": "样式隐藏的文字", "white_run": "白底白字",
    "struck_run": "划掉的文字", "doubly_struck_run": "双线划掉的文字", "struck_by_style": "样式划掉的文字", "superscript": "上标",
    "superscript_by_based_on_style": "基准样式里的上标", "superscript_taken_away": "样式里的上标，取消了", "superscript_of_several_characters": "几个字的上标",
    "superscript_letters": "字母上标", "superscript_in_chinese": "汉字上标", "superscript_inserted": "修订：插入上标",
    "superscript_as_a_change": "修订：改成上标", "superscript_in_a_goal": "目标里的上标", "superscript_in_a_heading": "标题里的上标",
    "subscript_by_style": "样式里的下标", "superscript_without_a_character": "没有字符的上标", "moved_up": "升高的文字",
    "moved_down": "降低的文字", "capitals": "全部大写", "small_capitals": "小型大写", "two_lines_in_one": "双行合一",
    "emphasis_and_width": "着重号、调整宽度、纵横混排", "style_separator": "样式分隔符", "hidden_paragraph_mark": "隐藏的段落标记",
    "struck_as_a_change": "修订：划掉", "struck_by_paragraph_style": "段落样式划掉的文字", "struck_by_table_style": "表格样式划掉的末行",
    "struck_in_a_text_box": "文本框里划掉的文字", "vanished_as_a_change": "修订：隐藏", "white_by_a_dark_style": "深色段落样式里的白字",
    "white_by_style": "样式里的白字", "white_on_dark": "深底白字",
    "automatic_numbers": "自动编号", "automatic_numbers_by_style": "样式里的自动编号", "automatic_heading_number": "标题自动编号",
    "ruby": "拼音指南", "equation_at_least": "公式编辑器的 ≥", "equation": "公式", "symbol_at_least": "符号 ≥",
    "symbol_tick": "打勾的方框", "symbol_font": "符号字体", "right_to_left_override": "文字方向", "characters": "连字符、制表、换行",
    "edge_spaces_not_preserved": "不保留的空格", "alternate_run": "两选一：行内", "alternate_paragraph": "两选一：段落",
    "alternate_table": "两选一：整表", "strict_names": "严格 OOXML", "vertical_label": "竖排标签", "padded_label": "标签里加空格",
    "punctuated_label": "标签换标点", "blank_rows": "空行", "blank_paragraphs": "空段", "joined_tables": "两表合一",
    "cut_with_header_typed_again": "表断开重打表头", "cut_without_header": "表断开不打表头",
    "merge_without_beginning": "合并格没有开头", "merge_without_beginning_in_the_first_row": "合并格没有开头：首行",
    "merge_without_beginning_in_the_middle": "合并格没有开头：中间一栏", "text_only_in_the_continuation": "合并格没有开头：字打在下一行",
    "merge_above_a_gap": "合并格下面缺一格", "merges_over_three_tables": "合并格跨过三张表", "blank_below_a_cut": "断开处下面的空格子",
    "instruction_in_a_text": "文字里的处理指令", "instruction_in_a_footnote": "脚注里的处理指令", "declared_header": "页眉带 DTD",
    "declared_comments": "批注带 DTD", "declared_styles": "样式带 DTD", "declared_numbering": "编号带 DTD", "tracked_merge": "修订：合并单元格", "tracked_split": "修订：拆分单元格",
}  # fmt: skip


LOOKS = """
## 字的样子怎么读

样子能改变意思的，按人看到的读；读不成的照打的字读，并点名。样式（字符、段落、表格样式，连同它们的基准样式和文档默认值）里写的一样算；
有修订的，`--revisions original` 按修订以前的样子读。

| 样子 | 怎么读 |
|---|---|
| 上标、下标 | 有对应字符的读成 ⁴、⁻、₂、ᵗʰ 这样的字符；相连的几段有一个字没有对应的（`[1]`、汉字），都照读，点名（R414） |
| 位置升高、降低（position） | 照读，点名（R415）；升高、降低的有上标、下标字符的（10 后面的 4），像是上标，报为警告；整行一起升降的看不出来，不提 |
| 删除线、双删除线（strike、dstrike） | 不当作内容，列在账目的隐藏文字里（R413） |
| 隐藏（vanish）、白底白字、2 磅以下的字 | 不当作内容（R403、R404、R417）；只在网页视图隐藏的（webHidden）照读 |
| 全部大写、小型大写（caps、smallCaps） | 照页面读成大写，打成小写的点名（R416） |
| 样式分隔符（specVanish）、隐藏的段落标记 | 后一段接在前一段后面，读成一段 |
| 双行合一（eastAsianLayout 的 combine） | 照读，只是挤在一起；Word 加的括号读进来：`(甲乙)` |
| 合并字符、纵横混排（eastAsianLayout 的 vert）、调整宽度（fitText） | 照读：字没有变 |
| 着重号（em）、阴文、阳文、空心、阴影、下划线、颜色 | 照读：字没有变 |
| 自动编号的样子 | 照列表的级别、段落标记的样子：划掉的、隐藏的编号不算，上标的读成上标 |
| 表格样式里的首行、末列、条纹（tblStylePr） | 表格用到的（tblLook）才算 |
| 修订删去、移走的 | 不当作内容（R401、R402） |
| 拼音指南 | 读下面的字，注音点名（R409） |
""".rstrip().splitlines()


def by_goalgen(path: Path) -> str:
    from goalgen.docx import content, open_package

    package, _ = open_package(path.read_bytes(), path.name)
    assert package is not None
    held = content(package)
    texts = []
    for block in held.blocks:
        texts += [text for _, text in block.texts()]
    return "\n".join([*texts, *(aside.text for aside in [*held.asides, *held.stories])])


def by_python_docx(path: Path) -> str:
    from docx import Document

    document = Document(str(path))
    cells = {id(cell._tc): cell for table in document.tables for row in table.rows for cell in row.cells}
    return "\n".join([*(p.text for p in document.paragraphs), *(cell.text for cell in cells.values())])


def by_docx2python(path: Path) -> str:
    from docx2python import docx2python

    with docx2python(path, duplicate_merged_cells=False) as document:
        return str(document.text)


def by_mammoth(path: Path) -> str:
    import mammoth

    with path.open("rb") as file:
        return str(mammoth.extract_raw_text(file).value)


def by_pandoc(path: Path) -> str:
    command = ["pandoc", "-f", "docx", "-t", "plain", "--wrap=none", str(path)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def wanted(name: str) -> tuple[Counter[str], list[str]]:
    """The characters that a person sees, and the texts that must not be seen."""
    told = (FOLDER / f"{name}.txt").read_text(encoding="utf8").partition("# 在绩效目标表里")[0]
    shown, hidden = "", []
    for line in told.splitlines()[1:]:
        if line.startswith("藏 "):
            text = re.sub(r"^藏 \w+ (第\d+段|表\d+ 第\d+行(第\d+列)?) | 张三 \S+$", "", line)
            hidden += [piece for piece in text.split("⏎") if piece]
        elif not line.startswith(("未读", "平 ")):
            text = re.sub(r"^旁 \S+ 第\d+段 |^第\d+段 ?|^表\d+ 第\d+行第\d+列 ?", "", line)
            shown += "" if text == "^" else text
    return count(shown), hidden


def count(text: str) -> Counter[str]:
    """The characters that no reader adds as a mark of its own."""
    return Counter(char for char in text if char.isalpha() or char in "≥≤%☑□☒☐²√⁻⁴₂⁽⁾⁺¹")


def judge(name: str, reader: Callable[[Path], str]) -> str:
    """What a reader makes of a file."""
    expected, hidden = wanted(name)
    try:
        text = reader(FOLDER / f"{name}.alone.docx")
    except Exception as error:
        return f"出错（{type(error).__name__}）"
    got = count(text)
    alphabet = set(expected) | set("".join(hidden))
    faults = []
    if expected - got:
        faults.append("丢 " + "".join(sorted((expected - got).elements()))[:8])
    leaked = [
        piece for piece in hidden if piece in re.sub(r"\s", "", text) and any(got[c] > expected[c] for c in piece)
    ]
    if leaked:
        faults.append("露 " + "".join(leaked)[:8])
    elif any(got[char] > expected[char] for char in alphabet):
        faults.append("重 " + "".join(sorted(char for char in alphabet if got[char] > expected[char]))[:8])
    if "automatic" in name and not re.search(r"1\.\s*甲乙", text):
        faults.append("编号不符")
    return "；".join(faults) or "✓"


def readers() -> dict[str, Callable[[Path], str]]:
    """The readers that are installed, by name and version."""
    found: dict[str, Callable[[Path], str]] = {f"goalgen {__version__}": by_goalgen}
    modules = {"python-docx": "docx", "docx2python": "docx2python", "mammoth": "mammoth"}
    for name, reader in (("python-docx", by_python_docx), ("docx2python", by_docx2python), ("mammoth", by_mammoth)):
        if find_spec(modules[name]):
            try:
                found[f"{name} {version(name)}"] = reader
            except PackageNotFoundError:
                found[name] = reader
    if shutil.which("pandoc"):
        told = subprocess.run(["pandoc", "--version"], capture_output=True, text=True, check=True).stdout
        found[told.splitlines()[0]] = by_pandoc
    return found


def main() -> None:
    found = readers()
    names = sorted(CHINESE, key=list(CHINESE).index)
    table = {name: [judge(name, reader) for reader in found.values()] for name in names}
    clean = [sum(row[column] == "✓" for row in table.values()) for column in range(len(found))]
    lines = [
        "# 各种读取程序比一比",
        "",
        f"同一批 {len(names)} 个小文件（tests/conformance 里的 *.alone.docx），每个只有一种写法，由各程序读出文字，和人在 Word 里看到的逐字相比。"
        "「丢」：看得见的字没有读到；「露」：删去的、隐藏的字被当成了内容；「重」：同一处读了两遍或多出了字。",
        "",
        "本页由 tests/tools/readers.py 生成，各程序都用最直接的用法：python-docx 取段落和单元格的 text（同一格只取一次），"
        "docx2python 取 text（不重复合并的格），mammoth 取 extract_raw_text，pandoc 转成 plain。"
        "嵌入的文件、图片、图表、SmartArt、嵌入的对象里的文字谁也不读，没有列进来；goalgen 在账目里点名。",
        "",
        f"| 写法 | {' | '.join(found)} |",
        f"|---|{'---|' * len(found)}",
        *(f"| {CHINESE[name]} | {' | '.join(row)} |" for name, row in table.items()),
        f"| **没有毛病的** | {' | '.join(f'**{number}**' for number in clean)} |",
        *LOOKS,
    ]
    (ROOT / "docs/readers.md").write_text("\n".join(lines) + "\n", encoding="utf8")
    print(dict(zip(found, clean, strict=True)))


if __name__ == "__main__":
    main()
