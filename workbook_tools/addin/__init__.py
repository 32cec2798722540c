"""The add-in as a file and on a machine: built from the texts in `macros/`, bundled, installed, looked after.

From text to file:

    sources     the texts in `macros/`, read and checked; vba: what VBA can hold
    generate    those of them that Python declares, written anew
    ribbon_xml  the ribbon and its callbacks; wrapper: the functions for cells; xlwings_copy: what is xlwings'
    compression, ovba, cfb   the VBA project, by [MS-OVBA] and [MS-CFB]
    xlam        the package; build: the file

On a machine:

    places      the machine as this room sees it (`Mesin`), and where the add-in's files stand on it (`Tempat`)
    windows     what the registry says of Excel, read and never written
    conf        kinerja.conf, which the add-in's VBA reads
    manifest    what was installed, so that it can be undone; store: kept files; files: all written or none
    install     put in place, go back a version; uninstall: take away again
    status      whether all is as installed; doctor: why it does not work and what to do

For an office:

    target      the platform that a bundle is for
    lock        the wheels of uv.lock that it needs; fetch: getting them
    bundle      everything in one folder or zip; paket/ holds its start scripts
"""
