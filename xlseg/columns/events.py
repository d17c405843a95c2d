"""What else happened with a customer: activity, service, complaints, referrals."""

from xlseg.columns.column import Column, also
from xlseg.columns.orders import CHANNEL, STATUS
from xlseg.columns.people import CUSTOMER_ID, CUSTOMER_NAME, EMAIL, NOTE, PHONE
from xlseg.text import Text

ACTIVITY_DATE = Column(
    "activity_date",
    Text("行为时间", "Activity date"),
    "date",
    aliases=also(
        "登录时间|登录日期|访问时间|访问日期|浏览时间|互动时间|活动时间|操作时间|跟进时间|拜访时间|通话时间|事件时间|日期|"
        "时间|login time|visit date|visited at|event time|event date|timestamp|activity time|date|time"
    ),
)
ACTIVITY = Column(
    "activity",
    Text("行为类型", "Activity"),
    aliases=also(
        "行为|互动类型|互动行为|互动方式|事件|事件类型|动作|操作|操作类型|活动类型|跟进方式|跟进记录|跟进内容|拜访类型|"
        "使用功能|功能|功能模块|event|event type|event name|action|activity type|interaction|feature"
    ),
    masked_as=NOTE.key,
)
PAGE = Column(
    "page",
    Text("页面", "Page"),
    aliases=also("浏览页面|页面类型|访问页面|页面名称|page type|url|page url"),
    masked_as=NOTE.key,
)
DURATION = Column(
    "duration",
    Text("停留时长", "Duration"),
    "decimal",
    aliases=also("停留时间|使用时长|浏览时长|通话时长|时长|功能使用时长|dwell time|time on page|session duration"),
)
SERVICE_DATE = Column(
    "service_date",
    Text("服务日期", "Service date"),
    "date",
    aliases=also("服务时间|报修时间|受理时间|受理日期|工单创建时间|回访时间|咨询时间|日期|时间|service time|date|time"),
)
SERVICE = Column(
    "service",
    Text("服务内容", "Service"),
    aliases=also(
        "服务类型|服务项目|服务记录|服务方式|工单类型|工单主题|工单内容|咨询内容|问题描述|问题类型|报修内容|维修内容|"
        "处理结果|service type|ticket|ticket type|ticket subject|case|case subject|内容|类型|subject"
    ),
    masked_as=NOTE.key,
)
COMPLAINT_DATE = Column(
    "complaint_date",
    Text("投诉日期", "Complaint date"),
    "date",
    aliases=also("投诉时间|complaint time|complained at|日期|时间|date|time"),
)
COMPLAINT = Column(
    "complaint",
    Text("投诉内容", "Complaint"),
    aliases=also("投诉类型|投诉原因|投诉事项|投诉描述|投诉|complaint type|complaint reason|内容|原因|类型|reason"),
    masked_as=NOTE.key,
)
REFERRER_ID = Column(
    "referrer_id",
    Text("推荐人ID", "Referrer ID"),
    aliases=also("推荐人|介绍人|推荐客户|老客户|老客户ID|介绍人ID|推荐人编号|邀请人|邀请人ID|referrer|referred by"),
    identifies=True,
)
REFERRED_ID = Column(
    "referred_id",
    Text("被推荐人ID", "Referred ID"),
    aliases=also(
        "被推荐人|被推荐客户|被介绍人|新客户|新客户ID|被介绍人ID|被推荐人编号|被邀请人|被邀请人ID|referred|referee|"
        "referred customer|new customer"
    ),
    identifies=True,
)
REFERRAL_DATE = Column(
    "referral_date",
    Text("推荐日期", "Referral date"),
    "date",
    aliases=also("推荐时间|介绍日期|介绍时间|邀请时间|邀请日期|referred at|日期|时间|date|time"),
)

WHO = (CUSTOMER_ID, CUSTOMER_NAME, PHONE, EMAIL)
ACTIVITY_COLUMNS = (*WHO, ACTIVITY_DATE, ACTIVITY, PAGE, DURATION, CHANNEL, NOTE)
SERVICE_COLUMNS = (*WHO, SERVICE_DATE, SERVICE, CHANNEL, STATUS, NOTE)
COMPLAINT_COLUMNS = (*WHO, COMPLAINT_DATE, COMPLAINT, CHANNEL, STATUS, NOTE)
REFERRAL_COLUMNS = (REFERRER_ID, REFERRED_ID, REFERRAL_DATE, NOTE)
