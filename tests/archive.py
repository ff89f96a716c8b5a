"""A department's old Word files, made of what the tests have: 60 documents in 15 layouts, 5 of them junk.

Nine layouts are of forms that goalgen has, six of forms that it must draft; one document has more text than its form, one departs
from its form, one is there twice, one is an earlier version of another.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import drafts
from conftest import ROOT, form, specs_in
from documents import document, edit

from goalgen.verbs.build import build

DATA = ROOT / "tests/data"
EXAMPLES = {
    "mof-2015-project": ("02-公共机构节能改造", "教育系统基础设施建设和设备购置"),
    "mof-2015-region": ("农田建设补助资金",),
    "mof-2015-unit": ("示例市机关事务管理局",),
    "mof-2020-selfeval": ("中江县农业水价综合改革精准补贴和节水奖励项目小型水库水标尺制作安装",),
    "mof-2021-core": ("01-拆违经费",),
    "shanghai-putuo-2026": ("01-拆违经费",),
    "sichuan-zhongjiang-2022": ("中江县农业水价综合改革精准补贴和节水奖励项目小型水库水标尺制作安装",),
}
TO_DRAFT = (
    "01-poverty-goals",
    "04-monitoring",
    "08-budget-goals",
    "12-two-horizons",
    "17-town-goals",
    "22-whole-selfeval",
)
ROW = "<w:tr><w:tc><w:p><w:r><w:t>经费另见附件三</w:t></w:r></w:p></w:tc></w:tr>"
CALLED = ("项目名称", "部门（单位）名称", "单位名称")


def make(folder: Path) -> None:
    """Write the archive into a folder."""
    for name, data in _files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _files() -> Iterator[tuple[str, bytes]]:
    yield from _tianjin()
    yield from _known()
    yield from _drafted()
    yield from _junk()


def _tianjin() -> Iterator[tuple[str, bytes]]:
    book = (DATA / "legacy/tianjin-2022.docx").read_bytes()
    yield "2022/公开.docx", book
    yield "2022/公开 - 副本.docx", book
    yield "2022/报送稿.docx", edit(book, "≤43.5万元", "≤45万元")
    for spec in specs_in(ROOT / "specs/331201/2022")[:6]:
        value = {key: text for key, text in spec.value.items() if key != "年度"}
        yield f"2021/{value['序号']}.docx", _built("tianjin-2022", value)


def _known() -> Iterator[tuple[str, bytes]]:
    for name, files in EXAMPLES.items():
        values = {
            spec.source.name.removesuffix(".yaml"): spec.value for spec in specs_in(ROOT / f"specs/examples/{name}")
        }
        for file in files:
            yield f"表/{name}-{file[:10]}.docx", _built(name, values[file])
        renamed = next(key for key in (*CALLED, "专项名称") if key in values[files[0]])
        other = (
            values[files[0]]
            | {renamed: "路灯管理所" if renamed == "单位名称" else "城区路灯维护"}
            | ({"序号": "9"} if "序号" in values[files[0]] else {})
        )
        yield f"表/{name}-路灯.docx", _built(name, other)
    public = DATA / "forms"
    for name in ("hubei_wuhan_qingshan_edu_2020", "shanghai_putuo_cgjf_2026", "shanghai_putuo_jgw_2026"):
        yield f"公开/{name}.docx", (public / f"{name}.docx").read_bytes()
    fog = (public / "hunan_xiangtan_hwc_2023.docx").read_bytes()
    yield "公开/雾炮车.docx", fog
    yield "公开/洒水车.docx", edit(fog, "雾炮车", "洒水车", 9)
    yield "公开/多了一行.docx", edit(edit(fog, "雾炮车", "清扫车", 9), "</w:tbl>", f"{ROW}</w:tbl>")
    selfeval = (public / "sichuan_zhongjiang_selfeval_2022.docx").read_bytes()
    yield "公开/栏名不同.docx", edit(selfeval, "三级指标", "三级指标及说明")


def _built(name: str, value) -> bytes:
    from conftest import spec_of

    built = build([spec_of(value)], form(name))
    assert built.data is not None, built.problems
    return built.data


def _drafted() -> Iterator[tuple[str, bytes]]:
    for name in TO_DRAFT:
        made = drafts.load(name)
        for number, values in enumerate(made.values, 1):
            yield f"{made.title}/{number}.docx", made.document(values)
            key = next(key for key in CALLED if key in values)
            yield f"{made.title}/{number}-续.docx", made.document(values | {key: f"{values[key]}（二期）"})


def _junk() -> Iterator[tuple[str, bytes]]:
    yield "杂/改了后缀的文本.docx", "这不是 Word 文件".encode()
    yield "杂/空的.docx", b""
    yield "杂/没有传完.docx", (DATA / "legacy/tianjin-2022.docx").read_bytes()[:5000]
    yield "杂/加了密码.docx", (DATA / "bad/password.docx").read_bytes()
    yield "杂/通知.docx", document("关于报送绩效目标表的通知", "各单位：请于月底前报送。")


if __name__ == "__main__":
    import sys

    shutil.rmtree(sys.argv[1], ignore_errors=True)
    make(Path(sys.argv[1]))
