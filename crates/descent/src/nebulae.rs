//! Hubble's nebulae: a small set of real data for a straight line.

use ndarray::Array1;

/// The table's columns r and v: distance in Mpc, velocity in km/s.
const TABLE: [(f64, f64); 24] = [
    (0.032, 170.0),  // S. Mag. (Small Magellanic Cloud)
    (0.034, 290.0),  // L. Mag. (Large Magellanic Cloud)
    (0.214, -130.0), // N.G.C. 6822
    (0.263, -70.0),  // 598
    (0.275, -185.0), // 221
    (0.275, -220.0), // 224 (the Andromeda Galaxy)
    (0.45, 200.0),   // 5457
    (0.5, 290.0),    // 4736
    (0.5, 270.0),    // 5194
    (0.63, 200.0),   // 4449
    (0.8, 300.0),    // 4214
    (0.9, -30.0),    // 3031
    (0.9, 650.0),    // 3627
    (0.9, 150.0),    // 4826
    (0.9, 500.0),    // 5236
    (1.0, 920.0),    // 1068
    (1.1, 450.0),    // 5055
    (1.1, 500.0),    // 7331
    (1.4, 500.0),    // 4258
    (1.7, 960.0),    // 4151
    (2.0, 500.0),    // 4382
    (2.0, 850.0),    // 4472
    (2.0, 800.0),    // 4486
    (2.0, 1090.0),   // 4649
];

/// Distances and velocities of 24 nebulae, galaxies as we say today: the data on which Hubble
/// founded that the universe expands.
///
/// The first array has the distances in millions of parsecs (Mpc), 0.032 to 2; the second the
/// radial velocities in km/s, −220 to 1090, positive where the nebula moves away from us. The
/// distances are Hubble's: today's are about seven times as large.
///
/// Source: E. Hubble, 'A relation between distance and radial velocity among extra-galactic
/// nebulae', *Proceedings of the National Academy of Sciences* 15, 1929, pages 168–173, table 1,
/// columns r and v. In the public domain: published in the United States in 1929, more than 95
/// years ago, by an author who died in 1953, more than 70 years ago.
///
/// ```
/// use descent::hubble_nebulae;
///
/// let (distance, velocity) = hubble_nebulae();
/// assert_eq!((distance.len(), velocity.len()), (24, 24));
/// assert_eq!((distance[23], velocity[23]), (2.0, 1090.0));
/// ```
pub fn hubble_nebulae() -> (Array1<f64>, Array1<f64>) {
    let column = |pick: fn((f64, f64)) -> f64| TABLE.into_iter().map(pick).collect();
    (column(|row| row.0), column(|row| row.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fits of the same table, its distances rounded to two decimals, that R prints for
    /// `case0701` of the package Sleuth3 (Ramsey and Schafer, *The Statistical Sleuth*, chapter 7):
    /// distance = 0.3991704 + 0.0013724 · velocity, and 0.0019214 · velocity through the origin.
    #[test]
    fn the_fits_are_the_published_ones() {
        let (distance, velocity) = hubble_nebulae();
        let distance = distance.mapv(|r| (100.0 * r).round() / 100.0);
        let mean = |of: &Array1<f64>| of.sum() / of.len() as f64;
        let (r, v) = (mean(&distance), mean(&velocity));
        let (from_r, from_v) = (&distance - r, &velocity - v);
        let slope = from_r.dot(&from_v) / from_v.dot(&from_v);
        assert_eq!(format!("{slope:.7}"), "0.0013724");
        assert_eq!(format!("{:.7}", r - slope * v), "0.3991704");
        let through_origin = distance.dot(&velocity) / velocity.dot(&velocity);
        assert_eq!(format!("{through_origin:.7}"), "0.0019214");
    }

    /// Hubble's own K of these 24, the motion of the Sun taken out of the velocities, is 465 ± 50
    /// km/s for each Mpc.
    #[test]
    fn the_slope_is_hubbles_within_his_error() {
        let (distance, velocity) = hubble_nebulae();
        let from_mean = &distance - distance.sum() / distance.len() as f64;
        let slope = from_mean.dot(&velocity) / from_mean.dot(&from_mean);
        assert!((slope - 465.0).abs() < 50.0, "{slope}");
        assert_eq!(format!("{slope:.2}"), "454.16");
    }
}
