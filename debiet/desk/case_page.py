"""The case page: what was said on the left, what is known on the right, the answer below."""

from django.http import HttpResponse

from debiet.desk import access, answering, case_parts
from debiet.desk.access import DeskRequest, employees


@employees()
def case(request: DeskRequest, number: str) -> HttpResponse:
    """Show a case; with `?template=` the answer begins with that template."""
    opened = access.case(request, number)
    template = request.GET.get("template", "")
    composing = answering.begun_with(request, opened, template) if template else None
    return case_parts.show(request, opened, composing=composing)
