//! What one side of one conversation knows.

use serde_json::Value;

/// A message as it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub seq: u64,
    pub by: String,
    pub text: String,
}

impl Message {
    /// `None` for what is none.
    pub fn of(heard: &Value) -> Option<Self> {
        (heard["type"] == "message").then(|| Self {
            seq: heard["seq"].as_u64().unwrap_or_default(),
            by: heard["by"].as_str().unwrap_or_default().to_owned(),
            text: heard["text"].as_str().unwrap_or_default().to_owned(),
        })
    }
}

/// Something said, until it is acknowledged.
#[derive(Debug, Clone)]
pub struct Said {
    pub client_id: String,
    pub text: String,
}

/// What came of everything that one side of one conversation said, and what it heard.
#[derive(Debug, Default)]
pub struct Record {
    /// The last place in the log that was told of.
    pub after: u64,
    messages: Vec<Message>,
    /// With the places that were named.
    acknowledged: Vec<(Said, u64)>,
    faults: Vec<String>,
}

impl Record {
    /// Takes in what has a place in the log.
    pub fn hear(&mut self, heard: &Value) {
        // An acknowledgement names the place of what the log tells as well.
        let Some(seq) = heard["seq"].as_u64().filter(|_| heard["at"].is_string()) else { return };
        if seq <= self.after {
            self.faults.push(format!("after {} came {heard}", self.after));
        }
        self.after = self.after.max(seq);
        self.messages.extend(Message::of(heard));
    }

    pub fn acknowledge(&mut self, said: Said, seq: u64) {
        self.acknowledged.push((said, seq));
    }

    pub fn acknowledged(&self) -> usize {
        self.acknowledged.len()
    }

    pub fn heard(&self) -> usize {
        self.messages.len()
    }

    /// What is wrong with it, beside all messages of the log.
    pub fn faults_beside(&self, log: &[Message]) -> Vec<String> {
        let mut faults = self.faults.clone();
        for (said, seq) in &self.acknowledged {
            let times = log.iter().filter(|message| message.text == said.text).count();
            if times != 1 || !log.iter().any(|message| message.seq == *seq && message.text == said.text) {
                faults
                    .push(format!("{said:?} was acknowledged as {seq}, and stands {times} times in the log"));
            }
        }
        if !self.acknowledged.is_sorted_by_key(|(_, seq)| *seq) {
            faults.push("what was acknowledged later stands earlier".to_owned());
        }
        let told: Vec<&Message> = log.iter().filter(|message| message.seq <= self.after).collect();
        let first = self.messages.first().map_or(u64::MAX, |message| message.seq);
        let missing = told.iter().filter(|message| message.seq >= first && !self.messages.contains(message));
        faults.extend(missing.map(|message| format!("{message:?} was never told")));
        let made_up = self.messages.iter().filter(|message| !log.contains(message));
        faults.extend(made_up.map(|message| format!("{message:?} was told, and is not in the log")));
        faults
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(seq: u64, text: &str) -> Value {
        json!({"type": "message", "seq": seq, "at": "2026-01-01T00:00:00Z", "by": "customer", "text": text})
    }

    /// Of what was heard and acknowledged, beside a log of 1 一, 2 二, 3 三.
    fn check(heard: &[(u64, &str)], acknowledged: &[(u64, &str)], faults: usize) {
        let log: Vec<Message> = [(1, "一"), (2, "二"), (3, "三")]
            .iter()
            .filter_map(|(seq, text)| Message::of(&message(*seq, text)))
            .collect();
        let mut record = Record::default();
        heard.iter().for_each(|(seq, text)| record.hear(&message(*seq, text)));
        for (seq, text) in acknowledged {
            record.acknowledge(Said { client_id: String::new(), text: (*text).to_owned() }, *seq);
        }
        let found = record.faults_beside(&log);
        assert_eq!(found.len(), faults, "{heard:?} {acknowledged:?}: {found:?}");
    }

    #[test]
    fn what_is_lost_repeated_or_made_up_is_found() {
        check(&[(1, "一"), (2, "二"), (3, "三")], &[(1, "一"), (3, "三")], 0);
        check(&[(1, "一"), (2, "二")], &[], 0);
        check(&[(1, "一"), (3, "三")], &[], 1);
        check(&[(1, "一"), (1, "一")], &[], 1);
        check(&[(1, "一"), (2, "四")], &[], 2);
        check(&[], &[(4, "四")], 1);
        check(&[], &[(2, "一")], 1);
        check(&[], &[(3, "三"), (1, "一")], 1);
    }
}
