//! intents/shared.yml: what the engine says by itself, in words that fit any shop, and the replies that several intents say.

use super::{
    Pen,
    replies::{self, Homes, bilingual, wordings},
};
use crate::{content::SYSTEM_REPLIES, import::project::Project};

const FALLBACK: &str = "fallback.rephrase";

pub(super) fn write(project: &Project, homes: &Homes<'_>, pen: &mut Pen) {
    let mut text = String::from(
        "# Written by `xiaoer import`: what the bot says by itself. Put it into your own words.\nreplies:\n",
    );
    for (name, zh, en) in WORDS {
        if name == FALLBACK && !project.fallback_en.is_empty() {
            let said = bilingual(&project.fallback, &project.fallback_en, pen);
            text.push_str(&format!("  {name}:\n{said}"));
        } else if name == FALLBACK && !project.fallback.is_empty() {
            text.push_str(&format!("  {name}:{}", wordings(&project.fallback, 4, pen)));
        } else {
            text.push_str(&format!("  {name}:\n    text: {zh}\n    en: {en}\n"));
        }
    }
    text.push_str(&replies::of(project, homes, None, pen));
    text.push_str(PHRASES);
    pen.file("intents/shared.yml", text);
}

/// Each reply in Chinese and in English.
const WORDS: [(&str, &str, &str); SYSTEM_REPLIES.len()] = [
    (
        "choices.none",
        "没有找到可以选的内容，换个说法告诉我吧。",
        "There is nothing to choose from. Please tell me in other words.",
    ),
    (
        "choices.again",
        "这个不在选项里，请点一下其中一个。",
        "That is not one of the choices. Please pick one.",
    ),
    ("ask.again", "我没太看明白，再问一次：", "'Sorry, I did not catch that. Once more:'"),
    (
        "handoff.queued",
        "正在为您转接同事，前面说的不用再讲一遍。",
        "I am passing you to a colleague, who can see everything you told me.",
    ),
    (
        "handoff.already",
        "您还在排队，刚才这句也转给同事了。",
        "You are still in the queue. I have added your message.",
    ),
    ("handoff.back", "我回来了，还有什么可以帮您？", "I am back. What else can I do for you?"),
    ("desk.next_seat", "抱歉，正在为您换一位同事。", "I am sorry. I am finding you another colleague."),
    (
        "desk.nobody_came",
        "抱歉，同事都在忙，请留言，我们会尽快联系您。",
        "I am sorry, everybody is busy. Leave a message and we will get back to you.",
    ),
    (
        "desk.outside_hours",
        "现在是休息时间，请留言，上班后会有人回复您。",
        "Nobody is on duty now. Leave a message and we will get back to you.",
    ),
    (
        "desk.customer_quiet",
        "好一会儿没有您的消息了，需要时随时再来。",
        "I have not heard from you for a while. Write again whenever you like.",
    ),
    (
        FALLBACK,
        "不好意思，我没听明白，换个说法试试？",
        "Sorry, I did not get that. Could you put it in other words?",
    ),
    ("fallback.options", "您是想问下面哪一个？", "Which of these did you mean?"),
    ("flow.cancelled", "好的，先不办了。", "'All right, we will leave it there.'"),
    ("flow.resumed", "我们接着说“{{ task }}”。", "'Back to what we were doing: {{ task }}.'"),
    ("flow.corrected", "好的，已经改过来了。", "I have corrected that."),
    ("system.down", "系统暂时没有回应，抱歉。", "'The system is not answering right now, I am sorry.'"),
    (
        "message.empty",
        "收到的是空白消息，请再发一遍。",
        "Your message arrived empty. Could you type it again?",
    ),
];

const PHRASES: &str = "\
phrases:
  human: [转人工, 人工, 人工客服, 找人工, 真人客服, 接人工, human, agent, talk to a human, speak to an agent, real person]
  cancel: [算了, 不用了, 不办了, 不问了, 没事了, never mind, forget it, cancel, stop]
  correct: [不对, 不是这个, 说错了, 写错了, 选错了, wrong one, not that one, i meant]
  'yes': [是, 是的, 对, 对的, 好, 好的, 可以, 行, 嗯, 没错, ok, okay, 'yes', yeah, sure, correct]
  'no': [不, 不是, 不要, 不用, 不行, 没有, 否, 'no', nope, no thanks, not really]
  doubt: [不, 别, 没, 吗, 么, 但, 可是, 不过, 先, 等, 错, 要是, 如果, 再说, 算了, 是不是, 好像, 怎么, 什么, 多少, but, wait, if, not, don't, why, what, how, when]

terms:
  handoff_reason:
    customer_asked: 顾客要求人工
    two_misses: 连续两次没听懂
    system_down: 系统没有回应
    slot_attempts: 多次没能填上所需信息
    keyword: 命中关键词
    loop: 对话在原地打转
    not_set_up: 还没有设置怎么回答
";
