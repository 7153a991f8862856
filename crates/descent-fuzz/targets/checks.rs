//! Fuzzes [`descent_fuzz::checks`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| descent_fuzz::checks(data));
