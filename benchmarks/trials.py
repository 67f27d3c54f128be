"""Seconds of the trial that shows each variant, on one thread, and what its pairs say.

``python -m benchmarks.trials [variant ...]``
"""

from __future__ import annotations

import sys
import time

from dropviz.experiments.trial import trial_for
from dropviz.experiments.verdict import verdicts
from dropviz.lessons.trials.words import TERMS
from dropviz.training.trial_engine import train_trial
from dropviz.variants import VARIANTS


def main() -> None:
    print("variant, task: seconds; arm: mean test loss and error, verdicts")
    done = set()
    for variant in sys.argv[1:] or VARIANTS:
        trial = trial_for(variant)
        if trial.hash in done:
            continue
        done.add(trial.hash)
        began = time.process_time()
        film = train_trial(trial)
        seconds = time.process_time() - began
        print(f"{variant}, {trial.task}: {seconds:.1f} s of one core")
        found = verdicts(film.outcome, margin=TERMS.margin, margin_error=TERMS.margin_error)
        for number, name in enumerate(trial.arm_names):
            loss, error = (
                values[number].mean()
                for values in (film.outcome.test_loss, film.outcome.test_error)
            )
            said = "; ".join(
                f"{one.measure} {one.effect} {one.mean:+.3f} [{one.low:+.3f}, {one.high:+.3f}]"
                for one in found.get(number, ())
            )
            print(f"    {name}: loss {loss:.3f}, error {error:.3f} {said}", flush=True)


if __name__ == "__main__":
    main()
