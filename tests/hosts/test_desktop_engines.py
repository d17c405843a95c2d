"""xlwings' own code for Excel on Windows and on a Mac takes all that we write; Excel behind it is stood in for."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

THROUGH = Path(__file__).with_name("through_desktop.py")
ELSEWHERE = {"Sheet.freeze_panes", "FreezePanes.freeze_at"}  # of Lite and Server; our own on the desktop
ALIKE = {"Picture.index", "Comment.api", "Comment.delete"}  # words we use of other things; we have none of these


@pytest.fixture(scope="module", params=["windows", "mac"])
def engine(request: pytest.FixtureRequest) -> Any:
    command = [sys.executable, str(THROUGH), request.param]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_page_is_written_shown_and_marked(engine):
    assert engine["wrong"] == []
    assert engine["pages"] > 20
    assert {"charts", "emptied", "forget", "freeze", "hidden", "listed", "shades", "valid"} <= set(engine["kinds"])


def test_nothing_is_used_that_the_desktop_does_not_offer(engine):
    assert set(engine["missing"]) - ALIKE == ELSEWHERE


def test_rows_are_frozen_in_the_window_and_the_sheet_people_were_on_is_back(engine):
    shown, hidden = engine["frozen"]
    assert shown == {"values": [5, 2, True, 1, 1], "activated": [1, 1]}
    assert hidden == {"values": None, "activated": [0, 0]}, "a hidden sheet cannot be activated"


def test_the_formula_of_a_rule_is_told_as_seen_from_the_active_cell(engine):
    """The rule stands in E7:E21 and means $E7 and F$1 of its first cell."""
    assert engine["formulas"] == [
        '=AND($E7<>"",F$1>0)',  # E7 is active
        '=AND($E1<>"",B$1>0)',  # A1
        '=AND($E30<>"",G$1>0)',  # F30
    ]


def test_a_mac_reads_errors_in_sheets_of_any_size(engine):
    if "read" not in engine:
        pytest.skip("Windows tells errors with the values")
    assert engine["read"] == [
        [["a", "#N/A"], [1.0, 2.0]],
        [["a", "#DIV/0!"]],
        [["#REF!"]],
        [["a"], [None]],
    ]
