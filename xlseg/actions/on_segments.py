"""细分: by the models of the settings, by one model alone, and back."""

from xlseg.actions.segmenting import live, only, segment
from xlseg.actions.undoing import undo
from xlseg.actions.verb import AS_OF, LANG, RUN, SEGMENT, Action
from xlseg.models import MODELS
from xlseg.text import Text

ON_SEGMENTS = (
    Action(
        "segment",
        Text("细分客户", "Segment customers"),
        "PivotTableReport",
        segment,
        SEGMENT,
        Text(
            "给每位客户打上标签，写在您的数据旁边，并写出结果表、策略表和仪表盘",
            "Labels every customer beside your own data and writes the result, the strategy and the dashboard",
        ),
        asks=RUN,
    ),
    *(
        Action(
            model.key,
            model.title,
            "Grouping",
            only(model.key),
            SEGMENT,
            model.tip,
            menu=True,
            asks=(AS_OF, LANG),
        )
        for model in MODELS
    ),
    Action(
        "live",
        Text("实时公式", "Live formulas"),
        "FunctionWizard",
        live,
        SEGMENT,
        Text(
            "把标签写成 Excel 公式：改设置或《实时公式》里的数，标签马上跟着变，发给没有 Python 的同事也一样",
            "Writes labels as Excel formulas that follow settings and limits at once, also without Python",
        ),
        asks=RUN,
    ),
    Action(
        "undo",
        Text("撤销上次细分", "Undo segmentation"),
        "Undo",
        undo,
        SEGMENT,
        Text(
            "把标签列恢复成上次细分以前的样子；结果表等下次细分再更新。只用于在 Excel 里细分的工作簿",
            "Puts the label columns back as they were before the last segmentation; result sheets stay until the next. "
            "For workbooks segmented in Excel only",
        ),
        suffix=Text("-撤销", "-undone"),
        asks=(),
    ),
)
