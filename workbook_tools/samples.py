"""Where the sample workbooks lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from workbook_tools.errors import EnvironmentFault

_PACKAGE = Path(__file__).parent
#: The wheel carries `sample_workbooks/` as `_samples`; an editable install reads the checkout.
_PLACES = (_PACKAGE / "_samples", _PACKAGE.parent / "sample_workbooks")


def sample(*parts: str) -> Path:
    """The sample file of that relative path; EnvironmentFault if the installation lacks it."""
    for place in _PLACES:
        path = place.joinpath(*parts)
        if path.is_file():
            return path
    raise EnvironmentFault("contoh_tidak_ada", path="/".join(parts))
