//! From builder to PNG: what a cell waits for.

#[path = "../tests/gallery/mod.rs"]
mod gallery;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use descent_notebook::prelude::*;

fn png(plot: impl Plot) -> Vec<u8> {
    let figure = plot.size(640, 480).figure().expect("it can be drawn");
    figure.png().expect("it can be drawn")
}

fn figures(c: &mut Criterion) {
    let mut group = c.benchmark_group("figure");
    group.sample_size(30);
    group.bench_function("contour, 100 steps", |b| {
        b.iter(|| black_box(png(gallery::contour_with_long_path())));
    });
    group.bench_function("contour, 6 runs", |b| {
        b.iter(|| black_box(png(gallery::contour_with_runs())));
    });
    group.bench_function("contour, quiver", |b| {
        b.iter(|| black_box(png(gallery::contour_with_quiver())));
    });
    group.bench_function("quiver", |b| b.iter(|| black_box(png(quiver(function_2)))));
    group.bench_function("curve", |b| {
        b.iter(|| black_box(png(gallery::curve_with_tangents())));
    });
    group.bench_function("surface", |b| {
        b.iter(|| black_box(png(gallery::surface_with_path())));
    });
    group.bench_function("loss curve", |b| {
        b.iter(|| black_box(png(gallery::losses().y_scale(Scale::Log))));
    });
    group.bench_function("heat map", |b| {
        b.iter(|| black_box(png(gallery::weights())))
    });
    group.bench_function("lines", |b| {
        b.iter(|| black_box(png(gallery::lines_on_log_axes())));
    });
    group.bench_function("basins", |b| {
        b.iter(|| black_box(png(gallery::basins_of_himmelblau())));
    });
    group.bench_function("panels", |b| {
        b.iter(|| black_box(png(gallery::two_panels())))
    });
    group.finish();
    // The frames of a player go into its HTML, at its own size.
    let mut group = c.benchmark_group("player");
    group.sample_size(10);
    group.bench_function("20 runs of 100 steps", |b| {
        b.iter(|| {
            let figure = gallery::sweep_player(20, 100)
                .figure()
                .expect("it can be drawn");
            black_box(figure.bundle().expect("it can be drawn"))
        });
    });
    group.finish();
}

criterion_group!(benches, figures);
criterion_main!(benches);
