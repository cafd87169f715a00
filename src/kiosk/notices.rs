//! Every version of the notice, as people agreed to it: the newest speaks from
//! `assets/texts`, the earlier ones from `docs/notices`.

use super::texts::{NOTICE_VERSION, Texts};

/// Versions of the notice, each with its text in every language.
pub const NOTICES: [(&str, &str); 4] = [
    ("2026-11", include_str!("../../docs/notices/2026-11.md")),
    ("2026-12", include_str!("../../docs/notices/2026-12.md")),
    ("2026-12-2", include_str!("../../docs/notices/2026-12-2.md")),
    ("2026-12-3", include_str!("../../docs/notices/2026-12-3.md")),
];

/// Title and paragraphs of a version in a language; none where this program
/// never had that version.
#[must_use]
pub fn notice(version: &str, texts: &Texts) -> Option<(String, String)> {
    if version == NOTICE_VERSION {
        return Some((texts.get("notice-title"), texts.get("notice-text")));
    }
    let (_, all) = NOTICES.iter().find(|(of, _)| *of == version)?;
    let head = format!("\n## {}: ", texts.language().name);
    let (_, from_title) = all.split_once(&head)?;
    let (title, rest) = from_title.split_once('\n')?;
    let text = rest.split("\n## ").next()?;
    Some((title.trim().to_owned(), text.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kiosk::texts::LANGUAGES;

    #[test]
    fn every_version_is_there_in_every_language_and_the_newest_is_as_it_is_shown() {
        for language in &LANGUAGES {
            let texts = Texts::new(language.code);
            let mut seen = Vec::new();
            for (version, all) in NOTICES {
                let (title, text) = notice(version, &texts).unwrap();
                assert!(!title.contains('\n') && !text.contains("##"), "{version}");
                assert!(text.split("\n\n").count() >= 5, "{version}");
                if version == NOTICE_VERSION {
                    assert!(all.contains(&format!("{}: {title}", language.name)));
                    assert!(all.contains(&text));
                }
                seen.push(text);
            }
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), NOTICES.len(), "{}", language.code);
            assert!(
                NOTICES
                    .iter()
                    .any(|(version, _)| *version == NOTICE_VERSION)
            );
            assert_eq!(notice("1999-1", &texts), None);
        }
    }
}
