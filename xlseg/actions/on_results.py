"""结果: the pages of a segmentation, made anew and shown."""

from xlseg.actions.segmenting import with_pages
from xlseg.actions.verb import RESULT, RUN, Action
from xlseg.plan import GUIDE
from xlseg.sheets.pages import ASKED
from xlseg.text import Text

PAGES = {sheet.key: sheet for sheet in ASKED}


def of_page(key: str) -> Action:
    """The action that segments and shows one of the pages people ask for."""
    sheet = PAGES[key]
    return Action(key, sheet.action, sheet.icon, with_pages(key, shown=key), RESULT, sheet.tip, asks=RUN)


ON_RESULTS = (
    Action(
        "result",
        Text("结果表", "Result"),
        "TableInsertDialog",
        with_pages(shown="result"),
        RESULT,
        Text(
            "重新细分，更新并打开《客户细分结果表》：每个群体有多少客户、什么特征、建议怎么做",
            "Segments anew, renews the result and opens it: each group, how many, what they are like, what to do",
        ),
        asks=RUN,
    ),
    Action(
        "strategy",
        Text("策略表", "Strategy"),
        "MarkTaskComplete",
        with_pages(shown="strategy"),
        RESULT,
        Text(
            "重新细分，更新并打开《客户细分策略表》：每个群体的方向、措施、负责人和预算",
            "Segments anew, renews the strategy and opens it: direction, measures, owner and budget of each group",
        ),
        asks=RUN,
    ),
    Action(
        "dashboard",
        Text("仪表盘", "Dashboard"),
        "ChartTypeColumnInsertGallery",
        with_pages(shown="dashboard"),
        RESULT,
        Text(
            "重新细分，更新并打开《仪表盘》：关键数字和图表都在一页",
            "Segments anew, renews the dashboard and opens it: key figures and charts on one page",
        ),
        asks=RUN,
    ),
    *(of_page(key) for key in ("insight", "management", "register")),
    Action(
        "complete",
        Text("全套工作簿", "Full workbook"),
        "CreateReport",
        with_pages(*PAGES, GUIDE, shown=GUIDE),
        RESULT,
        Text("重新细分，写出或更新所有的工作表和使用说明", "Segments anew, writes or renews every sheet and a guide"),
        asks=RUN,
    ),
)
