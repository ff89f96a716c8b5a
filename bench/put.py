"""Putting beside reading: the report of 300 pages (`bench/report.py`) with the tables that people made in it; a value changed
in each of 17 projects. Bars (issue H): the XML differs in those characters and nothing else; time and memory within 4 times
those of reading the same document, for the document is read twice. Run: python bench/put.py
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from copy import deepcopy
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "bench")]

from conftest import form, spec_of, specs_in  # noqa: E402
from lxml import etree  # noqa: E402
from report import foreign, random  # noqa: E402

from goalgen.docx import DOCUMENT, open_package, parse, write_package  # noqa: E402
from goalgen.docx import names as n  # noqa: E402
from goalgen.form import Form  # noqa: E402
from goalgen.spec import Spec  # noqa: E402
from goalgen.verbs.put import put  # noqa: E402
from goalgen.verbs.read import read  # noqa: E402

LEGACY = ROOT / "tests/data/legacy/tianjin-2022.docx"
FORM = "tianjin-2022"
ROUNDS, BAR = 7, 4
NEW = "改过的用途"


def report(path: Path = LEGACY) -> bytes:
    """The document that people made, each of its blocks as it is, with a page or so of other things between all of them."""
    opened, _ = open_package(path.read_bytes(), path.name)
    assert opened
    rng = random.Random(300)
    namespaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in opened.document.nsmap.items() if prefix)
    body = opened.document.find(n.BODY)
    assert body is not None
    xml = [part for _ in range(60) for part in foreign(rng)]
    for node in body:
        if node.tag != n.SECT_PR:
            xml.append(etree.tostring(node, encoding="unicode", with_tail=False))
        if node.tag == n.TBL and _ends(node):
            xml += [part for _ in range(8) for part in foreign(rng)]
    document = f"<w:document {namespaces}><w:body>{''.join(xml)}</w:body></w:document>"
    parts = {name: opened.parts[name] for name in opened.parts}
    return write_package({**parts, DOCUMENT: etree.tostring(parse(document.encode()), encoding="UTF-8")})


def _ends(table: etree._Element) -> bool:
    """Whether a project ends with this table: its indicators do."""
    return "三级指标" in "".join(table.itertext(n.T))


def changed(data: bytes, known: Form) -> tuple[list[Spec], list[str]]:
    """The specs of a document with one value of each project changed, and the old values."""
    specs, olds = [], []
    for place, table in enumerate(read(data, "报告.docx", [known]).specs):
        value = deepcopy(table.value)
        olds.append(value["资金用途"])
        value["资金用途"] = NEW
        specs.append(spec_of(value, f"{place}.yaml"))
    return specs, olds


def differences(old: str, new: str) -> list[tuple[str, str]]:
    """What of two texts of as many elements differs, element by element."""
    one, two = (text.replace("<", "\n<").split("\n") for text in (old, new))
    return [(a, b) for a, b in zip(one, two, strict=True) if a != b]


def memory(name: str) -> float:
    """What the kernel says of this process's memory, in megabytes (Linux)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split(f"{name}:")[1].split()[0]) / 1024


def measure(kind: str, path: Path) -> None:
    """Read or put a document some times, in a process of its own: the processor's seconds, the megabytes that it took."""
    known = form(FORM)
    data = path.read_bytes()
    specs = specs_in(path.parent)
    gc.collect()
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here on
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        if kind == "put":
            result = put(specs, data, "报告.docx", [known])
            assert len(result.changes) == len(specs), [*map(str, result.problems)]
        else:
            read(data, "报告.docx", [known])
        times.append(time.process_time() - start)
    print(f"{statistics.median(times):.4f} {memory('VmHWM') - before:.1f}")


def main() -> int:
    if len(sys.argv) > 1:
        measure(sys.argv[1], Path(sys.argv[2]))
        return 0
    known = form(FORM)
    data = report()
    specs, olds = changed(data, known)
    result = put(specs, data, "报告.docx", [known])
    opened = [open_package(each, "")[0] for each in (data, result.data)]
    old, new = (each.parts[DOCUMENT].decode() for each in opened if each)
    found = differences(old, new)
    print(f"document.xml {len(old.encode()) / 2**20:.1f} MB，{len(specs)} 个项目各改一个值，XML 里变了 {len(found)} 处")
    expected = [
        (f"<w:t{one}>{old_text}", f"<w:t{one}>{NEW}") for one in ("", ' xml:space="preserve"') for old_text in olds
    ]
    right = len(found) == len(specs) == 17 and all(pair in expected for pair in found)
    print("变的正是这些字" if right else f"还有别的变了：{[pair for pair in found if pair not in expected][:3]}")
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        path.write_bytes(data)
        for spec in specs:
            (path.parent / spec.source.name).write_text(spec.source.text, encoding="utf8")
        for kind in ("read", "put"):
            command = [sys.executable, __file__, kind, str(path)]
            out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            figures[kind] = float(out[0]), max(float(out[1]), 0.1)
            print(f"{kind}：{figures[kind][0]:.2f} 秒（CPU），内存多用 {figures[kind][1]:.0f} MB")
    slower, larger = (figures["put"][at] / figures["read"][at] for at in (0, 1))
    print(f"put 是 read 的 {slower:.1f} 倍时间、{larger:.1f} 倍内存（界限 {BAR} 倍）")
    return int(not right or slower > BAR or larger > BAR)


if __name__ == "__main__":
    raise SystemExit(main())
