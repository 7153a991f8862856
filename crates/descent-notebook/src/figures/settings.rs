//! What a caller sets, checked: a figure that cannot be drawn as asked is refused in a sentence.

use descent_language::marked;

use crate::error::Error;
use crate::number::{number, point};
use crate::scene::axis::Scale;

/// # Errors
///
/// [`Error::Setting`] for a place, of one or two coordinates, that is nowhere; `what` is its name.
pub(crate) fn finite(what: &'static str, place: &[f64]) -> Result<(), Error> {
    if place.iter().all(|coordinate| coordinate.is_finite()) {
        return Ok(());
    }
    let expected = match place.len() {
        1 => marked!("a finite number"),
        _ => marked!("two finite numbers"),
    };
    Err(Error::setting(what, point(place, 4), expected))
}

/// # Errors
///
/// [`Error::Setting`] for a number that has no place on `scale`; `what` is its name.
pub(crate) fn placed(what: &'static str, at: f64, scale: Scale) -> Result<(), Error> {
    finite(what, &[at])?;
    match scale.has_place(at) {
        true => Ok(()),
        false => Err(Error::setting(
            what,
            number(at, 4),
            marked!("positive, for the axis is logarithmic"),
        )),
    }
}

/// # Errors
///
/// [`Error::TooLarge`] for more than one figure holds.
pub(crate) fn at_most(limit: usize, what: &'static str, found: usize) -> Result<(), Error> {
    match found > limit {
        true => Err(Error::TooLarge { what, found, limit }),
        false => Ok(()),
    }
}

/// As many labels as there are things to label.
///
/// # Errors
///
/// [`Error::Labels`] for another number of them.
pub(crate) fn labelled(
    what: &'static str,
    labels: &[String],
    expected: usize,
) -> Result<Vec<String>, Error> {
    let found = labels.len();
    match found == expected {
        true => Ok(labels.to_vec()),
        false => Err(Error::Labels {
            what,
            found,
            expected,
        }),
    }
}

/// A number of columns, at least one.
///
/// # Errors
///
/// [`Error::Setting`] for none.
pub(crate) fn columns_or(columns: Option<usize>, default: usize) -> Result<usize, Error> {
    match columns {
        Some(0) => {
            let (what, expected) = (marked!("number of columns"), marked!("at least 1"));
            Err(Error::setting(what, 0, expected))
        }
        columns => Ok(columns.unwrap_or(default)),
    }
}

#[cfg(test)]
mod tests {
    use descent::{function_2, gradient_descent};
    use ndarray::array;

    use crate::figures::basins::basins;
    use crate::figures::contour::contour;
    use crate::figures::curve::curve;
    use crate::figures::lines::lines;
    use crate::figures::minima::Minima;
    use crate::figures::player::player;
    use crate::figures::plot::Plot;
    use crate::figures::quiver::quiver;
    use crate::figures::run::Runs;
    use crate::scene::axis::Scale;

    fn message(plot: &impl Plot) -> String {
        plot.figure()
            .expect_err("a setting that is none")
            .to_string()
    }

    #[test]
    fn what_is_to_be_drawn_nowhere_is_refused_in_a_sentence() {
        let nowhere = [
            (f64::NAN, "NaN"),
            (f64::INFINITY, "∞"),
            (f64::NEG_INFINITY, "−∞"),
        ];
        let line = lines().line("data", [(0.0, 0.0), (1.0, 1.0)]);
        let one = gradient_descent(function_2, &array![1.0], 0.1, 3).expect("a good start");
        for (at, said) in nowhere {
            let tangent =
                format!("the place of the tangent is {said}, but should be a finite number");
            assert_eq!(message(&curve(|x| x).tangent_at(at)), tangent);
            assert_eq!(
                message(&curve(|x| x).tangent_at(1.0).tangent_at(at)),
                tangent
            );
            assert_eq!(
                message(&curve(|x| x).tangent_at(at).x_range(0.0, 1.0)),
                tangent
            );
            let vertical =
                format!("the place of the vertical line is {said}, but should be a finite number");
            assert_eq!(message(&line.clone().vertical("bound", at)), vertical);
            assert_eq!(message(&lines().vertical("alone", at)), vertical);
            let star = format!("the star is ({said}, 0), but should be two finite numbers");
            assert_eq!(message(&line.clone().star(at, 0.0)), star);
            let minimum = format!("the minimum is (0, {said}), but should be two finite numbers");
            assert_eq!(message(&contour(function_2).minimum(0.0, at)), minimum);
            assert_eq!(message(&quiver(function_2).minimum(0.0, at)), minimum);
            assert_eq!(
                message(&basins(&[[0.0, at], [0.0, 0.0]], |_| unreachable!())),
                minimum
            );
            let over_a_graph = player(function_2).path(&one).minimum(0.0, at);
            assert_eq!(message(&over_a_graph), minimum);
        }
    }

    #[test]
    fn what_has_no_place_on_its_axis_or_graph_is_refused_in_a_sentence() {
        let line = lines()
            .line("data", [(1.0, 2.0), (10.0, 20.0)])
            .x_scale(Scale::Log);
        let positive = "but should be positive, for the axis is logarithmic";
        for (at, said) in [(0.0, "0"), (-2.0, "−2")] {
            let vertical = format!("the place of the vertical line is {said}, {positive}");
            assert_eq!(message(&line.clone().vertical("bound", at)), vertical);
            let star = format!("the x of the star is {said}, {positive}");
            assert_eq!(message(&line.clone().star(at, 0.0)), star);
            let star = format!("the y of the star is {said}, {positive}");
            assert_eq!(
                message(&line.clone().y_scale(Scale::Log).star(1.0, at)),
                star
            );
        }
        assert!(line.vertical("bound", 5.0).star(5.0, -1.0).figure().is_ok());
        let expected = "where the function and its slope are finite numbers";
        for nowhere in [-1.0, 0.0] {
            let message = message(&curve(f64::ln).tangent_at(nowhere).x_range(-2.0, 2.0));
            assert!(message.ends_with(expected), "{message}");
        }
        let one = gradient_descent(function_2, &array![1.0], 0.1, 3).expect("a good start");
        assert_eq!(
            message(&player(function_2).path(&one).minimum(0.0, 0.0)),
            "the minimum is (0, 0), but should be left out, for runs with one coordinate are drawn \
             on a graph"
        );
    }

    #[test]
    fn a_range_that_is_none_is_blamed_before_the_function() {
        let nan = f64::NAN;
        assert!(message(&contour(|x| x[0]).x_range(nan, 1.0)).contains("range of x₀"));
        assert!(message(&contour(|x| x[0]).x_label("w").x_range(2.0, 1.0)).contains("range of w"));
        assert!(message(&curve(|x| x).x_range(nan, 1.0)).contains("range of x is NaN"));
        assert!(message(&curve(|x| x).y_range(1.0, nan)).contains("range of f(x)"));
    }
}
