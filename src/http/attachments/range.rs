//! A part of a file, as players of videos ask for it: RFC 9110, section 14, one range at a time.

/// The part that is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub start: u64,
    pub length: u64,
}

/// The part that a `Range` header asks for: all of it where the header has another unit or several ranges, which need not be
/// understood; `None` where nothing of the file is in it.
pub fn part(header: Option<&str>, bytes: u64) -> Option<Part> {
    let whole = Some(Part { start: 0, length: bytes });
    let Some(range) = header.and_then(|header| header.strip_prefix("bytes=")) else { return whole };
    let Some((first, last)) = range.split_once('-') else { return whole };
    let numbers = [first, last].map(|text| (text.trim().parse::<u64>().ok(), text.trim().is_empty()));
    let (start, end) = match numbers {
        [(Some(first), _), (Some(last), _)] if first <= last => (first, last.saturating_add(1)),
        [(Some(first), _), (None, true)] => (first, bytes),
        [(None, true), (Some(last), _)] => (bytes.saturating_sub(last), bytes),
        _ => return whole,
    };
    let end = end.min(bytes);
    (start < end).then(|| Part { start, length: end - start })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood() {
        let check = |header: &str, expected: Option<(u64, u64)>| {
            let part = part(Some(header), 100).map(|Part { start, length }| (start, length));
            assert_eq!(part, expected, "{header}");
        };
        check("bytes=0-1", Some((0, 2)));
        check("bytes=0-", Some((0, 100)));
        check("bytes=99-", Some((99, 1)));
        check("bytes=10-19", Some((10, 10)));
        check("bytes=90-1000", Some((90, 10)));
        check("bytes=-5", Some((95, 5)));
        check("bytes=-1000", Some((0, 100)));
        check("bytes=100-", None);
        check("bytes=-0", None);
        check("bytes=100-18446744073709551615", None);
        for whole in [
            "",
            "bytes=",
            "bytes=-",
            "bytes=5-3",
            "bytes=a-b",
            "bytes=0-1,5-6",
            "lines=0-1",
            "bytes=99999999999999999999-",
        ] {
            check(whole, Some((0, 100)));
        }
        assert_eq!(part(None, 100), Some(Part { start: 0, length: 100 }));
    }
}
