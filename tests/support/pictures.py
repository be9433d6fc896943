"""Small real pictures that tell what a telephone writes into them: place, device, time."""

from io import BytesIO

from PIL import ExifTags, Image, PngImagePlugin

SECRET = b"Kiel-Gaarden"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
PROFILE = b"a colour profile " * 9
GPS, TURNED = ExifTags.IFD.GPSInfo, ExifTags.Base.Orientation


def told(orientation: int = 6) -> Image.Exif:
    """Return what a telephone writes into a picture."""
    exif = Image.Exif()
    exif[TURNED] = orientation
    exif[ExifTags.Base.Make] = SECRET.decode()
    exif[ExifTags.Base.DateTime] = "2026:11:23 20:15:00"
    exif.get_ifd(GPS)[ExifTags.GPS.GPSLatitude] = (54.0, 19.0, 23.0)
    exif.get_ifd(GPS)[ExifTags.GPS.GPSLatitudeRef] = "N"
    return exif


def drawn(mode: str = "RGB") -> Image.Image:
    return Image.effect_noise((24, 16), 90).convert(mode)


def picture(
    kind: str, *, mode: str = "RGB", exif: Image.Exif | None = None, **more: object
) -> bytes:
    """Return a picture with all that it may tell."""
    out, given = BytesIO(), exif or told()
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", SECRET.decode())
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
        more = {"pnginfo": texts, **more}
    else:
        more = {"xmp": XMP, **more}
    if kind == "JPEG":
        more = {"comment": SECRET, **more}
    drawn(mode).save(out, kind, exif=given, icc_profile=PROFILE, **more)
    return out.getvalue()


def read(body: bytes) -> Image.Image:
    opened = Image.open(BytesIO(body))
    opened.load()
    return opened
