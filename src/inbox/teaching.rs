//! What sorting a message changes in the content, and how that is taken back. Pure.

use std::collections::HashSet;

use super::normalized;
use crate::{
    content::{Content, Learned, Source, edit::Edit, labelled::OUT_OF_SCOPE},
    domain::{Name, Settled, Settling},
};

/// New marks, knowing which of them teach the content something: what it says by then, and not because of an `earlier` mark, it says
/// without them.
pub fn mark(content: &Content, new: Vec<Settled>, earlier: &[Settled]) -> Vec<Settled> {
    let same = |one: &Settled, other: &Settled| {
        one.how == other.how && normalized(&one.text) == normalized(&other.text)
    };
    let teaches = |mark: &Settled| {
        !knows(content, mark) || earlier.iter().any(|earlier| earlier.taught && same(earlier, mark))
    };
    new.into_iter().map(|mark| Settled { taught: teaches(&mark), ..mark }).collect()
}

/// The edits that marks stand for. What the content knows already is not said twice.
pub fn teach(content: &Content, marks: &[Settled]) -> Vec<Edit> {
    let mut said = HashSet::new();
    let new = |mark: &&Settled| {
        let known = knows(content, mark);
        !known && said.insert((normalized(&mark.text), format!("{:?}", mark.how)))
    };
    marks.iter().filter(new).filter_map(edit).collect()
}

fn edit(mark: &Settled) -> Option<Edit> {
    let learn = |intent: Name| {
        let Settled { conversation, seq, text, by, at, .. } = mark.clone();
        Edit::Learn(Learned { text, intent, source: Source { conversation, seq, by, at } })
    };
    match &mark.how {
        Settling::Intent(intent) => Some(learn(intent.clone())),
        Settling::NotOurs => Some(learn(OUT_OF_SCOPE.into())),
        Settling::Faq(faq) => Some(Edit::AddQuestion { faq: faq.clone(), text: mark.text.clone() }),
        Settling::Dismissed => None,
    }
}

/// The edits that take marks back; `others` are those that stay. What the content says without them stays too.
pub fn unteach(content: &Content, marks: &[Settled], others: &[Settled]) -> Vec<Edit> {
    let mut gone: HashSet<(&Name, &str)> = HashSet::new();
    let mut edits = Vec::new();
    for mark in marks {
        match &mark.how {
            // A row is known by its message, in content that is broken too.
            Settling::Intent(_) | Settling::NotOurs => {
                edits.push(Edit::Forget { conversation: mark.conversation.clone(), seq: mark.seq });
            }
            Settling::Faq(faq) if mark.taught => {
                let text = mark.text.trim();
                let questions =
                    content.faq.iter().find(|entry| entry.id == *faq).map(|entry| &entry.questions[..]);
                let questions = questions.unwrap_or_default();
                let stays = others.iter().any(|other| other.how == mark.how && other.text.trim() == text);
                let left =
                    questions.iter().filter(|question| !gone.contains(&(faq, question.as_str()))).count();
                let is_there = questions.iter().any(|question| question == text);
                if is_there && !stays && left > 1 && gone.insert((faq, text)) {
                    edits.push(Edit::RemoveQuestion { faq: faq.clone(), text: text.to_owned() });
                }
            }
            Settling::Faq(_) | Settling::Dismissed => {}
        }
    }
    edits
}

/// Whether the content has what a mark stands for, in whoever's words.
pub fn knows(content: &Content, mark: &Settled) -> bool {
    let text = normalized(&mark.text);
    let says = |intent: &str| {
        let examples = content.intents.get(intent).map(|intent| &intent.examples[..]).unwrap_or_default();
        is_learned(content, mark) || examples.iter().any(|example| normalized(&example.text) == text)
    };
    match &mark.how {
        Settling::Intent(intent) => says(intent.as_str()),
        Settling::NotOurs => says(OUT_OF_SCOPE),
        Settling::Faq(faq) => {
            let questions =
                content.faq.iter().filter(|entry| entry.id == *faq).flat_map(|entry| &entry.questions);
            questions.into_iter().any(|question| normalized(question) == text)
        }
        Settling::Dismissed => true,
    }
}

/// Of the very message.
fn is_learned(content: &Content, mark: &Settled) -> bool {
    let examples = content.intents.values().flat_map(|intent| &intent.examples);
    examples
        .filter_map(|example| example.source.as_ref())
        .any(|source| source.conversation == mark.conversation && source.seq == mark.seq)
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::Date};

    use super::*;
    use crate::{
        content::{SourceFile, edit, load},
        domain::{ConversationId, SeatId},
    };

    fn mark(seq: u64, text: &str, how: Settling) -> Settled {
        let (conversation, by) = (ConversationId::new("c").unwrap(), SeatId::new("amy").unwrap());
        Settled { conversation, seq, text: text.into(), how, by, at: Timestamp::UNIX_EPOCH, taught: true }
    }

    fn changed(files: &[SourceFile], edits: &[Edit]) -> Vec<SourceFile> {
        let mut files = files.to_vec();
        for changed in edit::apply(&files.clone(), edits).expect("the edits can be made") {
            files.retain(|file| file.path != changed.path);
            files.extend(changed.file);
        }
        files
    }

    #[test]
    fn what_is_taught_can_be_taken_back() {
        let intent = "intent: track\ntitle: t\nexamples: |\n  - 到哪了\n";
        let faq = "faq:\n  - id: fee\n    questions: |\n      - 包邮吗\n      - 运费多少\n    answer: 包邮\n";
        let before = vec![
            SourceFile::new("intents/track.yml", intent),
            SourceFile::new(
                "intents/out_of_scope.yml",
                intent.replace("track", "out_of_scope").replace("到哪", "机票"),
            ),
            SourceFile::new("knowledge/faq/fee.yml", faq),
        ];
        let track = || Settling::Intent("track".into());
        let fee = || Settling::Faq("fee".into());
        let marks = vec![
            mark(1, "走到哪儿啦", track()),
            mark(2, "走到哪儿啦", track()),
            mark(3, "到哪了", track()),
            mark(4, "要邮费不", fee()),
            mark(5, "要邮费不", fee()),
            mark(6, "包邮吗", fee()),
            mark(7, "订机票", Settling::NotOurs),
            mark(8, "呵呵", Settling::Dismissed),
        ];
        let content = |files: &[SourceFile]| load(files, Date::ZERO).0;
        let marks = super::mark(&content(&before), marks, &[]);
        assert_eq!(
            marks.iter().filter(|mark| !mark.taught).map(|mark| mark.seq).collect::<Vec<_>>(),
            [3, 6, 8]
        );
        assert!(!knows(&content(&before), &marks[0]));
        let edits = teach(&content(&before), &marks);
        assert_eq!(edits.len(), 3);
        let after = changed(&before, &edits);
        assert!(marks.iter().all(|mark| knows(&content(&after), mark)));
        assert_eq!(teach(&content(&after), &marks), []);
        // One of the two customers who said it still stands.
        let some = unteach(&content(&after), &marks[4..5], &marks[..4]);
        assert_eq!(some, []);
        // What an earlier mark taught, a later one of the same teaches too.
        let later = super::mark(
            &content(&after),
            vec![mark(9, "要邮费不", fee()), mark(10, "包邮吗", fee())],
            &marks,
        );
        assert_eq!(later.iter().map(|mark| mark.taught).collect::<Vec<_>>(), [true, false]);
        let back = changed(&after, &unteach(&content(&after), &marks, &[]));
        // The entry's own questions are left to it, also the one that was said word for word.
        assert_eq!(content(&back).faq[0].questions, content(&before).faq[0].questions);
        assert_eq!(content(&back).intents["track"].examples.len(), 1);
    }
}
