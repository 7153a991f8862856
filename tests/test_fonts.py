"""The faces that figures are drawn with have what the lessons write."""

from __future__ import annotations

from fontTools.ttLib import TTFont

import fonts


def characters_of(face: fonts.Face) -> set[str]:
    with TTFont(fonts.FONTS / face.name) as font:
        return {chr(code) for code in font.getBestCmap()}


def test_a_face_has_all_of_gb_2312s_commonest_characters_marks_and_full_width_forms() -> None:
    ideographs = [c for c in fonts.gb_2312() if fonts.is_ideograph(c)]
    assert len(ideographs) == 3755
    full_width = {chr(code) for code in range(0xFF01, 0xFF5F)}
    assert fonts.gb_2312() >= full_width | {*"、。《》“”…—·「」【】￥\u3000"}
    assert fonts.gb_2312() <= characters_of(fonts.NOTO)


def test_no_character_of_a_catalogue_becomes_a_box_in_a_figure() -> None:
    drawn = characters_of(fonts.DEJAVU) | characters_of(fonts.NOTO)
    missing = sorted((fonts.catalogue_characters() | {*fonts.TERMS}) - drawn)
    assert not missing, f"{''.join(missing)}: run scripts/fonts.py, as it says"
