"""What a file may be, what may be done with it, and what a look for malware came to."""

import re
from dataclasses import dataclass
from enum import StrEnum

MAX_NAME_CHARS = 150


class ScanState(StrEnum):
    """Whether somebody looked for malware in a file, and what was found."""

    NOT_SCANNED = "not-scanned"
    CLEAN = "clean"
    INFECTED = "infected"
    # Made by this installation itself, such as the page of a letter: nobody sent it.
    MADE_HERE = "made-here"


class FileKind(StrEnum):
    """What a file is to whoever reads a list of files."""

    PDF = "pdf"
    PICTURE = "picture"
    TEXT = "text"
    DOCUMENT = "document"
    SHEET = "sheet"
    MAIL = "mail"
    ARCHIVE = "archive"
    UNKNOWN = "unknown"
    DANGEROUS = "dangerous"


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that is known by its content.

    :param endings: how the names of such files end; the first is added where a name has none
    :param is_previewed: a picture that can be drawn anew, so that nothing else in it is shown
    :param is_asked: whether it may be chosen in a form, on the website or at the desk
    """

    media_type: str
    kind: FileKind
    endings: tuple[str, ...]
    is_previewed: bool = False
    is_asked: bool = True


UNKNOWN = "application/octet-stream"
PROGRAM = "application/x-executable"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
DOCX, XLSX = f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet"
ODT, ODS = f"{_OPEN}text", f"{_OPEN}spreadsheet"

TAKEN: dict[str, FileType] = {
    one.media_type: one
    for one in (
        FileType("application/pdf", FileKind.PDF, ("pdf",)),
        FileType("image/jpeg", FileKind.PICTURE, ("jpg", "jpeg"), is_previewed=True),
        FileType("image/png", FileKind.PICTURE, ("png",), is_previewed=True),
        FileType("image/gif", FileKind.PICTURE, ("gif",), is_previewed=True),
        FileType("image/webp", FileKind.PICTURE, ("webp",), is_previewed=True),
        # Scans of several pages, which drawing anew would lose: taken, but not asked for.
        FileType(
            "image/tiff", FileKind.PICTURE, ("tif", "tiff"), is_previewed=True, is_asked=False
        ),
        FileType("text/plain", FileKind.TEXT, ("txt",)),
        FileType("text/csv", FileKind.TEXT, ("csv",)),
        FileType(DOCX, FileKind.DOCUMENT, ("docx",)),
        FileType(ODT, FileKind.DOCUMENT, ("odt",)),
        FileType(XLSX, FileKind.SHEET, ("xlsx",)),
        FileType(ODS, FileKind.SHEET, ("ods",)),
        FileType("message/rfc822", FileKind.MAIL, ("eml",), is_asked=False),
        # May hold anything, so nobody is asked to send one; who mails one is not refused.
        FileType("application/zip", FileKind.ARCHIVE, ("zip",), is_asked=False),
    )
}
"""All that is known; anything else is kept as unknown bytes that can only be downloaded."""

# What runs when somebody opens it: programs, scripts, shortcuts, pages and documents with macros.
DANGEROUS_ENDINGS = frozenset(
    [
        "apk",
        "app",
        "bat",
        "chm",
        "cmd",
        "com",
        "cpl",
        "desktop",
        "dll",
        "docm",
        "dotm",
        "exe",
        "gadget",
        "hta",
        "htm",
        "html",
        "img",
        "iso",
        "jar",
        "js",
        "jse",
        "lnk",
        "mht",
        "mhtml",
        "msc",
        "msi",
        "msix",
        "one",
        "pif",
        "pl",
        "potm",
        "ppam",
        "ppsm",
        "pptm",
        "ps1",
        "py",
        "reg",
        "scf",
        "scr",
        "sh",
        "shtml",
        "svg",
        "svgz",
        "sys",
        "url",
        "vb",
        "vbe",
        "vbs",
        "vhd",
        "vhdx",
        "wsf",
        "wsh",
        "xhtml",
        "xlam",
        "xll",
        "xlsm",
        "xltm",
    ]
)
_PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",  # Java and Mac, both processors in one
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",  # a shortcut of Windows
)
_ZIP = b"PK\x03\x04"
_ZIP_PARTS = (
    (b"word/document.xml", DOCX),
    (b"xl/workbook.xml", XLSX),
    (b"mimetype" + ODT.encode(), ODT),
    (b"mimetype" + ODS.encode(), ODS),
)
_MACROS = (b"vbaProject.bin", b"Basic/script-lc.xml")
# A text that a browser or an office program would run or draw.
_MARKUP = re.compile(
    rb"\s*(?:<\?xml|<!doctype|<!--|<html|<head|<body|<svg|<script|<hta|<math)", re.IGNORECASE
)
_MAIL_FIELD = re.compile(
    rb"\A(?:(?:received|return-path|from|to|subject|date|message-id|mime-version|delivered-to|"
    rb"x-[a-z-]+): )",
    re.IGNORECASE,
)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
TEXT_SAMPLE = 65_536

_UNWANTED = re.compile(
    '[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069<>:"|?*]'
)
_BLANKS = re.compile(r"\s+")
# Names that Windows keeps for devices, whatever follows the dot.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)")


def judged(content: bytes, *, signature: str) -> str:
    """Return what a content is, as a media type; not all of them are taken.

    What runs comes first: a file may be two things at once.

    :param signature: the media type that its first bytes are known for, "" if none
    """
    if content.startswith(_PROGRAM_STARTS):
        return PROGRAM
    if content.startswith(_ZIP):
        return _zipped(content)
    if b"%PDF-" in content[:1024]:
        return "application/pdf"
    if signature in TAKEN:
        return signature
    # Only now: any few bytes are letters in some character set, and some words begin like files.
    return _text(content) if _is_text(content) else signature or UNKNOWN


def _zipped(content: bytes) -> str:
    # A zip names its files in plain bytes, so looking for them reads nothing of what is in it.
    if any(part in content for part in _MACROS):
        return PROGRAM
    return next((kind for part, kind in _ZIP_PARTS if part in content), "application/zip")


def _is_text(content: bytes) -> bool:
    sample = content[:TEXT_SAMPLE]
    for codec in ("utf-8-sig", "utf-16", "cp1252"):
        if codec == "utf-16" and not sample.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            # A sample may end in the middle of a character.
            text = sample.decode(codec) if len(content) <= TEXT_SAMPLE else _cut(sample, codec)
        except UnicodeDecodeError:
            continue
        return _NO_TEXT.search(text) is None
    return False


def _cut(sample: bytes, codec: str) -> str:
    return sample[: sample.rfind(b"\n") + 1 or len(sample)].decode(codec)


def _text(content: bytes) -> str:
    start = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(start) or b"<svg" in content[:TEXT_SAMPLE].lower():
        return UNKNOWN
    return "message/rfc822" if _MAIL_FIELD.match(start) else "text/plain"


def media_type_from(*, found: str, declared: str, name: str) -> str:
    """Return the media type a file is kept under.

    :param found: what its content says
    :param declared: what its sender says; believed only in that a text is a table
    """
    if found == "text/plain" and (declared == "text/csv" or ending_of(name) == "csv"):
        return "text/csv"
    return found if found in TAKEN or found == PROGRAM else UNKNOWN


def kind_of(media_type: str, name: str) -> FileKind:
    """Return what a file is to its reader; a name that promises to run makes it dangerous."""
    if media_type == PROGRAM or ending_of(name) in DANGEROUS_ENDINGS:
        return FileKind.DANGEROUS
    return TAKEN[media_type].kind if media_type in TAKEN else FileKind.UNKNOWN


def ending_of(name: str) -> str:
    """Return how a name ends, in lower case and without the dot; "" where it does not."""
    stem, dot, ending = name.rstrip(". ").rpartition(".")
    return ending.lower() if dot and stem else ""


def clean_name(name: str, *, media_type: str = UNKNOWN) -> str:
    """Return a name that any system can keep: one line, no folder, and the ending it had.

    A file without a name gets one; a name without an ending gets that of its type.
    """
    tidy = _BLANKS.sub(" ", name.replace("\\", "/").rpartition("/")[2])
    tidy = _BLANKS.sub(" ", _UNWANTED.sub("", tidy)).strip(" .")
    if _DEVICES.match(tidy):
        tidy = f"_{tidy}"
    known = TAKEN.get(media_type)
    ending = ending_of(tidy)
    if not tidy:
        tidy = "file"
    if not ending and known is not None:
        ending = known.endings[0]
        tidy = f"{tidy}.{ending}"
    if len(tidy) <= MAX_NAME_CHARS:
        return tidy
    kept = f".{ending}" if 0 < len(ending) <= 10 else ""
    return tidy[: MAX_NAME_CHARS - len(kept)].rstrip(" .") + kept


def may_be_handed_out(scan: ScanState, *, is_scanned_for: bool) -> bool:
    """Return whether a file may leave the house; with a scanner, only what it called clean."""
    if scan is ScanState.INFECTED:
        return False
    return scan in (ScanState.CLEAN, ScanState.MADE_HERE) or not is_scanned_for
