"""By which days the demo profile counts terms on one's own data."""

from debiet.cli.profile_days import definition
from debiet.cli.profile_files import read_profile
from tests import make


def test_a_term_of_european_law_takes_no_days_off_of_the_house():
    """Regulation 1182/71 knows public holidays, Saturdays and Sundays only."""
    profile = read_profile("demo")
    (policy,) = [one for one in profile.policies if one.code == "own-data"]
    for target in policy.targets:
        (found,) = [one for one in profile.calendars if one.code == target["calendar"]]
        days = definition(found, profile, earlier=None, on=make.MONDAY.date())
        assert days["open_weekdays"] == ["mon", "tue", "wed", "thu", "fri"]
        assert days["overrides"] == {}  # 2 November 2026 is a Monday like any other
