#!/bin/sh
# lkjip @VERSI@: pasang atau perbarui untuk pengguna ini saja; tanpa hak administrator, tanpa internet.
# Installs or updates for this user alone; no administrator rights, no internet.
set -u
unset PYTHONPATH PYTHONHOME
export PIP_CONFIG_FILE=/dev/null
sini=$(cd "$(dirname "$0")" && pwd) || exit 2
if [ "$(uname)" = Darwin ]; then rumah="$HOME/Library/Application Support/lkjip"; else rumah="${XDG_DATA_HOME:-$HOME/.local/share}/lkjip"; fi
venv="$rumah/versi/@FOLDER@"
py="$venv/bin/python"

gagal() {
    echo
    echo "Pemasangan tidak selesai; sebabnya tertulis di atas. Versi yang terpasang sebelumnya tidak diubah."
    exit 1
}

if [ ! -f "$sini/kunci.txt" ] || [ ! -d "$sini/wheels" ]; then
    echo "Paket ini tidak utuh. Ekstrak dulu seluruh isi zip ke sebuah folder, lalu jalankan pasang@AKHIRAN@ dari folder itu."
    exit 2
fi

if [ ! -x "$py" ] || [ ! -f "$venv/lengkap.txt" ]; then
    dasar=
    # python3 terakhir: di macOS tanpa alat pengembang ia membuka jendela pemasangan
    for calon in "/Library/Frameworks/Python.framework/Versions/@PYTHON@/bin/python3" "python@PYTHON@" "/opt/homebrew/bin/python@PYTHON@" "/usr/local/bin/python@PYTHON@" python3; do
        dasar=$("$calon" "$sini/cari.py" 2>/dev/null)
        [ -n "$dasar" ] && break
    done
    if [ -z "$dasar" ]; then
        echo "Python @PYTHON@ (@BIT@ bit) belum ada di komputer ini. Pasang dari python.org, lalu jalankan pasang@AKHIRAN@ lagi."
        exit 2
    fi
    echo "[1/3] Menyiapkan Python di $venv ..."
    rm -rf -- "$venv"
    mkdir -p -- "$rumah/versi" || gagal
    "$dasar" -m venv "$venv" || gagal
    echo "[2/3] Memasang paket dari folder ini (beberapa menit) ..."
    "$py" -m pip --isolated --disable-pip-version-check install --quiet --no-index --no-cache-dir --find-links "$sini/wheels" --require-hashes --requirement "$sini/kunci.txt" || gagal
    echo "@VERSI@" > "$venv/lengkap.txt"
fi

if [ "$(uname)" != Darwin ]; then
    "$py" -m workbook_tools --version || gagal
    echo "Excel tidak ada di sistem ini; perintahnya: $venv/bin/lkjip"
    exit 0
fi
echo "[3/3] Memasang add-in di Excel ..."
"$py" -m workbook_tools addin install --berkas "$sini/kinerja.xlam" "$@" || gagal
echo
"$py" -m workbook_tools addin doctor
echo
echo "Selesai. Buka ulang Excel: tab Kinerja muncul di pita."
