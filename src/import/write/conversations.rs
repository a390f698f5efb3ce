//! eval/: scripted conversations, labelled messages, and conversations to label.

use serde_json::{Value, json};

use super::Pen;
use crate::import::{
    emit::{list, scalar},
    names::Kind,
    project::{Project, Turn},
};

pub(super) fn write(project: &Project, pen: &mut Pen) {
    let mut text = String::new();
    for conversation in &project.conversations {
        text.push_str(&format!(
            "- conversation: {}\n  customer: tester\n  turns:\n",
            scalar(&conversation.title)
        ));
        text.extend(conversation.turns.iter().map(|turn| one(turn, pen)));
        text.push('\n');
        pen.taken.conversations += 1;
    }
    if !text.is_empty() {
        pen.file("eval/conversations/imported.yml", text.trim_end().to_owned() + "\n");
    }
    let rows = project.rows.iter().map(|row| {
        let intent = row.intent.as_deref().map(|name| pen.names.known(Kind::Intent, name).unwrap_or(name));
        json!({"text": row.text, "intent": intent})
    });
    let rows: Vec<Value> = rows.collect();
    pen.taken.rows = rows.len();
    jsonl("eval/utterances/imported.jsonl", &rows, pen);
    let chats = project.chats.iter().map(|chat| {
        let turn = |(user, agent): &(String, String)| json!({"user": user, "intent": null, "agent": agent, "sat": null});
        json!({"id": chat.id, "turns": chat.turns.iter().map(turn).collect::<Vec<_>>()})
    });
    let chats: Vec<Value> = chats.collect();
    pen.taken.chats = chats.len();
    jsonl("eval/chats/imported.jsonl", &chats, pen);
}

fn jsonl(path: &str, rows: &[Value], pen: &mut Pen) {
    if !rows.is_empty() {
        pen.file(path, rows.iter().map(|row| format!("{row}\n")).collect());
    }
}

fn one(turn: &Turn, pen: &Pen) -> String {
    let mut text = format!("    - customer: {}\n", scalar(&turn.customer));
    let ours = |kind, name: &str| pen.names.known(kind, name).unwrap_or(name).to_owned();
    if let Some(intent) = &turn.intent {
        text.push_str(&format!("      intent: {}\n", scalar(&ours(Kind::Intent, intent))));
    }
    if !turn.replies.is_empty() {
        let names: Vec<String> = turn.replies.iter().map(|name| ours(Kind::Reply, name)).collect();
        text.push_str(&format!("      reply: {}\n", list(names.iter().map(String::as_str))));
    }
    if !turn.says.is_empty() {
        text.push_str(&format!("      says: {}\n", list(turn.says.iter().map(String::as_str))));
    }
    if !turn.slots.is_empty() {
        text.push_str("      slots:\n");
        for (slot, value) in &turn.slots {
            text.push_str(&format!("        {}: {}\n", scalar(&ours(Kind::Slot, slot)), scalar(value)));
        }
    }
    text
}
