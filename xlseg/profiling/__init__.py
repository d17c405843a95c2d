"""Segment profiling: what sets a group apart, from its own figures beside those of all customers."""

from xlseg.profiling.figures import Portrait as Portrait
from xlseg.profiling.figures import compared as compared
from xlseg.profiling.traits import traits as traits
from xlseg.profiling.wording import described as described
from xlseg.profiling.wording import dimensions as dimensions
