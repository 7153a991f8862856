//! The packages that rust-analyzer gets to see.
//!
//! rust-analyzer, inside evcxr, reads the sources of every package below the cells' crate before
//! it knows the type of the first variable. Most of them, compression and font parsing for
//! example, no cell can name. A package may therefore list in its manifest those that its users
//! can name:
//!
//! ```toml
//! [package.metadata.descent-kernel]
//! visible = ["ndarray", "num-traits"]
//! ```
//!
//! Then, of everything that only this package needs, rust-analyzer is told about the listed
//! packages alone. What is compiled stays the same.
//!
//! Not needed once evcxr lets rust-analyzer read a package only when a cell names it.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

/// Removes from the output of `cargo metadata` what the cells cannot name.
///
/// `None` if the output is not what cargo 1.95 writes; it is best passed on unchanged then.
#[must_use]
pub fn visible_packages(metadata: &str) -> Option<String> {
    let mut metadata: Value = serde_json::from_str(metadata).ok()?;
    let keep = reachable(&metadata)?;
    let is_kept = |id: &Value| id.as_str().is_some_and(|id| keep.contains(id));
    metadata["packages"]
        .as_array_mut()?
        .retain(|package| is_kept(&package["id"]));
    let nodes = metadata["resolve"]["nodes"].as_array_mut()?;
    nodes.retain(|node| is_kept(&node["id"]));
    for node in nodes {
        node["deps"]
            .as_array_mut()?
            .retain(|dependency| is_kept(&dependency["pkg"]));
        node["dependencies"].as_array_mut()?.retain(is_kept);
    }
    Some(metadata.to_string())
}

/// The packages that are reached from the root without a step from a listing package, or from
/// anything below it, to one that it does not list.
fn reachable(metadata: &Value) -> Option<HashSet<String>> {
    let mut names = BTreeMap::new();
    let mut lists = BTreeMap::new();
    for package in metadata["packages"].as_array()? {
        let id = package["id"].as_str()?;
        names.insert(id, package["name"].as_str()?);
        if let Some(list) = package["metadata"]["descent-kernel"]["visible"].as_array() {
            lists.insert(id, list);
        }
    }
    let mut edges = BTreeMap::new();
    for node in metadata["resolve"]["nodes"].as_array()? {
        edges.insert(node["id"].as_str()?, node["dependencies"].as_array()?);
    }
    let root = metadata["resolve"]["root"].as_str()?;
    let mut seen = HashSet::new();
    let mut open = vec![(root, None)];
    while let Some((id, list)) = open.pop() {
        if !seen.insert((id, list)) {
            continue;
        }
        let list = list.or_else(|| lists.get(id).copied());
        for next in edges.get(id)?.iter().filter_map(Value::as_str) {
            let name = names.get(next)?;
            if list.is_none_or(|list| list.iter().any(|listed| listed == name)) {
                open.push((next, list));
            }
        }
    }
    Some(seen.into_iter().map(|(id, _)| id.to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn metadata(edges: &[(&str, &[&str])]) -> String {
        let packages: Vec<Value> = edges
            .iter()
            .map(|(name, _)| {
                let listing = json!({"descent-kernel": {"visible": ["arrays"]}});
                let own = if *name == "lessons" {
                    listing
                } else {
                    Value::Null
                };
                json!({"id": name, "name": name, "metadata": own})
            })
            .collect();
        let nodes: Vec<Value> = edges
            .iter()
            .map(|(name, to)| {
                let deps: Vec<Value> = to.iter().map(|name| json!({"pkg": name})).collect();
                json!({"id": name, "dependencies": to, "deps": deps})
            })
            .collect();
        json!({"packages": packages, "resolve": {"root": "ctx", "nodes": nodes}}).to_string()
    }

    fn names(metadata: &str) -> Vec<String> {
        let visible = visible_packages(metadata).expect("this is what cargo writes");
        let visible: Value = serde_json::from_str(&visible).expect("it is JSON");
        let packages = visible["packages"]
            .as_array()
            .expect("packages are a list")
            .clone();
        packages
            .iter()
            .filter_map(|package| package["name"].as_str().map(str::to_owned))
            .collect()
    }

    #[test]
    fn only_listed_packages_of_a_listing_one_are_visible() {
        let all = metadata(&[
            ("ctx", &["lessons"]),
            ("lessons", &["arrays", "fonts"]),
            ("arrays", &["blas"]),
            ("fonts", &["blas"]),
            ("blas", &[]),
        ]);
        assert_eq!(names(&all), ["ctx", "lessons", "arrays"]);
    }

    #[test]
    fn a_package_that_the_user_asks_for_is_visible_with_all_it_needs() {
        let all = metadata(&[
            ("ctx", &["lessons", "fonts"]),
            ("lessons", &["arrays", "fonts"]),
            ("arrays", &["blas"]),
            ("fonts", &["blas"]),
            ("blas", &[]),
        ]);
        assert_eq!(names(&all), ["ctx", "lessons", "arrays", "fonts", "blas"]);
    }

    #[test]
    fn output_of_another_kind_is_left_alone() {
        assert_eq!(visible_packages("error: no such command"), None);
        assert_eq!(visible_packages("{\"packages\": []}"), None);
    }
}
