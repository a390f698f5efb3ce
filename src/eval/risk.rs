//! Risk against coverage: what happens to the wrong answers as the bot answers more.

use super::Judged;

/// What acting on the surest messages alone comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Messages of at least this confidence are acted on.
    pub confidence: f32,
    pub answered: usize,
    /// Of all messages.
    pub coverage: f64,
    /// Of those acted on.
    pub wrong: f64,
}

/// From the surest messages to all; one point for each confidence that occurs. The intents' own thresholds play no part.
pub fn risk_coverage(rows: &[Judged]) -> Vec<Point> {
    let mut marks: Vec<(f32, bool)> =
        rows.iter().map(|row| (row.prediction.confidence, row.best_is_right)).collect();
    marks.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut points: Vec<Point> = Vec::new();
    let mut wrong = 0;
    for (count, (confidence, right)) in (1..).zip(&marks) {
        wrong += usize::from(!right);
        let point = Point {
            confidence: *confidence,
            answered: count,
            coverage: count as f64 / marks.len() as f64,
            wrong: f64::from(wrong as u32) / count as f64,
        };
        match points.last_mut().filter(|last| last.confidence == *confidence) {
            Some(last) => *last = point,
            None => points.push(point),
        }
    }
    points
}

/// risk_coverage.csv
pub fn risk_coverage_csv(points: &[Point]) -> String {
    let mut text = "confidence,answered,coverage,risk,precision\n".to_owned();
    for Point { confidence, answered, coverage, wrong } in points {
        text += &format!("{confidence:.6},{answered},{coverage:.6},{wrong:.6},{:.6}\n", 1.0 - wrong);
    }
    text
}
