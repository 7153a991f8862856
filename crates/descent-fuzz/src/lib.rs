//! Bad input for every public function of `descent` and `descent-notebook`: whatever it is, they
//! give a right answer or the error that their documentation names, and never a panic.
//!
//! Each function here makes its input from bytes, calls what it is named for, and panics where an
//! answer is wrong. The tests try bytes at random; a fuzzer learns from the code which bytes lead
//! somewhere new. With `cargo install --locked cargo-fuzz` and a C++ compiler:
//!
//! ```text
//! cargo fuzz run --fuzz-dir crates/descent-fuzz --features fuzzer --sanitizer none mathematics
//! ```

mod checks;
mod figures;
mod input;
mod mathematics;
mod nets;
mod optimizers;
mod two_layers;

pub use checks::checks;
pub use figures::figures;
pub use mathematics::mathematics;
pub use nets::nets;
pub use optimizers::optimizers;

/// Checks what every error shares: a sentence on one line, to which the notebook adds the full
/// stop.
fn assert_is_a_sentence(error: &dyn std::error::Error) {
    let message = error.to_string();
    assert!(!message.is_empty() && message.len() < 2000, "{message:?}");
    assert!(!message.contains('\n'), "{message:?}");
    assert!(!message.ends_with('.'), "{message:?}");
}

/// The answer, where there has to be one; elsewhere the error has to be a sentence.
fn answer<T>(answered: Result<T, descent::Error>, fine: bool) -> Option<T> {
    match answered {
        Ok(answer) => {
            assert!(fine, "an answer where an error is due");
            Some(answer)
        }
        Err(error) => {
            assert!(!fine, "{error}");
            assert_is_a_sentence(&error);
            None
        }
    }
}

/// Whether two numbers are the same, NaN included, or differ by rounding: by no more than `share`
/// of `size`.
fn agree(a: f64, b: f64, size: f64, share: f64) -> bool {
    a == b || a.is_nan() && b.is_nan() || (a - b).abs() <= share * size || !size.is_finite()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// The code of the files in a folder and those below, without imports, comments and tests.
    fn code(folder: &Path) -> String {
        let mut code = String::new();
        for entry in fs::read_dir(folder).expect("a folder of this project") {
            let path = entry.expect("a file or folder").path();
            if path.is_dir() {
                code += &self::code(&path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("Rust code");
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            let mut imports = false;
            for line in lines {
                imports |= line.starts_with("use ") || line.starts_with("pub use ");
                if !imports {
                    code += line;
                    code.push('\n');
                }
                imports &= !line.ends_with(';');
            }
        }
        code
    }

    #[test]
    fn each_public_function_of_descent_is_called() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (descent, fuzz) = (code(&here.join("../descent/src")), code(&here.join("src")));
        let words = |c: char| !c.is_alphanumeric() && c != '_';
        let called: BTreeSet<&str> = fuzz.split(words).collect();
        let functions = descent
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("pub fn "));
        let names: BTreeSet<&str> = functions
            .filter_map(|line| line.split(words).next())
            .collect();
        assert!(names.contains("tangent_line") && names.contains("loss_of_weights_batch"));
        let missing: Vec<_> = names.difference(&called).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
