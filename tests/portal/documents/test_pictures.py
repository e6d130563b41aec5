"""A photograph without place, camera and remarks; the pixels as they were."""

import struct
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from portal.documents.pictures import UnreadablePicture, bare_picture

SECRET = "鸚鵡 Camera 35.7N".encode()


def photograph(*, progressive: bool = False, turned: int = 6) -> bytes:
    """As a telephone takes it: turned, with the maker's name, a place and a remark."""
    picture = Image.effect_noise((48, 32), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turned, SECRET.decode()
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    whole = BytesIO()
    picture.save(whole, "JPEG", exif=exif, comment=SECRET, progressive=progressive, icc_profile=b"colours")
    return whole.getvalue()


def drawing() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", SECRET.decode())
    told.add_itxt("Title", SECRET.decode())
    whole = BytesIO()
    Image.new("P", (8, 8), 3).save(whole, "PNG", pnginfo=told, transparency=0)
    return whole.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("progressive", [False, True])
def test_photograph_keeps_pixels_colours_and_side_and_loses_the_rest(progressive: bool) -> None:
    # A second, small picture with the place in it may follow the first.
    before = photograph(progressive=progressive)
    content, gone = bare_picture(before + photograph())

    assert SECRET not in content
    assert gone == 3
    after = opened(content)
    assert after.tobytes() == opened(before).tobytes()
    assert after.info["icc_profile"] == b"colours"
    assert dict(after.getexif()) == {0x0112: 6}


def test_photograph_that_is_not_turned_keeps_no_word_of_it() -> None:
    content, _ = bare_picture(photograph(turned=1))

    assert b"Exif" not in content


def test_drawing_keeps_pixels_and_transparency_and_loses_its_texts() -> None:
    before = drawing()
    content, gone = bare_picture(before + SECRET)

    assert (gone, SECRET in content, b"tEXt" in content) == (3, False, False)
    after = opened(content)
    assert after.tobytes() == opened(before).tobytes()
    assert after.info["transparency"] == 0


@pytest.mark.parametrize("made", [photograph, drawing])
def test_broken_picture_is_refused(made) -> None:
    whole = made()
    for cut in (3, 9, 30, len(whole) - 3):
        with pytest.raises(UnreadablePicture):
            bare_picture(whole[:cut])


def test_exif_that_leads_out_of_the_file_is_refused() -> None:
    body = b"Exif\0\0MM\0*" + struct.pack(">I", 9_999)
    segment = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body

    with pytest.raises(UnreadablePicture):
        bare_picture(b"\xff\xd8" + segment + b"\xff\xd9")
