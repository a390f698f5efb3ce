//! `${NAME}` in settings and integrations.

/// Why a text cannot be completed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VariableError {
    #[error("has a `${{` that is never closed")]
    Unclosed,
    #[error("needs the environment variable {0}, which is not set")]
    Unset(String),
}

/// Every `${NAME}` replaced by what `lookup` says.
///
/// # Errors
/// When a variable is not set, or a brace is not closed.
pub fn expand(text: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Result<String, VariableError> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, after) = after.split_once('}').ok_or(VariableError::Unclosed)?;
        out.push_str(before);
        out.push_str(&lookup(name).ok_or_else(|| VariableError::Unset(name.to_owned()))?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}
