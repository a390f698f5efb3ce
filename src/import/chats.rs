//! Conversations of the past, as text with a speaker on each line, or as JSON: rows to label, for `eval chats`.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use super::{
    Source,
    emit::one_line,
    json,
    names::{file_name, shown},
    project::{Chat, Project},
};
use crate::content::{
    Place,
    yaml::{Data, Node},
};

/// Who is a customer, and who answers them.
const CUSTOMERS: [&str; 14] = [
    "顾客", "客户", "买家", "用户", "访客", "会员", "customer", "user", "visitor", "buyer", "client",
    "human", "q", "c",
];
const AGENTS: [&str; 18] = [
    "客服",
    "商家",
    "卖家",
    "坐席",
    "店家",
    "店主",
    "机器人",
    "小二",
    "人工",
    "系统",
    "agent",
    "assistant",
    "bot",
    "seller",
    "support",
    "operator",
    "system",
    "a",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaker {
    Customer,
    Agent,
}

/// What was said, by whom.
struct Said {
    by: Speaker,
    text: String,
    place: Place,
}

pub(super) fn read(sources: &[Source]) -> Project {
    let mut project = Project::default();
    for source in sources {
        if source.is(&["jsonl"]) {
            lines_of_json(source, &mut project);
        } else if source.is(&["json"]) {
            let Some(node) = json::read(source, &mut project.notes) else { continue };
            // A list of conversations, or one: a list of messages.
            let one = node
                .items()
                .first()
                .is_none_or(|first| first.at("content").is_some() || first.at("text").is_some());
            let chats: Vec<&Node> = if one { vec![&node] } else { node.items().iter().collect() };
            for (number, chat) in (1..).zip(chats) {
                object(source, number, chat, &mut project);
            }
        } else {
            transcripts(source, &mut project);
        }
    }
    project
}

fn lines_of_json(source: &Source, project: &mut Project) {
    let Some(text) = source.text(&mut project.notes) else { return };
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        // One line alone, so its places are put where the line stands.
        let alone = Source::new(source.path.clone(), "\n".repeat(number - 1) + line);
        if let Some(node) = json::read(&alone, &mut project.notes) {
            object(source, number, &node, project);
        }
    }
}

/// `{messages: [{role, content}]}`, `{turns: [{user, agent}]}`, or the list of messages itself.
fn object(source: &Source, number: usize, chat: &Node, project: &mut Project) {
    let id = chat
        .word_at("id")
        .map_or_else(|| format!("{}.{number}", file_name(source.stem(), "chat")), str::to_owned);
    let messages = ["messages", "turns", "conversation"].iter().find_map(|key| chat.at(key)).unwrap_or(chat);
    let mut said = Vec::new();
    let mut strangers = BTreeSet::new();
    for message in messages.items() {
        let pair = [("user", Speaker::Customer), ("agent", Speaker::Agent)];
        for (key, by) in pair {
            if let Some(text) = message.word_at(key).filter(|_| message.at("content").is_none()) {
                said.push(Said { by, text: one_line(text), place: message.place.clone() });
            }
        }
        let role = ["role", "from", "speaker", "sender"].iter().find_map(|key| message.word_at(key));
        let text = ["content", "text", "value"].iter().find_map(|key| message.word_at(key));
        let (Some(role), Some(text)) = (role, text) else { continue };
        match speaker(role) {
            Some(by) => said.push(Said { by, text: one_line(text), place: message.place.clone() }),
            None => {
                strangers.insert((role.to_owned(), message.place.clone()));
            }
        }
    }
    for (role, place) in strangers {
        project
            .notes
            .left_out(&place, format!("what `{}` said: neither a customer nor who answers", shown(&role)));
    }
    if said.is_empty() && !matches!(messages.data, Data::Nothing) {
        project.notes.left_out(&chat.place, "no message of a customer is in the conversation");
    }
    finish(id, said, project);
}

/// Conversations parted by lines of `---` or `===`; a line without a speaker goes on with the one before.
fn transcripts(source: &Source, project: &mut Project) {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*(?:[\[（(]?\d{1,4}[-/.:年]\d{1,2}[-/.:月 T\d日]*[\]）)]?\s*)?([^:：\s][^:：]{0,30}?)\s*(?:[\[（(]?\d{1,4}[-/.:][-/.: \d]*[\]）)]?)?\s*[:：]\s*(.*)$")
            .expect("the pattern is constant")
    });
    let Some(text) = source.text(&mut project.notes) else { return };
    let stem = file_name(source.stem(), "chat");
    let (mut said, mut number) = (Vec::<Said>::new(), 1);
    let mut skipping = false;
    for (line_number, line) in (1..).zip(text.lines()) {
        let place = Place { line: line_number, ..Place::start(&source.path) };
        let trimmed = line.trim();
        if trimmed.len() >= 3 && trimmed.chars().all(|c| matches!(c, '-' | '=' | '—')) {
            finish(format!("{stem}.{number}"), std::mem::take(&mut said), project);
            (number, skipping) = (number + 1, false);
            continue;
        }
        let found =
            LINE.captures(line).and_then(|found| Some((found.get(1)?.as_str(), found.get(2)?.as_str())));
        let stranger = found.map(|(name, words)| (speaker(name), name, words));
        match stranger {
            Some((Some(by), _, words)) => {
                said.push(Said { by, text: one_line(words), place });
                skipping = false;
            }
            Some((None, name, _)) if said.is_empty() || skipping => {
                project.notes.left_out(
                    &place,
                    format!("what `{}` said: neither a customer nor who answers", shown(name)),
                );
                skipping = true;
            }
            Some((None, ..)) | None if trimmed.is_empty() => {}
            // A colon in the middle of what somebody says.
            Some((None, ..)) | None => match said.last_mut().filter(|_| !skipping) {
                Some(last) => {
                    if let Some((_, name, _)) = stranger {
                        let message = format!(
                            "`{}` is no speaker, so the line goes on with the one before",
                            shown(name)
                        );
                        project.notes.changed(&place, message);
                    }
                    last.text = format!("{} {}", last.text, one_line(line)).trim().to_owned();
                }
                None => project.notes.left_out(&place, format!("`{}`: nobody says it", shown(trimmed))),
            },
        }
    }
    finish(format!("{stem}.{number}"), said, project);
}

/// Who a name, perhaps with a number behind it, stands for.
fn speaker(name: &str) -> Option<Speaker> {
    let name =
        name.trim().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '_' | '-' | '#'));
    let name = name.to_lowercase();
    // Chinese titles come before the name: 客服小美.
    let is = |known: &[&str]| {
        known.iter().any(|title| *title == name || (!title.is_ascii() && name.starts_with(title)))
    };
    if is(&CUSTOMERS) {
        Some(Speaker::Customer)
    } else if is(&AGENTS) {
        Some(Speaker::Agent)
    } else {
        None
    }
}

/// A turn begins with what a customer said, and holds all answers until the next.
fn finish(id: String, said: Vec<Said>, project: &mut Project) {
    let mut turns: Vec<(String, String)> = Vec::new();
    for Said { by, text, place } in said.into_iter().filter(|said| !said.text.is_empty()) {
        match (by, turns.last_mut()) {
            (Speaker::Customer, _) => turns.push((text, String::new())),
            (Speaker::Agent, Some((_, answer))) if answer.is_empty() => *answer = text,
            (Speaker::Agent, Some((_, answer))) => *answer = format!("{answer}\n{text}"),
            (Speaker::Agent, None) => {
                project.notes.left_out(&place, "what is said before the customer says anything")
            }
        }
    }
    if !turns.is_empty() {
        project.chats.push(Chat { id, turns });
    }
}
