"""Nothing of the user's is lost: each way a workbook of ours was edited, and a rerun after it. Closed files."""

from itertools import pairwise
from pathlib import Path

import pytest
from excel_like import keep
from in_place import edited, run
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from xlseg import files
from xlseg.actions import BY_KEY
from xlseg.errors import XlsegError
from xlseg.settings import Row

RESULT, LABELS = "客户细分结果表", "客户标签"


@pytest.fixture
def shop(tmp_path: Path, orders_rows) -> Path:
    book = Workbook()
    book.active.title = "订单"
    for row in orders_rows[2:-1]:
        book.active.append(row)
    book.save(tmp_path / "shop.xlsx")
    return tmp_path / "shop.xlsx"


def owners(path: Path) -> dict[object, object]:
    return {row[1].value: row[7].value for row in load_workbook(path)[RESULT].iter_rows(6, 25)}


def texts(path: Path, sheet: str) -> set[object]:
    return {cell.value for row in load_workbook(path)[sheet] for cell in row} - {None}


class TestTheResultSheet:
    def test_an_owner_stays_with_its_group_below_a_row_put_in_between(self, shop):
        def change(book):
            sheet = book[RESULT]
            sheet["H13"] = "赵"
            sheet.insert_rows(8)
            name = book.defined_names["xlseg.page.result"]
            name.attr_text = name.attr_text.replace("$14", "$15")

        assert owners(run(edited(run(shop), change)))["一般挽留客户"] == "赵"

    def test_an_owner_stays_under_a_header_the_user_renamed(self, shop):
        def change(book):
            book[RESULT]["H5"], book[RESULT]["H6"] = "跟进人", "赵"

        assert owners(run(edited(run(shop), change)))["重要价值客户"] == "赵"

    def test_a_formula_typed_beside_a_group_goes_along_with_it(self, shop):
        def change(book):
            sheet = book[RESULT]
            sheet["H13"] = "=E13*20"
            sheet.insert_rows(8)
            sheet["H14"] = "=E14*20"
            name = book.defined_names["xlseg.page.result"]
            name.attr_text = name.attr_text.replace("$14", "$15")

        assert owners(run(edited(run(shop), change)))["一般挽留客户"] == "=E13*20"

    @pytest.mark.parametrize("wanted", ["客户群体ID ", "编号"])
    def test_an_owner_stays_where_the_header_of_the_key_was_changed(self, shop, wanted):
        def change(book):
            book[RESULT]["A5"], book[RESULT]["H6"] = wanted, "赵"

        assert owners(run(edited(run(shop), change)))["重要价值客户"] == "赵"

    def test_a_column_put_between_ours_stays_there_with_its_formulas(self, shop):
        def change(book):
            sheet = book[RESULT]
            sheet.insert_cols(3)
            sheet["C5"], sheet["C6"], sheet["C7"], sheet["I6"] = "我的列", "注", "=F7*2", "赵"
            name = book.defined_names["xlseg.page.result"]
            name.attr_text = name.attr_text.replace("$H$", "$I$")

        sheet = load_workbook(run(edited(run(shop), change)))[RESULT]
        assert [sheet[at].value for at in ("C5", "C6", "C7", "I6")] == ["我的列", "注", "=F7*2", "赵"]
        assert [sheet[at].value for at in ("B5", "D5", "I5")] == ["客户群体名称", "细分维度组合", "负责人"]

    def test_an_owner_of_the_total_stays_there(self, shop):
        path = run(edited(run(shop), lambda book: book[RESULT].__setitem__("H14", "总监")))
        assert load_workbook(path)[RESULT]["H14"].value == "总监"
        assert load_workbook(path)[RESULT]["A15"].value is None

    def test_a_strategy_the_user_wrote_stays_and_ours_changes_its_language(self, shop):
        path = edited(run(shop), lambda book: book[RESULT].__setitem__("G6", "送茶叶"))
        found = load_workbook(run(path, Row("general.lang", value="en")))[RESULT]
        assert (found["G6"].value, found["G8"].value) == ("送茶叶", "Personal call, renewal reminder, special offer")

    def test_text_beside_a_title_stays_even_when_the_table_grows(self, shop):
        path = edited(run(shop), lambda book: book[RESULT].__setitem__("D1", "我的标题"))
        assert "我的标题" in texts(run(path, Row("rfm.scheme", value="groups11")), RESULT)

    def test_what_stands_below_makes_room_with_its_formulas_and_merges(self, shop):
        def change(book):
            sheet = book[RESULT]
            sheet["A17"], sheet["B17"], sheet["A18"] = "小计", "=SUM(E6:E13)+A19", "合并"
            sheet["A19"] = 3
            sheet.merge_cells("A18:C18")
            book["订单"]["M1"] = f"={RESULT}!B17+{RESULT}!E6"

        path = run(edited(run(shop), change), Row("rfm.scheme", value="groups11"))
        sheet = load_workbook(path)[RESULT]
        moved = next(cell for cell in sheet["A"] if cell.value == "小计")
        below = f"A{moved.row + 2}"
        assert sheet.cell(moved.row, 2).value == f"=SUM(E6:E13)+{below}"
        assert [str(r) for r in sheet.merged_cells.ranges] == [f"A{moved.row + 1}:C{moved.row + 1}"]
        assert load_workbook(path)["订单"]["M1"].value == f"={RESULT}!B{moved.row}+{RESULT}!E6"

    def test_a_title_the_user_merged_is_no_obstacle(self, shop):
        path = edited(run(shop), lambda book: book[RESULT].merge_cells("A1:H1"))
        assert load_workbook(run(path, Row("rfm.scheme", value="r10")))[RESULT]["A1"].value == RESULT

    def test_a_sheet_that_was_deleted_is_made_anew(self, shop):
        path = edited(run(shop), lambda book: book.remove(book[RESULT]))
        assert RESULT in load_workbook(run(path)).sheetnames


class TestOtherSheets:
    def test_notes_beside_customers_stay_beside_them_when_one_has_no_orders_any_more(self, shop):
        def change(book):
            for row in range(3, 7):
                book[LABELS].cell(row, 25).value = f"记 {book[LABELS].cell(row, 1).value}"
            for row in book["订单"].iter_rows(2):
                if row[0].value == "C02":
                    row[1].value = None

        sheet = load_workbook(run(edited(run(shop), change)))[LABELS]
        assert all(row[24].value == f"记 {row[0].value}" for row in sheet.iter_rows(3, 6))

    def test_a_copy_of_our_sheet_is_not_taken_for_the_users_customers(self, shop):
        path = edited(run(shop), lambda book: book.move_sheet(book.copy_worksheet(book[LABELS]), -9))
        edited(path, lambda book: book["订单"].__setitem__("C2", 99999))
        outcome = files.run(BY_KEY["segment"], path, in_place=True)
        assert [source.sheet for source in outcome.report.analysis.sources] == ["订单"]
        assert 99999 + 300 in texts(outcome.output, LABELS)

    def test_sheets_whose_names_were_lost_are_known_by_their_content(self, shop):
        def change(book):
            book[RESULT]["H6"] = "王"
            for name in list(book.defined_names):
                del book.defined_names[name]

        before = load_workbook(run(shop)).sheetnames
        path = run(edited(shop, change))
        assert load_workbook(path).sheetnames == before
        assert owners(path)["重要价值客户"] == "王"

    def test_a_note_below_the_settings_stays(self, shop):
        def change(book):
            below = book["设置"].max_row + 2
            book["设置"].cell(below, 1).value, book["设置"].cell(below, 2).value = "Mr. Wang: ask", "旁边"

        assert {"Mr. Wang: ask", "旁边"} <= texts(run(edited(run(shop), change)), "设置")

    def test_a_setting_given_twice_is_told(self, shop):
        def change(book):
            sheet = book["设置"]
            sheet.cell(21, 1).value, sheet.cell(21, 3).value = "rfm.bins", 4

        with pytest.raises(XlsegError, match="given twice"):
            run(edited(run(shop), change))


class TestTheUsersData:
    def test_results_of_formulas_stay_readable_without_excel(self, shop):
        edited(shop, lambda book: book["订单"].__setitem__("F2", "=C2*2"))
        keep(shop, ["订单"], lambda _: [[], [None] * 5 + [600.0]])
        path = run(shop)
        assert load_workbook(path)["订单"]["F2"].value == "=C2*2"
        assert load_workbook(path, data_only=True)["订单"]["F2"].value == 600
        run(path)

    def test_amounts_that_are_formulas_survive_reruns(self, shop):
        edited(shop, lambda book: book["订单"].__setitem__("C2", "=3*100"))
        keep(shop, ["订单"], lambda _: [[], [None, None, 300.0]])
        first = files.run(BY_KEY["segment"], shop, in_place=True).report.analysis.customers
        again = files.run(BY_KEY["segment"], shop, in_place=True).report.analysis.customers
        assert first["revenue"].tolist() == again["revenue"].tolist()

    def test_labels_a_scheme_no_longer_has_are_emptied(self, shop):
        path = run(run(shop), Row("rfm.scheme", value="groups11"))
        header = [cell.value for cell in load_workbook(path)["订单"][1]]
        assert "RFM高低" not in header
        assert "RFM客户类型" in header
        assert "HHH" not in texts(path, "订单")

    def test_a_label_header_the_user_renamed_stays(self, shop):
        path = run(edited(run(shop), lambda book: book["订单"].__setitem__("G1", "得分")))
        assert [cell.value for cell in load_workbook(path)["订单"][1]][4:8] == [
            "RFM客户类型",
            "RFM高低",
            "得分",
            "R得分",
        ]

    @pytest.mark.parametrize("at", [1, 5, 6, 7, 11])
    def test_a_column_a_script_put_in_stays_though_no_name_of_ours_moved_with_the_cells(self, shop, at):
        def change(book):
            sheet = book["订单"]
            sheet.insert_cols(at)
            sheet.cell(1, at, "我的列")
            sheet.cell(2, at, "=1+1")

        before = [cell.value for cell in load_workbook(run(shop))["订单"][2]]
        sheet = load_workbook(run(edited(shop, change)))["订单"]
        assert [cell.value for cell in sheet[2]] == [*before[: at - 1], "=1+1", *before[at - 1 :]]
        assert sheet.cell(1, at).value == "我的列"

    def test_a_column_of_the_users_that_has_a_title_of_ours_stays_when_ours_was_renamed(self, shop):
        def change(book):
            sheet = book["订单"]
            at = next(cell.column for cell in sheet[1] if cell.value == "RFM得分")
            sheet.cell(1, at, "分数")
            sheet.cell(1, sheet.max_column + 1, "RFM得分")
            sheet.cell(2, sheet.max_column, "我的")

        sheet = load_workbook(run(edited(run(shop), change)))["订单"]
        assert "我的" in [cell.value for cell in sheet[2]]
        assert [cell.value for cell in sheet[1]].count("RFM得分") == 1

    def test_looks_the_user_gave_to_labels_stay_when_rows_are_added(self, shop):
        from openpyxl.styles import PatternFill

        def change(book):
            book["订单"]["E2"].fill = PatternFill("solid", fgColor="FFFF00")
            book["订单"].column_dimensions["E"].width = 44
            book["订单"].append(["C09", "2026-06-30", 5, "已完成"])

        sheet = load_workbook(run(edited(run(shop), change)))["订单"]
        assert sheet["E2"].fill.fgColor.rgb == "00FFFF00"
        assert sheet.column_dimensions["E"].width == 44
        assert sheet.cell(sheet.max_row, 5).value is not None

    def test_merged_cells_comments_and_columns_sized_together_stay(self, shop):
        def change(book):
            sheet = book["订单"]
            sheet.append(["以下无数据"])
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=9)
            sheet["A2"].comment = Comment("老客户", "我")
            group = sheet.column_dimensions["D"]
            group.min, group.max, group.width = 4, 16384, 9

        sheet = load_workbook(run(edited(shop, change)))["订单"]
        assert len(sheet.merged_cells.ranges) == 1
        assert sheet["A2"].comment.text == "老客户"
        spans = sorted((d.min, d.max) for d in sheet.column_dimensions.values())
        assert all(last < first for (_, last), (first, _) in pairwise(spans))

    def test_a_column_of_the_users_with_the_name_of_ours_stays_apart(self, shop):
        def change(book):
            sheet = book["订单"]
            sheet["E1"], sheet["E2"] = "RFM得分", "我的"
            sheet.add_table(Table(displayName="T", ref="A1:E9"))

        sheet = load_workbook(run(edited(shop, change)))["订单"]
        assert sheet["E2"].value == "我的"
        names = [column.name for column in sheet.tables["T"].tableColumns]
        assert len(set(names)) == len(names)
