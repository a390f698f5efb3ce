//! One row, one verdict.

use std::collections::BTreeMap;

use crate::{
    content::{
        Content,
        labelled::{Labelled, OUT_OF_SCOPE},
    },
    domain::{Certainty, Name, Neighbour, Stage, Understanding},
    train::Cost,
};

/// The label of messages that say too little: to ask is right.
const UNCLEAR: &str = "unclear";

/// What counts as what, and what it costs.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// A more exact intent counts as each of these.
    refines: BTreeMap<Name, Vec<Name>>,
    pub cost: Cost,
}

impl Rules {
    pub fn new(content: &Content, cost: Cost) -> Self {
        let refines = content.intents.values().filter(|intent| !intent.refines.is_empty());
        Self { refines: refines.map(|intent| (intent.name.clone(), intent.refines.clone())).collect(), cost }
    }
}

/// What the engine said about a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// The best intent; `None` for an abstention.
    pub intent: Option<Name>,
    /// The best intent, acted on or not; `None` where nothing was said.
    pub best: Option<Name>,
    /// Of the best.
    pub confidence: f32,
    /// The next best intent.
    pub second: Option<Name>,
    pub certainty: Certainty,
    pub by: Stage,
    /// What the best intent has to reach.
    pub threshold: f32,
    /// The examples nearest in meaning, best first.
    pub neighbours: Vec<Neighbour>,
}

impl Prediction {
    /// The label for what is out of scope counts as an abstention.
    pub fn new(understanding: &Understanding) -> Self {
        let top = understanding.top();
        let sure_enough = understanding.certainty != Certainty::Unsure;
        let intent = top.map(|(name, _)| name.clone()).filter(|name| sure_enough && *name != OUT_OF_SCOPE);
        Self {
            intent,
            best: top.map(|(name, _)| name.clone()),
            confidence: top.map_or(0.0, |(_, confidence)| confidence.get()),
            second: understanding.intents.get(1).map(|(name, _)| name.clone()),
            certainty: understanding.certainty,
            by: understanding.by,
            threshold: understanding.trace.threshold.get(),
            neighbours: understanding.trace.neighbours.clone(),
        }
    }
}

/// What the customer gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The intent was acted on, rightly.
    Right,
    /// The intent was acted on, wrongly.
    Wrong,
    /// A question back: which of two was meant.
    Asked,
    /// Nothing fits: other words are asked for, and then a person.
    Abstained,
}

impl Outcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Asked => "asked",
            Self::Abstained => "abstained",
        }
    }

    /// What it costs. `right`: whether abstaining was; `offered`: whether the question back offers what was meant.
    pub fn cost(self, right: bool, offered: bool, cost: Cost) -> f64 {
        match self {
            Self::Right => 0.0,
            Self::Wrong => cost.wrong,
            Self::Asked if offered => cost.question,
            Self::Asked => cost.question + cost.handover,
            Self::Abstained if right => 0.0,
            Self::Abstained => cost.handover,
        }
    }
}

/// A row with its prediction.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    pub text: String,
    /// `None`: out of scope.
    pub label: Option<Name>,
    pub prediction: Prediction,
    pub right: bool,
    /// Whether the best intent is right, acted on or not.
    pub best_is_right: bool,
    pub outcome: Outcome,
    /// Whether a question back between the two best offers, or would have offered, what was meant. Of what is out of scope that is
    /// true: it ends with the question.
    pub offered: bool,
    pub cost: f64,
}

impl Judged {
    pub fn label(&self) -> Name {
        self.label.clone().unwrap_or_else(|| OUT_OF_SCOPE.into())
    }

    /// What the row counts as predicted for: a right answer by another name counts for the label.
    pub fn predicted(&self) -> Name {
        if self.right {
            return self.label();
        }
        self.prediction.intent.clone().unwrap_or_else(|| OUT_OF_SCOPE.into())
    }
}

/// Holds a prediction against its row.
pub fn judge(row: &Labelled, prediction: Prediction, rules: &Rules) -> Judged {
    let accepted = |name: &Name| row.intent.as_ref() == Some(name) || row.accept.contains(name);
    let out_of_scope = row.intent.is_none() || row.accept.iter().any(|name| *name == *OUT_OF_SCOPE);
    let names = |name: &Name| {
        accepted(name) || rules.refines.get(name).is_some_and(|refined| refined.iter().any(accepted))
    };
    let right = match &prediction.intent {
        Some(name) => names(name),
        None => out_of_scope || (prediction.by == Stage::None && accepted(&Name::from(UNCLEAR))),
    };
    let fits = |name: &Name| if *name == *OUT_OF_SCOPE { out_of_scope } else { names(name) };
    let best_is_right = prediction.best.as_ref().is_some_and(fits);
    let offered = best_is_right || out_of_scope || prediction.second.as_ref().is_some_and(fits);
    let outcome = match (prediction.certainty, &prediction.intent) {
        (Certainty::Confident, Some(_)) if right => Outcome::Right,
        (Certainty::Confident, Some(_)) => Outcome::Wrong,
        (Certainty::Close, Some(_)) => Outcome::Asked,
        (Certainty::Confident | Certainty::Close | Certainty::Unsure, _) => Outcome::Abstained,
    };
    let cost = outcome.cost(right, offered, rules.cost);
    let (text, label) = (row.text.clone(), row.intent.clone());
    Judged { text, label, prediction, right, best_is_right, outcome, offered, cost }
}
