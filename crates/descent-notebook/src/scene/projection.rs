//! How a landscape is seen: a parallel projection.

use crate::canvas::{Frame, Place};

/// The landscape is this much flatter than a cube.
pub(super) const HEIGHT: f64 = 0.75;
/// The corners of the floor.
pub(super) const CORNERS: [(f64, f64); 4] = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];

/// A point of the landscape, each coordinate −1 to 1.
pub(super) type Point = [f64; 3];

/// A parallel projection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Projection {
    pub(super) azimuth: (f64, f64),
    pub(super) elevation: (f64, f64),
}

impl Projection {
    pub(crate) fn new(azimuth: f64, elevation: f64) -> Self {
        Self {
            azimuth: azimuth.to_radians().sin_cos(),
            elevation: elevation.to_radians().sin_cos(),
        }
    }

    /// The corner of the floor above which the axis of the heights stands.
    pub(super) fn leftmost_corner(&self) -> (f64, f64) {
        let right = |&(x, y): &(f64, f64)| self.project([x, y, -1.0])[0];
        CORNERS
            .into_iter()
            .min_by(|a, b| right(a).total_cmp(&right(b)))
            .unwrap_or(CORNERS[0])
    }

    /// Right, up, and away from the viewer.
    pub(super) fn project(&self, [x, y, z]: Point) -> [f64; 3] {
        let (sin, cos) = self.azimuth;
        let (right, away) = (x * cos - y * sin, x * sin + y * cos);
        let (sin, cos) = self.elevation;
        [
            right,
            away * sin + z * HEIGHT * cos,
            away * cos - z * HEIGHT * sin,
        ]
    }
}

/// A projection that fills a frame with given points.
pub(super) struct View {
    projection: Projection,
    scale: f64,
    origin: Place,
}

impl View {
    pub(super) fn new(projection: Projection, room: Frame, points: &[Point]) -> Self {
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for &point in points {
            let place = projection.project(point);
            for axis in 0..2 {
                low[axis] = low[axis].min(place[axis]);
                high[axis] = high[axis].max(place[axis]);
            }
        }
        let scale = (room.width / (high[0] - low[0])).min(room.height / (high[1] - low[1]));
        let middle = room.center();
        let origin = (
            middle.0 - scale * (low[0] + high[0]) / 2.0,
            middle.1 + scale * (low[1] + high[1]) / 2.0,
        );
        Self {
            projection,
            scale,
            origin,
        }
    }

    pub(super) fn place(&self, point: Point) -> Place {
        let [right, up, _] = self.projection.project(point);
        (
            self.origin.0 + self.scale * right,
            self.origin.1 - self.scale * up,
        )
    }

    pub(super) fn depth(&self, point: Point) -> f64 {
        self.projection.project(point)[2]
    }

    /// How far a place of the floor is away from the viewer.
    pub(super) fn away(&self, x: f64, y: f64) -> f64 {
        self.depth([x, y, 0.0])
    }
}
