"""Edge floor: what can be typed of the commands that begin: a working folder, and what this machine has."""

from __future__ import annotations

from goalgen.cli.arguments.common import Add


def starting(add: Add) -> None:
    """`goalgen init`."""
    init = add(
        "init",
        "init.init_folder",
        "建一个工作文件夹：放规格的地方、编辑器和 git 的设置；已有的一个也不动",
        "goalgen init                              # 就在当前文件夹\n"
        "goalgen init 绩效                          # 新建文件夹 绩效\n"
        "goalgen init 绩效 --github                 # 连同 GitHub 的流水线",
    )
    init.add_argument("folder", nargs="?", default=".", metavar="文件夹", help="在哪里建，默认是当前文件夹")
    init.add_argument("--github", action="store_true", help="也写 GitHub 的流水线 .github/workflows/goalgen.yml")
    init.add_argument("--gitlab", action="store_true", help="也写 GitLab 的流水线 .gitlab-ci.yml")
