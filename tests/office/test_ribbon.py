"""The tab of the ribbon: what stands where, and that whatever it calls is there."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from xlseg import addin
from xlseg.actions import ACTIONS, GROUPS
from xlseg.office import macros, ribbon
from xlseg.office.addin import modules
from xlseg.text import Text

ADDED = replace(ACTIONS[0], key="added", title=Text("新的", "New"), tip=Text("试一试", "Try it"), icon="HappyFace")
LISTED = replace(ADDED, key="listed", menu=True, group=next(action.group for action in ACTIONS if action.menu))
DOCUMENTED = " ".join(
    [
        "AddressBook AutoSum Calculator Camera ChartInsert ChartTrendline CodeEdit Consolidate CreateForm",
        "CreateReport CreateTable DatabaseAnalyzeTable DataRefreshAll DataValidation ErrorChecking FieldList",
        "FilePrint FileSave Filter FindDialog FindText Folder FormatPainter FunctionWizard Grouping HappyFace",
        "Head Heart Help Info Lock MacroPlay Magnifier MarkTaskComplete NameManager NewTask",
        "OrganizationChartInsert Piggy PivotTableReport PropertySheet QueryBuilder Recurrence RefreshAll",
        "RemoveDuplicates ReviewNewComment ReviewTrackChanges Risks SelectRecord SheetInsert SheetProtect",
        "SortDialog StarRatedFull TableDesign TableFind TableInsert TableInsertDialog TableStyleClear",
        "TagMarkComplete TraceDependents Undo WhatIfAnalysisMenu",
        "ChartTypeColumnInsertGallery",  # of a later list: Excel's own button for columns
    ]
).split()  # of [MS-CUSTOMUI] 3.2, the table of imageMso: look a further one up there


def parsed(content: bytes) -> ElementTree.Element:
    """Without the namespace."""
    return ElementTree.fromstring(re.sub(rb' xmlns="[^"]+"', b"", content))


def controls(content: bytes) -> dict[str, dict[str, str]]:
    return {found.attrib["id"]: found.attrib for found in parsed(content).iter() if "id" in found.attrib}


def callbacks_of(content: bytes) -> set[tuple[str, str]]:
    """Which attribute calls what."""
    attributes = (pair for found in controls(content).values() for pair in found.items())
    return {(name, value) for name, value in attributes if name.startswith(("get", "on"))}


def test_groups_and_buttons_stand_in_their_order():
    (tab,) = parsed(ribbon.ribbon()).iter("tab")
    shown = [group.attrib["id"] for group in tab]
    held = {action.group for action in ACTIONS}
    assert shown == [f"xlseg_group_{group.key}" for group in GROUPS if group in held]
    for group, found in zip([group for group in GROUPS if group in held], tab, strict=True):
        buttons = [button.attrib["id"] for button in found if button.tag == "button"]
        assert buttons == [macros.macro(a.key) for a in ACTIONS if a.group == group and not a.menu]


def test_models_stand_in_one_large_menu_of_their_group():
    (menu,) = parsed(ribbon.ribbon()).iter("menu")
    assert [button.attrib["id"] for button in menu] == [macros.macro(a.key) for a in ACTIONS if a.menu]
    assert menu.attrib["size"] == "large"


def test_the_first_of_each_group_is_large():
    for group in parsed(ribbon.ribbon()).iter("group"):
        sizes = [button.attrib["size"] for button in group if button.tag == "button"]
        assert sizes[:1] == ["large"]
        assert set(sizes[1:]) <= ({"large"} if len(sizes) == 2 else {"normal"})


def test_both_parts_differ_in_their_namespace_only():
    new, old = ribbon.ribbon(ribbon.SINCE_2010), ribbon.ribbon(ribbon.SINCE_2007)
    assert new.replace(ribbon.SINCE_2010.encode(), b"") == old.replace(ribbon.SINCE_2007.encode(), b"")
    assert ElementTree.fromstring(old).tag == f"{{{ribbon.SINCE_2007}}}customUI"


@pytest.mark.parametrize("added", [ADDED, LISTED], ids=["button", "listed"])
def test_an_action_that_is_added_is_on_the_ribbon_without_any_other_change(added):
    actions = (*ACTIONS, added)
    shown = controls(ribbon.ribbon(actions=actions))
    assert shown.keys() - controls(ribbon.ribbon()).keys() == {macros.macro(added.key)}
    assert shown[macros.macro(added.key)]["imageMso"] == "HappyFace"
    callbacks = ribbon.callbacks(actions)
    assert f'Case "xlseg_{added.key}"\r\n            xlseg_{added.key}\r\n' in callbacks
    assert 'TitleOf = Either(Unicode("65B07684"), "New")' in callbacks
    assert 'TipOf = Either(Unicode("8BD54E008BD5"), "Try it")' in callbacks
    assert f"Public Sub xlseg_{added.key}()" in macros.macros(actions)


@pytest.mark.parametrize("actions", [ACTIONS, (*ACTIONS, ADDED, LISTED)], ids=["ours", "more"])
def test_key_tips_are_legal_and_none_begins_another(actions):
    root = parsed(ribbon.ribbon(actions=actions))
    (tab,) = root.iter("tab")
    assert re.fullmatch("[A-Z0-9]{1,3}", tab.attrib["keytip"])
    for level in ([child for group in tab for child in group], *root.iter("menu")):
        tips = [control.attrib["keytip"] for control in level]
        assert all(re.fullmatch("[A-Z0-9]{1,3}", tip) for tip in tips)
        assert [(a, b) for a in tips for b in tips if a.startswith(b) and a is not b] == []


def test_many_actions_of_like_names_all_get_a_key_tip():
    actions = [replace(ADDED, key=f"aaa{number}") for number in range(200)]
    tips = [found["keytip"] for found in controls(ribbon.ribbon(actions=actions)).values() if "imageMso" in found]
    assert len(set(tips)) == 200


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.key)
def test_every_icon_is_one_that_microsoft_documents(action):
    """One that Excel does not know would be no picture and no error."""
    assert action.icon in DOCUMENTED


def test_the_icon_of_the_menu_is_documented():
    assert ribbon.MENU_ICON in DOCUMENTED


def test_every_callback_is_a_sub_of_the_signature_excel_calls():
    """[MS-CUSTOMUI] 2.2: onAction of a button; getLabel, getScreentip, getSupertip."""
    project = modules()
    calls = callbacks_of(ribbon.ribbon())
    assert {name for name, _ in calls} == {"onAction", "getLabel", "getScreentip", "getSupertip"}
    for name, target in calls:
        module, sub = target.split(".")
        answer = "" if name == "onAction" else ", ByRef returned As Variant"
        assert f"\r\nPublic Sub {sub}(control As IRibbonControl{answer})\r\n" in project[module]


def test_every_button_runs_a_macro_of_the_project_that_calls_a_real_action():
    project = modules()
    pressed = dict(re.findall(r'Case "(\w+)"\r\n            (xlseg_\w+)\r\n', project[ribbon.MODULE]))
    buttons = {control for control, found in controls(ribbon.ribbon()).items() if "onAction" in found}
    assert set(pressed) == buttons
    for button, sub in pressed.items():
        (key,) = re.findall(rf'Public Sub {sub}\(\)\r\n    Perform "(\w+)"\r\n', project[macros.MODULE])
        assert button == macros.macro(key)
        assert key in {action.key for action in ACTIONS}
        assert callable(getattr(addin, key))


def test_every_control_is_named_and_every_button_explained():
    callbacks = ribbon.callbacks()
    titles, tips = (
        set(re.findall(rf'Case "(\w+)"\r\n            {name}Of = ', callbacks)) for name in ("Title", "Tip")
    )
    shown = controls(ribbon.ribbon())
    assert titles == set(shown)
    assert tips == {control for control, found in shown.items() if "getSupertip" in found}


def test_texts_are_as_short_as_the_schema_wants():
    """[MS-CUSTOMUI] 2.3.13: at most 1,024 characters."""
    assert all(0 < len(text) <= 1024 for action in ACTIONS for pair in (action.title, action.tip) for text in pair)


def test_the_source_is_what_an_editor_of_any_windows_shows():
    text = ribbon.callbacks()
    assert text.isascii()
    assert "\n" not in text.replace("\r\n", "")
    assert text.startswith(f'Attribute VB_Name = "{ribbon.MODULE}"\r\nOption Explicit\r\n')
    assert max(map(len, text.splitlines())) < 1024
