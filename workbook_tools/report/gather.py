"""All that a workbook says together: facts from its tables, everything else computed anew by the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from workbook_tools.compute import rules
from workbook_tools.compute.efisiensi_tabel import efisiensi_tabel
from workbook_tools.compute.rule import Alasan, Rule, bilangan
from workbook_tools.evaluate import folded
from workbook_tools.findings import Place
from workbook_tools.formats.spec import Entity
from workbook_tools.names import key as name_key
from workbook_tools.process import Result
from workbook_tools.regulations.choices import TIDAK_ADA
from workbook_tools.report.facts import NOT_A_NUMBER, Fakta
from workbook_tools.report.missing import missing
from workbook_tools.report.model import (
    Angka,
    IndikatorRingkas,
    Laporan,
    ProgramRingkas,
    SasaranRingkas,
    UangRingkas,
)
from workbook_tools.tables.model import Baris, Tabel, Value

NOT_NUMBERS = ("target_bukan_angka", "realisasi_bukan_angka")
#: Tables whose efisiensi is that of capaian beside money; without any of them an efisiensi table's own meaning counts.
BESIDE_CAPAIAN = {"indikator", "program", "capaian_sasaran", "capaian_induk", "rincian"}

#: Tables that every indicator of a report stands in; one without all of them is a part of the report.
OF_CAPAIAN = ("capaian_sasaran", "capaian_ringkas", "capaian_induk")

#: pagu, realisasi anggaran, and the capaian set against them
Bagian = tuple[Angka, Angka, Angka]


def laporan(result: Result) -> Laporan:
    """Sasaran with their indicators, programs, totals, and what could not be computed."""
    return _Pembaca(result).laporan()


class _Pembaca:
    """Reads one run."""

    def __init__(self, result: Result) -> None:
        self.profil, self.fakta = result.profil, Fakta(result)

    def laporan(self) -> Laporan:
        """Everything."""
        program = tuple(self._programs())
        sasaran = tuple(self._sasaran(rows, program) for rows in self._families())
        rata = self._rule(rules.rerata, None, *(i.capaian.value for s in sasaran for i in s.indikator), None)
        return Laporan(
            self.fakta.tahun, self.fakta.versi, self._setting("pemda"), self._setting("perangkat_daerah"), self.profil,
            sasaran, program, tuple(missing(sasaran, program)), self._total(sasaran, program), rata,
            self._rule(rules.kategori, None, rata.value), self.fakta.last_quarter(),
        )  # fmt: skip

    def _setting(self, key: str) -> str:
        value = self.fakta.params.get(key)
        return value.strip() if isinstance(value, str) else ""

    def _rule(self, rule: Rule, place: Place | None, *operands: Value) -> Angka:
        return Angka(rule(self.profil, *operands), place, rule.rumus_menurut(self.profil))

    # --- which indicators and programs there are ---------------------------------------------------------------------

    def _families(self) -> list[list[tuple[Tabel, Baris]]]:
        """The rows of the indicators by sasaran, from the first table that has any; then those that only the PK or
        another table of capaian has."""
        tables = self.fakta.of_entity(Entity.INDIKATOR, Entity.RINCIAN)
        first = next((t.role for t in tables if _indicator_rows(t)), "")
        rows = [(t, b) for t in tables if t.role == first for b in _indicator_rows(t) if self._counts(b)]
        for role in (f"pk_{self.fakta.versi}", *OF_CAPAIAN):
            known = {b.entitas for _, b in rows}
            named = [(t, b) for t in tables if t.role == role for b in _indicator_rows(t) if self._counts(b)]
            if known <= {b.entitas for _, b in named}:  # others in their place are a finding, not two indicators
                rows += [(t, b) for t, b in named if b.entitas not in known]
        families: dict[object, list[tuple[Tabel, Baris]]] = {}
        seen: set[str] = set()
        for tabel, row in rows:
            if row.entitas not in seen:
                seen.add(row.entitas)
                families.setdefault(_family(tabel, row), []).append((tabel, row))
        return list(families.values())

    def _counts(self, row: Baris) -> bool:
        """Whether a row is a sasaran's indicator of the PK in force: no tujuan, none that was replaced."""
        is_tujuan = "tujuan" in (row.level, folded(row.isi.get("level")))
        return not is_tujuan and folded(row.isi.get("pk")) in (None, "", self.fakta.versi)

    def _program_groups(self) -> list[list[Baris]]:
        """The rows of each program, its first indicator first; the highest rows where no row is called a program."""
        for tabel in self.fakta.of_entity(Entity.PROGRAM, Entity.RINCIAN):
            rows = [b for b in tabel.rows if b.level != "sasaran" and b.entitas]
            tops = [b for b in rows if b.level == "program"]
            tops = tops or [b for b in rows if b.induk is None or b.induk.level == "sasaran"]
            groups: dict[object, list[Baris]] = {}
            for row in tops:
                groups.setdefault(folded(row.isi.get("kunci")) if tabel.format.is_input else row.grup, []).append(row)
            if groups:
                return list(groups.values())
        return []

    # --- indicators --------------------------------------------------------------------------------------------------

    def _sasaran(self, rows: Sequence[tuple[Tabel, Baris]], program: Sequence[ProgramRingkas]) -> SasaranRingkas:
        nama = next((b.nama for _, b in rows if b.nama), "")
        indikator = tuple(self._indikator(nama, tabel, row) for tabel, row in rows)
        capaian = [i.capaian for i in indikator]
        shared = self._shared(capaian)
        parts = self._money([b.entitas for _, b in rows], capaian)
        under = [p.uang for p in program if nama and name_key(p.sasaran) == name_key(nama)]
        if not parts and under:
            parts = [(_sum(u.pagu for u in under), _sum(u.realisasi for u in under), shared)]
        uang = self._uang(parts, "capaian_sasaran", "efisiensi_sasaran") if parts else None
        return SasaranRingkas(nama, indikator, uang, shared)

    def _indikator(self, sasaran: str, tabel: Tabel, row: Baris) -> IndikatorRingkas:
        entitas = row.entitas
        target, realisasi = self.fakta.of([entitas], "target"), self.fakta.of([entitas], "realisasi")
        capaian = self._capaian(row, target, realisasi)
        return IndikatorRingkas(
            sasaran, row.indikator or row.nama, self.fakta.word(entitas, "satuan") or _unit(tabel, row),
            self._polaritas(row), target, realisasi, capaian,
            self._rule(rules.kategori, row.place("kategori"), capaian.value), tuple(self._earlier(row)),
        )  # fmt: skip

    def _earlier(self, row: Baris) -> Iterator[tuple[int, Angka, Angka, Angka]]:
        for tahun in self.fakta.earlier_years(row.entitas):
            target, realisasi = (self.fakta.of([row.entitas], what, tahun) for what in ("target", "realisasi"))
            if target.angka is not None or realisasi.angka is not None:
                yield tahun, target, realisasi, self._capaian(row, target, realisasi, tahun)

    def _polaritas(self, row: Baris) -> str:
        """As the workbook says, else as the profile does; empty where neither says."""
        said = row.polaritas or self.fakta.word(row.entitas, "polaritas") or self.profil.polaritas_bawaan
        return "" if said == TIDAK_ADA else said

    def _capaian(self, row: Baris, target: Angka, realisasi: Angka, tahun: int | None = None) -> Angka:
        keys = [f"capaian_{tahun or self.fakta.tahun}", *([] if tahun else ["capaian"])]
        cells = [p for _, b in self.fakta.rows.get(row.entitas, ()) for k in keys if (p := b.place(k)) is not None]
        place = cells[0] if cells else None
        for operand, kode in zip((target, realisasi), NOT_NUMBERS, strict=True):
            if operand.alasan == NOT_A_NUMBER:
                return Angka(Alasan(kode), place)
        operands = bilangan(realisasi.value), bilangan(target.value), self._polaritas(row)
        return self._rule(rules.capaian, place, *operands)

    def _shared(self, capaian: Sequence[Angka]) -> Angka:
        """The capaian that enters where indicators share money, as `Engine.group_members` chooses."""
        numbers = [c.value for c in capaian if c.angka is not None]
        if self.profil.capaian_bersama == "rata" and len(capaian) > 1 and numbers:
            return self._rule(rules.rerata, None, *numbers)
        return capaian[0] if capaian else Angka()

    # --- money -------------------------------------------------------------------------------------------------------

    def _money(self, entitas: Sequence[str], capaian: Sequence[Angka]) -> list[Bagian]:
        """Once for all indicators, or for each where the profile says so and each has money of its own."""
        each = [(self.fakta.of([e], "pagu"), self.fakta.of([e], "realisasi_anggaran")) for e in entitas]
        distinct = {(pagu.angka, ra.angka) for pagu, ra in each if pagu.angka is not None}
        if self.profil.capaian_bersama == "masing_masing" and len(distinct) > 1:
            return [(*m, c) for m, c in zip(each, capaian, strict=True) if m[0].angka is not None]
        pagu, ra = self.fakta.of(entitas, "pagu"), self.fakta.of(entitas, "realisasi_anggaran")
        return [] if pagu.angka is None and ra.angka is None else [(pagu, ra, self._shared(capaian))]

    def _uang(self, parts: Sequence[Bagian], jenis: str, instead: str) -> UangRingkas:
        """Serapan and efisiensi of money in one or several parts, by the meaning that this kind of table prints."""
        roles = {t.role for t in self.fakta.tables}
        metode = self.profil.metode_efisiensi(jenis if roles & BESIDE_CAPAIAN or instead not in roles else instead)
        pagu, ra, capaian = parts[0] if len(parts) == 1 else (*_totals(parts), Angka())
        serapan = self._rule(rules.serapan, None, ra.value, pagu.value)
        rule = efisiensi_tabel(jenis if metode is self.profil.metode_efisiensi(jenis) else instead)
        if len(parts) == 1 or metode.aturan == "sisa_serapan":
            efisiensi = self._rule(rule, None, pagu.value, ra.value, capaian.value)
        elif metode.aturan == "efisiensi_pagu_capaian":
            columns = (tuple(a.value for a in column) for column in zip(*parts, strict=True))
            all_of_them = rules.efisiensi_pmk_214
            efisiensi = Angka(all_of_them(self.profil, *columns), rule=all_of_them.rumus)
        else:
            each = {rule(self.profil, *(a.value for a in part)) for part in parts}
            efisiensi = Angka(each.pop() if len(each) == 1 else Alasan("per_indikator"), rule=metode.rumus)
        return UangRingkas(pagu, ra, serapan, efisiensi, metode.nama)

    def _programs(self) -> Iterator[ProgramRingkas]:
        own = self.fakta.own.get("indikator")
        sasaran = {folded(b.isi.get("no_sasaran")): b.nama for b in (own.rows if own else ()) if b.nama}
        for rows in self._program_groups():
            first, entitas = rows[0], [b.entitas for b in rows]
            facts = ((b, self.fakta.of([b.entitas], "target"), self.fakta.of([b.entitas], "realisasi")) for b in rows)
            capaian = self._shared([self._capaian(*fact) for fact in facts])
            part = (self.fakta.of(entitas, "pagu"), self.fakta.of(entitas, "realisasi_anggaran"), capaian)
            above = first.induk.nama if first.induk is not None and first.induk.level == "sasaran" else ""
            yield ProgramRingkas(
                first.nama, str(first.isi.get("kunci") or first.isi.get("kode") or ""),
                sasaran.get(folded(first.isi.get("no_sasaran")), above),
                self._uang([part], "rincian_program", "efisiensi_program"), capaian,
            )  # fmt: skip

    def _total(self, sasaran: Sequence[SasaranRingkas], program: Sequence[ProgramRingkas]) -> UangRingkas | None:
        """Money of all: by program where programs have money, else by sasaran; efisiensi over the sasaran."""
        of_sasaran = [(s.uang.pagu, s.uang.realisasi, s.capaian) for s in sasaran if s.uang is not None]
        of_program = [(p.uang.pagu, p.uang.realisasi, p.capaian) for p in program if p.uang.pagu.angka is not None]
        if not of_sasaran and not of_program:
            return None
        uang = self._uang(of_sasaran or of_program, "capaian_sasaran", "efisiensi_sasaran")
        if not of_program:
            return uang
        pagu, ra = _totals(of_program)
        return replace(uang, pagu=pagu, realisasi=ra, serapan=self._rule(rules.serapan, None, ra.value, pagu.value))


def _indicator_rows(tabel: Tabel) -> list[Baris]:
    named = (b for b in tabel.rows if b.entitas and (b.indikator or b.nama))
    return [b for b in named if tabel.format.entity is Entity.INDIKATOR or b.level == "sasaran"]


def _family(tabel: Tabel, row: Baris) -> object:
    """What the rows of one sasaran have in common."""
    number = folded(row.isi.get("no_sasaran")) if tabel.format.is_input else None
    return number or name_key(row.nama) or row.grup


def _totals(parts: Sequence[Bagian]) -> tuple[Angka, Angka]:
    return _sum(pagu for pagu, _, _ in parts), _sum(ra for _, ra, _ in parts)


def _sum(parts: Iterable[Angka]) -> Angka:
    """Of the numbers among them; nothing of nothing."""
    numbers = [p.angka for p in parts if p.angka is not None]
    return Angka(sum(numbers) if numbers else None)


def _unit(tabel: Tabel, row: Baris) -> str:
    """The unit that a target is written with, where no column says it."""
    cell = row.sel.get("target") or row.sel.get(f"target_{tabel.years[-1]}" if tabel.years else "")
    return "" if cell is None else "%" if cell.nilai.persen else cell.nilai.satuan
