#!/bin/sh
# lkjip @VERSI@: copot add-in dan Python yang dibuat paket ini.
set -u
unset PYTHONPATH PYTHONHOME
if [ "$(uname)" = Darwin ]; then rumah="$HOME/Library/Application Support/lkjip"; else rumah="${XDG_DATA_HOME:-$HOME/.local/share}/lkjip"; fi
venv="$rumah/versi/@FOLDER@"
py="$venv/bin/python"
if [ ! -x "$py" ]; then
    echo "Versi @VERSI@ tidak terpasang di komputer ini; tidak ada yang dihapus."
    exit 0
fi
if [ "$(uname)" = Darwin ]; then
    "$py" -m workbook_tools addin uninstall || exit 1
fi
[ -f "$venv/pyvenv.cfg" ] && rm -rf -- "$venv"
# hanya bila kosong
rmdir -- "$rumah/versi" 2>/dev/null
rmdir -- "$rumah" 2>/dev/null
echo "Sudah dicopot. Folder paket ini boleh dihapus."
