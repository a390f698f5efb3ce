//! Copies of the examples as they come in real life: behind greetings, half sentences and what menus leave in the text.

use crate::domain::Name;

/// What stands in front of messages. Masks are what normalisation leaves of numbers anyway.
const LEFTOVERS: [&str; 20] = [
    "你好 ",
    "您好,",
    "在吗 ",
    "在吗 在吗 ",
    "请问",
    "亲,",
    "[订单x] ",
    "[数字x]",
    "咨询订单号:[订单x] 订单金额:[金额x] 下单时间:[日期x] ",
    "[订单编号:[订单x],订单金额:[金额x],下单时间:[日期x] [时间x]] 你好 ",
    "订单业务咨询 ",
    "商品信息咨询 ",
    "请选择咨询订单 ",
    "人工客服 ",
    "客服在吗 ",
    "你好,我想问下",
    "我想咨询一下",
    "麻烦你帮我",
    "这个订单",
    "我有个订单",
];

/// Intents of messages that say nothing yet: in front of a request they do not change it.
const VAGUE: [&str; 2] = ["unclear", "chitchat.greeting"];

/// Messages longer than this are no openings.
const LONGEST_OPENING: usize = 25;

/// Each row of a shop's examples once behind a fixed leftover, and twice behind an example that says nothing. Sets without
/// vague intents are learned as they are.
pub(super) fn copies(
    rows: &[usize],
    texts: &[String],
    labels: &[usize],
    classes: &[Name],
    seed: u64,
) -> Vec<(usize, String)> {
    let is_vague = |row: &usize| VAGUE.contains(&classes[labels[*row]].as_str());
    let (vague, clear): (Vec<usize>, Vec<usize>) = rows.iter().copied().partition(is_vague);
    let openings: Vec<&str> = vague
        .into_iter()
        .map(|row| texts[row].as_str())
        .filter(|text| text.chars().count() < LONGEST_OPENING)
        .collect();
    if openings.is_empty() {
        return Vec::new();
    }
    let mut random = fastrand::Rng::with_seed(seed);
    let mut copies = Vec::with_capacity(3 * clear.len());
    for row in clear {
        copies.push((row, format!("{}{}", LEFTOVERS[random.usize(..LEFTOVERS.len())], texts[row])));
        for _ in 0..2 {
            copies.push((row, format!("{} {}", openings[random.usize(..openings.len())], texts[row])));
        }
    }
    copies
}
