"""Makes the three vendored fonts: run by hand when a font is to be renewed, never at run time.

    pip install pylopdf-fonts-jp==0.1.1 east-asian-spacing==1.4.5 fonttools
    python portal/documents/fonts/build.py

It takes the two Noto fonts from the installed package, adds the feature ``chws`` (contextual half-width
spacing: 「）、「」 close up) and draws PortalMarks. The sha256 it prints at the end belong into
``portal/documents/typefaces.py``, which checks them at start-up.
"""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# The moment every build writes into the fonts, so that the same input gives the same file (1904 epoch).
BUILT_AT = 3_786_825_600
UNITS = 1000
FRAME = (90, -30, 910, 790)
STROKE = 50
TICK = ((212, 432), (425, 215), (778, 652), (848, 596), (428, 82), (148, 370))


def rectangle(pen: Any, left: int, bottom: int, right: int, top: int, *, hole: bool = False) -> None:
    """Draw one closed box; a hole runs the other way round."""
    corners = [(left, bottom), (right, bottom), (right, top), (left, top)]
    pen.moveTo(corners[0])
    for corner in reversed(corners[1:]) if hole else corners[1:]:
        pen.lineTo(corner)
    pen.closePath()


def box(pen: Any, *, ticked: bool) -> None:
    """Draw ☐, or ☑ with its tick."""
    left, bottom, right, top = FRAME
    rectangle(pen, left, bottom, right, top)
    rectangle(pen, left + STROKE, bottom + STROKE, right - STROKE, top - STROKE, hole=True)
    if ticked:
        pen.moveTo(TICK[0])
        for point in TICK[1:]:
            pen.lineTo(point)
        pen.closePath()


def glyph(*, ticked: bool | None = None) -> Any:
    """One charstring of full width; ``None`` draws nothing."""
    from fontTools.pens.t2CharStringPen import T2CharStringPen

    pen = T2CharStringPen(UNITS if ticked is not None else UNITS // 4, None)
    if ticked is not None:
        box(pen, ticked=ticked)
    return pen.getCharString()


def build_marks(target: Path) -> None:
    """Draw PortalMarks: space, ☐ and ☑, which neither Noto font has."""
    from fontTools.fontBuilder import FontBuilder

    builder = FontBuilder(UNITS, isTTF=False)
    names = [".notdef", "space", "box", "boxticked"]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x20: "space", 0x2610: "box", 0x2611: "boxticked"})
    drawn = [glyph(), glyph(), glyph(ticked=False), glyph(ticked=True)]
    builder.setupCFF("PortalMarks", {"FullName": "PortalMarks"}, dict(zip(names, drawn, strict=True)), {})
    widths = [250, 250, UNITS, UNITS]
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in zip(names, widths, strict=True)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupNameTable(
        {
            "familyName": "PortalMarks",
            "styleName": "Regular",
            "psName": "PortalMarks",
            "licenseDescription": "SIL Open Font License 1.1",
        }
    )
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = BUILT_AT
    builder.font.recalcTimestamp = False
    builder.save(target)


async def build_spaced(source: Path, target: Path) -> None:
    """Write the Noto font again with ``chws`` in it."""
    from east_asian_spacing.builder import Builder

    builder = Builder(source)
    await builder.build()
    builder.font.ttfont.recalcTimestamp = False
    builder.save(target)


async def main() -> None:
    """Build all and print the figures to check at start-up."""
    import pylopdf_fonts_jp

    await build_spaced(pylopdf_fonts_jp.serif_path(), HERE / "NotoSerifJP-Regular.otf")
    await build_spaced(pylopdf_fonts_jp.sans_path(), HERE / "NotoSansJP-Regular.otf")
    build_marks(HERE / "PortalMarks.otf")
    for font in sorted(HERE.glob("*.otf")):
        print(f'"{font.name}": "{hashlib.sha256(font.read_bytes()).hexdigest()}",')


if __name__ == "__main__":
    asyncio.run(main())
