"""Who handles complaints, for what hangs on them."""

from tests.complaints.conftest import people

__all__ = ["people"]
