//! Numbers that nobody can guess, from the system's generator.

/// # Panics
/// When the system has no randomness to give: nothing that is meant to be secret can be made then.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("getrandom(2) gives bytes once the machine is up");
    bytes
}

/// A password for somebody to copy: 80 bits in 16 letters and digits, none of which looks like another.
pub fn random_password() -> String {
    const ALPHABET: [u8; 32] = *b"abcdefghijkmnpqrstuvwxyz23456789";
    bytes::<16>().iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_differ_and_can_be_read_out() {
        let password = random_password();
        assert_eq!(password.len(), 16);
        assert!(!password.contains(['0', 'o', '1', 'l']), "{password}");
        assert_ne!(password, random_password());
    }
}
