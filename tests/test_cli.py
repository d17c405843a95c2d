"""The command line as people use it, and every way to use it wrong."""

import json
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from xlseg.cli import app


def xlseg(*words: object) -> Result:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused(*words: object) -> str:
    """Exit code 1 and a sentence on stderr; the sentence."""
    result = xlseg(*words)
    assert result.exit_code == 1
    assert result.stdout == ""
    return result.stderr


@pytest.fixture
def shop(tmp_path: Path, orders_rows) -> Path:
    book = Workbook()
    book.active.title = "订单"
    for row in orders_rows:
        book.active.append(row)
    book.save(tmp_path / "shop.xlsx")
    return tmp_path / "shop.xlsx"


def workbook(path: Path, *rows) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class TestSegment:
    def test_the_default_output_is_a_copy_beside_the_input(self, shop):
        before = shop.read_bytes()
        result = xlseg("segment", shop)
        assert result.exit_code == 0
        assert "已细分 4 位客户（分析日期 2026-07-01）" in result.stdout
        assert "shop-细分.xlsx" in result.stdout
        assert shop.read_bytes() == before
        assert load_workbook(shop.with_name("shop-细分.xlsx")).sheetnames[0] == "订单"

    def test_english_is_as_complete(self, shop):
        result = xlseg("segment", shop, "--lang", "en")
        assert "Segmented 4 customers (as of 2026-07-01)." in result.stdout
        assert shop.with_name("shop-segmented.xlsx").exists()
        assert not any("㐀" <= c <= "鿿" for c in result.stdout.replace("订单", ""))

    def test_json_is_one_object_with_every_figure(self, shop):
        found = json.loads(xlseg("segment", shop, "--json").stdout)
        assert set(found) == {"as_of", "customers", "orders", "issues", "segmentations"}
        assert (found["as_of"], found["customers"], found["orders"]) == ("2026-07-01", 4, 7)
        assert found["issues"] == {"total_row": 1, "unpaid": 1}
        segments = found["segmentations"]["rfm"]["segments"]
        assert set(segments[0]) == {"key", "title", "count", "share", "revenue"}
        assert (segments[0]["key"], segments[0]["count"], segments[0]["revenue"]) == ("important_value", 1, 600.0)
        assert sum(segment["count"] for segment in segments) == 4
        assert sum(segment["revenue"] for segment in segments) == 2370.0
        assert found["segmentations"]["rfm"]["unmatched"] == 0

    def test_settings_are_given_by_option_and_written_into_the_workbook(self, shop, tmp_path):
        out = tmp_path / "out.xlsx"
        options = ["--set", "rfm.bins=4", "--as-of", "2026-08-01", "--model", "rfm", "--sheet", "订单"]
        assert xlseg("segment", shop, "-o", out, *options).exit_code == 0
        written = {row[0].value: row[2].value for row in load_workbook(out)["设置"]}
        assert written["rfm.bins"] == 4
        assert written["general.as_of"] is None, "a date is asked for in one run and not kept"
        assert "分析日期 2026-08-01" in load_workbook(out)["客户细分结果表"]["A2"].value

    def test_in_place_keeps_the_old_file_as_bak(self, shop):
        before = shop.read_bytes()
        assert xlseg("segment", shop, "--in-place").exit_code == 0
        assert shop.with_name("shop.xlsx.bak").read_bytes() == before
        assert "客户细分结果表" in load_workbook(shop).sheetnames

    def test_a_rerun_into_the_same_output_keeps_notes_and_settings(self, shop, tmp_path):
        out = tmp_path / "out.xlsx"
        xlseg("segment", shop, "-o", out, "--set", "rfm.scheme=groups11")
        book = load_workbook(out)
        book["客户细分结果表"]["H6"] = "*王经理"
        book.save(out)
        result = xlseg("segment", shop, "-o", out)
        assert "out.xlsx.bak" in result.stdout
        again = load_workbook(out)["客户细分结果表"]
        assert (again["B6"].value, again["H6"].value) == ("冠军客户", "*王经理")

    def test_check_writes_the_quality_report_and_the_settings_alone(self, shop):
        result = xlseg("check", shop)
        assert "9 行中有 0 行（0.0%）有缺陷" in result.stdout
        assert "未付款或已取消：1 处，不计入" in result.stdout
        book = load_workbook(shop.with_name("shop-检查.xlsx"))
        assert book.sheetnames == ["订单", "数据质量报告", "设置"]
        assert book["订单"].max_column == 4
        cells = {cell.value for row in book["数据质量报告"] for cell in row}
        assert {"下单日期", "合格", "订单!D11", "已取消"} <= cells
        assert json.loads(xlseg("check", shop, "--json").stdout)["segmentations"] == {}

    def test_a_backtest_writes_its_page_beside_the_data(self, shop):
        result = xlseg("backtest", shop, "--before", "2026-06-10", "--days", "21")
        assert "用 2026-06-10 之前的数据给当时的 3 位客户分群" in result.stdout
        assert "其中 1 位在这段时间里购买（购买率 33.3%），共 1 单，金额 300.00" in result.stdout
        assert "没有计入：1 位新客户在这段时间第一次购买，金额 50.00" in result.stdout
        book = load_workbook(shop.with_name("shop-回测.xlsx"))
        assert book.sheetnames == ["订单", "回测", "设置"]
        assert book["订单"].max_column == 4
        kept = {row[0].value: row[2].value for row in book["设置"]}
        assert (kept["backtest.cutoff"], kept["backtest.days"]) == (None, None), "asked for in one run and not kept"

    def test_a_backtest_by_the_settings_of_the_sheet_and_once_more(self, shop, tmp_path):
        out = tmp_path / "out.xlsx"
        xlseg("check", shop, "-o", out, "--lang", "en")
        book = load_workbook(out)
        (row,) = (row for row in book["Settings"] if row[0].value == "backtest.cutoff")
        row[2].value = datetime(2026, 6, 10)
        book.save(out)
        assert "1 of them bought in that time (purchase rate 33.3%)" in xlseg("backtest", shop, "-o", out).stdout
        before = [[cell.value for cell in row] for row in load_workbook(out)["Backtest"]]
        assert xlseg("backtest", shop, "-o", out).exit_code == 0
        book = load_workbook(out)
        assert book.sheetnames == ["订单", "Backtest", "Settings"]
        assert [[cell.value for cell in row] for row in book["Backtest"]] == before

    def test_a_backtest_in_json(self, shop):
        found = json.loads(xlseg("backtest", shop, "--before", "2026-06-10", "--json").stdout)["backtest"]
        assert (found["from"], found["to"], found["customers"]) == ("2026-06-10", "2026-06-30", 3)
        segments = found["models"]["rfm"]["segments"]
        assert sum(segment["count"] for segment in segments) == 3
        assert sum(segment["revenue_share"] for segment in segments) == pytest.approx(1)

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--before", "2027-01-01"], "回测截止日 2027-01-01 不在订单的日期之内"),
            (["--before", "2025-01-01"], "回测截止日 2025-01-01 不在订单的日期之内"),
            (["--before", "2026-06-10", "--days", "90"], "只有 21 天，不够 90 天"),
            (["--before", "2026-06-02", "--days", "5"], "2026-06-02 至 2026-06-06 没有一笔订单"),
            (["--before", "June"], "--before：backtest.cutoff：不能是「June」"),
            (["--days", "half a year"], "--days：backtest.days：不能是「half a year」"),
        ],
    )
    def test_a_backtest_that_cannot_be_is_refused(self, shop, options, said):
        assert said in refused("backtest", shop, *options)
        assert sorted(files(shop.parent)) == ["shop.xlsx"]

    def test_a_backtest_of_ready_made_figures_is_refused(self, tmp_path):
        header = ("客户ID", "距上次购买天数", "订单数", "累计金额")
        path = workbook(tmp_path / "c.xlsx", header, ("A", 3, 1, 50.0), ("B", 90, 4, 900.0))
        assert "回测要有订单表" in refused("backtest", path)

    def test_every_model_is_a_command(self, shop):
        assert xlseg("rfm", shop).exit_code == 0

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_a_csv_becomes_a_workbook(self, tmp_path, encoding):
        path = tmp_path / "订单.csv"
        path.write_text("客户编号,下单时间,实付金额\n007,2024/1/5,12.50\n008,2024/1/6,3\n", encoding=encoding)
        assert xlseg("segment", path).exit_code == 0
        sheet = load_workbook(tmp_path / "订单-细分.xlsx")["订单"]
        assert [sheet["A2"].value, sheet["B2"].value.year, sheet["C2"].value] == ["007", 2024, 12.5]
        assert sheet["D1"].value == "RFM客户类型"

    @pytest.mark.parametrize("ending", ["\r", "\r\n"])
    def test_a_csv_of_an_old_mac_or_of_western_windows_is_read(self, tmp_path, ending):
        text = "Customer ID;Name;Order date;Amount\nA;José Núñez;2024-01-05;10\nB;Zoë Café Müller;2024-01-06;3\n"
        encoding = "mac_roman" if ending == "\r" else "cp1252"
        (tmp_path / "a.csv").write_bytes(text.replace("\n", ending).encode(encoding))
        assert xlseg("check", tmp_path / "a.csv", "--lang", "en").exit_code == 0
        sheet = next(iter(load_workbook(tmp_path / "a-checked.xlsx")))
        assert [sheet["B2"].value, sheet["B3"].value] == ["José Núñez", "Zoë Café Müller"]

    def test_days_of_a_workbook_that_counts_from_1904_are_the_days_people_see(self, tmp_path):
        book = Workbook()
        book.epoch = CALENDAR_MAC_1904
        book.active.append(["客户", "日期", "金额"])
        for day in range(1, 11):
            book.active.append([f"K{day % 3}", datetime(2024, 5, day), 10])
        book.save(tmp_path / "mac.xlsx")
        assert json.loads(xlseg("segment", tmp_path / "mac.xlsx", "--json").stdout)["as_of"] == "2024-05-11"

    def test_text_of_a_csv_stays_as_it_is(self, tmp_path):
        text = '客户,日期,金额,备注\n=1+1,2024/1/5,3,"两行\n文字"\n\nA,2024/1/6,1,\u2028\n'
        (tmp_path / "a.csv").write_text(text, encoding="utf-8", newline="")
        assert xlseg("segment", tmp_path / "a.csv").exit_code == 0
        sheet = load_workbook(tmp_path / "a-细分.xlsx")["a"]
        assert (sheet["A2"].value, sheet["A2"].data_type, sheet["D2"].value) == ("=1+1", "s", "两行\n文字")
        assert sheet["A4"].value == "A", "an empty line stays, so that cells are where the user sees them"

    def test_a_csv_with_a_title_and_semicolons(self, tmp_path):
        (tmp_path / "a.csv").write_text("某店, 2024\n客户;日期;金额\nA;2024/1/5;3,5\n", encoding="utf-8")
        assert json.loads(xlseg("segment", tmp_path / "a.csv", "--json").stdout)["customers"] == 1

    def test_orders_on_several_sheets_are_one_table_and_each_is_labelled(self, shop):
        book = load_workbook(shop)
        more = book.create_sheet("订单2")
        for row in (["金额", "客户ID", "下单日期"], [500, "C01", "2026-06-30"], [70, "C77", "2026-06-29"]):
            more.append(row)
        book.save(shop)
        result = xlseg("segment", shop, "--in-place")
        assert "「订单2」" in result.stdout
        again = xlseg("segment", shop, "--in-place")
        assert again.exit_code == 0
        book = load_workbook(shop)
        assert [cell.value for cell in book["订单2"][1]][3:5] == ["RFM客户类型", "RFM高低"]
        assert book["订单2"].max_column == 10
        revenue = {row[0].value: row[3].value for row in book["客户标签"]}
        assert (revenue["C01"], revenue["C77"]) == (1100, 70)

    def test_names_with_brackets_are_shown_as_they_are(self, shop):
        own = ["--set", "rfm.scheme=custom", "--set", "rfm.table=VIP[/b] = 1-5 1-5 1-5"]
        assert "VIP[/b]" in xlseg("segment", shop, *own).stdout

    def test_macros_are_kept_with_the_workbook(self, tmp_path, shop):
        macro = shutil.copy(shop, tmp_path / "shop.xlsm")
        assert refused("segment", macro, "-o", tmp_path / "out.xlsx").count("以 .xlsm 结尾") == 1


class TestCollect:
    DAY = ("--as-of", "2026-07-02")

    def test_the_list_is_written_with_what_was_found(self, shop):
        result = xlseg("collect", shop, *self.DAY)
        assert "还有 13 项要处理：缺 13 项；18 项中 5 项齐全（新旧算到 2026-07-02）。" in result.stdout
        book = load_workbook(shop.with_name("shop-清单.xlsx"))
        assert book.sheetnames == ["订单", "客户数据收集清单"]
        rows = {row[1].value: [cell.value for cell in row] for row in book["客户数据收集清单"]}
        assert rows["订单日期"][:6] == ["交易行为", "订单日期", "ERP系统、电商平台", "实时", "订单!B3", 0]
        assert rows["订单日期"][6].isoformat() == "2026-06-30T00:00:00"
        assert rows["姓名"][7] == "缺，请从 CRM系统、注册信息 取来，加成一列"

    def test_without_a_date_ages_are_counted_to_today(self, shop):
        assert "陈旧" in xlseg("collect", shop, "--set", "general.as_of=2036-01-01").stdout
        assert "新旧算到" in xlseg("collect", shop).stdout

    def test_a_second_run_changes_no_cell_and_keeps_what_was_typed(self, shop):
        xlseg("collect", shop, "--in-place", *self.DAY)
        book = load_workbook(shop)
        book["客户数据收集清单"]["I6"] = "八月前"
        book["客户数据收集清单"]["B7"] = "会员等级、订单状态"
        for row, note in ((8, "甲"), (9, "乙")):
            book["客户数据收集清单"][f"B{row}"], book["客户数据收集清单"][f"I{row}"] = "性别", note
        book.save(shop)
        xlseg("collect", shop, "--in-place", *self.DAY)
        once = [[c.value for c in row] for row in load_workbook(shop)["客户数据收集清单"]]
        assert (once[7][8], once[8][8]) == ("甲", "乙"), "each row of a field that is listed twice keeps its own"
        xlseg("collect", shop, "--in-place", *self.DAY)
        assert [[c.value for c in row] for row in load_workbook(shop)["客户数据收集清单"]] == once
        assert (once[5][8], once[6][4]) == ("八月前", "会员等级：没有、订单状态：订单!D3")

    def test_what_was_filled_into_the_copy_goes_into_the_next_one(self, shop):
        xlseg("collect", shop)
        book = load_workbook(shop.with_name("shop-清单.xlsx"))
        book["客户数据收集清单"]["B24"] = "NPS"
        book.save(shop.with_name("shop-清单.xlsx"))
        xlseg("collect", shop)
        assert load_workbook(shop.with_name("shop-清单.xlsx"))["客户数据收集清单"]["B24"].value == "NPS"

    def test_a_list_kept_in_another_workbook_is_checked_and_the_other_stays(self, shop, tmp_path):
        rows = ["数据类别", "具体字段", "数据来源", "采集频率"], ["交易", "下单日期, 鞋码", "ERP", "每年"]
        mine = workbook(tmp_path / "mine.xlsx", *rows)
        before = mine.read_bytes()
        result = xlseg("collect", shop, "--list", mine, *self.DAY, "--lang", "en")
        assert "1 of 2 fields need work: 1 missing; 1 are complete" in result.stdout
        sheet = load_workbook(shop.with_name("shop-collection.xlsx"))["Data collection list"]
        assert [cell.value for cell in sheet[6]][1:5] == [
            *("下单日期, 鞋码", "ERP", "Yearly"),
            "下单日期: 订单!B3, 鞋码: none",
        ]
        assert mine.read_bytes() == before

    def test_a_workbook_without_a_list_is_no_list(self, shop):
        assert "--list 的文件里没有清单" in refused("collect", shop, "--list", shop)

    def test_the_template_alone_is_all_missing(self, tmp_path):
        assert "data-collection.xlsx" in xlseg("templates", tmp_path).stdout
        result = xlseg("collect", tmp_path / "客户数据收集清单.xlsx", "--in-place")
        assert "清单上的 18 项数据都还没有" in result.stdout
        sheet = load_workbook(tmp_path / "客户数据收集清单.xlsx")["客户数据收集清单"]
        assert [cell.value for cell in sheet[5]][3:6] == ["采集频率", "数据里的列", "空白率"]
        assert [cell.value for cell in sheet[4]][1:] == [None] * 8
        assert json.loads(xlseg("collect", tmp_path / "data-collection.xlsx", "--json").stdout)["customers"] == 0

    def test_templates_of_one_language(self, tmp_path):
        xlseg("templates", tmp_path, "--lang", "en")
        names = [path.name for path in tmp_path.iterdir()]
        assert "data-collection.xlsx" in names
        assert all(name.isascii() for name in names)
        (tmp_path / "data-collection.xlsx").write_bytes(b"")
        assert "already" in refused("templates", tmp_path, "--lang", "en")

    def test_a_list_is_never_taken_for_data(self, shop):
        xlseg("collect", shop, "--in-place", *self.DAY)
        book = load_workbook(shop)
        del book.defined_names["xlseg.page.collection"]
        book.save(shop)
        assert xlseg("segment", shop).exit_code == 0
        assert xlseg("collect", shop, "--in-place", *self.DAY).exit_code == 0
        assert load_workbook(shop).sheetnames == ["订单", "客户数据收集清单"]

    def test_a_list_that_lost_its_fields_is_said_and_left_alone(self, shop):
        xlseg("collect", shop, "--in-place")
        book = load_workbook(shop)
        book["客户数据收集清单"]["B5"] = "改了名"
        book.save(shop)
        assert "找不到「具体字段」这一列" in refused("collect", shop, "--in-place")

    def test_data_that_cannot_be_read_stop_it_as_they_stop_a_check(self, tmp_path):
        path = workbook(tmp_path / "a.xlsx", ["城市", "天气"], ["北京", "晴"])
        assert "没有找到订单表或客户表" in refused("collect", path)


class TestBadInput:
    def test_no_such_file(self, tmp_path):
        assert "没有这个文件" in refused("segment", tmp_path / "none.xlsx")
        assert "there is no such file" in refused("segment", tmp_path / "none.csv", "--lang", "en")

    def test_a_workbook_that_was_cut_short_is_said_to_be_damaged(self, shop):
        shop.write_bytes(shop.read_bytes()[:3000])
        assert "工作簿已损坏，读不出来（文件不完整）" in xlseg("segment", shop).stderr

    @pytest.mark.parametrize("name", ["text.xlsx", "zip.xlsx", "folder.xlsx", "empty.xlsx"])
    def test_not_a_workbook(self, tmp_path, name, shop):
        import zipfile

        (tmp_path / "text.xlsx").write_text("not a workbook")
        (tmp_path / "empty.xlsx").write_bytes(b"")
        (tmp_path / "folder.xlsx").mkdir()
        with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as package:
            package.writestr("hello.txt", "hello")
        before = {p.name for p in tmp_path.iterdir()}
        said = refused("segment", tmp_path / name)
        assert "不是 Excel 工作簿" in said or "无法读取" in said
        assert {p.name for p in tmp_path.iterdir()} == before

    def test_a_damaged_workbook(self, shop):
        content = bytearray(shop.read_bytes())
        content[200:900] = b"\x00" * 700
        shop.write_bytes(content)
        assert "损坏" in refused("segment", shop)

    def test_a_password(self, tmp_path):
        path = tmp_path / "secret.xlsx"
        path.write_bytes(
            bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptionInfo EncryptedPackage".encode("utf-16-le")
        )
        assert "有打开密码；请加 --password" in refused("segment", path)

    def test_an_old_workbook(self, tmp_path):
        path = tmp_path / "old.xlsx"
        path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
        assert "另存为 .xlsx" in refused("segment", path)

    def test_no_column_that_could_be_a_customer_a_date_or_an_amount(self, tmp_path):
        path = workbook(tmp_path / "a.xlsx", ["城市", "天气"], ["北京", "晴"])
        said = refused("segment", path)
        assert "实付金额" in said
        assert "表头是：城市、天气；没找到：客户ID、下单日期、金额" in said

    def test_an_empty_sheet(self, tmp_path):
        assert "这个工作簿里没有客户表，也没有订单表" in refused("segment", workbook(tmp_path / "a.xlsx"))
        (tmp_path / "a.csv").write_text("")
        assert "文件是空的" in refused("segment", tmp_path / "a.csv")

    def test_only_a_header(self, tmp_path):
        assert "里只有表头，还没有数据" in refused("segment", workbook(tmp_path / "a.xlsx", ["客户ID", "日期", "金额"]))

    def test_dates_that_cannot_be_read(self, tmp_path):
        rows = [["A", f"某日{n}", n] for n in range(9)]
        said = refused("segment", workbook(tmp_path / "a.xlsx", ["客户ID", "日期", "金额"], *rows))
        assert "有 9 个单元格读不出来：Sheet!B2（某日0）、Sheet!B3（某日1）、Sheet!B4（某日2）" in said
        said = refused("segment", tmp_path / "a.xlsx", "--lang", "en")
        assert "cannot be read: Sheet!B2 (某日0), Sheet!B3 (某日1), Sheet!B4 (某日2)." in said

    def test_formulas_nobody_computed_are_said_and_not_taken_for_blanks(self, tmp_path):
        said = refused(
            "segment", workbook(tmp_path / "a.xlsx", ["客户ID", "日期", "金额"], ["A", "2024-01-05", "=1+1"])
        )
        assert "Sheet!C2（=1+1）" in said

    def test_all_wrong_settings_at_once(self, shop):
        before = files(shop.parent)
        said = refused(
            "segment",
            shop,
            "--set",
            "rfm.bins=1",
            "--set",
            "rfm.nosuch=1",
            "--as-of",
            "昨天",
            "--set",
            "oops",
            "--model",
            "x",
        )
        assert len(said.splitlines()) == 5
        assert "--set rfm.bins=1：rfm.bins：不能是「1」；允许：2 到 10 的整数" in said
        assert "--as-of" in said
        assert files(shop.parent) == before

    def test_wrong_settings_on_the_sheet_name_their_rows(self, shop, tmp_path):
        out = tmp_path / "out.xlsx"
        xlseg("segment", shop, "-o", out, "--lang", "en")
        book = load_workbook(out)
        rows = {row[0].value: row for row in book["Settings"]}
        rows["rfm.bins"][2].value, rows["rfm.scheme"][2].value = 1000, "?"
        book.save(out)
        said = refused("segment", out, "--in-place").splitlines()
        assert [line.split(":")[0] for line in said] == [
            f"Sheet 'Settings', row {rows[key][0].row}" for key in ("rfm.scheme", "rfm.bins")
        ]

    def test_a_wrong_language_model_or_sheet(self, shop):
        assert "--lang" in refused("segment", shop, "--lang", "fr")
        assert "没有模型 nosuch；可用的是 rfm" in refused("segment", shop, "--model", "nosuch")
        assert "没有工作表 客户；工作簿里有 订单" in refused("segment", shop, "--sheet", "客户")

    @pytest.mark.parametrize("lock", ["~$out.xlsx", ".~lock.out.xlsx#"])
    def test_an_output_that_is_open(self, shop, lock):
        out = shop.with_name("out.xlsx")
        out.with_name(lock).touch()
        said = refused("segment", shop, "-o", out)
        assert "中打开；请关闭后再试" in said
        assert lock in said
        assert not out.exists()

    def test_an_output_that_cannot_be_written(self, shop, tmp_path):
        assert "没有这个文件夹" in refused("segment", shop, "-o", tmp_path / "none" / "out.xlsx")
        assert "要以 .xlsx" in refused("segment", shop, "-o", tmp_path / "out.pdf")
        (tmp_path / "dir.xlsx").mkdir()
        assert "没有这个文件夹" in refused("segment", shop, "-o", tmp_path / "dir.xlsx")

    def test_an_output_that_is_somebody_elses_file(self, shop, tmp_path):
        other = workbook(tmp_path / "other.xlsx", ["我的预算"])
        before = other.read_bytes()
        assert "不是 xlseg 写的" in refused("segment", shop, "-o", other)
        assert "用 --in-place" in refused("segment", shop, "-o", shop)
        assert other.read_bytes() == before

    def test_in_place_does_not_go_with_csv_or_output(self, shop, tmp_path):
        (tmp_path / "a.csv").write_text("customer,date,amount\nA,2024-01-05,3\n")
        assert "CSV 文件不能写回" in refused("segment", tmp_path / "a.csv", "--in-place")
        assert "只能用一个" in refused("segment", shop, "--in-place", "-o", tmp_path / "x.xlsx")

    def test_a_csv_with_an_open_quotation_mark(self, tmp_path):
        (tmp_path / "a.csv").write_text('客户,日期,金额\nA,2024/1/5,"3\n' + "x" * 1_200_000, encoding="utf-8")
        assert "引号是否成对" in refused("segment", tmp_path / "a.csv")

    def test_a_sheet_of_ours_is_not_data(self, shop):
        xlseg("segment", shop, "--in-place")
        assert "是 xlseg 写的" in refused("segment", shop, "--in-place", "--sheet", "客户标签")

    def test_scores_nobody_can_have(self, shop):
        said = refused("segment", shop, "--set", "rfm.scheme=custom", "--set", "rfm.bins=3", "--set", "rfm.table=V=555")
        assert "「V」用到了没有的得分" in said

    def test_a_date_before_the_last_order_of_ready_made_customers(self, tmp_path):
        rows = ["客户ID", "最近购买日期", "F", "M"], ["A", "2026-06-21", 2, 300]
        said = refused("segment", workbook(tmp_path / "a.xlsx", *rows), "--as-of", "2026-01-01")
        assert "早于客户表里的最近购买日期 2026-06-21" in said

    def test_an_unforeseen_error_is_a_sentence_too(self, shop, monkeypatch):
        monkeypatch.setattr("xlseg.actions.workbook.recognise", lambda *_: 1 / 0)
        assert "ZeroDivisionError" in refused("segment", shop)


class TestDemo:
    def test_it_segments_real_orders_and_says_where_the_file_is(self, tmp_path):
        result = xlseg("demo", tmp_path / "new")
        assert result.exit_code == 0
        assert "已细分 2,357 位客户（分析日期 1998-07-01）" in result.stdout
        assert "客户细分示例.xlsx" in result.stdout
        book = load_workbook(tmp_path / "new" / "客户细分示例.xlsx")
        assert book.sheetnames == [
            "订单",
            "仪表盘",
            "客户细分结果表",
            "客户细分策略表",
            "细分依据",
            "客户标签",
            "规则体检",
            "数据质量报告",
            "设置",
        ]
        assert book["订单"].max_row == 6920

    def test_it_makes_a_full_workbook_of_an_invented_shop_besides(self, tmp_path):
        result = xlseg("demo", tmp_path, "--lang", "en")
        assert "Segmented 800 customers (as of 2026-07-01)" in result.stdout
        assert "shop-demo.xlsx" in result.stdout
        sheets = load_workbook(tmp_path / "shop-demo.xlsx").sheetnames
        assert sheets[:2] == ["Customers", "Orders"]
        assert {"How to use", "Segmentation result", "City tiers", "Settings"} <= set(sheets)

    def test_a_second_run_gives_the_same_cells_and_keeps_what_was_typed(self, tmp_path):
        xlseg("demo", tmp_path, "--lang", "en")
        path = tmp_path / "segmentation-demo.xlsx"
        book = load_workbook(path)
        book["Segmentation result"]["H6"] = "Ms Wang"
        before = {sheet.title: [[c.value for c in row] for row in sheet] for sheet in book}
        book.save(path)
        xlseg("demo", tmp_path, "--lang", "en")
        assert {s.title: [[c.value for c in row] for row in s] for s in load_workbook(path)} == before

    def test_a_folder_that_cannot_be_made_is_said(self, tmp_path):
        (tmp_path / "file").touch()
        assert "建不了这个文件夹" in refused("demo", tmp_path / "file" / "x")


def test_settings_lists_every_setting_with_its_default():
    from xlseg.models import DEFAULTS
    from xlseg.settings import rows

    listed = xlseg("settings").stdout
    assert all(row.key in listed for row in rows(DEFAULTS, "zh"))
    assert "quantile" in xlseg("settings", "--lang", "en").stdout


def test_help_stands_in_both_languages():
    found = xlseg("--help").stdout
    assert "在 Excel 里做客户细分" in found
    assert "Customer segmentation" in found
    assert "label the customers in INPUT and write the result\n" in found, "in full"


@pytest.mark.parametrize("words", [["segment"], ["segment", "a.xlsx", "--nosuch"], ["nosuch"]])
def test_a_command_that_is_wrong_is_said_in_both_languages(words):
    found = subprocess.run([sys.executable, "-m", "xlseg.cli", *words], capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert "--help 看用法" in found.stderr
    assert "see --help" in found.stderr
    assert "Traceback" not in found.stderr
