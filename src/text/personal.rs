//! Personal values in what people write, put out of sight so that the rest can still be read, and replayed.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::{Captures, Regex};

/// Numbers of so many digits or more belong to somebody: phones, orders, parcels, cards.
const DIGITS: usize = 6;

/// So many digits in front stay: they say what kind of number it is.
const KEPT: usize = 2;

/// Parts of a number that people name it by: "尾号3344".
const TAIL: usize = 4;

static MAIL: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"));

/// A street with a number, or an estate with a building, and what goes before and after it.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\p{Han}{0,16}(?:(?:路|街|巷|弄|道|胡同|村|镇)\s?[0-9０-９一二三四五六七八九十]{1,6}\s?[号弄]|(?:小区|花园|公寓|大厦|新村|苑|府|城|园)\s?[0-9０-９A-Za-z一二三四五六七八九十]{1,4}\s?(?:号楼|栋|幢|座|单元))(?:\p{Han}{0,4}[0-9０-９A-Za-z一二三四五六七八九十\-－]{1,5}(?:号楼|室|房|楼|单元|栋|幢|座|层|号))*(?:[0-9０-９]{2,4}[室房]?)?",
    )
});

/// Runs of digits, in half or full width, and phone or card numbers that are written in groups.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}|[0-9]{4}(?:[ -][0-9]{4}){2,4}|[0-9０-９]{4,}")
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant, and tested")
}

/// Puts other numbers in the place of numbers, the same for the same, and masks in the place of the rest.
///
/// Another number begins with the same two digits and is as long, so that a message still means what it meant; which number stands for
/// which depends on nothing but the order in which they come.
#[derive(Debug, Clone, Default)]
pub struct Disguise {
    numbers: BTreeMap<String, String>,
    /// Words that are known to be personal, and what stands for them.
    words: BTreeMap<String, String>,
}

impl Disguise {
    /// From now on these words are masked wherever they stand.
    pub fn hide(&mut self, words: &str, mask: &str) {
        let words = words.trim();
        if words.chars().count() >= 2 && !words.chars().all(|c| c.is_ascii_digit()) {
            self.words.insert(words.to_owned(), mask.to_owned());
        }
    }

    pub fn disguised(&mut self, text: &str) -> String {
        let mut text = text.to_owned();
        // Longer words first: one may stand in another.
        let mut words: Vec<(&String, &String)> = self.words.iter().collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        for (word, mask) in words {
            if text.contains(word.as_str()) {
                text = text.replace(word.as_str(), mask);
            }
        }
        let text = MAIL.replace_all(&text, "[邮箱x]");
        let text = ADDRESS.replace_all(&text, "[地址x]");
        NUMBER.replace_all(&text, |found: &Captures<'_>| self.number(&found[0])).into_owned()
    }

    fn number(&mut self, written: &str) -> String {
        let digits: String = written.chars().filter_map(half_width).collect();
        let other = if digits.len() >= DIGITS {
            self.other(&digits)
        } else {
            // What is short may be the end of a longer one.
            let whole =
                self.numbers.iter().find(|(number, _)| digits.len() >= TAIL && number.ends_with(&digits));
            match whole {
                Some((_, other)) => other[other.len() - digits.len()..].to_owned(),
                None => return written.to_owned(),
            }
        };
        let mut other = other.chars();
        written.chars().map(|c| if half_width(c).is_some() { other.next().unwrap_or(c) } else { c }).collect()
    }

    fn other(&mut self, digits: &str) -> String {
        if let Some(other) = self.numbers.get(digits) {
            return other.clone();
        }
        let room = digits.len() - KEPT;
        let limit = 10_usize.saturating_pow(u32::try_from(room).unwrap_or(u32::MAX));
        let next = (self.numbers.len() + 1) % limit;
        let other = format!("{}{next:0room$}", &digits[..KEPT]);
        self.numbers.insert(digits.to_owned(), other.clone());
        other
    }
}

fn half_width(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Disguise;

    #[test]
    fn personal_values_are_put_out_of_sight() {
        let check = |text: &str, expected: &str| {
            assert_eq!(Disguise::default().disguised(text), expected, "{text}");
        };
        check("", "");
        check("满59元包邮，买3件", "满59元包邮，买3件");
        check("2025年11月21日，18:30", "2025年11月21日，18:30");
        check("2025-11-21买的", "2025-11-21买的");
        check("我电话13812345678", "我电话13000000001");
        check("138 1234 5678", "130 0000 0001");
        check("138-1234-5678", "130-0000-0001");
        check("１３８１２３４５６７８", "13000000001");
        check("SF1234567890123", "SF1200000000001");
        check("订单2512345678901234，尾号1234的那单", "订单2500000000000001，尾号0001的那单");
        check("订单2512345678901234和2512345678901235", "订单2500000000000001和2500000000000002");
        check("6222 0212 3456 7890", "6200 0000 0000 0001");
        check("身份证11010119900307123X", "身份证11000000000000001X");
        check("发到li.ming@example.com吧", "发到[邮箱x]吧");
        check("南京市鼓楼区中山路12号3栋502室", "[地址x]");
        check("地址改成朝阳区建国路88号", "[地址x]");
        check("万科城5栋1203", "[地址x]");
        check("寄到阳光花园3栋2单元501，谢谢", "[地址x]，谢谢");
        check("建国路88号，我想问下单号", "[地址x]，我想问下单号");
        check("建国路88号我想问下单号", "[地址x]我想问下单号");
        check("我的快递到哪了", "我的快递到哪了");
    }

    #[test]
    fn the_same_stays_the_same() {
        let mut disguise = Disguise::default();
        disguise.hide("张晓明", "[姓名x]");
        disguise.hide("1", "[姓名x]");
        let said = ["我是张晓明，订单2512345678901234", "是2512345678901234", "尾号1234"];
        let disguised = said.map(|text| disguise.disguised(text));
        assert_eq!(disguised, ["我是[姓名x]，订单2500000000000001", "是2500000000000001", "尾号0001"]);
    }
}
