//! What is typed, ticked and signed before a capture.

use crate::domain::{
    Allowance, Badge, Consent, Contact, ContactError, Department, EmailAddress, PersonName,
    Signature, Timestamp, VouchReason, VouchReasonError,
};
use crate::kiosk::texts::{NOTICE_VERSION, Texts};
use crate::kiosk::widgets::Ink;
use crate::pipeline::{BadgeCheck, Intent};

/// How long a badge must stand before it is asked about, in seconds (ours:
/// longer than between two letters).
const BADGE_STANDS: f64 = 0.3;

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

/// Everything of the form. It is forgotten when the form is left.
#[derive(Default)]
pub struct EnrolForm {
    pub(super) step: Step,
    pub(super) badge: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) department: String,
    pub(super) agreed: bool,
    /// The language they have read what they agreed to in.
    pub(super) read_in: &'static str,
    pub(super) ink: Ink,
    /// Whether the name is typed in place of a signature.
    pub(super) types_signature: bool,
    pub(super) typed_signature: String,
    /// Whether they can't turn the head, and why.
    pub(super) cant_turn: bool,
    pub(super) why_not: String,
    /// The language the person reads, where it isn't the screen's.
    pub(super) language: Option<Texts>,
    /// The badge that was asked about last.
    asked: Option<Badge>,
    /// What stood in the badge's field, and since when.
    standing: (String, f64),
}

impl EnrolForm {
    /// Keeps who it is for another try, but not that they agreed.
    pub fn ask_again(&mut self) {
        self.agreed = false;
        self.asked = None;
        self.unsign();
    }

    /// Back to who it is when somebody else has got the badge meanwhile. What
    /// was typed stays.
    pub(super) fn go_back_if_taken(&mut self, check: Option<&BadgeCheck>) {
        if self.step == Step::Consent && self.badge_state(check) == BadgeState::Taken {
            self.step = Step::Identity;
            self.agreed = false;
            self.unsign();
        }
    }

    /// The language the person reads, where it isn't the screen's.
    #[must_use]
    pub fn language(&self) -> Option<&Texts> {
        self.language.as_ref()
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

    /// The badge to ask about now, once; `time` is the window's, in seconds.
    pub(super) fn badge_to_ask(&mut self, time: f64) -> Option<Badge> {
        if self.standing.0 != self.badge {
            self.standing = (self.badge.clone(), time);
        }
        let badge = self.badge()?;
        let due = time - self.standing.1 >= BADGE_STANDS;
        if !due || self.asked.as_ref() == Some(&badge) {
            return None;
        }
        self.asked = Some(badge.clone());
        Some(badge)
    }

    /// Whether a badge is typed that hasn't been asked about yet.
    pub(super) fn will_ask(&self) -> bool {
        self.badge().is_some_and(|badge| self.asked != Some(badge))
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
        }
    }

    #[test]
    fn a_badge_is_asked_about_once_it_stands() {
        let mut form = EnrolForm::default();
        assert_eq!(form.badge_to_ask(0.0), None);
        form.badge = "104".to_owned();
        assert_eq!(form.badge_to_ask(1.0), None, "still being typed");
        form.badge = "10427".to_owned();
        assert_eq!(form.badge_to_ask(1.25), None);
        assert!(form.will_ask());
        assert_eq!(form.badge_to_ask(1.6), "10427".parse().ok());
        assert_eq!(form.badge_to_ask(9.0), None, "asked already");
        assert_eq!(form.badge_state(None), BadgeState::Awaited);
        assert_eq!(
            form.badge_state(Some(&check("104", true))),
            BadgeState::Awaited
        );
        assert_eq!(
            form.badge_state(Some(&check("10427", true))),
            BadgeState::Taken
        );
        assert_eq!(
            form.badge_state(Some(&check("10427", false))),
            BadgeState::Free
        );
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
