@echo off
rem lkjip @VERSI@: periksa mengapa add-in tidak berjalan.
setlocal EnableExtensions DisableDelayedExpansion
set "PYTHONPATH="
set "PYTHONHOME="
set "PY=%LOCALAPPDATA%\lkjip\versi\@FOLDER@\Scripts\python.exe"
if not exist "%PY%" goto belum
"%PY%" -m workbook_tools addin doctor %*
set "HASIL=%ERRORLEVEL%"
if not defined LKJIP_DIAM pause
exit /b %HASIL%

:belum
echo Versi @VERSI@ belum dipasang di komputer ini. Jalankan pasang.cmd dulu.
if not defined LKJIP_DIAM pause
exit /b 2
