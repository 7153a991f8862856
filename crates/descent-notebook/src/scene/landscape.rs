//! A function of two variables as a landscape, with descents lying on it.

use super::axis::Axis;
use super::field::Grid;
use super::legend::{Legend, Sample};
use super::projection::{CORNERS, HEIGHT, Point, Projection, View};
use super::title::{draw_title, title_height};
use super::track::{Track, draw_ends, longest_first};
use crate::canvas::palette::{FAINT, INK, Rgb, VIRIDIS, WHITE, at, mix};
use crate::canvas::{
    Dash, Frame, HPos, LABEL_SIZE, Lettering, Pen, Place, Stroke, TICK_SIZE, VPos, distance,
    fitted, text_width, widest,
};

/// Every second line of the grid is drawn: all of them would darken the picture.
const MESH: usize = 2;
/// Colours from bottom to top: so few that the PNG has all of them.
const BANDS: f64 = 16.0;
/// A dot at a step is so far from all others, in nominal pixels, and from where the step began:
/// dots at some of many short steps would look like steps.
const DOT_ROOM: f64 = 8.0;
/// The most points of a path that are drawn; the landscape has no room for more.
const MOST_POINTS: usize = 2_000;

/// A landscape, evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Landscape {
    pub(crate) grid: Grid,
    pub(crate) axes: [Axis; 3],
    pub(crate) names: [String; 3],
    pub(crate) tracks: Vec<Track>,
    /// The value at each point of each track.
    pub(crate) heights: Vec<Vec<f64>>,
    pub(crate) projection: Projection,
    pub(crate) title: String,
}

/// A piece of the landscape.
struct Facet {
    corners: [Point; 4],
    depth: f64,
    /// Which of its edges, from a corner to the next, belong to the lines of the mesh.
    on_mesh: [bool; 4],
}

impl Landscape {
    fn point(&self, x: f64, y: f64, z: f64) -> Point {
        // A path may leave the box: it is drawn up to its lid, and to the floor.
        let height = self.along(2, z).clamp(-1.0, 1.05);
        [self.along(0, x), self.along(1, y), height]
    }

    /// The coordinate of a number on an axis, −1 to 1.
    fn along(&self, axis: usize, number: f64) -> f64 {
        2.0 * self.axes[axis].fraction(number) - 1.0
    }

    pub(crate) fn draw(&self, pen: &mut Pen, frame: Frame) {
        let view = View::new(self.projection, self.room(frame), &self.outermost());
        draw_title(pen, &self.title, frame.center().0, frame);
        self.draw_floor(pen, &view);
        // From far to near.
        let mut facets = self.facets(&view);
        facets.sort_by(|a, b| b.depth.total_cmp(&a.depth));
        let place = |piece: Vec<Point>| piece.into_iter().map(|p| view.place(p)).collect();
        for facet in &facets {
            for (color, piece) in in_bands(&facet.corners) {
                let mut corners: Vec<Place> = place(piece);
                pen.polygon(&corners, color);
                // In its own colour, so that nothing shines through between two pieces.
                corners.push(corners[0]);
                pen.line(&corners, Stroke::solid(color, 0.5));
            }
            for (edge, _) in (0..4).zip(facet.on_mesh).filter(|(_, on_mesh)| *on_mesh) {
                let ends = [facet.corners[edge], facet.corners[(edge + 1) % 4]];
                for (color, piece) in in_bands(&ends) {
                    let line: Vec<Place> = place(piece);
                    pen.line(&line, Stroke::solid(mix(color, INK, 0.3), 0.5));
                }
            }
        }
        self.draw_axes(pen, &view);
        let length = |track: usize| -> f64 {
            let way: Vec<Place> = place(self.way(track));
            way.windows(2).map(|ends| distance(ends[0], ends[1])).sum()
        };
        for track in longest_first((0..self.tracks.len()).map(length)) {
            self.draw_track(pen, &view, track);
        }
        if let Some(legend) = self.legend(frame) {
            let top = frame.top + 12.0 + title_height(&self.title, frame.width);
            legend.draw(pen, (frame.center().0, top), frame);
        }
    }

    /// The corners of what is drawn, which the picture has to hold.
    fn outermost(&self) -> Vec<Point> {
        let floor = CORNERS.map(|(x, y)| [x, y, -1.0]);
        let (columns, rows) = (self.grid.columns, self.grid.rows);
        let points = (0..columns * rows).map(|i| {
            let (x, y) = self.grid.point(i % columns, i / columns);
            self.point(x, y, self.grid.values[i])
        });
        let heights = self.projection.leftmost_corner();
        let finite = |p: &Point| p.iter().all(|v| v.is_finite());
        floor
            .into_iter()
            .chain([[heights.0, heights.1, 1.0]])
            .chain(points.filter(finite))
            .collect()
    }

    /// What title and labels leave of the frame.
    fn room(&self, frame: Frame) -> Frame {
        let left = widest(self.axes[2].labels(), TICK_SIZE).max(20.0) + 34.0;
        // The name of the heights stands above their axis.
        let legend = self.legend(frame).map_or(0.0, |legend| legend.height());
        let top = (12.0 + title_height(&self.title, frame.width) + legend).max(LABEL_SIZE + 16.0);
        frame.within(left, top, 34.0, 50.0)
    }

    fn facets(&self, view: &View) -> Vec<Facet> {
        let (columns, rows) = (self.grid.columns, self.grid.rows);
        let corner = |column: usize, row: usize| {
            let (x, y) = self.grid.point(column, row);
            self.point(x, y, self.grid.values[row * columns + column])
        };
        let mut facets = Vec::with_capacity((columns - 1) * (rows - 1));
        for row in 0..rows - 1 {
            for column in 0..columns - 1 {
                let corners =
                    [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(c, r)| corner(column + c, row + r));
                // Where the function has no finite value, there is a hole.
                if corners.iter().flatten().any(|v| !v.is_finite()) {
                    continue;
                }
                let depth = corners.iter().map(|&c| view.depth(c)).sum::<f64>() / 4.0;
                let on_mesh = [row, column + 1, row + 1, column].map(|line| line % MESH == 0);
                facets.push(Facet {
                    corners,
                    depth,
                    on_mesh,
                });
            }
        }
        facets
    }

    /// The points of a track, in order, those that no picture can tell apart left out.
    fn way(&self, track: usize) -> Vec<Point> {
        let points = self.tracks[track].points.iter().zip(&self.heights[track]);
        let mut way: Vec<Point> = Vec::new();
        for (&(x, y), &z) in points {
            let point = self.point(x, y, z);
            if !is_over_floor(&point) {
                // It is out of sight: the rest of the way would start anywhere.
                break;
            }
            let moved = |last: &Point| last.iter().zip(point).any(|(a, b)| (a - b).abs() > 1e-3);
            if way.last().is_none_or(moved) {
                way.push(point);
            }
        }
        let (stride, last) = (way.len().div_ceil(MOST_POINTS).max(1), way.last().copied());
        let mut some: Vec<Point> = way.into_iter().step_by(stride).collect();
        some.extend(last.filter(|_| stride > 1));
        some
    }

    /// Whether the landscape stands between the viewer and a point that lies on it.
    fn is_hidden(&self, [x, y, z]: Point) -> bool {
        /// So far a facet may stand above the true landscape without hiding what lies on it.
        const SLACK: f64 = 0.01;
        let ((sin_a, cos_a), (sin_e, cos_e)) = (self.projection.azimuth, self.projection.elevation);
        let step = 0.5 / self.grid.columns as f64;
        // The line of sight: it keeps its place in the picture while it comes nearer.
        let sight = (1..6 * self.grid.columns).map(|k| {
            let nearer = step * k as f64;
            let rise = nearer * sin_e / (HEIGHT * cos_e);
            [x - nearer * sin_a, y - nearer * cos_a, z + rise]
        });
        sight
            .take_while(|p| p.iter().all(|v| v.abs() <= 1.0))
            .any(|[x, y, z]| self.height_at(x, y).is_some_and(|h| h > z + SLACK))
    }

    /// The way of a track as it runs over the landscape between its points.
    fn lying_on_surface(&self, track: usize) -> Vec<Vec<Point>> {
        let way = self.way(track);
        let piece = 2.0 / self.grid.columns as f64;
        way.windows(2)
            .map(|ends| {
                let (a, b) = (ends[0], ends[1]);
                let parts = ((b[0] - a[0]).hypot(b[1] - a[1]) / piece)
                    .ceil()
                    .clamp(1.0, 100.0) as usize;
                (0..=parts)
                    .map(|k| {
                        let t = k as f64 / parts as f64;
                        let (x, y) = (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]));
                        // At its ends it has the exact height, not that of the grid.
                        let height = match k {
                            0 => a[2],
                            k if k == parts => b[2],
                            _ => self.height_at(x, y).unwrap_or(a[2] + t * (b[2] - a[2])),
                        };
                        [x, y, height]
                    })
                    .collect()
            })
            .collect()
    }

    /// The height of the drawn facets at a place, if it has one.
    fn height_at(&self, x: f64, y: f64) -> Option<f64> {
        let (columns, rows) = (self.grid.columns, self.grid.rows);
        let cell = |v: f64, count: usize| {
            let place = (v + 1.0) / 2.0 * (count - 1) as f64;
            let below = (place.max(0.0) as usize).min(count - 2);
            (below, place - below as f64)
        };
        let ((column, s), (row, t)) = (cell(x, columns), cell(y, rows));
        let value = |c: usize, r: usize| self.grid.values[(row + r) * columns + column + c];
        let lower = value(0, 0) + s * (value(1, 0) - value(0, 0));
        let upper = value(0, 1) + s * (value(1, 1) - value(0, 1));
        let height = self.along(2, lower + t * (upper - lower));
        height.is_finite().then_some(height.clamp(-1.0, 1.05))
    }

    /// A way over the landscape: dashed and thin where a ridge hides it. Its steps, and its ends.
    fn draw_track(&self, pen: &mut Pen, view: &View, index: usize) {
        let track = &self.tracks[index];
        let color = Stroke::of_run(track.run).color;
        let (mut seen, mut hidden): (Vec<Vec<Place>>, Vec<Vec<Place>>) = Default::default();
        let mut last = None;
        let pieces = self.lying_on_surface(index);
        for ends in pieces.iter().flat_map(|line| line.windows(2)) {
            let middle = [0, 1, 2].map(|axis| (ends[0][axis] + ends[1][axis]) / 2.0);
            let is_hidden = self.is_hidden(middle);
            let lines = if is_hidden { &mut hidden } else { &mut seen };
            let to = view.place(ends[1]);
            match lines.last_mut() {
                Some(line) if last == Some(is_hidden) => line.push(to),
                _ => lines.push(vec![view.place(ends[0]), to]),
            }
            last = Some(is_hidden);
        }
        for (width, color) in [(6.0, WHITE), (3.5, color)] {
            for line in &seen {
                pen.line(line, Stroke::solid(color, width));
            }
        }
        for line in &hidden {
            pen.line(line, Stroke::solid(color, 2.0).dashed(Dash::Dashed));
        }
        let way = self.way(index);
        let steps = way.windows(2).filter(|ends| !self.is_hidden(ends[1]));
        for dot in dots(steps.map(|ends| (view.place(ends[0]), view.place(ends[1])))) {
            pen.disc(dot, 5.0, WHITE);
            pen.disc(dot, 4.0, color);
        }
        let end = |point: Option<(&(f64, f64), &f64)>| {
            let point = point.map(|(&(x, y), &z)| self.point(x, y, z));
            point.filter(is_over_floor).map(|point| view.place(point))
        };
        let mut points = track.points.iter().zip(&self.heights[index]);
        let (start, end) = (end(points.clone().next()), end(points.next_back()));
        draw_ends(pen, start, end, color);
    }

    /// The names of several runs, above the landscape.
    fn legend(&self, frame: Frame) -> Option<Legend> {
        // On a landscape all ways are solid: dashes mean that they are hidden.
        let stroke = |track: &Track| Stroke::solid(Stroke::of_run(track.run).color, 3.5);
        let sample = |track: &Track| Sample::Line(stroke(track));
        let names = self.tracks.iter().map(|t| (t.label.as_str(), sample(t)));
        Legend::of(names, frame)
    }

    fn draw_floor(&self, pen: &mut Pen, view: &View) {
        let floor = CORNERS.map(|(x, y)| view.place([x, y, -1.0]));
        pen.polygon(&floor, mix(FAINT, WHITE, 0.6));
        let edges = [floor[0], floor[1], floor[2], floor[3], floor[0]];
        pen.line(&edges, Stroke::solid(FAINT, 1.0))
    }

    fn draw_axes(&self, pen: &mut Pen, view: &View) {
        let nearest = CORNERS
            .into_iter()
            .min_by(|a, b| view.away(a.0, a.1).total_cmp(&view.away(b.0, b.1)))
            .unwrap_or(CORNERS[0]);
        // The two edges of the floor that meet at the nearest corner carry x₀ and x₁.
        self.draw_floor_axis(pen, view, 0, |v| [v, nearest.1, -1.0]);
        self.draw_floor_axis(pen, view, 1, |v| [nearest.0, v, -1.0]);
        let leftmost = self.projection.leftmost_corner();
        let up = |v: f64| view.place([leftmost.0, leftmost.1, v]);
        let beside = Lettering::new(TICK_SIZE, HPos::Right, VPos::Center);
        pen.line(&[up(-1.0), up(1.0)], Stroke::solid(INK, 1.0));
        let mut free_above = f64::INFINITY;
        for tick in &self.axes[2].ticks {
            let (x, y) = up(self.along(2, tick.value));
            pen.line(&[(x - 5.0, y), (x, y)], Stroke::solid(INK, 1.0));
            if y + TICK_SIZE < free_above {
                pen.text(&tick.label, (x - 8.0, y), beside);
                free_above = y;
            }
        }
        let (x, y) = up(1.0);
        let above = Lettering::new(LABEL_SIZE, HPos::Center, VPos::Bottom);
        pen.text(&self.names[2], (x, y - 8.0), above)
    }

    /// One edge of the floor with its ticks, their labels outside.
    fn draw_floor_axis(
        &self,
        pen: &mut Pen,
        view: &View,
        axis: usize,
        edge: impl Fn(f64) -> Point,
    ) {
        let stroke = Stroke::solid(INK, 1.0);
        let (middle, center) = (view.place(edge(0.0)), view.place([0.0, 0.0, -1.0]));
        pen.line(&[view.place(edge(-1.0)), view.place(edge(1.0))], stroke);
        // Straight down where the edge runs across, to the side where it runs up.
        let aside = match middle.0 - center.0 {
            aside if aside.abs() < 20.0 => 0.0,
            aside => aside.signum(),
        };
        let across = match aside {
            0.0 => HPos::Center,
            -1.0 => HPos::Right,
            _ => HPos::Left,
        };
        let mut last: Option<Frame> = None;
        for tick in &self.axes[axis].ticks {
            let (x, y) = view.place(edge(self.along(axis, tick.value)));
            let (dx, dy) = (4.0 * aside, 5.0);
            pen.line(&[(x, y), (x + dx, y + dy)], stroke);
            let width = text_width(&tick.label, TICK_SIZE) + 6.0;
            let left = x - width * (1.0 - aside) / 2.0;
            let taken = Frame::at((left, y), (width, TICK_SIZE));
            if last.is_none_or(|last| !last.overlaps(&taken)) {
                let letters = Lettering::new(TICK_SIZE, across, VPos::Top);
                pen.text(&tick.label, (x + dx * 1.3, y + dy), letters);
                last = Some(taken);
            }
        }
        let at = (middle.0 + aside * 34.0, middle.1 + 24.0);
        let letters = Lettering::new(LABEL_SIZE, across, VPos::Top);
        pen.text(&fitted(&self.names[axis], LABEL_SIZE, 120.0), at, letters)
    }
}

/// Where steps, each from place to place, have dots.
fn dots(steps: impl Iterator<Item = (Place, Place)>) -> Vec<Place> {
    let mut dots: Vec<Place> = Vec::new();
    for (from, to) in steps {
        let is_near = |dot: &Place| distance(*dot, to) < DOT_ROOM;
        if !is_near(&from) && !dots.iter().any(is_near) {
            dots.push(to);
        }
    }
    dots
}

/// Whether a point lies where the landscape is.
fn is_over_floor(point: &Point) -> bool {
    point.iter().all(|v| v.is_finite()) && point[0].abs() <= 1.0 && point[1].abs() <= 1.0
}

/// A polygon or a line in pieces, bottom to top, each with the colour of its height.
fn in_bands(corners: &[Point]) -> Vec<(Rgb, Vec<Point>)> {
    let height = |bound: f64| 2.0 * bound / BANDS - 1.0;
    let bounds = corners.iter().map(|c| (c[2] + 1.0) / 2.0 * BANDS);
    let low = bounds.clone().fold(BANDS, f64::min).floor();
    let high = bounds.fold(0.0, f64::max).ceil();
    // At its bound a plain belongs to the band above it, at the lid to the highest.
    let (first, last) = (low.clamp(0.0, BANDS - 1.0), high.min(BANDS) - 1.0);
    (first as usize..=last.max(first) as usize)
        .map(|band| {
            let band = band as f64;
            let mut piece = corners.to_vec();
            if band > first {
                piece = cut(&piece, height(band), 1.0);
            }
            if band < last {
                piece = cut(&piece, height(band + 1.0), -1.0);
            }
            (mix(at(&VIRIDIS, (band + 0.5) / BANDS), WHITE, 0.35), piece)
        })
        .collect()
}

/// The part of a polygon above a height, or below it where `side` is −1 (Sutherland and Hodgman,
/// 1974).
fn cut(corners: &[Point], height: f64, side: f64) -> Vec<Point> {
    let inside = |point: &Point| side * (point[2] - height);
    let mut kept = Vec::with_capacity(corners.len() + 2);
    for (a, b) in corners.iter().zip(corners.iter().cycle().skip(1)) {
        let (from, to) = (inside(a), inside(b));
        if from >= 0.0 {
            kept.push(*a);
        }
        if from * to < 0.0 {
            let t = from / (from - to);
            let [x, y, _] = [0, 1, 2].map(|axis| a[axis] + t * (b[axis] - a[axis]));
            kept.push([x, y, height]);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::Primitive;
    use crate::figures::plot::Plot;
    use crate::figures::run::Runs;
    use crate::figures::surface::surface;
    use crate::scene::Scene;
    use descent::{function_2, gradient_descent, himmelblau};
    use ndarray::array;

    fn landscape(plot: &impl Plot) -> Landscape {
        match plot.figure().expect("it can be drawn").scene {
            Scene::Landscape(landscape) => *landscape,
            _ => panic!("a surface is a landscape"),
        }
    }

    fn drawn(plot: &impl Plot) -> Pen {
        let mut pen = Pen::new((640, 480));
        let sheet = pen.sheet();
        landscape(plot).draw(&mut pen, sheet);
        pen
    }

    fn down_the_bowl(rate: f64, steps: usize) -> impl Plot {
        let path = gradient_descent(function_2, &array![-3.0, 4.0], rate, steps);
        surface(function_2).path(&path.expect("a good start"))
    }

    fn dots_of(pen: &Pen) -> usize {
        let is_dot = |p: &&Primitive| matches!(p, Primitive::Disc(_, 4.0, _));
        pen.drawn().iter().filter(is_dot).count()
    }

    #[test]
    fn bands_end_at_their_heights_and_not_at_the_edges_of_facets() {
        let landscape = landscape(&down_the_bowl(0.1, 20));
        let view = View::new(
            landscape.projection,
            Pen::new((640, 480)).sheet(),
            &landscape.outermost(),
        );
        let mut most = 0;
        for facet in landscape.facets(&view) {
            let pieces = in_bands(&facet.corners);
            most = most.max(pieces.len());
            let heights = |piece: &[Point]| {
                let heights = piece.iter().map(|p| (p[2] + 1.0) / 2.0 * BANDS);
                (
                    heights.clone().fold(BANDS, f64::min),
                    heights.fold(0.0, f64::max),
                )
            };
            for (_, piece) in &pieces {
                let (low, high) = heights(piece);
                assert!(low.floor() + 1.0 >= high - 1e-9, "{low} to {high}");
                assert!(piece.len() > 2, "{piece:?}");
            }
            // Nothing is lost: seen from above, the pieces have the area of the facet.
            let area = |piece: &[Point]| {
                let next = piece.iter().cycle().skip(1);
                let twice = piece
                    .iter()
                    .zip(next)
                    .map(|(a, b)| a[0] * b[1] - b[0] * a[1]);
                twice.sum::<f64>().abs() / 2.0
            };
            let sum: f64 = pieces.iter().map(|(_, piece)| area(piece)).sum();
            assert!((sum - area(&facet.corners)).abs() < 1e-12);
        }
        assert!(most > 1, "no facet is cut");
    }

    #[test]
    fn a_plain_at_the_bound_of_a_band_has_one_colour() {
        let plain = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        for height in [-1.0, 0.0, 0.3, 1.0] {
            let pieces = in_bands(&plain.map(|(x, y)| [x, y, height]));
            assert_eq!(pieces.len(), 1, "at {height}");
            assert_eq!(pieces[0].1.len(), 4);
        }
    }

    #[test]
    fn steps_have_dots_as_long_as_these_can_be_told_apart() {
        let converging = dots_of(&drawn(&down_the_bowl(0.1, 100)));
        assert!((8..20).contains(&converging), "{converging} dots");
        assert_eq!(dots_of(&drawn(&down_the_bowl(0.001, 300))), 0);
    }

    #[test]
    fn steps_behind_a_ridge_have_no_dots() {
        let path = gradient_descent(himmelblau, &array![-0.5, -1.0], 0.01, 50);
        let path = path.expect("a good start");
        let seen_from = |azimuth| {
            dots_of(&drawn(
                &surface(himmelblau).path(&path).angle(azimuth, 35.0),
            ))
        };
        assert!(seen_from(120.0) < seen_from(-60.0));
    }

    #[test]
    fn a_start_is_seen_around_an_end_at_the_same_place() {
        let radius = |plot| {
            drawn(&plot).drawn().iter().find_map(|p| match p {
                Primitive::Ring(_, radius, _) => Some(*radius),
                _ => None,
            })
        };
        assert!(radius(down_the_bowl(1e-10, 100)).is_some_and(|radius| radius > 7.5 + 1.25));
        assert_eq!(radius(down_the_bowl(0.1, 20)), Some(6.0));
    }

    #[test]
    fn a_short_run_is_drawn_over_a_long_one_on_the_same_way() {
        let paths = [0.02, 0.1, 0.9].map(|rate| {
            gradient_descent(function_2, &array![-3.0, 4.0], rate, 20).expect("a good start")
        });
        let pen = drawn(&surface(function_2).paths(&paths));
        let ends = pen.drawn().iter().filter_map(|p| match p {
            Primitive::Disc(_, 6.0, color) => Some(*color),
            _ => None,
        });
        let expected = [2, 1, 0].map(|run| Stroke::of_run(run).color);
        assert_eq!(ends.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_run_that_leaves_the_picture_has_no_end_in_it() {
        let ends = |rate| {
            let pen = drawn(&down_the_bowl(rate, 20));
            let is_end = |p: &&Primitive| matches!(p, Primitive::Disc(_, 6.0, _));
            pen.drawn().iter().filter(is_end).count()
        };
        assert_eq!((ends(0.1), ends(1.1)), (1, 0));
    }
}
