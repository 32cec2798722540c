@echo off
rem lkjip @VERSI@: pasang atau perbarui untuk pengguna ini saja; tanpa hak administrator, tanpa internet.
rem Installs or updates for this user alone; no administrator rights, no internet.
setlocal EnableExtensions DisableDelayedExpansion
set "SINI=%~dp0"
set "PIP_CONFIG_FILE=nul"
set "PYTHONPATH="
set "PYTHONHOME="
set "DASAR="
if not defined LOCALAPPDATA goto tanpa_folder
set "RUMAH=%LOCALAPPDATA%\lkjip"
set "VENV=%RUMAH%\versi\@FOLDER@"
set "PY=%VENV%\Scripts\python.exe"
if not exist "%SINI%kunci.txt" goto tidak_utuh
if not exist "%SINI%wheels\" goto tidak_utuh

if not exist "%VENV%\lengkap.txt" goto cari
if exist "%PY%" goto addin

:cari
call :uji py -@PYTHON@
if not defined DASAR call :uji python
if not defined DASAR call :uji_berkas "%LOCALAPPDATA%\Programs\Python\Python@PYTHON_UTAMA@@PYTHON_KECIL@\python.exe"
if not defined DASAR call :uji_berkas "%RUMAH%\python@PYTHON_UTAMA@@PYTHON_KECIL@\python.exe"
if defined DASAR goto venv
if not exist "%SINI%python\pemasang-python.exe" goto tanpa_python
echo Memasang Python @PYTHON@ untuk pengguna ini ...
start "" /wait "%SINI%python\pemasang-python.exe" /passive InstallAllUsers=0 PrependPath=0 Include_launcher=0 Include_test=0 Shortcuts=0 "TargetDir=%RUMAH%\python@PYTHON_UTAMA@@PYTHON_KECIL@"
call :uji_berkas "%RUMAH%\python@PYTHON_UTAMA@@PYTHON_KECIL@\python.exe"
if not defined DASAR goto tanpa_python

:venv
echo [1/3] Menyiapkan Python di "%VENV%" ...
if exist "%VENV%" rmdir /s /q "%VENV%"
%DASAR% -m venv "%VENV%"
if errorlevel 1 goto gagal
echo [2/3] Memasang paket dari folder ini (beberapa menit) ...
"%PY%" -m pip --isolated --disable-pip-version-check install --quiet --no-index --no-cache-dir --find-links "%SINI%wheels" --require-hashes --requirement "%SINI%kunci.txt"
if errorlevel 1 goto gagal
>"%VENV%\lengkap.txt" echo @VERSI@

:addin
echo [3/3] Memasang add-in di Excel ...
"%PY%" -m workbook_tools addin install --berkas "%SINI%kinerja.xlam" %*
if errorlevel 1 goto gagal
echo.
"%PY%" -m workbook_tools addin doctor
echo.
echo Selesai. Buka ulang Excel: tab Kinerja muncul di pita.
call :tunggu
exit /b 0

:uji
%* "%SINI%cari.py" >nul 2>nul
if not errorlevel 1 set DASAR=%*
exit /b 0

:uji_berkas
if not exist "%~1" exit /b 0
"%~1" "%SINI%cari.py" >nul 2>nul
if not errorlevel 1 set DASAR="%~1"
exit /b 0

:tunggu
if not defined LKJIP_DIAM pause
exit /b 0

:tidak_utuh
echo Paket ini tidak utuh. Ekstrak dulu seluruh isi zip ke sebuah folder (klik kanan, Extract All), lalu jalankan pasang.cmd dari folder itu.
call :tunggu
exit /b 2

:tanpa_folder
echo Variabel LOCALAPPDATA tidak ada; jalankan pasang.cmd dengan klik ganda dari File Explorer.
call :tunggu
exit /b 2

:tanpa_python
echo Python @PYTHON@ (@BIT@ bit) dari python.org belum ada di komputer ini.
echo Minta berkas pemasang Windows @BIT@-bit Python @PYTHON@ dari pembuat paket ini, jalankan dengan pilihan
echo "Install for me only" (tidak perlu administrator), lalu jalankan pasang.cmd lagi.
echo Python dari Microsoft Store tidak dapat dipakai.
call :tunggu
exit /b 2

:gagal
echo.
echo Pemasangan tidak selesai; sebabnya tertulis di atas. Versi yang terpasang sebelumnya tidak diubah.
call :tunggu
exit /b 1
