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
sheetxml.py   cells written into the XML of one worksheet
formulas.py   shared, array and table formulas met when writing
parts.py      parts that a patch adds or edits: workbook, content types, relationships
notes.py      notes at cells; history.py  the sheet `Riwayat hitung`
patch.py      `patch`: new figures into an existing file, everything else kept
"""
