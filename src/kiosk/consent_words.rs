//! The words of a written consent, in the language in which it was given.

use crate::domain::{Consent, Person, Signature};
use crate::report::consent::ConsentWords;

use super::notices::notice;
use super::texts::Texts;

/// The words for a person's consent, given at `given` in a site of this name.
#[must_use]
pub fn consent_words(
    person: &Person,
    consent: &Consent,
    (site, given): (&str, &str),
) -> ConsentWords {
    let texts = Texts::new(&consent.language);
    let version = consent.notice_version.as_str();
    let of_version = [("version", version.to_owned().into())];
    let signature = match &consent.signature {
        None => texts.get("people-on-paper"),
        Some(Signature::Typed(name)) => {
            texts.with("people-typed", &[("name", name.as_str().to_owned().into())])
        }
        Some(Signature::Drawn(_)) => texts.get("people-drawn"),
    };
    let facts = [
        ("consent-site", site.to_owned()),
        ("enrol-name", person.name.as_str().to_owned()),
        ("badge-field", person.badge.as_str().to_owned()),
        ("consent-notice", texts.with("notice-version", &of_version)),
        ("consent-given", given.to_owned()),
        ("people-signature", signature),
    ];
    // Of a version that another program wrote, only its name is known.
    let notice = notice(version, &texts).unwrap_or_else(|| {
        let unknown = texts.with("consent-other-notice", &of_version);
        (texts.get("notice-title"), unknown)
    });
    let facts = facts
        .into_iter()
        .map(|(key, value)| (texts.get(key), value));
    ConsentWords {
        language: texts.language().code.to_owned(),
        title: texts.get("consent-title"),
        facts: facts.collect(),
        notice,
        check: texts.get("consent-check"),
    }
}
