//! Places and rectangles.

/// Pixels drawn for each nominal one: sharp on a projector and on a high-density screen.
pub(crate) const DENSITY: f64 = 2.0;

/// The backends' units for each nominal pixel. plotters' coordinates are whole numbers: with no
/// more of them than there are drawn pixels, curves and dashes would wiggle.
pub(super) const UNITS: f64 = 4.0 * DENSITY;

/// A place, or a size, in nominal pixels, right and down.
pub(crate) type Place = (f64, f64);

pub(crate) fn distance(a: Place, b: Place) -> f64 {
    (b.0 - a.0).hypot(b.1 - a.1)
}

/// The place that is `share` of the way from `a` to `b`.
pub(crate) fn between(a: Place, b: Place, share: f64) -> Place {
    (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1))
}

/// A rectangle in nominal pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Frame {
    /// A frame of a size, by its upper left corner.
    pub(crate) fn at((left, top): Place, (width, height): Place) -> Self {
        Self {
            left,
            top,
            width,
            height,
        }
    }

    /// A frame of a size, by its center.
    pub(crate) fn around((x, y): Place, size: Place) -> Self {
        Self::at((x - size.0 / 2.0, y - size.1 / 2.0), size)
    }

    /// What margins leave of this frame; not nothing, however narrow it is.
    pub(crate) fn within(&self, left: f64, top: f64, right: f64, bottom: f64) -> Self {
        const LEAST: f64 = 10.0;
        let width = (self.width - left - right).max(LEAST);
        let height = (self.height - top - bottom).max(LEAST);
        Self::at((self.left + left, self.top + top), (width, height))
    }

    pub(crate) fn center(&self) -> Place {
        (self.left + self.width / 2.0, self.top + self.height / 2.0)
    }

    pub(crate) fn right(&self) -> f64 {
        self.left + self.width
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.top + self.height
    }

    pub(crate) fn contains(&self, (x, y): Place) -> bool {
        (self.left..=self.right()).contains(&x) && (self.top..=self.bottom()).contains(&y)
    }

    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right()
            && other.left < self.right()
            && self.top < other.bottom()
            && other.top < self.bottom()
    }

    /// Whether a line through `way`, or a single point of it, comes into this frame.
    pub(crate) fn is_crossed_by(&self, way: &[Place]) -> bool {
        way.iter().any(|&place| self.contains(place))
            || way
                .windows(2)
                .any(|ends| self.clip(ends[0], ends[1]).is_some())
    }

    /// This frame, smaller by `by` on every side.
    pub(crate) fn shrunk(&self, by: f64) -> Self {
        Self {
            left: self.left + by,
            top: self.top + by,
            width: (self.width - 2.0 * by).max(0.0),
            height: (self.height - 2.0 * by).max(0.0),
        }
    }

    /// The part of the segment from `a` to `b` that lies inside (Liang and Barsky, 1984); none if
    /// an end is nowhere.
    pub(crate) fn clip(&self, a: Place, b: Place) -> Option<(Place, Place)> {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        if !(dx.is_finite() && dy.is_finite()) {
            return None;
        }
        let (mut enter, mut leave) = (0.0f64, 1.0f64);
        let edges = [
            (-dx, a.0 - self.left),
            (dx, self.right() - a.0),
            (-dy, a.1 - self.top),
            (dy, self.bottom() - a.1),
        ];
        for (towards, room) in edges {
            if towards == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if towards < 0.0 {
                enter = enter.max(room / towards);
            } else {
                leave = leave.min(room / towards);
            }
        }
        // An end that lies inside stays what it is: a + 1·(b − a) often is not b. Of one that is
        // very far away, the sum has no correct digit left: it is kept to the frame.
        let at = |t: f64| match t {
            0.0 => a,
            1.0 => b,
            t => between(a, b, t),
        };
        let kept = |(x, y): Place| {
            let x = x.clamp(self.left, self.right());
            (x, y.clamp(self.top, self.bottom()))
        };
        (enter <= leave).then(|| (kept(at(enter)), kept(at(leave))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame {
        left: 0.0,
        top: 0.0,
        width: 10.0,
        height: 10.0,
    };

    #[test]
    fn a_segment_is_cut_at_the_frame() {
        assert_eq!(
            FRAME.clip((-5.0, 5.0), (5.0, 5.0)),
            Some(((0.0, 5.0), (5.0, 5.0)))
        );
        assert_eq!(
            FRAME.clip((5.0, -5.0), (5.0, 15.0)),
            Some(((5.0, 0.0), (5.0, 10.0)))
        );
        assert_eq!(FRAME.clip((-5.0, -1.0), (15.0, -1.0)), None);
        assert_eq!(FRAME.clip((20.0, 0.0), (0.0, 25.0)), None);
        assert!(FRAME.is_crossed_by(&[(-5.0, 5.0), (15.0, 5.0)]));
        assert!(FRAME.is_crossed_by(&[(5.0, 5.0)]));
        assert!(!FRAME.is_crossed_by(&[(-5.0, 5.0), (-5.0, 15.0), (15.0, 15.0)]));
    }

    #[test]
    fn ends_that_are_very_far_away_are_cut_at_the_frame_too() {
        for far in [1e17, 1e100, 1e300] {
            let ways = [
                ((-far, 5.0), (far, 5.1)),
                ((-far, -far), (0.9 * far, far)),
                ((-far, 5.0), (1e-9 * far, 5.0)),
            ];
            for (a, b) in ways {
                if let Some((a, b)) = FRAME.clip(a, b) {
                    assert!(FRAME.contains(a) && FRAME.contains(b), "{far}: {a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn an_end_inside_the_frame_is_kept_to_the_last_bit() {
        let inside = |k: usize| {
            let share = |n: usize| (n as f64 * 0.618_034).fract() * 10.0;
            (share(k), share(7 * k + 3))
        };
        for k in 0..1000 {
            let (a, b) = (inside(k), inside(k + 1));
            assert_eq!(FRAME.clip(a, b), Some((a, b)));
            assert_eq!(FRAME.clip((-7.3, 4.1), b).map(|ends| ends.1), Some(b));
            assert_eq!(FRAME.clip(a, (3.7, 19.1)).map(|ends| ends.0), Some(a));
        }
    }
}
