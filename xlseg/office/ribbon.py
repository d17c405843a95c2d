"""The tab of the ribbon, and the callbacks that give it words: [MS-CUSTOMUI] for Excel 2007, [MS-CUSTOMUI2] since 2010.

Groups and buttons are those of the actions; Excel asks for each word when it draws, so that they are in its language.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from string import ascii_uppercase, digits
from typing import NamedTuple, cast
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from xlseg.actions import ACTIONS, GROUPS, Action, Group
from xlseg.office.macros import macro
from xlseg.office.vba import either, module
from xlseg.text import EMPTY, Text

MODULE = "XlsegRibbon"
SINCE_2007 = "http://schemas.microsoft.com/office/2006/01/customui"
SINCE_2010 = "http://schemas.microsoft.com/office/2009/07/customui"
TAB, TAB_TITLE, TAB_KEY = "xlseg_tab", Text("客户细分", "Segmentation"), "K"
MENU_TITLE = Text("按模型细分", "By model")
MENU_TIP = Text(
    "只用其中一个模型细分：RFM、价值、生命周期、规则、聚类等",
    "Segments with one model only: RFM, value, lifecycle, rules, clusters and others",
)
MENU_ICON = "OrganizationChartInsert"
CHARACTERS = ascii_uppercase + digits  # of key tips
FEW = 2  # as many buttons of a group are all large; of more, the first


class Words(NamedTuple):
    """What the ribbon shows of a tab, a group, a menu or a button. action: whose macro it runs."""

    id: str
    title: Text
    tip: Text = EMPTY
    action: Action | None = None


def ribbon(namespace: str = SINCE_2010, actions: Sequence[Action] = ACTIONS) -> bytes:
    """The part customUI14.xml, or customUI.xml in the namespace of 2007."""
    root = Element("customUI", {"xmlns": namespace})
    tabs = SubElement(SubElement(root, "ribbon"), "tabs")
    tab = SubElement(tabs, "tab", _labelled(TAB) | {"keytip": TAB_KEY})
    keys = _keys(actions)
    for group, verbs in _grouped(actions):
        _add_group(SubElement(tab, "group", _labelled(_group(group))), group, verbs, keys)
    ElementTree.indent(root)
    return cast("bytes", ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def callbacks(actions: Sequence[Action] = ACTIONS) -> str:
    """The module the ribbon calls: words by the id of a control, and the macro of a button."""
    words = list(_words(actions))
    tips = [found for found in words if found.tip != EMPTY]
    return module(
        MODULE,
        *(_asked(name, source) for name, source in (("Label", "Title"), ("Screentip", "Title"), ("Supertip", "Tip"))),
        _function("Title", ((found.id, found.title) for found in words)),
        _function("Tip", ((found.id, found.tip) for found in tips)),
        _pressed(found for found in words if found.action),
    )


def _words(actions: Sequence[Action]) -> Iterable[Words]:
    yield Words(TAB, TAB_TITLE)
    for group, verbs in _grouped(actions):
        yield Words(_group(group), group.title)
        if any(action.menu for action in verbs):
            yield Words(_menu(group), MENU_TITLE, MENU_TIP)
    for action in actions:
        yield Words(macro(action.key), action.title, action.tip, action)


def _grouped(actions: Sequence[Action]) -> Iterable[tuple[Group, list[Action]]]:
    """The groups that hold anything, in their order."""
    for group in GROUPS:
        verbs = [action for action in actions if action.group == group]
        if verbs:
            yield group, verbs


def _group(group: Group) -> str:
    return f"xlseg_group_{group.key}"


def _menu(group: Group) -> str:
    return f"xlseg_menu_{group.key}"


def _add_group(parent: Element, group: Group, verbs: Sequence[Action], keys: dict[str, str]) -> None:
    """The group's buttons, and after the first a menu of those of a kind."""
    buttons = [action for action in verbs if not action.menu]
    listed = [action for action in verbs if action.menu]
    for place, action in enumerate(buttons):
        size = "large" if place == 0 or len(buttons) <= FEW else "normal"
        SubElement(parent, "button", _button(action, keys) | {"size": size})
        if place == 0:
            _add_menu(parent, group, listed, keys)
    if not buttons:
        _add_menu(parent, group, listed, keys)


def _add_menu(parent: Element, group: Group, listed: Sequence[Action], keys: dict[str, str]) -> None:
    if not listed:
        return
    menu = _explained(_menu(group)) | {
        "imageMso": MENU_ICON,
        "keytip": keys[_menu(group)],
        "size": "large",
    }
    parent = SubElement(parent, "menu", menu)
    for action in listed:
        SubElement(parent, "button", _button(action, keys))


def _button(action: Action, keys: dict[str, str]) -> dict[str, str]:
    pressed = {"imageMso": action.icon, "keytip": keys[action.key], "onAction": f"{MODULE}.RibbonPressed"}
    return _explained(macro(action.key)) | pressed


def _explained(id: str) -> dict[str, str]:
    tips = {"getScreentip": f"{MODULE}.RibbonScreentip", "getSupertip": f"{MODULE}.RibbonSupertip"}
    return _labelled(id) | tips


def _labelled(id: str) -> dict[str, str]:
    return {"id": id, "getLabel": f"{MODULE}.RibbonLabel"}


def _keys(actions: Sequence[Action]) -> dict[str, str]:
    """The key tips by key of action, and of menus by id: unique on the tab, and anew in the menus."""
    menus = {_menu(group): f"models{group.key}" for group, verbs in _grouped(actions) if any(a.menu for a in verbs)}
    shown = _key_tips([*(action.key for action in actions if not action.menu), *menus.values()])
    return {menu: shown[name] for menu, name in menus.items()} | shown | _key_tips(a.key for a in actions if a.menu)


def _key_tips(keys: Iterable[str]) -> dict[str, str]:
    """Two characters for each, so that none begins another: the first letter of the key, and one that is left."""
    given: dict[str, str] = {}
    for key in keys:
        letters = [letter for letter in key.upper() if letter in CHARACTERS]
        near = (letters[0] + second for second in (*letters[1:], *CHARACTERS))
        far = (first + second for first, second in product(ascii_uppercase, CHARACTERS))
        given[key] = next(tip for tip in (*near, *far) if tip not in given.values())
    return given


def _asked(name: str, source: str) -> str:
    """A callback that Excel asks for a word of a control."""
    signature = f"Public Sub Ribbon{name}(control As IRibbonControl, ByRef returned As Variant)"
    return f"{signature}\n    returned = {source}Of(control.ID)\nEnd Sub"


def _function(name: str, texts: Iterable[tuple[str, Text]]) -> str:
    cases = "\n".join(f'        Case "{control}"\n            {name}Of = {either(text)}' for control, text in texts)
    opening = f"Private Function {name}Of(id As String) As String\n    Select Case id"
    return f"{opening}\n{cases}\n    End Select\nEnd Function"


def _pressed(buttons: Iterable[Words]) -> str:
    cases = "\n".join(f'        Case "{button.id}"\n            {button.id}' for button in buttons)
    opening = "Public Sub RibbonPressed(control As IRibbonControl)\n    Select Case control.ID"
    return f"{opening}\n{cases}\n    End Select\nEnd Sub"
