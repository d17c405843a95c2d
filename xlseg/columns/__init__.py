"""Every column xlseg knows: its key in the code, its title for people, and the headers it is found under."""

from xlseg.columns.column import Column as Column
from xlseg.columns.column import Format as Format
from xlseg.columns.column import also as also
from xlseg.columns.events import *  # noqa: F403
from xlseg.columns.measures import *  # noqa: F403
from xlseg.columns.measures import EVENT_MEASURES, HABIT_COLUMNS, MEASURE_COLUMNS
from xlseg.columns.orders import *  # noqa: F403
from xlseg.columns.people import *  # noqa: F403
from xlseg.columns.people import CUSTOMER_ID, PROFILE_COLUMNS

EVERY = {column.key: column for column in tuple(globals().values()) if isinstance(column, Column)}
CUSTOMER_COLUMNS = (CUSTOMER_ID, *PROFILE_COLUMNS, *MEASURE_COLUMNS, *EVENT_MEASURES, *HABIT_COLUMNS)
