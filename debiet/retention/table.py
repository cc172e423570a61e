"""Which table belongs to which kind of record, which has no people in it, and which never goes.

Every model is in exactly one place (`tests/house/test_retention_table.py`): whoever adds a table
says here what becomes of it.
"""

from collections.abc import Mapping

from debiet.rules.retention import RecordKind

MODELS: Mapping[RecordKind, tuple[str, ...]] = {
    RecordKind.CASE: (
        "cases.Case",
        "cases.Interaction",
        "cases.RegisteredForm",
        "cases.InteractionFile",
        "cases.ContactWay",
        "cases.Callback",
        "cases.CallbackAttempt",
        "cases.Rating",
        "cases.SuggestedLink",
        "cases.Note",
        "cases.CaseTopic",
        "incidents.IncidentCase",
        "incidents.IncidentDelivery",
        "incidents.IncidentClosing",
        "cases.CaseWords",
        "cases.CaseLink",
        "cases.CaseMerge",
        "cases.FollowUp",
        "cases.InternalTask",
        "cases.TaskEntry",
        "cases.ConflictOffer",
        "cases.BulkItem",
        "cases.CaseAssignment",
        "terms.ClockEntry",
        "terms.Clock",
        "terms.LevelMark",
        "terms.PlannedMove",
        "correspondence.Message",
        "correspondence.Dispatch",
        "correspondence.MessageFile",
        "correspondence.UnreachableAddress",
        "retention.RightsRequest",
        "files.StoredFile",
        "files.Blob",
    ),
    RecordKind.SET_ASIDE: ("correspondence.RawMessage",),
    RecordKind.PRINT_BATCH: ("correspondence.PrintBatch",),
    RecordKind.CALL: ("correspondence.Call",),
    RecordKind.VERIFICATION: ("customers.CallerVerification",),
    RecordKind.CUSTOMER: (
        "customers.Customer",
        "customers.CustomerWords",
        "customers.CustomerAccount",
        "customers.ContactPoint",
        "customers.DeliveryPreference",
        "customers.AccountAddress",
        "customers.CustomerNote",
        "customers.CustomerRelation",
        "customers.SuspectedDuplicate",
        "customers.CustomerMerge",
        "customers.FileOpening",
    ),
    RecordKind.NOTIFICATION: ("staff.Notification", "staff.NoticeMail"),
    RecordKind.EMPLOYEE: (
        "staff.Employee",
        "staff.TeamMembership",
        "staff.RoleGrant",
        "staff.RoleRequest",
        "staff.Absence",
        "staff.NoticeChoice",
        "customers.EmployeeTie",
        "cases.BulkChange",
        "identity.User",
        "account.EmailAddress",
        "account.EmailConfirmation",
        "mfa.Authenticator",
        "socialaccount.SocialAccount",
        "socialaccount.SocialToken",
    ),
    RecordKind.ACCESS_LOG: ("core.AccessEntry", "cases.Emergency"),
}
"""The tables of each kind, with the one that its term is counted from in front."""

WITHIN_DAYS: Mapping[str, str] = {
    "sessions.Session": "ends with the day's work; ended ones are cleared every night",
    "identity.OpenSession": "goes with its session",
    "core.RateCount": "keyed hashes; cleared every night",
    "cases.CasePresence": "who has a case open; a row falls away a minute after the page closed",
    "identity.CacheEntry": "keyed hashes, for minutes",
    "procrastinate.ProcrastinateJob": "numbers only; a job that succeeded is deleted at once",
    "procrastinate.ProcrastinateEvent": "goes with its job",
    "procrastinate.ProcrastinatePeriodicDefer": "no people",
    "procrastinate.ProcrastinateWorker": "no people; a silent one is deleted",
}
"""What other nightly jobs clear, and why that is enough."""

WITHOUT_PEOPLE: Mapping[str, str] = {
    "auth.Permission": "made by Django, not used",
    "auth.Group": "made by Django, not used",
    "socialaccount.SocialApp": "made by django-allauth, not used",
    "contenttypes.ContentType": "names of tables",
    "identity.ApiToken": "of systems; who made it, by number",
    "staff.Organization": "the utility and its partners",
    "staff.Team": "names of teams",
    "staff.HouseSetting": "choices of the utility",
    "files.Logo": "the utility's own picture",
    "files.LogoUse": "which picture pages and letters showed; who chose it, by number",
    "clauses.Clause": "texts for everybody",
    "clauses.ClauseVersion": "texts for everybody",
    "clauses.ClauseApproval": "who approved a text, by number",
    "clauses.LetterTemplate": "texts for everybody",
    "clauses.TemplateClause": "texts for everybody",
    "terms.Calendar": "opening hours",
    "terms.CalendarVersion": "opening hours",
    "terms.Policy": "promises to everybody",
    "terms.PolicyVersion": "promises to everybody",
    "correspondence.Mailbox": "addresses of the utility",
    "search.Word": "single words, not whose they are",
    "cases.PublicNotice": "what the website says to everybody",
    "incidents.Incident": "what happened where, of nobody",
    "incidents.IncidentMessage": "one text for all",
    "knowledge.Article": "texts for everybody",
    "knowledge.ArticleVersion": "texts for everybody, and who approved them, by number",
    "knowledge.ArticleWords": "words of those texts",
    "cases.AssignmentRule": "how a team's cases find somebody; employees by number",
    "cases.Topic": "what a case can be about",
    "cases.TopicVersion": "what a case could be about, and who wrote it, by number",
    "customers.VerificationRule": "which facts are asked",
    "retention.RetentionMonths": "terms of records",
}
"""Tables that hold nothing about people."""

NEVER: Mapping[str, str] = {
    "core.AuditEntry": "numbers and codes only: without it nobody could prove what was done",
    "core.Forgotten": "how many rows went, never which",
    "core.OutgoingSwitch": "whether messages could leave",
    "terms.ClockMove": "that clocks were moved, and why; its reason names no person",
    "knowledge.ArticleUse": "which article answered which case, by number",
    "retention.LegalHold": "why something was kept; its reason names no person",
    "retention.RetentionRun": "how many of each kind went, never which",
}
"""What stays for good, and why."""
