"""What the ombuds office says of complaints, with the word in every text that nobody else reads."""

from django.utils import timezone

from debiet.cases.actions import Contact
from debiet.cases.models import Case
from debiet.complaints import actions as complaints
from debiet.complaints.models import ComplaintDraft, OmbudsFile, OmbudsStory, SampledQuestion
from debiet.core.actor import Actor
from debiet.rules.complaint_letters import DraftState
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_remedies import RemedyKind
from debiet.rules.complaint_sampling import Verdict
from debiet.rules.complaints import Assessment, ComplaintStep
from debiet.rules.guarantee_exemptions import ExemptionGround, Guarantee
from tests import make
from tests.complaints.conftest import kept, registered

CANARY = "kanariepiet"


def given_to_the_office(utility):
    """Give an ordinary case to the ombuds function; return the file and who did it."""
    agent = make.employee(utility)
    first = make.case(contact=Contact(name="Piet", email="piet@example.be"))
    complaint = registered(first, by=agent.actor)
    kept(complaint, by=agent.actor, at=make.MONDAY, text=f"{CANARY} in een ontwerp")
    ComplaintDraft.objects.update(state=DraftState.WAITING, asked_at=make.MONDAY)
    complaints.say_cannot_solve(
        complaint_id=complaint.pk,
        reason=f"{CANARY} als reden",
        by=agent.actor,
        at=make.MONDAY,
    )
    return OmbudsFile.objects.latest("id"), agent


def handled_by_the_office(utility, ombuds, file, agent):
    """Handle a file, with the word in everything that is said in it."""
    by = {"by": ombuds.actor, "at": make.MONDAY}
    complaint = file.complaint
    complaints.state_ties(file_id=file.pk, has_conflict=False, words=f"{CANARY} als band", **by)
    file.refresh_from_db()
    complaints.take_file(file_id=file.pk, seen_version=file.version, **by)
    complaints.ask_explanation(
        file_id=file.pk,
        team_id=utility.ombuds_team.pk,
        words=f"{CANARY} als vraag",
        due_at=timezone.now(),
        **by,
    )
    typed = {"text": [f"{CANARY} in een ontwerp van het kantoor"]}
    complaints.keep_draft(file_id=file.pk, what="holding", typed=typed, **by)
    complaints.add_finding(file_id=file.pk, text=f"{CANARY} als bevinding", **by)
    complaints.propose_exemption(
        complaint_id=complaint.pk,
        guarantee=Guarantee.ON_SITE,
        ground=ExemptionGround.WEATHER,
        reason=f"{CANARY} als vrijstelling",
        **by,
    )
    task = complaints.Task(f"{CANARY} te doen", agent.employee_id, make.MONDAY.date())
    raised = complaints.Raised(
        ReviewBody.VMM, make.MONDAY, their_reference=f"{CANARY}/1", asked=f"{CANARY} gevraagd"
    )
    review_id = complaints.register_review(case_id=file.about_case_id, raised=raised, **by)
    finding = f"finding-{file.findings.get().pk}"
    complaints.make_bundle(review_id=review_id, chosen=[finding], **by)
    complaints.propose_remedy(file_id=file.pk, kind=RemedyKind.APOLOGY, task=task, **by)
    complaints.plan_action(file_id=file.pk, root_cause="process", task=task, **by)
    file.refresh_from_db()
    judgment = complaints.Judgment(Assessment.UNFOUNDED, reason=f"{CANARY} daarom")
    complaints.write_decision(
        file_id=file.pk,
        text=f"{CANARY} in de beslissing",
        decision=complaints.Decision(ComplaintStep.DECIDED, judgment),
        seen_version=file.version,
        seen_case_version=Case.objects.get(pk=file.case_id).version,
        **by,
    )
    OmbudsStory.objects.create(
        file=file, text=f"{CANARY} in het jaarverslag", written_at=make.MONDAY
    )
    complaints.name_involved(file_id=file.pk, employee=agent.employee_id, **by)


def sample_of_the_ombuds_office(utility, ombuds):
    """Let the office say the word of something that the first line called a question."""
    agent = make.employee(utility, is_lead=True)
    complaint = registered(make.case(), by=agent.actor)
    complaints.call_question(
        complaint_id=complaint.pk,
        reason="Alleen uitleg.",
        seen_version=complaint.version,
        by=agent.actor,
        at=make.MONDAY,
    )
    office = Actor.system("complaints.office")
    complaints.draw_sample(by=office, at=make.local("2026-04-01 06:00"))
    one = SampledQuestion.objects.get()
    complaints.judge_sampled(
        sampled_id=one.pk,
        verdict=Verdict.DISAGREED,
        reason=f"{CANARY} volgens ons",
        by=ombuds.actor,
        at=make.MONDAY,
    )
    complaints.tell_of_disputed(sampled_id=one.pk, by=office, at=make.MONDAY)
