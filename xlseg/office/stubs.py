"""VBA of the worksheet functions for Excel on Windows, as xlwings' own import would write it, made ahead.

So nobody presses Import Functions or trusts access to the VBA project. A wrapper hands its arguments to Python through
XLPy (runner.py); a whole column is cut to its last filled row before its million cells are read. Where no Python can be
reached from a cell (classic xlwings on macOS) the cell shows a sentence.
"""

from xlseg.office.vba import either, module
from xlseg.text import Text
from xlseg.worksheet import FUNCTIONS, Argument, Function
from xlseg.worksheet.function import CATEGORY, LONGEST_TIP

MODULE = "xlseg_functions"
PYTHON = "xlseg.functions"
DESCRIBE = "xlseg_describe"  # what the add-in runs once it is open


def stubs() -> str:
    """The module: a wrapper for every function, and a Sub that tells Excel what they and their arguments are."""
    wrappers = (_wrapper(function) for function in FUNCTIONS)
    described = (_described(function) for function in FUNCTIONS)
    return module(MODULE, *wrappers, USED_ROWS, _sentences(), _describe(), *described, REGISTER)


def _wrapper(function: Function) -> str:
    """What xlwings would generate for an add-in, with ranges cut and failures that begin with #."""
    name, arguments = function.name, function.every
    handed = ", ".join(argument.name for argument in arguments)
    ranges = [argument.name for argument in function.arguments]
    cut = "\n        ".join(
        [f"If IsObject({name}) Then last = LastFilled({name}, last)" for name in ranges]
        + [f"If IsObject({name}) Then Set {name} = UsedRows({name}, last)" for name in ranges]
    )
    return f"""
Public Function {name}({", ".join(map(_declared, arguments))})
    #If Mac Then
        {name} = OnlyWindows()
    #Else
        If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        Dim last As Long
        {cut}
        {name} = XLPy.CallUDF("{PYTHON}", "{name}", Array({handed}), ActiveWorkbook, Application.Caller)
    #End If
    Exit Function
failed:
    {name} = NotReached(Err.Description)
End Function"""


def _declared(argument: Argument) -> str:
    return f"Optional {argument.name}" if argument.optional else argument.name


def _sentences() -> str:
    return f"""
Private Function OnlyWindows() As String
    OnlyWindows = {either(ONLY_WINDOWS)}
End Function

Private Function NotReached(why As String) As String
    NotReached = {either(NOT_REACHED)} & Left$(why, 200)
End Function"""


def _describe() -> str:
    calls = "\n".join(f"    Describe_{function.name}" for function in FUNCTIONS)
    return f"""
Public Sub {DESCRIBE}()
    #If Not Mac Then
    On Error Resume Next
{calls}
    If ThisWorkbook.IsAddin Then ThisWorkbook.Saved = True
    #End If
End Sub"""


def _described(function: Function) -> str:
    """What Excel's dialog of a function shows: 255 characters each."""
    tips = [argument.tip for argument in function.every]
    lines = "\n".join(f"    help({n}) = {either(_short(tip))}" for n, tip in enumerate(tips))
    return f"""
Private Sub Describe_{function.name}()
    Dim help(0 To {len(tips) - 1}) As String
{lines}
    Register "{function.name}", {either(_short(function.tip))}, help
End Sub"""


def _short(text: Text) -> Text:
    return Text(*(part[:LONGEST_TIP] for part in text))


# The first row stays, so that answers stand in their rows. Cells are looked at rather than UsedRange believed: answers
# that spill below the data would make it longer with each calculation, and End() passes over rows a filter hides. All
# columns of a call are cut alike, to the longest of them.
USED_ROWS = """
Private Function UsedRows(ByVal given As Object, last As Long) As Object
    Set UsedRows = given
    If given.Rows.Count = given.Worksheet.Rows.Count Then Set UsedRows = given.Resize(last)
End Function

Private Function LastFilled(ByVal given As Object, atLeast As Long) As Long
    Dim row As Long, column As Long, cells As Variant
    LastFilled = atLeast
    If given.Rows.Count < given.Worksheet.Rows.Count Then Exit Function
    If LastFilled < 1 Then LastFilled = 1
    row = given.Worksheet.UsedRange.Row + given.Worksheet.UsedRange.Rows.Count - 1
    If row <= LastFilled Then Exit Function
    cells = given.Resize(row).Value
    For row = row To LastFilled + 1 Step -1
        For column = 1 To UBound(cells, 2)
            If Not IsEmpty(cells(row, column)) Then
                LastFilled = row
                Exit Function
            End If
        Next column
    Next row
End Function"""
REGISTER = f"""
Private Sub Register(function_name As String, tip As String, help() As String)
    #If Not Mac Then
    On Error Resume Next
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & function_name, Description:=tip, _
        Category:={either(CATEGORY)}, ArgumentDescriptions:=help
    #End If
End Sub"""
ONLY_WINDOWS = Text(
    "#Mac 版 Excel 不能从单元格调用 Python；请用功能区的按钮，或用 xlwings Lite",
    "#Excel for Mac cannot call Python from a cell; use the buttons of the ribbon, or xlwings Lite",
)
NOT_REACHED = Text("#没有连上 Python，请运行 xlseg doctor：", "#Python was not reached, run xlseg doctor: ")
