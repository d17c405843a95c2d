"""A key file: 32 random bytes as one line of base64, readable by its owner alone."""

import base64
import binascii
import os
import secrets
from pathlib import Path

from xlseg.errors import Problem, XlsegError, reason
from xlseg.privacy import LEAST_KEY
from xlseg.text import Text, same


def make(path: Path) -> Text:
    """Write a new key; never over a file that is there, because what it opened would be lost."""
    line = base64.b64encode(secrets.token_bytes(LEAST_KEY)) + b"\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(line)
    except FileExistsError:
        raise XlsegError(Problem(THERE, same(path))) from None
    except OSError as error:
        raise XlsegError(Problem(UNWRITABLE.format(detail=reason(error)), same(path))) from None
    return MADE.format(path=path)


def read(path: Path) -> bytes:
    """The key. Errors: no such file; not a key file of ours."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise XlsegError(Problem(UNREADABLE.format(detail=reason(error)), same(path))) from None
    try:
        key = base64.b64decode(content.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != LEAST_KEY:
        raise XlsegError(Problem(NO_KEY, same(path)))
    return key


MADE = Text(
    "密钥文件：{path}\n丢了它，加密的内容就再也打不开；谁拿到它，谁就能打开。请另存一份，不要和工作簿放在一起或一起发送。",
    "Key file: {path}\nWithout it, what it encrypts can never be opened; with it, anybody can. Keep a second copy, and "
    "neither store nor send it together with the workbook.",
)
THERE = Text(
    "已有这个文件，没有动它：覆盖一把密钥，用它加密的就打不开了；请换一个名字",
    "this file is there already and was left: what a key encrypted is lost with it; choose another name",
)
UNWRITABLE = Text(
    "密钥文件写不了（{detail}）；请换一个位置", "the key file cannot be written ({detail}); choose another place"
)
UNREADABLE = Text("密钥文件读不了（{detail}）；请检查路径", "the key file cannot be read ({detail}); check the path")
NO_KEY = Text(
    "这不是 xlseg 的密钥文件；请用 xlseg key 生成的那个文件",
    "this is not a key file of xlseg; give the file that xlseg key made",
)
