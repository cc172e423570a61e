"""By which rules a case is answered: what a complaint is, is decided above cases."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.locking import about, locked_case, save
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.rules.access import Compartment, Permission
from debiet.rules.complaints import Regime
from debiet.terms import actions as terms


class NotInTheOffice(Refused):
    """An ombuds file stands in the ombuds office's own part of the house, nowhere else."""

    code = "cases.not-in-the-office"
    message = _("A file of the ombuds office stands in its own part of the house only.")


@action(permission=Permission.SET_REGIME)
def set_regime(*, case_id: int, regime: Regime, by: Actor, at: datetime) -> None:
    """Say by which rules a case is answered; the same again changes nothing.

    Start the clocks of a complaint first: what falls due first of a case counts them from then on,
    and no longer once it is ordinary again. Its own clocks run on in any case.

    :raises CaseIsMerged: if another case is handled in its place
    :raises NotInTheOffice: if an ombuds file would stand outside of the office's compartment
    """
    case = locked_case(case_id, by=by)
    if regime is Regime.OMBUDS and case.compartment != Compartment.OMBUDS:
        raise NotInTheOffice
    before = Regime(case.regime)
    if before is not regime:
        case.regime = regime
        save(case, terms.deadlines(about(case)), regime=regime, regime_before=before)


@action(permission=Permission.SET_REGIME)
def refer_by(*, case_id: int, theme: str, by: Actor, at: datetime) -> None:
    """Say by what subject answers of a complaint name the bodies of the second line.

    :param theme: of the complaint; "" where the case's topic says it
    """
    case = locked_case(case_id, by=by, merged_too=True)
    if case.referral_theme != theme:
        case.referral_theme = theme
        case.save(update_fields=["referral_theme"])
        audit.record(about(case), compartment=case.compartment, facts={"referral": theme})
