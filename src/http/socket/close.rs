//! Why a connection was closed.

macro_rules! codes {
    ($($variant:ident $code:literal $meaning:literal)*) => {
        /// What the server closes a connection with. The table in docs/api.md is held to this one by a test.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum CloseCode { $($variant,)* }

        impl CloseCode {
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            pub fn code(self) -> u16 {
                match self { $(Self::$variant => $code,)* }
            }

            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    Normal 1000 "The conversation with this peer is over."
    Protocol 1002 "A frame breaks the rules of RFC 6455."
    Unsupported 1003 "A message is binary where text is spoken, or the other way round."
    NotUtf8 1007 "A text message is not UTF-8."
    TooLarge 1009 "A message is larger than `sockets.message_bytes`."
    Unauthorised 4001 "Who speaks is not known: log in, or say hello anew."
    Forbidden 4003 "This is not allowed to whoever speaks."
    TooSlow 4008 "More waited for this reader than `sockets.outbox_bytes` or `sockets.outbox_messages`: connect and resume."
    Replaced 4009 "The same peer has connected anew elsewhere."
    GoingAway 4010 "The server stops: connect again in a moment and resume."
}

/// Whether a peer may send this code: those of RFC 6455 and its registry, and the private ones.
pub(super) fn is_sendable(code: u16) -> bool {
    matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[test]
    fn the_documented_table_is_this_one() {
        let documented = include_str!("../../../docs/api.md");
        let mut table = String::from("| close code | means |\n|---|---|\n");
        for code in CloseCode::ALL {
            writeln!(table, "| {} | {} |", code.code(), code.meaning()).unwrap();
        }
        assert!(documented.contains(&table), "docs/api.md should hold this table:\n{table}");
    }

    #[test]
    fn reasons_fit_into_a_control_frame() {
        for code in CloseCode::ALL {
            assert!(code.meaning().len() <= 123, "{code:?}");
            assert!(is_sendable(code.code()), "{code:?}");
        }
    }
}
