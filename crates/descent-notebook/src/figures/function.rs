//! The functions that callers give to figures.

use std::fmt;
use std::rc::Rc;

/// A function of the caller's whose type is forgotten.
///
/// A generic figure would be compiled anew for each function, in the cell that draws it, while the
/// student waits. This way it is compiled once, with this crate; and a figure in the making has a
/// type to write down, so that a notebook can keep it in a variable.
pub(crate) struct Function<'a, X: ?Sized, Y>(Rc<dyn Fn(&X) -> Y + 'a>);

impl<'a, X: ?Sized, Y> Function<'a, X, Y> {
    pub(crate) fn new(f: impl Fn(&X) -> Y + 'a) -> Self {
        Self(Rc::new(f))
    }

    pub(crate) fn at(&self, x: &X) -> Y {
        (self.0)(x)
    }
}

impl<X: ?Sized, Y> Clone for Function<'_, X, Y> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<X: ?Sized, Y> fmt::Debug for Function<'_, X, Y> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Function")
    }
}
