//! What each state must say in English, so that none shows something else than
//! it is called: words, or a key of the texts.

/// States that are not called after what they say.
const SAYS: [(&str, &str); 96] = [
    ("verified_code", "code-scan"),
    ("capture_turn_back_a_little", "instruction-turn-back"),
    ("verified_code_pin", "You are verified by badge and PIN."),
    ("staff_hand_over", "hand-over-trouble-file"),
    ("settings_hand_over", "hand-over"),
    ("result_pin_matched", "You are verified by badge and PIN."),
    ("badge", "badge-title"),
    ("badge_typed", "10427"),
    ("badge_unknown", "Badge 10472 isn't known here."),
    ("badge_wrong", "badge-wrong"),
    ("sign_in", "sign-in-title"),
    ("sign_in_refused", "sign-in-refused"),
    ("sign_in_checking", "sign-in-checking"),
    ("sign_in_wait", "Too many tries."),
    ("sign_in_trouble", "problem-disk-full"),
    ("pin_typed", "10427"),
    ("pin_trivial", "pin-trivial"),
    ("pin_checking", "pin-checking"),
    ("pin_trouble", "trouble-title"),
    ("attend", "attend-what"),
    ("attend_filled", "Eileen Collins"),
    ("vouch_filled", "Eileen Collins"),
    ("vouch_unknown", "who-unknown"),
    ("vouch_trouble", "problem-disk-full"),
    ("home_soon", "time-left"),
    ("sign_out_soon", "Still there?"),
    ("enrol_identity", "enrol-identity-title"),
    ("enrol_identity_filled", "enrol-badge-free"),
    ("enrol_identity_cant_turn", "enrol-cant-turn-why"),
    ("enrol_identity_taken", "enrol-badge-taken"),
    ("enrol_identity_interrupted", "enrol-interrupted"),
    ("enrol_consent", "notice-title"),
    ("enrol_consent_signed", "enrol-signed"),
    ("enrol_consent_typed", "Eileen Collins"),
    (
        "enrol_consent_spanish",
        "Qué guardamos de su cara y para qué",
    ),
    ("enrol_nobody", "enrol-keeps-face"),
    ("enrol_engine_restarting", "instruction-one-moment"),
    ("enrol_verify_back_failed", "reason-verify-back-failed"),
    ("review_chosen", "1\u{202f}204"),
    ("review_site", "site-scores"),
    ("review_site_reckoning", "% reckoned"),
    ("review_site_saving", "Save as balanced"),
    (
        "review_export_list",
        "of all sessions that are listed: 100000",
    ),
    ("review_export", "export-report"),
    ("review_export_refused", "vouch-reason-wrong"),
    ("review_export_done", "/var/lib/exports/session-0193.ply"),
    ("erasures_one", "erasures-write"),
    ("review_site_below", "site-cameras"),
    ("review_site_back", "Version 1 had the threshold"),
    ("review_site_empty", "site-marked-none"),
    ("review_site_failed", "The database"),
    ("review_disputed", "review-mark-disputed"),
    ("review_marked", "It counts as: Flat print"),
    ("review_marking", "review-mark-keep"),
    ("review_kept", "review-kept-keep"),
    ("review_none_found", "review-none-found"),
    ("people", "people-choose"),
    ("people_nobody", "people-nobody"),
    ("people_none_found", "people-none-found"),
    ("people_active", "people-administrator"),
    ("people_active_administrator", "people-remove"),
    ("people_held", "people-held-here"),
    (
        "people_held_administrator",
        "Looks very much like Eileen Collins",
    ),
    ("people_disabled", "people-enable"),
    ("people_disable_sure", "Switch Eileen Collins off?"),
    ("people_approve_sure", "Let Ángel Núñez Fernández verify?"),
    ("people_look", "look-kind-glasses"),
    ("people_consent", "consent-write-now"),
    ("people_pin", "people-pin-new"),
    ("people_pin_typed", "people-pin-keep"),
    ("people_pin_kept", "people-pin-kept"),
    ("people_remove", "Remove Eileen Collins for good?"),
    ("people_remove_refused", "remove-second-refused"),
    ("people_removed", "erasure-0193.jwt"),
    ("people_failed", "problem-disk-full"),
    ("settings_tolerance_edit", "tolerance-missing"),
    ("settings_tolerance_edit_filled", "Keep as version"),
    ("settings_camera_nobody", "camera-no-face"),
    ("settings_operators_chosen", "operators-set-password"),
    ("settings_operators_sure", "Disable m.okafor?"),
    ("settings_keys_sure", "keys-rotate-sure"),
    ("settings_data_sure", "data-clean-sure"),
    ("settings_data_renew", "data-renew-sure"),
    ("settings_clock_sure", "clock-reset-sure"),
    ("settings_operators_add", "operators-again"),
    ("settings_operators_password", "operators-again"),
    ("settings_site_wrong", "site-name-wrong"),
    ("settings_site_changed", "settings-unsaved"),
    ("audit_entry", "audit-only-this"),
    ("tokens_one", "tokens-audience"),
    ("tokens_why", "tokens-why"),
    ("settings_site_saved", "settings-saved"),
    ("settings_health_checking", "health-checking"),
    ("settings_health_unknown", "health-check"),
    ("settings_health_good", "health-good"),
    ("settings_health_trouble", "problem-check-unfinished"),
];

/// The same of the first start.
const FIRST_START: [(&str, &str); 9] = [
    ("restore", "restore-title"),
    ("restore_filled", "/media/stick/backup-1803"),
    ("restore_key", "restore-keys"),
    ("restore_wrong", "problem-backup-wrong"),
    ("site", "start-site"),
    ("camera", "start-camera"),
    ("administrator", "start-admin"),
    ("administrator_filled", "a.lindqvist"),
    ("done", "start-done"),
];

/// What that state must say; nothing where nobody wrote it down.
pub fn says(name: &str) -> String {
    if let Some((_, words)) = SAYS.iter().find(|(state, _)| *state == name) {
        return (*words).to_owned();
    }
    // Others are called after it.
    let after = |begins: &str| name.strip_prefix(begins);
    if let Some(rest) = after("first_start_") {
        let mut steps = FIRST_START.iter();
        let step = steps.find(|(state, _)| *state == rest);
        return step.map_or_else(String::new, |(_, words)| (*words).to_owned());
    }
    if let Some(pose) = after("enrol_pose_") {
        let key = match pose {
            "front" => "instruction-look-here",
            "left" => "instruction-turn-left",
            "right" => "instruction-turn-right",
            "up" => "instruction-look-up",
            _ => "instruction-look-down",
        };
        return key.to_owned();
    }
    for (begins, key) in [
        ("capture_hint_", "hint-"),
        ("capture_", "instruction-"),
        ("result_", "reason-"),
    ] {
        if let Some(rest) = after(begins) {
            return format!("{key}{}", rest.replace('_', "-"));
        }
    }
    String::new()
}
