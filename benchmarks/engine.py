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
from pathlib import Path

import torch

import dropviz.training  # noqa: F401 (sets the threads, before we do)
from benchmarks.contenders import floor, one_after_another, seconds_a_step, together
from benchmarks.growth_plot import save_growth_plot

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "engine.json"
PEERS = ROOT / "benchmarks" / "peers"
N_RUNS = 20
GOALS = {32: (15.0, 0.33), 128: (9.0, 0.55), 256: (5.5, 0.60)}
PEER_GOAL = 40.0
ROUNDS = 5
THREADS = (1, 2)
GROWTH_RUNS = (1, 2, 5, 10, 20, 50, 100, 200, 400)
GROWTH_WIDTHS = (16, 32, 64, 128, 256, 512)
GPU_RUNS = (20, 64, 256, 1024, 4096)


def best_of_rounds(contenders: dict[str, list]) -> dict[str, float]:
    """Seconds for all steps of each contender, the best of several rounds that take turns.

    Each at the number of threads that suits it.
    """
    best = dict.fromkeys(contenders, float("inf"))
    for _ in range(ROUNDS):
        for threads in THREADS:
            torch.set_num_threads(threads)
            for name, steps in contenders.items():
                best[name] = min(best[name], sum(seconds_a_step(step) for step in steps))
    return best


def against_plain_and_floor() -> dict:
    found = {}
    for width, (goal_plain, goal_floor) in GOALS.items():
        seconds = best_of_rounds(
            {
                "together": [together(N_RUNS, width)],
                "plain": [one_after_another(width)],
                "loader": [one_after_another(width, data_loader=True)],
                "floor": floor(N_RUNS, width),
            }
        )
        found[width] = {
            "together": N_RUNS / seconds["together"],
            "plain": 1 / seconds["plain"],
            "loader": 1 / seconds["loader"],
            "floor": N_RUNS / seconds["floor"],
            "times_plain": N_RUNS * seconds["plain"] / seconds["together"],
            "times_loader": N_RUNS * seconds["loader"] / seconds["together"],
            "share_of_floor": seconds["floor"] / seconds["together"],
            "goal_times_plain": goal_plain,
            "goal_share_of_floor": goal_floor,
        }
    return found


def against_peers() -> dict | None:
    """TensorFlow.js and ConvNetJS under Node, with the engine before and after them."""
    if not shutil.which("node"):
        return None
    subprocess.run(["npm", "ci", "--silent"], cwd=PEERS, check=True)
    before = best_of_rounds({"together": [together(N_RUNS, 128)]})["together"]
    done = subprocess.run(
        ["node", "peers.mjs"], cwd=PEERS, check=True, capture_output=True, text=True
    )
    after = best_of_rounds({"together": [together(N_RUNS, 128)]})["together"]
    ours = 2 * N_RUNS / (before + after)
    rows = [
        {"peer": f"{peer['name']} {peer['version']}", "way": way,
         "steps_per_second": found["steps_per_second"],
         "times": ours / found["steps_per_second"]}
        for peer in json.loads(done.stdout)["peers"]
        for way, found in peer["ways"].items()
    ]  # fmt: skip
    return {"together": ours, "rows": rows}


def growth() -> list[dict]:
    """Time and memory against runs and width, each in a process of its own."""
    rows = []
    for runs, width in [
        *((runs, 128) for runs in GROWTH_RUNS),
        *((N_RUNS, width) for width in GROWTH_WIDTHS),
    ]:
        command = [sys.executable, "-m", "benchmarks.engine", "--one", str(runs), str(width)]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        rows.append(json.loads(done.stdout))
    return rows


def one_size(runs: int, width: int) -> dict:
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


def measuring() -> dict:
    """Seconds of the default experiment, and what of it is measuring the curves."""
    from dropviz.core.experiment import Experiment
    from dropviz.data.datasets import dataset
    from dropviz.training.engine import train

    torch.set_num_threads(1)
    experiment, data = Experiment(), dataset("digits")
    whole = min(train(experiment, data).snapshot.seconds for _ in range(ROUNDS))
    step = together(experiment.n_runs, 128)
    bare = min(seconds_a_step(step) for _ in range(ROUNDS)) * experiment.steps
    return {"default_run_s": whole, "without_measuring_s": bare}


def on_gpu() -> dict | None:
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


def show(results: dict) -> None:
    print("| H | together | plain | ratio (goal) | DataLoader | ratio | floor | share (goal) |")
    print("|---|---|---|---|---|---|---|---|")
    for width, row in results["speed"].items():
        print(
            f"| {width} | {row['together']:,.0f} | {row['plain']:,.0f} "
            f"| {row['times_plain']:.1f}x ({row['goal_times_plain']:g}x) | {row['loader']:,.0f} "
            f"| {row['times_loader']:.1f}x | {row['floor']:,.0f} "
            f"| {row['share_of_floor']:.0%} ({row['goal_share_of_floor']:.0%}) |"
        )
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


def show_peers(found: dict | None) -> None:
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
    results = {
        "speed": against_plain_and_floor(),
        "peers": against_peers(),
        "growth": growth(),
        "measuring": measuring(),
        "gpu": on_gpu(),
    }
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2))
    save_growth_plot(results["growth"], ROOT / "benchmarks" / "engine_growth.png")
    show(results)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one_size(int(sys.argv[2]), int(sys.argv[3]))))
    else:
        main()
