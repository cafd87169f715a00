//! What is typed, ticked and signed before a capture.

use crate::domain::{
    Allowance, Badge, Consent, Contact, ContactError, Department, EmailAddress, PersonName,
    Signature, Timestamp, VouchReason, VouchReasonError,
};
use crate::kiosk::screens::BadgeAsk;
use crate::kiosk::texts::{NOTICE_VERSION, Texts};
use crate::kiosk::widgets::Ink;
use crate::pipeline::{BadgeCheck, Intent};

/// Which page of the form is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// Who they are.
    #[default]
    Identity,
    /// What they agree to.
    Consent,
}

/// Whether the typed badge is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeState {
    /// Nothing was typed.
    Empty,
    /// It isn't a badge.
    Wrong,
    /// It is being found out.
    Awaited,
    /// Somebody has it.
    Taken,
    /// Nobody has it.
    Free,
}

/// How far the notice was read. Nobody agrees to what they could not have seen:
/// its last words say how to withdraw.
#[derive(Debug, Default)]
pub struct Reading {
    /// The language it is read in.
    pub(super) language: &'static str,
    /// How high it is, once that is known, in points.
    pub(super) height: Option<f32>,
    /// Whether its end was in view.
    pub(super) to_the_end: bool,
    /// Whether somebody wants to read on, and by keys.
    pub(super) on: bool,
    pub(super) by_keys: bool,
}

/// Everything of the form. It is forgotten when the form is left.
#[derive(Default)]
pub struct EnrolForm {
    pub(super) step: Step,
    pub(super) badge: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) department: String,
    pub(super) agreed: bool,
    pub(super) reading: Reading,
    pub(super) ink: Ink,
    /// Whether the name is typed in place of a signature.
    pub(super) types_signature: bool,
    pub(super) typed_signature: String,
    /// Whether they can't turn the head, and why.
    pub(super) cant_turn: bool,
    pub(super) why_not: String,
    /// The language the person reads, where it isn't the screen's.
    pub(super) language: Option<Texts>,
    pub(super) ask: BadgeAsk,
}

impl EnrolForm {
    /// Keeps who it is for another try, but not that they agreed.
    pub fn ask_again(&mut self) {
        self.ask.again();
        self.disagree();
    }

    /// Back to who it is when somebody else has got the badge meanwhile. What
    /// was typed stays.
    pub(super) fn go_back_if_taken(&mut self, check: Option<&BadgeCheck>) {
        if self.step == Step::Consent && self.badge_state(check) == BadgeState::Taken {
            self.step = Step::Identity;
            self.disagree();
        }
    }

    /// The language the person reads, where it isn't the screen's.
    #[must_use]
    pub fn language(&self) -> Option<&Texts> {
        self.language.as_ref()
    }

    /// Whoever is enrolled reads, agrees and signs anew.
    pub(super) fn disagree(&mut self) {
        self.reading = Reading::default();
        self.agreed = false;
        self.unsign();
    }

    pub(super) fn unsign(&mut self) {
        self.ink.clear();
        self.typed_signature.clear();
    }

    pub(super) fn badge(&self) -> Option<Badge> {
        self.badge.parse().ok()
    }

    pub(super) fn name(&self) -> Option<PersonName> {
        self.name.parse().ok()
    }

    pub(super) fn contact(&self) -> Result<Contact, ContactError> {
        let said = |text: &str| (!text.trim().is_empty()).then(|| text.to_owned());
        Ok(Contact {
            email: said(&self.email).map(EmailAddress::try_from).transpose()?,
            department: said(&self.department)
                .map(Department::try_from)
                .transpose()?,
        })
    }

    /// Whether identity is complete.
    pub(super) fn knows_who(&self, check: Option<&BadgeCheck>) -> bool {
        self.badge_state(check) == BadgeState::Free
            && self.name().is_some()
            && self.contact().is_ok()
            && self.allowed().is_ok()
    }

    /// What is allowed to who can't turn the head.
    pub(super) fn allowed(&self) -> Result<Option<(Allowance, VouchReason)>, VouchReasonError> {
        if !self.cant_turn {
            return Ok(None);
        }
        let why = self.why_not.parse()?;
        Ok(Some((Allowance::NoTurn, why)))
    }

    /// How the typed badge stands, by what the pipeline found out.
    pub(super) fn badge_state(&self, check: Option<&BadgeCheck>) -> BadgeState {
        let Some(badge) = self.badge() else {
            return if self.badge.trim().is_empty() {
                BadgeState::Empty
            } else {
                BadgeState::Wrong
            };
        };
        match check.filter(|check| check.badge == badge) {
            None => BadgeState::Awaited,
            Some(check) if check.taken => BadgeState::Taken,
            Some(_) => BadgeState::Free,
        }
    }

    /// The signature, once it is one. Typed, it must be the name itself.
    pub(super) fn signature(&self) -> Option<Signature> {
        if self.types_signature {
            let typed: PersonName = self.typed_signature.parse().ok()?;
            let is_name = self.name().is_some_and(|name| same_name(&name, &typed));
            return is_name.then_some(Signature::Typed(typed));
        }
        self.ink.drawing().map(Signature::Drawn)
    }

    /// The intent, once everything is there; `read` is the language in which
    /// the person has read the notice.
    pub(super) fn intent(
        &self,
        read: &Texts,
        check: Option<&BadgeCheck>,
        now: Timestamp,
    ) -> Option<Intent> {
        let signature = self.signature()?;
        if !self.agreed || !self.knows_who(check) {
            return None;
        }
        Some(Intent::Enrol {
            badge: self.badge()?,
            name: self.name()?,
            contact: self.contact().ok()?,
            consent: Consent {
                notice_version: NOTICE_VERSION.to_owned(),
                language: read.language().code.to_owned(),
                given_at: now,
                signature: Some(signature),
            },
            allowed: self.allowed().ok()?,
        })
    }
}

/// Whether two names are the same but for capitals and spaces.
fn same_name(one: &PersonName, other: &PersonName) -> bool {
    let plain = |name: &PersonName| {
        let words: Vec<String> = name
            .as_str()
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        words.join(" ")
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(badge: &str, taken: bool) -> BadgeCheck {
        BadgeCheck {
            badge: badge.parse().unwrap(),
            taken,
            holder: None,
        }
    }

    #[test]
    fn a_badge_is_free_once_that_is_known_of_it() {
        let mut form = EnrolForm::default();
        assert_eq!(form.badge_state(None), BadgeState::Empty);
        form.badge = "10427".to_owned();
        for (known, state) in [
            (None, BadgeState::Awaited),
            (Some(check("104", true)), BadgeState::Awaited),
            (Some(check("10427", true)), BadgeState::Taken),
            (Some(check("10427", false)), BadgeState::Free),
        ] {
            assert_eq!(form.badge_state(known.as_ref()), state, "{known:?}");
        }
        form.badge = "10/27".to_owned();
        assert_eq!(form.badge_state(None), BadgeState::Wrong);
    }

    #[test]
    fn a_typed_signature_is_the_name() {
        let mut form = EnrolForm {
            name: "Zoë O'Neil".to_owned(),
            types_signature: true,
            ..EnrolForm::default()
        };
        assert_eq!(form.signature(), None);
        form.typed_signature = "Zoe".to_owned();
        assert_eq!(form.signature(), None);
        form.typed_signature = " zoë  o'neil".to_owned();
        assert!(matches!(form.signature(), Some(Signature::Typed(_))));
    }

    #[test]
    fn nothing_is_sent_before_all_is_there() {
        let german = Texts::new("de");
        let (free, taken) = (check("10427", false), check("10427", true));
        let mut form = EnrolForm {
            badge: "10427".to_owned(),
            name: "Ada".to_owned(),
            agreed: true,
            types_signature: true,
            typed_signature: "Ada".to_owned(),
            ..EnrolForm::default()
        };
        let intent = |form: &EnrolForm, check| form.intent(&german, check, Timestamp(7));
        let Some(Intent::Enrol { consent, .. }) = intent(&form, Some(&free)) else {
            panic!("all is there");
        };
        assert_eq!(
            (consent.language.as_str(), consent.given_at),
            ("de", Timestamp(7))
        );
        assert!(
            intent(&form, None).is_none(),
            "nobody knows the badge is free"
        );
        assert!(intent(&form, Some(&taken)).is_none());
        form.email = "no address".to_owned();
        assert!(intent(&form, Some(&free)).is_none());
        form.email.clear();
        form.agreed = false;
        assert!(intent(&form, Some(&free)).is_none());
    }
}
