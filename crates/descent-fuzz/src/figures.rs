use descent::{Trajectory, gradient_descent};
use descent_notebook::check::Report;
use descent_notebook::{
    Figure, Minima, Plot, Runs, Scale, basins, contour, curve, explore, heatmap, images, lines,
    loss_curve, numpy_text, panels, player, quiver, surface,
};
use ndarray::Array1;

use crate::assert_is_a_sentence;
use crate::input::Input;

const KINDS: [fn(&mut Input); 13] = [
    |input| {
        let count = input.up_to(3);
        let mut plot = curve(input.curve());
        for _ in 0..count {
            plot = plot.tangent_at(input.number());
        }
        let path = path(input, 1);
        check(input, plot.path(&path).run("one more", &path));
    },
    |input| {
        let mut plot = contour(input.function()).levels(input.up_to(41));
        if input.any() {
            plot = plot.quiver().minimum(input.number(), input.number());
        }
        for _ in 0..input.up_to(3) {
            let dimension = if input.up_to(9) == 0 { 3 } else { 2 };
            plot = plot.run(input.text(), &path(input, dimension));
        }
        check(input, plot);
    },
    |input| {
        let plot = quiver(input.function());
        check(input, plot);
    },
    |input| {
        let path = path(input, 2);
        let (azimuth, elevation) = (input.number(), input.number());
        let plot = surface(input.function())
            .path(&path)
            .angle(azimuth, elevation);
        check(input, plot);
    },
    |input| {
        let dimension = 1 + input.up_to(2);
        let mut plot = loss_curve(&path(input, dimension)).label(input.text());
        if input.any() {
            plot = plot.run(input.text(), &path(input, dimension));
        }
        match input.up_to(2) {
            0 => plot = plot.y_scale(Scale::Log),
            1 => plot = plot.y_scale(Scale::symlog()),
            _ => {}
        }
        check(input, plot);
    },
    |input| {
        let matrix = input.matrix();
        let names = [input.text(), input.text()];
        let mut plot = heatmap(&matrix).rows(&names).columns([&names[1]]);
        if input.any() {
            plot = plot.limit(input.number());
        }
        check(input, plot);
    },
    |input| {
        let matrix = input.matrix();
        let plot = images(&matrix, input.up_to(5)).columns(input.any());
        let labels = input.classes(5);
        check(input, plot.labels(labels));
    },
    |input| {
        let mut plot = lines().vertical(input.text(), input.number());
        for _ in 0..input.up_to(3) {
            let points: Vec<_> = input.numbers(9).into_iter().zip(input.numbers(9)).collect();
            let label = input.text();
            plot = match input.up_to(2) {
                0 => plot.guide(label, &points),
                1 => plot.points(label, input.numbers(9), input.numbers(9)),
                _ => plot.line(label, &points),
            };
        }
        plot = plot.star(input.number(), input.number());
        if input.any() {
            plot = plot.x_scale(Scale::Log);
        }
        if input.any() {
            plot = plot.y_scale(Scale::Log);
        }
        check(input, plot);
    },
    |input| {
        let dimension = 1 + input.up_to(2);
        let mut plot = player(input.function()).minimum(input.number(), input.number());
        for _ in 0..input.up_to(3) {
            plot = plot.run(input.text(), &path(input, dimension));
        }
        if input.any() {
            plot = plot.y_scale(Scale::SymLog {
                linear_below: input.number(),
            });
        }
        check(input, plot);
    },
    |input| {
        let mut plot = explore(input.function());
        if input.any() {
            plot = plot.start(input.number(), input.number());
        }
        if input.any() {
            plot = plot.learning_rate(input.number()).momentum(input.number());
        }
        let plot = plot.steps(input.up_to(50));
        let plot = plot.minimum(input.number(), input.number());
        check(input, plot);
    },
    |input| {
        let inner = (0..input.up_to(3)).map(|_| heatmap(&input.matrix()));
        let plot = panels(inner.collect::<Vec<_>>())
            .and(quiver(input.function()))
            .columns(input.up_to(3));
        let shared = input.any();
        check(input, if shared { plot.shared_ranges() } else { plot });
    },
    |input| {
        let f = input.function();
        let minima: Vec<[f64; 2]> = (0..input.up_to(7))
            .map(|_| [input.number(), input.number()])
            .collect();
        let rate = input.number();
        let stay = move |start: &Array1<f64>| gradient_descent(&f, start, rate, 1);
        check(input, basins(&minima, stay));
    },
    array,
];

/// Every kind of figure with any data, texts and settings, and the text of arrays.
pub fn figures(data: &[u8]) {
    let mut input = Input::new(data);
    input.one_of(&KINDS)(&mut input);
}

/// A path of one to twelve points, anywhere.
fn path(input: &mut Input, dimension: usize) -> Trajectory {
    let count = 1 + input.up_to(11);
    let points: Vec<Array1<f64>> = (0..count)
        .map(|_| Array1::from_shape_simple_fn(dimension, || input.number()))
        .collect();
    let rate = input.moderate();
    Trajectory::from_points(input.function(), &points, rate).expect("points of one shape")
}

/// Draws what can be drawn, with any texts, size and ranges.
fn check(input: &mut Input, mut plot: impl Plot) {
    plot = plot.size(160 + input.up_to(100) as u32, 160 + input.up_to(100) as u32);
    if input.any() {
        plot = plot
            .title(input.text())
            .x_label(input.text())
            .y_label(input.text());
    }
    if input.any() {
        plot = plot.caption(input.text()).alt(input.text());
    }
    if input.any() {
        plot = plot.x_range(input.number(), input.number());
    }
    if input.any() {
        plot = plot.y_range(input.number(), input.number());
    }
    match plot.figure() {
        Ok(figure) => assert_is_shown(&figure),
        Err(error) => assert_is_a_sentence(&error),
    }
}

/// Checks that a figure can be drawn in each of its forms, and that its texts break none of them.
fn assert_is_shown(figure: &Figure) {
    let svg = figure.svg().expect("what was set up can be drawn");
    roxmltree::Document::parse(&svg).expect("an SVG is XML");
    let png = figure.png().expect("what was set up can be drawn");
    assert!(png.starts_with(b"\x89PNG"));
    let bundle = figure.bundle().expect("what was set up can be drawn");
    for marker in ["EVCXR_BEGIN_CONTENT", "EVCXR_END_CONTENT"] {
        let lines = bundle.lines().filter(|line| line.starts_with(marker));
        assert_eq!(lines.count(), 3, "{bundle}");
    }
    let html = figure.html().expect("what was set up can be drawn");
    assert_eq!(html.matches("</figure>").count(), 1, "{html}");
    assert_eq!(
        html.matches("</script").count(),
        html.matches("<script").count(),
        "{html}"
    );
}

fn array(input: &mut Input) {
    let cube = input.cube();
    let text = numpy_text(&cube);
    assert_eq!(
        text.matches('[').count(),
        text.matches(']').count(),
        "{text}"
    );
    let shown = text
        .split([',', '[', ']', ' ', '\n'])
        .filter(|word| !word.is_empty());
    assert_eq!(shown.count(), cube.len(), "{text}");
    let vector = Array1::from(input.numbers(40).repeat(30));
    let text = numpy_text(&vector);
    assert_eq!(text.contains("..."), vector.len() > 1000, "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 75),
        "{text}"
    );
}

/// Checks that a report can be shown.
pub fn assert_is_readable(report: &Report) {
    let html = report.html();
    assert!(html.starts_with('<') && !html.contains("EVCXR_"), "{html}");
    assert!(!report.to_string().is_empty());
    assert_eq!(report.passed(), report.hint().is_none(), "{report}");
}
