"""Capaian of one indicator against its target, in percent points, by polaritas; and kemajuan toward the Renstra."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbook_tools.compute.excel_text import angka, jika, literal_teks, sama_teks
from workbook_tools.compute.rule import (
    PERSEN,
    Alasan,
    Argumen,
    Hasil,
    Jaga,
    Rule,
    alasan_pertama,
    bilangan,
    dijaga,
    kata,
)
from workbook_tools.regulations.choices import POLARITAS, TIDAK_ADA
from workbook_tools.regulations.profile import Profil

_DASAR = "LKjIP Magetan 2025 Bab III, LKjIP Mojokerto 2025 Bab III, LKjIP Jember 2025 Bab III (rumus capaian)"


@dataclass(frozen=True, slots=True)
class Cabang:
    """One polaritas: its arithmetic in Python and in Excel, and whether realisasi divides."""

    hitung: Callable[[float, float], float]
    tulis: Callable[[str, str], str]
    membagi_realisasi: bool = False


CABANG = {
    "naik": Cabang(lambda r, t: r / t * PERSEN, lambda r, t: f"{r}/{t}*100"),
    "turun": Cabang(lambda r, t: (2 * t - r) / t * PERSEN, lambda r, t: f"(2*{t}-{r})/{t}*100"),
    "turun_rasio": Cabang(lambda r, t: t / r * PERSEN, lambda r, t: f"{t}/{r}*100", membagi_realisasi=True),
    "stabil": Cabang(lambda r, t: (1 - abs(r / t - 1)) * PERSEN, lambda r, t: f"(1-ABS({r}/{t}-1))*100"),
}


def _polaritas(profil: Profil, nilai: object) -> str | Alasan:
    """The branch of a polaritas as typed; a blank takes the profile's own, if it has one."""
    terbaca = kata(nilai)
    if terbaca is None:
        bawaan = profil.polaritas_bawaan
        return Alasan("polaritas_kosong") if bawaan == TIDAK_ADA else bawaan
    return terbaca if terbaca in CABANG else Alasan("polaritas_tidak_dikenal")


@dataclass(frozen=True, slots=True)
class _Capaian:
    """Capaian against a target, whose guards carry the target's name; `dibatasi`: the profile may cap it."""

    jaga: tuple[Jaga, ...]
    dibatasi: bool

    def hitung(self, profil: Profil, realisasi: Argumen, target: Argumen, polaritas: Argumen) -> Hasil:
        cabang = _polaritas(profil, polaritas)
        r, t = bilangan(realisasi), bilangan(target)
        if self._nol_nol(profil) and cabang == "turun" and t == 0 and r == 0:
            return self._batas(profil, PERSEN)
        if alasan := alasan_pertama(self.jaga, (realisasi, target)):
            return alasan
        if isinstance(cabang, Alasan):
            return cabang
        assert r is not None and t is not None  # the guards saw to it
        if CABANG[cabang].membagi_realisasi and r == 0:
            return Alasan("realisasi_nol")
        return self._batas(profil, CABANG[cabang].hitung(r, t))

    def tulis(self, profil: Profil, realisasi: str, target: str, polaritas: str) -> str:
        tetap = literal_teks(polaritas, POLARITAS)
        refs = (realisasi, target)
        if tetap is not None:
            cabang = _polaritas(profil, tetap)
            isi = cabang.excel if isinstance(cabang, Alasan) else self._tulis_cabang(profil, cabang, *refs)
            turun = "TRUE" if cabang == "turun" else ""
        else:
            isi = self._pilih_cabang(profil, polaritas, *refs)
            turun = _syarat_polaritas(profil, polaritas, "turun")
        rumus = dijaga(self.jaga, refs, isi)
        if not (self._nol_nol(profil) and turun):
            return rumus
        nol_nol = [f"ISNUMBER({target})", f"ISNUMBER({realisasi})", f"{target}=0", f"{realisasi}=0"]
        syarat = nol_nol if turun == "TRUE" else [turun, *nol_nol]
        return jika(f"AND({','.join(syarat)})", angka(terbatas(profil, PERSEN)), rumus)

    def _pilih_cabang(self, profil: Profil, polaritas: str, realisasi: str, target: str) -> str:
        isi = Alasan("polaritas_tidak_dikenal").excel
        if profil.polaritas_bawaan == TIDAK_ADA:
            isi = jika(sama_teks(polaritas, ""), Alasan("polaritas_kosong").excel, isi)
        for nama in reversed(POLARITAS):
            cabang = self._tulis_cabang(profil, nama, realisasi, target)
            isi = jika(_syarat_polaritas(profil, polaritas, nama), cabang, isi)
        return isi

    def _tulis_cabang(self, profil: Profil, nama: str, realisasi: str, target: str) -> str:
        cabang = CABANG[nama]
        isi = cabang.tulis(realisasi, target)
        if self.dibatasi:
            isi = tulis_terbatas(profil, isi)
        if cabang.membagi_realisasi:
            isi = jika(f"{realisasi}=0", Alasan("realisasi_nol").excel, isi)
        return isi

    def _nol_nol(self, profil: Profil) -> bool:
        return self.dibatasi and profil.turun_nol_nol_100

    def _batas(self, profil: Profil, nilai: float) -> float:
        return terbatas(profil, nilai) if self.dibatasi else nilai


def terbatas(profil: Profil, nilai: float) -> float:
    """The capaian under the cap of the profile, if it has one."""
    return nilai if profil.batas_atas_capaian is None else min(profil.batas_atas_capaian, nilai)


def tulis_terbatas(profil: Profil, isi: str) -> str:
    """The same in a formula."""
    return isi if profil.batas_atas_capaian is None else f"MIN({angka(profil.batas_atas_capaian)},{isi})"


def _syarat_polaritas(profil: Profil, ref: str, nama: str) -> str:
    syarat = sama_teks(ref, nama)
    return f"OR({syarat},{sama_teks(ref, '')})" if nama == profil.polaritas_bawaan else syarat


_ADA_REALISASI = Jaga(0, "realisasi_kosong")
_KE_TARGET = _Capaian((Jaga(1, "target_kosong", "target_nol"), _ADA_REALISASI), dibatasi=True)
_KE_TARGET_AKHIR = _Capaian((Jaga(1, "target_akhir_kosong", "target_akhir_nol"), _ADA_REALISASI), dibatasi=False)

capaian = Rule(
    nama="capaian",
    operands=("realisasi", "target", "polaritas"),
    satuan="poin persen",
    dasar=_DASAR,
    rumus="naik: realisasi / target × 100; turun: (target − (realisasi − target)) / target × 100",
    hitung=_KE_TARGET.hitung,
    tulis=_KE_TARGET.tulis,
)
"""Capaian kinerja in percent points, unrounded and uncapped unless the profile caps it.

`naik` realisasi/target·100; `turun` (2·target − realisasi)/target·100, negative beyond twice the target;
`turun_rasio` target/realisasi·100; `stabil` (1 − |realisasi/target − 1|)·100. A blank polaritas takes the profile's.
Reasons: target_kosong, target_nol, realisasi_kosong, realisasi_nol (turun_rasio), polaritas_kosong,
polaritas_tidak_dikenal. Source: LKjIP Magetan 2025 Tabel 3.3, LKjIP Mojokerto and Jember 2025 Bab III;
turun_rasio and stabil are options of applications, in none of these reports.
"""

kemajuan = Rule(
    nama="kemajuan",
    operands=("realisasi", "target_akhir", "polaritas"),
    satuan="poin persen",
    dasar="LKjIP Magetan 2025 Tabel 3.7; LKjIP Mojokerto 2025 Tabel 3.32 sampai 3.35; LKjIP Jember 2025 Tabel 3.2",
    rumus="realisasi / target akhir Renstra × 100 (indikator turun seperti capaian)",
    hitung=_KE_TARGET_AKHIR.hitung,
    tulis=_KE_TARGET_AKHIR.tulis,
)
"""Tingkat kemajuan toward the target at the end of the Renstra, percent points: by polaritas as capaian, uncapped.

Reasons: target_akhir_kosong, target_akhir_nol, realisasi_kosong, realisasi_nol, polaritas_*.
Source: LKjIP Magetan 2025 Tabel 3.7, LKjIP Mojokerto 2025 Tabel 3.32–3.35, LKjIP Jember 2025 Tabel 3.2 column 13.
"""
