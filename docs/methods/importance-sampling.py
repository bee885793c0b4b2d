#!/usr/bin/env python3
"""Makes the figures of "Against random search of equal cost" in importance-sampling.md.

One search for several sizes as an experiment file says, and random search with the same training that may spend as many
seconds. Random search names its best by validation accuracy below each size asked for. On digits, where
a training costs seconds and its noise is large, what both name is trained again on seeds that neither has seen. A run that
is there already is not repeated.

Usage: docs/methods/importance-sampling.py OUT EXPERIMENT SEED...     for instance examples/digits-importance-sampling.json
"""
import csv
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

STUDIO = os.environ.get("NASSTUDIO", "./nasstudio")
FRESH = {"digits": range(9000, 9003)}     # seeds of further trainings


def run(out, name, example, strategy, evaluations, seeds):
    """Runs an experiment like the example; its runs as the result file has them, and its trials, by seed."""
    folder = out / name
    experiment = example | {"name": name, "strategy": strategy, "budget": {"evaluations": evaluations}, "seeds": list(seeds)}
    (out / f"{name}.json").write_text(json.dumps(experiment, indent=2))
    if not (folder / "result.json").exists():
        one_thread = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        subprocess.run([STUDIO, "run", f"{folder}.json", "--out", folder, "--data", out / "data"], check=True, env=one_thread)
    runs = json.loads((folder / "result.json").read_text())["runs"]
    with open(folder / "trials.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    return runs, {seed: [row for row in rows if int(row["seed"]) == seed] for seed in seeds}


def within(seconds, trials):
    """The first trials whose trainings fit into so many seconds."""
    fit = []
    for trial in trials:
        seconds -= float(trial["train_seconds"])
        if seconds < 0:
            break
        fit.append(trial)
    return fit


def means_of(rows):
    """By architecture, (parameters, validation, test, deviation of test) over its trainings."""
    trainings = {}
    for row in rows:
        trainings.setdefault(row["architecture"], []).append(row)
    return {architecture: (int(float(own[0]["params"])), statistics.mean(float(row["val_acc"]) for row in own),
                           statistics.mean(test := [float(row["test_acc"]) for row in own]),
                           statistics.stdev(test) if len(test) > 1 else float("nan"))
            for architecture, own in trainings.items()}


def front(points):
    """Those of some points (parameters, accuracy) that no other matches or beats in both."""
    return {p for p in points if not any(o != p and o[0] <= p[0] and o[1] >= p[1] for o in points)}


def is_dominated(points, others):
    """Whether one front covers another and is not the same."""
    ours, theirs = front(points), front(others)
    return ours != theirs and all(any(o[0] <= p[0] and o[1] >= p[1] for o in theirs) for p in ours)


def main():
    out, file, seeds = Path(sys.argv[1]), Path(sys.argv[2]), [int(seed) for seed in sys.argv[3:]]
    out.mkdir(parents=True, exist_ok=True)
    example = json.loads(file.read_text())
    case = example["evaluator"]["dataset"]
    targets = [float(size) for size in example["strategy"]["options"]["targets"].split(",")]
    gains, dominated, dominates = [[] for _ in targets], 0, 0
    for seed in seeds:
        runs, trials = run(out, f"{case}-search-{seed}", example, example["strategy"], len(targets), [seed])
        found = [row["architecture"] for row in sorted(trials[seed], key=lambda row: int(row["number"]))]
        training = [float(row["train_seconds"]) for row in trials[seed]]
        cost = runs[0]["strategySeconds"] + sum(training)
        _, blind = run(out, f"{case}-random-{seed}", example, {"kind": "random"}, 4 + int(1.3 * cost / min(training)), [seed])
        paid = within(cost, blind[seed])
        assert len(paid) < len(blind[seed]), "random search has to be given more evaluations"
        best = [max((row for row in paid if float(row["params"]) <= target), key=lambda row: float(row["val_acc"]), default=None)
                for target in targets]
        named = [row["architecture"] for row in best if row]
        rows = trials[seed] + paid
        if case in FRESH:
            both = list(dict.fromkeys(found + named))
            _, again = run(out, f"{case}-given-{seed}", example, {"kind": "given", "options": {"architectures": both}}, len(both), FRESH[case])
            rows = [row for of_seed in again.values() for row in of_seed]
        means = means_of(rows)
        print(f"seed {seed}: search {runs[0]['strategySeconds']:.0f} s, its trainings {sum(training):.0f} s; random {len(paid)} trainings")
        for k, target in enumerate(targets):
            own = means[found[k]]
            other = means[best[k]["architecture"]] if best[k] else None
            if other:
                gains[k].append(own[2] - other[2])
            print(f"  at most {target:g}: search {own[0]} validation {own[1]:.2f} test {own[2]:.2f} +- {own[3]:.2f}; random "
                  + (f"{other[0]} validation {other[1]:.2f} test {other[2]:.2f} +- {other[3]:.2f}" if other else "none"))
        ours, theirs = [means[a][:2] for a in found], [means[a][:2] for a in named]
        dominated += is_dominated(ours, theirs)
        dominates += is_dominated(theirs, ours)
        accuracies = [means[a][1] for a in found]
        print(f"  validation grows with size: {all(a < b for a, b in zip(accuracies, accuracies[1:]))}; "
              f"dominated by random: {is_dominated(ours, theirs)}; dominates it: {is_dominated(theirs, ours)}", flush=True)
    print(f"fronts dominated by random {dominated}, dominating it {dominates}, of {len(seeds)}")
    for target, gain in zip(targets, gains):
        if len(gain) > 1:
            print(f"test accuracy of what is named at most {target:g}, search minus random: {statistics.mean(gain):+.2f} +- {statistics.stdev(gain):.2f} "
                  f"({sum(g > 0 for g in gain)} better, {sum(g < 0 for g in gain)} worse, {len(seeds) - len(gain)} without a rival)")


main()
