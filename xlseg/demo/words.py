"""Words of the invented shop, in both languages; lists are written 'a|b|c', as long in one as in the other."""

from xlseg.text import Lang, Text


def words(listed: Text, lang: Lang) -> list[str]:
    """The list in one language."""
    return listed.of(lang).split("|")


FAMILY = Text(
    "林|江|云|石|田|安|白|沈|叶|陆|方|温|秋|夏|梅|竹|柳|花|苗|谷|水|山|金|海|风",
    "Alder|Birch|Brook|Clay|Dale|Elm|Fern|Flint|Frost|Glen|Heath|Hill|Holly|Lake|Marsh|Meadow|Moss|Oakes|Pond|Reed|"
    "Rowan|Sage|Stone|Thorne|Wren",
)
GIVEN = Text(
    "小满|立夏|白露|青禾|子衿|清和|晓星|若谷|望舒|知秋|听雨|朝阳|初晴|半夏|南星|乐水|如松|言之|舒云|长风|安然|嘉木|"
    "思齐|明月|照青|如意|其琛|怀瑾|芳洲|远帆|晨曦|暮云|雨前|冬至|春分|谷雨",
    "Ada|Alec|Amy|Anton|Bella|Ben|Carl|Cora|Dan|Dora|Ed|Ella|Emil|Eva|Finn|Flora|Fred|Gina|Gus|Hana|Hugo|Ida|Ivan|"
    "Jade|Joel|Kit|Lena|Leo|Mia|Max|Nina|Noel|Olga|Otto|Pia|Rex",
)
GENDERS = Text("女|男", "Female|Male")
OTHER_GENDERS = Text("女士|先生", "F|M")
JOBS = Text(
    "教师|工程师|会计|销售|医生|公务员|学生|自由职业|工人|退休",
    "Teacher|Engineer|Accountant|Sales|Doctor|Civil servant|Student|Freelance|Worker|Retired",
)
CITIES = Text(
    "上海|北京|杭州|成都|苏州|武汉|西安|无锡|合肥|昆明|洛阳|绵阳|桂林|大理",
    "London|Edinburgh|Manchester|Birmingham|Leeds|Bristol|Glasgow|Cardiff|York|Oxford|Derby|Lincoln|Truro|Whitby",
)
TIERS = (*("tier_1",) * 2, *("new_tier_1",) * 5, *("tier_2",) * 3, *("tier_3",) * 2, *("tier_4",) * 2)  # in English
LEVELS = Text("普通会员|银卡|金卡|钻石", "Member|Silver|Gold|Diamond")
SOURCES = Text("门店|天猫|小程序|朋友推荐|抖音", "Store|Web shop|App|Friend|Social media")
CHANNELS = Text("天猫旗舰店|微信小程序|线下门店|抖音小店", "Web shop|App|Store|Social media")
PAYMENTS = Text("支付宝|微信支付|银行卡|现金", "PayPal|Apple Pay|Card|Cash")
STATUSES = Text(
    "已完成|已取消|待付款|已退款|部分退款", "Completed|Cancelled|Awaiting payment|Refunded|Partially refunded"
)
ACTIONS = Text("登录|浏览|收藏|加购|评论", "Login|View|Favourite|Add to basket|Comment")
PAGES = Text("首页|商品页|活动页|会员中心|客服", "Home|Product|Offers|Member centre|Help")
SERVICES = Text("售前咨询|使用指导|退换货|维修|发票", "Enquiry|How to use|Return or exchange|Repair|Invoice")
COMPLAINTS = Text("物流太慢|商品破损|与描述不符|客服不理人", "Late delivery|Damaged|Not as described|No answer")
HANDLED = Text("已解决|处理中", "Solved|Open")
TESTS = Text("测试账号01|测试账号02", "Test account 01|Test account 02")
TOTAL_ROW = Text("合计", "Total")

CATEGORIES = Text("家纺|餐厨|茶饮|护肤|母婴|小家电", "Bedding|Kitchen|Tea|Skin care|Baby|Appliances")
GOODS = Text(
    "纯棉毛巾|四件套|蚕丝被|记忆枕|陶瓷餐具|不粘炒锅|保温杯|刀具套装|龙井新茶|普洱熟茶|茶具套装|花果茶|"
    "保湿面霜|护手霜|精华液|洁面乳|婴儿湿巾|儿童水杯|婴儿推车|爬行垫|电热水壶|空气炸锅|扫地机器人|加湿器",
    "Cotton towel|Bed set|Silk duvet|Foam pillow|Dinner set|Frying pan|Flask|Knife set|Green tea|Black tea|Tea set|"
    "Fruit tea|Face cream|Hand cream|Serum|Cleanser|Baby wipes|Beaker|Pushchair|Play mat|Kettle|Air fryer|"
    "Robot vacuum|Humidifier",
)
PRICES = (
    *(39.0, 300.0, 899.0, 129.0, 199.0, 169.0, 89.0, 259.0, 128.0, 98.0, 368.0, 45.0),
    *(149.0, 35.0, 329.0, 69.0, 29.9, 59.0, 1299.0, 189.0, 119.0, 399.0, 1999.0, 159.0),
)
SPRING, WINTER = (10, 8), (2, 23)  # new tea in April, quilts and humidifiers in November
