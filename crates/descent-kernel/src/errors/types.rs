//! Types and names as a student knows them.

/// What comes where the code of a cell ends too early. It stands within sentences of rustc's, and is
/// English as they are.
pub const END: &str = "the end of the cell";

/// A text of rustc's with arrays under the names that a lesson uses, and without what only evcxr
/// or this machine knows.
pub fn readable(text: &str) -> String {
    let text = closures(&arrays(text));
    let text = end_of_cell(&text);
    // What a cell with a `?` returns.
    let text = text.replace("Result<(), EvcxrUserCodeError>", "()");
    let text = text.replace("std::result::Result<", "Result<");
    ["descent_notebook::prelude::", "descent_notebook::descent::"]
        .iter()
        .fold(text, |text, path| text.replace(path, ""))
}

/// `ArrayBase<OwnedRepr<f64>, Dim<[usize; 1]>>` is `Array1<f64>`.
fn arrays(text: &str) -> String {
    const NAME: &str = "ArrayBase<";
    let Some(at) = text.find(NAME) else {
        return text.to_owned();
    };
    let inner = &text[at + NAME.len()..];
    let Some(end) = end_of_list(inner) else {
        return text.to_owned();
    };
    let before = text[..at].trim_end_matches("ndarray::").to_owned();
    let arguments = split(&inner[..end]);
    let rest = arrays(&inner[end + 1..]);
    let short = array(&arguments).unwrap_or_else(|| {
        let list: Vec<String> = arguments.iter().map(|one| arrays(one)).collect();
        format!("{NAME}{}>", list.join(", "))
    });
    before + &short + &rest
}

/// The short name of an array with these arguments: storage, dimension and, in newer versions of
/// ndarray, elements.
fn array(arguments: &[&str]) -> Option<String> {
    let (storage, dimension) = (arguments.first()?, arguments.get(1)?);
    let name = |text: &str| {
        text.trim()
            .rsplit("::")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let (kind, of) = storage.split_once('<')?;
    let of = of.strip_suffix('>')?;
    let (kind, element) = match &*name(kind) {
        "OwnedRepr" => ("Array", of.to_owned()),
        "OwnedArcRepr" => ("ArcArray", of.to_owned()),
        "ViewRepr" => match of.trim_start_matches('&').strip_prefix("mut ") {
            Some(element) => ("ArrayViewMut", element.to_owned()),
            None => ("ArrayView", of.trim_start_matches('&').to_owned()),
        },
        _ => return None,
    };
    let element = arrays(element.trim_start_matches("'_ "));
    let dimension = dimension.trim();
    if let Some((_, count)) = dimension.split_once("[usize; ") {
        let count = count.split(']').next()?;
        return Some(format!("{kind}{count}<{element}>"));
    }
    Some(match dimension {
        dynamic if dynamic.contains("IxDynImpl") => format!("{kind}D<{element}>"),
        other => format!("{kind}<{element}, {other}>"),
    })
}

/// Where the list of arguments ends whose beginning is cut off.
fn end_of_list(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        match character {
            '<' => depth += 1,
            '>' if before == '-' => {}
            '>' if depth == 0 => return Some(at),
            '>' => depth -= 1,
            _ => {}
        }
        before = character;
    }
    None
}

/// A list of arguments at its outer commas.
fn split(list: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, character) in list.char_indices() {
        match character {
            '<' | '[' | '(' => depth += 1,
            '>' | ']' | ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(list[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list[from..].trim());
    parts
}

/// A closure without the place where it stands in evcxr's source.
fn closures(text: &str) -> String {
    const NAME: &str = "{closure@";
    let mut parts = text.split(NAME);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        let rest = part.split_once('}').map_or(part, |(_, rest)| rest);
        format!("{all}{{closure}}{rest}")
    })
}

/// What evcxr has written stands behind the cell.
fn end_of_cell(text: &str) -> String {
    const NAME: &str = "`evcxr_";
    match text.split_once(NAME) {
        Some((before, rest)) => {
            let rest = rest.split_once('`').map_or("", |(_, rest)| rest);
            format!("{before}{END}{}", end_of_cell(rest))
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_have_the_names_of_the_lessons() {
        for (text, short) in [
            (
                "expected `&ArrayBase<OwnedRepr<f64>, Dim<[usize; 1]>>`, found `f64`",
                "expected `&Array1<f64>`, found `f64`",
            ),
            (
                "ndarray::ArrayBase<ndarray::OwnedRepr<f64>, ndarray::Dim<[usize; 2]>, f64>",
                "Array2<f64>",
            ),
            (
                "Vec<ArrayBase<ViewRepr<&f64>, Dim<[usize; 1]>, f64>>",
                "Vec<ArrayView1<f64>>",
            ),
            (
                "ArrayBase<OwnedRepr<ArrayBase<OwnedRepr<u8>, Dim<IxDynImpl>, u8>>, _>",
                "Array<ArrayD<u8>, _>",
            ),
            ("ArrayBase<..., ..., ...>", "ArrayBase<..., ..., ...>"),
            (
                "half ArrayBase<OwnedRepr<f64",
                "half ArrayBase<OwnedRepr<f64",
            ),
        ] {
            assert_eq!(readable(text), short);
        }
    }

    #[test]
    fn what_evcxr_has_written_is_not_named() {
        assert_eq!(
            readable("expected fn pointer, found `{closure@src/lib.rs:1:2: 1:5}`"),
            "expected fn pointer, found `{closure}`"
        );
        assert_eq!(
            readable("expected `;`, found `evcxr_variable_store`"),
            "expected `;`, found the end of the cell"
        );
    }
}
