"""Every jurisdiction there is, by the code that a profile names."""

from collections.abc import Mapping
from types import ModuleType

from debiet.jurisdictions import be_flanders

JURISDICTIONS: Mapping[str, ModuleType] = {"be_flanders": be_flanders}
