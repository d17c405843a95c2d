"""跟踪: how groups did, what customers say. 设置与帮助: thresholds, and what to do."""

from dataclasses import replace

from xlseg.actions.checking import look_back
from xlseg.actions.helping import guide, setup
from xlseg.actions.on_results import of_page
from xlseg.actions.verb import CHOSEN, FOLLOW, GOAL, HELP, LANG, Action
from xlseg.text import Text

FOLLOWING = (
    Action(
        "backtest",
        Text("回测", "Backtest"),
        "ChartTrendline",
        look_back,
        FOLLOW,
        Text(
            "用较早的数据分群，看各群体后来怎样",
            "Segments as of an earlier day and shows what each group did afterwards",
        ),
        suffix=Text("-回测", "-backtest"),
        asks=(CHOSEN, GOAL, LANG),
    ),
    replace(of_page("feedback"), group=FOLLOW),
)
HELPING = (
    Action(
        "setup",
        Text("设置", "Settings"),
        "PropertySheet",
        setup,
        HELP,
        Text(
            "写出或更新《设置》：目标、要用的模型、全部阈值；您改过的值不变",
            "Writes or renews the sheet Settings: goal, models and every threshold; what you changed stays",
        ),
        suffix=Text("-设置", "-settings"),
        asks=(GOAL, LANG),
    ),
    Action(
        "guide",
        Text("使用说明", "How to use"),
        "Help",
        guide,
        HELP,
        Text(
            "打开《使用说明》，没有就写一份；不需要数据",
            "Opens the sheet How to use, written if it is missing; needs no data",
        ),
        suffix=Text("-说明", "-guide"),
        asks=(LANG,),
    ),
)
