//! Pictures of every kind of figure, compared with the committed ones in `tests/references`.
//!
//! After a change that is meant to be seen, write them anew, look at each, and commit them:
//!
//! ```text
//! UPDATE_REFERENCES=1 cargo test --package descent-notebook --test pixels
//! ```

mod gallery;

use std::path::{Path, PathBuf};

/// Pictures are compared tile by tile, so that one missing digit counts as much in a large
/// picture as in a small one.
const TILE: usize = 16;

/// How far a tile's channels may differ on average, of 255. A shade at an edge, which another
/// libm or another SIMD unit may round the other way, moves this by less than 1, a palette that
/// then takes other shades by up to 6; a missing digit, dot or dash moves it by more than 15.
const TOLERANCE: f64 = 10.0;

struct Picture {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

fn decoded(png: &[u8]) -> Picture {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut rgb = vec![0; reader.output_buffer_size().expect("it fits in memory")];
    let info = reader.next_frame(&mut rgb).expect("pixels");
    assert_eq!(info.color_type, png::ColorType::Rgb, "a figure is opaque");
    let (width, height) = (info.width as usize, info.height as usize);
    Picture { width, height, rgb }
}

/// Where two pictures differ most: the tile's upper left pixel, and by how much.
///
/// Pictures of different sizes differ by infinity.
fn worst_tile(a: &Picture, b: &Picture) -> ((usize, usize), f64) {
    if (a.width, a.height) != (b.width, b.height) {
        return ((0, 0), f64::INFINITY);
    }
    let across = a.width.div_ceil(TILE);
    let mut sums = vec![0u32; across * a.height.div_ceil(TILE)];
    let pixels = a.rgb.chunks_exact(3).zip(b.rgb.chunks_exact(3));
    for (index, (a_pixel, b_pixel)) in pixels.enumerate() {
        let (x, y) = (index % a.width, index / a.width);
        let apart = a_pixel
            .iter()
            .zip(b_pixel)
            .map(|(a, b)| u32::from(a.abs_diff(*b)));
        sums[y / TILE * across + x / TILE] += apart.sum::<u32>();
    }
    let (tile, sum) = sums
        .into_iter()
        .enumerate()
        .max_by_key(|&(_, sum)| sum)
        .expect("a tile");
    let at = (tile % across * TILE, tile / across * TILE);
    (at, f64::from(sum) / (3 * TILE * TILE) as f64)
}

fn reference(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/references")
        .join(format!("{name}.png"))
}

#[test]
fn every_kind_of_figure_looks_like_its_reference() {
    let update = std::env::var_os("UPDATE_REFERENCES").is_some();
    let mut wrong = Vec::new();
    for (name, figure) in gallery::figures() {
        let png = figure.png().expect("it can be drawn");
        let path = reference(name);
        if update {
            std::fs::write(&path, &png).expect("the folder can be written");
            continue;
        }
        let found = decoded(&png);
        let problem = match std::fs::read(&path) {
            Err(error) => error.to_string(),
            Ok(expected) => match worst_tile(&found, &decoded(&expected)) {
                (_, apart) if apart <= TOLERANCE => continue,
                ((x, y), apart) => format!("differs by {apart:.1} at pixel ({x}, {y})"),
            },
        };
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        std::fs::write(&kept, &png).expect("the target folder can be written");
        wrong.push(format!(
            "{}: {problem}; found {}",
            path.display(),
            kept.display()
        ));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_reference_belongs_to_a_figure() {
    let expected: Vec<PathBuf> = gallery::figures()
        .iter()
        .map(|(name, _)| reference(name))
        .collect();
    let folder = reference("any");
    let files = std::fs::read_dir(folder.parent().expect("a folder")).expect("the folder exists");
    for file in files {
        let path = file.expect("the folder can be read").path();
        assert!(
            expected.contains(&path),
            "{} is a reference of no figure",
            path.display()
        );
    }
}

#[test]
fn a_missing_digit_is_noticed_and_a_shade_at_an_edge_is_not() {
    let blank = || Picture {
        width: 100,
        height: 60,
        rgb: vec![255; 100 * 60 * 3],
    };
    // As much ink as the digit 1 has at the size of tick labels: a stem of 3 × 20 pixels.
    let mut digit = blank();
    for y in 20..40 {
        digit.rgb[(y * 100 + 50) * 3..][..9].fill(33);
    }
    assert!(worst_tile(&blank(), &digit).1 > TOLERANCE);
    let mut shade = blank();
    for y in 0..60 {
        shade.rgb[(y * 100 + 50) * 3..][..3].fill(215);
    }
    assert!(worst_tile(&blank(), &shade).1 < TOLERANCE);
    let smaller = Picture {
        width: 99,
        ..blank()
    };
    assert_eq!(worst_tile(&blank(), &smaller).1, f64::INFINITY);
}
