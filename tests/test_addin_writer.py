"""The writer below the add-in, judged by others: olevba's decompressor, olefile, and what xlwings ships."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from functools import cache
from pathlib import Path

import olefile
import pytest
import xlwings
from addin_reader import FAULTS, UI, VBA, compound, faults, project, revealed, unpacked
from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.addin.build import built
from workbook_tools.addin.cfb import LIMIT, MAX_NAME, compound_file
from workbook_tools.addin.compression import compress
from workbook_tools.addin.ovba import Kind, Module, obfuscated, vba_project
from workbook_tools.addin.sources import macros
from workbook_tools.errors import InputError

# ── [MS-OVBA] 2.4.1: compression ──

CHUNK = 4096
#: A chunk holds 4096 bytes of tokens: 8 literals and their flags take 9, so that more literals than this do not fit.
MOST_LITERALS = 3640


@pytest.mark.parametrize(
    ("plain", "packed"),
    [
        # the examples of 3.2: no, normal, and most compression
        ("abcdefghijklmnopqrstuv.", "0119b000616263646566676800696a6b6c6d6e6f7000717273747576 2e"),
        (
            "#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
            "012fb0002361616162636465826600706167 68696a013808616b6c00306d6e6f700671027004107273747576 10 7778797a003c",
        ),
        ("a" * 73, "0103b00261 4500"),
    ],
)
def test_the_examples_of_the_specification_are_packed_as_tightly_as_printed(plain: str, packed: str):
    """A copy may name a nearer place that reads the same."""
    ours = compress(plain.encode())
    assert unpacked(ours) == plain.encode()
    assert unpacked(bytes.fromhex(packed)) == plain.encode()
    assert len(ours) == len(bytes.fromhex(packed))


def same(data: bytes) -> bool:
    """Whether data come back; a last chunk that cannot be packed comes back filled up with zeros."""
    back = unpacked(compress(data))
    return back == data or (
        back == data.ljust(-(-len(data) // CHUNK) * CHUNK, b"\0") and len(data) % CHUNK > MOST_LITERALS
    )


@given(st.binary(max_size=300))
def test_bytes_come_back(data: bytes):
    assert unpacked(compress(data)) == data


@given(st.lists(st.sampled_from([b"    ", b"End Sub\r\n", b"Dim x As Long\r\n", b"a", b"\0", b"xyz"]), max_size=3000))
def test_text_comes_back_and_does_not_grow(pieces: list[bytes]):
    data = b"".join(pieces)
    packed = compress(data)
    assert unpacked(packed) == data
    assert len(packed) <= len(data) * 9 / 8 + 4 + 2 * (len(data) // CHUNK)


@pytest.mark.parametrize("letters", [1, 2, 4, 256])
@pytest.mark.parametrize(
    "length", [0, 1, 2, 3, 4, 15, 16, 17, 3640, 3641, 4095, 4096, 4097, 4098, 8191, 8192, 8193, 20_000]
)
def test_lengths_around_a_chunk_come_back(length: int, letters: int):
    data = bytes(random.Random(length * 1000 + letters).choices(range(letters), k=length))
    assert same(data)


@pytest.mark.parametrize("period", [1, 2, 3, 15, 16, 17, 31, 33, 63, 65, 1023, 1025, 2047, 2049])
def test_copies_over_any_distance_come_back(period: int):
    """The split of a copy's 16 bits changes at every power of two."""
    unit = bytes(random.Random(period).choices(range(256), k=period))
    assert same((unit * (3 * CHUNK // period + 1))[: 3 * CHUNK - 7])


# ── [MS-CFB]: the compound file ──


def judged(tree: dict[str, bytes]) -> dict[str, bytes]:
    """The streams as our strict reader and olefile read them."""
    data = compound_file(tree)
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as ole:
        assert ole.parsing_issues == []
        seen = {"/".join(path): ole.openstream(path).read() for path in ole.listdir()}
    assert compound(data).streams == seen
    return seen


@pytest.mark.parametrize("count", range(1, 40))
def test_a_directory_of_any_size_is_a_red_black_tree(count: int):
    """The reader walks it in order, counts black entries, and finds no red one below a red one."""
    tree = {f"{'s' * (n % 7)}{n}": bytes([n]) * n for n in range(count)}
    assert judged(tree) == tree


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 65_535, 65_536, 65_537])
def test_a_stream_of_any_size_is_kept(size: int):
    """Less than 4096 bytes lie in the mini stream, more in sectors of their own."""
    tree = {"a": bytes([7]) * size, "b": b"x", "c": b""}
    assert judged(tree) == tree


@given(
    st.dictionaries(st.text("abcXYZ019_", min_size=1, max_size=12), st.binary(max_size=700), min_size=1, max_size=12)
)
def test_any_streams_are_kept(tree: dict[str, bytes]):
    if len({name.upper() for name in tree}) == len(tree):
        assert judged(tree) == tree


@pytest.mark.parametrize("fats", [1, 2, 3])
def test_the_fat_grows_when_it_must_name_itself(fats: int):
    """Sectors of streams, directory and FAT together fill so many FAT sectors of 128 numbers exactly, or one more."""
    for sectors in range(fats * 128 - 4, fats * 128 + 1):
        tree = {"a": b"\1" * (512 * sectors)}
        assert judged(tree) == tree


def test_what_the_header_cannot_name_is_refused():
    with pytest.raises(InputError, match=str(LIMIT)):
        compound_file({"a": bytes(LIMIT)})
    largest = compound_file({"a": bytes(LIMIT - 512)})
    assert struct.unpack_from("<I", largest, 44) == (109,)


@pytest.mark.parametrize(
    "tree", [{"": b""}, {"a" * (MAX_NAME + 1): b""}, {"a/b": b""}, {"a!": b""}, {"a": b"", "A": b""}]
)
def test_names_that_cannot_be_are_refused(tree: dict[str, bytes]):
    with pytest.raises(ValueError):
        compound_file(tree)


# ── [MS-OVBA] 2.4.3: obfuscation ──


@given(st.binary(max_size=40), st.integers(0, 255), st.uuids())
def test_what_is_obfuscated_can_be_revealed(data: bytes, seed: int, id: object):
    project_id = f"{{{str(id).upper()}}}"
    assert revealed(obfuscated(data, project_id=project_id, seed=seed), project_id) == data


def test_it_is_written_as_in_the_add_in_that_xlwings_ships():
    """Excel wrote those three fields: same seed and project, same digits."""
    with zipfile.ZipFile(Path(xlwings.__file__).parent / "quickstart_addin_ribbon.xlam") as archive:
        shipped = archive.read(VBA)
    with olefile.OleFileIO(io.BytesIO(shipped)) as ole:
        lines = dict(
            line.split("=", 1)
            for line in ole.openstream("PROJECT").read().decode("cp1252").split("\r\n")
            if "=" in line
        )
    id = lines["ID"].strip('"')
    for name, state in (("CMG", bytes(4)), ("DPB", bytes(1)), ("GC", b"\xff")):
        digits = lines[name].strip('"')
        assert revealed(digits, id, ours=False) == state
        assert obfuscated(state, project_id=id, seed=int(digits[:2], 16))[:6] == digits[:6]


# ── damage: every byte matters ──

MACROS = macros()


@cache
def addin() -> bytes:
    return built()


@cache
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(addin())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(changed: dict[str, bytes]) -> bytes:
    """The package with other contents and checksums that fit them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in {**parts(), **changed}.items():
            archive.writestr(name, data)
    return target.getvalue()


def flipped(data: bytes, at: int, bits: int = 1) -> bytes:
    return data[:at] + bytes([data[at] ^ bits]) + data[at + 1 :]


def spread(places: list[int], most: int) -> list[int]:
    """The first, the last, and others evenly between."""
    return sorted({places[len(places) * n // most] for n in range(min(most, len(places)))} | {places[-1]})


def test_repacking_alone_is_no_damage():
    assert faults(repacked({}), MACROS) == ""


def regions() -> dict[str, list[int]]:
    """Where every table and stream of the VBA project lies in its file."""
    file = compound(parts()[VBA])
    found = {name: [at for place in places for at in place] for name, places in file.regions.items()}
    mini = found.pop("mini stream")
    items = {item.name: item for item in file.items}
    small = {path: items[path.rpartition("/")[2]] for path in file.streams if path not in found}
    for path, item in small.items():  # chains of the mini stream are in order, each behind the one before
        found[path] = mini[item.start * 64 : item.start * 64 + item.size]
    return found


REGIONS = regions()


def test_the_regions_are_all_streams_and_all_tables():
    assert set(REGIONS) == {"header", "FAT", "directory", "mini FAT", *compound(parts()[VBA]).streams}
    for path, stream in compound(parts()[VBA]).streams.items():
        assert bytes(parts()[VBA][at] for at in REGIONS[path])[: len(stream)] == stream


def unnoticed(region: str, most: int) -> list[int]:
    """The places of a region where a flipped bit is not noticed."""
    data = bytearray(parts()[VBA])
    missed = []
    for at in spread(REGIONS[region], most):
        data[at] ^= 1
        try:
            project(bytes(data), MACROS)
            missed.append(at)
        except FAULTS:
            pass
        data[at] ^= 1
    return missed


def few(region: str, most: int) -> float:
    """In compressed text a copy may name another place that reads the same: then a flipped bit changes nothing."""
    compressed = region.startswith("VBA/") and region != "VBA/_VBA_PROJECT"
    return max(1, most * 0.03) if compressed else 0


@pytest.mark.parametrize("region", REGIONS)
def test_a_flipped_bit_anywhere_in_the_project_is_noticed(region: str):
    assert len(unnoticed(region, 12)) <= few(region, 12)


@pytest.mark.lambat
@pytest.mark.parametrize("region", REGIONS)
def test_a_flipped_bit_at_many_places_of_the_project_is_noticed(region: str):
    assert len(unnoticed(region, 250)) <= few(region, 250)


@pytest.mark.parametrize("name", [name for name in parts() if name not in (VBA, "xl/styles.xml", "docProps/app.xml")])
def test_a_flipped_bit_anywhere_in_a_part_is_noticed(name: str):
    data = parts()[name]
    missed = [
        at for at in spread(list(range(len(data))), 60) if not faults(repacked({name: flipped(data, at)}), MACROS)
    ]
    assert missed == []


@pytest.mark.parametrize("name", ["xl/styles.xml", "docProps/app.xml"])
def test_parts_that_are_there_because_excel_wants_them_stay_xml(name: str):
    """Nothing of ours stands in them: a letter of a font's name does not matter, a broken tag does."""
    data = parts()[name]
    for at in (n for n, byte in enumerate(data) if byte in b"<>"):
        assert faults(repacked({name: flipped(data, at, 0x40)}), MACROS), at


@pytest.mark.parametrize("name", parts())
def test_damage_on_the_way_is_noticed_by_the_package_itself(name: str):
    """As stored: the checksum of the part no longer fits."""
    at = addin().index(parts()[name]) + len(parts()[name]) // 2
    assert "CRC" in faults(flipped(addin(), at), MACROS)


@pytest.mark.parametrize("name", parts())
def test_a_part_that_is_missing_is_noticed(name: str):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part, data in parts().items():
            if part != name:
                archive.writestr(part, data)
    assert faults(target.getvalue(), MACROS)


def test_a_half_copied_file_is_noticed():
    assert faults(addin()[: len(addin()) // 2], MACROS)
    assert faults(b"", MACROS)


def test_another_ribbon_is_noticed():
    assert faults(repacked({UI: parts()[UI].replace(b'keytip="K"', b'keytip="J"')}), MACROS)


def test_a_module_too_many_is_noticed():
    more = Module("Lain", Kind.STANDARD, 'Attribute VB_Name = "Lain"\r\n')
    assert faults(repacked({VBA: vba_project([more])}), MACROS)
