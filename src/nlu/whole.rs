//! The core of a message: without punctuation and politeness at its ends.

const BEFORE: [&str; 16] = [
    "你好",
    "您好",
    "亲爱的",
    "亲",
    "请问一下",
    "请问",
    "麻烦您",
    "麻烦你",
    "麻烦",
    "那个",
    "在吗",
    "hello",
    "hi",
    "please",
    "hey",
    "嗨",
];

const AFTER: [&str; 16] = [
    "谢谢你",
    "谢谢您",
    "谢谢",
    "谢了",
    "啊",
    "呀",
    "哦",
    "哈",
    "呢",
    "吧",
    "哟",
    "啦",
    "哒",
    "please",
    "thanks",
    "thank you",
];

/// What is left of a normalised message; the message itself where nothing would be.
pub(super) fn core(text: &str) -> &str {
    let bare = |text: &'_ str| -> Option<(usize, usize)> {
        let start = text.find(char::is_alphanumeric)?;
        let end = text.rfind(char::is_alphanumeric)?;
        let last = text[end..].chars().next().map_or(0, char::len_utf8);
        Some((start, end + last))
    };
    let mut core = text;
    loop {
        let Some((start, end)) = bare(core) else { return text };
        let trimmed = &core[start..end];
        let next = BEFORE.iter().find_map(|polite| trimmed.strip_prefix(polite));
        let next = next.or_else(|| AFTER.iter().find_map(|polite| trimmed.strip_suffix(polite)));
        match next {
            Some(next) if bare(next).is_some() && !splits_word(trimmed, next) => core = next,
            Some(_) | None => return trimmed,
        }
    }
}

/// Whether the cut goes through a word in Latin letters: "hi" is no part of "his".
fn splits_word(text: &str, part: &str) -> bool {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if let Some(cut) = text.strip_suffix(part) {
        is_latin(cut.chars().next_back()) && is_latin(part.chars().next())
    } else if let Some(cut) = text.strip_prefix(part) {
        is_latin(part.chars().next_back()) && is_latin(cut.chars().next())
    } else {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::core;

    #[test]
    fn cores() {
        let check = |text, expected| assert_eq!(core(text), expected, "{text}");
        check("", "");
        check("!!!", "!!!");
        check("查快递", "查快递");
        check("您好,麻烦查快递呀,谢谢!", "查快递");
        check("你好", "你好");
        check("在吗", "在吗");
        check("hi, track my order please.", "track my order");
        check("his order", "his order");
    }
}
