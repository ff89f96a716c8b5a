"""Make one of the mistakes that people make when they first write a spec.

Run: python slip.py NAME FILE; without arguments it lists the names.
"""

from __future__ import annotations

import sys
from pathlib import Path

SLIPS = {
    "全角冒号": ("资金用途: ", "资金用途："),
    "冒号后没有空格": ("资金用途: ", "资金用途:"),
    "制表符": ("  二级指标: 数量指标", "\t二级指标: 数量指标"),
    "全角空格缩进": ("  二级指标: 数量指标", "　　二级指标: 数量指标"),
    "大于号开头": ("指标值: ≥10场次", "指标值: >=10场次"),
    "少半个引号": ('预算数: "43.00"', '预算数: "43.00'),
    "短横后没有空格": ("- 一级指标: 效益指标", "-一级指标: 效益指标"),
    "漏了短横": ("- 一级指标: 效益指标", "  一级指标: 效益指标"),
    "两项写在一行": ('预算数: "43.00"\n财政资金: ', '预算数: "43.00" 财政资金: '),
    "栏目名写错": ("项目名称: ", "项目名: "),
    "缩进多一格": ("  二级指标: 数量指标", "   二级指标: 数量指标"),
    "等号": ("资金用途: ", "资金用途 = "),
}


def main(name: str, path: Path) -> None:
    right, wrong = SLIPS[name]
    text = path.read_bytes().decode("utf-8")
    assert right in text, f"{right!r} is not in {path}"
    path.write_bytes(text.replace(right, wrong, 1).encode("utf-8"))


if __name__ == "__main__":
    if sys.argv[1:]:
        main(sys.argv[1], Path(sys.argv[2]))
    else:
        print("\n".join(SLIPS))
