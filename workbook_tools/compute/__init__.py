"""The rules: numbers and a profile in, a number or a reason out; each with a native Excel formula that says the same.

    rule            what a rule is: its two faces, the reasons, the guards on operands
    rules           all rules by name
    capaian         capaian by polaritas; kemajuan toward the end of the Renstra
    capaian_khusus  capaian against an interval, capaian of a predicate
    target          the target of the Perjanjian Kinerja in force
    kategori        the band of a capaian, of a nilai efisiensi, of any scale; its lower limit, its gaps
    ikm             nilai IKM from the indices of the elements of a service
    anggaran        serapan, sisa, pagu × capaian
    efisiensi       the meanings of the word efisiensi, nilai efisiensi
    agregasi        sum, mean, quarters
    multi           perbandingan with another government, pertumbuhan over last year
    printed         when a printed figure is right
    excel_text      pieces of formulas

No tables and no workbook here.
"""
