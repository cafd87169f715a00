//! One check: what was found, and how it is told.

use serde::Serialize;

/// No more problems than this are named in one check.
const NAMED_PROBLEMS: usize = 6;

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    /// For scripts; stays the same from version to version.
    pub(super) name: &'static str,
    /// Whether it is as it should be.
    pub(super) ok: bool,
    /// Whether the program can't do its work here while it isn't ok.
    pub(super) needed: bool,
    /// What was found.
    pub(super) detail: String,
    /// What to do; empty when it is ok.
    pub(super) fix: String,
}

impl Check {
    pub(super) fn ok(name: &'static str, detail: impl Into<String>) -> Self {
        Self {
            name,
            ok: true,
            needed: true,
            detail: detail.into(),
            fix: String::new(),
        }
    }

    pub(super) fn failed(
        name: &'static str,
        detail: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self {
            name,
            ok: false,
            needed: true,
            detail: detail.into(),
            fix: fix.into(),
        }
    }

    /// Failed with an error of the library, which says what to do after its
    /// first semicolon; `fix` is for those that don't.
    pub(super) fn error(name: &'static str, error: impl ToString, fix: &str) -> Self {
        let text = error.to_string();
        match text.split_once("; ") {
            Some((detail, its_fix)) => Self::failed(name, detail, its_fix),
            None => Self::failed(name, text, fix),
        }
    }

    /// The same, needed only if `needed` says so.
    pub(super) fn needed(mut self, needed: bool) -> Self {
        self.needed = needed;
        self
    }

    /// How it stands, in words.
    pub(super) fn standing(&self) -> &'static str {
        match (self.ok, self.needed) {
            (true, _) => "ok",
            (false, true) => "needs attention",
            (false, false) => "advice",
        }
    }
}

/// A check as a person reads it, with what to do below it.
pub(super) fn lines(check: &Check) -> String {
    let name = check.name.replace('_', " ");
    let mut text = format!("{:15}  {name:20}  {}\n", check.standing(), check.detail);
    if !check.fix.is_empty() {
        text.push_str(&format!("{:15}  {:20}  fix: {}\n", "", "", check.fix));
    }
    text
}

pub(super) fn summary(checks: &[Check]) -> String {
    let troubles = checks.iter().filter(|check| check.needed && !check.ok);
    match troubles.count() {
        0 => "Everything that is needed here works.".to_owned(),
        1 => "One check needs attention.".to_owned(),
        count => format!("{count} checks need attention."),
    }
}

/// Problems in one line, the first few of them by name.
pub(super) fn listed(problems: &[String]) -> String {
    let named = problems.get(..NAMED_PROBLEMS).unwrap_or(problems);
    let mut text = named.join("; ");
    let more = problems.len() - named.len();
    if more > 0 {
        text.push_str(&format!("; and {more} more"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_stands_under_its_check_in_words() {
        let failed = Check::error("site_key", "it is open; run: chmod 600 key", "");
        let text = lines(&failed);
        let (first, second) = text.split_once('\n').unwrap();
        assert!(first.starts_with("needs attention") && first.contains("site key"));
        assert_eq!(second.trim(), "fix: run: chmod 600 key");
        assert_eq!(failed.needed(false).standing(), "advice");
    }

    #[test]
    fn many_problems_are_counted() {
        let problems: Vec<String> = (0..9).map(|number| number.to_string()).collect();
        assert_eq!(listed(&problems), "0; 1; 2; 3; 4; 5; and 3 more");
        assert_eq!(listed(&problems[..2]), "0; 1");
    }
}
