"""The native face of the scopes: formulas with structured references, as the working workbook holds them.

Plain functions only, so that every Excel and LibreOffice compute them. Keys are compared with `=` and MATCH, never
with COUNTIF or SUMIFS: those read "1.1" and "1.10" as one number.
"""

from __future__ import annotations

from collections.abc import Mapping

from workbook_tools.formats import scopes as s
from workbook_tools.formats.spec import Column, TableFormat
from workbook_tools.regulations.profile import Profil


class Structured:
    """Formulas for the tables of one working workbook; `tables` gives the Excel table name of every role."""

    def __init__(self, tables: Mapping[str, str], profil: Profil) -> None:
        self.tables = tables
        self.profil = profil

    def formula(self, format: TableFormat, column: Column) -> str:
        """The formula of a derived column without the leading `=`; the same text in every row."""
        body = self._body(format, column)
        if column.once and not _guards_itself(column) and _counts_rows(format):
            body = f'IF({self.this(format, "ke")}>1,"",{body})'
        if column.key in format.presence:
            return body
        blank = [f'{self.this(format, key)}=""' for key in format.presence]
        test = blank[0] if len(blank) == 1 else f"AND({','.join(blank)})"
        return f'IF({test},"",{body})'

    def closing(self, format: TableFormat, column: Column, cells: Mapping[str, str]) -> str:
        """The formula of a closing row; `cells` gives the cells of the other closing rows by what they say."""
        assert column.rule is not None
        refs = []
        for scope in column.operands:
            match scope:
                case s.Whole(key):
                    refs.append(self.column(format.role, key))
                case s.Closing(key):
                    refs.append(cells[key])
                case _:
                    refs.append(self.ref(format, scope))
        return column.rule.formula(self.profil, *refs)

    def _body(self, format: TableFormat, column: Column) -> str:
        if column.rule is not None:
            return column.rule.formula(self.profil, *(self.ref(format, scope) for scope in column.operands))
        assert column.source is not None
        return self.ref(format, column.source)

    def this(self, format: TableFormat, key: str) -> str:
        """The cell of the same row."""
        return f"{self.tables[format.role]}[[#This Row],[{key}]]"

    def column(self, role: str, key: str) -> str:
        """A whole column of a table."""
        return f"{self.tables[role]}[{key}]"

    def so_far(self, format: TableFormat, key: str) -> str:
        """The column from the first row to this one."""
        return f"INDEX({self.column(format.role, key)},1):{self.this(format, key)}"

    def position(self, format: TableFormat) -> str:
        """Which row of the table this is, from 1."""
        key = format.presence[0]
        return f"(ROW()-ROW({self.tables[format.role]}[[#Headers],[{key}]]))"

    def ref(self, format: TableFormat, scope: s.Scope) -> str:
        """One scope as an expression."""
        match scope:
            case s.This(column):
                return self.this(format, column)
            case s.Const(word):
                return f'"{word}"'
            case s.Param(name):
                return f'INDEX({self.column("profil", "isi")},MATCH("{name}",{self.column("profil", "kunci")},0))'
            case s.Group():
                return self._group(format, scope)
            case s.Children(column):
                return self._children(format, column)
            case s.SumWhere(table, column, where, equals):
                return self._sum_equal(self.column(table, where), self.this(format, equals), self.column(table, column))
            case s.FromTable(table, optional=True) if table not in self.tables:
                return '""'
            case s.FromTable(table, column, by):
                return self._lookup(table, "id", column, self.this(format, by))
            case s.Pick(when, then, otherwise):
                return f'IF({self.this(format, when)}<>"",{self.ref(format, then)},{self.ref(format, otherwise)})'
            case s.Where(column, value, then, or_blank):
                own, wanted = self.this(format, column), self.ref(format, value)
                test = f'OR({own}="",{own}={wanted})' if or_blank else f"{own}={wanted}"
                return f'IF({test},{self.ref(format, then)},"")'
            case s.FirstOnly(inner, ke):
                return f'IF({self.this(format, ke)}=1,{self.ref(format, inner)},"")'
            case _:
                return self._order(format, scope)

    def _order(self, format: TableFormat, scope: s.Scope) -> str:
        """Scopes that speak of the order of rows."""
        match scope:
            case s.NthRow(table):
                ids, n = self.column(table, "id"), self.position(format)
                return f'IF({n}>ROWS({ids}),"",INDEX({ids},{n}))'
            case s.RowAt(table, order):
                return self._lookup(table, order, "id", self.position(format))
            case s.Running(column):
                return f"SUMPRODUCT(--({self.so_far(format, column)}={self.this(format, column)}))"
            case s.Count(column, value):
                return f"SUMPRODUCT(--({self.so_far(format, column)}={value}))"
            case s.CountFilled(column):
                count = f'SUMPRODUCT(--({self.so_far(format, column)}<>""))'
                return f'IF({self.this(format, column)}="","",{count})'
            case s.Joined(first, second):
                tail = f'&"/"&{self.this(format, second)}' if second else '&""'
                return f"{self.this(format, first)}{tail}"
            case s.Ancestor(column, level):
                test = f'{self.so_far(format, "level")}="{level}"'
                return f'IF(SUMPRODUCT(--({test}))=0,"",LOOKUP(2,1/({test}),{self.so_far(format, column)})&"")'
            case s.PositionIn(table, column, key):
                match_ = f"MATCH({self.this(format, key)},{self.column(table, column)},0)"
                return f'IF(ISNUMBER({match_}),{match_},"")'
            case s.Interleaved():
                return self._interleaved(format, scope)
            case _:
                raise AssertionError(scope)

    def _lookup(self, table: str, where: str, column: str, wanted: str) -> str:
        match_ = f"MATCH({wanted},{self.column(table, where)},0)"
        found = f"INDEX({self.column(table, column)},{match_})"
        return f'IF(ISNUMBER({match_}),IF({found}="","",{found}),"")'

    @staticmethod
    def _sum_equal(keys: str, key: str, amounts: str) -> str:
        return f"SUMPRODUCT(--({keys}={key}),{amounts})"

    def _children(self, format: TableFormat, column: str) -> str:
        """Every leaf knows the program and the kegiatan above it, so that a sum never stands in the column it sums."""
        role, amounts = format.role, self.column(format.role, column)
        own, level = self.this(format, column), self.this(format, "level")
        program = self._sum_equal(self.column(role, "k_program"), self.this(format, "kunci"), amounts)
        kegiatan = (
            f"SUMPRODUCT(--({self.column(role, 'k_kegiatan')}={self.this(format, 'kunci')}),"
            f"--({self.column(role, 'k_program')}={self.this(format, 'k_program')}),{amounts})"
        )
        return f'IF({level}="program",{program},IF({level}="kegiatan",{kegiatan},N({own})))'

    def _group(self, format: TableFormat, scope: s.Group) -> str:
        how = self.profil.capaian_bersama if scope.how == "profil" else scope.how
        values, groups = self.column(format.role, scope.column), self.column(format.role, "grup")
        mine = self.this(format, "grup")
        if how in ("first", "pertama"):
            return f"INDEX({values},MATCH({mine},{groups},0))"
        if how in ("mean", "rata"):
            count = f"SUMPRODUCT(({groups}={mine})*ISNUMBER({values}))"
            first = f"INDEX({values},MATCH({mine},{groups},0))"
            return f"IF({count}=0,{first},{self._sum_equal(groups, mine, values)}/{count})"
        return self.this(format, scope.column)

    def _interleaved(self, format: TableFormat, scope: s.Interleaved) -> str:
        mine = self.this(format, scope.order)
        heads = self.column(scope.heads, scope.heads_order)
        details = self.column(scope.details, scope.details_order)
        heads_before = "<=" if scope.of == "details" else "<"
        same = f"SUMPRODUCT(--({self.so_far(format, scope.order)}={mine}))"
        return (
            f"IF(ISNUMBER({mine}),SUMPRODUCT(ISNUMBER({heads})*({heads}{heads_before}{mine}))"
            f'+SUMPRODUCT(ISNUMBER({details})*({details}<{mine}))+{same},"")'
        )


def _counts_rows(format: TableFormat) -> bool:
    """Whether rows of one thing are counted; a table with one row each has no later rows to leave blank."""
    return any(isinstance(part, Column) and part.key == "ke" for part in format.parts)


def _guards_itself(column: Column) -> bool:
    """True where the source already leaves the later rows of a group blank, or the rule sums over children."""
    return isinstance(column.source, s.FirstOnly)
