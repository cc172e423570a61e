"""What happened to complaints."""

from dataclasses import dataclass

from debiet.core.events import Event


@dataclass(frozen=True)
class ComplaintRegistered(Event):
    """A case became a complaint, or one again."""

    complaint_id: int


@dataclass(frozen=True)
class ComplaintStepped(Event):
    """A complaint took a step."""

    entry_id: int


@dataclass(frozen=True)
class OmbudsFileOpened(Event):
    """The ombuds function has a complaint."""

    file_id: int


@dataclass(frozen=True)
class OmbudsAsked(Event):
    """A customer asked for the ombuds function before the first line answered."""

    complaint_id: int


@dataclass(frozen=True)
class ExplanationAsked(Event):
    """The ombuds function asked a department something, or got its answer."""

    question_id: int


@dataclass(frozen=True)
class ReviewAsked(Event):
    """A body of the second line asks us something."""

    entry_id: int


@dataclass(frozen=True)
class DraftWaits(Event):
    """A letter waits for a second person."""

    draft_id: int


@dataclass(frozen=True)
class DraftSentBack(Event):
    """The second person gave a letter back to its writer."""

    draft_id: int


@dataclass(frozen=True)
class QuestionDisputed(Event):
    """The ombuds function sees a complaint in what the first line called a question."""

    sampled_id: int
