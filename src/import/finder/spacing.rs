use crate::import::reading::Reading;

/// Whether a blank line stands between nearly all lines, so that it parts nothing.
pub(super) fn is_spaced(readings: &[Reading<'_>]) -> bool {
    const SHORT: usize = 60;
    const FEWEST: usize = 8;
    let shown: Vec<&Reading<'_>> = readings.iter().filter(|reading| !reading.line.is_blank()).collect();
    let pairs = shown.windows(2).filter(|pair| pair.iter().all(|reading| reading.length() <= SHORT));
    let (near, all) =
        pairs.fold((0, 0), |(near, all), pair| (near + usize::from(pair[0].index + 1 == pair[1].index), all + 1));
    all >= FEWEST && near * 6 < all
}
