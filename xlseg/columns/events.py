"""What else happened with a customer: activity, service, complaints, referrals."""

from dataclasses import replace

from xlseg.columns.column import Column, also
from xlseg.columns.orders import ORDER_ID, PRODUCT, PRODUCT_ID, REFUND, STATUS
from xlseg.columns.people import BUYER_ID, CHANNEL, CUSTOMER_NAME, EMAIL, NOTE, OWNER, PHONE, RECORD_ID
from xlseg.text import Text

ACTIVITY_DATE = Column(
    "activity_date",
    Text("行为时间", "Activity date"),
    "date",
    aliases=also(
        "登录时间|登录日期|访问时间|访问日期|浏览时间|互动时间|活动时间|操作时间|跟进时间|拜访时间|签到时间|打卡时间|"
        "通话时间|事件时间|日期|时间|login time|visit date|visited at|event time|event date|timestamp|activity time|"
        "date|time|创建时间|created at|created time"
    ),
)
ACTIVITY = Column(
    "activity",
    Text("行为类型", "Activity"),
    aliases=also(
        "行为|销售记录类型|跟进类型|登录方式|互动类型|互动行为|互动方式|事件|事件类型|动作|操作|操作类型|活动类型|"
        "跟进方式|跟进记录|跟进内容|拜访类型|使用功能|功能|功能模块|event|event type|event name|action|activity type|"
        "interaction|feature"
    ),
    masked_as=NOTE.key,
)
PAGE = Column(
    "page",
    Text("页面", "Page"),
    aliases=also("浏览页面|页面类型|浏览页面类型|访问页面|页面名称|page type|url|page url"),
    masked_as=NOTE.key,
)
DURATION = Column(
    "duration",
    Text("停留时长", "Duration"),
    "decimal",
    aliases=also(
        "停留时间|使用时长|浏览时长|通话时长|时长|功能使用时长|在线时长|dwell time|time on page|session duration"
    ),
)
SERVICE_DATE = Column(
    "service_date",
    Text("服务日期", "Service date"),
    "date",
    aliases=also(
        "服务时间|报修时间|受理时间|受理日期|工单创建时间|回访时间|咨询时间|申请时间|售后申请时间|退款申请时间|"
        "退款的申请时间|售后服务单申请时间|退货日期|退货时间|提交时间|日期|时间|service time|date opened|date|time|"
        "创建时间|created at|created time"
    ),
)
SERVICE = Column(
    "service",
    Text("服务内容", "Service"),
    aliases=also(
        "服务类型|服务项目|服务内容|服务记录|服务方式|工单类型|售后类型|退款类型|售后原因|退款原因|买家退款原因|"
        "退货原因|客户预期处理方式|工单主题|工单内容|咨询内容|问题类型|问题描述|报修内容|维修内容|处理结果|"
        "service type|ticket|ticket type|ticket subject|case|case subject|内容|类型|subject"
    ),
    masked_as=NOTE.key,
)
COMPLAINT_DATE = Column(
    "complaint_date",
    Text("投诉日期", "Complaint date"),
    "date",
    aliases=also("投诉时间|受理时间|complaint time|complained at|date received|日期|时间|date|time"),
)
COMPLAINT = Column(
    "complaint",
    Text("投诉内容", "Complaint"),
    aliases=also(
        "投诉类型|投诉原因|投诉事项|投诉内容|投诉描述|投诉标题|投诉|complaint type|complaint reason|内容|原因|类型|"
        "标题|reason"
    ),
    masked_as=NOTE.key,
)
REFERRER_ID = Column(
    "referrer_id",
    Text("推荐人ID", "Referrer ID"),
    aliases=also(
        "推荐人编号|介绍人ID|介绍人编号|邀请人ID|老客户ID|老客户编号|推荐人手机号|推荐人电话|介绍人手机号|介绍人电话|"
        "邀请人手机号|老客户手机号|老客户电话|推荐人|介绍人|邀请人|推荐客户|老客户|推荐人姓名|介绍人姓名|老客户姓名|"
        "referrer|referred by|referrer email|referrer phone|referrer name"
    ),
    identifies=True,
)
REFERRED_ID = Column(
    "referred_id",
    Text("被推荐人ID", "Referred ID"),
    aliases=also(
        "被推荐人编号|被介绍人ID|被介绍人编号|被邀请人ID|新客户ID|新客户编号|被推荐人手机号|被推荐人电话|"
        "被介绍人手机号|被介绍人电话|被邀请人手机号|新客户手机号|新客户电话|被推荐人|被推荐客户|被介绍人|被邀请人|"
        "新客户|被推荐人姓名|被介绍人姓名|新客户姓名|referred|referee|referred customer|new customer|referred email|"
        "referred phone|referred name"
    ),
    identifies=True,
)
REFERRAL_DATE = Column(
    "referral_date",
    Text("推荐日期", "Referral date"),
    "date",
    aliases=also("推荐时间|介绍日期|介绍时间|邀请时间|邀请日期|referred at|日期|时间|date|time"),
)
RESULT = replace(
    STATUS,
    title=Text("处理状态", "Status"),
    aliases=(
        *also(
            "工单状态|服务单状态|售后状态|退款状态|投诉状态|状态|结果|登录结果|是否成交|成交状态|case status|"
            "ticket status"
        ),
        *(*STATUS.title, *STATUS.aliases),
    ),
)
HANDLER = replace(
    OWNER,
    title=Text("经办人", "Handled by"),
    aliases=(
        *also("负责人|处理人|处理人员|服务人员|受理人|客服|拜访人|跟进人|操作人|assignee|agent|assigned to|owner"),
        *(*OWNER.aliases, *also("创建人")),
    ),
)
DETAIL = replace(
    NOTE,
    aliases=(
        *also(
            "售后备注|服务备注|投诉内容|服务内容|工单内容|问题描述|客户问题描述|买家退款说明|退款说明|用户售后说明|"
            "销售记录内容"
        ),
        *also("拜访内容|跟进内容|互动内容"),
        *(*NOTE.aliases, *also("subject")),
    ),
)

WHO = (BUYER_ID, CUSTOMER_NAME, PHONE, EMAIL, RECORD_ID)
HOW = (CHANNEL, RESULT, HANDLER, DETAIL)
ACTIVITY_COLUMNS = (*WHO, ACTIVITY_DATE, ACTIVITY, PAGE, DURATION, PRODUCT, *HOW)
SERVICE_COLUMNS = (*WHO, SERVICE_DATE, SERVICE, ORDER_ID, PRODUCT, PRODUCT_ID, REFUND, *HOW)
COMPLAINT_COLUMNS = (*WHO, COMPLAINT_DATE, COMPLAINT, ORDER_ID, PRODUCT, *HOW)
REFERRAL_COLUMNS = (REFERRER_ID, REFERRED_ID, REFERRAL_DATE, *HOW)
EVENT_COLUMNS = (*ACTIVITY_COLUMNS, *SERVICE_COLUMNS, *COMPLAINT_COLUMNS, *REFERRAL_COLUMNS)
