"""Findings brought to where people work: into a copy of the workbook, and accepted ones out of the way.

marks       a note and a colour at the cell of every finding
sheet       the sheet `Temuan`: all findings as a list with links
run         `audit`: a copy of the workbook with both
acceptance  `accept`: findings that somebody stands by, written to the sheet `_pengecualian`
"""

from workbook_tools.audit.acceptance import AcceptResult, accept
from workbook_tools.audit.run import AuditResult, audit

__all__ = ["AcceptResult", "AuditResult", "accept", "audit"]
