//! Words of a normalised text, for retrieval and as features.

use std::sync::LazyLock;

use jieba_rs::Jieba;

use super::masks;

/// The words from left to right; longer words are followed by nothing, their parts come before them. A mask is one word;
/// white space and punctuation are none.
///
/// The dictionary is loaded by the first call, in about 150 ms.
pub fn tokenize(text: &str) -> Vec<&str> {
    static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);
    let mut words = Vec::new();
    let mut from = 0;
    let plain = |part, words: &mut Vec<_>| {
        let tokens = JIEBA.cut_for_search(part, false);
        words.extend(
            tokens.into_iter().map(|token| token.word).filter(|word| word.contains(char::is_alphanumeric)),
        );
    };
    for mask in masks(text) {
        plain(&text[from..mask.range.start], &mut words);
        words.push(&text[mask.range.clone()]);
        from = mask.range.end;
    }
    plain(&text[from..], &mut words);
    words
}

#[cfg(test)]
mod tests {
    use super::tokenize;

    #[test]
    fn words() {
        let check = |text: &str, expected: &[&str]| assert_eq!(tokenize(text), expected, "{text}");
        check("", &[]);
        check("!!! 。", &[]);
        check("我的快递到哪了", &["我", "的", "快递", "到", "哪", "了"]);
        check("订单[订单x]没到", &["订单", "[订单x]", "没", "到"]);
        check("where is my parcel?", &["where", "is", "my", "parcel"]);
    }
}
