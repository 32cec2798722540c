"""What xlwings itself would generate for the functions: `python -m tests.xlwings_wrapper` prints it.

xlwings' generator imports pywin32 on loading; empty modules stand in for it. Run in a process of its own, because the
decorators are swapped for those of Windows before the functions are imported.
"""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
    sys.modules[name] = ModuleType(name)
sys.modules["pythoncom"].CoInitialize = lambda: None  # type: ignore[attr-defined]
sys.modules["pywintypes"].com_error = type("com_error", (Exception,), {})  # type: ignore[attr-defined]
sys.modules["pywintypes"].TimeType = type("TimeType", (), {})  # type: ignore[attr-defined]
sys.modules["win32com.client"].Dispatch = lambda *_: None  # type: ignore[attr-defined]
sys.modules["win32com"].client = sys.modules["win32com.client"]  # type: ignore[attr-defined]

import xlwings  # noqa: E402
from xlwings import udfs as generator  # noqa: E402

xlwings.func, xlwings.arg, xlwings.ret = generator.xlfunc, generator.xlarg, generator.xlret

from workbook_tools.excel import udfs  # noqa: E402

if __name__ == "__main__":
    generator.generate_vba_wrapper(udfs.__name__, udfs, sys.stdout, SimpleNamespace(Name="kinerja.xlam"))
