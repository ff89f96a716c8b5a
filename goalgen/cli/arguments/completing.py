"""Edge floor: what can be typed of the command that teaches a shell to complete the others."""

from __future__ import annotations

from goalgen.cli.arguments.common import Add


def completing(add: Add) -> None:
    """`goalgen completion`."""
    command = add(
        "completion",
        "completion.print_script",
        "输出按 Tab 键补全的脚本：命令、选项、文件名；补全时不启动 goalgen",
        "mkdir -p ~/.local/share/bash-completion/completions\n"
        "goalgen completion bash > ~/.local/share/bash-completion/completions/goalgen   # 新开的 bash 里就有了\n"
        "mkdir -p ~/.zfunc\n"
        "goalgen completion zsh > ~/.zfunc/_goalgen   # ~/.zshrc 里要有：fpath=(~/.zfunc $fpath); autoload -U compinit; compinit\n"
        "mkdir -p ~/.config/fish/completions\n"
        "goalgen completion fish > ~/.config/fish/completions/goalgen.fish",
    )
    command.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="bash|zsh|fish", help="用哪一种命令行")
