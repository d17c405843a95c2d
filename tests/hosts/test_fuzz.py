"""Broken workbooks end in a result or a sentence: never another exception, a hang, or more than 1 GB.

The long run: python tests/benchmarks/fuzz.py --count 50000
"""

import os
import sys
from collections import Counter

import pytest

if sys.platform != "linux":
    pytest.skip("measures memory as Linux does", allow_module_level=True)

import broken
import fuzzing
import malice

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
COUNT = int(os.environ.get("XLSEG_FUZZ", "400"))


def test_every_broken_workbook_ends_in_a_result_or_a_sentence():
    fuzzing.warm()
    worker, outcomes = fuzzing.Worker(), Counter()
    for seed in range(COUNT):
        outcomes[worker.try_(seed, complete=seed % 100 == 0)] += 1
    worker.close()
    assert set(outcomes) == {"", "refused"}
    assert min(outcomes.values()) > COUNT / 10, "some are harmless, and some are not"


HOSTILE = (
    *(
        "far cell",
        "row beyond, bare",
        "row of 5000 digits",
        "row twice",
        "column of 500 letters",
        "style of 5000 digits",
    ),
    *("text negative", "text 1e300", "text number and a half", "text beyond", "deep", "deep around", "cell in cell"),
    *("no end of rows", "spans of anything", "merged anything", "mark of 5000 digits", "mark backwards", "no sheets"),
    *(
        "mark on no sheet",
        "drawing no XML",
        "chart missing",
        "relations in a loop",
        "relations outside",
        "table missing",
    ),
    *("relations with signs", "styles are the sheet", "styles of nothing", "types missing", "order of anything"),
    *("no sheets at all", "sheets of comments", "sheets without relations", "formula of 10 megabytes"),
)  # made to do harm; all of them: python tests/benchmarks/fuzz.py --made


def test_workbooks_made_to_do_harm_do_none():
    fuzzing.warm()
    worker = fuzzing.Worker()
    found = {name: worker.try_(malice.MADE[name]()) for name in HOSTILE}
    worker.close()
    assert {name: what for name, what in found.items() if what not in ("", "refused")} == {}


def test_the_same_number_breaks_the_same_way():
    assert broken.mutated(7) == broken.mutated(7)
    assert len({broken.mutated(seed) for seed in range(20)}) == 20


@pytest.mark.parametrize(
    ("fault", "found"),
    [("while True: pass", "no end"), ("bytearray(1 << 31)", "MemoryError"), ("import os; os.abort()", "died")],
)
def test_the_watch_sees_hangs_memory_and_crashes(monkeypatch, fault, found):
    monkeypatch.setattr(fuzzing, "TIME", 2.0)
    monkeypatch.setattr(fuzzing, "quick", lambda path: exec(fault))
    worker = fuzzing.Worker()
    assert found in worker.try_(0)
    worker.close()
