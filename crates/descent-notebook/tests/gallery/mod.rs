//! One figure of each kind, as lessons draw them: what is compared, measured and looked at.

#![allow(dead_code, reason = "a test or a benchmark draws some of them")]

use descent_notebook::prelude::*;
use descent_notebook::{Error, Plot};

/// A descent on [`function_2`] from (−3, 4).
pub fn bowl(learning_rate: f64, steps: usize) -> Trajectory {
    gradient_descent(function_2, &array![-3.0, 4.0], learning_rate, steps).expect("a good start")
}

/// Every kind of figure with the name of its reference picture.
pub fn figures() -> Vec<(&'static str, Figure)> {
    let figures: [(&'static str, Result<Figure, Error>); 25] = [
        ("contour", contour_with_path().figure()),
        ("contour_quiver", contour_with_quiver().figure()),
        ("contour_runs", contour_with_runs().figure()),
        ("contour_rosenbrock", contour_of_rosenbrock().figure()),
        (
            "quiver",
            quiver(function_2)
                .minimum(0.0, 0.0)
                .title("−∇f of x₀² + x₁²")
                .figure(),
        ),
        ("curve_tangent", curve_with_tangents().figure()),
        ("curve_descent", curve_with_descent().figure()),
        ("surface", surface_with_path().figure()),
        ("surface_ridge", surface_with_ridge().figure()),
        (
            "loss_linear",
            loss_curve(&bowl(0.1, 20))
                .title("learning rate 0.1")
                .figure(),
        ),
        (
            "loss_log",
            losses()
                .y_scale(Scale::Log)
                .title("three learning rates")
                .figure(),
        ),
        ("loss_symlog", diverging_loss().figure()),
        (
            "loss_narrow",
            loss_curve(&bowl(1e-10, 100))
                .title("learning rate 10⁻¹⁰")
                .figure(),
        ),
        ("heatmap", weights().figure()),
        ("lines", lines_on_log_axes().figure()),
        ("lines_points", points_and_lines().figure()),
        ("basins", basins_of_himmelblau().figure()),
        ("panels_2", two_panels().figure()),
        ("panels_4", four_panels().figure()),
        ("player", one_run_player().figure()),
        ("player_curve", player_on_a_curve().figure()),
        ("player_runs", sweep_player(6, 20).figure()),
        ("explorer", explorer_of_rosenbrock().figure()),
        ("chinese_lines", chinese_lines().figure()),
        ("chinese_panels", chinese_panels().figure()),
    ];
    figures
        .into_iter()
        .map(|(name, figure)| {
            (
                name,
                figure.unwrap_or_else(|error| panic!("{name}: {error}")),
            )
        })
        .collect()
}

/// A path, its minimum, and a title.
pub fn contour_with_path() -> impl Plot {
    contour(function_2)
        .path(&bowl(0.1, 20))
        .minimum(0.0, 0.0)
        .title("learning rate 0.1")
}

/// A path of a hundred steps.
pub fn contour_with_long_path() -> impl Plot {
    contour(function_2)
        .path(&bowl(0.1, 100))
        .title("learning rate 0.1, 100 steps")
}

/// A zigzag over arrows.
pub fn contour_with_quiver() -> impl Plot {
    let zigzag = gradient_descent(ravine, &array![-7.0, 2.0], 0.95, 30);
    contour(ravine)
        .quiver()
        .path(&zigzag.expect("a good start"))
        .minimum(0.0, 0.0)
        .x_range(-10.0, 10.0)
        .y_range(-10.0, 10.0)
}

/// Six learning rates, the last of which diverges.
pub fn contour_with_runs() -> impl Plot {
    let rates = [0.01, 0.1, 0.5, 0.9, 1.0, 1.1];
    rates.into_iter().fold(contour(function_2), |plot, rate| {
        plot.run(format!("learning rate {rate}"), &bowl(rate, 20))
    })
}

/// A curved ravine over which values span five decades.
pub fn contour_of_rosenbrock() -> impl Plot {
    let path = gradient_descent(rosenbrock, &array![-1.2, 1.0], 0.001, 2000);
    contour(rosenbrock)
        .path(&path.expect("a good start"))
        .minimum(1.0, 1.0)
        .title("Rosenbrock")
}

/// Two tangents.
pub fn curve_with_tangents() -> impl Plot {
    curve(function_1)
        .tangent_at(5.0)
        .tangent_at(10.0)
        .x_range(0.0, 20.0)
        .title("0.01x² + 0.1x")
}

/// A descent along a graph.
pub fn curve_with_descent() -> impl Plot {
    let f = |x: f64| x.powi(4) - 3.0 * x.powi(2) + x;
    let path = gradient_descent(|x: &Array1<f64>| f(x[0]), &array![2.0], 0.02, 12);
    curve(f)
        .path(&path.expect("a good start"))
        .title("x⁴ − 3x² + x")
}

/// A path on the near side of a bowl.
pub fn surface_with_path() -> impl Plot {
    surface(function_2).path(&bowl(0.1, 20)).title("x₀² + x₁²")
}

/// A path that a ridge hides in part.
pub fn surface_with_ridge() -> impl Plot {
    let path = gradient_descent(himmelblau, &array![-0.5, -1.0], 0.01, 50);
    surface(himmelblau)
        .path(&path.expect("a good start"))
        .angle(120.0, 35.0)
        .title("Himmelblau")
}

/// Three runs whose values fall by decades.
pub fn losses() -> descent_notebook::LossCurve {
    loss_curve(&bowl(0.1, 100))
        .path(&bowl(0.01, 100))
        .path(&bowl(0.9, 100))
}

/// Values that change their sign and grow by decades.
pub fn diverging_loss() -> impl Plot {
    let saddle = |x: &Array1<f64>| x[0].powi(2) - x[1].powi(2);
    let path = gradient_descent(saddle, &array![3.0, 0.01], 0.2, 40);
    loss_curve(&path.expect("a good start"))
        .y_scale(Scale::symlog())
        .title("down a saddle")
}

/// The weights of the book's network.
pub fn weights() -> impl Plot {
    let w = array![
        [0.47355232, 0.9977393, 0.84668094],
        [0.85557411, 0.03563661, -0.69422093]
    ];
    heatmap(&w)
        .rows(["x₀", "x₁"])
        .columns(["class 0", "class 1", "class 2"])
        .title("W")
}

/// Errors of two differences against the step, a guide, a mark and a line.
pub fn lines_on_log_axes() -> impl Plot {
    let steps = || (1..=15).map(|k| 10f64.powi(-k));
    let error = |slope: f64| (slope - 1f64.exp()).abs();
    let forward = |h: f64| error(((1.0 + h).exp() - 1f64.exp()) / h);
    let central = |h: f64| error(((1.0 + h).exp() - (1.0 - h).exp()) / (2.0 * h));
    lines()
        .line("forward", steps().map(|h| (h, forward(h))))
        .line("central", steps().map(|h| (h, central(h))))
        .guide("h²", steps().take(6).map(|h| (h, h * h)))
        .vertical("h = 10⁻⁴", 1e-4)
        .star(1e-5, 1e-11)
        .x_scale(Scale::Log)
        .y_scale(Scale::Log)
        .x_label("h")
        .y_label("error")
        .title("error of two differences")
}

/// Two sets of points, and a line through each.
pub fn points_and_lines() -> impl Plot {
    let x = Array1::linspace(0.0, 3.0, 12);
    let noise = Array1::from_shape_fn(12, |k| 0.4 * (12.9898 * (k + 1) as f64).sin());
    lines()
        .points("measured", &x, 1.0 + 2.0 * &x + &noise)
        .points("measured again", &x, 4.0 + 0.5 * &x - &noise)
        .line("1 + 2x", [(0.0, 1.0), (3.0, 7.0)])
        .line("4 + 0.5x", [(0.0, 4.0), (3.0, 5.5)])
        .title("points and lines")
}

/// Where short descents on Himmelblau's function end.
pub fn basins_of_himmelblau() -> impl Plot {
    let descend = |start: &Array1<f64>| gradient_descent(himmelblau, start, 0.015, 12);
    basins(&descent::HIMMELBLAU_MINIMA, descend)
        .x_range(-5.0, 5.0)
        .y_range(-5.0, 5.0)
        .title("where descents end")
}

/// A path beside its values.
pub fn two_panels() -> impl Plot {
    contour_with_path().beside(
        loss_curve(&bowl(0.1, 20))
            .y_scale(Scale::Log)
            .title("value"),
    )
}

/// The same plane four times.
pub fn four_panels() -> impl Plot {
    panels([0.01, 0.1, 0.9, 1.05].map(|rate| {
        let title = format!("learning rate {rate}");
        contour(function_2)
            .path(&bowl(rate, 20))
            .minimum(0.0, 0.0)
            .title(title)
    }))
    .shared_ranges()
    .title("four learning rates")
}

/// One run to step through.
pub fn one_run_player() -> impl Plot {
    player(function_2)
        .run("0.1", &bowl(0.1, 20))
        .minimum(0.0, 0.0)
        .title("learning rate 0.1")
}

/// A descent along a graph to step through.
pub fn player_on_a_curve() -> impl Plot {
    let f = |x: &Array1<f64>| x[0].powi(2);
    let path = gradient_descent(f, &array![3.0], 0.8, 10);
    player(f).run("0.8", &path.expect("a good start"))
}

/// A sweep of learning rates to step through.
pub fn sweep_player(runs: usize, steps: usize) -> impl Plot {
    (1..=runs).fold(player(function_2), |plot, run| {
        let rate = 1.1 * run as f64 / runs as f64;
        plot.run(format!("learning rate {rate:.3}"), &bowl(rate, steps))
    })
}

/// A curved valley to explore, with momentum.
pub fn explorer_of_rosenbrock() -> impl Plot {
    explore(rosenbrock)
        .start(-1.5, 2.0)
        .learning_rate(0.001)
        .momentum(0.8)
        .steps(200)
        .minimum(1.0, 1.0)
        .x_range(-2.2, 2.2)
        .y_range(-0.5, 3.7)
        .title("Rosenbrock")
}

/// Chinese beside Latin letters, digits, indices and signs, and characters that no face has.
pub fn chinese_lines() -> impl Plot {
    let run = |rate| bowl(rate, 20);
    loss_curve(&run(0.1))
        .label("学习率 η = 0.1，“合适”")
        .run("学习率 η = 0.01，太小……", &run(0.01))
        .run("Momentum（动量 0.9）", &run(0.2))
        .run("字库以外：𠮷、龘", &run(0.3))
        .y_scale(Scale::Log)
        .x_label("步数（epoch）")
        .y_label("损失函数 f(x₀, x₁)")
        .title("用梯度法求 f(x₀, x₁) = x₀² + x₁² 的最小值：《深度学习入门》4.4 节，交叉熵误差——以及步长！")
}

/// Titles that are broken, a short label of an axis, and labels on the panels' own edges.
pub fn chinese_panels() -> impl Plot {
    let weights = array![[0.47, -1.0], [0.86, 0.04]];
    heatmap(&weights)
        .rows(["输入 x₀", "输入 x₁"])
        .columns(["类别 0", "类别 1"])
        .title("权重 W（2×2）")
        .beside(
            curve(function_1)
                .tangent_at(5.0)
                .x_range(0.0, 20.0)
                .y_label("损失")
                .x_label("权重 w")
                .title("函数的斜率：在 x = 5 处的切线，用数值微分求得（h = 10⁻⁴）"),
        )
        .title("两幅图")
}

/// Every kind of figure that has no steps, all of the same size.
pub fn figures_of_size(width: u32, height: u32) -> Vec<(&'static str, Figure)> {
    fn of_size(plot: impl Plot, (width, height): (u32, u32)) -> Figure {
        plot.size(width, height).figure().expect("it can be drawn")
    }
    let size = (width, height);
    vec![
        ("contour", of_size(contour_with_path(), size)),
        ("contour_long", of_size(contour_with_long_path(), size)),
        ("contour_quiver", of_size(contour_with_quiver(), size)),
        ("contour_runs", of_size(contour_with_runs(), size)),
        ("contour_rosenbrock", of_size(contour_of_rosenbrock(), size)),
        ("quiver", of_size(quiver(function_2), size)),
        ("curve_tangent", of_size(curve_with_tangents(), size)),
        ("curve_descent", of_size(curve_with_descent(), size)),
        ("surface", of_size(surface_with_path(), size)),
        ("surface_ridge", of_size(surface_with_ridge(), size)),
        ("losses", of_size(losses().y_scale(Scale::Log), size)),
        ("loss_symlog", of_size(diverging_loss(), size)),
        ("heatmap", of_size(weights(), size)),
        ("lines", of_size(lines_on_log_axes(), size)),
        ("lines_points", of_size(points_and_lines(), size)),
        ("basins", of_size(basins_of_himmelblau(), size)),
        ("panels_2", of_size(two_panels(), size)),
        ("panels_4", of_size(four_panels(), size)),
        ("player", of_size(one_run_player(), size)),
    ]
}
