//! The words of the window, from the Fluent files in `assets/texts`.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// Version of the notice in `assets/texts/*/notice.ftl`, the same in every
/// language; a consent names it. It rises whenever the notice says something
/// else.
pub const NOTICE_VERSION: &str = include_str!("../../assets/texts/notice-version.txt").trim_ascii();

/// A language that is shipped.
#[derive(Debug)]
pub struct Language {
    /// BCP 47 code.
    pub code: &'static str,
    /// Its own name for itself.
    pub name: &'static str,
    sources: [&'static str; 10],
}

/// The shipped languages; the first is spoken where another lacks a text.
pub const LANGUAGES: [Language; 3] = [
    Language {
        code: "en",
        name: "English",
        sources: [
            include_str!("../../assets/texts/en/kiosk.ftl"),
            include_str!("../../assets/texts/en/notice.ftl"),
            include_str!("../../assets/texts/en/people.ftl"),
            include_str!("../../assets/texts/en/desk.ftl"),
            include_str!("../../assets/texts/en/selftest.ftl"),
            include_str!("../../assets/texts/en/audit.ftl"),
            include_str!("../../assets/texts/en/tokens.ftl"),
            include_str!("../../assets/texts/en/review.ftl"),
            include_str!("../../assets/texts/en/problems.ftl"),
            include_str!("../../assets/texts/en/centre.ftl"),
        ],
    },
    Language {
        code: "es",
        name: "Español",
        sources: [
            include_str!("../../assets/texts/es/kiosk.ftl"),
            include_str!("../../assets/texts/es/notice.ftl"),
            include_str!("../../assets/texts/es/people.ftl"),
            include_str!("../../assets/texts/es/desk.ftl"),
            include_str!("../../assets/texts/es/selftest.ftl"),
            include_str!("../../assets/texts/es/audit.ftl"),
            include_str!("../../assets/texts/es/tokens.ftl"),
            include_str!("../../assets/texts/es/review.ftl"),
            include_str!("../../assets/texts/es/problems.ftl"),
            include_str!("../../assets/texts/es/centre.ftl"),
        ],
    },
    Language {
        code: "de",
        name: "Deutsch",
        sources: [
            include_str!("../../assets/texts/de/kiosk.ftl"),
            include_str!("../../assets/texts/de/notice.ftl"),
            include_str!("../../assets/texts/de/people.ftl"),
            include_str!("../../assets/texts/de/desk.ftl"),
            include_str!("../../assets/texts/de/selftest.ftl"),
            include_str!("../../assets/texts/de/audit.ftl"),
            include_str!("../../assets/texts/de/tokens.ftl"),
            include_str!("../../assets/texts/de/review.ftl"),
            include_str!("../../assets/texts/de/problems.ftl"),
            include_str!("../../assets/texts/de/centre.ftl"),
        ],
    },
];

/// The texts of one language.
pub struct Texts {
    index: usize,
    bundles: Vec<FluentBundle<FluentResource>>,
}

impl Texts {
    /// The texts of the language of that code (`de`, `de-AT`), else English.
    #[must_use]
    pub fn new(code: &str) -> Self {
        let wanted = code.split(['-', '_']).next().unwrap_or_default();
        let index = LANGUAGES
            .iter()
            .position(|language| language.code.eq_ignore_ascii_case(wanted))
            .unwrap_or_default();
        Self::of(index)
    }

    /// Whether the language of that code is spoken now.
    #[must_use]
    pub fn speaks(&self, code: &str) -> bool {
        self.language().code == code
    }

    fn of(index: usize) -> Self {
        let chosen = LANGUAGES.get(index).into_iter();
        let fallback = LANGUAGES.first().into_iter();
        Self {
            index,
            bundles: chosen.chain(fallback).map(bundle).collect(),
        }
    }

    /// The texts of the next language, in a circle.
    #[must_use]
    pub fn next(&self) -> Self {
        Self::of((self.index + 1) % LANGUAGES.len())
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> &'static Language {
        LANGUAGES.get(self.index).unwrap_or(&LANGUAGES[0])
    }

    /// A number with so many digits behind the comma, or the point, that the
    /// language has there.
    #[must_use]
    pub fn decimal(&self, value: impl Into<f64>, digits: usize) -> String {
        let written = format!("{:.digits$}", value.into());
        match self.language().code {
            "en" => written,
            _ => written.replace('.', ","),
        }
    }

    /// The text of that key, or the key itself if nobody wrote it.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The same with values put in.
    #[must_use]
    pub fn with(&self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        self.find(key, None, values)
    }

    /// The `.advice` of that key: what to do about it.
    #[must_use]
    pub fn advice(&self, key: &str) -> String {
        self.advice_with(key, &[])
    }

    /// The same with values put in.
    #[must_use]
    pub fn advice_with(&self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        self.find(key, Some("advice"), values)
    }

    fn find(
        &self,
        key: &str,
        attribute: Option<&str>,
        values: &[(&'static str, FluentValue<'_>)],
    ) -> String {
        let args: FluentArgs<'_> = values.iter().cloned().collect();
        let found = self.bundles.iter().find_map(|bundle| {
            let message = bundle.get_message(key)?;
            let pattern = match attribute {
                None => message.value()?,
                Some(name) => message.get_attribute(name)?.value(),
            };
            // What can't be put in is shown by its name; tests find that.
            let mut errors = Vec::new();
            Some(
                bundle
                    .format_pattern(pattern, Some(&args), &mut errors)
                    .into_owned(),
            )
        });
        found.unwrap_or_else(|| key.to_owned())
    }
}

fn bundle(language: &Language) -> FluentBundle<FluentResource> {
    let identifier: LanguageIdentifier = language.code.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![identifier]);
    // Isolation marks are for mixed directions of writing; the shipped
    // languages all run left to right, and the face has no glyph for them.
    bundle.set_use_isolating(false);
    for source in language.sources {
        // A part that doesn't parse is left out; tests find that.
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// Keys of a language, attributes as `key.attribute`.
    fn keys(language: &Language) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for source in language.sources {
            let parsed = FluentResource::try_new(source.to_owned());
            assert!(parsed.is_ok(), "{}: {:?}", language.code, parsed.err());
            let mut message = "";
            for line in source.lines() {
                let name = line.split(" =").next().unwrap();
                if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                    message = name;
                    assert!(keys.insert(name.to_owned()), "{name} is there twice");
                } else if let Some(attribute) = name.trim_start().strip_prefix('.') {
                    keys.insert(format!("{message}.{attribute}"));
                }
            }
        }
        keys
    }

    /// Every text between quotes in the kiosk's sources.
    fn quoted(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                quoted(&path, found);
            } else {
                let source = std::fs::read_to_string(&path).unwrap();
                found.extend(source.split('"').map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_language_has_every_key_and_none_is_unused() {
        let english = keys(&LANGUAGES[0]);
        for language in &LANGUAGES[1..] {
            let others = keys(language);
            let differing: Vec<_> = english.symmetric_difference(&others).collect();
            assert!(differing.is_empty(), "{}: {differing:?}", language.code);
        }
        let mut used = BTreeSet::new();
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kiosk");
        quoted(&sources, &mut used);
        for key in &english {
            let message = key.split('.').next().unwrap();
            assert!(used.contains(message), "nothing says {message}");
        }
        let families: BTreeSet<_> = english
            .iter()
            .filter_map(|key| Some(format!("{}-", key.split_once('-')?.0)))
            .collect();
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        for key in used.iter().filter(|text| text.chars().all(word)) {
            let family = families.iter().any(|family| key.starts_with(family));
            assert!(!family || english.contains(key), "{key} has no text");
        }
    }

    #[test]
    fn languages_are_found_by_code_and_go_round() {
        assert_eq!(Texts::new("de-AT").language().code, "de");
        assert_eq!(Texts::new("tlh").language().code, "en");
        let mut texts = Texts::new("en");
        for expected in ["es", "de", "en"] {
            texts = texts.next();
            assert_eq!(texts.language().code, expected);
        }
    }

    #[test]
    fn values_are_put_in() {
        let text = Texts::new("en").with("result-tries", &[("tries", 1.into())]);
        assert_eq!(text, "1 try left.");
    }
}
