//! Small PNGs: a palette of few colours, one byte a pixel.
//!
//! A figure has some dozen flat colours and the shades between them at smooth edges. Quantisers
//! made for photographs (NeuQuant, median cut) spend most of a frame's time on finding a palette
//! and shift the flat colours; here every colour that matters is in the palette as it is.

use super::palette::{INK, OKABE_ITO, WHITE};
use crate::error::Error;

/// Colours are counted by their upper six bits a channel: no eye sees the rest.
const BITS: usize = 6;

fn key(pixel: &[u8]) -> usize {
    let channel = |c: u8| usize::from(c >> (8 - BITS));
    channel(pixel[0]) << (2 * BITS) | channel(pixel[1]) << BITS | channel(pixel[2])
}

/// The colour at the middle of what `key` stands for, with black and white kept exact.
fn color(key: usize) -> [u8; 3] {
    let channel = |shift: usize| {
        let c = (key >> shift & ((1 << BITS) - 1)) as u8;
        c << (8 - BITS) | c >> (2 * BITS - 8)
    };
    [channel(2 * BITS), channel(BITS), channel(0)]
}

/// Pixels that follow each other and are the same: the first one, and how many there are. Most of
/// a figure's runs are long.
fn runs(rgba: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    let (pixels, _) = rgba.as_chunks::<4>();
    pixels
        .chunk_by(|a, b| a == b)
        .map(|run| (run[0].as_slice(), run.len()))
}

/// What comes out exactly as it was drawn, whatever else is in the picture: the colours by which
/// runs are told apart, ink and paper.
fn is_reserved(pixel: &[u8]) -> bool {
    let colors = OKABE_ITO.iter().chain([&INK, &WHITE]);
    colors
        .map(|color| [color.0, color.1, color.2])
        .any(|color| is(pixel, color))
}

fn is(pixel: &[u8], color: [u8; 3]) -> bool {
    pixel[..3] == color
}

fn distance(a: [u8; 3], b: [u8; 3]) -> i32 {
    a.iter()
        .zip(b)
        .map(|(&a, b)| (i32::from(a) - i32::from(b)).pow(2))
        .sum()
}

/// The PNG of `width` × `height` opaque RGBA pixels, the same bytes for the same pixels.
///
/// # Errors
///
/// [`Error::Drawing`] if the encoder refuses the size.
pub(super) fn encode(rgba: &[u8], width: u32, height: u32) -> Result<Vec<u8>, Error> {
    let mut counts = vec![0u32; 1 << (3 * BITS)];
    let mut reserved: Vec<[u8; 3]> = Vec::new();
    for (pixel, length) in runs(rgba) {
        counts[key(pixel)] += length as u32;
        if is_reserved(pixel) && !reserved.iter().any(|color| is(pixel, *color)) {
            reserved.push([pixel[0], pixel[1], pixel[2]]);
        }
    }
    let mut found: Vec<usize> = (0..counts.len()).filter(|&key| counts[key] > 0).collect();
    // The most frequent first; equal counts stay in the order of their keys.
    found.sort_by_key(|&key| std::cmp::Reverse(counts[key]));
    let palette = palette(reserved.clone(), &areas(rgba, width as usize), &found);

    let mut index = vec![0u8; counts.len()];
    for &key in &found {
        let wanted = color(key);
        let nearest = (0..palette.len()).min_by_key(|&i| distance(palette[i], wanted));
        index[key] = nearest.unwrap_or(0) as u8;
    }
    let mut indexed = Vec::with_capacity(rgba.len() / 4);
    for (pixel, length) in runs(rgba) {
        let own = reserved.iter().position(|color| is(pixel, *color));
        let index = own.map_or(index[key(pixel)], |place| place as u8);
        indexed.resize(indexed.len() + length, index);
    }

    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_deflate_compression(png::DeflateCompression::Level(9));
    // Neighbouring indices have nothing to do with each other: a filter would only add noise.
    encoder.set_filter(png::Filter::NoFilter);
    let failed = |error: png::EncodingError| Error::Drawing(error.to_string());
    encoder
        .write_header()
        .and_then(|mut w| w.write_image_data(&indexed))
        .map_err(failed)?;
    Ok(bytes)
}

/// The colours of areas, the largest area first. An area has a meaning however small it is; a
/// smooth edge, however long, is one pixel wide, so that none has equals beside and above itself.
fn areas(rgba: &[u8], width: usize) -> Vec<usize> {
    /// 4 × 4 of the picture's units, of two pixels each.
    const SMALLEST: u32 = 64;
    let (pixels, _) = rgba.as_chunks::<4>();
    let mut inside = vec![0u32; 1 << (3 * BITS)];
    let rows = pixels.chunks_exact(width.max(1));
    for (above, row) in rows.clone().zip(rows.skip(1)) {
        let mut start = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let end = start + run.len();
            let equals = above[start + 1..end].iter().filter(|one| **one == run[0]);
            inside[key(&run[0])] += equals.count() as u32;
            start = end;
        }
    }
    let mut areas: Vec<usize> = (0..inside.len())
        .filter(|&key| inside[key] >= SMALLEST)
        .collect();
    areas.sort_by_key(|&key| std::cmp::Reverse(inside[key]));
    areas
}

/// Those that are `reserved`; the colours of areas; then some that are far from all of these, so
/// that every colour has one near it; then nearer ones; each time the most frequent first.
///
/// A picture of very many areas, a large heat map say, has the largest of them and shades near the
/// others.
fn palette(reserved: Vec<[u8; 3]>, areas: &[usize], found: &[usize]) -> Vec<[u8; 3]> {
    /// Shades of smooth edges need no more; a longer palette makes a larger file.
    const MOST: usize = 48;
    /// So many of them are for areas; the rest is for colours that are far from these.
    const MOST_AREAS: usize = 32;
    /// Two areas whose colours are nearer than this look the same.
    const ALIKE: i32 = 6;
    let mut palette = reserved;
    let mut add = |keys: &[usize], apart: i32, most: usize| {
        for candidate in keys.iter().copied().map(color) {
            if palette.len() == most {
                break;
            }
            let is_new = |&chosen: &[u8; 3]| distance(chosen, candidate) >= apart * apart;
            if palette.iter().all(is_new) {
                palette.push(candidate);
            }
        }
    };
    add(areas, ALIKE, MOST_AREAS);
    for apart in [64, 32, 16] {
        add(found, apart, MOST);
    }
    palette
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> (png::OutputInfo, Vec<u8>) {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("small")];
        let info = reader.next_frame(&mut pixels).expect("pixels");
        (info, pixels)
    }

    #[test]
    fn the_colours_of_areas_come_back_to_within_what_no_eye_sees() {
        let colors = (0..32u8).map(|i| [i * 8, 255 - i * 8, if i % 2 == 0 { 0 } else { 255 }, 255]);
        let pixels: Vec<u8> = colors.flat_map(|color| [color; 32]).flatten().collect();
        let (info, rgb) = decode(&encode(&pixels, 32, 32).expect("encodes"));
        assert_eq!((info.width, info.height), (32, 32));
        for (rgba, rgb) in pixels.chunks(4).zip(rgb.chunks(3)) {
            for (a, b) in rgba.iter().zip(rgb) {
                assert!(a.abs_diff(*b) <= 3, "{rgba:?} became {rgb:?}");
            }
        }
    }

    #[test]
    fn the_colours_of_runs_ink_and_paper_come_out_as_drawn() {
        // A dot of each among some sixteen thousand other colours.
        let mut pixels: Vec<u8> = (0..128u32 * 128)
            .flat_map(|i| {
                [
                    (i % 128 * 2) as u8,
                    (i / 128 * 2) as u8,
                    (i % 251) as u8,
                    255,
                ]
            })
            .collect();
        let colors = OKABE_ITO.into_iter().chain([INK, WHITE]);
        for (dot, (red, green, blue)) in colors.enumerate() {
            let at = dot * 1000 * 4;
            pixels[at..at + 4].copy_from_slice(&[red, green, blue, 255]);
        }
        let (_, rgb) = decode(&encode(&pixels, 128, 128).expect("encodes"));
        for dot in 0..9 {
            let (drawn, shown) = (dot * 1000 * 4, dot * 1000 * 3);
            assert_eq!(pixels[drawn..drawn + 3], rgb[shown..shown + 3]);
        }
    }

    #[test]
    fn black_and_white_stay_exact() {
        assert_eq!(color(key(&[0, 0, 0])), [0, 0, 0]);
        assert_eq!(color(key(&[255, 255, 255])), [255, 255, 255]);
    }

    #[test]
    fn colours_of_small_areas_beside_many_larger_ones_are_kept() {
        // Sixty areas of shades of blue, and a small one that none of them resembles.
        let shade = |i: u32| match i {
            60 => [178, 24, 43, 255],
            i => [255 - 4 * i as u8, 255 - 2 * i as u8, 255, 255],
        };
        let lines = (0..61).flat_map(|i| (0..if i == 60 { 20 } else { 64 }).map(move |_| i));
        let pixels: Vec<u8> = lines.flat_map(|i| [shade(i); 10]).flatten().collect();
        let height = (pixels.len() / 40) as u32;
        let (_, rgb) = decode(&encode(&pixels, 10, height).expect("encodes"));
        for (rgba, rgb) in pixels.chunks(4).zip(rgb.chunks(3)) {
            assert!(
                distance([rgba[0], rgba[1], rgba[2]], [rgb[0], rgb[1], rgb[2]]) < 33 * 33,
                "{rgba:?} became {rgb:?}"
            );
        }
    }

    #[test]
    fn a_small_corner_keeps_its_colour_beside_the_edges_of_many_lines() {
        // Lines one pixel wide, of a shade near the corner's, and a hundred times as many pixels.
        let (corner, edge) = ([255, 241, 141, 255], [250, 232, 152, 255]);
        let pixel = |i: usize| match (i % 256, i / 256) {
            (0..12, 0..12) => corner,
            (x, _) if x % 4 == 0 => edge,
            _ => [255; 4],
        };
        let pixels: Vec<u8> = (0..256 * 256).flat_map(pixel).collect();
        let (_, rgb) = decode(&encode(&pixels, 256, 256).expect("encodes"));
        assert!(
            distance([rgb[0], rgb[1], rgb[2]], [255, 241, 141]) < 3 * 9,
            "the corner became {:?}",
            &rgb[..3]
        );
    }

    #[test]
    fn many_colours_are_reduced_to_a_few_near_ones() {
        let pixels: Vec<u8> = (0..128u32 * 128)
            .flat_map(|i| [(i % 128 * 2) as u8, (i / 128 * 2) as u8, 128, 255])
            .collect();
        let (_, rgb) = decode(&encode(&pixels, 128, 128).expect("encodes"));
        for (rgba, rgb) in pixels.chunks(4).zip(rgb.chunks(3)) {
            assert!(
                distance([rgba[0], rgba[1], rgba[2]], [rgb[0], rgb[1], rgb[2]]) < 80 * 80,
                "{rgba:?} became {rgb:?}"
            );
        }
    }
}
