//! How fast the crate computes, beside loops written by hand for one case alone: the limit.
//!
//! The hand-written loops know the function and the sizes at compile time and record the same
//! trajectory. Run: `cargo bench -p descent`; the figures land in
//! `target/criterion/<group>/<name>/new/estimates.json`, in nanoseconds.
#![allow(
    missing_docs,
    reason = "criterion's macros make undocumented functions"
)]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use descent::{Loss, SimpleNet, function_2, gradient_descent, numerical_gradient};
use ndarray::{Array1, Array2, array};

const H: f64 = 1e-4;
const STEPS: usize = 100;

/// The path of a fixed-size descent: what a [`descent::Trajectory`] holds.
struct Path<const N: usize> {
    points: Vec<[f64; N]>,
    values: Vec<f64>,
}

fn descend_by_hand<const N: usize>(
    f: impl Fn(&[f64; N]) -> f64,
    start: [f64; N],
    learning_rate: f64,
) -> Path<N> {
    let mut x = start;
    let mut path = Path {
        points: Vec::with_capacity(STEPS + 1),
        values: Vec::with_capacity(STEPS + 1),
    };
    path.points.push(x);
    path.values.push(f(&x));
    for _ in 0..STEPS {
        let mut gradient = [0.0; N];
        for i in 0..N {
            let kept = x[i];
            x[i] = kept + H;
            let above = f(&x);
            x[i] = kept - H;
            let below = f(&x);
            x[i] = kept;
            gradient[i] = (above - below) / (2.0 * H);
        }
        for i in 0..N {
            x[i] -= learning_rate * gradient[i];
        }
        path.points.push(x);
        path.values.push(f(&x));
    }
    path
}

/// The loss of a 2×3 net for the lesson's x and t, weights in row-major order.
fn loss_by_hand(w: &[f64; 6], x: &[f64; 2], t: &[f64; 3], loss: Loss) -> f64 {
    let a = [
        x[0] * w[0] + x[1] * w[3],
        x[0] * w[1] + x[1] * w[4],
        x[0] * w[2] + x[1] * w[5],
    ];
    let max = a[0].max(a[1]).max(a[2]);
    let e = [(a[0] - max).exp(), (a[1] - max).exp(), (a[2] - max).exp()];
    let sum = e[0] + e[1] + e[2];
    let y = [e[0] / sum, e[1] / sum, e[2] / sum];
    let mut total = 0.0;
    for k in 0..3 {
        total += match loss {
            Loss::CrossEntropy => t[k] * (y[k] + 1e-7).ln(),
            Loss::SwappedCrossEntropy => y[k] * (t[k] + 1e-6).ln(),
        };
    }
    -total
}

fn function_2_descent(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("function_2_100_steps");
    let start = array![-3.0, 4.0];
    group.bench_function("descent", |bencher| {
        bencher.iter(|| gradient_descent(function_2, black_box(&start), black_box(0.01), STEPS));
    });
    group.bench_function("by_hand", |bencher| {
        let f = |x: &[f64; 2]| x[0].powi(2) + x[1].powi(2);
        bencher.iter(|| descend_by_hand(f, black_box([-3.0, 4.0]), black_box(0.01)));
    });
    group.finish();
}

fn simple_net_descent(criterion: &mut Criterion) {
    let w = array![
        [-1.06577896, 0.3928238, 0.47935903],
        [0.3361168, 0.07822983, 0.5225732]
    ];
    let flat = [
        -1.06577896,
        0.3928238,
        0.47935903,
        0.3361168,
        0.07822983,
        0.5225732,
    ];
    let net = SimpleNet::from_weights(w);
    let (x, t) = (array![0.6, 0.9], array![0.0, 0.0, 1.0]);
    for (name, loss) in [
        ("simple_net_100_steps", Loss::CrossEntropy),
        ("simple_net_swapped_100_steps", Loss::SwappedCrossEntropy),
    ] {
        let mut group = criterion.benchmark_group(name);
        group.bench_function("descent", |bencher| {
            let f = net
                .loss_of_weights(&x, &t, loss)
                .expect("x and t fit the net");
            bencher.iter(|| gradient_descent(&f, black_box(&net.w), black_box(0.01), STEPS));
        });
        group.bench_function("by_hand", |bencher| {
            let (x, t) = (black_box([0.6, 0.9]), black_box([0.0, 0.0, 1.0]));
            let f = |w: &[f64; 6]| loss_by_hand(w, &x, &t, loss);
            bencher.iter(|| descend_by_hand(f, black_box(flat), black_box(0.01)));
        });
        group.finish();
    }
}

/// n variables: a sum of squares, so that each gradient costs 2n evaluations of n terms. Squares and
/// sum are ndarray's, as the original's `np.sum(x**2)` are NumPy's.
fn gradients(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("numerical_gradient");
    for n in [2, 100, 10_000] {
        if n == 10_000 {
            group.sample_size(10);
        }
        let x = Array1::linspace(-1.0, 1.0, n);
        group.bench_function(format!("{n}_variables"), |bencher| {
            let f = |x: &Array1<f64>| x.pow2().sum();
            bencher.iter(|| numerical_gradient(f, black_box(&x)));
        });
    }
    group.finish();
}

fn simple_net_64x10(criterion: &mut Criterion) {
    let net = SimpleNet::random(64, 10, 1);
    let x = Array1::linspace(0.0, 1.0, 64);
    let mut t = Array1::zeros(10);
    t[3] = 1.0;
    let mut group = criterion.benchmark_group("simple_net_64x10");
    let f = net
        .loss_of_weights(&x, &t, Loss::CrossEntropy)
        .expect("x and t fit the net");
    group.bench_function("loss", |bencher| bencher.iter(|| f(black_box(&net.w))));
    group.bench_function("gradient", |bencher| {
        bencher.iter_batched_ref(
            || net.w.clone(),
            |w: &mut Array2<f64>| numerical_gradient(&f, w),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

criterion_group!(
    benches,
    function_2_descent,
    simple_net_descent,
    gradients,
    simple_net_64x10
);
criterion_main!(benches);
