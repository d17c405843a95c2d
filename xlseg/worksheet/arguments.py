"""The arguments of the worksheet functions, explained in both languages."""

from xlseg.text import Text
from xlseg.worksheet.function import Argument

DATA = Argument(
    "data",
    Text(
        "带表头的一张表：订单（客户ID、下单日期、金额）或客户，表头用常见的名字就行",
        "A table with headers: orders (customer ID, order date, amount) or customers, under any usual names",
    ),
)
RECENCY = Argument(
    "recency",
    Text(
        "距上次购买的天数，或最近购买日期（整列都是日期时算到最后一天的次日）",
        "Days since the last order, or its dates (a column of dates counts to the day after the last one)",
    ),
)
FREQUENCY = Argument("frequency", Text("购买次数（订单数）", "Number of orders"))
MONETARY = Argument("monetary", Text("累计金额", "Total amount"))
BINS = Argument(
    "bins",
    Text(
        "评分档数，省略为 5；或 R、F、M 的分界点，如 30,90,180;2,4,8;500,1000,2000，给了分界点就可以只算一位客户",
        "Number of scores, 5 if left out; or cut points of R, F and M such as 30,90,180;2,4,8;500,1000,2000, with "
        "which a single customer can be scored",
    ),
    optional=True,
)
SCHEME = Argument(
    "scheme",
    Text(
        "分群方案：types8 八大类型（省略时）、groups11 十一组、r10 R语言十组",
        "Scheme: types8 (if left out), groups11 or r10",
    ),
    optional=True,
)
LIMITS = Argument(
    "limits",
    Text(
        "八大类型的高低界限 R;F;M，如 90;3;1000，省略按平均值；其他方案写分界点 30,60,90,180;2,3,5,8;200,500,1000,2000",
        "High and low of the 8 types as R;F;M, such as 90;3;1000, else the means; for other schemes cut points such as "
        "30,60,90,180;2,3,5,8;200,500,1000,2000",
    ),
    optional=True,
)
ACTIVITY = Argument("activities", Text("互动次数，没有就省略", "Number of activities, if known"), optional=True)
FIRST = Argument(
    "first_order",
    Text("首次购买日期，或首单至今的天数", "Date of the first order, or days since it"),
)
LAST = Argument(
    "last_order",
    Text("最近购买日期，或距上次购买的天数", "Date of the last order, or days since it"),
)
TENURE = Argument(
    "tenure",
    Text("首单至今的天数，或首次购买日期；省略时只看次数", "Days since the first order, or its date, if known"),
    optional=True,
)
INTERVAL = Argument(
    "interval",
    Text("客户自己的平均购买间隔天数，没有就省略", "The customer's own mean days between orders, if known"),
    True,
)
COMPLAINED = Argument("complaints", Text("投诉次数，没有就省略", "Number of complaints, if known"), optional=True)
METHOD = Argument(
    "method",
    Text(
        "bgnbd 预测（省略时，要整列）、formula 公式、historic 历史价值",
        "bgnbd forecast (if left out, of a whole column), formula or historic",
    ),
    optional=True,
)
AGES = Argument("age", Text("年龄（岁）", "Age in years"))
BANDS = Argument(
    "limits",
    Text(
        "年龄界限，省略为 36,60（年轻、中年、老年）；或年龄段，如 18-24, 25-34, 35+",
        "Limits of age, 36,60 if left out (young, middle-aged, old); or bands such as 18-24, 25-34, 35+",
    ),
    optional=True,
)
PLACE = Argument("city", Text("城市、省市或地址", "City, region or address"))
PERSONAL = Argument("value", Text("要遮盖的值，一格或一列", "The value to mask, a cell or a column"))
KIND = Argument(
    "kind",
    Text(
        "是什么：姓名、手机号、邮箱、身份证号、生日、地址；省略按表头或样子判断",
        "What it is: name, phone, email, id number, birthday, address; if left out, by header or looks",
    ),
    optional=True,
)
DATED = Argument("value", Text("任意写法的日期，一格或一列", "A date however it is written, a cell or a column"))
ORDER = Argument(
    "order",
    Text(
        "01/02/2024 怎么读：dmy 日在前，mdy 月在前；省略看整列",
        "How to read 01/02/2024: dmy or mdy; else by the column",
    ),
    optional=True,
)
PAID = Argument(
    "value", Text("任意写法的金额，如 ¥1,234.50、1.2万", "An amount however it is written, such as ¥1,234.50 or (5.00)")
)
TABLE = Argument(
    "rules",
    Text(
        "规则：两列「群体、条件」的范围，或 重要客户: R≤30 且 F≥5，或 template、guide；省略用 template",
        "Rules: a range of group and condition, or VIP: R<=30 and F>=5, or template, guide; template if left out",
    ),
    optional=True,
)
GROUPS = Argument("k", Text("分几群；省略自动选择", "Number of groups; chosen if left out"), optional=True)
MODEL = Argument(
    "model",
    Text(
        "模型的键或名称，如 rfm、lifecycle、客户价值分层；省略为 rfm",
        "Key or title of a model such as rfm or lifecycle; rfm if left out",
    ),
    optional=True,
)
OPTIONS = Argument(
    "options",
    Text(
        "模型的设置，如 by=性别; most=5，或「键、值」两列的范围；省略都用默认值",
        "Settings of the model such as by=gender; most=5, or a range of key and value; the defaults if left out",
    ),
    optional=True,
)
SHOW = Argument(
    "show",
    Text(
        "显示哪一列：segment 标签、reason 依据、score 等，多列用逗号，all 全部；省略只显示一列",
        "Which column: segment, reason, score and so on, several with commas, or all; one if left out",
    ),
    optional=True,
)
