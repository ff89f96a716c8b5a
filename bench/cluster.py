"""A cluster on loopback with injected failures, and what it costs: `python bench/cluster.py [documents] [workers]`.

An S3 server (moto), a dask scheduler and workers as processes of their own; three documents that kill, hang, eat memory; a worker
is killed, then the scheduler; a second run goes on. The rows must be those of one process, byte for byte. Then the same documents
without failures, in one process and on the cluster: processor time by who used it. Needs `pip install -e ".[cluster-test]"`.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from clusters import Machines, machines, rows_of  # noqa: E402

from goalgen.docx.archive import replace_members  # noqa: E402

LIMITS = ("--time-limit", "20", "--memory-limit", "256MB")
TICKS = os.sysconf("SC_CLK_TCK")
BUCKET = "s3://archive"


def documents(folder: Path, count: int, poison: dict[int, str]) -> int:
    """So many documents, each with a project name of its own, in folders of a hundred; their bytes together."""
    import zipfile

    from goalgen import build, load  # the library builds without a secret

    specs = [load(path.read_text("utf8")) for path in sorted((ROOT / "specs/331201/2022").glob("*.yaml"))]
    made = []
    for spec, _ in specs:
        data = build([spec]).data if spec else None
        assert spec
        assert data
        (folder / "x.docx").write_bytes(data)
        with zipfile.ZipFile(folder / "x.docx") as archive:
            made.append((data, archive.read("word/document.xml"), str(spec.value["项目名称"]).encode()))
    (folder / "x.docx").unlink()
    size = 0
    for number in range(count):
        data, text, name = made[number % len(made)]
        below = folder / "in" / f"{number // 100:04}"
        below.mkdir(parents=True, exist_ok=True)
        changed = replace_members(data, {"word/document.xml": text.replace(name, name + f"{number:07}".encode())})
        (below / f"{number:07}{poison.get(number, '')}.docx").write_bytes(changed)
        size += len(changed)
    return size


def processes() -> dict[int, tuple[int, str, float]]:
    """Each process: its parent, its command, and the processor time that it used."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
            command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf8", "replace")
        except OSError:
            continue
        found[int(path.name)] = int(fields[1]), command, sum(map(int, fields[11:13])) / TICKS
    return found


ROLES = {
    "goalgen.fleet.child": "打开文件的进程",
    "dask_worker": "工作进程（取文件、写分片）",
    "dask_scheduler": "调度器",
    "moto": "S3 服务器",
}


def used() -> dict[int, tuple[str, float]]:
    """The role of each process that this one has started, and the processor seconds that it used so far."""
    there = processes()
    ours = {os.getpid()}
    while more := {pid for pid, (parent, _, _) in there.items() if parent in ours} - ours:
        ours |= more
    found = {}
    for pid in ours - {os.getpid()}:
        _, line, seconds = there[pid]
        found[pid] = next((name for word, name in ROLES.items() if word in line), "命令自己"), seconds
    return found


def measured(many: Machines, label: str, count: int, *arguments: str) -> None:
    """Run a command, and print what it cost."""
    before, start = used(), time.monotonic()
    process = many.command(*arguments, "-q")
    last = dict(before)
    while process.poll() is None:
        last |= used()
        time.sleep(0.1)
    seconds = time.monotonic() - start
    process.communicate()
    cost = Counter[str]()
    for pid, (role, now) in last.items():
        cost[role] += now - (before[pid][1] if pid in before else 0)
    shares = "，".join(f"{role} {value / count * 1000:.2f}" for role, value in cost.most_common() if value > 0.05)
    total = sum(value for role, value in cost.items() if role != "S3 服务器")
    print(
        f"{label}：{seconds:.1f} 秒，每秒 {count / seconds:.0f} 个；处理器时间每个 {total / count * 1000:.2f} 毫秒（{shares}）",
        flush=True,
    )


def shards(many: Machines, name: str) -> dict[str, bytes]:
    folder = many.folder / name
    if not folder.exists():
        many.files().get(f"archive/{name}/", f"{folder}/", recursive=True)
    return {path.name: path.read_bytes() for path in sorted((folder / "rows").iterdir())}


def failures(many: Machines, count: int, workers: int) -> bool:
    """Kill a worker, then the scheduler; go on; whether the rows are those of one process."""
    there = many.files()
    work = ("read", f"{BUCKET}/in", "--chunk", "2MB", *LIMITS)

    def done() -> int:
        return len(there.find("archive/out/rows"))

    start = time.monotonic()
    code, out, err = many.run(*work, "--on", "local", "-o", "one", timeout=3600)
    print(f"一个进程：{time.monotonic() - start:.0f} 秒，退出码 {code}\n{out}{err}", flush=True)
    total = len(shards(many, "one"))
    start = time.monotonic()
    command = many.command(*work, "--on", many.cluster(workers), "-o", f"{BUCKET}/out")
    many.until(lambda: done() >= total // 4 or command.poll() is not None, 3600)
    many.kill(many.workers[1])
    print(f"{time.monotonic() - start:.0f} 秒：有了 {done()}/{total} 个分片，kill -9 一个工作进程", flush=True)
    many.until(lambda: done() >= total // 2 or command.poll() is not None, 3600)
    many.kill(many.scheduler)
    print(f"{time.monotonic() - start:.0f} 秒：有了 {done()}/{total} 个分片，kill -9 调度器", flush=True)
    _, err = command.communicate(timeout=120)
    print(
        f"{time.monotonic() - start:.0f} 秒：命令退出，退出码 {command.returncode}：{err.splitlines()[-1]}", flush=True
    )
    start = time.monotonic()
    code, out, err = many.run(*work, "--on", many.cluster(workers), "-o", f"{BUCKET}/out", timeout=3600)
    print(f"再运行一次：{time.monotonic() - start:.0f} 秒，退出码 {code}\n{out}{err}", flush=True)
    same = shards(many, "out") == shards(many, "one")
    rows = rows_of(many.folder / "out")
    print(f"{len(rows)} 行，{total} 个分片，和一个进程的{'一个字节也不差' if same else '不同'}")
    for row in rows:
        if row["state"] != "ok":
            print(f"  {row['path']}  {row['state']}  {row['reason']}")
    return same and len(rows) == count


def throughput(count: int) -> None:
    """What the same documents cost without failures, in one process and on the cluster."""
    with machines(poison=False) as many:
        documents(many.folder, count, {})
        many.store()
        there = many.files()
        there.call_s3("create_bucket", Bucket="archive")
        there.put(f"{many.folder}/in/", "archive/in/", recursive=True)
        many.run("survey", "in/0000", "--on", "local", "-o", "warm")
        measured(many, "平常的 read，一个进程，本机的文件", count, "read", "in", "-o", "usual", "--jobs", "1")
        measured(many, "--on local，本机的文件", count, "read", "in", "--on", "local", "-o", "a")
        measured(many, "--on local，S3", count, "read", f"{BUCKET}/in", "--on", "local", "-o", f"{BUCKET}/b")
        measured(many, "一个工作进程，S3", count, "read", f"{BUCKET}/in", "--on", many.cluster(1), "-o", f"{BUCKET}/c")
        many.stop()
        measured(many, "两个工作进程，S3", count, "read", f"{BUCKET}/in", "--on", many.cluster(2), "-o", f"{BUCKET}/d")
        log = (many.folder / "log.txt").read_text("utf8", "replace")
        print(
            f"S3 的请求（四次读连同上传）：GET {log.count('GET /')}，PUT {log.count('PUT /')}，HEAD {log.count('HEAD /')}"
        )


def main() -> int:
    count, workers = (int(each) for each in (*sys.argv[1:], *("5000", "4")[len(sys.argv) - 1 :]))
    with machines() as many:
        size = documents(many.folder, count, {count // 7: "杀", count // 3: "挂", count // 2: "吃"})
        many.store()
        there = many.files()
        there.call_s3("create_bucket", Bucket="archive")
        there.put(f"{many.folder}/in/", "archive/in/", recursive=True)
        print(
            f"{count} 个文件，{size / 2**20:.0f} MB，{workers} 个工作进程，{os.cpu_count()} 核，负载 {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        good = failures(many, count, workers)
        kept = list((many.folder / "one/rows").iterdir())
        print(f"分片共 {sum(path.stat().st_size for path in kept) / count:.0f} 字节一个文件")
    throughput(min(count, 1000))
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
