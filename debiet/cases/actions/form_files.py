"""Files that come with the website's form: first in what is kept of it raw, then as files."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from debiet.cases.actions.opening import compartment_of_topic
from debiet.core.actor import Actor
from debiet.files import actions as files
from debiet.files.accepting import SentFile


def form_content(facts: Mapping[str, Any]) -> bytes:
    """Return what is kept of a form: all that was sent, its files among it.

    So a process that dies before the files are stored loses none, and the same form sent twice is
    one. Without files it is what it was before there were any.
    """
    sent: Sequence[SentFile] = facts["files"]
    kept = {name: value for name, value in facts.items() if name != "files"}
    if sent:
        kept["files"] = [
            {"name": file.name, "content": b64encode(file.content).decode("ascii")} for file in sent
        ]
    return json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()


def keep_form_files(content: bytes, *, topic_code: str, by: Actor, at: datetime) -> list[int]:
    """Store the files of a form that was kept; of anything else there are none.

    :raises UnknownTopic: if there is no such topic: then no case will have them
    """
    sent = sent_with(content)
    if not sent:
        return []
    compartment = compartment_of_topic(topic_code)
    return keep_sent_files(sent, compartment=compartment, by=by, at=at)


def sent_with(content: bytes) -> list[SentFile]:
    """Return the files in what was kept of a form; in anything else there are none."""
    try:
        form = json.loads(content)
    except ValueError:
        return []
    listed = form.get("files", []) if isinstance(form, dict) else []
    return [SentFile(one["name"], b64decode(one["content"])) for one in listed]


def keep_sent_files(
    sent: Sequence[SentFile], *, compartment: str, by: Actor, at: datetime
) -> list[int]:
    """Store files that came with a form, in their order."""
    files.lock_contents(file.content for file in sent)
    return [
        files.store_file(
            content=file.content, name=file.name, compartment=compartment, by=by, at=at
        )
        for file in sent
    ]
