"""Workbooks with a password to open them: decrypted and encrypted in memory, never on disk in clear.

Through msoffcrypto-tool (MIT), the extra `encrypted`. Written as Excel writes them since 2013: agile encryption of
[MS-OFFCRYPTO] 2.3.4.10, AES-256 in CBC, SHA-512 over 100,000 rounds.
"""

import io
import re
from typing import Any, BinaryIO

from xlseg.errors import Problem, XlsegError
from xlseg.text import Text

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # how old .xls files and encrypted .xlsx files alike begin
INFO, PACKAGE = "EncryptionInfo", "EncryptedPackage"
MOST_INFO = 1 << 16  # bytes that say how a workbook is encrypted; Excel needs some 1,500
MOST_ROUNDS = 1_000_000  # of hashing a password; Excel makes 100,000, and more take minutes
ROUNDS = re.compile(rb"spinCount\s*=\s*[\"'](\d+)")


def kind(content: bytes) -> str:
    """What a file that begins as COMPOUND is: encrypted, rights (encrypted for named people), or xls."""
    names = {name for name in (INFO, PACKAGE) if name.encode("utf-16-le") in content}
    return "xls" if PACKAGE not in names else "encrypted" if INFO in names else "rights"


def decrypt(content: BinaryIO, password: str) -> io.BytesIO:
    """The workbook in clear, in memory. Errors: XlsegError for another password, or a file that is damaged."""
    library = _library()
    wrong = library.exceptions.InvalidKeyError
    try:
        _verify_info(content)
        content.seek(0)
        file, plain = library.OfficeFile(content), io.BytesIO()
        file.load_key(password=password, verify_password=True)
        file.decrypt(plain)
    except wrong:
        raise XlsegError(Problem(WRONG)) from None
    except XlsegError:
        raise
    except Exception as error:  # the library lets every error of broken bytes through as it comes
        raise XlsegError(Problem(DAMAGED.format(detail=type(error).__name__))) from None
    plain.seek(0)
    return plain


def encrypt(plain: BinaryIO, password: str) -> BinaryIO:
    """The workbook encrypted with the password, in memory."""
    from msoffcrypto.format.ooxml import OOXMLFile

    plain.seek(0)
    encrypted = io.BytesIO()
    OOXMLFile(plain).encrypt(password, encrypted)
    encrypted.seek(0)
    return encrypted


def _library() -> Any:
    try:
        import msoffcrypto
    except ImportError:
        raise XlsegError(Problem(NEEDS)) from None
    return msoffcrypto


def _verify_info(content: BinaryIO) -> None:
    """Before the library parses it: short, without declarations, and no work for hours."""
    import olefile

    content.seek(0)
    with olefile.OleFileIO(content) as container, container.openstream(INFO) as stream:
        info = stream.read(MOST_INFO + 1)
    rounds = ROUNDS.search(info)
    if len(info) > MOST_INFO or b"<!" in info or b"<\0!" in info or (rounds and int(rounds[1][:9]) > MOST_ROUNDS):
        raise ValueError("no information Excel writes")


NEEDS = Text(
    '工作簿有打开密码，读它还要装一个组件：pip install "xlseg[encrypted]"；或者在 Excel 中去掉打开密码后再试',
    'the workbook has a password to open it; to read it, pip install "xlseg[encrypted]", or remove the password in '
    "Excel and retry",
)
WRONG = Text(
    "打开工作簿的密码不对；请核对大小写和输入法后再试",
    "this is not the password of the workbook; check capitals and the keyboard, then retry",
)
DAMAGED = Text(
    "加密的工作簿已损坏，打不开（{detail}）；请在 Excel 中打开并另存后再试",
    "the encrypted workbook is damaged ({detail}); open it in Excel, save it again, then retry",
)
PASSWORD = Text(
    "工作簿有打开密码；请加 --password（会询问密码，或取自环境变量 XLSEG_PASSWORD），或者在 Excel 中去掉打开密码",
    "the workbook has a password to open it; add --password (you are asked for it, or it is taken from the environment "
    "variable XLSEG_PASSWORD), or remove the password in Excel",
)
RIGHTS = Text(
    "工作簿受权限管理（IRM）或带加密的敏感度标签保护，只有 Excel 打得开；请在 Excel 中另存一份不受保护的再试",
    "the workbook is protected by rights management or an encrypting sensitivity label, and Excel alone can open it; "
    "save an unprotected copy in Excel, then retry",
)
OLD_XLS = Text(
    "这是旧版 .xls 工作簿；请在 Excel 中另存为 .xlsx 后再试",
    "this is a workbook of the old .xls format; save it as .xlsx in Excel, then run again",
)
