"""Reference pictures of printed pages, and how they are compared.

``python -m tests.golden`` makes them anew from the seed; look at each before it is committed.
"""

from pathlib import Path

from PIL import Image

from portal.documents.choices import EditionAudience

FOLDER = Path(__file__).parent
DPI = 72
# Share of the ink that may differ. Another rasteriser smooths edges otherwise; a page of boxes in place of
# characters, or a line that moved, is far above. test_editions holds the figure against both.
TOLERANCE = 0.1
# The form with its boxes; a page of speeches; the list of withheld places. Numbers from 1.
PAGES = {
    EditionAudience.INTERNAL: (1, 3),
    EditionAudience.PUBLIC: (1, 6),
}


def path_of(audience: EditionAudience, number: int) -> Path:
    """Where the picture of a page is kept."""
    return FOLDER / f"{audience.value}-p{number}.png"


def reference(audience: EditionAudience, number: int) -> Image.Image:
    """The picture a page must look like."""
    with Image.open(path_of(audience, number)) as picture:
        return picture.convert("L")
