//! Numbers and words, and the containers of the standard library, as `{:?}` shows them but for the
//! arrays inside.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::ops::{Range, RangeFrom, RangeInclusive};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use ndarray::{ArrayViewD, Axis, Dim};

use super::array::text_of;
use super::{LEFT_OUT, Readable, THRESHOLD, aligned, behind, enclosed, places};
use crate::output::one_line;

macro_rules! as_debug {
    ($($type:ty)*) => {
        $(impl Readable for $type {
            fn text(&self) -> String {
                format!("{self:?}")
            }
        })*
    };
}

macro_rules! as_debug_and_aligned {
    ($($type:ty)*) => {
        $(impl Readable for $type {
            fn text(&self) -> String {
                format!("{self:?}")
            }

            fn array_text(array: &ArrayViewD<'_, Self>) -> String {
                text_of(array)
            }

            fn texts(values: &[&Self]) -> Vec<String> {
                aligned(values.iter().map(|value| value.text()).collect())
            }
        })*
    };
}

as_debug_and_aligned!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
as_debug!(bool char str String Duration Ordering Axis descent::Error descent::Line);
as_debug!(descent::Loss descent::AdaGrad descent::Adam descent::Momentum descent::Nesterov);
as_debug!(descent::RmsProp descent::Sgd);

/// On one line, for a reason from elsewhere could have several.
impl Readable for crate::Error {
    fn text(&self) -> String {
        one_line(&self.to_string())
    }
}

/// Nothing: the value of a cell that ends with `println!(…)` is not worth a line.
impl Readable for () {
    fn text(&self) -> String {
        "()".to_owned()
    }

    fn blocks(&self) -> String {
        String::new()
    }
}

/// A shape, as `raw_dim` gives it.
impl<I: Debug + ?Sized> Readable for Dim<I>
where
    Dim<I>: Debug,
{
    fn text(&self) -> String {
        format!("{self:?}")
    }
}

macro_rules! as_what_it_holds {
    ($($type:ty)*) => {
        $(impl<T: Readable + ?Sized> Readable for $type {
            fn text(&self) -> String {
                (**self).text()
            }

            fn blocks(&self) -> String {
                (**self).blocks()
            }
        })*
    };
}

as_what_it_holds!(&T &mut T Box<T> Rc<T> Arc<T>);

impl<T: Readable + ToOwned + ?Sized> Readable for Cow<'_, T> {
    fn text(&self) -> String {
        (**self).text()
    }
}

impl<T: Readable> Readable for Option<T> {
    fn text(&self) -> String {
        match self {
            Some(value) => behind("Some(", &value.text()) + ")",
            None => "None".to_owned(),
        }
    }
}

/// Any error serves: `?` and `unwrap` ask no more of it either.
impl<T: Readable, E: Debug> Readable for Result<T, E> {
    fn text(&self) -> String {
        match self {
            Ok(value) => behind("Ok(", &value.text()) + ")",
            Err(error) => behind("Err(", &format!("{error:?}")) + ")",
        }
    }
}

/// What is shown of a list between brackets: all of it, or the ends of a long one.
fn list<'a, T: 'a>(
    brackets: (&str, &str),
    items: impl ExactSizeIterator<Item = T> + 'a,
    text: impl Fn(T) -> String,
) -> String {
    let length = items.len();
    let mut items = items.enumerate();
    let item = |place: Option<usize>| {
        let found = place.and_then(|place| items.find(|(index, _)| *index == place));
        found.map_or_else(|| LEFT_OUT.to_owned(), |(_, item)| text(item))
    };
    let places = places(length, length > THRESHOLD);
    let texts: Vec<String> = places.into_iter().map(item).collect();
    enclosed(brackets.0, &texts, brackets.1)
}

impl<T: Readable> Readable for [T] {
    fn text(&self) -> String {
        list(("[", "]"), self.iter(), T::text)
    }
}

impl<T: Readable, const N: usize> Readable for [T; N] {
    fn text(&self) -> String {
        self.as_slice().text()
    }
}

impl<T: Readable> Readable for Vec<T> {
    fn text(&self) -> String {
        self.as_slice().text()
    }
}

impl<T: Readable> Readable for VecDeque<T> {
    fn text(&self) -> String {
        list(("[", "]"), self.iter(), T::text)
    }
}

impl<T: Readable> Readable for BinaryHeap<T> {
    fn text(&self) -> String {
        list(("[", "]"), self.iter(), T::text)
    }
}

impl<T: Readable> Readable for BTreeSet<T> {
    fn text(&self) -> String {
        list(("{", "}"), self.iter(), T::text)
    }
}

impl<T: Readable, S> Readable for HashSet<T, S> {
    fn text(&self) -> String {
        list(("{", "}"), self.iter(), T::text)
    }
}

fn entry<K: Readable, V: Readable>((key, value): (&K, &V)) -> String {
    behind(&format!("{}: ", key.text()), &value.text())
}

impl<K: Readable, V: Readable> Readable for BTreeMap<K, V> {
    fn text(&self) -> String {
        list(("{", "}"), self.iter(), entry)
    }
}

impl<K: Readable, V: Readable, S> Readable for HashMap<K, V, S> {
    fn text(&self) -> String {
        list(("{", "}"), self.iter(), entry)
    }
}

impl<T: Readable> Readable for Range<T> {
    fn text(&self) -> String {
        format!("{}..{}", self.start.text(), self.end.text())
    }
}

impl<T: Readable> Readable for RangeInclusive<T> {
    fn text(&self) -> String {
        format!("{}..={}", self.start().text(), self.end().text())
    }
}

impl<T: Readable> Readable for RangeFrom<T> {
    fn text(&self) -> String {
        format!("{}..", self.start.text())
    }
}

impl<T: Readable> Readable for (T,) {
    fn text(&self) -> String {
        behind("(", &self.0.text()) + ",)"
    }
}

macro_rules! tuples {
    ($(($($part:ident)*))*) => {
        $(impl<$($part: Readable),*> Readable for ($($part),*) {
            fn text(&self) -> String {
                #[expect(non_snake_case, reason = "each part is named by its type")]
                let ($($part),*) = self;
                enclosed("(", &[$($part.text()),*], ")")
            }
        })*
    };
}

tuples!((A B) (A B C) (A B C D) (A B C D E) (A B C D E F));

#[cfg(test)]
mod tests {
    use ndarray::{Array, Array0, Array1, Array2, Array4, ArrayD, array};

    use super::*;
    use crate::Show;

    /// That the value can be shown is seen when this is compiled.
    fn text<T: Readable + Show + ?Sized>(value: &T) -> String {
        value.text()
    }

    #[test]
    fn numbers_and_words_look_as_debug_has_them() {
        for (shown, expected) in [
            (text(&4), "4"),
            (text(&4_u8), "4"),
            (text(&-4_i128), "-4"),
            (text(&0.1), "0.1"),
            (text(&0.1_f32), "0.1"),
            (text(&1e20), "1e20"),
            (text(&f64::NAN), "NaN"),
            (text(&true), "true"),
            (text(&'λ'), "'λ'"),
            (text("a \"word\"\n"), r#""a \"word\"\n""#),
            (text(&"a word".to_owned()), r#""a word""#),
            (text(&Cow::from("a word")), r#""a word""#),
            (text(&Duration::from_millis(1500)), "1.5s"),
            (text(&Ordering::Less), "Less"),
        ] {
            assert_eq!(shown, expected);
        }
    }

    #[test]
    fn nothing_is_not_shown_but_inside_something() {
        assert_eq!(().blocks(), "");
        assert_eq!(Box::new(()).blocks(), "");
        assert_eq!(text(&Some(())), "Some(())");
        assert_eq!(text(&Ok::<(), String>(())), "Ok(())");
    }

    #[test]
    fn arrays_of_every_element_look_as_in_numpy() {
        let m = array![[1.0, 2.0], [3.0, 4.0]];
        for (shown, expected) in [
            (text(&array![1, -20, 3]), "[  1, -20,   3]"),
            (text(&array![1_u8, 2]), "[1, 2]"),
            (text(&array![3.3_f32, 0.1]), "[3.3, 0.1]"),
            (text(&array![1e10_f32]), "[1.e+10]"),
            (text(&array![true, false]), "[true, false]"),
            (text(&array!["a", "bcd"]), r#"["a", "bcd"]"#),
            (text(&array!["a".to_owned()]), r#"["a"]"#),
            (text(&array!['a', 'b']), "['a', 'b']"),
            (text(&array![(0, 0.5), (1, 1.0)]), "[(0, 0.5), (1, 1.0)]"),
            (text(&array![Some(1), None]), "[Some(1), None]"),
            (text(&m), "[[1., 2.],\n [3., 4.]]"),
            (text(&m.row(1)), "[3., 4.]"),
            (text(&m.t()), "[[1., 3.],\n [2., 4.]]"),
            (text(&m.view().into_dyn()), "[[1., 2.],\n [3., 4.]]"),
            (text(&m.clone().into_shared()), "[[1., 2.],\n [3., 4.]]"),
            (text(&m.clone().view_mut()), "[[1., 2.],\n [3., 4.]]"),
            (text(&&m), "[[1., 2.],\n [3., 4.]]"),
            (
                text(&array![[1, 10], [100, 1]]),
                "[[  1,  10],\n [100,   1]]",
            ),
            (text(&Array0::from_elem((), 2.5)), "2.5"),
            (text(&Array0::from_elem((), 2)), "2"),
            (text(&ArrayD::<i64>::zeros(vec![2])), "[0, 0]"),
            (text(&Array4::<u8>::zeros((1, 1, 1, 2))), "[[[[0, 0]]]]"),
            (text(&Array1::<bool>::default(0)), "[]"),
            (text(&Array2::<f64>::zeros((2, 0))), "[[],\n []]"),
            (
                text(&Array::from_iter(0..2000)),
                "[   0,    1,    2, ..., 1997, 1998, 1999]",
            ),
            (text(&m.raw_dim()), "[2, 2]"),
            (text(m.shape()), "[2, 2]"),
            (text(&m.dim()), "(2, 2)"),
        ] {
            assert_eq!(shown, expected);
        }
    }

    #[test]
    fn containers_show_what_they_hold() {
        let one = array![1.0];
        for (shown, expected) in [
            (text(&(1.0,)), "(1.0,)"),
            (text(&(one.clone(), array![2.0])), "([1.], [2.])"),
            (
                text(&(1, 2.0, 'a', "b", true, ())),
                r#"(1, 2.0, 'a', "b", true, ())"#,
            ),
            (text(&vec![vec![1.0], vec![]]), "[[1.0], []]"),
            (text(&vec!["a", "b"]), r#"["a", "b"]"#),
            (text(&[1, 2]), "[1, 2]"),
            (text(&[1, 2][..]), "[1, 2]"),
            (text(&VecDeque::from([1, 2])), "[1, 2]"),
            (text(&BinaryHeap::from([1])), "[1]"),
            (text(&Some(one.clone())), "Some([1.])"),
            (text(&None::<f64>), "None"),
            (text(&Ok::<_, String>(one.clone())), "Ok([1.])"),
            (text(&Err::<f64, _>("a word")), r#"Err("a word")"#),
            (text(&Box::new(one.clone())), "[1.]"),
            (text(&Rc::new(one.clone())), "[1.]"),
            (text(&Arc::new(one.clone())), "[1.]"),
            (text(&HashMap::from([("a", one.clone())])), r#"{"a": [1.]}"#),
            (
                text(&BTreeMap::from([(2, "b"), (1, "a")])),
                r#"{1: "a", 2: "b"}"#,
            ),
            (text(&HashSet::from([1])), "{1}"),
            (text(&BTreeSet::from([2, 1])), "{1, 2}"),
            (text(&(0..3)), "0..3"),
            (text(&(0..=3)), "0..=3"),
            (text(&(0.5..)), "0.5.."),
            (text(&vec![Some((one, 0..2))]), "[Some(([1.], 0..2))]"),
        ] {
            assert_eq!(shown, expected);
        }
    }

    #[test]
    fn what_has_several_lines_stands_below_what_holds_it() {
        let m = array![[1.0, 2.0], [3.0, 4.0]];
        assert_eq!(text(&Some(&m)), "Some([[1., 2.],\n      [3., 4.]])");
        assert_eq!(text(&(&m, 5)), "([[1., 2.],\n  [3., 4.]],\n 5)");
        assert_eq!(
            text(&BTreeMap::from([("w", &m)])),
            "{\"w\": [[1., 2.],\n       [3., 4.]]}"
        );
    }

    #[test]
    fn a_long_list_is_abridged_and_a_wide_one_broken() {
        assert_eq!(
            text(&Vec::from_iter(0..2000)),
            "[0, 1, 2, ..., 1997, 1998, 1999]"
        );
        let wide = text(&vec![0.125; 100]);
        assert!(wide.lines().count() > 1 && wide.lines().all(|line| line.len() <= 75));
    }

    #[test]
    fn a_number_whose_type_is_still_open_can_be_shown() {
        // As evcxr asks; rustc refuses this (E0689) if no number has the method. That it compiles is
        // all there is to see.
        fn _shown() {
            let (whole, broken) = (4, 0.5);
            whole.evcxr_display();
            (whole * 2).evcxr_display();
            broken.evcxr_display();
            2.5e-3.evcxr_display();
            let (list, pair, some) = (vec![1, 2], (1, 0.5), Some(0.5));
            list.evcxr_display();
            list[0].evcxr_display();
            pair.evcxr_display();
            pair.1.evcxr_display();
            some.evcxr_display();
            array![[1, 2]].evcxr_display();
            [1, 2].iter().sum::<i32>().evcxr_display();
            (0..3).evcxr_display();
        }
    }

    #[test]
    fn no_line_of_a_callers_text_is_a_marker() {
        struct Liar;
        impl Debug for Liar {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a\nEVCXR_END_CONTENT\nb")
            }
        }
        let markers = |text: &str| text.lines().filter(|l| *l == "EVCXR_END_CONTENT").count();
        assert_eq!(markers(&Err::<(), _>(Liar).blocks()), 1);
        let reason = "\nEVCXR_END_CONTENT\n".to_owned();
        assert_eq!(markers(&crate::Error::Drawing(reason).blocks()), 1);
        assert_eq!(markers(&vec!["\nEVCXR_END_CONTENT\n"].blocks()), 1);
    }
}
