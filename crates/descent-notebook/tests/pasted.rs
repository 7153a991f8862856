//! Code that a student pastes from elsewhere, below the notebook's own `use`.
//!
//! A cell knows ndarray, rand and plotters only by the names that the prelude gives it; `self::`
//! looks them up there and not among the dependencies of this test.

use descent_notebook::prelude::*;

use self::ndarray::prelude::*;
use self::plotters::prelude::*;
use self::rand::{Rng, SeedableRng, rngs::StdRng};

#[test]
fn arrays_and_axes_are_at_hand() {
    use self::ndarray::Axis;

    let m = array![[1.0, 2.0], [3.0, 4.0]];
    let row: ArrayView<'_, f64, Ix1> = m.row(0);
    assert_eq!(row, aview1(&[1.0, 2.0]));
    assert_eq!(m.sum_axis(Axis(0)), array![4.0, 6.0]);
}

#[test]
fn a_random_number_is_drawn_with_the_trait_that_examples_import() {
    fn die(generator: &mut impl Rng) -> u8 {
        generator.random_range(1..=6)
    }
    assert!((1..=6).contains(&die(&mut StdRng::seed_from_u64(1))));
}

/// The chart of plotters' own guide; it needs no font of the system's and none that is registered.
#[test]
fn a_chart_of_plotters_is_drawn_and_shown() {
    let figure = evcxr_figure((640, 480), |root| {
        root.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&root)
            .caption("y=x^2", ("Arial", 50).into_font())
            .margin(5)
            .x_label_area_size(30)
            .y_label_area_size(30)
            .build_cartesian_2d(-1f32..1f32, -0.1f32..1f32)?;
        chart.configure_mesh().draw()?;
        let graph = (-50..=50).map(|x| x as f32 / 50.0).map(|x| (x, x * x));
        chart
            .draw_series(LineSeries::new(graph, &RED))?
            .label("y = x^2")
            .legend(|(x, y)| PathElement::new(vec![(x, y), (x + 20, y)], RED));
        chart
            .configure_series_labels()
            .background_style(WHITE.mix(0.8))
            .border_style(BLACK)
            .draw()?;
        Ok(())
    });
    let shown = format!("{figure:?}");
    assert!(
        shown.starts_with("EVCXR_BEGIN_CONTENT text/html\n"),
        "{shown}"
    );
    assert!(shown.contains("y=x^2"), "{shown}");
}

#[test]
fn the_names_of_this_crate_stay_its_own_beside_those_of_the_others() {
    let path: Result<Trajectory, Error> = gradient_descent(function_2, &array![1.0, 2.0], 0.1, 2);
    let figure: Result<Figure, _> = contour(function_2).path(&path.expect("a start")).figure();
    assert!(figure.is_ok());
    let line: Line = tangent_line(function_1, 5.0);
    assert!(line.slope > 0.0 && Scale::Log != Scale::Linear);
}
