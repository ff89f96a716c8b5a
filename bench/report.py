"""A report of 300 pages: 17 of our tables among 200 others. All 17 are found, nothing else is taken for one, and time and
memory grow with the size, not faster. Run: python bench/report.py
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import form, specs_in  # noqa: E402
from lxml import etree  # noqa: E402

from goalgen.docx import DOCUMENT, open_package, parse, write_package  # noqa: E402
from goalgen.docx import names as n  # noqa: E402
from goalgen.form import form_files, load_form  # noqa: E402
from goalgen.verbs.build import build  # noqa: E402
from goalgen.verbs.read import read  # noqa: E402

WORDS = "收入支出预算财政拨款基本项目一般公共政府采购资产人员经费公用安排说明单位部门年度增长减少主要原因合计小计"
HEADERS = (
    ("项目名称", "预算数", "其中：财政拨款", "其他资金", "备注"),
    ("一级指标", "二级指标", "三级指标", "分值", "得分"),
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("单位：万元", "项目", "预算数"),
    ("绩效目标", "完成情况"),
)


def foreign(rng: random.Random) -> list[str]:
    """A page or so that is not ours: some paragraphs, and a table whose header looks a little like ours."""
    text = lambda size: "".join(rng.choices(WORDS, k=size))  # noqa: E731
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format
    cell = "<w:tc><w:tcPr/><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    header = rng.choice(HEADERS)
    rows = [header, *([text(6) if i else str(row) for i in range(len(header))] for row in range(rng.randint(8, 25)))]
    table = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    blocks = [paragraph(text(rng.randint(40, 120))) for _ in range(rng.randint(1, 4))]
    return [*blocks, f"<w:tbl><w:tblPr/><w:tblGrid/>{table}</w:tbl>", paragraph("")]


def report(times: int = 1) -> bytes:
    """The report, or several in a row, as one document."""
    rng = random.Random(300)
    book = build(specs_in(ROOT / "specs/331201/2022"), form("tianjin-2022")).data or b""
    opened, _ = open_package(book, "")
    assert opened
    body = opened.document.find(n.BODY)
    assert body is not None
    ours: list[list[etree._Element]] = [[]]
    for node in body:
        if node.find(f".//{n.BOOKMARK_START}") is not None and ours[-1]:
            ours.append([])
        ours[-1].append(node)
    xml = ['<w:body xmlns:w="' + n.W[1:-1] + '">']
    for _ in range(times):
        for number in range(200):
            xml += foreign(rng)
            if number % 12 == 5:
                group = ours[min(number // 12, len(ours) - 1)]
                xml += [
                    etree.tostring(node, encoding="unicode", with_tail=False) for node in group if node.tag != n.SECT_PR
                ]
    document = f'<w:document xmlns:w="{n.W[1:-1]}">{"".join(xml)}</w:body></w:document>'
    parts = {name: opened.parts[name] for name in opened.parts}
    return write_package({**parts, DOCUMENT: etree.tostring(parse(document.encode()), encoding="UTF-8")})


def measure(times: int) -> None:
    """Read once, in a process of its own, and print what it took."""
    data = report(times)
    size = len(open_package(data, "")[0].parts[DOCUMENT])  # type: ignore[union-attr]
    forms = [one for one, _ in (load_form(files) for files in form_files([ROOT]).values()) if one]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    reading = read(data, "报告", forms)
    seconds = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        times, size, len(reading.specs), len(reading.near), reading.tables, len(forms), f"{seconds:.4f}", f"{grown:.1f}"
    )


def main() -> int:
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
        return 0
    wrong = False
    speeds = []
    for times in (1, 2, 4, 8):
        out = subprocess.run(
            [sys.executable, __file__, str(times)], capture_output=True, text=True, check=True
        ).stdout.split()
        copies, size, found, near, tables, forms = map(int, out[:6])
        seconds, grown = map(float, out[6:])
        print(
            f"{300 * copies} 页，document.xml {size / 2**20:.1f} MB，{tables} 张表：找到 {found} 张，错认 {near} 张；"
            f"用 {forms} 个表样读 {seconds:.2f} 秒（每 MB {seconds / size * 2**20:.3f}），内存多用 {grown:.0f} MB"
        )
        wrong |= found != 17 * copies or near > 0
        speeds.append(seconds / size)
    linear = max(speeds) < 2 * min(speeds)
    print("时间和大小成正比" if linear else "时间比大小涨得快")
    return int(wrong or not linear)


if __name__ == "__main__":
    raise SystemExit(main())
