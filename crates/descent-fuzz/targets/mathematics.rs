//! Fuzzes [`descent_fuzz::mathematics`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| descent_fuzz::mathematics(data));
