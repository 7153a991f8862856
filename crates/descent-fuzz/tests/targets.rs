//! Every target with bytes at random, the same in every run: what a fuzzer starts from.

use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Tries a target with `count` inputs; where one fails, its number is in the message.
fn try_out(target: fn(&[u8]), count: u64) {
    for seed in 0..count {
        let mut generator = StdRng::seed_from_u64(seed);
        let mut data = vec![0_u8; generator.random_range(0..1500)];
        generator.fill(&mut data[..]);
        let begun = Instant::now();
        if let Err(panic) = std::panic::catch_unwind(|| target(&data)) {
            eprintln!("this was input {seed}");
            std::panic::resume_unwind(panic);
        }
        // Far more than it takes also without optimisation, on a busy machine.
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "input {seed} takes too long"
        );
    }
}

#[test]
fn mathematics() {
    try_out(descent_fuzz::mathematics, 20_000);
}

#[test]
fn nets() {
    try_out(descent_fuzz::nets, 2_000);
}

#[test]
fn optimizers() {
    try_out(descent_fuzz::optimizers, 20_000);
}

#[test]
fn figures() {
    try_out(descent_fuzz::figures, 400);
}

#[test]
fn checks() {
    try_out(descent_fuzz::checks, 400);
}
