"""The words of 使用说明: each sheet in a sentence, the steps, the colours, and what people ask."""

from collections.abc import Mapping

from xlseg.text import Text

YOU, US, BOTH = Text("您", "you"), Text("xlseg", "xlseg"), Text("xlseg，您可以改", "xlseg; yours to change")
OTHER = (Text("您自己的工作表", "a sheet of your own"), YOU)
DESCRIBED: Mapping[str, tuple[Text, Text]] = {
    "start": (Text("每个功能一个按钮", "A button for everything there is to do"), US),
    "customers_data": (Text("每位客户一行", "One customer a row"), YOU),
    "orders": (Text("每笔订单一行", "One order a row"), YOU),
    "lines": (Text("订单里的商品，每件一行；没有就空着", "The goods of the orders, one a row; may stay blank"), YOU),
    "activity": (
        Text("登录、浏览、互动，每次一行；没有就空着", "Logins, visits, contacts, one a row; may stay blank"),
        YOU,
    ),
    "service": (Text("服务与售后，每次一行；没有就空着", "Services, one a row; may stay blank"), YOU),
    "complaints": (Text("投诉，每次一行；没有就空着", "Complaints, one a row; may stay blank"), YOU),
    "referrals": (Text("谁推荐了谁，每次一行；没有就空着", "Who brought whom, one a row; may stay blank"), YOU),
    "dashboard": (Text("一页看全：关键数字和图表", "All on one page: key figures and charts"), US),
    "result": (
        Text(
            "每个群体有多少客户、什么特征、建议怎么做；负责人由您填",
            "Each group: its customers, what they are like, what to do; you name the owner",
        ),
        BOTH,
    ),
    "strategy": (
        Text("每个群体的策略方向、具体措施、负责人和预算", "For each group: direction, measures, owner and budget"),
        BOTH,
    ),
    "management": (
        Text(
            "每位客户一行：价值、行为、特征、地区、生命周期阶段",
            "One customer a row: value, behaviour, profile, place, lifecycle stage",
        ),
        BOTH,
    ),
    "register": (
        Text(
            "每位客户一行：联系方式、地区、行业、购买和服务记录",
            "One customer a row: contact, place, industry, purchases, service",
        ),
        BOTH,
    ),
    "insight": (
        Text("什么卖得好、卖给谁、什么时候、下次可能买什么", "What sells, to whom, when, and what comes next"),
        US,
    ),
    "feedback": (
        Text("客户反馈登记表，一条一行", "A form for what customers say, one a row"),
        BOTH,
    ),
    "feedback_summary": (
        Text("客户反馈的汇总：各群体、各类型的满意度", "What customers said, summed up by group and by kind"),
        US,
    ),
    "evidence": (Text("每个标签是怎么来的：分界点、人数、图表", "How each label came about: cuts, counts, charts"), US),
    "customers": (Text("每位客户的指标和标签", "The figures and labels of each customer"), US),
    "audit": (Text("规则有没有漏掉、重复、永远用不上的", "Whether rules leave gaps, overlap, or can never apply"), US),
    "quality": (
        Text(
            "数据里查出的问题、怎么处理的、清洗前后的数字",
            "What was wrong with the data, what was done, before and after",
        ),
        US,
    ),
    "recognised": (
        Text("每张表、每一列认作什么，为什么", "What each sheet and column was taken for, and why"),
        US,
    ),
    "backtest": (Text("用以前的数据分群，各群体后来怎样", "Groups of an earlier day, and what they did next"), US),
    "collection": (
        Text(
            "要收集哪些数据、从哪里来、多久一次，现在有没有",
            "Which data to collect, from where, how often, and whether they are there",
        ),
        BOTH,
    ),
    "live": (Text("标签公式用的界限和规则", "The limits and rules that live labels rest on"), US),
    "settings": (
        Text("全部阈值和选项；改「当前值」一列", "Every threshold and choice; change the column 'Value'"),
        BOTH,
    ),
    "rules_table": (Text("规则：群体、优先级、条件", "Rules: group, priority, condition"), BOTH),
    "geography_cities": (Text("城市属于几线，可以改", "Which tier each city is of; yours to change"), BOTH),
}
RUN = Text("运行", "Run")
STEPS_WHOLE: tuple[tuple[Text, Text, tuple[str, ...]], ...] = (
    (
        Text("填写", "Fill in"),
        Text(
            "把数据填或贴到{sheets}的表头下面。客户或订单有一张就能算；表头可以用您自己的叫法，"
            "列可多可少，认不出的列原样留着。",
            "Type or paste your data below the headers of {sheets}. Customers or orders alone are enough; headers may "
            "be your own, columns may be more or fewer, and those nobody knows stay as they are.",
        ),
        ("customers_data", "orders", "lines", "activity", "service", "complaints", "referrals"),
    ),
    (
        RUN,
        Text(
            "保存并关闭文件，运行 xlseg complete 文件名 --in-place；只要结果表就用 xlseg segment。"
            "装了按钮的话，点「全套工作簿」。",
            "Save and close the file, then run: xlseg complete FILE --in-place; for the result alone: xlseg segment. "
            "Where the buttons are installed, click Full workbook.",
        ),
        (),
    ),
    (
        Text("看", "Read"),
        Text(
            "依次看{sheets}：数据能不能用，分成了哪些群体，为什么这样分。",
            "Look at {sheets}, in this order: whether the data can be used, which groups there are, and why.",
        ),
        ("quality", "dashboard", "result", "evidence"),
    ),
    (
        Text("行动", "Act"),
        Text(
            "在{sheets}里写上负责人、措施和预算；再运行一次，您写的都还在。",
            "On {sheets}, name owners, measures and budgets; what you write stays when you run again.",
        ),
        ("result", "strategy", "management", "register"),
    ),
    (
        Text("跟进", "Follow up"),
        Text(
            "每季度或半年补上新的订单，再运行一次：标签和结果在原来的位置更新，没有了的群体保留您填的内容并注明。",
            "Every quarter or half-year add the new orders and run again: labels and results are renewed in their "
            "places, and a group that is gone keeps what you wrote, marked.",
        ),
        (),
    ),
)
BY_BUTTON = Text(
    "点{start}里的「细分客户」；要全部工作表，点「全套工作簿」。按钮没有反应时，运行 xlseg doctor，它会说哪里不对。"
    "不用按钮也行：保存并关闭文件，运行 xlseg complete 文件名 --in-place。",
    "Click Segment customers on {start}; for every sheet, Full workbook. When a button does nothing, run xlseg doctor, "
    "which says why. Or without buttons: save and close the file, then run: xlseg complete FILE --in-place.",
)  # how to run, in a workbook that has buttons
STEPS_ALONE: tuple[tuple[Text, Text], ...] = (
    (
        Text("填写", "Fill in"),
        Text(
            "填黄色格子；行不够就在下面接着写，也可以在右边加自己的列。",
            "Fill in the yellow cells; go on below for more rows, and add columns of your own at the right.",
        ),
    ),
    (
        Text("和数据放在一起", "Put it with the data"),
        Text(
            "有了客户和订单数据，就把它们放进同一个工作簿，运行 xlseg segment 文件名；您填的内容不会丢。",
            "Once there are customers and orders, put them into the same workbook and run: xlseg segment FILE. Nothing "
            "you filled in is lost.",
        ),
    ),
)
COLOURED: tuple[tuple[str, Text], ...] = (
    (
        "input",
        Text("黄色：由您填写或修改，再运行也不会被改掉", "Yellow: yours to fill in or change, and kept by every run"),
    ),
    ("header", Text("表头：xlseg 的表，每次运行重写", "Header: tables of xlseg, written anew by every run")),
    ("label_header", Text("您数据旁的标签", "Labels beside your data")),
)
COLOURED_RED = Text(
    "粗体灰底的是合计；粉底红字的格子超出了限制，请检查。",
    "Bold on grey: totals. Red on pink: beyond a limit, please check.",
)
QUESTIONED: tuple[tuple[Text, Text, bool], ...] = (
    (
        Text("改分群的标准", "Change how groups are made"),
        Text(
            "在《设置》里改「当前值」一列（黄色），再运行一次；规则在《规则表》里改，城市属于几线在《城市分级》里改。"
            "标签是实时公式时，《实时公式》列出的数改了标签马上变，其他工作表要再运行一次。",
            "Change the yellow column 'Value' on the sheet Settings and run again; rules are changed on the sheet "
            "Rules, tiers of cities on City tiers. Live labels follow the numbers listed on Live formulas at once; "
            "other sheets wait for the next run.",
        ),
        False,
    ),
    (
        Text("告诉它哪一列是什么", "Say which column is which"),
        Text(
            "在《设置》的「字段映射」里写上正确的表头，再运行一次。",
            "Write the right header under Column mapping, at the end of Settings, and run again.",
        ),
        False,
    ),
    (
        Text("加行、加列、改名、移动", "Add rows or columns, rename, move"),
        Text(
            "都可以：工作表可以改名和移动，表的右边和下面可以写自己的内容。",
            "All of it is fine: sheets may be renamed and moved, and there is room for your own beside and below.",
        ),
        True,
    ),
    (
        Text("出了错", "When something goes wrong"),
        Text(
            "会有一句话说明哪里错、怎么改，文件保持原样。改好再运行；还不行，就把那句话和 "
            "xlseg --version 的结果发给支持的人。",
            "A sentence says what is wrong and what to do, and the file stays as it was. Mend it and run again; if "
            "that does not help, send that sentence, and what xlseg --version says, to whoever supports you.",
        ),
        True,
    ),
    (
        Text("知道还有什么功能", "See what else there is"),
        Text("运行 xlseg --help；全部设置：xlseg settings。", "Run xlseg --help; all settings: xlseg settings."),
        True,
    ),
)
