//! Rules alone: 1,000 phrases, messages of about 30 characters. Aim: under 1 µs a message.

use divan::Bencher;
use xiaoer::{
    content::{self, Content, Flow, Intent, Rule, Threshold},
    nlu::rules::Rules,
};

fn main() {
    divan::main();
}

/// Ten intents that share the phrases, which are made of words of the pack.
fn content(phrases: usize) -> Content {
    let (pack, _) = content::load(&content::source::embedded(), jiff::civil::Date::ZERO);
    let examples = pack.intents.values().flat_map(|intent| &intent.examples);
    let mut texts: Vec<String> = examples
        .map(|example| example.text.chars().take(6).collect())
        .filter(|text: &String| text.chars().count() == 6)
        .collect();
    texts.sort();
    texts.dedup();
    texts.truncate(phrases);
    let mut content = Content::default();
    for (number, part) in texts.chunks(texts.len().div_ceil(10)).enumerate() {
        let name = format!("intent{number}");
        let rules = part.chunks(10).map(|any| Rule { any: any.to_vec(), ..Rule::default() }).collect();
        let intent = Intent {
            name: name.as_str().into(),
            file: "intents/rules.yml".into(),
            title: name.clone(),
            title_en: None,
            examples: Vec::new(),
            rules,
            slots: Vec::new(),
            flow: Flow::default(),
            skill: "general".into(),
            threshold: Threshold::Auto,
            refines: Vec::new(),
        };
        content.intents.insert(name.as_str().into(), intent);
    }
    content
}

#[divan::bench(args = [1_000, 3_000])]
fn matches(bencher: Bencher<'_, '_>, phrases: usize) {
    let rules = Rules::new(&content(phrases));
    let messages = [
        "你好我前天在你们店里买的那双运动鞋到现在都没有发货怎么回事啊",
        "咨询一下我昨天下的订单能不能帮我改成送到公司去谢谢了麻烦你",
        "这个手机怎么用着用着就自己关机了才买了不到一个月能不能换一台",
    ];
    let mut next = 0;
    bencher.bench_local(|| {
        next = (next + 1) % messages.len();
        rules.matches(divan::black_box(messages[next]), &[])
    });
}
