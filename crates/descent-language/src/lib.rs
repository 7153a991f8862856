//! The messages of the crates in the language of their reader.
//!
//! Messages stand in the code in English. [`words!`] makes one of its text and the values in it;
//! [`marked!`] marks a text that stands in a constant, and [`translated`] looks it up where it is
//! shown. What they become in another language is in one catalogue, `po/zh_CN.po` in gettext's
//! format, by the English text. A message without an entry stays English.
//!
//! The language is that of the environment variable `DESCENT_LANGUAGE`, which a Jupyter kernelspec
//! sets: `zh` is Chinese, everything else English.
//!
//! ```
//! use descent_language::{Language, speaking, words};
//!
//! let told = |step: usize, last: usize| {
//!     words!("there is no step {step}: this trajectory has steps 0 (its start) to {last}", step, last)
//! };
//! assert_eq!(
//!     speaking(Language::English, || told(21, 20)),
//!     "there is no step 21: this trajectory has steps 0 (its start) to 20",
//! );
//! assert_eq!(
//!     speaking(Language::Chinese, || told(21, 20)),
//!     "没有第 21 步：这条轨迹只有第 0 步（起点）到第 20 步",
//! );
//! ```

mod catalogue;
mod template;

use std::cell::Cell;
use std::env;
use std::sync::OnceLock;

pub use catalogue::{translated, translation};
pub use template::filled;

/// The name of the environment variable that says the language.
pub const VARIABLE: &str = "DESCENT_LANGUAGE";

/// A language that messages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Language {
    /// English, in which the messages stand in the code.
    English,
    /// Chinese, in simplified characters.
    Chinese,
}

impl Language {
    /// The language with this code; English for one that is not known.
    ///
    /// ```
    /// use descent_language::Language;
    ///
    /// assert_eq!(Language::of_code("zh"), Language::Chinese);
    /// assert_eq!(Language::of_code("tlh"), Language::English);
    /// ```
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        match code {
            "zh" => Self::Chinese,
            _ => Self::English,
        }
    }
}

thread_local! {
    /// What [`speaking`] has chosen on this thread.
    static CHOSEN: Cell<Option<Language>> = const { Cell::new(None) };
}

/// The language of messages: what [`speaking`] chose on this thread, else that of the environment
/// variable [`VARIABLE`], which is read once.
///
/// ```
/// use descent_language::{Language, language, speaking};
///
/// assert_eq!(speaking(Language::Chinese, language), Language::Chinese);
/// ```
#[must_use]
pub fn language() -> Language {
    static OF_THE_ENVIRONMENT: OnceLock<Language> = OnceLock::new();
    CHOSEN.get().unwrap_or_else(|| {
        *OF_THE_ENVIRONMENT.get_or_init(|| {
            let code = env::var(VARIABLE).unwrap_or_default();
            Language::of_code(&code)
        })
    })
}

/// Does the work with the messages of this thread in one language; afterwards, and after a panic in
/// it, they are as before.
///
/// ```
/// use descent_language::{Language, speaking, words};
///
/// assert_eq!(speaking(Language::Chinese, || words!("step")), "步");
/// ```
pub fn speaking<T>(language: Language, work: impl FnOnce() -> T) -> T {
    struct Before(Option<Language>);
    impl Drop for Before {
        fn drop(&mut self) {
            CHOSEN.set(self.0);
        }
    }
    let _before = Before(CHOSEN.replace(Some(language)));
    work()
}

/// A message with values in it, as a `String` in the [`language`] of its reader.
///
/// In English it is what `format!` makes, and the compiler says where a value is missing or too
/// many. Each value stands behind the text by its name, as `name = value`, or as `name` alone for a
/// variable of that name. The text holds names only, `{name}`, and the values come as they are to be
/// shown: a translation can put them in another order, but not in another form.
///
/// ```
/// use descent_language::words;
///
/// let index = 1;
/// let text = words!("start[{index}] is {value}: give a start of finite numbers", index, value = f64::NAN);
/// assert_eq!(text, "start[1] is NaN: give a start of finite numbers");
/// ```
#[macro_export]
macro_rules! words {
    ($text:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        match $crate::translation($text) {
            // `concat!` keeps the text from naming variables that are not listed behind it.
            ::core::option::Option::None => {
                ::std::format!(::core::concat!($text) $(, $name = $crate::words!(@value $name $(= $value)?))*)
            }
            ::core::option::Option::Some(template) => $crate::filled(
                template,
                &[$((
                    ::core::stringify!($name),
                    &$crate::words!(@value $name $(= $value)?) as &dyn ::core::fmt::Display,
                )),*],
            ),
        }
    };
    (@value $name:ident) => { $name };
    (@value $name:ident = $value:expr) => { $value };
}

/// The text itself: marks one that stands in a constant as a message, for whoever collects them.
/// [`translated`] shows it.
///
/// ```
/// use descent_language::{Language, marked, speaking, translated};
///
/// const AXIS: &str = marked!("step");
/// assert_eq!(AXIS, "step");
/// assert_eq!(speaking(Language::Chinese, || translated(AXIS)), "步");
/// ```
#[macro_export]
macro_rules! marked {
    ($text:literal) => {
        $text
    };
}

#[cfg(test)]
mod tests {
    use std::panic;

    use super::*;

    #[test]
    fn the_language_is_as_before_after_a_panic() {
        let before = language();
        let panicked = panic::catch_unwind(|| {
            speaking(Language::Chinese, || panic::resume_unwind(Box::new(())));
        });
        assert!(panicked.is_err());
        assert_eq!(language(), before);
    }

    #[test]
    fn another_thread_speaks_as_the_environment_says() {
        let here = speaking(Language::English, language);
        let there = speaking(Language::Chinese, || std::thread::spawn(language).join());
        assert_eq!(there.expect("no panic"), here);
    }

    #[test]
    fn a_message_without_an_entry_stays_english() {
        let text = speaking(Language::Chinese, || {
            words!("{a} is in no catalogue", a = 1)
        });
        assert_eq!(text, "1 is in no catalogue");
        let text = speaking(Language::Chinese, || translated("nor is this"));
        assert_eq!(text, "nor is this");
    }
}
