//! Reading Rust just enough to search it.

/// Names and numbers of a code, one by one.
pub fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}

/// Rust code without its comments and without what its literals say: a
/// literal becomes `""`.
pub fn code_only(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = skipped(rest, code.chars().next_back());
        match skipped {
            Some((length, instead)) => {
                code.push_str(instead);
                rest = &rest[length..];
            }
            None => {
                code.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    code
}

/// The length of the comment or literal that `rest` begins with, and what
/// stands for it; nothing where code goes on. `before` is the last of the code.
fn skipped(rest: &str, before: Option<char>) -> Option<(usize, &'static str)> {
    if rest.starts_with("//") {
        return Some((rest.find('\n').unwrap_or(rest.len()), " "));
    }
    if rest.starts_with("/*") {
        return Some((block_comment(rest), " "));
    }
    if rest.starts_with('"') {
        return Some((quoted(rest, '"'), "\"\""));
    }
    if rest.starts_with('\'') {
        let mut after = rest.chars().skip(1);
        let is_character = match after.next()? {
            '\\' => true,
            _ => after.next() == Some('\''),
        };
        // Otherwise it is a lifetime.
        return is_character.then(|| (quoted(rest, '\''), "\"\""));
    }
    let begins_a_word = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' || c == 'b');
    let hashes = rest
        .strip_prefix('r')?
        .chars()
        .take_while(|c| *c == '#')
        .count();
    let opens = rest.get(1 + hashes..)?.starts_with('"');
    (begins_a_word && opens).then(|| {
        let end = format!("\"{}", "#".repeat(hashes));
        let text = 2 + hashes;
        let length = rest[text..].find(&end).map(|at| text + at + end.len());
        (length.unwrap_or(rest.len()), "\"\"")
    })
}

/// The length of a block comment; they nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_u32;
    let mut at = 0;
    while let Some(left) = rest.get(at..).filter(|left| !left.is_empty()) {
        if left.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if left.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += left.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of a literal between two `quote`s, in which `\` escapes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == quote {
            return at + character.len_utf8();
        }
    }
    rest.len()
}
