"""Verbs over a host: what a button, a script or a command does, in the groups people see them in.

A verb added here is a ribbon button, a script, a command of the same key.
"""

from xlseg.actions.checking import check, collect
from xlseg.actions.on_data import ON_DATA
from xlseg.actions.on_results import ON_RESULTS
from xlseg.actions.on_segments import ON_SEGMENTS
from xlseg.actions.on_the_way import FOLLOWING, HELPING
from xlseg.actions.request import NOTHING_ASKED, Request
from xlseg.actions.segmenting import segment
from xlseg.actions.verb import GROUPS, Action, Group

__all__ = ["ACTIONS", "BY_KEY", "GROUPS", "NOTHING_ASKED", "Action", "Group", "Request", "check", "collect", "segment"]

ACTIONS: tuple[Action, ...] = (*ON_DATA, *ON_SEGMENTS, *ON_RESULTS, *FOLLOWING, *HELPING)
BY_KEY = {action.key: action for action in ACTIONS}
