"""Personal data in files: encrypted and back, and what leaves the house. Everything is looked for in the bytes."""

import base64
import os
import zipfile
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from excel_like import keep
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from xlseg.cells import Area
from xlseg.cli import app
from xlseg.sheets.outside import outside_page

CHINESE = "赵钱孙李周吴郑王冯陈"
HEADERS = ["客户ID", "姓名", "手机号", "邮箱", "身份证号", "地址", "生日", "备注", "负责人", "城市", "暗号", *"RFM"]
WORDS = "correct horse battery"
HIDDEN_NAME = "藏起来的人"


def customer(n: int) -> list[object]:
    name, day = f"{CHINESE[n % 10]}大锤{CHINESE[n // 10]}", datetime(1980, 1, 1 + n)
    who = [f"C{n:03}", name, 13912340000 + n, f"box{n}@secret.example", f"11010119870307{n:04}"]
    return [
        *who,
        f"北京市朝阳区幸福里{n}号",
        day,
        None if n % 3 else f"请打{name}的电话",
        "钱经理",
        "北京",
        f"密语{n}",
        n,
        n,
        n,
    ]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Customers with everything personal, two orders each, a hidden sheet, a formula and a link."""
    book = Workbook()
    sheet = book.active
    sheet.title = "客户"
    rows = [customer(n) for n in range(22)]
    for row in (["客户资料"], HEADERS, *rows, ["合计", None, None, "", None, "-"]):
        sheet.append(row)
    sheet["D3"].hyperlink = "mailto:box0@secret.example"
    sheet["B5"] = '=IF(TRUE,F5,"")'
    orders = book.create_sheet("订单")
    orders.append(["订单号", "客户ID", "收货人", "电话", "下单日期", "金额", "渠道"])
    for n in range(44):
        orders.append(
            [f"NO{n:04}", f"C{n % 22:03}", f"收件{n}号", f"0755-8888{n:04}", datetime(2024, 1, 1 + n % 28), n, "店"]
        )
    book.create_sheet("旧").append([HIDDEN_NAME, 13800138000])
    book["旧"].sheet_state = "hidden"
    path = tmp_path / "shop.xlsx"
    book.save(path)
    keep(path, {"客户"}, lambda _: [["客户资料"], HEADERS, *rows])
    return path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    assert xlseg("key", tmp_path / "my.key").exit_code == 0
    return tmp_path / "my.key"


def xlseg(*words: object, typed: str | None = None, env: dict[str, str] | None = None) -> Result:
    result = CliRunner().invoke(app, [str(word) for word in words], input=typed, env=env)
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def said(*words: object, **how) -> str:
    result = xlseg(*words, **how)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: object, **how) -> str:
    """Exit code 1, a sentence, and not one file made or changed."""
    folder = next(Path(word).parent for word in words if isinstance(word, Path))
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = xlseg(*words, **how)
    assert result.exit_code == 1
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    return result.stderr


def leaks(path: Path, values: set[str]) -> set[str]:
    """Which of these stand anywhere in the unzipped file."""
    with zipfile.ZipFile(path) as package:
        parts = [unescape(package.read(name).decode("utf-8", "replace")) for name in package.namelist()]
    return {value for value in values for part in parts if value in part}


def secrets_of(path: Path) -> set[str]:
    """Every personal value of the fixture as it would stand in a file; 29221 is a birthday as Excel counts days."""
    rows = [customer(n) for n in range(22)]
    values = {str(value) for row in rows for value in (*row[1:6], row[7], row[8]) if value}
    values |= {f"收件{n}号" for n in range(44)} | {f"0755-8888{n:04}" for n in range(44)}
    assert leaks(path, values) == values
    return values | {f"<v>{29221 + n}</v>" for n in range(22)}


def cells(path: Path, *, text: bool = False) -> dict[str, list[list[object]]]:
    """All values; text: numbers as the text they come back as."""
    book = load_workbook(path)
    return {
        sheet.title: [[str(c.value) if text and isinstance(c.value, int) else c.value for c in row] for row in sheet]
        for sheet in book
    }


class TestKey:
    def test_a_key_file_is_32_random_bytes_for_its_owner_alone(self, key, tmp_path):
        assert len(base64.b64decode(key.read_bytes())) == 32
        assert os.name != "posix" or key.stat().st_mode & 0o777 == 0o600
        xlseg("key", tmp_path / "other.key")
        assert (tmp_path / "other.key").read_bytes() != key.read_bytes()

    def test_a_key_is_never_overwritten(self, key):
        assert "换一个名字" in refused("key", key)
        assert "choose another name" in refused("key", key, "--lang", "en")

    def test_no_key_is_made_where_the_language_is_wrong(self, tmp_path):
        assert "--lang" in refused("key", tmp_path / "my.key", "--lang", "fr")

    def test_a_place_that_is_not_there_is_said(self, tmp_path):
        result = xlseg("key", tmp_path / "nowhere" / "my.key")
        assert result.exit_code == 1
        assert "写不了" in result.stderr

    def test_what_is_no_key_file_is_said_with_every_other_problem(self, shop, tmp_path):
        (tmp_path / "not.key").write_text("hello")
        assert "不是 xlseg 的密钥文件" in refused("protect", shop, "--key", tmp_path / "not.key")
        both = refused("protect", tmp_path / "none.xlsx", "--key", tmp_path / "none.key")
        assert "没有这个文件" in both
        assert "密钥文件读不了" in both


class TestProtect:
    def test_nothing_personal_stands_anywhere_in_the_file(self, shop, key):
        secret = secrets_of(shop)
        said("protect", shop, "--key", key)
        assert leaks(shop.with_name("shop-加密.xlsx"), secret) == set()

    def test_everything_else_is_as_it_was(self, shop, key):
        said("protect", shop, "--key", key)
        before, after = cells(shop), cells(shop.with_name("shop-加密.xlsx"))
        assert before.keys() == after.keys()
        assert before["旧"] == after["旧"]
        assert before["客户"][:2] == after["客户"][:2]
        for old, new in zip(before["客户"][2:-1], after["客户"][2:-1], strict=True):
            assert [new[0], *new[9:]] == [old[0], *old[9:]]
            assert all(str(n).startswith("xlseg1:") == (o is not None) for o, n in zip(old[1:9], new[1:9], strict=True))
        assert after["客户"][-1] == before["客户"][-1], "blanks, dashes and totals stay"

    def test_it_comes_back_with_the_key_numbers_as_text_and_days_as_days(self, shop, key):
        said("protect", shop, "--key", key)
        locked = shop.with_name("shop-加密.xlsx")
        assert "已还原工作表「客户」" in said("reveal", locked, "--key", key)
        before, after = cells(shop, text=True), cells(shop.with_name("shop-加密-还原.xlsx"), text=True)
        before["客户"][4][1] = customer(2)[1]  # the result of the formula
        assert before == after
        assert after["客户"][2][6] == datetime(1980, 1, 1)

    def test_a_passphrase_is_asked_for_twice_and_never_shown(self, shop):
        out = said("protect", shop, "--passphrase", typed=f"{WORDS}\n{WORDS}\n")
        assert WORDS not in out
        locked = shop.with_name("shop-加密.xlsx")
        assert leaks(locked, {WORDS}) == set()
        assert "口令不对" in refused("reveal", locked, "--passphrase", typed="another long passphrase\n")
        said("reveal", locked, "--passphrase", env={"XLSEG_PASSPHRASE": WORDS})
        assert cells(shop.with_name("shop-加密-还原.xlsx"))["客户"][2][1] == customer(0)[1]

    def test_a_passphrase_that_is_short_or_that_nobody_can_type_is_said(self, shop):
        assert "至少需要 12 个字符" in refused("protect", shop, "--passphrase", env={"XLSEG_PASSPHRASE": "short"})
        assert "XLSEG_PASSPHRASE" in refused("protect", shop, "--passphrase", "--lang", "en", typed="")

    def test_one_secret_is_needed_and_one_only(self, shop, key):
        assert "二选一" in refused("protect", shop)
        assert "either --key FILE or --passphrase" in refused(
            "reveal", shop, "--key", key, "--passphrase", "--lang", "en"
        )

    def test_another_key_opens_nothing_and_adds_nothing(self, shop, key, tmp_path):
        said("protect", shop, "--key", key)
        locked, other = shop.with_name("shop-加密.xlsx"), tmp_path / "other.key"
        xlseg("key", other)
        assert "密钥文件或口令不对" in refused("reveal", locked, "--key", other)
        assert "wrong key file" in refused("reveal", locked, "--key", other, "--lang", "en")
        assert "已经加密" in refused("protect", locked, "--key", key)
        book = load_workbook(locked)
        book["客户"]["B3"] = "新来的"
        book.save(locked)
        assert "别的密钥" in refused("protect", locked, "--key", other)
        assert "1 个单元格" in said("protect", locked, "--key", key)

    def test_without_a_customer_id_nobody_could_be_told_apart(self, tmp_path, key):
        book = Workbook()
        for row in (["姓名", "日期", "金额"], ["张三", datetime(2024, 1, 5), 3]):
            book.active.append(row)
        book.save(tmp_path / "a.xlsx")
        assert "请先加一列客户ID" in refused("protect", tmp_path / "a.xlsx", "--key", key)
        assert "customers are known by 'Customer name'" in refused(
            "protect", tmp_path / "a.xlsx", "--key", key, "--lang", "en"
        )

    def test_where_it_still_could_stand_is_said(self, shop, key):
        book = load_workbook(shop)
        book["客户"]["B3"].comment = Comment(f"{customer(0)[1]}的电话", "我")
        rule = DataValidation(type="list", formula1='"钱经理,赵经理"')
        book["客户"].add_data_validation(rule)
        rule.add("I3:I24")
        book["订单"]["G2"] = customer(0)[1]
        book.create_sheet("随手记")["A1"] = customer(1)[2]
        book["客户"]["B5"] = "孙大锤赵"
        book.save(shop)
        text = said("protect", shop, "--key", key)
        assert "批注、写有选项的下拉列表" in text
        assert "另有 2 个单元格写着加密掉的内容，没有动：订单!G2、随手记!A1" in text
        assert "没有认出、原样保留的工作表：旧、随手记" in text
        assert "没认出、没有加密的列：客户!暗号" in text
        assert "客户!客户ID、订单!订单号" in text
        assert "去掉了这些单元格上的 1 个链接" in text
        assert "原文件 shop.xlsx 仍是明文" in text
        english = said("protect", shop, "--key", key, "--lang", "en")
        assert "comments, lists of choices in data validation" in english
        assert "2 more cells hold what was encrypted" in english

    def test_a_column_the_user_names_is_encrypted_too(self, shop, key):
        text = said("protect", shop, "--key", key, "--also", "暗号")
        assert "暗号" in text.splitlines()[0]
        assert leaks(shop.with_name("shop-加密.xlsx"), {f"密语{n}" for n in range(22)}) == set()
        assert "没有表头是「暗语」的列" in refused("protect", shop, "--key", key, "--also", "暗语")

    def test_formulas_become_tokens_and_no_result_of_a_formula_is_kept(self, shop, key):
        book = load_workbook(shop)
        book["订单"]["H2"] = "=客户!B3"
        book.save(shop)
        rows = cells(shop)
        rows["客户"][4][1], rows["订单"][1][7] = customer(2)[1], customer(0)[1]
        keep(shop, {"客户", "订单"}, rows.__getitem__)
        assert "1 个公式换成了加密后的结果" in said("protect", shop, "--key", key)
        locked = shop.with_name("shop-加密.xlsx")
        assert load_workbook(locked)["订单"]["H2"].value == "=客户!B3"
        assert leaks(locked, {str(customer(0)[1]), str(customer(2)[1])}) == set()

    def test_a_formula_without_a_result_is_said(self, shop, key):
        book = load_workbook(shop)
        book["客户"]["C3"] = "=1+1"
        book["客户"]["B5"] = "孙"
        book.save(shop)
        assert "「手机号」有 1 个公式还没有结果：客户!C3" in refused("protect", shop, "--key", key)

    def test_our_own_sheets_give_nothing_away(self, tmp_path, key, shop):
        book = load_workbook(shop)
        book["客户"]["B5"] = "孙大锤赵"
        book["订单"]["B3"], book["订单"]["B4"], book["订单"]["B5"] = "C999", None, None
        book.save(shop)
        said("segment", shop, "--in-place")
        book = load_workbook(shop)
        quoted = [row for row in book["数据质量报告"].iter_rows() if str(row[0].value).startswith("订单!")]
        quoted[0][0].value, quoted[0][2].value = "订单!C3", "收件1号"
        quoted[1][2].value = "店"
        book.save(shop)
        names = {str(customer(n)[1]) for n in range(22)} | {f"收件{n}号" for n in range(44)}
        assert customer(5)[1] in {row[1].value for row in book["客户标签"]}
        text = said("protect", shop, "--key", key)
        assert "1 处原文改成了 ***" in text
        assert "已加密工作表「客户标签」" in text
        assert leaks(shop.with_name("shop-加密.xlsx"), names) == set()
        rows = [row for row in cells(shop.with_name("shop-加密.xlsx"))["数据质量报告"] if str(row[0])[:3] == "订单!"]
        assert [row[2] for row in rows[:2]] == ["***", "店"]

    def test_a_protected_workbook_can_be_segmented_and_keeps_its_tokens(self, shop, key):
        said("protect", shop, "--in-place", "--key", key)
        secret = {str(customer(n)[1]) for n in range(22)}
        text = said("segment", shop, "--in-place")
        assert "已细分 22 位客户" in text
        assert "不像号码的手机号" not in text
        assert leaks(shop, secret) == set()
        said("reveal", shop, "--in-place", "--key", key)
        assert leaks(shop, secret) == secret

    def test_in_place_says_that_the_backup_is_readable(self, shop, key):
        before = shop.read_bytes()
        text = said("protect", shop, "--in-place", "--key", key)
        assert "备份 shop.xlsx.bak 仍是明文" in text
        assert shop.with_name("shop.xlsx.bak").read_bytes() == before

    def test_a_second_run_writes_over_the_first_and_nobody_elses_file(self, shop, key, tmp_path):
        said("protect", shop, "--key", key)
        assert "shop-加密.xlsx.bak" in said("protect", shop, "--key", key)
        Workbook().save(tmp_path / "mine.xlsx")
        assert "不是 xlseg 写的" in refused("protect", shop, "--key", key, "-o", tmp_path / "mine.xlsx")

    def test_a_csv_becomes_an_encrypted_workbook(self, tmp_path, key):
        (tmp_path / "a.csv").write_text("客户ID,姓名,日期,金额\nA,张三,2024-01-05,3\n", encoding="utf-8")
        said("protect", tmp_path / "a.csv", "--key", key)
        said("reveal", tmp_path / "a-加密.xlsx", "--key", key)
        assert leaks(tmp_path / "a-加密.xlsx", {"张三"}) == set()
        assert cells(tmp_path / "a-加密-还原.xlsx")["a"][1][1] == "张三"

    def test_nothing_to_do_is_said(self, tmp_path, shop, key):
        book = Workbook()
        for row in (["客户ID", "日期", "金额"], ["A", datetime(2024, 1, 5), 3]):
            book.active.append(row)
        book.save(tmp_path / "a.xlsx")
        assert "没有可加密的内容" in refused("protect", tmp_path / "a.xlsx", "--key", key)
        assert "没有 xlseg 加密的内容" in refused("reveal", shop, "--key", key)
        assert "nothing in it was encrypted" in refused("reveal", shop, "--key", key, "--lang", "en")

    def test_a_text_too_long_for_a_cell_is_said_and_not_cut(self, shop, key):
        book = load_workbook(shop)
        book["客户"]["H3"], book["客户"]["B5"] = "长" * 9000, "孙"
        book.save(shop)
        assert "客户!H3" in refused("protect", shop, "--key", key)

    def test_a_damaged_token_is_named_and_nothing_written(self, shop, key):
        said("protect", shop, "--key", key)
        locked = shop.with_name("shop-加密.xlsx")
        book = load_workbook(locked)
        book["客户"]["B4"].value = book["客户"]["B4"].value[:-9] + "A" * 9
        book.save(locked)
        assert "客户!B4" in refused("reveal", locked, "--key", key)


class TestExport:
    def segmented(self, shop: Path) -> Path:
        said("segment", shop, "--in-place")
        return shop

    def test_a_masked_copy_holds_labels_and_nobody(self, shop):
        secret = secrets_of(shop)
        text = said("export", self.segmented(shop), "--masked")
        out = shop.with_name("shop-脱敏.xlsx")
        ids = {f"C{n:03}" for n in range(22)} | {f"NO{n:04}" for n in range(44)} | {f"密语{n}" for n in range(22)}
        assert leaks(out, secret | ids) == set()
        header, *rows = cells(out)["客户"]
        assert header == [*HEADERS[:10], *HEADERS[11:], *header[13:]]
        assert "RFM客户类型" in header
        assert len(rows) == 22, "no total row"
        shown = rows[0][:10]
        assert shown[0].startswith("P-")
        assert shown[1:5] == ["*某", "139****0000", "b***@secret.example", "110*************00"]
        assert shown[5:] == ["北京市***", "1980", "***", "*某", "北京"]
        assert "没有带出的列（不知道里面是什么）：暗号" in text
        assert "一次性密钥" in text

    def test_one_key_gives_the_same_pseudonyms_in_every_table_and_every_export(self, shop, key, tmp_path):
        runs = []
        for name, more in (("a", ["--key", key]), ("b", ["--key", key]), ("c", [])):
            said("export", shop, "--masked", "-o", tmp_path / f"{name}.xlsx", *more)
            runs.append(cells(tmp_path / f"{name}.xlsx"))
        ids = [[row[0] for row in run["客户"][1:]] for run in runs]
        assert ids[0] == ids[1]
        assert not set(ids[0]) & set(ids[2])
        assert set(ids[0]) == {row[1] for row in runs[0]["订单"][1:]}

    def test_a_name_that_stands_in_for_an_id_is_a_pseudonym(self, tmp_path):
        book = Workbook()
        for row in (["姓名", "日期", "金额"], ["张三丰", datetime(2024, 1, 5), 3], ["合计", None, 3]):
            book.active.append(row)
        book.save(tmp_path / "a.xlsx")
        said("export", tmp_path / "a.xlsx", "--masked")
        rows = cells(tmp_path / "a-脱敏.xlsx")["Sheet"]
        assert rows[1][0].startswith("P-")
        assert len(rows) == 2
        assert leaks(tmp_path / "a-脱敏.xlsx", {"张三丰"}) == set()

    def test_a_small_group_is_counted_for_nobody(self, shop):
        text = said("export", self.segmented(shop), "--masked")
        assert "个群体不显示人数" in text
        before = {row[0]: row for row in cells(shop)["客户细分结果表"]}
        after = {row[0]: row for row in cells(shop.with_name("shop-脱敏.xlsx"))["客户细分结果表"]}
        small = [name for name, row in before.items() if str(name).startswith("RFM-") and 0 < row[4] < 5]
        assert small
        assert all(after[name][3:6] == [None] * 3 for name in small)
        assert after["合计"][4] == 22
        assert sum(row[4] is None for name, row in after.items() if str(name).startswith("RFM-")) >= 2

    def test_the_whole_table_is_withheld_where_all_of_it_is_small(self):
        rows = [["客户细分结果表"], [], ["RFM"], ["客户群体ID", "客户群体名称", "客户数量(人)", "占比(%)", "负责人"]]
        rows += [["RFM-01", "甲", 2, 0.5, "王五"], ["RFM-02", "乙", 2, 0.5, None], ["合计", None, 4, 1, None]]
        page, withheld = outside_page(rows, Area(1, 1, 7, 5), masked=True)
        table = page.blocks[1]
        assert withheld == 2
        assert table.rows["count"].isna().all()
        assert table.rows["share"].isna().all()
        assert table.rows["owner"][0] == "*某"
        plain, none = outside_page(rows, Area(1, 1, 7, 5), masked=False)
        assert none == 0
        assert plain.blocks[1].rows["count"].tolist() == [2, 2, 4]

    def test_values_only_leave_no_formula_no_comment_and_no_hidden_sheet(self, shop):
        book = load_workbook(shop)
        book["客户"]["A3"].comment = Comment(HIDDEN_NAME, HIDDEN_NAME)
        book.properties.creator = HIDDEN_NAME
        book.save(shop)
        rows = cells(shop)
        rows["客户"][4][1] = customer(2)[1]
        keep(shop, {"客户"}, rows.__getitem__)
        text = said("export", shop)
        out = shop.with_name("shop-导出.xlsx")
        assert load_workbook(out).sheetnames == ["客户", "订单"]
        assert cells(out)["客户"][3][1] == customer(2)[1]
        assert leaks(out, {HIDDEN_NAME, "13800138000", "客户资料", "mailto:"}) == set()
        assert "隐藏的工作表没有带出：旧" in text
        assert "8 列是个人信息，没有遮盖" in text
        assert "8 columns are personal" in said("export", shop, "--lang", "en")

    def test_names_in_other_columns_become_stars_and_a_sheet_named_after_somebody_is_renamed(self, shop):
        book = load_workbook(shop)
        book["订单"]["G2"] = customer(4)[1]
        book["客户"]["B5"] = "孙大锤赵"
        book["订单"].title = f"{customer(0)[1]}的订单"
        book.save(shop)
        text = said("export", shop, "--masked")
        out = shop.with_name("shop-脱敏.xlsx")
        assert "1 个单元格写着姓名、电话等，写成了 ***" in text
        assert load_workbook(out).sheetnames == ["客户", "表"]
        assert leaks(out, {str(customer(4)[1]), str(customer(0)[1])}) == set()

    def test_an_unknown_column_goes_along_when_it_is_asked_for(self, shop):
        text = said("export", shop, "--masked", "--keep", "暗号")
        assert "按您的要求原样带出：暗号" in text
        assert "密语3" in [row[10] for row in cells(shop.with_name("shop-脱敏.xlsx"))["客户"]]
        assert "没有表头是「没有」的列" in refused("export", shop, "--keep", "没有")
        assert "--key goes with --masked" in refused("export", shop, "--key", shop, "--lang", "en")

    def test_data_on_hidden_sheets_alone_never_leave(self, shop):
        book = load_workbook(shop)
        book["旧"].sheet_state = "visible"
        book["客户"].sheet_state = book["订单"].sheet_state = "hidden"
        book.active = 2
        book.save(shop)
        assert "请先取消隐藏" in refused("export", shop)

    def test_a_csv_is_exported_as_a_workbook_and_a_second_run_writes_over_it(self, tmp_path):
        (tmp_path / "a.csv").write_text("客户ID,姓名,日期,金额\nA,张三,2024-01-05,3\n", encoding="utf-8")
        said("export", tmp_path / "a.csv", "--masked")
        assert "a-脱敏.xlsx.bak" in said("export", tmp_path / "a.csv", "--masked")
        assert cells(tmp_path / "a-脱敏.xlsx")["a"][1][1:] == ["*某", datetime(2024, 1, 5), 3]
        assert "以 .xlsx 结尾" in refused("export", tmp_path / "a.csv", "-o", tmp_path / "a.xlsm")

    def test_what_is_encrypted_stays_secret_in_a_masked_copy(self, shop, key):
        said("protect", shop, "--in-place", "--key", key)
        said("export", shop, "--masked")
        assert leaks(shop.with_name("shop-脱敏.xlsx"), {"xlseg1:"}) == set()


def test_the_commands_are_listed_in_the_help():
    listed = xlseg("--help").stdout
    assert all(f"\n  {name} " in listed for name in ("key", "protect", "reveal", "export"))
