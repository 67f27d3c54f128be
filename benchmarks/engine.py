"""How quickly the engine trains, as ratios measured in one run: ``python -m benchmarks.engine``.

Writes ``benchmarks/results/engine.json`` and ``benchmarks/engine_growth.png``, prints the tables of
``benchmarks/README.md``. With a GPU it measures that too; without one it says so.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import torch

import dropviz.training  # noqa: F401 (sets the threads, before we do)
from benchmarks.contenders import Step, floor, one_after_another, seconds_a_step, together
from benchmarks.growth_plot import save_growth_plot

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "engine.json"
PEERS = ROOT / "benchmarks" / "peers"
N_RUNS = 20
GOALS = {32: (15.0, 0.55), 128: (9.0, 0.55), 256: (5.5, 0.60)}
PEER_GOAL = 40.0
JAX = "jax[cpu]>=0.10,<0.11"
JAX_GOAL = 2.0
ROUNDS = 3
THREADS = (1, 2)
GROWTH_RUNS = (1, 2, 5, 10, 20, 50, 100, 200, 400)
GROWTH_WIDTHS = (16, 32, 64, 128, 256, 512)
GPU_RUNS = (20, 64, 256, 1024, 4096)


def rates(contenders: Iterable[str], width: int) -> dict[str, float]:
    """Training steps per second of each contender: the best of rounds that take turns.

    Each in a process of its own, so that none is slowed down by the threads of another, and at the
    number of threads that suits it.
    """
    best = dict.fromkeys(contenders, 0.0)
    for _ in range(ROUNDS):
        for name in best:
            for threads in THREADS:
                best[name] = max(best[name], *in_processes("--rate", name, width, threads))
    return best


def in_processes(*arguments: object, count: int = 1) -> list[Any]:
    """What this module prints as JSON when it is called so, by as many processes at once."""
    command = [sys.executable, "-m", "benchmarks.engine", *map(str, arguments)]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(count)
    ]
    printed = [process.communicate()[0] for process in started]
    for process in started:
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
    return [json.loads(text) for text in printed]


def one_rate(name: str, width: int, threads: int) -> float:
    """Training steps per second of one contender in this process, summed over its runs."""
    torch.set_num_threads(threads)
    contenders: dict[str, tuple[int, Callable[[], list[Step]]]] = {
        "together": (N_RUNS, lambda: [together(N_RUNS, width)]),
        "half": (N_RUNS // 2, lambda: [together(N_RUNS // 2, width)]),
        "plain": (1, lambda: [one_after_another(width)]),
        "loader": (1, lambda: [one_after_another(width, data_loader=True)]),
        "floor": (N_RUNS, lambda: floor(N_RUNS, width)),
    }
    runs, make = contenders[name]
    return runs / sum(min(seconds_a_step(step) for _ in range(3)) for step in make())


def against_plain_and_floor() -> dict[int, dict[str, float]]:
    found = {}
    for width, (goal_plain, goal_floor) in GOALS.items():
        rate = rates(("together", "plain", "loader", "floor"), width)
        halves = [in_processes("--rate", "half", width, 1, count=2) for _ in range(ROUNDS)]
        found[width] = {
            **rate,
            "two_workers": max(map(sum, halves)),
            "times_plain": rate["together"] / rate["plain"],
            "times_loader": rate["together"] / rate["loader"],
            "share_of_floor": rate["together"] / rate["floor"],
            "goal_times_plain": goal_plain,
            "goal_share_of_floor": goal_floor,
        }
    return found


def against_peers() -> dict[str, Any] | None:
    """TensorFlow.js and ConvNetJS under Node, with the engine before and after them."""
    if not shutil.which("node"):
        return None
    subprocess.run(["npm", "ci", "--silent"], cwd=PEERS, check=True)
    before = rates(["together"], 128)["together"]
    done = subprocess.run(
        ["node", "peers.mjs"], cwd=PEERS, check=True, capture_output=True, text=True
    )
    ours = (before + rates(["together"], 128)["together"]) / 2
    rows = [
        {"peer": f"{peer['name']} {peer['version']}", "way": way,
         "steps_per_second": found["steps_per_second"],
         "times": ours / found["steps_per_second"]}
        for peer in json.loads(done.stdout)["peers"]
        for way, found in peer["ways"].items()
    ]  # fmt: skip
    return {"together": ours, "rows": rows}


def against_jax() -> dict[int, dict[str, float]] | None:
    """JAX in an environment of its own, by turns with the engine; None where it cannot be had."""
    home = Path(tempfile.gettempdir()) / "dropviz-jax"
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", JAX]
    if subprocess.run(pip).returncode:
        return None
    found = {}
    for width in GOALS:
        ours, theirs = 0.0, 0.0
        for _ in range(ROUNDS):
            for threads in THREADS:
                ours = max(ours, *in_processes("--rate", "together", width, threads))
            theirs = max(theirs, _jax_rate(python, width))
        found[width] = {"together": ours, "jax": theirs, "times": ours / theirs}
    return found


def _jax_rate(python: Path, width: int) -> float:
    command = [str(python), str(PEERS / "jax_peer.py"), str(width), str(N_RUNS)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(done.stdout)["steps_per_second"])


def growth() -> list[dict[str, Any]]:
    """Time and memory against runs and width, each in a process of its own."""
    sizes = [
        *((runs, 128) for runs in GROWTH_RUNS),
        *((N_RUNS, width) for width in GROWTH_WIDTHS),
    ]
    return [in_processes("--size", runs, width)[0] for runs, width in sizes]


def one_size(runs: int, width: int) -> dict[str, Any]:
    """One row of the growth table: milliseconds a step of all runs, peak memory above the start."""
    torch.set_num_threads(1)
    together(2, 8)()  # what torch itself needs
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    step = together(runs, width)
    seconds = min(seconds_a_step(step) for _ in range(3))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "runs": runs, "width": width, "ms": 1e3 * seconds, "mib": (after - before) / 1024,
        "steps_per_second": runs / seconds,
    }  # fmt: skip


def measuring() -> dict[str, Any]:
    """Seconds of the default experiment, and what of it is measuring the curves."""
    from dropviz.data.datasets import dataset
    from dropviz.experiments.experiment import Experiment
    from dropviz.training.engine import train

    torch.set_num_threads(1)
    experiment, data = Experiment(), dataset("digits")
    whole = min(train(experiment, data).snapshot.seconds for _ in range(5))
    step = together(experiment.n_runs, 128)
    bare = min(seconds_a_step(step) for _ in range(5)) * experiment.steps
    return {"default_run_s": whole, "without_measuring_s": bare}


def on_gpu() -> dict[str, Any] | None:
    if not torch.cuda.is_available():
        return None
    plain = min(seconds_a_step(one_after_another(128, "cuda"), "cuda") for _ in range(3))
    rows = []
    for runs in GPU_RUNS:
        step = together(runs, 128, "cuda")
        seconds = min(seconds_a_step(step, "cuda") for _ in range(3))
        rows.append({"runs": runs, "steps_per_second": runs / seconds,
                     "times_plain": runs * plain / seconds})  # fmt: skip
    return {"name": torch.cuda.get_device_name(), "plain": 1 / plain, "rows": rows}


def show(results: dict[str, Any]) -> None:
    print(
        "| H | together | plain | ratio (goal) | DataLoader | ratio | floor | share (goal) "
        "| two workers |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for width, row in results["speed"].items():
        print(
            f"| {width} | {row['together']:,.0f} | {row['plain']:,.0f} "
            f"| {row['times_plain']:.1f}x ({row['goal_times_plain']:g}x) | {row['loader']:,.0f} "
            f"| {row['times_loader']:.1f}x | {row['floor']:,.0f} "
            f"| {row['share_of_floor']:.0%} ({row['goal_share_of_floor']:.0%}) "
            f"| {row['two_workers']:,.0f} |"
        )
    show_jax(results["jax"])
    show_peers(results["peers"])
    print("\n| runs | width | ms a step of all | steps per second | memory MiB |")
    print("|---|---|---|---|---|")
    for row in results["growth"]:
        print(
            f"| {row['runs']} | {row['width']} | {row['ms']:.2f} "
            f"| {row['steps_per_second']:,.0f} | {row['mib']:.0f} |"
        )
    print("\nthe default experiment, seconds: " + json.dumps(results["measuring"]))
    print(json.dumps(results["gpu"], indent=2) if results["gpu"] else "No GPU: that part skipped.")


def show_jax(found: dict[int, dict[str, float]] | None) -> None:
    if not found:
        print("\nJAX could not be installed: it was skipped.")
        return
    print(f"\n| H | engine | JAX | ratio (goal {JAX_GOAL:g}x) |\n|---|---|---|---|")
    for width, row in found.items():
        rates = f"{row['together']:,.0f} | {row['jax']:,.0f}"
        print(f"| {width} | {rates} | {row['times']:.1f}x |")


def show_peers(found: dict[str, Any] | None) -> None:
    if not found:
        print("\nNo Node: the peers that train in a browser were skipped.")
        return
    print(f"\n64-128-128-10, {N_RUNS} at once here: {found['together']:,.0f} steps per second\n")
    print(f"| peer | way | steps per second | ratio (goal {PEER_GOAL:g}x) |")
    print("|---|---|---|---|")
    for row in found["rows"]:
        print(
            f"| {row['peer']} | {row['way']} | {row['steps_per_second']:,.0f} "
            f"| {row['times']:.0f}x |"
        )


def main() -> None:
    rows = growth()
    results = {
        "speed": against_plain_and_floor(),
        "jax": against_jax(),
        "peers": against_peers(),
        "growth": rows,
        "measuring": measuring(),
        "gpu": on_gpu(),
    }
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2))
    save_growth_plot(rows, ROOT / "benchmarks" / "engine_growth.png")
    show(results)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--rate", name, width, threads]:
            print(json.dumps(one_rate(name, int(width), int(threads))))
        case ["--size", runs, width]:
            print(json.dumps(one_size(int(runs), int(width))))
        case ["--jax"]:
            show_jax(against_jax())
        case _:
            main()
