"""Broken workbooks by the ten thousand: each ends in a result or a sentence, in time and in 1 GB.

Run: python tests/benchmarks/fuzz.py [--made] [--count 50000] [--first 0] [--whole 50] [--stop 100]
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import fuzzing
import malice


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=50_000)
    asked.add_argument("--first", type=int, default=0, help="number of the first input")
    asked.add_argument("--whole", type=int, default=50, help="every how manieth input is segmented in full")
    asked.add_argument("--stop", type=int, default=100, help="give up after so many faults")
    asked.add_argument("--made", action="store_true", help="those made by hand to do harm, instead")
    given = asked.parse_args()
    fuzzing.warm()
    if given.made:
        return made()
    worker, outcomes, faults, began = fuzzing.Worker(), Counter(), [], time.perf_counter()
    for seed in range(given.first, given.first + given.count):
        found = worker.try_(seed, complete=seed % given.whole == 0)
        outcomes[found or "result" if found in ("", "refused") else "fault"] += 1
        if found not in ("", "refused"):
            faults.append(fuzzing.Fault(seed, found))
            print(f"{seed}: {found}", flush=True)
        if len(faults) >= given.stop:
            break
        if seed % 1000 == 999:
            print(f"{seed + 1}: {dict(outcomes)}, {time.perf_counter() - began:.0f} s", flush=True)
    worker.close()
    print(f"{dict(outcomes)} in {time.perf_counter() - began:.0f} s")
    return 1 if faults else 0


def made() -> int:
    """Each with what became of it and the seconds it took, in part and in full."""
    worker, faults = fuzzing.Worker(), 0
    for name, build in malice.MADE.items():
        for complete in (False, True):
            began, content = time.perf_counter(), build()
            found = worker.try_(content, complete)
            faults += found not in ("", "refused")
            print(f"{time.perf_counter() - began:5.1f} s  {name}: {found or 'result'}", flush=True)
    worker.close()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
