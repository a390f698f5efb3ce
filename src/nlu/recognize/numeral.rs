//! Numbers in digits and in Chinese.

/// What a number looks like, for use inside of other patterns.
pub(super) const NUMBER: &str = r"(?:\d{1,9}(?:\.\d{1,2})?|[零一二两三四五六七八九十百千万]{1,7})";

/// The value of what [`NUMBER`] matched.
pub(super) fn parse(text: &str) -> Option<f64> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        text.parse().ok()
    } else {
        chinese(text).map(f64::from)
    }
}

/// A whole number in Chinese, below a hundred million. `一百二` is 120, as people say it; `二零二五` is read by digits.
fn chinese(text: &str) -> Option<u32> {
    let digit = |c| "零一二三四五六七八九".chars().position(|d| d == c).or((c == '两').then_some(2));
    let mut digits = text.chars().map(digit);
    if text.chars().count() > 1 && digits.all(|digit| digit.is_some()) {
        return text.chars().try_fold(0_u32, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)? as u32));
    }
    let (mut sum, mut section, mut pending, mut unit) = (0_u32, 0_u32, None, 1_u32);
    for c in text.chars() {
        if c == '零' {
            unit = 1;
        } else if let Some(digit) = digit(c) {
            pending = Some(digit as u32);
        } else {
            unit = match c {
                '十' => 10,
                '百' => 100,
                '千' => 1_000,
                '万' => 10_000,
                _ => return None,
            };
            if unit == 10_000 {
                sum = sum.checked_add((section + pending.take().unwrap_or(0)).max(1).checked_mul(unit)?)?;
                section = 0;
            } else {
                section += pending.take().unwrap_or(1) * unit;
            }
        }
    }
    // A last digit right behind a unit above ten counts the next smaller unit.
    let last = pending.unwrap_or(0) * if unit > 10 { unit / 10 } else { 1 };
    Some(sum + section + last)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn numbers() {
        let check = |text, expected| assert_eq!(parse(text), expected, "{text}");
        check("12", Some(12.0));
        check("59.9", Some(59.9));
        check("三", Some(3.0));
        check("两", Some(2.0));
        check("十", Some(10.0));
        check("十二", Some(12.0));
        check("二十", Some(20.0));
        check("三十五", Some(35.0));
        check("一百二", Some(120.0));
        check("一百零五", Some(105.0));
        check("两千三百", Some(2300.0));
        check("一万二", Some(12_000.0));
        check("二零二五", Some(2025.0));
    }
}
