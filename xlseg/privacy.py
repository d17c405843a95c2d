"""What leaves the house says less: masked values, withheld counts, pseudonyms, encrypted columns. All pure.

Masking fails closed (what does not look like its kind becomes ***), and masking what is masked changes nothing.
Sources: key length, RFC 2104; AES-GCM and random nonces, NIST SP 800-38D 8.2.2; HKDF, RFC 5869; scrypt, RFC 7914
with OWASP's costs; withheld counts, Hundepool et al., Statistical Disclosure Control, 2012, chapter 4.
"""

import base64
import hmac
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from xlseg.columns import ADDRESS, BIRTHDAY, CUSTOMER_ID, CUSTOMER_NAME, EMAIL, ID_NUMBER, PHONE
from xlseg.distinct import each
from xlseg.errors import XlsegError
from xlseg.identifiers import BLANKS, ids
from xlseg.text import Text, join

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HIDDEN = "***"
HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
LATIN = r"A-Za-zÀ-ÖØ-öø-ɏ"
LATIN_WORD = re.compile(rf"([{LATIN}])['’.-]*[{LATIN}*][{LATIN}'’.*-]*|[{LATIN}'’.*-]+")
DOMAIN = r"([\w-]+(?:\.[\w-]+)+)"
PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|"
    "云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
PROVINCE = rf"(?:中国)?\s*((?:{PROVINCES})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?)"
CITY_SIGN = rf"(?:(?![区县路街道号室楼栋弄巷村超菜夜]|{PROVINCES})[{HAN}])"
NOISE = {PHONE.key: r"[^0-9*+]+", ID_NUMBER.key: r"[\s-]+"}  # dropped before a value is looked at
KINDS = {  # a value is shown in the form of the first pattern it is; an empty form: word by word
    CUSTOMER_NAME.key: [  # a letter that stands alone is not shown: it would be the whole of it
        (r"\*+", HIDDEN),
        (r"(?s).*(公司|集团|商行|超市|银行|医院|学校|大学|事务所|工作室|合作社|厂|店)", "***{}"),
        (r"(?si).*[\s,.*]((?:ltd|limited|inc|llc|llp|corp|corporation|company|plc|gmbh)\.?)", "*** {}"),
        (rf"[{HAN}*]{{1,4}}|[{HAN}*]+[·•・][{HAN}*·•・]+", "*某"),
        (rf"[{LATIN}'’.*-]+(?:[ ,]+[{LATIN}'’.*-]+)*", ""),
    ],
    PHONE.key: [  # never more than 7 digits, and the last 4 of an unknown number only if it has 8
        (r"(?:\+?86|0086)?(1[3-9][0-9])(?:[0-9]{4}|\*{4})([0-9]{4})", "{}****{}"),
        (r"(010|02[0-9])(?:[0-9]{3,4}|\*{4})([0-9]{4})", "{}-****{}"),
        (r"(0[3-9][0-9]{2})(?:[0-9]{4,5}|\*{4})([0-9]{3})", "{}-****{}"),
        (r"\+?(?:[0-9]{4,}|\*{4})([0-9]{4})", "****{}"),
    ],
    EMAIL.key: [(rf"([^@\s*])[^@\s]+@{DOMAIN}", "{}***@{}"), (rf"[^@\s]*@{DOMAIN}", "***@{}")],
    ID_NUMBER.key: [(r"([0-9]{3})(?:[0-9*]{13}|[0-9]{10})([0-9][0-9Xx])", "{}*************{}")],  # not the birthday
    BIRTHDAY.key: [(r"(?s)((?:19|20)[0-9]{2})(?:[^0-9].*)?", "{}")],  # the year, for age bands
    ADDRESS.key: [  # without a province only a city such as 深圳市: a longer one may begin with a person
        (rf"(?s){PROVINCE}\s*({CITY_SIGN}{{2,4}}?市|{CITY_SIGN}{{2,9}}?自治州)?.*", "{}{}***"),
        (rf"(?s)({CITY_SIGN}{{2}}市).*", "{}***"),
    ],
}

LEAST_KEY = 32  # bytes: no shorter than the hash
LEAST_PASSPHRASE = 12  # characters: a stolen file can be tried at leisure
TOKEN = "xlseg1:"
TOKEN_SHAPE = rf"{TOKEN}(?:[A-Za-z0-9_-]{{4}}){{16,}}(?:[A-Za-z0-9_-]{{2,3}})?"
SALT, CHECK, HEADER, NONCE = 16, 4, 16 + 4, 12  # bytes; check tells a wrong key from a damaged token

NO_COLUMN = Text("表里没有列「{name}」，无法脱敏", "the table has no column '{name}' to mask")
SHORT_KEY = Text("密钥至少需要 {least} 字节", "a key needs at least {least} bytes")
SHORT_PASSPHRASE = Text("口令至少需要 {least} 个字符", "a passphrase needs at least {least} characters")
NO_LIBRARY = Text('加密前请先安装：pip install "xlseg[privacy]"', 'to encrypt, first: pip install "xlseg[privacy]"')
WRONG_KEY = Text("密钥文件或口令不对，没有还原任何内容", "wrong key file or passphrase; nothing was decrypted")
DAMAGED = Text(
    "有 {count} 个密文已损坏或用了别的密钥（行：{rows}），没有还原任何内容",
    "{count} encrypted values are damaged or of another key (rows: {rows}); nothing was decrypted",
)


def mask(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """A copy whose columns, given with the Column.key each holds, are masked; blank cells become missing.

    A key without a mask is hidden whole, customer_id is left (see pseudonyms). Errors: a column not in the frame.
    """
    if absent := [NO_COLUMN.format(name=name) for name in columns if name not in frame.columns]:
        raise XlsegError(*absent)
    masked = frame.copy()
    for place, key in enumerate(columns.get(name, CUSTOMER_ID.key) for name in frame.columns):
        if key != CUSTOMER_ID.key:
            masked.isetitem(place, _masked(frame.iloc[:, place], key).array)
    return masked


def suppress(counts: pd.Series, least: int = 5, within: pd.Series | None = None) -> pd.Series:
    """Counts with those above 0 and below `least` missing, and more where the rest would tell them.

    All counts, or those of one group in `within`, have a known total; less what is shown it is a count too. So the
    next smallest go missing as well, zeros last, until at least two cells share at least `least`; a group smaller
    than that goes missing whole, and its total must not be shown either.
    """
    cells = pd.DataFrame({"count": counts.to_numpy(), "group": 0 if within is None else within.to_numpy()})
    cells["shown"] = ~cells["count"].between(0, least, inclusive="neither")
    cells["order"] = np.where(cells["count"] > 0, cells["shown"], 2)
    cells = cells[cells["count"].notna()].sort_values(["group", "order", "count"])
    groups = cells.groupby("group", dropna=False)
    rest = groups["count"].cumsum() - cells["count"]
    missing = ~groups["shown"].transform("all") & (~cells["shown"] | (groups.cumcount() < 2) | (rest < least))
    return counts.mask(missing.reindex(range(len(counts)), fill_value=False).to_numpy())


def pseudonyms(values: pd.Series, key: bytes) -> pd.Series:
    """P- and 16 signs (80 bits of HMAC-SHA256) for each of values.ids, the same wherever the key is the same.

    Whoever has the key can try ids out, nobody else can. Errors: a key shorter than 32 bytes.
    """
    material = Secret.of_key(key).material

    def pseudonym(text: str) -> str:
        digest = hmac.digest(material, b"xlseg pseudonym " + text.encode("utf-8", "surrogatepass"), "sha256")
        return "P-" + base64.b32encode(digest[:10]).decode()

    return each(ids(values), pseudonym).astype("str")


@dataclass(frozen=True)
class Secret:
    """What encrypts and decrypts: of_key(a key file's bytes) or of_passphrase(words). Its repr shows nothing."""

    material: bytes = field(repr=False)
    words: bool = False

    @classmethod
    def of_key(cls, key: bytes) -> "Secret":
        if len(key) < LEAST_KEY:
            raise XlsegError(SHORT_KEY.format(least=LEAST_KEY))
        return cls(key)

    @classmethod
    def of_passphrase(cls, passphrase: str) -> "Secret":
        material = unicodedata.normalize("NFKC", passphrase)
        if len(material) < LEAST_PASSPHRASE:
            raise XlsegError(SHORT_PASSPHRASE.format(least=LEAST_PASSPHRASE))
        return cls(material.encode("utf-8", "surrogatepass"), words=True)

    def cipher(self, salt: bytes) -> "tuple[bytes, AESGCM]":
        """A column's header and key: HKDF of a key file, scrypt of words. Errors: cryptography not installed."""
        try:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM
            from cryptography.hazmat.primitives.hashes import SHA256
            from cryptography.hazmat.primitives.kdf import hkdf, scrypt
        except ImportError:
            raise XlsegError(NO_LIBRARY) from None
        fast = hkdf.HKDF(SHA256(), 32 + CHECK, salt, TOKEN.encode())
        key = (scrypt.Scrypt(salt, 32 + CHECK, n=2**17, r=8, p=1) if self.words else fast).derive(self.material)
        return salt + key[32:], AESGCM(key[:32])


def encrypt(values: pd.Series, secret: Secret, random: Callable[[int], bytes] = secrets.token_bytes) -> pd.Series:
    """Tokens xlseg1:..., different each time; missing cells and tokens are left. Errors: as Secret.cipher.

    A token is base64 of salt, check, nonce, AES-256-GCM's text and tag, so it may be sorted, moved and merged.
    Not Fernet, which writes the time of day into each token. `random` is for tests: a nonce must never return.
    """
    text = _text(values)
    plain = text.notna() & ~is_encrypted(text)
    header, aead = secret.cipher(random(SALT))

    def token(cell: str) -> str:
        nonce = random(NONCE)
        closed = aead.encrypt(nonce, cell.encode("utf-8", "surrogatepass"), TOKEN.encode() + header)
        return TOKEN + base64.urlsafe_b64encode(header + nonce + closed).rstrip(b"=").decode()

    return _replaced(text, plain, text[plain].map(token))


def decrypt(values: pd.Series, secret: Secret) -> pd.Series:
    """The texts exactly; missing cells and plain text are left. 12.0 comes back as '12', a day as its ISO text.

    Errors, with nothing decrypted: a wrong secret; damaged tokens, with their rows; as Secret.cipher.
    """
    text = _text(values)
    ours = text.str.startswith(TOKEN, na=False)
    codes = text[ours].where(text[ours].str.fullmatch(TOKEN_SHAPE), TOKEN).str.removeprefix(TOKEN)
    tokens = codes.map(lambda code: base64.urlsafe_b64decode(code + "=="))
    headers = {token[:HEADER] for token in tokens if token}
    known = {header: aead for header in headers for made, aead in [secret.cipher(header[:SALT])] if made == header}
    if headers and not known:
        raise XlsegError(WRONG_KEY)
    opened = tokens.map(partial(_opened, known))
    if bad := [str(row) for row in opened.index[opened.isna()]]:
        raise XlsegError(DAMAGED.format(count=len(bad), rows=join(bad if len(bad) < 6 else [*bad[:5], "…"])))
    return _replaced(text, ours, opened)


def is_encrypted(values: pd.Series) -> pd.Series:
    """True where a token stands, whole by its looks."""
    return _text(values).str.fullmatch(TOKEN_SHAPE, na=False)


def _opened(known: "Mapping[bytes, AESGCM]", token: bytes) -> str | None:
    from cryptography.exceptions import InvalidTag

    header, nonce, closed = token[:HEADER], token[HEADER : HEADER + NONCE], token[HEADER + NONCE :]
    try:
        return known[header].decrypt(nonce, closed, TOKEN.encode() + header).decode("utf-8", "surrogatepass")
    except (KeyError, InvalidTag):
        return None


def _masked(values: pd.Series, key: str) -> pd.Series:
    drop = re.compile(NOISE.get(key, r"\A\s+")).sub
    rules = [(re.compile(pattern).fullmatch, form) for pattern, form in KINDS.get(key, [])]

    def shown(cell: str) -> str | None:
        cell = unicodedata.normalize("NFKC", cell).strip()
        if cell.lower() in BLANKS:
            return None
        cell = cell if cell.isdigit() else drop("", cell)
        for match, form in rules:
            if found := match(cell):
                return form.format(*found.groups("")) or LATIN_WORD.sub(r"\1***", cell)
        return HIDDEN

    return each(_text(values), shown).astype("str")


MASKS: dict[str, Callable[[pd.Series], pd.Series]] = {key: partial(_masked, key=key) for key in KINDS}


def _text(values: pd.Series) -> pd.Series:
    """Texts exactly as they are, numbers without Excel's '.0', anything else written out."""
    if isinstance(values.dtype, pd.StringDtype):
        return values.astype("str")
    text = values.astype(object).where(values.notna(), None)
    text = text.map(lambda v: str(int(v) if isinstance(v, float) and v % 1 == 0 else v), na_action="ignore")
    return text.astype("str")


def _replaced(text: pd.Series, where: pd.Series, by: pd.Series) -> pd.Series:
    """By place and not by label: rows of a user's table may share one."""
    cells = text.to_numpy(dtype=object, copy=True)
    cells[where.to_numpy()] = by.to_numpy(dtype=object)
    return pd.Series(cells, text.index, dtype="str", name=text.name)
