"""Pictures drawn anew: only what is seen is kept, nothing that a camera or a program added.

So a photo does not tell where it was taken, and bytes that would be something else to another
program do not get through.
"""

from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from debiet.core.errors import Refused
from debiet.rules.files import TAKEN

MAX_PIXELS = 50_000_000
"""As many as a good camera has; drawn they take 200 MB at most."""
MAX_SIDE = 4096
PREVIEW_SIDE = 640
JPEG_QUALITY = 85
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF")
"""Nothing else is even tried: fewer readers, fewer holes."""
CLEAR = ("RGBA", "LA", "PA")


class UnreadablePicture(Refused):
    """It says that it is a picture, but cannot be drawn."""

    code = "files.unreadable-picture"
    message = _("This picture is damaged. Make it again, or send it as a PDF.")


class PictureTooLarge(Refused):
    """Drawing it would take more memory than a picture is worth."""

    code = "files.picture-too-large"
    message = _("This picture has more pixels than we can handle. Make it smaller and try again.")


def is_drawable(media_type: str) -> bool:
    """Return whether a picture of this type can be drawn anew."""
    return media_type in TAKEN and TAKEN[media_type].is_previewed


def redrawn(content: bytes, *, max_side: int = MAX_SIDE) -> tuple[bytes, str]:
    """Return a picture drawn anew, upright and no larger than allowed, and its media type.

    It is a JPEG, or a PNG where parts of it are clear. Of several pages or frames the first stays.

    :raises PictureTooLarge: before anything is drawn
    :raises UnreadablePicture: if it cannot be drawn
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise PictureTooLarge
            return _drawn(picture, max_side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as trouble:
        raise PictureTooLarge from trouble
    except Refused:
        raise
    except Exception as trouble:
        # Readers of pictures fail in every way there is; all of them mean the same.
        raise UnreadablePicture from trouble


def _drawn(picture: Image.Image, max_side: int) -> tuple[bytes, str]:
    picture.draft("RGB", (max_side, max_side))  # a JPEG is then read at half or a quarter
    picture.load()
    upright = ImageOps.exif_transpose(picture) or picture
    is_clear = upright.mode in CLEAR or "transparency" in upright.info
    plain = upright.convert("RGBA" if is_clear else "RGB")
    plain.thumbnail((max_side, max_side))
    # Pixels only: an image of its own knows nothing of where they came from.
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    drawn = BytesIO()
    if is_clear:
        fresh.save(drawn, "PNG")
        return drawn.getvalue(), "image/png"
    fresh.save(drawn, "JPEG", quality=JPEG_QUALITY)
    return drawn.getvalue(), "image/jpeg"
