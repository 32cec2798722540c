"""All verbs of `lkjip`, each declared by the import of its module, in the order in which the help lists them."""

from workbook_tools.cli import (
    verbs,
    verbs_addin,
    verbs_audit,
    verbs_bundel,
    verbs_diff,
    verbs_export,
    verbs_impor,
    verbs_pasang,
    verbs_summary,
    verbs_tahun,
)
from workbook_tools.cli.group import lkjip

__all__ = [
    "lkjip", "verbs", "verbs_addin", "verbs_audit", "verbs_bundel", "verbs_diff", "verbs_export", "verbs_impor",
    "verbs_pasang", "verbs_summary", "verbs_tahun",
]  # fmt: skip
