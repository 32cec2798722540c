"""Where cells come from and go to.

model.py      what a book is for the rest of the project: sheets of sparse cells, nothing of the file left
memory.py     a small table written as text becomes a book (tests, examples)
container.py  is this file a workbook at all: signatures, zip limits, and why not
package.py    parts, relationships and content types inside the zip
styles.py     what a style number says: number format, bold, indent
cells.py      the XML of one worksheet becomes cells
closed.py     `read`: a closed file becomes a book
atomic.py     a file is replaced whole or not at all
rawzip.py     a zip is rewritten, untouched entries byte for byte
writes.py     `CellWrite`: what is asked for, and how content is spelled in XML
formulas.py   shared, array and table formulas met when writing
schema_order.py  where the schema wants a new element
sheetxml.py   cells written into the XML of one worksheet
parts.py      parts that a patch changes, adds and drops
stylesheet.py the styles part grows
notes.py      notes at cells, notebox.py: how large, joining.py: beside comments that are there; history.py: the sheet
              `Riwayat hitung` where notes cannot be added
marks.py      colours and notes at cells whose content stays
graft.py      `Donor`: whole sheets brought in; copying.py their parts, adapting.py their numbers, theme.py their
              colours, sheetlist.py their place
patch.py      `patch`: figures, marks and sheets into an existing file, everything else kept
protocol.py   `Workbook`: reads and writes. file.py a closed file, memory.py one in memory, live/ the open Excel
"""
