//! Which cells leave code behind that a later one may run.

/// What holds numbers and text, and no code, whatever it is made of.
const PLAIN: &str = "Array Array0 Array1 Array2 Array3 ArrayBase ArrayD BTreeMap BTreeSet Box Digits Dim \
    Duration Figure HashMap HashSet Instant Ix0 Ix1 Ix2 Ix3 IxDyn Line Option OwnedRepr \
    Range RangeInclusive Rc Result SimpleNet String Trajectory Vec VecDeque";

/// Whether a value that the cell leaves in a variable, or a thread that it starts, may run code of
/// the cell when a later one is at work: function pointers, closures, trait objects, and types
/// that may hold some.
pub(crate) fn may_run_later(source: &str) -> bool {
    source.contains("spawn(")
        || source
            .lines()
            .filter_map(|line| {
                line.split_once(".put_variable::<")?
                    .1
                    .split_once(">(stringify!")
            })
            .any(|(of, _)| !is_plain(of))
}

fn is_plain(of: &str) -> bool {
    let mut names = of.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    names.all(|name| {
        let is_type = name.starts_with(|c: char| c.is_uppercase());
        !["dyn", "fn", "impl"].contains(&name)
            && (!is_type || PLAIN.split(' ').any(|plain| plain == name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_text_and_what_is_made_of_them_leave_no_code() {
        let leaves = |of: &str| {
            may_run_later(&format!(
                "let x = 1;\nevcxr_variable_store.put_variable::<{of}>(stringify!(x), x);\n"
            ))
        };
        for plain in [
            "f64",
            "Vec<(usize, String)>",
            "ndarray::ArrayBase<ndarray::OwnedRepr<f64>, ndarray::Dim<[usize; 1]>>",
            "std::collections::HashMap<u8, Option<descent::Trajectory>>",
            "[f64; 3]",
        ] {
            assert!(!leaves(plain), "{plain}");
        }
        for code in [
            "fn(f64) -> f64",
            "Box<dyn Fn(f64) -> f64>",
            "Vec<Box<dyn Shape>>",
            "descent::LossOfWeights",
            "Holder",
            "Option<Holder>",
        ] {
            assert!(leaves(code), "{code}");
        }
        assert!(may_run_later("std::thread::spawn(|| work());\n"));
        assert!(!may_run_later("let x = 1;\n"));
    }
}
