"""Jobs of files: each loads by id and makes one call."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from debiet.core.actor import Actor
from debiet.files import actions, contents, queries, scanning
from debiet.rules.files import ScanState


class NotScanned(Exception):
    """The scanner said nothing."""


# After 4, 16, 64, … seconds: a scanner that loads new signatures is gone for a minute. What is
# still not scanned after a day and a half is asked for every night.
SILENT_ENOUGH = 200
"""After so many files without an answer the scanner is taken to be gone for this night."""
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions={NotScanned})


@app.task(queue="files", retry=AGAIN)
def scan(*, file_id: int) -> None:
    """Have one file scanned; a second run finds it scanned."""
    state = actions.scan_file(file_id=file_id, by=Actor.system("files.scan"), at=timezone.now())
    if state is ScanState.NOT_SCANNED and scanning.is_configured():
        raise NotScanned


@app.periodic(cron="41 3 * * *")
@app.task(queue="files", queueing_lock="files.scan-again")
def scan_again(timestamp: int = 0) -> None:
    """Have scanned what nobody has scanned yet, such as what came before there was a scanner."""
    at, by = timezone.now(), Actor.system("files.scan")
    after, silent = 0, 0
    while scanning.is_configured() and silent < SILENT_ENOUGH:
        file_ids = queries.file_ids_to_scan(after=after)
        if not file_ids:
            return
        for file_id in file_ids:
            state = actions.scan_file(file_id=file_id, by=by, at=at)
            silent = silent + 1 if state is ScanState.NOT_SCANNED else 0
        after = file_ids[-1]


@app.periodic(cron="11 4 * * *")
@app.task(queue="files", queueing_lock="files.sweep")
def sweep(timestamp: int = 0) -> None:
    """Delete contents without a row, folder by folder; run twice it finds nothing more."""
    at, by = timezone.now(), Actor.system("files.sweep")
    for folder in contents.FOLDERS:
        begin: int | None = 0
        while begin is not None:
            begin = actions.sweep_folder(folder=folder, begin=begin, by=by, at=at)


@app.periodic(cron="*/30 * * * *")
@app.task(queue="files", queueing_lock="files.sweep-waiting")
def sweep_waiting(timestamp: int = 0) -> None:
    """Delete files of forms that nobody sent again; run twice it finds nothing more."""
    actions.sweep_waiting(by=Actor.system("files.sweep"), at=timezone.now())
