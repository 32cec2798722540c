@echo off
rem lkjip @VERSI@: copot add-in dan Python yang dibuat paket ini.
setlocal EnableExtensions DisableDelayedExpansion
set "PYTHONPATH="
set "PYTHONHOME="
if not defined LOCALAPPDATA exit /b 2
set "RUMAH=%LOCALAPPDATA%\lkjip"
set "VENV=%RUMAH%\versi\@FOLDER@"
set "PY=%VENV%\Scripts\python.exe"
if not exist "%PY%" goto belum
"%PY%" -m workbook_tools addin uninstall
if errorlevel 1 goto gagal
if exist "%VENV%\pyvenv.cfg" rmdir /s /q "%VENV%"
rem Hanya bila kosong: tanpa /s.
rmdir "%RUMAH%\versi" 2>nul
rmdir "%RUMAH%" 2>nul
if exist "%VENV%\" goto gagal
echo Sudah dicopot. Folder paket ini boleh dihapus.
if not defined LKJIP_DIAM pause
exit /b 0

:belum
echo Versi @VERSI@ tidak terpasang di komputer ini; tidak ada yang dihapus.
if not defined LKJIP_DIAM pause
exit /b 0

:gagal
echo.
echo Belum tercopot seluruhnya; sebabnya tertulis di atas. Tutup Excel, lalu jalankan copot.cmd lagi.
if not defined LKJIP_DIAM pause
exit /b 1
