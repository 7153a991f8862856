//! A figure that follows a loop while it runs.

use std::cell::RefCell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::time::Instant;

use super::plot::Plot;
use crate::display::Readable;
use crate::error::Error;
use crate::figure::Figure;
use crate::output::no_figure;
use crate::updates::{Pace, Screen};

/// Runs a loop over `items` with one figure that changes on the way: each item comes with the
/// [`Live`] figure, and what [`Live::show`] is given last is what is shown.
///
/// `items` is anything that a `for` takes. The figure is drawn at most ten times a second, so it
/// may be given at every step; what the last step gave stays when the loop ends, also by `break`,
/// `?` or a panic. On a kernel that cannot update an output, only that is shown.
///
/// It goes with the loop and not with a variable, because a notebook keeps variables beyond the
/// end of their cell, and the last figure would wait as long.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let mut x = array![-3.0, 4.0];
/// let mut losses = vec![];
/// for (step, figure) in live(0..50) {
///     x = &x - 0.1 * function_2_gradient(&x);
///     losses.push((f64::from(step), function_2(&x)));
///     figure.show(lines().line("loss", losses.clone()));
/// }
/// assert_eq!(losses.len(), 50);
/// ```
///
/// With a bar beside it: `live(progress(0..50))`.
pub fn live<'a, I: IntoIterator>(items: I) -> LiveSteps<'a, I::IntoIter> {
    LiveSteps::on(Screen::new(), items.into_iter())
}

/// What [`Live::show`] takes: any [`Plot`], or a [`Figure`].
pub trait Drawable {
    /// What a cell writes for the kernel to show, in evcxr's protocol: the figure, or why there is
    /// none.
    fn drawn(&self) -> String;
}

impl Drawable for Figure {
    fn drawn(&self) -> String {
        self.blocks()
    }
}

impl<P: Plot> Drawable for P {
    fn drawn(&self) -> String {
        let figure = self.figure();
        figure.map_or_else(|error| no_figure(&error), |figure| figure.drawn())
    }
}

/// What `figure()` gives, with or without its `?`.
impl Drawable for Result<Figure, Error> {
    fn drawn(&self) -> String {
        match self {
            Ok(figure) => figure.drawn(),
            Err(error) => no_figure(error),
        }
    }
}

/// The figure of a loop, see [`live()`].
#[derive(Clone)]
pub struct Live<'a>(Rc<RefCell<State<'a>>>);

struct State<'a> {
    screen: Screen,
    pace: Pace,
    /// What was given too early to be drawn.
    waiting: Option<Box<dyn Drawable + 'a>>,
}

impl<'a> Live<'a> {
    /// Shows `figure`, any [`Plot`] or a [`Figure`], in place of the one before, or keeps it
    /// until its turn comes. If it cannot be drawn, it says why where the figure would be.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// let mut levels = 0;
    /// for (step, figure) in live(3..6) {
    ///     levels = step;
    ///     figure.show(contour(function_2).levels(levels)); // drawn once, or a few times
    /// }
    /// assert_eq!(levels, 5); // what is shown at the end
    /// ```
    pub fn show(&self, figure: impl Drawable + 'a) {
        let is_due = {
            let state = self.0.borrow();
            state.screen.updates() && state.pace.is_due(Instant::now())
        };
        match is_due {
            true => self.draw(&figure),
            false => self.0.borrow_mut().waiting = Some(Box::new(figure)),
        }
    }

    /// Nothing is borrowed while `figure` is drawn, for it calls functions of the caller's.
    fn draw(&self, figure: &dyn Drawable) {
        let drawn = figure.drawn();
        let mut state = self.0.borrow_mut();
        state.waiting = None;
        state.screen.show(&drawn);
        state.pace.wait_from(Instant::now());
    }

    fn end(&self) {
        let waiting = self.0.borrow_mut().waiting.take();
        if let Some(figure) = waiting {
            self.draw(&*figure);
        }
    }
}

impl fmt::Debug for Live<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Live")
    }
}

/// An iterator with a figure, see [`live()`].
#[derive(Debug)]
#[must_use = "a figure follows a loop: for (step, figure) in live(0..100) { … }"]
pub struct LiveSteps<'a, I> {
    items: I,
    figure: Live<'a>,
}

impl<I> LiveSteps<'_, I> {
    fn on(screen: Screen, items: I) -> Self {
        let state = State {
            screen,
            pace: Pace::default(),
            waiting: None,
        };
        let figure = Live(Rc::new(RefCell::new(state)));
        Self { items, figure }
    }
}

impl<'a, I: Iterator> Iterator for LiveSteps<'a, I> {
    type Item = (I::Item, Live<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.items.next();
        if item.is_none() {
            self.figure.end();
        }
        item.map(|item| (item, self.figure.clone()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

impl<I: ExactSizeIterator> ExactSizeIterator for LiveSteps<'_, I> {}

impl<I> Drop for LiveSteps<'_, I> {
    fn drop(&mut self) {
        // A function that panics again while a panic is on its way would end the process.
        let _ = catch_unwind(AssertUnwindSafe(|| self.figure.end()));
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use descent::function_2;

    use super::*;
    use crate::figures::contour::contour;
    use crate::figures::curve::curve;
    use crate::updates::tests::recorded;

    /// A picture that counts how often it is drawn.
    struct Counted<'a>(usize, &'a Cell<usize>);

    impl Drawable for Counted<'_> {
        fn drawn(&self) -> String {
            self.1.set(self.1.get() + 1);
            format!("picture {}", self.0)
        }
    }

    #[test]
    fn a_fast_loop_draws_its_first_and_its_last_figure_and_few_between() {
        let (screen, written) = recorded(true);
        let (drawn, start) = (Cell::new(0), Instant::now());
        for (step, figure) in LiveSteps::on(screen, 0..10_000) {
            figure.show(Counted(step, &drawn));
        }
        let most = 2 + start.elapsed().as_millis() as usize / 100;
        assert!((2..=most).contains(&drawn.get()), "{}", drawn.get());
        let written = written.borrow();
        assert_eq!(written.len(), drawn.get());
        assert!(written[0].contains("\"is_update\": false") && written[0].ends_with("picture 0"));
        let last = written.last().expect("the last");
        assert!(last.contains("\"is_update\": true") && last.ends_with("picture 9999"));
    }

    #[test]
    fn what_was_given_last_stays_however_the_loop_ends() {
        let drawn = Cell::new(0);
        let (screen, written) = recorded(true);
        for (step, figure) in LiveSteps::on(screen, 0..) {
            figure.show(Counted(step, &drawn));
            if step == 7 {
                break;
            }
        }
        assert!(
            written
                .borrow()
                .last()
                .is_some_and(|last| last.ends_with("picture 7"))
        );

        let (screen, written) = recorded(true);
        let panic = catch_unwind(AssertUnwindSafe(|| {
            for (step, figure) in LiveSteps::on(screen, 0..10) {
                figure.show(Counted(step, &drawn));
                assert!(step < 3, "as a mistake would");
            }
        }));
        assert!(panic.is_err());
        assert!(
            written
                .borrow()
                .last()
                .is_some_and(|last| last.ends_with("picture 3"))
        );
    }

    #[test]
    fn what_is_drawn_is_not_drawn_again_at_the_end() {
        let drawn = Cell::new(0);
        let (screen, written) = recorded(true);
        for (step, figure) in LiveSteps::on(screen, 0..1) {
            figure.show(Counted(step, &drawn));
        }
        assert_eq!((drawn.get(), written.borrow().len()), (1, 1));
        let (screen, written) = recorded(true);
        assert_eq!(LiveSteps::on(screen, 0..10).count(), 10);
        assert!(written.borrow().is_empty());
    }

    #[test]
    fn without_updates_only_the_last_figure_is_drawn() {
        let drawn = Cell::new(0);
        let (screen, written) = recorded(false);
        for (step, figure) in LiveSteps::on(screen, 0..100) {
            figure.show(Counted(step, &drawn));
        }
        assert_eq!(
            (drawn.get(), written.borrow()[..].to_vec()),
            (1, vec!["picture 99".to_owned()])
        );
    }

    #[test]
    fn builders_figures_and_failures_are_shown_as_a_cell_shows_them() {
        let plot = contour(function_2);
        let figure = plot.figure().expect("a figure");
        assert_eq!(plot.drawn(), figure.bundle().expect("it can be drawn"));
        assert_eq!(figure.drawn(), plot.drawn());
        assert_eq!(plot.figure().drawn(), plot.drawn());
        let none = curve(|_| f64::NAN).drawn();
        assert!(
            none.starts_with("EVCXR_BEGIN_CONTENT text/plain\nNo figure: "),
            "{none}"
        );
    }

    #[test]
    fn a_function_that_panics_while_the_last_figure_is_drawn_does_not_end_the_process() {
        let (screen, _) = recorded(false);
        let panic = catch_unwind(AssertUnwindSafe(|| {
            for (step, figure) in LiveSteps::on(screen, 0..3) {
                figure.show(curve(|_| panic!("as a mistake would")));
                assert!(step > 0, "on the way");
            }
        }));
        assert!(panic.is_err());
    }
}
