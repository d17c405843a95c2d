"""Compressed streams in a compound file, as others read them."""

from io import BytesIO
from random import Random
from struct import iter_unpack, unpack_from

import olefile
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from oletools.olevba import decompress_stream

from xlseg.office.compound import NONE, SECTOR, compound_file
from xlseg.office.compression import compressed

NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=31)
BYTES = st.binary(max_size=200) | st.integers(0, 9000).map(lambda size: bytes(range(256)) * (size // 256))


def plain(data: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(data)))


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (b"abcdefghijklmnopqrstuv.", "0119B000616263646566676800696A6B6C6D6E6F70007172737475762E"),
        (b"a" * 73, "0103B002614500"),
    ],
)
def test_texts_are_compressed_as_in_the_examples_of_the_specification(text, published):
    """[MS-OVBA] 3.2.1 and 3.2.3."""
    assert compressed(text).hex().upper() == published


def test_the_third_example_of_the_specification_is_as_short():
    """[MS-OVBA] 3.2.2: where two stretches are as long, either may be copied."""
    text = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    published = "012FB000236161616263646582660070616768696A013808616B6C00306D6E6F700671027004107273747576107778797A003C"
    assert len(compressed(text)) == len(bytes.fromhex(published))
    assert plain(compressed(text)) == text


@given(st.binary(max_size=9000) | st.text("ab\r\n ", max_size=9000).map(str.encode))
@example(Random(1).randbytes(4096))  # nothing in it repeats, so a chunk that is stored as it is
def test_what_is_compressed_is_read_back_by_others(data):
    padding = bytes(-len(data) % 4096)  # of a last chunk that could not be compressed
    assert plain(compressed(data)) in (data, data + padding)


@given(st.dictionaries(NAMES, BYTES, max_size=40), st.dictionaries(NAMES, BYTES, max_size=40))
def test_every_stream_is_read_back_by_others(outer, inner):
    content = compound_file({**outer, "Inner Storage": inner})
    file = olefile.OleFileIO(BytesIO(content))
    assert file.parsing_issues == []
    assert len(content) % SECTOR == 0
    assert {path[0]: file.openstream(path).read() for path in file.listdir() if len(path) == 1} == outer
    assert {path[1]: file.openstream(path).read() for path in file.listdir() if len(path) == 2} == inner


def test_a_file_of_several_tables_is_read_back():
    big = bytes(range(256)) * 4096
    assert olefile.OleFileIO(BytesIO(compound_file({"big": big}))).openstream("big").read() == big


def test_a_file_that_the_header_cannot_describe_is_refused():
    with pytest.raises(ValueError, match="7 MB"):
        compound_file({"big": bytes(8_000_000)})


@given(st.dictionaries(NAMES, st.just(b""), min_size=1, max_size=70))
def test_the_directory_is_a_red_black_tree(streams):
    """[MS-CFB] 2.6.4: in the order of names, no red below red, as many black on every way down."""
    content = compound_file(streams)
    (first,) = unpack_from("<I", content, 48)
    lines = list(iter_unpack("<64sHBBIII48x", content[SECTOR * (first + 1) :][: 128 * (len(streams) + 1)]))

    def below(number: int) -> tuple[list[str], int, bool]:
        if number == NONE:
            return [], 0, True
        raw, length, _, black, left, right, _ = lines[number]
        (before, blacks, left_black), (after, others, right_black) = below(left), below(right)
        assert blacks == others
        assert black or (left_black and right_black)
        return [*before, raw[: length - 2].decode("utf-16-le"), *after], blacks + black, bool(black)

    names, _, root_black = below(lines[0][6])
    assert root_black
    assert names == sorted(streams, key=lambda name: (len(name), name.upper()))
