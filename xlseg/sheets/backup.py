"""撤销用的备份: the hidden sheet that keeps label columns for one undo (xlseg/backup.py writes and reads it)."""

from xlseg.columns import Column
from xlseg.text import Text

TITLE = Text("撤销用的备份", "Backup for undo")
FIELDS = (
    Column("mark", Text("标签列", "Label column")),
    Column("table", Text("第几张表", "Table")),
    Column("rows", Text("原有行数", "Rows before")),
    Column("kind", Text("种类", "Kind")),
    Column("stamp", Text("行的指纹", "Fingerprint")),
)
NOTE = Text(
    "上次细分以前的标签列，供「撤销上次细分」用；请不要改动。不需要撤销，删掉这张工作表也行。",
    "The label columns before the last segmentation, for Undo segmentation; please leave them. Delete this sheet where "
    "you need no undo.",
)
USED = Text("现在没有可以撤销的细分。", "There is no segmentation to undo.")
