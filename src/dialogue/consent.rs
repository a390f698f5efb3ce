//! Whether an answer agrees. What comes next may be a deed that nobody can undo, so only a plain yes is one.

use crate::content::Phrases;

/// What a message is about, besides agreeing or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Surely what was asked: 确定取消.
    Question,
    /// Surely something else.
    Else,
    Unclear,
}

/// Yes or no, from a normalised message; `None` where it is neither.
///
/// It agrees when nothing but a yes is said, or what follows is set apart or about the same and takes nothing back. It declines when
/// its first words do, behind a yes too: 对 不取消了.
pub(super) fn read(text: &str, phrases: &Phrases, about: About) -> Option<bool> {
    let mut rest = bare(text);
    let mut agrees = false;
    let mut apart = true;
    while !rest.is_empty() {
        let no = begins(rest, &phrases.no).max(begins(rest, &phrases.cancel));
        let (yes, doubt) = (begins(rest, &phrases.yes), begins(rest, &phrases.doubt));
        if no > 0 && no >= yes && no >= doubt {
            return Some(false);
        }
        if yes == 0 || doubt > yes {
            break;
        }
        agrees = true;
        let behind = &rest[yes..];
        rest = bare(behind);
        apart = rest.len() < behind.len();
    }
    let follows = match about {
        About::Question => true,
        About::Unclear => apart,
        About::Else => false,
    };
    let agrees = agrees && !asks(text) && (rest.is_empty() || follows && !doubts(rest, &phrases.doubt));
    agrees.then_some(true)
}

/// The length of the longest phrase that a text begins with.
fn begins(text: &str, phrases: &[String]) -> usize {
    let is = |phrase: &&String| text.starts_with(phrase.as_str()) && ends_word(text, phrase.len());
    phrases.iter().filter(is).map(String::len).max().unwrap_or_default()
}

fn doubts(text: &str, phrases: &[String]) -> bool {
    let stands = |phrase: &str| {
        text.match_indices(phrase).any(|(at, _)| ends_word(text, at) && ends_word(text, at + phrase.len()))
    };
    phrases.iter().any(|phrase| stands(phrase))
}

/// Whether no word of Latin letters goes on over this byte.
fn ends_word(text: &str, at: usize) -> bool {
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    !(text[..at].ends_with(is_latin) && text[at..].starts_with(is_latin))
}

fn asks(text: &str) -> bool {
    text.trim_end().ends_with(['?', '？'])
}

fn bare(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_yes_agrees() {
        let words = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let phrases = Phrases {
            yes: words("是 是的 对 好 好的 行 行吧 可以 确定 要 中 嗯 没问题 y yes ok"),
            no: words("不 不是 不用 不要 没 no not"),
            cancel: words("算了"),
            doubt: words("不 别 吗 但 先 再说 错 要是 是不是 好像 对不起 but wait"),
            ..Phrases::default()
        };
        let check = |text: &str, about, expected: Option<bool>| {
            assert_eq!(read(text, &phrases, about), expected, "{text}");
        };
        for text in ["是的", "好", "嗯嗯", "嗯 好的", "没问题!", "ok", "y", "可以，麻烦快点", "对 就这个"]
        {
            check(text, About::Unclear, Some(true));
        }
        for text in ["确定取消", "好的那就取消", "行吧 取消"] {
            check(text, About::Question, Some(true));
        }
        check("行吧 那就不取消", About::Question, None);
        for text in
            ["不", "no", "not now", "确定不取消", "对 不取消了", "嗯不用了", "好的算了", "可以不取消吗"]
        {
            check(text, About::Question, Some(false));
        }
        for text in [
            "",
            "取消",
            "确定?",
            "确定吗",
            "是吗",
            "是不是已经发货了",
            "要是取消了还能恢复吗",
            "可以用券吗",
            "好像不用取消",
            "好慢啊你们",
            "中午再说",
            "对不起点错了",
            "是的我不要取消",
            "对 但是电话也要改",
            "yes, but not this one",
            "ok wait",
            "you idiots",
            "now",
        ] {
            check(text, About::Unclear, None);
        }
        check("好的 发票怎么开", About::Else, None);
        check("好的", About::Else, Some(true));
    }
}
