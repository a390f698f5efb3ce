//! A conversation as lines of a terminal.

use std::io::{self, Write};

use owo_colors::{OwoColorize, Stream::Stdout};

use crate::domain::{Choice, Event, Outcome, Understanding};

pub struct Screen {
    /// Show how answers come about.
    pub trace: bool,
    /// Repeat what the customer says, because it was not typed here.
    pub echo: bool,
}

impl Screen {
    pub fn prompt(&self) -> io::Result<()> {
        if self.echo {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        write!(out, "{} ", "您:".if_supports_color(Stdout, |text| text.cyan()))?;
        out.flush()
    }

    pub fn customer(&self, text: &str) -> io::Result<()> {
        if self.echo {
            writeln!(io::stdout(), "{} {text}", "您:".if_supports_color(Stdout, |text| text.cyan()))?;
        }
        Ok(())
    }

    pub fn no_answer(&self) -> io::Result<()> {
        writeln!(io::stdout(), "（还没有回复）")
    }

    pub fn event(&self, event: &Event) -> io::Result<()> {
        if let Event::BotSaid { text, choices, .. } = event {
            said(text, choices)?;
        }
        if let Event::HandoffRequested { handoff } = event {
            dim(&format!("→ 人工（{}，技能组 {}）：{}", handoff.reason, handoff.skill, handoff.summary))?;
        }
        if self.trace
            && let Some(line) = traced(event)
        {
            dim(&format!("  · {line}"))?;
        }
        Ok(())
    }
}

fn said(text: &str, choices: &[Choice]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{} {text}", "小二:".if_supports_color(Stdout, |text| text.green()))?;
    for (number, choice) in choices.iter().enumerate() {
        writeln!(out, "      {}. {}", number + 1, choice.title)?;
    }
    Ok(())
}

fn dim(text: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{}", text.if_supports_color(Stdout, |text| text.dimmed()))
}

/// One line on what happened, for what is worth one.
fn traced(event: &Event) -> Option<String> {
    match event {
        Event::Understood { understanding } => Some(understood(understanding)),
        Event::FlowStarted { flow, .. } => Some(format!("flow {flow} begins")),
        Event::FlowResumed { flow } => Some(format!("flow {flow} goes on")),
        Event::FlowEnded { flow, how } => Some(format!("flow {flow} ends: {how:?}")),
        Event::SlotFilled { slot, value, by } => Some(format!("{slot} = {value} ({by:?})")),
        Event::SlotCleared { slot } => Some(format!("{slot} is asked again")),
        Event::SlotRejected { slot } => Some(format!("that is no {slot}")),
        Event::Asked { slot, choices, .. } => Some(format!("asks for {slot}, {} choices", choices.len())),
        Event::Clarified { intents } => Some(format!("asks which: {intents:?}")),
        Event::Missed {} => Some("nothing fits".to_owned()),
        Event::BotSaid { reply, policy, .. } => Some(
            reply.as_ref().map_or_else(|| format!("by {policy}"), |reply| format!("{reply} by {policy}")),
        ),
        Event::CallStarted { call, .. } => {
            let with: Vec<String> =
                call.with.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            Some(format!("calls {}({})", call.name, with.join(", ")))
        }
        Event::CallEnded { outcome: Outcome::Answered(answer), .. } => {
            Some(format!("answer: {}", shortened(&answer.to_string())))
        }
        Event::CallEnded { outcome: Outcome::Failed(failure), .. } => Some(failure.as_str().to_owned()),
        Event::HandedBack { .. } => Some("back to the bot".to_owned()),
        Event::Opened { .. }
        | Event::CustomerSaid { .. }
        | Event::HandoffRequested { .. }
        | Event::Queued { .. }
        | Event::SeatAssigned { .. }
        | Event::AgentSaid { .. }
        | Event::Released { .. }
        | Event::Invited { .. }
        | Event::SeatLeft { .. }
        | Event::Noted { .. }
        | Event::Labelled { .. }
        | Event::Corrected { .. }
        | Event::Read { .. }
        | Event::LeftMessage { .. }
        | Event::Introduced { .. }
        | Event::Attached { .. }
        | Event::Rated { .. }
        | Event::Closed { .. } => None,
    }
}

fn understood(understanding: &Understanding) -> String {
    let Understanding { by, intents, certainty, entities, passages, trace, .. } = understanding;
    let ranking: Vec<String> =
        intents.iter().take(3).map(|(name, confidence)| format!("{name} {:.2}", confidence.get())).collect();
    let mut line = format!(
        "{} {certainty:?} (needs {:.2}): {}",
        by.as_str(),
        trace.threshold.get(),
        if ranking.is_empty() { "nothing".to_owned() } else { ranking.join(", ") }
    );
    if let Some(scope) = trace.scope.filter(|scope| scope.is_outside()) {
        line.push_str(&format!(
            "; out of scope ({:.2}, needs {:.2})",
            scope.probability.get(),
            scope.bound.get()
        ));
    }
    for rule in &trace.rules {
        line.push_str(&format!("; rule {rule}"));
    }
    for (correction, intent) in &trace.corrections {
        line.push_str(&format!("; {correction} from {intent}"));
    }
    for entity in entities {
        line.push_str(&format!("; {} = {}", entity.kind, entity.value));
    }
    if let Some(passage) = passages.first() {
        line.push_str(&format!("; faq {} {:.2}", passage.id, passage.confidence.get()));
    }
    line
}

fn shortened(text: &str) -> String {
    const CHARACTERS: usize = 160;
    match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
