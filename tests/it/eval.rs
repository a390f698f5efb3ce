//! Reports on rows whose verdicts are known.

use jiff::civil::Date;
use proptest::prelude::*;
use xiaoer::{
    content::{self, SourceFile, labelled::Labelled},
    domain::{Certainty, Name, Neighbour, Stage},
    eval::{
        self, Action, Change, Comparison, Figure, Flips, Judged, LeakKind, Leaks, Level, Look, Outcome,
        Prediction, Record, Report, Results, Rules, Setup, Titles,
    },
    train::{self, Cost, Row},
};

/// What the engine says: best intent, its confidence, certainty.
type Said<'a> = (&'a str, f32, Certainty);

const SURE: Certainty = Certainty::Confident;
const CLOSE: Certainty = Certainty::Close;
const UNSURE: Certainty = Certainty::Unsure;

fn judged(text: &str, label: Option<&str>, said: Said<'_>, by: Stage) -> Judged {
    let (best, confidence, certainty) = said;
    let best = Name::from(best);
    let is_intent = certainty != UNSURE && best != *"out_of_scope";
    let near = Neighbour { text: format!("{text}吗"), intent: best.clone(), similarity: 0.9 };
    let prediction = Prediction {
        intent: is_intent.then(|| best.clone()),
        best: Some(best),
        confidence,
        second: Some("refund".into()),
        certainty,
        by: if certainty == UNSURE { Stage::None } else { by },
        threshold: 0.5,
        neighbours: vec![near],
    };
    let row = Labelled { text: text.to_owned(), intent: label.map(Name::from), accept: Vec::new() };
    eval::judge(&row, prediction, &Rules::default())
}

fn row(text: &str, label: Option<&str>, said: Said<'_>) -> Judged {
    judged(text, label, said, Stage::Classifier)
}

/// Ten messages, of every kind one.
fn rows() -> Vec<Judged> {
    let track = Some("track");
    vec![
        judged("转人工", Some("human"), ("human", 0.98, SURE), Stage::Rules),
        row("快递到哪了", track, ("track", 0.96, SURE)),
        row("我的包裹呢", track, ("track", 0.91, SURE)),
        row("<b>还没到</b>", track, ("cancel", 0.93, SURE)),
        row("什么时候到", track, ("cancel", 0.55, CLOSE)),
        row("不要了", Some("cancel"), ("cancel", 0.88, SURE)),
        row("算了吧", Some("cancel"), ("track", 0.61, CLOSE)),
        row("钱呢", Some("refund"), ("track", 0.42, UNSURE)),
        row("今天天气", None, ("out_of_scope", 0.7, SURE)),
        row("你们招人吗", None, ("cancel", 0.35, UNSURE)),
    ]
}

fn report(rows: &[Judged]) -> Report {
    eval::report(rows, "content", "model", Cost::default(), 1)
}

#[test]
fn outcomes_have_their_costs() {
    let check = |label: Option<&str>, said, right: bool, outcome: Outcome, cost: f64| {
        let row = row("…", label, said);
        assert_eq!((row.right, row.outcome, row.cost), (right, outcome, cost), "{label:?} {said:?}");
    };
    check(Some("track"), ("track", 0.9, SURE), true, Outcome::Right, 0.0);
    check(Some("track"), ("cancel", 0.9, SURE), false, Outcome::Wrong, 10.0);
    // The question offers the best and "refund".
    check(Some("track"), ("track", 0.6, CLOSE), true, Outcome::Asked, 1.0);
    check(Some("refund"), ("track", 0.6, CLOSE), false, Outcome::Asked, 1.0);
    check(Some("cancel"), ("track", 0.6, CLOSE), false, Outcome::Asked, 4.0);
    check(Some("track"), ("track", 0.2, UNSURE), false, Outcome::Abstained, 3.0);
    check(Some("unclear"), ("track", 0.2, UNSURE), true, Outcome::Abstained, 0.0);
    check(None, ("track", 0.2, UNSURE), true, Outcome::Abstained, 0.0);
    check(None, ("out_of_scope", 0.9, SURE), true, Outcome::Abstained, 0.0);
    check(None, ("track", 0.6, CLOSE), false, Outcome::Asked, 1.0);
    check(None, ("track", 0.9, SURE), false, Outcome::Wrong, 10.0);
}

#[test]
fn figures_are_what_a_hand_counts() {
    let report = report(&rows());
    let check = |figure: Figure, expected: f64| {
        let found = report.figures.get(figure).map(|measured| measured.value);
        assert!(found.is_some_and(|found| (found - expected).abs() < 1e-9), "{figure:?}: {found:?}");
    };
    check(Figure::Accuracy, 0.6);
    check(Figure::InScopeAccuracy, 0.5);
    check(Figure::OosRecall, 1.0);
    check(Figure::OosPrecision, 2.0 / 3.0);
    check(Figure::Coverage, 0.5);
    check(Figure::PrecisionWhenAnswering, 0.8);
    // Wrong 10, asked beside the point 4 twice, a wrong abstention 3.
    check(Figure::CostPerMessage, 2.1);
    // human 1, track 4/7, cancel 2/5, refund 0, out_of_scope 4/5.
    check(Figure::MacroF1, (1.0 + 4.0 / 7.0 + 0.4 + 0.0 + 0.8) / 5.0);
    let track = &report.intents["track"];
    assert_eq!((track.support, track.recall, track.confused_with[0].count), (4, 0.5, 2));
    assert_eq!(report.by_stage["rules"].share, 0.1);
}

proptest! {
    #[test]
    fn intervals_hold_the_figures(flags in prop::collection::vec((0.0..1.0_f32, any::<bool>(), any::<bool>()), 1..80)) {
        let make = |(confidence, right, sure): &(f32, bool, bool)| {
            let best = if *right { "track" } else { "cancel" };
            row("…", Some("track"), (best, *confidence, if *sure { SURE } else { UNSURE }))
        };
        let rows: Vec<Judged> = flags.iter().map(make).collect();
        let report = report(&rows);
        for figure in Figure::ALL {
            let Some(measured) = report.figures.get(figure) else { continue };
            let [low, high] = measured.interval;
            prop_assert!(low <= high, "{figure:?} {measured:?}");
            let most = if figure == Figure::CostPerMessage { 10.0 } else { 1.0 };
            prop_assert!((0.0..=most + 1e-9).contains(&measured.value), "{figure:?} {measured:?}");
            let shares = [Figure::Accuracy, Figure::InScopeAccuracy, Figure::Coverage, Figure::CostPerMessage];
            if shares.contains(&figure) {
                prop_assert!(low <= measured.value && measured.value <= high, "{figure:?} {measured:?}");
            }
        }
    }

    #[test]
    fn thresholds_come_back_as_they_were_written(confidences in prop::collection::vec(0.0..1.0_f32, 1..40)) {
        let names = ["track", "查物流", "a: b", "\"", "#no", "null"];
        let make = |(place, confidence): (usize, &f32)| {
            let name = names[place % names.len()];
            row("…", Some(names[place % 2]), (name, *confidence, SURE))
        };
        let rows: Vec<Judged> = confidences.iter().enumerate().map(make).collect();
        let text = eval::thresholds_yml(&rows, Cost::default());
        let (content, findings) = content::load(&[SourceFile::new("thresholds.yml", text.as_bytes())], Date::ZERO);
        // The intents themselves are missing, and the bot's own replies.
        let is_read = |finding: &content::Diagnostic| {
            matches!(finding.code, content::Code::UnknownIntent | content::Code::MissingReply)
        };
        prop_assert!(findings.iter().all(is_read), "{findings:?} in {text}");
        let expected = eval::thresholds(&rows, Cost::default());
        prop_assert_eq!(content.thresholds.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        for (name, bound) in expected {
            prop_assert!((content.thresholds[&name] - bound).abs() < 0.0051, "{name}: {bound} in {text}");
        }
    }
}

#[test]
fn a_dearer_mistake_lowers_the_coverage() {
    let rows: Vec<Judged> = (0..200)
        .map(|at| {
            let confidence = at as f32 / 200.0;
            let best = if at % 10 < 10 * at / 200 { "track" } else { "cancel" };
            row("…", Some("track"), (best, confidence, SURE))
        })
        .collect();
    let bound = |cost: &str| eval::thresholds(&rows, cost.parse().unwrap())["track"];
    assert!(bound("2:1:1") < bound("50:1:1"), "{} {}", bound("2:1:1"), bound("50:1:1"));
}

#[test]
fn answering_more_is_never_less_risky_than_told() {
    let points = eval::risk_coverage(&rows());
    assert!(points.windows(2).all(|pair| pair[0].confidence > pair[1].confidence));
    let last = points.last().unwrap();
    assert_eq!((last.answered, last.coverage), (10, 1.0));
    let csv = eval::risk_coverage_csv(&points);
    assert_eq!(csv.lines().nth(1), Some("0.980000,1,0.100000,0.000000,1.000000"));
    let csv = eval::calibration_csv(&rows());
    assert_eq!(csv.lines().last(), Some("0.9,1.0,4,0.9450,0.7500,0.3006,0.9544"));
}

#[test]
fn junit_is_xml_whatever_a_customer_writes() {
    let rows = [row("a <b> & \"c\"\u{1}\n", Some("track"), ("cancel", 0.9, SURE)), rows().remove(1)];
    let text = eval::junit(&rows);
    assert!(text.contains("tests=\"2\" failures=\"1\""), "{text}");
    assert!(text.contains("name=\"a &lt;b&gt; &amp; &quot;c&quot;\u{fffd}&#10;\""), "{text}");
    assert!(text.contains("<failure message=\"understood as cancel\">"), "{text}");
}

#[test]
fn flips_say_what_became_better_and_worse() {
    let before: Vec<Record> = rows().iter().map(Record::new).collect();
    let mut after = rows();
    after[1] = row("快递到哪了", Some("track"), ("cancel", 0.9, SURE));
    after[3] = row("<b>还没到</b>", Some("track"), ("track", 0.7, CLOSE));
    after[8] = row("今天天气", None, ("out_of_scope", 0.2, UNSURE));
    after[9] = row("new", None, ("cancel", 0.3, UNSURE));
    let Flips { worse, better, other, same, added, gone, flips } =
        eval::flips(before, &after, Cost::default());
    assert_eq!((worse, better, other, same, added, gone), (1, 1, 0, 7, 1, 1));
    assert_eq!(flips.iter().map(|flip| flip.change).collect::<Vec<_>>(), [Change::Worse, Change::Better]);
    assert_eq!(flips[0].after.intent, Some("cancel".into()));
}

#[test]
fn what_was_learned_from_is_found() {
    let learned = |text: &str, intent: &str| Row { text: text.into(), intent: intent.into() };
    let known = [
        learned("快递到哪了", "cancel"),
        learned("快递到哪了？", "track"),
        learned("我昨天买的那个包裹现在到哪里了呀", "track"),
        learned("完全是另外一句话", "refund"),
    ];
    let check = |text: &str, expected: Option<(LeakKind, &str)>| {
        let found = eval::leaks(&[row(text, Some("track"), ("track", 0.9, SURE))], &known);
        let found = found.rows.first().map(|leak| (leak.kind, leak.learned.as_str()));
        assert_eq!(found, expected, "{text}");
    };
    check("快递到哪了", Some((LeakKind::Exact, "快递到哪了")));
    check("我昨天买的那个包裹现在到哪里了", Some((LeakKind::Near, "我昨天买的那个包裹现在到哪里了呀")));
    check("我上周买的那个东西现在到哪里了呀", None);
    check("快递", None);
    let Leaks { exact, near, clean, accuracy_without, .. } = eval::leaks(&rows(), &known);
    assert_eq!((exact, near, clean), (1, 0, 9));
    assert!(accuracy_without.is_some_and(|share| (share - 5.0 / 9.0).abs() < 1e-9));
}

#[test]
fn advice_follows_from_what_lies_near() {
    let check = |rows: &[Judged], expected: Action| {
        let advice = eval::advice(rows);
        assert_eq!(advice[0].action, expected, "{:?}", advice[0]);
    };
    let wrong = |confidence| row("还没到", Some("track"), ("cancel", confidence, SURE));
    check(&[wrong(0.95)], Action::Move);
    check(&[wrong(0.6)], Action::Add);
    let back = row("不要了", Some("cancel"), ("track", 0.6, SURE));
    let both = [wrong(0.6), wrong(0.6), back];
    check(&both, Action::Merge);
    assert_eq!(eval::advice(&both).len(), 1, "both ways are one thing to do");
    let mut same = wrong(0.95);
    same.prediction.neighbours[0].similarity = 0.99;
    check(&[same], Action::Remove);
    check(&[row("今天天气", None, ("track", 0.95, SURE))], Action::Add);
}

#[test]
fn pictures_are_pngs_that_do_not_change() {
    let mut rows = rows();
    rows.push(row("查", Some("查物流"), ("查物流", 0.9, SURE)));
    for draw in [eval::confusion_matrix_png, eval::histogram_png] {
        let (first, second) = (draw(&rows).unwrap(), draw(&rows).unwrap());
        assert!(first.starts_with(b"\x89PNG\r\n\x1a\n"));
        assert!(first == second);
    }
}

#[test]
fn held_out_rows_are_of_every_class() {
    let rows: Vec<usize> = (0..100).map(|row| row % 4).collect();
    let split = train::hold_out(&rows, 1, |class| *class);
    let count = |part: &[usize], class| part.iter().filter(|row| rows[**row] == class).count();
    for class in 0..4 {
        assert_eq!((count(&split.test, class), count(&split.learn[..40], class)), (5, 10), "{class}");
    }
    assert_ne!(split, train::hold_out(&rows, 2, |class| *class));
}

fn titles() -> Titles {
    [(Name::from("track"), ("查物流".to_owned(), Some("Track a parcel".to_owned())))].into()
}

/// The page without its style.
fn page(rows: &[Judged], flips: Option<&Flips>, leaks: Option<&Leaks>) -> String {
    let (report, titles) = (report(rows), titles());
    let results = Results { report: &report, rows, cost: Cost::default(), flips, leaks, titles: &titles };
    eval::page(&results, Look::File).unwrap()
}

/// What a reader reads, a line for each piece of text.
fn words(page: &str) -> String {
    let body = &page[page.find("<body>").unwrap()..];
    let mut lines = Vec::new();
    for piece in body.split('<').skip(1) {
        let (_, text) = piece.split_once('>').unwrap();
        lines.extend(Some(text.trim()).filter(|text| !text.is_empty()));
    }
    lines.join("\n")
}

#[test]
fn the_page_tells_it_all_in_both_languages() {
    let before: Vec<Record> = rows().iter().skip(1).map(Record::new).collect();
    let mut after = rows();
    after[1] = row("快递到哪了", Some("track"), ("cancel", 0.9, SURE));
    let flips = eval::flips(before, &after, Cost::default());
    let leaks = eval::leaks(&after, &[Row { text: "不要了".into(), intent: "refund".into() }]);
    insta::assert_snapshot!(words(&page(&after, Some(&flips), Some(&leaks))));
}

#[test]
fn a_customers_words_are_never_markup() {
    let evil = "</style><script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
    let rows = [row(evil, Some(evil), ("track", 0.9, SURE)), row("好", Some("track"), (evil, 0.8, CLOSE))];
    let flips =
        eval::flips(vec![Record::new(&row(evil, Some(evil), ("x", 0.1, UNSURE)))], &rows, Cost::default());
    let leaks = eval::leaks(&rows, &[Row { text: evil.into(), intent: evil.into() }]);
    let page = page(&rows, Some(&flips), Some(&leaks));
    assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
    assert_eq!(page.matches("</style>").count(), 1);
    for outside in ["http:", "https:", "src=", "url(", "@import", " style=", " onclick"] {
        assert!(!page.replace(&escaped(evil), "").contains(outside), "{outside}");
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '&' => escaped += "&amp;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#x27;",
            '/' => escaped += "&#x2f;",
            _ => escaped.push(c),
        }
    }
    escaped
}

#[test]
fn a_comparison_is_told_as_a_page_and_as_rows() {
    let level = |percentage, good: usize| {
        let run = || {
            (0..10).map(|at| row("…", Some("track"), (if at < good { "track" } else { "cancel" }, 0.9, SURE)))
        };
        Level::new(percentage, 40, &[run().collect(), run().collect()])
    };
    let setup =
        |name: &str, best| Setup { name: name.to_owned(), points: vec![level(50, 6), level(100, best)] };
    let setups = vec![setup("a.toml", 7), setup("<b>.toml", 8)];
    let comparison = Comparison { rows: 50, held_out: 10, runs: 2, setups };
    assert_eq!(comparison.best().map(|(setup, _)| setup.name.as_str()), Some("<b>.toml"));
    assert_eq!(comparison.csv().lines().count(), 9);
    let page = eval::comparison_page(&comparison).unwrap();
    assert!(page.contains("80.0") && page.contains("&lt;b&gt;.toml") && !page.contains("<b>.toml"));
}
