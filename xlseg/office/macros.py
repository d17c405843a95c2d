"""The macros behind buttons: one for each action, which looks whether it can run and then starts Python."""

from collections.abc import Sequence

from xlseg.actions import ACTIONS, Action
from xlseg.office.vba import either, module
from xlseg.text import Text

MODULE = "XlsegMacros"


def macro(key: str) -> str:
    """The name of the macro of an action."""
    return f"xlseg_{key}"


def macros(actions: Sequence[Action] = ACTIONS) -> str:
    """The module; it needs xlwings' RunPython in the same project."""
    subs = [f'Public Sub {macro(action.key)}()\n    Perform "{action.key}"\nEnd Sub' for action in actions]
    return module(MODULE, *subs, PERFORM, _obstacle(), READY, UNUSABLE, TELL)


# Python gives Excel its state back itself; here it is given back should Python die. RunPython waits on Windows only: on
# macOS Python is still at work when it returns.
PERFORM = """
Private Sub Perform(key As String)
    Dim obstacle As String, updating As Boolean, events As Boolean, calculation As Long
    obstacle = WhatIsInTheWay()
    If obstacle <> "" Then
        Tell obstacle
        Exit Sub
    End If
    On Error GoTo Failed
    updating = Application.ScreenUpdating
    events = Application.EnableEvents
    calculation = Application.Calculation
    RunPython "import xlseg.addin; xlseg.addin.call('" & key & "')"
    If Not OnMac() Then GiveBack updating, events, calculation
    Exit Sub
Failed:
    obstacle = Err.Description
    GiveBack updating, events, calculation
    Tell obstacle
End Sub

Private Sub GiveBack(updating As Boolean, events As Boolean, calculation As Long)
    On Error Resume Next
    Application.StatusBar = False
    Application.ScreenUpdating = updating
    Application.EnableEvents = events
    If Application.Calculation <> calculation Then Application.Calculation = calculation
End Sub

Private Function OnMac() As Boolean
    On Error Resume Next
    OnMac = InStr(1, Application.OperatingSystem, "Mac", vbTextCompare) > 0
End Function
"""

# Not every Excel knows every property: one that is missing is no obstacle.
READY = """
Private Function CannotWork() As Boolean
    Dim ready As Boolean
    ready = True
    On Error Resume Next
    ready = Application.Ready
    CannotWork = Not ready
End Function

Private Function IsProtectedView() As Boolean
    On Error Resume Next
    IsProtectedView = Not (Application.ActiveProtectedViewWindow Is Nothing)
End Function
"""

# xlwings puts the name of the workbook between double quotes into a line of the system's shell, on macOS into one of
# several texts parted by |, and Python cuts it at an =: these signs end the quotes, or mean something between them.
UNUSABLE = r"""
Private Function Unusable(title As String) As String
    Dim signs As String, place As Long
    signs = "=" & Chr$(34)
    If OnMac() Then signs = signs & "|$`\" & vbCr & vbLf Else signs = signs & "%"
    For place = 1 To Len(signs)
        If InStr(title, Mid$(signs, place, 1)) > 0 Then Unusable = Mid$(signs, place, 1)
    Next place
End Function
"""

# MsgBox shows Chinese as question marks where Windows itself is not Chinese; the shell's window (4096: before all
# others) does not. It is what xlwings shows its own errors with; macOS has none.
TELL = """
Private Sub Tell(sentence As String)
    On Error Resume Next
    CreateObject("WScript.Shell").Popup sentence, 0, "xlseg", vbExclamation + 4096
    If Err.Number <> 0 Then MsgBox sentence, vbExclamation, "xlseg"
End Sub
"""

BUSY = Text(
    "Excel 正忙，或者您正在编辑某个单元格。请先按 Enter 或 Esc 结束编辑，再点一次",
    "Excel is busy, or you are editing a cell. Finish with Enter or Esc, then click again",
)
PROTECTED_VIEW = Text(
    "这个工作簿在“受保护的视图”中打开，不能写入。请先点上方的“启用编辑”，再点一次",
    "This workbook is open in Protected View and cannot be written to. Click Enable Editing above it, then click again",
)
NO_WORKBOOK = Text(
    "没有打开的工作簿。请先打开您的订单或客户数据，再点一次",
    "No workbook is open. Open the one with your orders or customers, then click again",
)
CHART = Text(
    "当前工作表是一张图表。请先点一张有数据的工作表，再点一次",
    "The active sheet is a chart. Click a sheet with cells, then click again",
)
SIGN = "%1"
UNUSABLE_NAME = Text(
    f"工作簿的文件名里有“{SIGN}”这个符号，这样启动不了 Python。请把文件另存为不带这个符号的名字，再点一次",
    f"The name of this workbook contains the sign '{SIGN}', with which Python cannot be started. Save it under a name "
    "without it, then click again",
)


def _obstacle() -> str:
    """The function that says why an action cannot run, or nothing."""
    cases = {
        "CannotWork()": BUSY,
        "ActiveWorkbook Is Nothing And IsProtectedView()": PROTECTED_VIEW,
        "ActiveWorkbook Is Nothing": NO_WORKBOOK,
        'TypeName(ActiveSheet) = "Chart"': CHART,
    }
    named = f'Replace({either(UNUSABLE_NAME)}, "{SIGN}", Unusable(ActiveWorkbook.Name))'
    said = {test: either(text) for test, text in cases.items()} | {'Unusable(ActiveWorkbook.Name) <> ""': named}
    lines = [f"If {test} Then\n        WhatIsInTheWay = {words}" for test, words in said.items()]
    body = "\n    Else".join(lines)
    return f"Private Function WhatIsInTheWay() As String\n    {body}\n    End If\nEnd Function"
