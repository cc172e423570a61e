"""Letting closed cases go, with all that hangs on them in any app below."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from debiet.cases.models import Case, Interaction
from debiet.cases.queries.erasing import ENDED
from debiet.core.actor import Actor
from debiet.core.erasing import erase
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.correspondence import actions as correspondence
from debiet.files.erasing import erase_files, files_below
from debiet.rules.access import Permission
from debiet.rules.statutory_terms import COMPLAINT
from debiet.search import forgetting
from debiet.staff import erasing as staff
from debiet.terms import actions as terms


@action(permission=Permission.ERASE)
def erase_cases(*, case_ids: Iterable[int], by: Actor, at: datetime) -> Counter[str]:
    """Let closed cases go; one that was opened again meanwhile stays. Return what went by table."""
    closed = Case.objects.filter(ENDED, pk__in=set(case_ids)).select_for_update(of=("self",))
    numbers = dict(closed.order_by("id").values_list("id", "number"))
    references = [reference("case", number) for number in numbers.values()]
    contacts = Interaction.objects.filter(case_id__in=numbers)
    raws = set(contacts.exclude(raw_message=None).values_list("raw_message_id", flat=True))
    file_ids = files_below(Case, numbers)
    words = forgetting.words_of(case_ids=numbers)
    gone = erase(Case, numbers)
    forgetting.forget(words)
    gone += correspondence.erase_about(references=references, by=by)
    gone += correspondence.erase_raw_messages(raw_message_ids=raws, by=by)
    gone += erase_files(file_ids=file_ids, by=by)
    gone += staff.erase_notifications_about(references=references, by=by)
    complaints = [reference(COMPLAINT, number) for number in numbers.values()]
    return gone + terms.erase_clocks(references=[*references, *complaints], by=by)
