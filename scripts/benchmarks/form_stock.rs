// %% 02 dependencies
:dep ndarray
:dep rand
:dep plotters = { version = "0.3", features = ["evcxr"] }

// %% 02 names
use ndarray::{array, Array1};
use plotters::prelude::*;

fn function_2(x: &Array1<f64>) -> f64 {
    x[0].powi(2) + x[1].powi(2)
}

fn numerical_gradient(f: impl Fn(&Array1<f64>) -> f64, x: &Array1<f64>) -> Array1<f64> {
    let h = 1e-4;
    let mut x = x.clone();
    let mut grad = Array1::zeros(x.len());
    for i in 0..x.len() {
        let kept = x[i];
        x[i] = kept + h;
        let above = f(&x);
        x[i] = kept - h;
        let below = f(&x);
        x[i] = kept;
        grad[i] = (above - below) / (2.0 * h);
    }
    grad
}

fn gradient_descent(
    f: impl Fn(&Array1<f64>) -> f64,
    start: &Array1<f64>,
    lr: f64,
    steps: usize,
) -> Vec<Array1<f64>> {
    let mut path = vec![start.clone()];
    for _ in 0..steps {
        let x = &path[path.len() - 1];
        let next = x - &(lr * numerical_gradient(&f, x));
        path.push(next);
    }
    path
}

// %% 05
fn gradient_descend(
    f: impl Fn(&Array1<f64>) -> f64,
    init_x: &mut Array1<f64>,
    lr: f64,
    step_num: usize,
) -> Array1<f64> {
    for _ in 0..step_num {
        let grad = numerical_gradient(&f, init_x);
        *init_x -= &(lr * grad);
    }
    init_x.clone()
}

// %% 08
let mut init_x: Array1<f64> = array![-3.0, 4.0];
gradient_descend(function_2, &mut init_x, 0.01, 100)

// %% 10
let start: Array1<f64> = array![-3.0, 4.0];
let slow: Vec<Array1<f64>> = gradient_descent(function_2, &start, 0.01, 100);
slow[100]

// %% 12 draws
evcxr_figure((520, 480), |area| {
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("learning rate 0.01, 100 steps", ("sans-serif", 16))
        .margin(8)
        .x_label_area_size(28)
        .y_label_area_size(36)
        .build_cartesian_2d(-5.0..5.0, -5.0..5.0)?;
    chart.configure_mesh().disable_mesh().draw()?;
    for level in 1..=12 {
        let radius = 5.0 * (level as f64 / 8.0).sqrt();
        let circle = (0..=90).map(|k| (k as f64 / 90.0 * std::f64::consts::TAU).sin_cos());
        let circle = circle.map(|(sin, cos)| (radius * cos, radius * sin));
        chart.draw_series(LineSeries::new(circle, BLUE.mix(0.4)))?;
    }
    let line = slow.iter().map(|x| (x[0], x[1]));
    chart.draw_series(LineSeries::new(line, RED.stroke_width(2)).point_size(2))?;
    chart.draw_series([Cross::new((0.0, 0.0), 5, BLACK)])?;
    Ok(())
})

// %% 14 draws
let good: Vec<Array1<f64>> = gradient_descent(function_2, &start, 0.1, 20);
evcxr_figure((900, 440), |area| {
    let (left, right) = area.split_horizontally(450);
    left.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&left)
        .caption("learning rate 0.1", ("sans-serif", 16))
        .margin(8)
        .x_label_area_size(28)
        .y_label_area_size(36)
        .build_cartesian_2d(-5.0..5.0, -5.0..5.0)?;
    chart.configure_mesh().disable_mesh().draw()?;
    for level in 1..=12 {
        let radius = 5.0 * (level as f64 / 8.0).sqrt();
        let circle = (0..=90).map(|k| (k as f64 / 90.0 * std::f64::consts::TAU).sin_cos());
        let circle = circle.map(|(sin, cos)| (radius * cos, radius * sin));
        chart.draw_series(LineSeries::new(circle, BLUE.mix(0.4)))?;
    }
    let line = good.iter().map(|x| (x[0], x[1]));
    chart.draw_series(LineSeries::new(line, RED.stroke_width(2)).point_size(2))?;
    chart.draw_series([Cross::new((0.0, 0.0), 5, BLACK)])?;
    right.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&right)
        .caption("value at each step", ("sans-serif", 16))
        .margin(8)
        .x_label_area_size(28)
        .y_label_area_size(56)
        .build_cartesian_2d(0..20usize, (1e-3..1e2).log_scale())?;
    chart.configure_mesh().draw()?;
    let line = good.iter().enumerate().map(|(step, x)| (step, function_2(x)));
    chart.draw_series(LineSeries::new(line, RED.stroke_width(2)))?;
    Ok(())
})

// %% 16 draws
evcxr_figure((620, 480), |area| {
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("down the bowl, learning rate 0.1", ("sans-serif", 16))
        .build_cartesian_3d(-5.0..5.0, 0.0..50.0, -5.0..5.0)?;
    chart.configure_axes().draw()?;
    let axis = || (0..=40).map(|k| -5.0 + 0.25 * k as f64);
    let bowl = SurfaceSeries::xoz(axis(), axis(), |x, y| x * x + y * y);
    chart.draw_series(bowl.style(BLUE.mix(0.3).filled()))?;
    let path = good.iter().map(|x| (x[0], function_2(x), x[1]));
    chart.draw_series(LineSeries::new(path, RED.stroke_width(2)))?;
    Ok(())
})

// %% 19
let mut init_x: Array1<f64> = array![-3.0, 4.0];
gradient_descend(function_2, &mut init_x, 10.0, 100)

// %% 22
println!("{}", init_x);

// %% 24
start

// %% 26 draws
let wild: Vec<Array1<f64>> = gradient_descent(function_2, &start, 10.0, 100);
evcxr_figure((620, 400), |area| {
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("learning rate 10", ("sans-serif", 16))
        .margin(8)
        .x_label_area_size(28)
        .y_label_area_size(56)
        .build_cartesian_2d(0..100usize, (1e0..1e28).log_scale())?;
    chart.configure_mesh().draw()?;
    let line = wild.iter().enumerate().map(|(step, x)| (step, function_2(x)));
    chart.draw_series(LineSeries::new(line, RED.stroke_width(2)))?;
    Ok(())
})

// %% 28
for step in 7..=11 {
    println!("{step:>2}  {}", wild[step]);
};

// %% 30
numerical_gradient(function_2, &wild[100])

// %% 32
let x: f64 = -2.58983747e13;
x.next_up() - x

// %% 34
x + 1e-4 == x

// %% 38
let mut init_x: Array1<f64> = array![-3.0, 4.0];
gradient_descend(function_2, &mut init_x, 1e-10, 100)

// %% 40 draws
let tiny: Vec<Array1<f64>> = gradient_descent(function_2, &start, 1e-10, 100);
evcxr_figure((900, 440), |area| {
    let (left, right) = area.split_horizontally(450);
    left.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&left)
        .caption("learning rate 1e-10", ("sans-serif", 16))
        .margin(8)
        .x_label_area_size(28)
        .y_label_area_size(36)
        .build_cartesian_2d(-5.0..5.0, -5.0..5.0)?;
    chart.configure_mesh().disable_mesh().draw()?;
    for level in 1..=12 {
        let radius = 5.0 * (level as f64 / 8.0).sqrt();
        let circle = (0..=90).map(|k| (k as f64 / 90.0 * std::f64::consts::TAU).sin_cos());
        let circle = circle.map(|(sin, cos)| (radius * cos, radius * sin));
        chart.draw_series(LineSeries::new(circle, BLUE.mix(0.4)))?;
    }
    let line = tiny.iter().map(|x| (x[0], x[1]));
    chart.draw_series(LineSeries::new(line, RED.stroke_width(2)).point_size(2))?;
    chart.draw_series([Cross::new((0.0, 0.0), 5, BLACK)])?;
    right.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&right)
        .caption("value at each step", ("sans-serif", 16))
        .margin(8)
        .x_label_area_size(28)
        .y_label_area_size(56)
        .build_cartesian_2d(0..100usize, (24.9..25.1).log_scale())?;
    chart.configure_mesh().draw()?;
    let line = tiny.iter().enumerate().map(|(step, x)| (step, function_2(x)));
    chart.draw_series(LineSeries::new(line, RED.stroke_width(2)))?;
    Ok(())
})

// %% 42
(0.5_f64.ln() / (-2e-10_f64).ln_1p()).round()

// %% 45 draws
let rates: [f64; 6] = [0.01, 0.1, 0.5, 0.9, 1.0, 1.1];
let paths: Vec<Vec<Array1<f64>>> =
    rates.iter().map(|&lr| gradient_descent(function_2, &start, lr, 20)).collect();
evcxr_figure((620, 400), |area| {
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("six learning rates", ("sans-serif", 16))
        .margin(8)
        .x_label_area_size(28)
        .y_label_area_size(56)
        .build_cartesian_2d(0..20usize, (1e-4..1e6).log_scale())?;
    chart.configure_mesh().draw()?;
    for (number, path) in paths.iter().enumerate() {
        let line = path.iter().enumerate().map(|(step, x)| (step, function_2(x)));
        chart.draw_series(LineSeries::new(line, Palette99::pick(number).stroke_width(2)))?;
    }
    Ok(())
})

// %% 47 draws
evcxr_figure((960, 640), |area| {
    for ((panel, path), lr) in area.split_evenly((2, 3)).into_iter().zip(&paths).zip(&rates) {
        panel.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&panel)
            .caption(format!("learning rate {lr}"), ("sans-serif", 16))
            .margin(8)
            .x_label_area_size(28)
            .y_label_area_size(36)
            .build_cartesian_2d(-6.0..6.0, -6.0..6.0)?;
        chart.configure_mesh().disable_mesh().draw()?;
        for level in 1..=12 {
            let radius = 6.0 * (level as f64 / 8.0).sqrt();
            let circle = (0..=90).map(|k| (k as f64 / 90.0 * std::f64::consts::TAU).sin_cos());
            let circle = circle.map(|(sin, cos)| (radius * cos, radius * sin));
            chart.draw_series(LineSeries::new(circle, BLUE.mix(0.4)))?;
        }
        let line = path.iter().map(|x| (x[0], x[1]));
        chart.draw_series(LineSeries::new(line, RED.stroke_width(2)).point_size(2))?;
        chart.draw_series([Cross::new((0.0, 0.0), 5, BLACK)])?;
    }
    Ok(())
})

// %% 49 draws
let sweep: Vec<Vec<Array1<f64>>> = (1..=20)
    .map(|k| gradient_descent(function_2, &start, 0.055 * k as f64, 30))
    .collect();
evcxr_figure((900, 440), |area| {
    let (left, right) = area.split_horizontally(450);
    left.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&left)
        .caption("twenty learning rates", ("sans-serif", 16))
        .margin(8)
        .x_label_area_size(28)
        .y_label_area_size(36)
        .build_cartesian_2d(-8.0..8.0, -8.0..8.0)?;
    chart.configure_mesh().disable_mesh().draw()?;
    for level in 1..=12 {
        let radius = 8.0 * (level as f64 / 8.0).sqrt();
        let circle = (0..=90).map(|k| (k as f64 / 90.0 * std::f64::consts::TAU).sin_cos());
        let circle = circle.map(|(sin, cos)| (radius * cos, radius * sin));
        chart.draw_series(LineSeries::new(circle, BLUE.mix(0.4)))?;
    }
    for (number, path) in sweep.iter().enumerate() {
        let colour = Palette99::pick(number).stroke_width(2);
        let line = path.iter().map(|x| (x[0], x[1]));
        chart.draw_series(LineSeries::new(line, colour).point_size(2))?;
    }
    chart.draw_series([Cross::new((0.0, 0.0), 5, BLACK)])?;
    right.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&right)
        .caption("value at each step", ("sans-serif", 16))
        .margin(8)
        .x_label_area_size(28)
        .y_label_area_size(56)
        .build_cartesian_2d(0..30usize, (1e-20..1e5).log_scale())?;
    chart.configure_mesh().draw()?;
    for (number, path) in sweep.iter().enumerate() {
        let line = path.iter().enumerate().map(|(step, x)| (step, function_2(x)));
        chart.draw_series(LineSeries::new(line, Palette99::pick(number).stroke_width(2)))?;
    }
    Ok(())
})

// %% 51
let near: Vec<Array1<f64>> = sweep[9].clone();
let gradient: Array1<f64> = numerical_gradient(function_2, &near[30]);
println!("{:.2e} at {}", function_2(&near[30]), near[30]);
println!("gradient {}", gradient);
