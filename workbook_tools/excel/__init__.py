"""The open Excel: functions typed into cells, and the buttons of the ribbon tab Kinerja.

    udfs      the functions for cells: one Python function each, scalars and ranges; `FUNGSI` lists them
    fungsi    what Excel is told of a function, and the door that shows a sentence instead of a traceback
    cells     a cell or a range → operands of a rule, its results → cells of the same shape
    tulisan   a cell as typed → its number or why not; a number in words
    pilihan   the words for `skala` and `metode`
    profil    the profile in force for a cell: Profil sheet, office setting, neutral
    buttons   the buttons as data: what stands on the ribbon, and which function of `ribbon` it calls
    ribbon    a function `name(book: xw.Book)` for every button; `tekan` is the door of the VBA callbacks
    sesi      what a button works in: a quiet Excel, put back as it was; one message; no error escapes
    tanya     questions to the user; catatan: the log of unforeseen errors
    tanda     marks at the cells of findings, and their way back; pindah: from one finding to the next
    beku, buku_baru, tahun_lalu, folder   what single buttons do

The functions are those of `compute`, the buttons call what the command line calls: nothing is computed here.
"""
