//! What entries of the audit say, in the words of a language.

use crate::domain::{Act, AuditFlaw, Reason, Subject};
use crate::kiosk::texts::Texts;
use crate::kiosk::{icons, words};
use crate::pipeline::ActGroup;

/// The key of a group's name, and its icon.
pub fn group(group: ActGroup) -> (&'static str, &'static str) {
    match group {
        ActGroup::SignIns => ("audit-group-sign-ins", icons::LOCK),
        ActGroup::Decisions => ("audit-group-decisions", icons::USER_FOCUS),
        ActGroup::People => ("audit-group-people", icons::USERS),
        ActGroup::Records => ("audit-group-records", icons::DOCUMENT),
        ActGroup::Kiosk => ("audit-group-kiosk", icons::SETTINGS),
    }
}

/// The key of what was done.
pub fn act(act: Act) -> &'static str {
    match act {
        Act::SignedIn => "audit-signed-in",
        Act::SignInFailed => "audit-sign-in-failed",
        Act::Decided => "audit-decided",
        Act::Enrolled => "audit-enrolled",
        Act::LookAdded => "audit-look-added",
        Act::PersonStateSet => "audit-person-state-set",
        Act::FailuresForgotten => "audit-failures-forgotten",
        Act::PinSet => "audit-pin-set",
        Act::PersonRemoved => "audit-person-removed",
        Act::OperatorAdded => "audit-operator-added",
        Act::OperatorDisabled => "audit-operator-disabled",
        Act::PasswordSet => "audit-password-set",
        Act::ToleranceSaved => "audit-tolerance-saved",
        Act::SettingsSaved => "audit-settings-saved",
        Act::SessionViewed => "audit-session-viewed",
        Act::SessionExported => "audit-session-exported",
        Act::SessionMarked => "audit-session-marked",
        Act::SessionsCleaned => "audit-sessions-cleaned",
        Act::SelfTestBegun => "audit-selftest-begun",
        Act::SelfTestChanged => "audit-selftest-changed",
        Act::TrialWithdrawn => "audit-trial-withdrawn",
        Act::SelfTestExported => "audit-selftest-exported",
        Act::TokenIssued => "audit-token-issued",
        Act::TokenRedeemed => "audit-token-redeemed",
        Act::TokenRevoked => "audit-token-revoked",
        Act::ClockReset => "audit-clock-reset",
        Act::KeysReplaced => "audit-keys-replaced",
        Act::KeyAskedFor => "audit-key-asked-for",
        Act::KeyGranted => "audit-key-granted",
        Act::KeyAccepted => "audit-key-accepted",
        Act::BackupBegun => "audit-backup-begun",
        Act::BackupCreated => "audit-backup-created",
        Act::BackupRestored => "audit-backup-restored",
        Act::TemplatesRenewed => "audit-templates-renewed",
        Act::AuditVerified => "audit-verified",
        Act::StartFilesSigned => "audit-start-files-signed",
        Act::PeopleListed => "audit-people-listed",
        Act::PersonViewed => "audit-person-viewed",
        Act::SessionsListed => "audit-sessions-listed",
        Act::ErasuresListed => "audit-erasures-listed",
        Act::ReceiptWritten => "audit-receipt-written",
        Act::TokensViewed => "audit-tokens-viewed",
        Act::TokenChecked => "audit-token-checked",
        Act::ConsentExported => "audit-consent-exported",
        Act::CentreJoined => "audit-centre-joined",
        Act::AuditParted => "audit-audit-parted",
        Act::ChangeGaveWay => "audit-change-gave-way",
        Act::KioskInvited => "audit-kiosk-invited",
        Act::KioskDisabled => "audit-kiosk-disabled",
    }
}

/// The key of what it was done to.
pub fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Person(_) => "audit-subject-person",
        Subject::Session(_) => "audit-subject-session",
        Subject::Operator(_) => "audit-subject-operator",
        Subject::SelfTest(_) => "audit-subject-selftest",
    }
}

/// The key of a fact's name; none for names that a later version wrote.
pub fn fact(name: &str) -> Option<&'static str> {
    Some(match name {
        "decision" => "audit-fact-decision",
        "as" => "review-mark",
        "changes" => "audit-fact-changes",
        "entries" => "audit-fact-entries",
        "files" => "audit-fact-files",
        "flaws" => "audit-fact-flaws",
        "format" => "audit-fact-format",
        "hand_over" => "audit-fact-hand-over",
        "home" => "audit-fact-home",
        "kiosk" => "audit-fact-kiosk",
        "kind" => "audit-fact-kind",
        "look" => "audit-fact-look",
        "meshes" => "audit-fact-meshes",
        "millis_behind" => "audit-fact-millis-behind",
        "people" => "audit-fact-people",
        "profile" => "audit-fact-profile",
        "reason" | "why" => "audit-fact-reason",
        "role" => "audit-fact-role",
        "second_operator" => "audit-fact-second-operator",
        "session" => "audit-fact-session",
        "sessions" => "audit-fact-sessions",
        "sessions_anonymised" => "audit-fact-sessions-anonymised",
        "signature" => "audit-fact-signature",
        "site" => "audit-fact-site",
        "site_generation" => "audit-fact-site-generation",
        "source" => "audit-fact-source",
        "state" => "audit-fact-state",
        "token" => "audit-fact-token",
        "tokens" => "audit-fact-tokens",
        "version" => "audit-fact-version",
        "what" => "audit-fact-what",
        "worth" => "audit-fact-worth",
        _ => return None,
    })
}

/// A fact's value in words; ids, numbers and names stay as they are.
pub fn value(texts: &Texts, name: &str, value: &str) -> String {
    if name == "reason"
        && let Some(reason) = Reason::parse(value)
    {
        return texts.get(words::reason(reason).key);
    }
    let key = match (name, value) {
        ("decision", "verified") => "audit-word-verified",
        ("decision", "not_verified") => "audit-word-not-verified",
        ("decision", "inconclusive") => "audit-word-inconclusive",
        ("why", "asked") => "erasure-asked",
        ("why", "left") => "erasure-left",
        ("why", "mistake") => "erasure-mistake",
        ("why", "ordered") => "erasure-ordered",
        ("why", "unused") => "audit-word-unused",
        ("why", "elsewhere") => "audit-word-elsewhere",
        ("kind", "person") => "audit-subject-person",
        ("kind", "operator") => "audit-subject-operator",
        ("kind", "verification") => "audit-word-verification",
        ("kind", "enrolment") => "audit-word-enrolment",
        ("kind", "selftest") => "settings-selftest",
        ("source", "kiosk") => "audit-word-kiosk",
        ("source", "attended") => "audit-word-attended",
        ("source", "upload") => "audit-word-upload",
        ("source", "recording") => "audit-word-recording",
        ("state", "active") => "people-state-active",
        ("state", "held") => "people-state-held",
        ("state", "disabled") => "people-state-disabled",
        ("state", "valid") => "tokens-valid",
        ("state", "redeemed") => "tokens-redeemed",
        ("state", "revoked") => "tokens-revoked",
        ("state", "expired") => "tokens-expired",
        ("state", "unknown") => "audit-word-token-unknown",
        ("state", "refused") => "audit-word-token-refused",
        ("why", "given_away") => "tokens-why-given-away",
        ("why", "wrong_person") => "tokens-why-wrong-person",
        ("why", "other") => "tokens-why-other",
        ("look", "glasses") => "look-kind-glasses",
        ("look", "light") => "look-kind-light",
        ("look", "other") => "look-kind-other",
        ("hand_over", "off") => "audit-word-hand-over-off",
        ("hand_over", "code") => "audit-word-hand-over-code",
        ("hand_over", "file") => "audit-word-hand-over-file",
        ("hand_over", "address") => "audit-word-hand-over-address",
        ("hand_over", "code_file") => "audit-word-hand-over-code-file",
        ("hand_over", "code_address") => "audit-word-hand-over-code-address",
        ("hand_over", "file_address") => "audit-word-hand-over-file-address",
        ("hand_over", "code_file_address") => "audit-word-hand-over-all",
        ("home", "credential") => "audit-word-credential",
        ("home", "passphrase") => "audit-word-passphrase",
        ("home", "file") => "audit-word-file",
        ("worth", "trial") => "audit-word-trial",
        ("worth", "production") => "audit-word-production",
        ("what", "surface") => "audit-word-surface",
        ("signature", "yes") => "audit-word-yes",
        ("signature", "no") => "audit-word-no",
        ("what", "report") => "audit-word-report",
        ("what", "list") => "audit-word-list",
        ("what", "charts") => "audit-word-charts",
        ("what", "site") => "audit-word-site",
        ("what", "filters") => "review-kept",
        ("as", "genuine") => "review-mark-genuine",
        ("as", "impostor") => "review-mark-impostor",
        ("as", "attack") => "audit-word-attack",
        ("as", "unclear") => "review-mark-unclear",
        _ => return value.to_owned(),
    };
    texts.get(key)
}

/// What isn't as it was written, as a sentence.
pub fn flaw(texts: &Texts, flaw: AuditFlaw) -> String {
    let one = |key, sequence: u64| texts.with(key, &[("number", sequence.into())]);
    let range = |key, from: u64, to: u64| {
        let values = [("from", from.into()), ("to", to.into())];
        texts.with(key, &values)
    };
    match flaw {
        AuditFlaw::Changed { sequence } => one("audit-flaw-changed", sequence),
        AuditFlaw::Moved {
            sequence,
            written_as,
        } => range("audit-flaw-moved", written_as, sequence),
        AuditFlaw::Missing { from, to } => range("audit-flaw-missing", from, to),
        AuditFlaw::CutOff { from, to } => range("audit-flaw-cut-off", from, to),
        AuditFlaw::HeadChanged => texts.get("audit-flaw-head"),
        AuditFlaw::AnotherChain { sequence } => one("audit-flaw-another-chain", sequence),
    }
}
