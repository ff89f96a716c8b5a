"""Edge floor: what can be typed of the commands that begin: a working folder, and what this machine has."""

from __future__ import annotations

from goalgen.cli.arguments.common import Add, cached, formats, pair, spread


def starting(add: Add) -> None:
    """`goalgen init` and `goalgen doctor`."""
    _initialising(add)
    doctor = add(
        "doctor",
        "doctor.look",
        "看这台机器、这个文件夹有什么、缺什么、怎么办；缺了不行的才算有问题（退出码 1）",
        "goalgen doctor\ngoalgen doctor --format json   # 给程序看",
    )
    formats(doctor)
    cached(doctor)


def _initialising(add: Add) -> None:
    init = add(
        "init",
        "init.init_folder",
        "建一个工作文件夹：放规格的地方、编辑器和 git 的设置；已有的一个也不动",
        "goalgen init                              # 就在当前文件夹\n"
        "goalgen init 绩效                          # 新建文件夹 绩效\n"
        "goalgen init 绩效 --github                 # 连同 GitHub 的流水线\n"
        "goalgen init 绩效 --from 历年报表            # 把历年的 Word 表读进来，不认识的版式起草成表样；可以再运行，接着做\n"
        "goalgen init --from 历年报表 --set 年度=2022  # 表上、文件名里都没有年度的，都算 2022",
    )
    init.add_argument("folder", nargs="?", default=".", metavar="文件夹", help="在哪里建，默认是当前文件夹")
    init.add_argument("--github", action="store_true", help="也写 GitHub 的流水线 .github/workflows/goalgen.yml")
    init.add_argument("--gitlab", action="store_true", help="也写 GitLab 的流水线 .gitlab-ci.yml")
    init.add_argument(
        "--from",
        dest="source",
        action="append",
        default=[],
        metavar="历年文件夹",
        help="把这个文件夹（连同下级）里旧的 Word 表都读进 specs/，做了什么、还要您做什么写在 init-报告.md；可写多次",
    )
    init.add_argument(
        "--set", type=pair, action="append", default=[], metavar="键=值", help="表上没有印的项，如 年度=2022；可写多次"
    )
    cached(init)
    spread(init, writes=True)
