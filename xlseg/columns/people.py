"""Who a customer is: columns of a table of customers that are not measures."""

from xlseg.columns.column import Column, also
from xlseg.text import Text

CUSTOMER_ID = Column(
    "customer_id",
    Text("客户ID", "Customer ID"),
    aliases=also(
        "客户编号|客户编码|客户代码|客户号|会员ID|会员编号|会员号|会员卡号|用户ID|用户编号|用户编码|顾客ID|顾客编号|"
        "买家ID|买家会员名|买家账号|下单帐号|下单账号|买家昵称|客户账号|用户名|会员名|客户昵称|客户|用户|会员|顾客|买家|"
        "id|customer|customer no|customer number|client id|user id|member id|buyer id|account id|contact id|record id|"
        "account number|client|member"
    ),
    identifies=True,
)
CUSTOMER_NAME = Column(
    "customer_name",
    Text("客户名称", "Customer name"),
    aliases=also(
        "客户姓名|姓名|名称|会员姓名|买家姓名|联系人|联系人姓名|收货人|收货人姓名|收件人|客户全称|公司名称|"
        "name|full name|client name|account name|contact name|company|shipping name|billing name"
    ),
    sensitive=True,
)
PHONE = Column(
    "phone",
    Text("手机号", "Phone"),
    aliases=also(
        "手机|手机号码|会员手机号|买家手机号|买家手机|用户购买手机号|客户手机|联系手机|电话|联系电话|联系方式|收货人手机|"
        "收货人手机号|收货人电话|mobile|mobile phone|phone number|telephone|tel|cell"
    ),
    sensitive=True,
)
EMAIL = Column(
    "email",
    Text("电子邮箱", "E-mail"),
    aliases=also("邮箱|电子邮件|邮件|邮箱地址|买家邮箱|email address|e-mail address|mail"),
    sensitive=True,
)
ID_NUMBER = Column(
    "id_number",
    Text("身份证号", "ID number"),
    aliases=also("身份证|身份证号码|证件号|证件号码|national id|identity number|id card"),
    sensitive=True,
)
ADDRESS = Column(
    "address",
    Text("地址", "Address"),
    aliases=also(
        "详细地址|收货地址|收货人地址|客户地址|联系地址|家庭住址|住址|通讯地址|street|street address|shipping address|"
        "billing address|mailing street|billing street"
    ),
    sensitive=True,
)
GENDER = Column("gender", Text("性别", "Gender"), aliases=also("sex"))
AGE = Column("age", Text("年龄", "Age"), "count")
BIRTHDAY = Column(
    "birthday",
    Text("生日", "Birthday"),
    "date",
    aliases=also("出生日期|出生年月|birth date|date of birth|dob"),
    sensitive=True,
)
INCOME = Column("income", Text("收入", "Income"), "money", aliases=also("年收入|月收入|annual income|monthly income"))
OCCUPATION = Column("occupation", Text("职业", "Occupation"), aliases=also("岗位|职务|职位|job|job title|profession"))
INDUSTRY = Column("industry", Text("行业属性", "Industry"), aliases=also("行业|所属行业|1级行业|一级行业|sector"))
REGION = Column(
    "region", Text("所在地区", "Region"), aliases=also("地区|省市|所在地|所在区域|区域|省市区|location|area")
)
PROVINCE = Column(
    "province",
    Text("省份", "Province"),
    aliases=also("省|所在省|所在省份|收货人省份|收货省份|state|billing state|mailing state|shipping province"),
)
CITY = Column(
    "city",
    Text("城市", "City"),
    aliases=also("市|所在城市|所在市|收货人城市|收货城市|billing city|mailing city|shipping city|town"),
)
LEVEL = Column(
    "level",
    Text("会员等级", "Member level"),
    aliases=also("等级|客户等级|客户级别|会员级别|客户分级|level|tier|membership|rating"),
)
POINTS = Column("points", Text("积分", "Points"), "count", aliases=also("会员积分|当前积分|可用积分|loyalty points"))
REGISTERED = Column(
    "registered",
    Text("注册时间", "Registered"),
    "date",
    aliases=also(
        "注册日期|建档时间|建档日期|入会时间|入会日期|成为会员时间|成为客户时间|创建时间|创建日期|"
        "signup date|sign up date|registered at|registration date|created time|created at|created date|join date|"
        "customer since"
    ),
)
OWNER = Column(
    "owner",
    Text("负责人", "Owner"),
    aliases=also("客户经理|客户负责人|销售|销售员|业务员|跟进人|导购|客户所有者|account owner|contact owner|sales rep"),
    sensitive=True,
    masked_as=CUSTOMER_NAME.key,
)
NOTE = Column(
    "note",
    Text("备注", "Note"),
    "wide",
    aliases=also("说明|notes|remark|remarks|comment|comments"),
    sensitive=True,  # people write names and numbers into it
)

PROFILE_COLUMNS = (
    *(CUSTOMER_NAME, PHONE, EMAIL, ID_NUMBER, ADDRESS, GENDER, AGE, BIRTHDAY, INCOME, OCCUPATION, INDUSTRY),
    *(REGION, PROVINCE, CITY, LEVEL, POINTS, REGISTERED, OWNER),
)
CONTACT_COLUMNS = (PHONE, EMAIL, ID_NUMBER)  # a person is known again by any of them
