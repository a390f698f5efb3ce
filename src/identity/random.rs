//! Numbers that nobody can guess, from the system's generator.

/// # Panics
/// When the system has no randomness to give: nothing that is meant to be secret can be made then.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("getrandom(2) gives bytes once the machine is up");
    bytes
}
