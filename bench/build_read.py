"""Building and reading the book of 17 beside docxtpl and lxml, in one run.

Bars (issue A): building <= 3 x docxtpl's own time for one looped template on the same data (load, render, save); reading
<= 5 x the time lxml needs to parse the same `word/document.xml`. Run: python bench/build_read.py
"""

from __future__ import annotations

import io
import re
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

from goalgen.form import Form, form_files, load_form  # noqa: E402
from goalgen.spec import load  # noqa: E402
from goalgen.text import Source  # noqa: E402
from goalgen.verbs.build import build  # noqa: E402
from goalgen.verbs.read import read  # noqa: E402

ROUNDS = 15


def median_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def read_beside_parse(book: bytes, xml: bytes, form: Form) -> tuple[float, float]:
    """Parsing and reading in turn, so that a slow moment of the machine meets both; a form forgets the texts it has met."""
    times: list[tuple[float, float]] = []
    for _ in range(2 * ROUNDS):
        for inline in form.finder.rows.inlines.values():
            inline._known.clear()
        start = time.perf_counter()
        etree.fromstring(xml)
        middle = time.perf_counter()
        read(book, "书", [form])
        times.append((middle - start, time.perf_counter() - middle))
    parse, reading = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
    return parse, reading


def looped_template(data: bytes) -> bytes:
    """The form's template as plain docxtpl would have it: a loop typed around the body, merges by hand."""
    parts = dict(_members(data))
    xml = parts["word/document.xml"].decode()
    body = re.search(r"(<w:body>)(.*)(<w:sectPr.*</w:body>)", xml, re.DOTALL)
    assert body
    inside = re.sub(r"\s*\|\s*合并", "", body[2])
    inside = re.sub(r"\{\{ *(?!loop|项|目标)(\w+)", r"{{ 项目.\1", inside)
    inside = inside.replace("in 绩效目标", "in 项目.绩效目标").replace("in 绩效指标", "in 项目.绩效指标")
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    looped = paragraph.format("{%p for 项目 in 项目们 %}") + inside + paragraph.format("{%p endfor %}")
    parts["word/document.xml"] = xml.replace(body[2], looped).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _members(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def main() -> int:
    folder = ROOT / "specs/331201/2022"
    specs = [load(Source(path.name, path.read_text(encoding="utf8")))[0] for path in sorted(folder.glob("*.yaml"))]
    files = form_files([ROOT])["tianjin-2022"]
    form, problems = load_form(files)
    assert form
    assert not problems
    assert all(specs)
    book = build([spec for spec in specs if spec], form).data or b""
    template = looped_template(files.template.read_bytes())

    def docxtpl() -> None:
        document = DocxTemplate(io.BytesIO(template))
        document.render({"项目们": [spec.value for spec in specs if spec]}, Environment(autoescape=True))
        document.save(io.BytesIO())

    xml = dict(_members(book))["word/document.xml"]
    theirs, ours = median_ms(docxtpl), median_ms(lambda: build([spec for spec in specs if spec], form))
    loading = median_ms(lambda: load_form(files))
    parse, reading = read_beside_parse(book, xml, form)
    print(f"17 张表，document.xml {len(xml) / 1024:.0f} KB，{ROUNDS} 次取中位数")
    print(
        f"生成：docxtpl 循环模板 {theirs:.1f} ms；goalgen 生成并读回核对 {ours:.1f} ms，{ours / theirs:.2f} 倍（限 3 倍）"
    )
    print(f"      另，装入表样 {loading:.1f} ms，一次运行只装一次")
    print(f"读取：lxml 解析 {parse:.1f} ms；goalgen 读取 {reading:.1f} ms，{reading / parse:.2f} 倍（限 5 倍）")
    return 0 if ours <= 3 * theirs and reading <= 5 * parse else 1


if __name__ == "__main__":
    raise SystemExit(main())
