//! How lines look.

use super::frame::{Place, between, distance};
use super::palette::{OKABE_ITO, Rgb};

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stroke {
    pub(crate) color: Rgb,
    pub(crate) alpha: f64,
    /// In nominal pixels.
    pub(crate) width: f64,
    pub(crate) dash: Dash,
}

impl Stroke {
    pub(crate) fn solid(color: Rgb, width: f64) -> Self {
        Self {
            color,
            alpha: 1.0,
            width,
            dash: Dash::Solid,
        }
    }

    /// The stroke of the run of this number: colour and dash differ.
    pub(crate) fn of_run(run: usize) -> Self {
        let color = OKABE_ITO[run % OKABE_ITO.len()];
        Self::solid(color, 2.5).dashed(Dash::of_run(run))
    }

    pub(crate) fn alpha(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }

    pub(crate) fn dashed(self, dash: Dash) -> Self {
        Self { dash, ..self }
    }
}

/// Where a line is interrupted: runs differ in this beside their colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Dash {
    Solid,
    Dashed,
    Dotted,
    Alternating,
}

impl Dash {
    /// The dash of the run of this number.
    pub(crate) fn of_run(run: usize) -> Self {
        [Self::Solid, Self::Dashed, Self::Dotted, Self::Alternating][run % 4]
    }

    /// Lengths drawn and left out, in turn, in nominal pixels.
    fn pattern(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Dashed => &[9.0, 6.0],
            Self::Dotted => &[1.0, 6.0],
            Self::Alternating => &[10.0, 5.0, 1.0, 5.0],
        }
    }

    /// The pieces of `line` that are drawn.
    pub(super) fn pieces(self, line: &[Place]) -> Vec<Vec<Place>> {
        let pattern = self.pattern();
        if pattern.is_empty() {
            return vec![line.to_vec()];
        }
        let mut pieces: Vec<Vec<Place>> = Vec::new();
        let (mut part, mut left) = (0, pattern[0]);
        let mut piece: Vec<Place> = line.first().copied().into_iter().collect();
        for ends in line.windows(2) {
            let (mut a, b) = (ends[0], ends[1]);
            let mut length = distance(a, b);
            while length > left {
                a = between(a, b, left / length);
                length -= left;
                if part % 2 == 0 {
                    piece.push(a);
                    pieces.push(std::mem::take(&mut piece));
                } else {
                    piece = vec![a];
                }
                part = (part + 1) % pattern.len();
                left = pattern[part];
            }
            left -= length;
            if part % 2 == 0 {
                piece.push(b);
            }
        }
        if piece.len() > 1 {
            pieces.push(piece);
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_cover_the_line_but_for_the_gaps() {
        let pieces = Dash::Dashed.pieces(&[(0.0, 0.0), (20.0, 0.0), (35.0, 0.0)]);
        let lengths: Vec<f64> = pieces.iter().map(|p| p[p.len() - 1].0 - p[0].0).collect();
        assert_eq!(lengths, [9.0, 9.0, 5.0]);
    }

    #[test]
    fn a_solid_line_is_one_piece() {
        assert_eq!(Dash::Solid.pieces(&[(0.0, 0.0), (1.0, 1.0)]).len(), 1);
    }
}
