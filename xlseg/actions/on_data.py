"""数据: what was recognised, what is wrong, what is missing."""

from xlseg.actions.checking import check, collect
from xlseg.actions.recognising import name_columns
from xlseg.actions.verb import DATA, LANG, Action
from xlseg.text import Text

ON_DATA = (
    Action(
        "recognise",
        Text("识别数据", "Recognise data"),
        "FindDialog",
        name_columns,
        DATA,
        Text(
            "看每张表、每一列被认作什么，写在《识别结果》里；认错了在《设置》里改；您的单元格不变",
            "Shows what each sheet and column was taken for on the sheet Recognised; your cells stay as they are",
        ),
        suffix=Text("-识别", "-recognised"),
        asks=(LANG,),
    ),
    Action(
        "check",
        Text("检查数据", "Check data"),
        "DataValidation",
        check,
        DATA,
        Text(
            "检查订单和客户数据，写出数据质量报告；您的单元格不变",
            "Checks orders and customers and writes the data quality report; your cells stay as they are",
        ),
        suffix=Text("-检查", "-checked"),
    ),
    Action(
        "collect",
        Text("收集清单", "Collection list"),
        "ReviewTrackChanges",
        collect,
        DATA,
        Text(
            "写出要收集的数据清单；填好以后再点，对照数据检查",
            "Writes the list of data to collect; once it is filled in, checks it against the data",
        ),
        suffix=Text("-清单", "-collection"),
    ),
)
