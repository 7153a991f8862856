//! Colours that a colour-blind reader can tell apart, and that stay apart on a projector.

/// A colour: red, green and blue, each 0–255.
pub type Rgb = (u8, u8, u8);

/// The page: opaque, so that axes stay readable in a dark theme.
pub const WHITE: Rgb = (255, 255, 255);
/// Text, axes and marks.
pub const INK: Rgb = (33, 33, 33);
/// Grid lines and frames, which should not compete with the data.
pub const FAINT: Rgb = (205, 205, 205);
/// Where a function has no finite value.
pub const UNDEFINED: Rgb = (225, 225, 225);

/// The colours of lines and paths, in the order in which runs take them: vermillion, blue,
/// bluish green, orange, reddish purple, black, sky blue. From Okabe and Ito, 'Color Universal
/// Design' (2008), without the yellow that vanishes on white.
pub const OKABE_ITO: [Rgb; 7] = [
    (213, 94, 0),
    (0, 114, 178),
    (0, 158, 115),
    (230, 159, 0),
    (204, 121, 167),
    (0, 0, 0),
    (86, 180, 233),
];

/// Viridis at 0, 1/8, …, 1, by van der Walt and Smith (2015), matplotlib's default since 2.0:
/// lightness grows evenly, so that it also reads in grey.
pub const VIRIDIS: [Rgb; 9] = [
    (68, 1, 84),
    (71, 44, 122),
    (59, 81, 139),
    (44, 113, 142),
    (33, 144, 141),
    (39, 173, 129),
    (92, 200, 99),
    (170, 220, 50),
    (253, 231, 37),
];

/// From blue through white to orange-red: ColorBrewer's RdBu, reversed, safe for the colour-blind.
pub const BLUE_WHITE_RED: [Rgb; 9] = [
    (33, 102, 172),
    (67, 147, 195),
    (146, 197, 222),
    (209, 229, 240),
    (255, 255, 255),
    (253, 219, 199),
    (244, 165, 130),
    (214, 96, 77),
    (178, 24, 43),
];

/// The colour at `fraction` (0 to 1, clamped) of a colour map's evenly spaced colours.
pub(crate) fn at(map: &[Rgb], fraction: f64) -> Rgb {
    let last = map.len() - 1;
    let place = fraction.clamp(0.0, 1.0) * last as f64;
    let below = (place as usize).min(last - 1);
    mix(map[below], map[below + 1], place - below as f64)
}

/// `share` of `b` and the rest of `a`; `share` is 0 to 1.
pub(crate) fn mix(a: Rgb, b: Rgb, share: f64) -> Rgb {
    let channel =
        |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    (channel(a.0, b.0), channel(a.1, b.1), channel(a.2, b.2))
}

/// Black or white, whichever reads better on `background` (relative luminance, WCAG 2).
pub(crate) fn readable_on(background: Rgb) -> Rgb {
    let linear = |c: u8| (f64::from(c) / 255.0).powf(2.2);
    let luminance = 0.2126 * linear(background.0)
        + 0.7152 * linear(background.1)
        + 0.0722 * linear(background.2);
    if luminance > 0.3 { INK } else { WHITE }
}
