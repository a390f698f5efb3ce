//! Who may do what: the one table.

use crate::domain::Role;

/// A kind of call that not everybody may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// See who one is, change one's password, sign out.
    OwnAccount,
    /// Take conversations that wait, and speak in those that one holds.
    Answer,
    /// See conversations that somebody else holds.
    Watch,
    /// Take a conversation from the seat that holds it.
    TakeOver,
    /// Make and change the canned replies of the shop.
    ManageCanned,
    /// List the accounts of the shop.
    ListSeats,
    /// Make, change and disable accounts, and reset their passwords.
    ManageSeats,
    /// Read how the shop and its seats are doing.
    ReadReports,
    /// Change what the bot says and knows, try it, publish it and go back.
    EditContent,
    /// Ask what a text means, without a conversation.
    Understand,
    /// Read the metrics.
    ReadMetrics,
}

impl Permission {
    pub const ALL: [Self; 11] = [
        Self::OwnAccount,
        Self::Answer,
        Self::Watch,
        Self::TakeOver,
        Self::ManageCanned,
        Self::ListSeats,
        Self::ManageSeats,
        Self::ReadReports,
        Self::EditContent,
        Self::Understand,
        Self::ReadMetrics,
    ];

    /// The permission's name in openapi.json and docs/security.md.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OwnAccount => "own_account",
            Self::Answer => "answer",
            Self::Watch => "watch",
            Self::TakeOver => "take_over",
            Self::ManageCanned => "manage_canned",
            Self::ListSeats => "list_seats",
            Self::ManageSeats => "manage_seats",
            Self::ReadReports => "read_reports",
            Self::EditContent => "edit_content",
            Self::Understand => "understand",
            Self::ReadMetrics => "read_metrics",
        }
    }

    /// Who has it.
    pub fn roles(self) -> &'static [Role] {
        use Role::{Admin, Operator, Seat, Supervisor};
        match self {
            Self::OwnAccount => &[Seat, Supervisor, Operator, Admin],
            Self::Answer => &[Seat, Supervisor, Admin],
            Self::Watch | Self::TakeOver | Self::ManageCanned | Self::ListSeats => &[Supervisor, Admin],
            Self::ManageSeats => &[Admin],
            Self::ReadReports => &[Supervisor, Operator, Admin],
            Self::EditContent | Self::Understand | Self::ReadMetrics => &[Operator, Admin],
        }
    }
}

impl Role {
    pub fn may(self, permission: Permission) -> bool {
        permission.roles().contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[test]
    fn the_documented_table_is_this_one() {
        let documented = include_str!("../../docs/security.md");
        let mut table =
            String::from("| permission | seat | supervisor | operator | admin |\n|---|---|---|---|---|\n");
        for permission in Permission::ALL {
            write!(table, "| `{}` |", permission.as_str()).unwrap();
            for role in Role::ALL {
                table.push_str(if role.may(permission) { " yes |" } else { " – |" });
            }
            table.push('\n');
        }
        assert!(documented.contains(&table), "docs/security.md should hold this table:\n{table}");
    }
}
