//! Texts and numbers that no lesson has: each gives a picture or a sentence, and breaks nothing.

mod gallery;
mod parse;

use std::time::{Duration, Instant};

use descent_notebook::prelude::*;
use descent_notebook::{Error, LossCurve};
use proptest::prelude::*;

use parse::{Block, blocks, elements, frames};

/// A text in which the kernel's markers, markup and unusual letters stand next to each other.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<b>&amp;".to_owned()),
        Just("\"'`".to_owned()),
        Just("</script></figure><script>".to_owned()),
        Just("<!--".to_owned()),
        Just("]]>".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n\r".to_owned()),
        Just("\nEVCXR_END_CONTENT\n".to_owned()),
        Just("\nEVCXR_PANIC_NOTIFICATION\n".to_owned()),
        Just("\nEVCXR_BEGIN_CONTENT text/html\n".to_owned()),
        Just("$x_0$ \\(a\\) \\\\".to_owned()),
        Just("\0\u{1}\u{1b}[31m\u{7f}\u{85}\u{2028}\u{ffff}\u{fdd0}\u{1fffe}".to_owned()),
        Just("梯度下降".to_owned()),
        Just("“梯度”法：（x₀……𠮷龘）—·，［１］".to_owned()),
        Just("梯度法的损失函数，".repeat(30)),
        Just("👩🏽‍🏫 ☞".to_owned()),
        Just("\u{202e}ירידה\u{202c}".to_owned()),
        Just("long ".repeat(400)),
        prop::collection::vec(any::<char>(), 0..12).prop_map(|chars| chars.into_iter().collect()),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// A text as a page shows it: one kind of line break, and a sign for what has no shape.
fn as_shown(text: &str) -> String {
    let has_shape = |c: char| {
        let code = c as u32;
        c == '\t'
            || !(c.is_control() || (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe)
    };
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines
        .chars()
        .map(|c| {
            if c == '\n' || has_shape(c) {
                c
            } else {
                '\u{fffd}'
            }
        })
        .collect()
}

/// The text of an SVG, word by word.
fn words_of(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("XML");
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    texts
        .map(|text| {
            let pieces = text.descendants().filter(|node| node.is_text());
            pieces.filter_map(|piece| piece.text()).collect()
        })
        .collect()
}

/// Checks the bundle of a figure with these texts in it, as the kernel and a page read it.
fn check_texts(figure: &Figure, caption: &str, alt: &str) {
    let bundle = figure.bundle().expect("it can be drawn");
    let blocks = blocks(&bundle);
    let mimes: Vec<&str> = blocks.iter().map(|block| block.mime.as_str()).collect();
    assert_eq!(mimes, ["text/html", "image/png", "text/plain"]);
    let bodies: Vec<String> = blocks.into_iter().map(|Block { body, .. }| body).collect();
    assert!(!bodies[2].contains('\n'), "{}", bodies[2]);
    assert!(!bodies[2].contains('\u{1b}'), "{}", bodies[2]);
    let elements = elements(&bodies[0]);
    assert_eq!(elements[1].attribute("alt"), Some(as_shown(alt).as_str()));
    assert_eq!(elements[2].text, as_shown(caption));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn any_text_is_shown_as_it_was_given(
        caption in text(),
        alt in text(),
        title in text(),
        label in text(),
        name in text(),
    ) {
        let path = gallery::bowl(0.1, 3);
        let other = gallery::bowl(0.2, 2);
        let plots: [Result<Figure, Error>; 4] = [
            heatmap(&array![[1.0, 2.0]]).rows([&label]).columns([&name, &label])
                .title(&title).caption(&caption).alt(&alt).size(200, 160).figure(),
            loss_curve(&path).run(&label, &other).x_label(&name).y_label(&label)
                .title(&title).caption(&caption).alt(&alt).size(240, 200).figure(),
            curve(|x| x * x).x_label(&name).y_label(&label)
                .title(&title).caption(&caption).alt(&alt).size(240, 200).figure(),
            lines().points(&label, [0.0], [1.0]).points(&name, [1.0], [0.0])
                .title(&title).caption(&caption).alt(&alt).size(240, 200).figure(),
        ];
        for figure in plots {
            let figure = figure.expect("texts are no reason to fail");
            check_texts(&figure, &caption, &alt);
            let words = words_of(&figure.svg().expect("it can be drawn"));
            // Four lines of a title have room, and a short one is never shortened.
            let title = as_shown(&title);
            for line in title.lines().take(4).filter(|line| line.chars().count() <= 8) {
                let line = line.replace('\t', " ");
                prop_assert!(line.is_empty() || words.contains(&line), "{line:?} in {words:?}");
            }
        }
    }

    #[test]
    fn any_text_of_a_player_reaches_its_script(caption in text(), title in text(), label in text()) {
        let figure = player(function_2)
            .run(&label, &gallery::bowl(0.1, 2))
            .run(&title, &gallery::bowl(0.2, 2))
            .title(&title)
            .caption(&caption)
            .size(200, 160)
            .figure()
            .expect("texts are no reason to fail");
        let alt = figure.alt().to_owned();
        check_texts(&figure, &caption, &alt);
        let frames = frames(&figure.html().expect("it can be drawn")).expect("a player");
        prop_assert_eq!(&frames.runs[0].label, &label);
        prop_assert_eq!(&frames.runs[1].label, &title);
        words_of(&frames.svg);
    }
}

/// Numbers at the ends of what f64 can hold, and ordinary ones.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -10.0..10.0,
        1 => any::<f64>(),
        1 => prop::sample::select(vec![
            0.0, -0.0, 1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN,
            f64::MIN_POSITIVE, 5e-324, -5e-324, f64::EPSILON, 1e-300, 1e300, 1e16, 1.0 + f64::EPSILON,
        ]),
    ]
}

/// A function of any number of variables that misbehaves in a way of its own.
fn function(kind: u8) -> fn(&Array1<f64>) -> f64 {
    match kind % 12 {
        0 => |x| x.iter().map(|v| v * v).sum(),
        1 => |_| 25.0,
        2 => |_| f64::NAN,
        3 => |x| x[0].ln(),
        4 => |x| 1.0 / x[0],
        5 => |x| x[0] * 1e308,
        6 => |x| x[0] * 5e-324,
        7 => |x| 1e16 + x[0],
        8 => |_| f64::INFINITY,
        9 => |x| if x[0] > 0.0 { f64::MAX } else { f64::MIN },
        10 => |x| (x[0] * 12.9898).sin() * 43758.5453 % 1.0,
        _ => |x| x[0].exp().exp(),
    }
}

/// Draws what can be drawn; an error is a sentence on one line.
fn check(plot: impl Plot) {
    let begun = Instant::now();
    let drawn = plot.size(200, 160).figure().and_then(|figure| {
        assert!(!figure.caption().is_empty() && !figure.alt().is_empty());
        roxmltree::Document::parse(&figure.svg()?).expect("XML");
        figure.bundle()
    });
    match drawn {
        Ok(bundle) => assert_eq!(blocks(&bundle).len(), 3),
        Err(error) => {
            let message = error.to_string();
            assert!(
                !message.is_empty() && !message.contains('\n'),
                "{message:?}"
            );
            assert!(
                !message.ends_with('.'),
                "the notebook ends the sentence: {message}"
            );
        }
    }
    // Far more than it takes also without optimisation, on a busy machine.
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
}

fn trajectory(kind: u8, points: &[(f64, f64)], dimension: usize) -> Trajectory {
    let point = |&(x, y): &(f64, f64)| {
        [x, y].repeat(dimension)[..dimension]
            .iter()
            .copied()
            .collect()
    };
    let points: Vec<Array1<f64>> = points.iter().map(point).collect();
    Trajectory::from_points(function(kind), &points, 0.1).expect("points of one shape")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn any_path_over_a_plane_is_a_picture_or_a_sentence(
        kind: u8,
        points in prop::collection::vec((number(), number()), 1..12),
        minimum in (number(), number()),
    ) {
        let path = trajectory(kind, &points, 2);
        let other = trajectory(kind, &points[..1], 2);
        let f = function(kind);
        check(contour(f).path(&path).run("one point", &other).minimum(minimum.0, minimum.1).quiver());
        check(surface(f).path(&path).angle(minimum.0, 5.0 + minimum.1.abs() % 85.0));
        check(quiver(f).minimum(minimum.0, minimum.1));
        check(player(f).path(&path).path(&other));
    }

    #[test]
    fn any_function_from_any_start_is_explored_or_refused(
        kind: u8,
        start in (number(), number()),
        ends in (number(), number()),
        (rate, momentum) in (number(), number()),
    ) {
        let f = function(kind);
        check(explore(f).steps(20).minimum(start.0, start.1));
        check(explore(f).steps(20).start(start.0, start.1));
        check(explore(f).steps(20).x_range(ends.0, ends.1).learning_rate(rate.abs()));
        check(explore(f).steps(20).learning_rate(rate).momentum(momentum));
        check(explore(f).steps(20).y_scale(Scale::SymLog { linear_below: rate }));
    }

    #[test]
    fn any_run_of_values_is_a_picture_or_a_sentence(
        kind: u8,
        points in prop::collection::vec((number(), number()), 1..60),
        at in number(),
    ) {
        let path = trajectory(kind, &points, 1);
        check(loss_curve(&path));
        check(loss_curve(&path).y_scale(Scale::Log));
        check(loss_curve(&path).y_scale(Scale::symlog()));
        let line = || lines().line("any", points.iter().copied()).star(at, at).vertical("here", at);
        check(line());
        check(line().x_scale(Scale::Log).y_scale(Scale::Log));
        let (x, y): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        check(line().points("dots", &x, &y));
        check(lines().points("alone", &x, &y).x_scale(Scale::Log).y_scale(Scale::Log));
        check(lines().points("too few", &x, &y[1..]));
        let f = function(kind);
        check(curve(|x| f(&array![x])).path(&path));
        check(curve(|x| f(&array![x])).tangent_at(at));
        check(player(f).path(&path).y_scale(Scale::SymLog { linear_below: at }));
    }

    #[test]
    fn any_ranges_are_a_picture_or_a_sentence(
        kind: u8,
        ends in (number(), number(), number(), number()),
    ) {
        let f = function(kind);
        let path = gallery::bowl(0.1, 5);
        let (a, b, c, d) = ends;
        check(contour(f).path(&path).x_range(a, b).y_range(c, d).quiver());
        check(contour(f).x_range(a, b));
        check(surface(f).path(&path).x_range(a, b).y_range(c, d));
        check(quiver(f).x_range(a, b).y_range(c, d));
        check(loss_curve(&path).x_range(a, b).y_range(c, d));
        check(loss_curve(&path).y_scale(Scale::Log).y_range(c, d));
        check(loss_curve(&path).y_scale(Scale::symlog()).y_range(c, d));
        check(curve(|x| f(&array![x])).x_range(a, b).y_range(c, d));
        check(player(f).path(&path).x_range(a, b).y_range(c, d));
        check(panels([contour(f).x_range(a, b), contour(f).y_range(c, d)]).shared_ranges());
    }

    #[test]
    fn any_small_matrix_is_a_picture_or_a_sentence(
        values in prop::collection::vec(number(), 0..30),
        columns in 1..6usize,
        limit in number(),
    ) {
        let rows = values.len() / columns;
        let matrix = Array2::from_shape_vec((rows, columns), values[..rows * columns].to_vec());
        let matrix = matrix.expect("the shape fits");
        check(heatmap(&matrix));
        check(heatmap(&matrix).limit(limit));
    }

    #[test]
    fn any_size_is_a_picture_of_that_size_or_a_sentence(width in 0..420u32, height in 0..420u32) {
        let plots: [Result<Figure, Error>; 6] = [
            gallery::contour_with_runs().size(width, height).figure(),
            gallery::surface_with_ridge().size(width, height).figure(),
            gallery::diverging_loss().size(width, height).figure(),
            gallery::weights().size(width, height).figure(),
            gallery::sweep_player(3, 5).size(width, height).figure(),
            explore(function_2).steps(5).size(width, height).figure(),
        ];
        for plot in plots {
            match plot {
                Ok(figure) => {
                    prop_assert_eq!(figure.size(), (width, height));
                    figure.bundle().expect("it can be drawn");
                }
                Err(error) => prop_assert!(width.min(height) < 160, "{}", error),
            }
        }
    }
}

#[test]
fn matrices_of_every_size_are_a_picture_or_a_sentence() {
    for (rows, columns) in [
        (0, 0),
        (0, 3),
        (3, 0),
        (1, 1),
        (1, 64),
        (64, 1),
        (64, 64),
        (65, 64),
    ] {
        check(heatmap(&Array2::zeros((rows, columns))));
        check(heatmap(&Array2::from_elem((rows, columns), f64::NAN)));
        check(heatmap(&Array2::from_shape_fn(
            (rows, columns),
            |(r, c)| r as f64 - c as f64,
        )));
    }
}

#[test]
fn the_smallest_numbers_are_a_picture_or_a_sentence() {
    let smallest = [0.0, 5e-324, 1e-310, f64::MIN_POSITIVE, 1e-301];
    for high in smallest {
        check(curve(|x| x * high).x_range(0.0, 1.0));
        check(
            contour(|x| x[0] * high)
                .x_range(0.0, high)
                .y_range(-high, high),
        );
        check(surface(|x| x[0] * high));
        let points = [array![high], array![0.0], array![high / 2.0]];
        let path = Trajectory::from_points(|x| x[0], &points, 0.1).expect("points of one shape");
        check(loss_curve(&path));
        check(loss_curve(&path).y_scale(Scale::Log));
        check(loss_curve(&path).y_scale(Scale::symlog()));
    }
}

#[test]
fn basins_of_any_minima_are_a_picture_or_a_sentence() {
    let stay = |start: &Array1<f64>| gradient_descent(function_2, start, 0.0, 0);
    for minima in [
        vec![],
        vec![[f64::NAN, 0.0]],
        vec![[1e300, 0.0]],
        vec![[0.0, 0.0]; 7],
    ] {
        check(basins(&minima, stay));
    }
    check(basins(&[[0.0, 0.0]], |start: &Array1<f64>| {
        gradient_descent(|_| f64::NAN, start, 0.1, 1)
    }));
    check(basins(&[[0.0, 0.0]], |_| {
        gradient_descent(function_2, &array![f64::NAN], 0.1, 1)
    }));
}

#[test]
fn a_million_points_are_drawn_quickly_and_look_like_a_few_thousand() {
    let spiral = |count: usize| {
        let point = |i: usize| {
            let t = i as f64 / (count - 1) as f64;
            let (radius, angle) = (4.0 * (1.0 - t), 40.0 * t);
            array![radius * angle.cos(), radius * angle.sin()]
        };
        let points: Vec<Array1<f64>> = (0..count).map(point).collect();
        Trajectory::from_points(function_2, &points, 0.1).expect("points of one shape")
    };
    let (few, many) = (spiral(3_001), spiral(1_000_000));
    let plots = |path: &Trajectory| -> [Result<Figure, Error>; 3] {
        [
            contour(function_2).path(path).figure(),
            surface(function_2).path(path).angle(30.0, 60.0).figure(),
            loss_curve(path).x_range(0.0, path.steps() as f64).figure(),
        ]
    };
    for (few, many) in plots(&few).into_iter().zip(plots(&many)) {
        let begun = Instant::now();
        let many = many
            .and_then(|figure| figure.png())
            .expect("it can be drawn");
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{:?}",
            begun.elapsed()
        );
        assert!(many.len() < 60_000, "{} bytes", many.len());
        let few = few
            .and_then(|figure| figure.png())
            .expect("it can be drawn");
        let ratio = many.len() as f64 / few.len() as f64;
        assert!(
            (0.9..1.1).contains(&ratio),
            "{} bytes, {} bytes",
            many.len(),
            few.len()
        );
    }
}

#[test]
fn a_panel_may_be_any_figure_and_stays_a_picture() {
    let path = gallery::bowl(0.1, 5);
    let inner = contour(function_2).path(&path).beside(loss_curve(&path));
    let nested = inner
        .beside(player(function_2).path(&path))
        .columns(1)
        .title("nested");
    let figure = nested.figure().expect("it can be drawn");
    assert!(
        frames(&figure.html().expect("it can be drawn")).is_none(),
        "a picture, no player"
    );
    check(nested);
    check(
        panels([heatmap(&array![[1.0]])])
            .columns(usize::MAX)
            .shared_ranges(),
    );
}

/// The message of the error that a figure ends with.
fn message(plot: impl Plot) -> String {
    plot.figure().expect_err("it cannot be drawn").to_string()
}

#[test]
fn points_with_too_many_coordinates_are_sent_to_the_loss_curve() {
    let sum = |x: &Array1<f64>| x.iter().map(|v| v * v).sum();
    let start = Array1::from_elem(6, 1.0);
    let path = gradient_descent(sum, &start, 0.1, 3).expect("a good start");
    let line = gradient_descent(function_2, &array![1.0], 0.1, 3).expect("a good start");
    assert_eq!(
        message(contour(function_2).run("six\n", &path)),
        "the points of the path 'six ' have 6 coordinates, but this figure shows 2; draw the values \
         of such a path with loss_curve(&path)"
    );
    assert!(message(curve(|x| x).path(&path)).contains("6 coordinates, but this figure shows 1"));
    assert!(message(surface(function_2).path(&line)).contains("1 coordinate, but"));
    let mixed = player(function_2).path(&gallery::bowl(0.1, 3)).path(&line);
    assert!(message(mixed).contains("1 coordinate, but this figure shows 2"));
    assert!(loss_curve(&path).figure().is_ok());
}

#[test]
fn a_figure_of_nothing_says_what_to_add() {
    assert_eq!(
        message(player(function_2)),
        "there is nothing to draw: give the player a run"
    );
    let none: [LossCurve; 0] = [];
    assert_eq!(
        message(panels(none)),
        "there is nothing to draw: give panels at least one figure"
    );
    assert_eq!(
        message(heatmap(&Array2::zeros((0, 3)))),
        "there is nothing to draw: the matrix has no elements"
    );
}

#[test]
fn points_that_are_no_pairs_are_counted() {
    let plot = lines().points("dots", [1.0, 2.0, 3.0], [1.0]);
    assert_eq!(
        message(plot),
        "x has 3 elements and y has 1: give one y for each x"
    );
}

#[test]
fn what_is_nowhere_finite_is_named() {
    assert_eq!(
        message(contour(|_| f64::NAN)),
        "the function over this plane has no finite number to draw (all are NaN or infinite); look \
         at the numbers themselves, or choose another range"
    );
    let lost = Trajectory::from_points(function_2, &[array![f64::NAN, 0.0]], 0.1);
    let lost = lost.expect("points may be anything");
    assert!(message(contour(function_2).run("lost", &lost)).starts_with("the path 'lost' has no"));
    assert!(message(loss_curve(&lost)).starts_with("the run has no finite number"));
    assert!(message(curve(|_| f64::INFINITY)).starts_with("the function over this range has no"));
    let negative = Trajectory::from_points(|_| -1.0, &[array![1.0], array![2.0]], 0.1);
    let negative = negative.expect("points of one shape");
    assert!(
        message(loss_curve(&negative).y_scale(Scale::Log))
            .contains("a log scale, which shows positive values")
    );
}

#[test]
fn debug_of_an_error_is_its_sentence() {
    let error = panels(Vec::<descent_notebook::Contour<'_>>::new())
        .figure()
        .expect_err("nothing");
    assert_eq!(
        format!("{error:?}"),
        "there is nothing to draw: give panels at least one figure"
    );
}

#[test]
fn a_range_that_runs_backwards_is_told_with_its_axis() {
    assert_eq!(
        message(contour(function_2).x_range(2.0, -2.0)),
        "the range of x₀ runs from 2.0 to -2.0; give the smaller number first, then the larger one"
    );
    assert_eq!(
        message(contour(function_2).x_range(f64::NAN, 1.0)),
        "the lower bound of the range of x₀ is NaN; give two finite numbers, the smaller one first"
    );
    let narrow = message(contour(function_2).x_range(1.0, 1.0 + f64::EPSILON));
    assert!(
        narrow.ends_with("choose one that is neither too narrow nor too wide for f64"),
        "{narrow}"
    );
    let path = gallery::bowl(0.1, 3);
    let nan = message(loss_curve(&path).y_range(1.0, f64::NAN));
    assert!(
        nan.starts_with("the upper bound of the range of value is NaN"),
        "{nan}"
    );
    assert!(message(loss_curve(&path).y_scale(Scale::Log).y_range(-1.0, 1.0)).contains("-1.0"));
}

#[test]
fn a_setting_out_of_its_bounds_is_told_with_them() {
    assert_eq!(
        message(contour(function_2).size(100, 3000)),
        "the size of the figure is 100 × 3000, but should be from 160 to 2000 pixels each way"
    );
    assert_eq!(
        message(contour(function_2).levels(0)),
        "the number of levels is 0, but should be from 1 to 40"
    );
    assert!(
        message(surface(function_2).angle(0.0, 95.0)).starts_with("the angle of the surface is")
    );
    assert!(
        message(heatmap(&array![[1.0]]).limit(-1.0)).starts_with("the limit of the colours is")
    );
    let path = gallery::bowl(0.1, 3);
    let scale = Scale::SymLog { linear_below: 0.0 };
    assert!(message(player(function_2).path(&path).y_scale(scale)).contains("linear part"));
}

#[test]
fn what_would_not_fit_a_notebook_is_counted() {
    assert_eq!(
        message(heatmap(&Array2::zeros((65, 64)))),
        "there are 4160 elements, but one figure holds at most 4096; show fewer, or use several \
         figures"
    );
    assert!(message(player(function_2).path(&gallery::bowl(0.1, 10_000))).contains("10001 steps"));
    let dots = lines().points("dots", [0.0; 10_001], [0.0; 10_001]);
    assert!(message(dots).contains("10001 points"));
    let many = (0..13).map(|_| heatmap(&array![[1.0]]));
    assert!(message(panels(many)).contains("13 panels"));
}

#[test]
fn what_a_library_says_is_passed_on() {
    let error = Error::Drawing("no memory".to_owned());
    assert_eq!(error.to_string(), "the drawing failed: no memory");
}
