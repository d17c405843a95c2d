"""VBA source text: modules, and sentences in both languages as the editor of any Windows can hold them.

A module is stored in one code page, so whatever is not ASCII is spelled by its code units and put together by ChrW.
Each module brings the functions it needs along, so that it can stand in any project.
"""

from xlseg.text import Text

PIECE = 200  # characters of a text in a line of source, which holds 1,023

UNICODE = """
Private Function Unicode(codes As String) As String
    Dim place As Long, text As String
    For place = 1 To Len(codes) Step 4
        text = text & ChrW(CLng("&H" & Mid$(codes, place, 4)))
    Next place
    Unicode = text
End Function
"""

# msoLanguageIDUI = 2, xlCountryCode = 1. Should Excel lack LanguageSettings, the country it was made for tells.
EITHER = """
Private Function Either(chinese As String, english As String) As String
    If ExcelIsChinese() Then Either = chinese Else Either = english
End Function

Private Function ExcelIsChinese() As Boolean
    Dim language As Long, country As Long
    On Error Resume Next
    language = Application.LanguageSettings.LanguageID(2)
    If language <> 0 Then
        ExcelIsChinese = ((language And 1023) = 4)
    Else
        country = Application.International(1)
        ExcelIsChinese = (country = 86 Or country = 886 Or country = 852)
    End If
End Function
"""


def module(name: str, *parts: str) -> str:
    """The text of a module, as an export of it would be."""
    source = "\n\n".join(part.strip("\n") for part in (*parts, EITHER, UNICODE))
    return f'Attribute VB_Name = "{name}"\nOption Explicit\n\n{source}\n'.replace("\n", "\r\n")


def either(text: Text) -> str:
    """An expression for the text in the language of Excel."""
    return f"Either({spelled(text.zh)}, {spelled(text.en)})"


def spelled(text: str) -> str:
    """An expression for any text, in one line of source or several."""
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)] or [""]
    return " & _\n        ".join(map(_spelled, pieces))


def _spelled(piece: str) -> str:
    if piece.isascii() and piece.isprintable():
        return '"' + piece.replace('"', '""') + '"'
    return f'Unicode("{piece.encode("utf-16-be").hex().upper()}")'
