"""Who a customer is: columns of a table of customers that are not measures."""

from dataclasses import replace

from xlseg.columns.column import Column, also
from xlseg.text import Text

RECORD = also("id|record id|记录ID")  # in a table of customers the customer, elsewhere the order or the event
NOUNS = also("客户|会员|顾客")  # an ID, and the name too where no other column holds it
CUSTOMER_ID = Column(
    "customer_id",
    Text("客户ID", "Customer ID"),
    aliases=(
        *also(
            "客户编号|客户编码|客户代码|客户号|会员ID|会员编号|会员号|会员卡号|用户ID|用户编号|用户编码|顾客ID|"
            "顾客编号|买家ID|买家会员名|买家账号|下单帐号|下单账号|买家昵称|客户账号|用户名|会员名|客户昵称"
        ),
        *(*NOUNS, *RECORD),
        *also(
            "用户|买家|client id|user id|member id|buyer id|account id|account name id|contact id|customer no|"
            "customer number|account number|user name|customer|client|member"
        ),
    ),
    identifies=True,
)
BUYER_ID = replace(CUSTOMER_ID, aliases=tuple(name for name in CUSTOMER_ID.aliases if name not in RECORD))
RECORD_ID = Column("record_id", Text("记录ID", "Record ID"), aliases=RECORD, identifies=True)
CUSTOMER_NAME = Column(
    "customer_name",
    Text("客户名称", "Customer name"),
    aliases=(
        *also(
            "客户姓名|姓名|名称|会员姓名|用户姓名|顾客姓名|买家姓名|关联客户|投诉人|投诉人姓名|联系人|联系人姓名|"
            "收货人|收货人姓名|收件人|收件人姓名|收货人/提货人|客户全称|公司名称|full name|client name|account name|"
            "contact name|user name|billing name|shipping name|last name|first name|name|company"
        ),
        *NOUNS,
    ),
    sensitive=True,
)
PHONE = Column(
    "phone",
    Text("手机号", "Phone"),
    aliases=also(
        "手机|手机号码|会员手机号|买家手机号|买家手机|用户购买手机号|客户手机|客户手机号|联系手机|手机1|电话|联系电话|"
        "联系方式|客户电话|投诉人电话|投诉人手机号|收货人手机|收货人手机号|收货人手机号/提货人手机号|收货人电话|"
        "收件人手机|收件人手机号|收件人电话|电话1|billing phone|shipping phone|mobile|mobile phone|phone number|"
        "telephone|tel|cell"
    ),
    sensitive=True,
)
EMAIL = Column(
    "email",
    Text("电子邮箱", "E-mail"),
    aliases=also(
        "邮箱|电子邮件|邮件|邮箱地址|买家邮箱|客户邮箱|billing email|customer email|email address|e-mail address|mail"
    ),
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
        "详细地址|收货地址|收货人地址|详细收货地址|详细收货地址/提货地址|收件地址|客户地址|联系地址|家庭住址|住址|"
        "通讯地址|账单地址-街道|邮寄地址-街道|送货地址-街道|街道|street|street address|address1|address 1|address 1&2|"
        "default address address1|billing address|billing street|billing address 1|mailing street|shipping address|"
        "shipping street|shipping address 1|card address line1"
    ),
    sensitive=True,
)
GENDER = Column("gender", Text("性别", "Gender"), aliases=also("客户性别|会员性别|sex"))
AGE = Column("age", Text("年龄", "Age"), "count")
BIRTHDAY = Column(
    "birthday",
    Text("生日", "Birthday"),
    "date",
    aliases=also("出生日期|出生年月|客户生日|会员生日|birth date|date of birth|dob"),
    sensitive=True,
)
INCOME = Column("income", Text("收入", "Income"), "money", aliases=also("年收入|月收入|annual income|monthly income"))
OCCUPATION = Column(
    "occupation", Text("职业", "Occupation"), aliases=also("岗位|职务|职位|job|job title|profession|title")
)
INDUSTRY = Column("industry", Text("行业属性", "Industry"), aliases=also("行业|所属行业|1级行业|一级行业|sector"))
REGION = Column(
    "region", Text("所在地区", "Region"), aliases=also("地区|省市|所在地|所在区域|所属区域|区域|省市区|location|area")
)
PROVINCE = Column(
    "province",
    Text("省份", "Province"),
    aliases=also(
        "省|所在省|所在省份|收货人省份|收货省份|账单地址-省份|邮寄地址-省份|送货地址-省份|state|billing state|"
        "billing province|mailing state|shipping state|shipping province|state code|province code|"
        "default address province code|card address state"
    ),
)
CITY = Column(
    "city",
    Text("城市", "City"),
    aliases=also(
        "市|所在城市|所在市|收货人城市|收货城市|账单地址-城市|邮寄地址-城市|送货地址-城市|billing city|mailing city|"
        "shipping city|default address city|card address city|town"
    ),
)
LEVEL = Column(
    "level",
    Text("会员等级", "Member level"),
    aliases=also("等级|客户等级|客户级别|会员级别|客户分级|免费等级|level|tier|membership|rating"),
)
POINTS = Column(
    "points", Text("积分", "Points"), "count", aliases=also("会员积分|客户积分|当前积分|可用积分|loyalty points")
)
REGISTERED = Column(
    "registered",
    Text("注册时间", "Registered"),
    "date",
    aliases=also(
        "注册日期|建档时间|建档日期|入会时间|入会日期|成为客户时间|成为会员时间|创建时间|创建日期|sign up|signup date|"
        "sign up date|registered at|registration date|created time|created at|created date|created|join date|"
        "customer since"
    ),
)
OWNER = Column(
    "owner",
    Text("负责人", "Owner"),
    aliases=also(
        "客户经理|客户负责人|销售|销售员|业务员|跟进人|跟进销售|专属导购|导购|导购员|销售导购|客户所有者|联系人所有者|"
        "商机所有者|销售订单所有者|account owner|contact owner|deal owner|sales order owner|sales rep"
    ),
    sensitive=True,
    masked_as=CUSTOMER_NAME.key,
)
CUSTOMER_TYPE = Column(
    "customer_type",
    Text("客户类型", "Customer type"),
    aliases=also("客户类别|客户分类|客户分组|类型|类别|分类|account type|client type|type|category"),
)
CHANNEL = Column(
    "channel",
    Text("渠道", "Channel"),
    aliases=also(
        "来源渠道|下单渠道|销售渠道|订单渠道|APP渠道|入会渠道|登录渠道|互动渠道|服务渠道|投诉渠道|投诉方式|推荐渠道|"
        "订单来源|客户来源|线索来源|来源|店铺名称|店铺|source|lead source|sales channel|store"
    ),
)
NOTE = Column(
    "note",
    Text("备注", "Note"),
    "wide",
    aliases=also(
        "商家备注|商家订单备注|卖家备注|订单备注|客户备注|说明|描述|notes|customer note|remark|remarks|comment|"
        "comments|description"
    ),
    sensitive=True,  # people write names and numbers into it
)

PROFILE_COLUMNS = (
    *(CUSTOMER_NAME, PHONE, EMAIL, ID_NUMBER, ADDRESS, GENDER, AGE, BIRTHDAY, INCOME, OCCUPATION, INDUSTRY),
    *(REGION, PROVINCE, CITY, LEVEL, CUSTOMER_TYPE, POINTS, REGISTERED, CHANNEL, OWNER),
)
CONTACT_COLUMNS = (PHONE, EMAIL, ID_NUMBER)  # a person is known again by any of them
