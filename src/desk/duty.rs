//! Who is on duty, counted by what they can take.

use std::collections::BTreeMap;

use super::seat::Seat;
use crate::domain::Name;

#[derive(Debug, Default)]
pub(super) struct Duty {
    seats: usize,
    all_rounders: usize,
    skills: BTreeMap<Name, usize>,
}

impl Duty {
    pub fn is_empty(&self) -> bool {
        self.seats == 0
    }

    /// Whether somebody on duty can take it. What nobody can take is everybody's.
    pub fn covers(&self, skill: &Name) -> bool {
        self.all_rounders > 0 || self.skills.contains_key(skill)
    }

    pub fn add(&mut self, seat: &Seat) {
        if !seat.on_duty() {
            return;
        }
        self.seats += 1;
        if seat.presence.skills.is_empty() {
            self.all_rounders += 1;
        }
        for skill in &seat.presence.skills {
            *self.skills.entry(skill.clone()).or_default() += 1;
        }
    }

    /// Takes away a seat as it was added.
    pub fn remove(&mut self, seat: &Seat) {
        if !seat.on_duty() {
            return;
        }
        self.seats -= 1;
        if seat.presence.skills.is_empty() {
            self.all_rounders -= 1;
        }
        for skill in &seat.presence.skills {
            if let Some(seats) = self.skills.get_mut(skill) {
                *seats -= 1;
                if *seats == 0 {
                    self.skills.remove(skill);
                }
            }
        }
    }
}
