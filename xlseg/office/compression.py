"""The compression of VBA source inside Office files: [MS-OVBA] 2.4.1, "Compression and Decompression"."""

from collections import defaultdict
from math import ceil, log2

SIGNATURE = b"\x01"
CHUNK = 4096  # bytes before compression; copies never reach outside their chunk
SHORTEST = 3  # bytes a copy saves anything from
COMPRESSED, RAW = 0xB000, 0x3000  # a chunk's flag and signature bits


def compressed(data: bytes) -> bytes:
    """`data` as a CompressedContainer (2.4.1.1.1)."""
    return SIGNATURE + b"".join(_chunk(data[start : start + CHUNK]) for start in range(0, len(data), CHUNK))


def _chunk(plain: bytes) -> bytes:
    """Size and flags, then the tokens; the bytes as they are where tokens would be longer (2.4.1.3.7)."""
    packed = _sequences(plain)
    flag = COMPRESSED
    if len(packed) > CHUNK:
        packed, flag = plain.ljust(CHUNK, b"\0"), RAW
    return (flag | (len(packed) - 1)).to_bytes(2, "little") + packed


def _sequences(plain: bytes) -> bytes:
    """Tokens by eights, each eight after a byte whose bits say which of them are copies (2.4.1.3.8)."""
    tokens = _tokens(plain)
    packed = bytearray()
    for start in range(0, len(tokens), 8):
        eight = tokens[start : start + 8]
        packed.append(sum(1 << bit for bit, token in enumerate(eight) if len(token) == 2))
        packed += b"".join(eight)
    return bytes(packed)


def _tokens(plain: bytes) -> list[bytes]:
    """A byte, or two bytes that copy an earlier stretch; each time the longest stretch (2.4.1.3.19.4)."""
    seen: dict[bytes, list[int]] = defaultdict(list)
    tokens = []
    at = 0
    while at < len(plain):
        length_bits = 16 - _offset_bits(at)
        offset, length = _longest(plain, at, seen[plain[at : at + SHORTEST]], (1 << length_bits) - 1 + SHORTEST)
        step = length or 1
        copy = ((offset - 1) << length_bits | (length - SHORTEST)).to_bytes(2, "little") if length else b""
        tokens.append(copy or plain[at : at + 1])
        for place in range(at, at + step):
            seen[plain[place : place + SHORTEST]].append(place)
        at += step
    return tokens


def _offset_bits(at: int) -> int:
    """How many bits of a copy say how far back it reaches; the rest say how long it is (2.4.1.3.19.1)."""
    return max(4, ceil(log2(at))) if at else 4


def _longest(plain: bytes, at: int, places: list[int], most: int) -> tuple[int, int]:
    """How far back the longest earlier stretch equal to what begins here lies, and its length; 0, 0 without one."""
    best = (0, 0)
    most = min(most, len(plain) - at)
    for place in reversed(places) if most >= SHORTEST else ():
        length = SHORTEST
        while length < most and plain[place + length] == plain[at + length]:
            length += 1
        if length > best[1]:
            best = (at - place, length)
        if length == most:
            break
    return best
