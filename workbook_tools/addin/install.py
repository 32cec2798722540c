"""Put the add-in where Excel finds it, and go back a version.

Nothing is trusted on anybody's behalf: no registry value and no setting of the Trust Center is written, a mark that a
file came from the internet goes along with it, and a file of the same name that is not ours stays unless told
otherwise. What was there before is kept, and `uninstall` gives it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from workbook_tools.addin import conf, manifest, store
from workbook_tools.addin.conf import PROFIL
from workbook_tools.addin.files import content, folders_missing, refuse_locked, together
from workbook_tools.addin.manifest import Catatan, Sebelum, Versi, digest, digest_of
from workbook_tools.addin.places import Mesin, Tempat, is_from_store, tempat
from workbook_tools.errors import EnvironmentFault, FileError, InputError
from workbook_tools.regulations import load, load_file

#: How many versions one can go back.
MUNDUR = 2
#: The stream in which Windows marks a file that came from the internet.
TANDA = "Zone.Identifier"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Berkas:
    """The add-in to install, with the mark of where it came from, if Windows put one on it."""

    isi: bytes
    tanda: bytes | None = None


@dataclass(frozen=True, slots=True)
class Terpasang:
    """What an installation or a step back did: `sebelumnya` is the version that stood there or can be gone back to."""

    tempat: Tempat
    versi: str
    sebelumnya: str | None = None
    disisihkan: Path | None = None
    dirapikan: bool = False
    bertanda: bool = False


def from_file(path: Path) -> Berkas:
    """An add-in from a file: one that an office signed, or that came with a bundle."""
    if not path.is_file():
        raise InputError("berkas_tidak_ada", path=path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EnvironmentFault("pasang_tak_terbaca", path=path, reason=error.strerror or error) from error
    if not data.startswith(_ZIP):
        raise FileError("pasang_bukan_addin", path=path)
    return Berkas(data, mark_of(path))


def mark_of(path: Path) -> bytes | None:
    """What Windows says of where a file came from, in a stream beside its content; None where it says nothing."""
    try:
        return Path(f"{path}:{TANDA}").read_bytes()
    except OSError:
        return None


def install(
    mesin: Mesin, berkas: Berkas, paket: Path, *, versi: str, profil: str | None = None, timpa: bool = False
) -> Terpasang:
    """Put the add-in and its configuration in place. Doing it twice changes nothing.

    `paket` is the folder that holds the package `workbook_tools`; `timpa` lets a foreign add-in of the same name, or a
    configuration that cannot be read, be set aside.
    """
    places = tempat(mesin)
    profil = None if profil is None else chosen(profil)
    if mesin.sistem == "windows" and is_from_store(mesin.interpreter):
        raise EnvironmentFault("pasang_python_toko", path=mesin.interpreter)
    if mesin.sistem == "darwin" and not places.konfigurasi.parent.is_dir():
        raise EnvironmentFault("pasang_buka_excel_dulu", folder=places.konfigurasi.parent)
    old = _manifest(places, timpa=timpa)
    blocked = _foreign(places.addin, old, digest(berkas.isi), timpa=timpa)
    refuse_locked(places.addin)
    bytes_before, there = _configuration(mesin, places, timpa=timpa)
    script = _script(mesin, places)
    settings = conf.settings(mesin, paket, profil or _own_profile(old, there))
    new = Versi(versi, digest(berkas.isi), settings, mesin.paket.get("xlwings", "0"))
    entry = Catatan(
        sekarang=new,
        sebelum=_before(places, old, there, settings, blocked, bytes_before),
        riwayat=_history(old, new),
        sisihan=_aside(old, blocked) if old is not None else _unknown(places, berkas.isi),
        skrip={**(old.skrip if old else {}), **({} if script is None else {new.xlwings: digest(script)})},
        selesai=False,
    )
    with together() as write:
        write(store.kept(places, digest(berkas.isi), store.ADDIN), berkas.isi)
        if blocked is not None:
            write(store.kept(places, digest(blocked), store.ADDIN), blocked)
        if bytes_before is not None and entry.sebelum.konfigurasi == digest(bytes_before):
            write(store.kept(places, digest(bytes_before), store.KONFIGURASI), bytes_before)
        write(places.catatan, entry.written())
        write(places.addin, berkas.isi)
        write(places.konfigurasi, there.with_values(settings).encoded(mesin.ansi))
        if script is not None and places.skrip is not None:
            write(places.skrip, script)
        write(places.catatan, replace(entry, selesai=True).written())
    _mark(mesin, places.addin, berkas.tanda)
    store.tidy(places, entry)
    return Terpasang(
        places,
        versi,
        sebelumnya=entry.riwayat[-1].versi if entry.riwayat else None,
        disisihkan=store.kept(places, digest(blocked), store.ADDIN) if blocked is not None else None,
        dirapikan=bytes_before is not None and not there.is_written_as(bytes_before, mesin.ansi),
        bertanda=berkas.tanda is not None,
    )


def chosen(profil: str) -> str:
    """The profile as the add-in reads it: an id, or the whole path of a TOML file; LkjipError where it is neither."""
    if not profil.casefold().endswith(".toml"):
        load(profil)
        return profil
    path = Path(profil).absolute()
    load_file(path)
    if not str(path).isascii():
        raise InputError("pasang_jalur_tak_tertulis", path=path)
    return str(path)


def rollback(mesin: Mesin, *, timpa: bool = False) -> Terpasang:
    """Go back to the version before: its add-in and its Python. The profile stays as it is chosen now."""
    places = tempat(mesin)
    old = manifest.read(places)
    if old is None or not old.riwayat:
        raise InputError("pasang_tanpa_versi_lama")
    target = old.riwayat[-1]
    addin = store.content(places, target.addin, store.ADDIN)
    if addin is None:
        raise EnvironmentFault("pasang_simpanan_hilang", versi=target.versi, folder=places.simpanan)
    if not conf.filled(mesin, target.interpreter).is_file():
        raise EnvironmentFault("pasang_python_lama_hilang", versi=target.versi, path=target.interpreter)
    blocked = _foreign(places.addin, old, target.addin, timpa=timpa)
    refuse_locked(places.addin)
    _, there = _configuration(mesin, places, timpa=timpa)
    settings = _with_profile(target.konfigurasi, old.sekarang.konfigurasi.get(PROFIL))
    only_newer = {key: old.sebelum.nilai.get(key) for key in old.sekarang.konfigurasi.keys() - settings.keys()}
    entry = replace(
        old,
        sekarang=replace(target, konfigurasi=settings),
        riwayat=old.riwayat[:-1],
        sisihan=_aside(old, blocked),
        selesai=True,
    )
    with together() as write:
        if blocked is not None:
            write(store.kept(places, digest(blocked), store.ADDIN), blocked)
        # until the end the newer version counts as ours as well
        write(places.catatan, replace(old, sisihan=entry.sisihan, selesai=False).written())
        write(places.addin, addin)
        write(places.konfigurasi, there.with_values({**only_newer, **settings}).encoded(mesin.ansi))
        write(places.catatan, entry.written())
    return Terpasang(places, target.versi, sebelumnya=old.sekarang.versi)


def _manifest(places: Tempat, *, timpa: bool) -> Catatan | None:
    """The manifest; a damaged one counts as none where it may be replaced."""
    try:
        return manifest.read(places)
    except FileError:
        if not timpa:
            raise
        return None


def _foreign(path: Path, old: Catatan | None, wanted: str, *, timpa: bool) -> bytes | None:
    """What stands at the add-in's place and is not ours, to be set aside; InputError where it may not be."""
    if path.is_symlink():
        raise InputError("pasang_tautan", path=path)
    if path.is_dir():
        raise InputError("pasang_folder_menghalangi", path=path)
    found = digest_of(path)
    if found is None or found == wanted or (old is not None and old.is_ours(found)):
        return None
    if not timpa:
        raise InputError("pasang_addin_asing" if old is None else "pasang_addin_berubah", path=path)
    return content(path)


def _configuration(mesin: Mesin, places: Tempat, *, timpa: bool) -> tuple[bytes | None, conf.Konfigurasi]:
    """The configuration's bytes and what they say; one that cannot be read counts as empty where it may be replaced."""
    path = places.konfigurasi
    data = content(path)
    try:
        return data, conf.parse(data or b"", mesin.ansi, path)
    except FileError:
        if not timpa:
            raise
        return data, conf.Konfigurasi()


def _own_profile(old: Catatan | None, there: conf.Konfigurasi) -> str | None:
    """The profile that an earlier installation wrote, if it still stands there: it stays ours to take away."""
    said = there.get(PROFIL)
    return said if old is not None and said in old.wrote(PROFIL) else None


def _with_profile(settings: Mapping[str, str], profil: str | None) -> dict[str, str]:
    """Settings of a version with the profile that is chosen now."""
    rest = {key: value for key, value in settings.items() if key != PROFIL}
    return rest if profil is None else {**rest, PROFIL: profil}


def _before(
    places: Tempat,
    old: Catatan | None,
    there: conf.Konfigurasi,
    settings: Mapping[str, str],
    blocked: bytes | None,
    bytes_before: bytes | None,
) -> Sebelum:
    """What to give back one day: as the first installation found it, with what the user set since."""
    values = {key: _former(old, key, there.get(key)) for key in settings}
    aside = digest(blocked) if blocked is not None else None
    if old is not None:
        before = old.sebelum
        return replace(before, nilai={**before.nilai, **values}, addin=before.addin or aside)
    folders = {"addin": places.addin, "konfigurasi": places.konfigurasi, "skrip": places.skrip}
    return Sebelum(
        addin=aside,
        konfigurasi=digest(bytes_before) if bytes_before is not None else None,
        nilai=values,
        folder={name: folders_missing(path) for name, path in folders.items() if path is not None},
    )


def _former(old: Catatan | None, key: str, now: str | None) -> str | None:
    """A setting's value before us: what we wrote ourselves is not what was there before."""
    if old is None or key not in old.sebelum.nilai:
        return now
    return old.sebelum.nilai[key] if now is None or now in old.wrote(key) else now


def _history(old: Catatan | None, new: Versi) -> tuple[Versi, ...]:
    """The versions to go back to, without the one that is being installed."""
    line = [one for one in old.versi if not _same(one, new)] if old is not None else []
    return tuple(line[-MUNDUR:])


def _same(one: Versi, other: Versi) -> bool:
    return (one.versi, one.addin, one.interpreter) == (other.versi, other.addin, other.interpreter)


def _unknown(places: Tempat, wanted: bytes) -> tuple[str, ...]:
    """What is kept without a manifest that says why: somebody may miss it, so it stays kept."""
    return tuple(sorted({path.stem for path in store.files(places)} - {digest(wanted)}))


def _aside(old: Catatan, blocked: bytes | None) -> tuple[str, ...]:
    """What was set aside though something is kept already to give back."""
    if blocked is None or old.sebelum.addin is None:
        return old.sisihan
    return tuple(sorted({*old.sisihan, digest(blocked)} - {old.sebelum.addin}))


def _script(mesin: Mesin, places: Tempat) -> bytes | None:
    """The AppleScript of the installed xlwings, where macOS needs it and it is not there yet."""
    if places.skrip is None or places.skrip.exists():
        return None
    source = (mesin.xlwings or Path()) / places.skrip.name
    if not source.is_file():
        raise EnvironmentFault("pasang_skrip_tidak_ada", path=source)
    return source.read_bytes()


def _mark(mesin: Mesin, path: Path, mark: bytes | None) -> None:
    """What came from the internet stays marked as such."""
    if mesin.sistem == "windows" and mark is not None:
        with suppress(OSError):
            Path(f"{path}:{TANDA}").write_bytes(mark)
