"""Jobs of incidents: a chunk each, then the next one is queued."""

from django.utils import timezone
from procrastinate.contrib.django import app

from debiet.core.actor import Actor
from debiet.core.each import for_each
from debiet.incidents import actions, queries

CHUNK = 25


@app.task(queue="incidents")
def tell_linked(*, incident_id: int) -> None:
    """Tell the next askers of an incident; those who were told are not told again."""
    by, at = Actor.system("incidents.tell"), timezone.now()

    def tell(link_id: int) -> None:
        actions.tell_one(link_id=link_id, by=by, at=at)

    for_each(queries.untold_ids(incident_id, limit=CHUNK), tell, failed="not told")
    actions.go_on_telling(incident_id=incident_id, by=by, at=at)


@app.task(queue="incidents")
def close_linked(*, incident_id: int) -> None:
    """Close the next cases of an incident, or open them again; a second run finds it done."""
    by, at = Actor.system("incidents.close"), timezone.now()

    def carry_out(closing_id: int) -> None:
        actions.carry_out_closing(closing_id=closing_id, by=by, at=at)

    for_each(queries.closing_ids(incident_id, limit=CHUNK), carry_out, failed="not closed")
    actions.go_on_closing(incident_id=incident_id, by=by, at=at)


@app.periodic(cron="* * * * *")
@app.task(queue="incidents", queueing_lock="incidents.carry-on")
def carry_on(timestamp: int = 0) -> None:
    """Go on with what a killed process left; what is under way is found done.

    What goes wrong with one incident keeps no other from going on, nor its closing.
    """
    steps = [
        (step, incident_id)
        for incident_id in queries.left_over_ids(at=timezone.now())
        for step in (tell_linked, close_linked)
    ]
    for_each(steps, lambda one: one[0].func(incident_id=one[1]), failed="not carried on")
