"""PDFs made by typst from a template of our own and what it is told."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import typst

Standard = Literal["ua-1", "1.7"]


def compiled(
    package: str, template: str, inputs: dict[str, str], *, standard: Standard | None = None
) -> bytes:
    """Return a PDF, the same bytes each time.

    :param package: the app whose folder `typst` the template is in
    :param inputs: what the template reads as `sys.inputs`
    :raises typst.TypstError: where it cannot be made
    """
    place = Path(str(files(package) / "typst" / template))
    # Nothing but the template's own folder can be read, and packages come from nowhere.
    nowhere = place.parent / "no-packages"
    made: bytes = typst.compile(
        place,
        root=place.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=standard or [],
        package_path=nowhere,
        package_cache_path=nowhere,
        timestamp=0,
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
