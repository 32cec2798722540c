"""Methods of efisiensi as data: formula as printed, the name of the rule that computes it, its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from workbook_tools.errors import DeclarationError
from workbook_tools.messages import text
from workbook_tools.regulations.bands import Skala, baca_skala
from workbook_tools.regulations.entries import (
    SUMBER,
    Kunci,
    Sumber,
    angka_sah,
    daftar,
    entri,
    ids,
    periksa,
    sumber,
    tabel,
    teks,
)


@dataclass(frozen=True, slots=True)
class MetodeEfisiensi:
    """One meaning of the word efisiensi. `aturan` names the rule in `compute`; empty when none computes it."""

    id: str
    nama: str
    rumus: str
    aturan: str
    satuan: str
    sumber: Sumber
    parameter: Mapping[str, float | str]
    skala: Skala | None
    catatan: str

    def angka(self, nama: str) -> float:
        """A parameter that is a number."""
        return float(self.parameter[nama])


_METODE: Mapping[str, Kunci] = {
    **SUMBER,
    "nama": teks(),
    "rumus": teks(),
    "aturan": teks(wajib=False),
    "satuan": teks(),
    "parameter": Kunci(
        lambda n: isinstance(n, dict) and all(isinstance(v, str) or angka_sah(v) for v in n.values()),
        lambda: text("harapan_tabel_parameter"),
        wajib=False,
    ),
    "skala": tabel(wajib=False),
}


def metode(id: str, *, asal: str = "efisiensi") -> MetodeEfisiensi:
    """A shipped method by id; DeclarationError that lists the known ids. `asal` says who asks."""
    if id not in ids("efisiensi"):
        raise DeclarationError("metode_tak_dikenal", asal=asal, id=id, dikenal=daftar(ids("efisiensi")))
    return _metode_terbit(id)


@cache
def _metode_terbit(id: str) -> MetodeEfisiensi:
    berkas = f"efisiensi/{id}.toml"
    isi = entri("efisiensi", id)
    periksa(berkas, isi, _METODE)
    return MetodeEfisiensi(
        id=id,
        nama=isi["nama"],
        rumus=isi["rumus"],
        aturan=isi.get("aturan", ""),
        satuan=isi["satuan"],
        sumber=sumber(berkas, isi),
        parameter=isi.get("parameter", {}),
        skala=baca_skala(id, f"{berkas} [skala]", isi["skala"]) if "skala" in isi else None,
        catatan=isi.get("catatan", ""),
    )
