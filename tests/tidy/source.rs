//! Reads Rust as far as the rules need it: tokens, the paths that they form, the arms of a match.

/// One file under src/, cut into tokens without comments and strings.
pub struct Source {
    pub path: String,
    pub lines: usize,
    tokens: Vec<Token>,
}

struct Token {
    text: String,
    line: usize,
}

/// A path that the code names.
pub struct Used {
    pub line: usize,
    /// Without leading `crate`, `self` and `super`; a macro's last segment ends in `!`.
    pub segments: Vec<String>,
    /// The room it leads to, when it is a path of this crate.
    pub room: Option<String>,
}

impl Source {
    pub fn new(path: &str, code: &str) -> Self {
        Self { path: path.into(), lines: code.lines().count(), tokens: tokens(code) }
    }

    /// The path below src/.
    fn below(&self) -> &str {
        self.path.strip_prefix("src/").unwrap_or(&self.path)
    }

    /// `None` for lib.rs and main.rs, which may use all.
    pub fn room(&self) -> Option<&str> {
        let first = self.below().split('/').next().unwrap_or_default();
        Some(first.trim_end_matches(".rs")).filter(|room| !["lib", "main"].contains(room))
    }

    pub fn lives_in(&self, home: &str) -> bool {
        let rest = self.below().strip_prefix(home);
        rest.is_some_and(|rest| rest.is_empty() || rest == ".rs" || rest.starts_with('/'))
    }

    fn module(&self) -> Vec<String> {
        let path = self.below().trim_end_matches(".rs");
        path.split('/').filter(|part| !["mod", "lib", "main"].contains(part)).map(str::to_owned).collect()
    }

    fn is(&self, at: usize, text: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.text == text)
    }

    fn word(&self, at: usize) -> Option<&str> {
        let text = &self.tokens.get(at)?.text;
        text.starts_with(|c: char| c.is_alphabetic() || c == '_').then_some(text)
    }

    pub fn paths(&self) -> Vec<Used> {
        let mut found = Vec::new();
        let mut module = self.module();
        let mut depth = 0;
        let mut inline = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if self.is(at, "mod") && self.word(at + 1).is_some() && self.is(at + 2, "{") {
                module.extend(self.word(at + 1).map(str::to_owned));
                depth += 1;
                inline.push(depth);
                at += 3;
                continue;
            }
            match self.tokens[at].text.as_str() {
                "{" => depth += 1,
                "}" => {
                    if inline.last() == Some(&depth) {
                        inline.pop();
                        module.pop();
                    }
                    depth -= 1;
                }
                _ => {}
            }
            let begins =
                self.word(at).is_some() && !(at > 0 && (self.is(at - 1, "::") || self.is(at - 1, ".")));
            let imported = at > 0 && (self.is(at - 1, "use") || self.is(at - 1, "crate"));
            if begins && (self.is(at + 1, "::") || self.is(at + 1, "!") || imported) {
                at = self.read_path(at, &module, &[], &mut found);
            } else {
                at += 1;
            }
        }
        found
    }

    /// Reads one path or tree of paths that begins at a token, and returns where it ends.
    fn read_path(&self, mut at: usize, module: &[String], before: &[String], found: &mut Vec<Used>) -> usize {
        let mut segments = before.to_vec();
        let line = self.tokens[at].line;
        loop {
            if self.is(at, "{") {
                at += 1;
                while at < self.tokens.len() && !self.is(at, "}") {
                    at = if self.is(at, ",") { at + 1 } else { self.read_path(at, module, &segments, found) };
                }
                return at + 1;
            }
            let Some(token) = self.tokens.get(at) else { return at };
            if self.word(at).is_none() && token.text != "*" {
                break;
            }
            segments.push(token.text.clone());
            at += 1;
            if !self.is(at, "::") {
                break;
            }
            at += 1;
        }
        if self.is(at, "!") && !self.is(at + 1, "=") {
            segments.last_mut().into_iter().for_each(|last| last.push('!'));
        }
        if self.is(at, "as") {
            at += 2;
        }
        found.push(used(line, segments, module));
        // A token that no path can hold must still be passed.
        if self.word(at).is_none() && !["{", "}", ","].iter().any(|end| self.is(at, end)) {
            at + 1
        } else {
            at
        }
    }

    /// Lines in which a word stands.
    pub fn lines_of<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.tokens.iter().filter(move |token| token.text == word).map(|token| token.line)
    }

    /// Lines of the `_` arms in matches that have an arm `Name::…`.
    pub fn wildcard_arms(&self, name: &str) -> Vec<usize> {
        let matches =
            (0..self.tokens.len()).filter(|at| self.is(*at, "match") && !self.is(at.wrapping_sub(1), "."));
        matches
            .filter_map(|at| {
                let arms = self.arms(at + 1);
                let named = arms.iter().any(|arm| self.is(*arm, name) && self.is(arm + 1, "::"));
                let wild = arms.iter().find(|arm| self.is(**arm, "_") && self.is(**arm + 1, "=>"))?;
                named.then(|| self.tokens[*wild].line)
            })
            .collect()
    }

    /// Where the patterns of a match begin.
    fn arms(&self, mut at: usize) -> Vec<usize> {
        let mut arms = Vec::new();
        while at < self.tokens.len() && !self.is(at, "{") {
            at = self.after(at);
        }
        at += 1;
        while at < self.tokens.len() && !self.is(at, "}") {
            arms.push(at);
            while at < self.tokens.len() && !self.is(at, "=>") {
                at = self.after(at);
            }
            at += 1;
            if self.is(at, "{") {
                at = self.after(at);
            }
            while at < self.tokens.len() && !self.is(at, ",") && !self.is(at, "}") && !self.ends_block(at) {
                at = self.after(at);
            }
            if self.is(at, ",") {
                at += 1;
            }
        }
        arms
    }

    /// A block arm may stand without a comma: the next token begins a pattern.
    fn ends_block(&self, at: usize) -> bool {
        at > 0 && self.is(at - 1, "}") && !self.is(at, ".") && !self.is(at, "?")
    }

    /// The token after this one, or after the bracket that it opens.
    fn after(&self, at: usize) -> usize {
        let mut depth = 0;
        for (index, token) in self.tokens.iter().enumerate().skip(at) {
            match token.text.as_str() {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            if depth <= 0 {
                return index + 1;
            }
        }
        self.tokens.len()
    }
}

/// Resolves the leading `crate`, `self` and `super` of a path against the module that it stands in.
fn used(line: usize, segments: Vec<String>, module: &[String]) -> Used {
    let mut base = module.to_vec();
    let mut local = false;
    let mut rest = segments.as_slice();
    while let Some((first, after)) = rest.split_first() {
        match first.as_str() {
            "crate" | "xiaoer" => base.clear(),
            "self" => {}
            "super" => drop(base.pop()),
            _ => break,
        }
        (local, rest) = (true, after);
    }
    let rest = rest.to_vec();
    let room = if local { base.iter().chain(&rest).next().cloned() } else { None };
    Used { line, segments: rest, room }
}

/// Words, `::`, `=>` and single signs; comments, strings and lifetimes are left out.
fn tokens(code: &str) -> Vec<Token> {
    let chars: Vec<char> = code.chars().collect();
    let starts = |at: usize, text: &str| text.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
    let is_word = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric() || *c == '_');
    let mut found = Vec::new();
    let (mut at, mut counted, mut line) = (0, 0, 1);
    while at < chars.len() {
        line += chars[counted..at].iter().filter(|c| **c == '\n').count();
        counted = at;
        let begin = at;
        if starts(at, "//") {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if starts(at, "/*") {
            let mut depth = 0;
            loop {
                depth += i32::from(starts(at, "/*")) - i32::from(starts(at, "*/"));
                at += if starts(at, "/*") || starts(at, "*/") { 2 } else { 1 };
                if depth == 0 || at >= chars.len() {
                    break;
                }
            }
        } else if is_word(at) {
            while is_word(at) {
                at += 1;
            }
            let word: String = chars[begin..at].iter().collect();
            let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
            if ["r", "br", "cr"].contains(&word.as_str()) && chars.get(at + hashes) == Some(&'"') {
                let end = format!("\"{}", "#".repeat(hashes));
                at += hashes + 1;
                while at < chars.len() && !starts(at, &end) {
                    at += 1;
                }
                at += end.len();
            } else if !(["b", "c"].contains(&word.as_str()) && starts(at, "\"")) {
                found.push(Token { text: word, line });
            }
        } else if chars[at] == '"' || (chars[at] == '\'' && (starts(at + 1, "\\") || starts(at + 2, "'"))) {
            at += 1;
            while at < chars.len() && chars[at] != chars[begin] {
                at += if chars[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if chars[at] == '\'' {
            at += 1;
            while is_word(at) {
                at += 1;
            }
        } else {
            let length = if starts(at, "::") || starts(at, "=>") { 2 } else { 1 };
            at += length;
            if !chars[begin].is_whitespace() {
                found.push(Token { text: chars[begin..at].iter().collect(), line });
            }
        }
    }
    found
}
