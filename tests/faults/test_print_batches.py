"""Batches for the printer under two employees at once, and under a process that is killed."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from debiet.core.models import AuditEntry
from debiet.correspondence import actions
from debiet.correspondence.models import Dispatch, Message, PrintBatch
from debiet.rules.delivery import BatchState, DeliveryState, DispatchOutcome
from tests import make
from tests.correspondence.printing import letter

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

START = """
import sys
from debiet.cli.setup import start_django
start_django()
from django.utils import timezone
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.correspondence import actions
by, at = Actor.system("demo"), timezone.now()
sys.stdin.readline()
"""
MAKE = f"""{START}
try:
    actions.make_print_batch(compartment="ordinary", by=by, at=at)
    print("made")
except Refused as refusal:
    print(refusal.code)
"""
CONFIRM = f"""{START}
day = timezone.localdate()
done = actions.confirm_posted(batch_id=int(sys.argv[1]), posted_on=day, by=by, at=at)
print("new" if done.is_new else "done before")
"""
DIE = f"""{START}
import os, signal
from debiet.correspondence.models import PrintBatch
made = PrintBatch.objects.create
def create_and_die(**values):
    made(**values)
    os.kill(os.getpid(), signal.SIGKILL)
PrintBatch.objects.create = create_and_die
actions.make_print_batch(compartment="ordinary", by=by, at=at)
"""


def at_once(script, *arguments, processes=2):
    """Run a script in several processes that begin together; return what each printed."""
    command = [sys.executable, "-c", script, *arguments]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _process in range(processes)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return sorted(process.communicate(timeout=60)[0].strip() for process in started)


def letters(count=3):
    at = timezone.now() - timedelta(hours=1)
    return [letter(at=at) for _letter in range(count)]


def test_two_employees_at_once_print_each_letter_once():
    letters()

    assert at_once(MAKE) == ["correspondence.nothing-to-print", "made"]

    batch = PrintBatch.objects.get()
    assert (batch.letter_count, batch.messages.count()) == (3, 3)


def test_a_batch_confirmed_twice_at_the_same_moment_is_posted_once():
    letters()
    batch_id = actions.make_print_batch(compartment="ordinary", by=make.SYSTEM, at=timezone.now())

    assert at_once(CONFIRM, str(batch_id)) == ["done before", "new"]

    assert PrintBatch.objects.get().state == BatchState.POSTED
    accepted = Dispatch.objects.filter(outcome=DispatchOutcome.ACCEPTED)
    assert accepted.count() == Message.objects.filter(state=DeliveryState.DISPATCHED).count() == 3
    assert AuditEntry.objects.filter(action="correspondence.printing.confirm_posted").exists()


def test_a_process_killed_while_it_makes_a_batch_leaves_its_letters_waiting():
    letters()
    with subprocess.Popen([sys.executable, "-c", DIE], stdin=subprocess.PIPE) as process:
        process.communicate(b"go\n", timeout=60)
    assert process.returncode == -9
    assert not PrintBatch.objects.exists()
    assert Message.objects.filter(batch=None, state=DeliveryState.HANDED_OVER).count() == 3

    assert at_once(MAKE, processes=1) == ["made"]

    batch = PrintBatch.objects.get()
    assert batch.number.endswith("-000001")
    assert batch.messages.count() == 3
