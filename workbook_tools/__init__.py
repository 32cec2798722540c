"""Templates, checks and computed figures for the tables of Indonesian performance reports (SAKIP, LKjIP, Renja).

Importing this costs nothing. The functions are in `workbook_tools.api`, the command in `workbook_tools.cli`.

The way data goes, one direction:

    closed file ─► books ─► recognise ─► tables ─► checks ─► process ─► writeback ─► cells and notes of a copy
                                            ▲         ▲ ▲
                                        formats ─► evaluate, formulas ─► template ─► a new workbook
                                            ▲
                                   compute ─┴─ regulations/*.toml

A run reads, recognises, types, checks and computes, and only at the end writes; `process` changes nothing.

The rooms. Each imports only rooms that stand above it here:

    WORDS
    messages      the one catalogue of texts that staff read, in Indonesian and English, by stable code
    errors        exceptions that stop a run
    findings      a fact about a workbook: where, found, expected, what to do
    names         when two names mean the same indicator
    values        a cell as people type it → number, unit, predicate; or the reason why not
    RULES         what the law says
    regulations   scales, methods of efisiensi, local profiles: TOML with source and dates
    compute       numbers and a profile in, a number or a reason out; every rule also as a native formula
    FORMATS       what a Tabel consists of
    formats       TableFormat, Column, scopes; one small module per family of tables; schema.py is all of pandera
    BOOKS         where cells come from and go to
    books         a closed file is read into sparse cells, and patched without touching the rest
    THE RUN       in the order it happens
    headings      what the wording of a heading says
    recognise     which sheet is which Tabel
    formulas      a rule with operands → the native formula of a working workbook
    tables        typed rows with their cells: read from sheets, or built from inputs
    evaluate      the same rules over the rows of tables (stands on tables/model.py, below tables/build.py)
    checks        one module per kind of question, and the search for causes
    process       one run over one workbook
    WHAT COMES OUT
    report        what the tables say together: capaian by sasaran, money, what could not be computed
    template      a new working workbook
    writeback     computed cells into a copy
    audit         findings at their cells, as a list, or accepted with a reason
    compare       what differs between two versions of a workbook
    summary       the sheet Ringkasan in front of a copy
    inputs        what was typed into a working workbook of any version, as data
    rollover      next year's working workbook from this year's
    intake        a budget realisation list into a working workbook
    migrate       a working workbook of an older template version becomes a current one
    samples       where the sample workbooks lie
    export        the tables for the report: a Word file, or a print view in Excel
    demo          all of it on the samples
    api           the verbs as functions
    excel         the open Excel: functions for cells, buttons of the ribbon; a door
    addin         the add-in as a file: built from the texts in `macros/`, bundled, installed
    cli           the `lkjip` command; a door: thin, and nobody imports it

openpyxl, lxml and defusedxml are imported in `books` alone, pandas and pandera in `formats/schema.py`, XlsxWriter in
`template`, `audit`, `compare`, `export`, `intake` and `summary`, python-docx in `export`, num2words in
`values/terbilang.py`, click and rich in `cli`, xlwings nowhere yet. The import contracts in `pyproject.toml` hold all
this true.
"""
