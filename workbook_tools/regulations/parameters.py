"""The numbers of a formula that are neither a scale nor a meaning of efisiensi, as data with their source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from workbook_tools.messages import text
from workbook_tools.regulations.entries import (
    SUMBER,
    Kunci,
    Sumber,
    angka_sah,
    entri,
    periksa,
    sumber,
    teks,
)


@dataclass(frozen=True, slots=True)
class Rumusan:
    """A formula as printed, with the numbers in it by name."""

    id: str
    nama: str
    rumus: str
    satuan: str
    sumber: Sumber
    parameter: Mapping[str, float]
    catatan: str

    def angka(self, nama: str) -> float:
        """One of its numbers."""
        return float(self.parameter[nama])


_RUMUSAN: Mapping[str, Kunci] = {
    **SUMBER,
    "nama": teks(),
    "rumus": teks(),
    "satuan": teks(),
    "parameter": Kunci(
        lambda n: isinstance(n, dict) and bool(n) and all(angka_sah(v) for v in n.values()),
        lambda: text("harapan_tabel_parameter"),
    ),
}


@cache
def rumusan(id: str) -> Rumusan:
    """A shipped formula's numbers by id."""
    berkas = f"parameter/{id}.toml"
    isi = entri("parameter", id)
    periksa(berkas, isi, _RUMUSAN)
    return Rumusan(
        id=id,
        nama=isi["nama"],
        rumus=isi["rumus"],
        satuan=isi["satuan"],
        sumber=sumber(berkas, isi),
        parameter=isi["parameter"],
        catatan=isi.get("catatan", ""),
    )
