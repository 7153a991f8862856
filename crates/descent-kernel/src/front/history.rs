//! The cells of this session, for clients that ask for them.

use serde_json::{Value, json};
use wildmatch::WildMatch;

use super::message::Message;

/// A client may ask for an earlier session; there is none, and this is the number of ours.
const SESSION: u32 = 1;

/// Each cell that ran, with the number that it showed.
#[derive(Debug, Default)]
pub struct History(Vec<Cell>);

#[derive(Debug)]
struct Cell {
    number: u32,
    source: String,
    /// The text of its last expression.
    result: Option<String>,
}

impl History {
    /// Takes the cell `number` and, once it is known, the text of its last expression.
    pub fn add(&mut self, number: u32, source: &str, result: Option<String>) {
        self.0.push(Cell {
            number,
            source: source.to_owned(),
            result,
        });
    }

    /// The content of the answer to a `history_request`.
    pub fn answer(&self, request: &Message) -> Value {
        let most = request.content["n"]
            .as_u64()
            .and_then(|n| usize::try_from(n).ok());
        let cells: Vec<&Cell> = match request.text("hist_access_type") {
            "range" => self.range(request),
            "search" => self.search(request),
            _ => self.0.iter().collect(),
        };
        let is_range = request.text("hist_access_type") == "range";
        let first = cells
            .len()
            .saturating_sub(most.filter(|_| !is_range).unwrap_or(cells.len()));
        let with_results = request.flag("output", false);
        let entries: Vec<Value> = cells[first..]
            .iter()
            .map(|cell| match with_results {
                true => json!([SESSION, cell.number, [cell.source, cell.result]]),
                false => json!([SESSION, cell.number, cell.source]),
            })
            .collect();
        json!({"status": "ok", "history": entries})
    }

    /// Lines `start` to `stop`, without `stop`; session 0 is the current one.
    fn range(&self, request: &Message) -> Vec<&Cell> {
        let number = |name: &str| request.content[name].as_i64();
        if !matches!(number("session"), None | Some(0 | 1)) {
            return Vec::new();
        }
        let (start, stop) = (
            number("start").unwrap_or(0),
            number("stop").unwrap_or(i64::MAX),
        );
        let lies_between = |cell: &&Cell| (start..stop).contains(&i64::from(cell.number));
        self.0.iter().filter(lies_between).collect()
    }

    /// Those that match a pattern with `*` and `?`, each once if asked so: then the latest.
    fn search(&self, request: &Message) -> Vec<&Cell> {
        let pattern = WildMatch::new(request.content["pattern"].as_str().unwrap_or("*"));
        let mut found: Vec<&Cell> = Vec::new();
        for cell in self.0.iter().filter(|cell| pattern.matches(&cell.source)) {
            if request.flag("unique", false) {
                found.retain(|earlier| earlier.source != cell.source);
            }
            found.push(cell);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(request: Value) -> Value {
        let mut history = History::default();
        for (number, source) in (1..).zip(["let a = 1;", "a", "let b = 2;", "a"]) {
            let result = (source == "a").then(|| "1".to_owned());
            history.add(number, source, result);
        }
        let request = Message {
            content: request,
            ..Message::default()
        };
        history.answer(&request)["history"].clone()
    }

    #[test]
    fn the_tail_is_the_last_cells_with_their_results_if_asked() {
        let request = json!({"hist_access_type": "tail", "n": 2, "output": true});
        assert_eq!(
            answer(request),
            json!([[1, 3, ["let b = 2;", null]], [1, 4, ["a", "1"]]])
        );
    }

    #[test]
    fn a_range_ends_before_its_stop_and_knows_this_session_only() {
        let range = |session| json!({"hist_access_type": "range", "session": session, "start": 2, "stop": 4});
        assert_eq!(answer(range(0)), json!([[1, 2, "a"], [1, 3, "let b = 2;"]]));
        assert_eq!(answer(range(1)), answer(range(0)));
        assert_eq!(answer(range(-1)), json!([]));
    }

    #[test]
    fn a_search_takes_patterns_and_names_each_source_once_if_asked() {
        let search =
            |unique| json!({"hist_access_type": "search", "pattern": "a", "unique": unique});
        assert_eq!(answer(search(false)), json!([[1, 2, "a"], [1, 4, "a"]]));
        assert_eq!(answer(search(true)), json!([[1, 4, "a"]]));
        let request = json!({"hist_access_type": "search", "pattern": "let ?*", "n": 1});
        assert_eq!(answer(request), json!([[1, 3, "let b = 2;"]]));
    }
}
