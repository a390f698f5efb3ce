use serde::{Deserialize, Deserializer, de::Error};

/// What a file that is sent in a conversation may be: pages show or save it, and nothing in it is run. Pages, drawings with scripts
/// (SVG) and programs are none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaType {
    Png,
    Jpeg,
    Gif,
    Webp,
    Heif,
    Pdf,
    Mp4,
    QuickTime,
    Mp3,
    M4a,
    Amr,
}

impl MediaType {
    pub const ALL: [Self; 11] = [
        Self::Png,
        Self::Jpeg,
        Self::Gif,
        Self::Webp,
        Self::Heif,
        Self::Pdf,
        Self::Mp4,
        Self::QuickTime,
        Self::Mp3,
        Self::M4a,
        Self::Amr,
    ];

    /// The type's name in settings, answers and headers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Heif => "image/heif",
            Self::Pdf => "application/pdf",
            Self::Mp4 => "video/mp4",
            Self::QuickTime => "video/quicktime",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/m4a",
            Self::Amr => "audio/amr",
        }
    }

    /// The type of that name, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// What names of such files end with, in lower case; the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Gif => &["gif"],
            Self::Webp => &["webp"],
            Self::Heif => &["heic", "heif"],
            Self::Pdf => &["pdf"],
            Self::Mp4 => &["mp4", "m4v"],
            Self::QuickTime => &["mov", "qt"],
            Self::Mp3 => &["mp3"],
            Self::M4a => &["m4a"],
            Self::Amr => &["amr"],
        }
    }

    /// Whether a page shows it; everything else is saved.
    pub fn is_shown(self) -> bool {
        match self {
            Self::Png
            | Self::Jpeg
            | Self::Gif
            | Self::Webp
            | Self::Heif
            | Self::Mp4
            | Self::QuickTime
            | Self::Mp3
            | Self::M4a
            | Self::Amr => true,
            Self::Pdf => false,
        }
    }
}

impl<'de> Deserialize<'de> for MediaType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            D::Error::custom(format!("{name} is none of the types that can be taken: {known}"))
        })
    }
}
