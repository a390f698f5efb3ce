//! How the shop is doing: what counts, in which hour, and that figures of parts add up to those of the whole.

mod fold;
mod served;
mod talk;
