"""The open Excel: functions typed into cells, and the buttons of the ribbon tab Kinerja.

    udfs      the functions for cells: one Python function each, scalars and ranges; `FUNGSI` lists them
    buttons   the buttons as data: what stands on the ribbon, and which function of `ribbon` it calls
    ribbon    a function `name(book: xw.Book)` for every button

The functions are those of `compute`, the buttons call what the command line calls: nothing is computed here.
"""
