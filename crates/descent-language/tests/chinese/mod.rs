//! What tests of several crates ask of a message in Chinese.

/// The English words of a text: three letters or more on their own, outside of `code`. Names in
/// code that have an underscore, a dot, a colon or a parenthesis are none.
pub fn english_words(text: &str) -> Vec<String> {
    let outside_of_code = text.split('`').step_by(2);
    let words = outside_of_code.flat_map(|part| {
        part.split(|c: char| !(c.is_ascii_alphanumeric() || "_.:()&!|=/[]{}\"".contains(c)))
    });
    words
        .map(|word| word.trim_end_matches(['.', ':']))
        .filter(|word| word.len() > 2 && word.chars().all(|c| c.is_ascii_alphabetic()))
        .map(str::to_owned)
        .collect()
}

/// The numbers of a text in digits, the smallest text first.
pub fn numbers(text: &str) -> Vec<String> {
    let numbers = text.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    let numbers = numbers.map(|number| number.trim_matches('.').to_owned());
    let mut numbers: Vec<String> = numbers.filter(|number| !number.is_empty()).collect();
    numbers.sort_unstable();
    numbers
}

/// Fails if English words are left in a text but these.
#[track_caller]
pub fn assert_is_chinese(text: &str, words: &[&str]) {
    let left = english_words(text);
    let left: Vec<_> = left
        .iter()
        .filter(|word| !words.contains(&word.as_str()))
        .collect();
    assert!(left.is_empty(), "{left:?} is left in {text:?}");
}

/// Fails unless the Chinese of a message has the numbers of the English, and no English words but
/// these.
#[track_caller]
pub fn assert_says_the_same(english: &str, chinese: &str, words: &[&str]) {
    assert_is_chinese(chinese, words);
    assert_eq!(
        numbers(chinese),
        numbers(english),
        "{chinese:?} {english:?}"
    );
}
