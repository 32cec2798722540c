"""Take away exactly what was installed and give back what was there; what somebody changed stays, and is named."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from workbook_tools.addin import conf, manifest, store
from workbook_tools.addin.files import put, refuse_locked, remove_if_empty
from workbook_tools.addin.manifest import Catatan, digest_of
from workbook_tools.addin.places import Mesin, Tempat, applescript, tempat
from workbook_tools.errors import LkjipError


@dataclass(slots=True)
class Dicopot:
    """What taking away did: files removed, files given back as they were, and what stayed with the reason's code."""

    dihapus: list[Path] = field(default_factory=list)
    dikembalikan: list[Path] = field(default_factory=list)
    ditinggal: list[tuple[Path, str]] = field(default_factory=list)


def uninstall(mesin: Mesin) -> Dicopot:
    """Undo the installation; a second time there is nothing to do."""
    places = tempat(mesin)
    old = manifest.read(places)
    done = Dicopot()
    if old is None:
        return done
    refuse_locked(places.addin)
    _take_addin(places, old, done)
    _take_configuration(mesin, places, old, done)
    _take_script(places, old, done)
    _take_store(mesin, places, old, done)
    for name, made in old.sebelum.folder.items():
        path: Path | None = getattr(places, name)
        for folder in path.parents[:made] if path is not None else ():
            remove_if_empty(folder)
    put(places.catatan, None)
    for folder in (places.simpanan, places.versi, places.gudang):
        remove_if_empty(folder)
    return done


def _take_addin(places: Tempat, old: Catatan, done: Dicopot) -> None:
    path = places.addin
    if path.is_symlink() or path.is_dir():
        done.ditinggal.append((path, "pasang_tinggal_bukan_kami"))
        return
    found = digest_of(path)
    if found is not None and not old.is_ours(found):
        if found == old.sebelum.addin:
            done.dikembalikan.append(path)  # by an earlier attempt that was cut off
        else:
            done.ditinggal.append((path, "pasang_tinggal_berubah"))
        return
    before = store.content(places, old.sebelum.addin, store.ADDIN)
    put(path, before)
    if before is not None:
        done.dikembalikan.append(path)
    elif found is not None:
        done.dihapus.append(path)


def _take_configuration(mesin: Mesin, places: Tempat, old: Catatan, done: Dicopot) -> None:
    path = places.konfigurasi
    try:
        there = conf.read(path, mesin.ansi)
    except LkjipError:
        done.ditinggal.append((path, "pasang_tinggal_tak_terbaca"))
        return
    if not there.baris:
        return
    keys = [key for key in old.sebelum.nilai if there.get(key) is not None]
    ours = [key for key in keys if there.get(key) in old.wrote(key)]
    if changed := [key for key in keys if key not in ours and there.get(key) != old.sebelum.nilai[key]]:
        done.ditinggal.append((path, "pasang_tinggal_nilai"))
    left = there.with_values({key: old.sebelum.nilai[key] for key in ours})
    before = store.content(places, old.sebelum.konfigurasi, store.KONFIGURASI)
    if before is not None and not changed and left.says_the_same(before, mesin.ansi):
        put(path, before)
        done.dikembalikan.append(path)
    elif left.baris:
        put(path, left.encoded(mesin.ansi))
        done.dikembalikan.append(path)
    else:
        put(path, before)
        (done.dihapus if before is None else done.dikembalikan).append(path)


def _take_script(places: Tempat, old: Catatan, done: Dicopot) -> None:
    if places.skrip is None:
        return
    for version, written in old.skrip.items():
        path = places.skrip.with_name(applescript(version))
        found = digest_of(path)
        if found == written:
            put(path, None)
            done.dihapus.append(path)
        elif found is not None:
            done.ditinggal.append((path, "pasang_tinggal_berubah"))


def _take_store(mesin: Mesin, places: Tempat, old: Catatan, done: Dicopot) -> None:
    aside = [path for path in store.files(places) if path.stem in old.sisihan]
    done.ditinggal += [(path, "pasang_tinggal_sisihan") for path in aside]
    if old.sebelum.addin is not None and places.addin not in done.dikembalikan:
        kept = store.kept(places, old.sebelum.addin, store.ADDIN)
        aside.append(kept)
        if kept.exists():
            done.ditinggal.append((kept, "pasang_tinggal_sisihan"))
    store.drop(path for path in store.files(places) if path not in aside)
    for folder in store.pythons(places):
        if mesin.interpreter.is_relative_to(folder):
            done.ditinggal.append((folder, "pasang_tinggal_python"))
        else:
            shutil.rmtree(folder, ignore_errors=True)
