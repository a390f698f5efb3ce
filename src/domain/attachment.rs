//! A file that belongs to a conversation.

use serde::{Deserialize, Serialize};

use super::{AttachmentId, MediaType};

/// Of a file's name, in characters.
const NAME: usize = 100;

/// What is known of a file; its bytes lie elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    /// As the sender called it, made harmless; shown, never used as a path.
    pub name: String,
    /// As its content says, not its name: `image/png`.
    pub media_type: String,
    pub bytes: u64,
}

impl Attachment {
    /// A file's name as it may be shown and saved: the last part of a path, without characters that cannot be seen, of at most 100
    /// characters, and with an ending that fits the content, so that whoever saves it opens what it is.
    pub fn clean_name(declared: &str, kind: MediaType) -> String {
        let last = declared.rsplit(['/', '\\']).next().unwrap_or_default();
        let visible: String = last.chars().filter(|c| !c.is_control() && !steers(*c)).collect();
        let visible = visible.trim().trim_start_matches('.');
        let extensions = kind.extensions();
        let ending = visible.rsplit_once('.').map(|(_, ending)| ending);
        let fitting = ending.filter(|ending| extensions.contains(&ending.to_lowercase().as_str()));
        let (stem, ending) = match fitting {
            Some(ending) => (&visible[..visible.len() - ending.len() - 1], ending),
            None => (visible, extensions[0]),
        };
        let stem: String = stem.chars().take(NAME - ending.len() - 1).collect();
        let stem = stem.trim();
        format!("{}.{ending}", if stem.is_empty() { "file" } else { stem })
    }
}

/// Unseen, and turns what comes after it around or hides it: zero width, direction, byte order marks.
fn steers(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(declared: &str, expected: &str) {
        assert_eq!(Attachment::clean_name(declared, MediaType::Jpeg), expected, "{declared:?}");
    }

    #[test]
    fn a_name_is_made_harmless() {
        check("小票.jpg", "小票.jpg");
        check("小票.JPEG", "小票.JPEG");
        check("我的 小票 (1).jpg", "我的 小票 (1).jpg");
        check("../../etc/passwd", "passwd.jpg");
        check("C:\\Users\\ming\\小票.jpg", "小票.jpg");
        check("/", "file.jpg");
        check("..", "file.jpg");
        check("", "file.jpg");
        check(".jpg", "jpg.jpg");
        check(" . jpg", "jpg.jpg");
        check("a\u{0}b\r\nc\u{1b}.jpg", "abc.jpg");
        check("evil.html", "evil.html.jpg");
        check("photo\u{202e}gpj.exe", "photogpj.exe.jpg");
        check("no ending", "no ending.jpg");
        check("name.jpg.", "name.jpg..jpg");
        check("\"; filename=x.jpg", "\"; filename=x.jpg");
        check(&format!("{}.jpg", "长".repeat(300)), &format!("{}.jpg", "长".repeat(96)));
        check(&"长".repeat(300), &format!("{}.jpg", "长".repeat(96)));
    }

    #[test]
    fn types_are_read_back() {
        for kind in MediaType::ALL {
            assert_eq!(MediaType::parse(kind.as_str()), Some(kind));
        }
        for name in ["image/svg+xml", "text/html", "application/zip", "image/PNG", ""] {
            assert_eq!(MediaType::parse(name), None, "{name}");
        }
    }
}
