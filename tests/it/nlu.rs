//! The cascade on the built-in pack: who answers, what is found, and that nothing can upset it.

use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicUsize, Ordering},
};

use jiff::civil::{Date, date};
use proptest::prelude::*;
use xiaoer::{
    assistant::examples_fingerprint,
    content::{self, source},
    domain::{Certainty, Language, ServiceTrace, Stage, Understanding},
    graph::Graph,
    nlu::{
        Model, Nlu, Parsed, ParsedEntity, ServiceError, UnderstandingService,
        embed::{EmbedError, Embedder, HashEmbedder},
    },
};

use crate::app::encoder;

const TODAY: Date = date(2025, 11, 21);

static NLU: LazyLock<Nlu> = LazyLock::new(|| {
    let (content, _) = content::load(&source::embedded(), TODAY);
    let graph = Arc::new(Graph::new(&content));
    Nlu::new(&content, graph, Model::embedded().unwrap(), encoder())
});

fn understand(text: &str) -> Understanding {
    NLU.understand(text, TODAY)
}

#[test]
fn the_model_was_trained_on_the_pack() {
    let (content, _) = content::load(&source::embedded(), TODAY);
    let fits = Model::embedded().unwrap().check_trained_on(&examples_fingerprint(&content), "the binary");
    assert!(fits.is_ok(), "{fits:?}");
}

#[test]
fn stages() {
    let check = |text: &str, by: Stage, intent: &str| {
        let understanding = understand(text);
        let top = understanding.top().map_or("", |(name, _)| name.as_str());
        assert_eq!((understanding.by, top), (by, intent), "{text}: {understanding:?}");
    };
    check("", Stage::None, "");
    check("  \u{200b}\n", Stage::None, "");
    check("我的快递到哪了", Stage::Rules, "logistics.track");
    check("您好，麻烦转人工，谢谢！", Stage::Rules, "service.human");
    check("我的快遞到哪裡了", Stage::Rules, "logistics.track");
    check("我要退上个月买的打折牛奶", Stage::Graph, "after_sales.refund_history");
    check("上週買的那雙鞋子有點小，想換大一碼可以嗎", Stage::Graph, "after_sales.refund_history");
    check("请选择咨询订单 在吗 在吗 价格保护", Stage::Rules, "price.protection");
    check("买了才一个礼拜就便宜了一百块 差价能补给我吗", Stage::Classifier, "price.protection");
}

#[test]
fn entities() {
    let check = |text: &str, expected: &[(&str, &str, &str)]| {
        let found: Vec<(String, String, String)> = understand(text)
            .entities
            .iter()
            .map(|one| (one.kind.to_string(), text[one.span.clone()].to_owned(), one.value.to_string()))
            .collect();
        let found: Vec<_> =
            found.iter().map(|(kind, text, value)| (kind.as_str(), text.as_str(), value.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    };
    check("你好", &[]);
    check("订单[订单x]没到", &[]);
    check(
        "订单号２５１１００００１２３４５６７８到哪了",
        &[("order_no", "２５１１００００１２３４５６７８", "\"2511000012345678\"")],
    );
    check("電話13800138000打不通", &[("phone", "13800138000", "\"13800138000\"")]);
    check("第二个", &[("ordinal", "第二个", "2")]);
    check("最后一个", &[("ordinal", "最后一个", "-1")]);
    check("2", &[("ordinal", "2", "2")]);
    check("the first one", &[("ordinal", "the first one", "1")]);
    check("是的", &[("yes_no", "是的", "\"yes\"")]);
    check("不是。", &[("yes_no", "不是。", "\"no\"")]);
    check("昨天花了59.9元", &[("date", "昨天", "\"2025-11-20\""), ("money", "59.9元", "59.9")]);
    check(
        "我要退上个月买的打折牛奶",
        &[
            ("period", "上个月", "{\"from\":\"2025-10-01\",\"until\":\"2025-10-31\"}"),
            ("promotion", "打折", "\"打折\""),
            ("product", "牛奶", "\"高原牧场纯牛奶250ml×12盒\""),
        ],
    );
    check(
        "去年双十一买的",
        &[("period", "去年双十一", "{\"from\":\"2024-11-01\",\"until\":\"2024-11-12\"}")],
    );
    check("顺丰送到北京吗", &[("carrier", "顺丰", "\"顺丰\""), ("city", "北京", "\"北京\"")]);
}

#[test]
fn answers_come_with_their_reasons() {
    let understanding = understand("我的快递到哪了");
    assert_eq!(understanding.certainty, Certainty::Confident);
    assert!(understanding.trace.rules.iter().any(|rule| rule.starts_with("logistics.track#")));
    let likened = understand("买了才一个礼拜就便宜了一百块 差价能补给我吗");
    assert!(!likened.trace.neighbours.is_empty());
    assert_eq!(understand("where is my parcel?").language, Language::En);
    let corrected = understand("我要退上个月买的打折牛奶");
    assert_eq!(corrected.trace.corrections[0].0, "return_of_a_past_purchase");
    let question = understand("满多少钱可以包邮啊");
    assert!(question.passages[0].id.as_str().starts_with("fee."), "{:?}", question.passages);
}

/// Says how often it was asked.
#[derive(Default)]
struct Counting(AtomicUsize);

impl Embedder for Counting {
    fn fingerprint(&self) -> &str {
        HashEmbedder.fingerprint()
    }

    fn dimensions(&self) -> usize {
        HashEmbedder.dimensions()
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        HashEmbedder.embed(texts)
    }
}

#[test]
fn what_is_settled_costs_no_vector() {
    let embedder = Arc::new(Counting::default());
    let (content, _) = content::load(&source::embedded(), TODAY);
    let graph = Arc::new(Graph::new(&content));
    let nlu = Nlu::new(&content, graph, Model::embedded().unwrap(), embedder.clone());
    let check = |text: &str, by: Stage, settled: bool| {
        let asked = embedder.0.load(Ordering::Relaxed);
        let understanding = nlu.understand(text, TODAY);
        assert_eq!(understanding.by, by, "{text}");
        let asked = embedder.0.load(Ordering::Relaxed) - asked;
        assert_eq!(asked, usize::from(!settled), "{text}");
        assert_eq!(nlu.settle(text, TODAY), settled.then_some(understanding), "{text}");
    };
    check("", Stage::None, true);
    check("我的快递到哪了", Stage::Rules, true);
    check("我要退上个月买的打折牛奶", Stage::Graph, false);
    check("买了才一个礼拜就便宜了一百块 差价能补给我吗", Stage::Classifier, false);
}

/// Ranks what the text says: `INTENT PERCENT …`; does not answer without one.
struct Service;

impl UnderstandingService for Service {
    fn parse(&self, text: &str) -> Result<Parsed, ServiceError> {
        let words: Vec<&str> = text.split(' ').collect();
        let ranked = words.as_chunks().0.iter().map(|[intent, percent]| {
            let percent: f32 = percent.parse().map_err(|_| ServiceError("no number".to_owned()))?;
            Ok(((*intent).to_owned(), percent / 100.0))
        });
        let intents = ranked.collect::<Result<_, _>>()?;
        let span = 0..text.chars().count().min(3);
        let entity = ParsedEntity { kind: "name".to_owned(), span, value: text.len().into() };
        Ok(Parsed { intents, entities: vec![entity] })
    }
}

#[test]
fn a_service_ranks_in_the_classifiers_place() {
    let (content, _) = content::load(&source::embedded(), TODAY);
    let graph = Arc::new(Graph::new(&content));
    let nlu = Nlu::new(&content, graph, Model::embedded().unwrap(), encoder());
    let nlu = nlu.with_service(Arc::new(Service));
    let check = |text: &str, by: Stage, top: Option<(&str, f32)>, service: Option<ServiceTrace>| {
        let understanding = nlu.understand(text, TODAY);
        assert_eq!((understanding.by, understanding.trace.service), (by, service), "{text}");
        if let Some((intent, confidence)) = top {
            let (name, given) = understanding.top().unwrap();
            assert_eq!((name.as_str(), given.get()), (intent, confidence), "{text}");
        }
        let named = understanding.entities.iter().any(|entity| entity.kind == "name");
        assert_eq!(named, matches!(service, Some(ServiceTrace::Answered { .. })), "{text}");
    };
    let answered = |unknown| Some(ServiceTrace::Answered { unknown });
    check("invoice.issue 99", Stage::Classifier, Some(("invoice.issue", 0.99)), answered(0));
    check("other 90 invoice.issue 40", Stage::Classifier, Some(("invoice.issue", 0.4)), answered(1));
    check("other 90", Stage::None, None, answered(1));
    let failed = Some(ServiceTrace::Failed);
    check("买了才一个礼拜就便宜了一百块 差价能补给我吗", Stage::Classifier, None, failed);
    check("我的快递到哪了", Stage::Rules, Some(("logistics.track", 0.98)), None);
}

#[test]
fn long_messages_are_read_at_both_ends() {
    let text = format!("我要退货{}订单号2511000012345678", "啦".repeat(200_000));
    let understanding = understand(&text);
    assert_eq!(&text[understanding.entity("order_no").unwrap().span.clone()], "2511000012345678");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_text_is_understood(
        text in prop_oneof![
            any::<String>(),
            "[0-9年月日号前上周个第一二十百万.¥块元:-]{0,30}",
            "([我要退货快递到哪了上个月三天前]|SF|[0-9]{4}|&nbsp;|\\[订单x\\]|😀| ){0,40}",
        ],
        day in 0i32..60_000,
    ) {
        let today = date(1, 1, 1).saturating_add(jiff::Span::new().days(day * 60));
        let understanding = NLU.understand(&text, today);
        let mut end = 0;
        for entity in &understanding.entities {
            prop_assert!(text.get(entity.span.clone()).is_some());
            prop_assert!(end <= entity.span.start);
            end = entity.span.end;
        }
        let sum: f32 = understanding.intents.iter().map(|(_, confidence)| confidence.get()).sum();
        prop_assert!(sum <= 1.001);
        prop_assert!(understanding.intents.is_sorted_by(|a, b| a.1 >= b.1));
        prop_assert_eq!(NLU.understand(&text, today), understanding);
    }
}
