#!/bin/sh
# lkjip @VERSI@: kembali ke versi sebelumnya.
set -u
unset PYTHONPATH PYTHONHOME
if [ "$(uname)" = Darwin ]; then rumah="$HOME/Library/Application Support/lkjip"; else rumah="${XDG_DATA_HOME:-$HOME/.local/share}/lkjip"; fi
py="$rumah/versi/@FOLDER@/bin/python"
if [ ! -x "$py" ]; then
    echo "Versi @VERSI@ belum dipasang di komputer ini. Jalankan pasang@AKHIRAN@ dulu."
    exit 2
fi
exec "$py" -m workbook_tools addin rollback "$@"
