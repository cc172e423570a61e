"""By what subject answers of a complaint name the bodies of the second line.

What is coded as its theme counts; else the topic of its case. The office's own case stands under
the office's topic, so there it is that of the first line's case which the file is about.
"""

from datetime import datetime

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.complaints.models import Complaint, OmbudsFile
from debiet.complaints.queries.second_line import theme_of_topic
from debiet.core.actor import Actor


def tell_subject(complaint: Complaint, *, at: datetime) -> None:
    """Let the case in which a locked complaint is handled know its subject; the same is no change.

    By the office's own actor: whoever codes a complaint may not see the office's case.
    """
    case = complaint.office_case or complaint.case
    theme = complaint.theme or _theme_of_what_it_is_about(complaint, at)
    if case.referral_theme != theme:
        by = Actor.system("complaints.office")
        cases.refer_by(case_id=case.pk, theme=theme, by=by, at=at)
        case.referral_theme = theme


def _theme_of_what_it_is_about(complaint: Complaint, at: datetime) -> str:
    if complaint.office_case_id is None:
        return ""
    about = complaint.case
    if complaint.case_id == complaint.office_case_id:
        files = OmbudsFile.objects.filter(complaint=complaint).select_related("about_case__topic")
        found = files.first()
        if found is None or found.about_case is None:
            return ""
        about = found.about_case
    return theme_of_topic(case_queries.topic_path(about.topic.code), at=at)
