"""Cut the two faces of figures from the fonts that Debian 12 packages.

    apt-get install fonts-dejavu-core fonts-noto-cjk
    .lab/venv/bin/python scripts/fonts.py

To be run after a catalogue has got characters that the Chinese face lacks, which a test says. The
same fonts give the same bytes. Elsewhere than on Debian, `--from FOLDER` names a folder with both.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from descent_lab.environment import ROOT
from descent_lab.log import SetUpError

FONTS = ROOT / "crates" / "descent-notebook" / "fonts"

# What figures write without Chinese: Latin, Greek, sub- and superscripts, arrows, mathematical
# signs.
LATIN = (
    "U+20-7E,U+A0-FF,U+391-3C9,U+2010-2015,U+2018-201F,U+2022,U+2026,U+2032,U+2033,U+2070-209C,"
    "U+2190-2199,U+2202,U+2206-2208,U+220F,U+2211,U+2212,U+2215,U+221A,U+221E,U+2225,U+2227-222B,"
    "U+2248,U+2260,U+2264,U+2265,U+226A,U+226B,U+22C5,U+25A0,U+25A1,U+25B2,U+25B6,U+25CB,U+25CF,"
    "U+2605,U+2606,U+FFFD"
)
# GB 2312: marks, numbers and full-width forms; and level 1, the 3755 commonest characters.
ROWS = (*range(1, 4), *range(16, 56))
# Of level 2, what the subject itself needs: entropy and threshold.
TERMS = "熵阈"


@dataclass(frozen=True)
class Face:
    """A font that others made, and how the part of it is cut that figures are drawn with."""

    name: str
    source: str
    package: str
    sha256: str
    options: tuple[str, ...]


DEJAVU = Face(
    "DejaVuSans-subset.ttf",
    "truetype/dejavu/DejaVuSans.ttf",
    "fonts-dejavu-core 2.37-6",
    "abdc775b21b1bc470d50c97e790d276f2054b7504e56e5bd3e64f48d68582322",
    ("--layout-features=kern",),
)
NOTO = Face(
    "NotoSansSC-subset.otf",
    "opentype/noto/NotoSansCJK-Regular.ttc",
    "fonts-noto-cjk 1:20220127+repack1-1",
    "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
    # The third font of the collection is Noto Sans CJK SC. A line of a figure runs across.
    ("--font-number=2", "--layout-features=", "--drop-tables+=BASE,VORG,vhea,vmtx"),
)
# Figures are large enough without hinting; outlines without subroutines are smaller by the time
# that most characters are gone; and what is missing becomes a box that is seen.
OPTIONS = ("--no-hinting", "--desubroutinize", "--notdef-outline")


def main(arguments: list[str]) -> int:
    """Write both faces."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--from",
        dest="folder",
        type=Path,
        default=Path("/usr/share/fonts"),
        help="where both fonts lie, if not in /usr/share/fonts",
    )
    folder: Path = parser.parse_args(arguments).folder
    try:
        fonts = [_pinned(face, folder) for face in (DEJAVU, NOTO)]
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    chinese = "".join(sorted(chinese_characters()))
    write(DEJAVU, fonts[0], f"--unicodes={LATIN}")
    write(NOTO, fonts[1], f"--text={chinese}")
    return 0


def chinese_characters() -> set[str]:
    """GB 2312's marks and commonest, those of the subject, and all that catalogues write."""
    return {*gb_2312(), *TERMS, *catalogue_characters()}


def gb_2312() -> set[str]:
    """The characters of `ROWS`, and the space that is as wide as they are."""
    # By their codes in GBK, which has them all in the same place and, other than Python's gb2312,
    # the dash and the middle dot that Chinese texts write.
    cells = (bytes((0xA0 + row, 0xA0 + cell)) for row in ROWS for cell in range(1, 95))
    return set("".join(code.decode("gbk", "ignore") for code in cells))


def catalogue_characters() -> set[str]:
    """The ideographs that the translations' catalogues write."""
    catalogues = [*(ROOT / "crates").rglob("*.po"), *(ROOT / "notebooks").rglob("*.po")]
    texts = (path.read_text(encoding="utf-8") for path in catalogues)
    return {character for text in texts for character in text if is_ideograph(character)}


def is_ideograph(character: str) -> bool:
    """Whether a character is one of those that Chinese writes words with."""
    return unicodedata.name(character, "").startswith("CJK UNIFIED IDEOGRAPH")


def write(face: Face, font: Path, characters: str) -> None:
    """Cut `characters`, an option of fontTools', out of `font`."""
    path = FONTS / face.name
    cut = [sys.executable, "-m", "fontTools.subset", str(font), characters]
    subprocess.run([*cut, *OPTIONS, *face.options, f"--output-file={path}"], check=True)
    print(f"{path}: {path.stat().st_size} bytes")


def _pinned(face: Face, folder: Path) -> Path:
    """The font that a face is cut from; an error if it is missing, or another version."""
    places = (folder / face.source, folder / Path(face.source).name)
    font = next((place for place in places if place.is_file()), None)
    if font is None:
        raise SetUpError(f"{places[0]} is missing: install Debian's {face.package}.")
    found = hashlib.sha256(font.read_bytes()).hexdigest()
    if found != face.sha256:
        raise SetUpError(
            f"The SHA-256 of {font} is {found}, but that of Debian's {face.package} is "
            f"{face.sha256}: install that, or pin yours in {Path(__file__).name}."
        )
    return font


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
