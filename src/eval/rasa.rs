//! intent_report.json, intent_errors.json and intent_successes.json in the shapes that `rasa test nlu` writes.

use serde_json::{Map, Value, json};

use super::{Figure, Judged, Report};
use crate::content::labelled::OUT_OF_SCOPE;

/// As scikit-learn's classification report: a block for each intent, then the averages.
pub fn intents(report: &Report) -> Value {
    let mut all = Map::new();
    for (name, score) in &report.intents {
        let confused: Map<String, Value> =
            score.confused_with.iter().map(|one| (one.intent.to_string(), one.count.into())).collect();
        all.insert(
            name.to_string(),
            json!({
                "precision": score.precision,
                "recall": score.recall,
                "f1-score": score.f1_score,
                "support": score.support,
                "confused_with": confused,
            }),
        );
    }
    let supported = report.intents.values().filter(|score| score.support > 0);
    let (mut precision, mut recall, mut weighted_precision, mut weighted_recall, mut count) =
        (0.0, 0.0, 0.0, 0.0, 0.0);
    for score in supported {
        precision += score.precision;
        recall += score.recall;
        weighted_precision += score.precision * score.support as f64;
        weighted_recall += score.recall * score.support as f64;
        count += 1.0;
    }
    let rows = report.n.max(1) as f64;
    let intents = f64::max(count, 1.0);
    let figure = |figure| report.figures.get(figure).map(|measured| measured.value);
    all.insert("accuracy".into(), figure(Figure::Accuracy).into());
    all.insert(
        "macro avg".into(),
        json!({"precision": precision / intents, "recall": recall / intents, "f1-score": figure(Figure::MacroF1), "support": report.n}),
    );
    all.insert(
        "weighted avg".into(),
        json!({"precision": weighted_precision / rows, "recall": weighted_recall / rows, "f1-score": figure(Figure::WeightedF1), "support": report.n}),
    );
    Value::Object(all)
}

/// The rows that went wrong, the surest first.
pub fn errors(rows: &[Judged]) -> Value {
    let mut wrong: Vec<&Judged> = rows.iter().filter(|row| !row.right).collect();
    wrong.sort_by(|a, b| b.prediction.confidence.total_cmp(&a.prediction.confidence));
    wrong.into_iter().map(entry).collect()
}

/// The rows that went right, in their own order.
pub fn successes(rows: &[Judged]) -> Value {
    rows.iter().filter(|row| row.right).map(entry).collect()
}

fn entry(row: &Judged) -> Value {
    let predicted = row.prediction.intent.as_ref().map_or(OUT_OF_SCOPE, |name| name.as_str());
    json!({
        "text": row.text,
        "intent": row.label(),
        "intent_prediction": {
            "name": predicted,
            "confidence": row.prediction.confidence,
            "by": row.prediction.by,
        },
    })
}
