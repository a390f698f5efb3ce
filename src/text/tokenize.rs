//! Words of a normalised text, for retrieval and as features.

use std::sync::LazyLock;

use jieba_rs::Jieba;

use super::masks;

/// Words and how often they occur, of the dictionary of jieba-rs 0.11.0 (MIT): those with a count of at least 10, and of the rarer ones
/// those that occur in the 372,054 sentences that the encoder was distilled on. The rest are names and set phrases that shoppers do not
/// write, two thirds of it, and would be a fifth of a node's memory.
const DICTIONARY: &str = include_str!("words.txt");

/// The words from left to right; longer words are followed by nothing, their parts come before them. A mask is one word;
/// white space and punctuation are none.
///
/// The dictionary is loaded by the first call.
pub fn tokenize(text: &str) -> Vec<&str> {
    static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
        Jieba::with_dict(&mut DICTIONARY.as_bytes()).expect("each line is a word and a number")
    });
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
