//! What can go wrong with keys, tokens, templates and records, and the test
//! that shows what stands against it. A threat whose test is gone or renamed
//! fails here; whether the test holds is its own affair.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

use std::collections::BTreeSet;
use std::path::Path;

/// A threat with its number in the list that the product was designed by, and
/// its tests by file and name.
type Threat = (u8, &'static str, &'static [(&'static str, &'static str)]);

/// The numbers of the threats to keys, tokens, templates, records and staff.
const NUMBERS: [u8; 18] = [
    6, 7, 9, 10, 11, 12, 13, 16, 21, 22, 23, 24, 25, 26, 27, 29, 30, 31,
];
/// What is told to the public.
const PUBLIC: u8 = 32;

const THREATS: &[Threat] = &[
    (
        6,
        "templates are stolen from the disk",
        &[
            (
                "tests/store/at_rest.rs",
                "no_file_shows_a_name_a_badge_or_a_face",
            ),
            (
                "tests/store/at_rest.rs",
                "moved_or_changed_rows_do_not_open",
            ),
            (
                "src/store/transform.rs",
                "templates_of_two_secrets_have_nothing_in_common",
            ),
            (
                "tests/store/renewal.rs",
                "renewed_templates_are_others_with_the_same_scores",
            ),
            (
                "src/store/renewal.rs",
                "another_secret_makes_another_template_of_the_same_face",
            ),
            (
                "tests/central/dump.rs",
                "no_dump_of_the_centre_shows_a_name_a_badge_or_a_face",
            ),
            (
                "tests/store/at_rest.rs",
                "a_template_that_was_moved_or_changed_recognises_nobody_and_leaves_the_others",
            ),
        ],
    ),
    (
        7,
        "the disk is stolen",
        &[
            (
                "src/auth/keys_tests.rs",
                "keys_are_never_inside_the_data_folder",
            ),
            (
                "src/auth/keys_tests.rs",
                "sealed_keys_open_with_their_passphrase_alone_and_win",
            ),
            (
                "src/auth/passphrase.rs",
                "another_passphrase_purpose_or_file_opens_nothing",
            ),
            (
                "tests/store/rotation.rs",
                "production_keys_take_the_place_of_trial_ones",
            ),
            (
                "tests/store/opening.rs",
                "a_data_folder_that_was_copied_opens_nowhere_else",
            ),
        ],
    ),
    (
        7,
        "the site key is handed to somebody else on its way",
        &[
            (
                "tests/store/handing_on.rs",
                "what_was_not_compared_or_not_asked_for_is_not_taken",
            ),
            (
                "tests/store/handing_on.rs",
                "a_rotated_site_key_follows_and_no_earlier_one",
            ),
            (
                "src/auth/handing_on_tests.rs",
                "no_word_of_a_grant_can_be_changed",
            ),
            (
                "src/auth/handing_on_tests.rs",
                "codes_differ_for_whatever_is_changed_and_are_the_same_on_both_screens",
            ),
        ],
    ),
    (
        9,
        "tokens are forged",
        &[
            (
                "src/auth/tokens_forged_tests.rs",
                "forged_tokens_are_refused",
            ),
            (
                "src/auth/tokens_forged_tests.rs",
                "no_changed_letter_goes_unnoticed",
            ),
            (
                "src/auth/tokens_tests.rs",
                "a_retired_key_signs_nothing_later_and_is_dropped_when_all_it_signed_has_expired",
            ),
        ],
    ),
    (
        10,
        "tokens are replayed",
        &[
            (
                "tests/tokens.rs",
                "a_token_is_redeemed_once_by_whoever_is_first",
            ),
            (
                "tests/tokens.rs",
                "a_used_or_revoked_token_stays_so_after_a_restart",
            ),
            (
                "tests/tokens.rs",
                "a_changed_row_does_not_make_a_used_token_fresh",
            ),
            (
                "tests/central/site_tokens.rs",
                "another_kiosk_takes_a_token_and_then_nobody_does",
            ),
            (
                "tests/central/site_tokens.rs",
                "a_token_revoked_at_one_kiosk_is_refused_at_the_others_within_five_seconds",
            ),
            (
                "tests/tokens.rs",
                "a_token_is_revoked_whatever_the_clock_says",
            ),
        ],
    ),
    (
        10,
        "a token goes astray when it is handed over",
        &[
            (
                "tests/kiosk/handover.rs",
                "a_code_is_of_who_was_verified_at_the_kiosk_alone",
            ),
            (
                "src/access/handover.rs",
                "tokens_stay_on_this_machine_or_go_where_a_site_says",
            ),
            (
                "src/pipeline/handing_over_tests.rs",
                "what_is_refused_is_not_sent_again_and_redirects_lead_nowhere",
            ),
        ],
    ),
    (
        11,
        "the clock is wrong or turned back",
        &[
            (
                "tests/tokens.rs",
                "a_clock_that_was_turned_back_issues_and_redeems_nothing",
            ),
            (
                "tests/tokens.rs",
                "a_clock_that_once_ran_ahead_is_reset_by_hand",
            ),
            (
                "src/pipeline/retention.rs",
                "a_clock_that_leapt_removes_nothing_by_itself",
            ),
        ],
    ),
    (
        12,
        "power is lost",
        &[
            (
                "tests/power_loss.rs",
                "killed_at_any_moment_all_or_nothing_is_kept",
            ),
            (
                "tests/store/rotation.rs",
                "a_killed_rotation_goes_on_and_touches_no_record",
            ),
            (
                "tests/store/renewal.rs",
                "a_renewal_that_ends_half_way_loses_nobody",
            ),
            (
                "tests/store/rotation.rs",
                "a_damaged_key_keeps_neither_a_rotation_nor_a_renewal_back",
            ),
            (
                "tests/backup.rs",
                "of_two_restores_at_once_neither_undoes_the_other",
            ),
            (
                "tests/commands/killed.rs",
                "what_a_command_has_told_is_kept_though_it_is_killed",
            ),
            (
                "tests/central/killed.rs",
                "a_kiosk_that_is_killed_in_its_rounds_loses_nothing_and_doubles_nothing",
            ),
            (
                "tests/backup.rs",
                "a_backup_that_failed_is_not_written_down_as_made",
            ),
        ],
    ),
    (
        13,
        "the disk is full",
        &[(
            "tests/commands/full_disk.rs",
            "on_a_full_disk_nobody_is_captured_in_vain_and_the_audit_goes_on",
        )],
    ),
    (
        22,
        "memory is exhausted by many who sign in at once",
        &[
            (
                "src/access/hashing.rs",
                "of_two_hundred_at_once_two_are_hashed",
            ),
            (
                "tests/server/limits.rs",
                "two_hundred_logins_at_once_take_no_more_memory_than_a_few",
            ),
        ],
    ),
    (
        16,
        "input is poisoned",
        &[
            (
                "tests/engine/wire.rs",
                "what_cannot_be_read_ends_it_without_a_crash",
            ),
            (
                "tests/engine/poisoned.rs",
                "a_surface_that_is_no_face_is_no_message",
            ),
            ("tests/recording.rs", "damaged_mjpeg_files_never_panic"),
            ("tests/fuzz/main.rs", "messages_of_the_engine"),
            ("tests/fuzz/main.rs", "tokens_receipts_and_public_keys"),
            ("tests/fuzz/main.rs", "sealed_records_and_files"),
            ("tests/fuzz/main.rs", "recordings"),
        ],
    ),
    (
        21,
        "an operator's password is guessed",
        &[
            (
                "tests/operators.rs",
                "pauses_after_failures_outlive_the_program",
            ),
            (
                "tests/operators.rs",
                "of_a_thousand_wrong_passwords_over_restarts_hardly_any_is_looked_at",
            ),
            ("tests/operators.rs", "tries_at_the_same_time_gain_nothing"),
            (
                "tests/operators.rs",
                "an_unknown_name_takes_as_long_as_a_wrong_password",
            ),
            (
                "tests/operators.rs",
                "many_names_tried_at_one_kiosk_make_everybody_wait_and_nobody_for_long",
            ),
        ],
    ),
    (
        23,
        "an insider removes or exports",
        &[
            ("tests/commands/operators.rs", "roles_are_asked_for"),
            (
                "tests/kiosk_flows/staff.rs",
                "each_role_sees_what_it_may_do_and_the_pipeline_refuses_the_rest",
            ),
            (
                "tests/commands/people.rs",
                "who_is_removed_is_gone_and_may_be_enrolled_again",
            ),
            (
                "tests/kiosk/people.rs",
                "only_an_administrator_switches_off_and_removes",
            ),
            (
                "tests/server/roles.rs",
                "every_endpoint_takes_the_roles_it_should_and_no_others",
            ),
            (
                "tests/server/roles.rs",
                "a_person_is_read_by_staff_and_erased_by_two_operators",
            ),
            ("tests/kiosk/desk.rs", "staff_see_what_their_role_may_do"),
            (
                "tests/commands/exporting.rs",
                "it_needs_a_reviewer_a_reason_a_known_kind_of_file_and_a_new_one",
            ),
            (
                "tests/kiosk_flows/staff.rs",
                "who_is_disabled_elsewhere_can_do_nothing_more_here",
            ),
        ],
    ),
    (
        24,
        "the audit is edited, cut or reordered",
        &[
            (
                "tests/store/audit.rs",
                "what_is_changed_is_found_and_nothing_beside_it",
            ),
            (
                "tests/store/audit.rs",
                "what_is_taken_out_moved_or_cut_off_is_found",
            ),
            (
                "tests/store/audit.rs",
                "the_head_is_looked_at_and_one_kept_elsewhere_tells_a_database_put_back",
            ),
            (
                "tests/central/auditing.rs",
                "a_database_that_was_put_back_is_told_by_the_kiosk_itself",
            ),
        ],
    ),
    (
        25,
        "one person is enrolled under two names",
        &[
            (
                "tests/commands/enrolling.rs",
                "the_same_face_under_another_badge_is_held_until_an_administrator_looks",
            ),
            (
                "src/flow/tests/enrolment.rs",
                "who_looks_like_somebody_enrolled_is_held",
            ),
        ],
    ),
    (
        26,
        "a model, a threshold or a profile is exchanged",
        &[
            (
                "tests/engine/confined.rs",
                "a_model_that_is_not_listed_is_refused_by_name",
            ),
            (
                "tests/doctor.rs",
                "one_changed_byte_of_a_model_is_named_and_hides_nothing_else",
            ),
            (
                "tests/commands/keys.rs",
                "one_changed_byte_of_a_model_or_threshold_refuses_to_start_and_is_named",
            ),
            (
                "tests/store/start_lists.rs",
                "a_changed_or_earlier_profile_refuses_to_start_and_is_named",
            ),
            (
                "tests/store/start_lists.rs",
                "a_list_that_was_removed_or_made_elsewhere_is_no_new_beginning",
            ),
            (
                "tests/kiosk_flows/opening.rs",
                "who_may_signs_for_exchanged_files_before_the_kiosk_opens",
            ),
            (
                "tests/store/start_lists.rs",
                "a_profile_in_force_or_a_hand_over_that_was_edited_refuses_to_start_and_is_named",
            ),
        ],
    ),
    (
        27,
        "erasing leaves traces",
        &[
            (
                "tests/store/erasure.rs",
                "no_byte_of_an_erased_person_is_in_any_file",
            ),
            (
                "tests/store/rotation.rs",
                "a_shredded_key_takes_the_records_along",
            ),
            (
                "src/auth/receipts.rs",
                "a_receipt_is_checked_by_public_keys_and_no_change_passes",
            ),
            (
                "tests/backup.rs",
                "a_copy_that_a_killed_backup_left_goes_before_it_outlives_somebody",
            ),
            (
                "tests/backup.rs",
                "a_backup_brings_all_back_but_who_was_erased_since",
            ),
            (
                "tests/central/erasing.rs",
                "nothing_of_an_erased_person_is_left_in_whatever_order_things_come",
            ),
            (
                "tests/central/syncing.rs",
                "who_is_erased_at_one_kiosk_is_erased_at_the_other_and_does_not_come_back",
            ),
        ],
    ),
    (
        29,
        "a large gallery lets a stranger in",
        &[
            (
                "src/domain/false_positives.rs",
                "the_1_to_n_threshold_rises_with_the_gallery_and_ends",
            ),
            (
                "tests/evaluate.rs",
                "strangers_match_anyone_no_more_often_than_the_target_at_any_gallery_size",
            ),
            (
                "tests/evaluate.rs",
                "the_curve_of_1_to_n_is_what_was_measured",
            ),
            (
                "src/gallery/mod.rs",
                "who_has_further_looks_counts_as_several",
            ),
        ],
    ),
    (
        30,
        "a recording or an upload gets a door's token",
        &[
            (
                "src/auth/tokens_tests.rs",
                "a_production_key_signs_nothing_for_a_recording",
            ),
            (
                "src/domain/token.rs",
                "production_keys_sign_for_the_kiosk_and_for_operators_alone",
            ),
            (
                "tests/tokens.rs",
                "who_is_verified_gets_a_token_and_nobody_else",
            ),
        ],
    ),
    (
        31,
        "somebody locks another out by failing on purpose",
        &[
            (
                "src/flow/attempts.rs",
                "five_failures_pause_and_each_pause_is_longer",
            ),
            (
                "src/flow/attempts.rs",
                "fifty_failures_disable_a_claim_but_not_a_kiosk",
            ),
            (
                "tests/other_ways.rs",
                "who_was_locked_out_by_failures_is_vouched_for_and_who_was_switched_off_is_not",
            ),
            (
                "tests/other_ways.rs",
                "five_wrong_pins_pause_and_then_even_the_right_one_waits",
            ),
        ],
    ),
    (
        32,
        "scores teach an attacker",
        &[
            ("src/auth/tokens_tests.rs", "no_token_says_a_score"),
            (
                "tests/commands/decisions.rs",
                "a_line_for_people_has_no_score",
            ),
            (
                "tests/commands/decisions.rs",
                "scores_are_for_reviewers_and_administrators",
            ),
            (
                "tests/kiosk/screens.rs",
                "every_reason_has_words_of_its_own_and_never_a_score",
            ),
            (
                "tests/server/captures.rs",
                "somebody_is_enrolled_and_verified_with_frames_that_are_sent",
            ),
        ],
    ),
    (
        27,
        "more is kept than a site said",
        &[
            (
                "tests/store/retention.rs",
                "sessions_and_surfaces_go_each_in_their_time",
            ),
            (
                "tests/store/retention.rs",
                "who_is_not_used_goes_though_old_sessions_are_gone",
            ),
        ],
    ),
];

#[test]
fn every_threat_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = BTreeSet::new();
    let mut numbers: BTreeSet<u8> = NUMBERS.into_iter().chain([PUBLIC]).collect();
    for (number, threat, tests) in THREATS {
        numbers.remove(number);
        assert!(!tests.is_empty(), "nothing shows: {threat}");
        assert!(names.insert(threat), "{threat} is there twice");
        for (file, name) in *tests {
            let source = std::fs::read_to_string(root.join(file));
            let source = source.unwrap_or_else(|_| panic!("{threat}: {file} is gone"));
            let lines: Vec<&str> = source.lines().map(str::trim).collect();
            let at = lines
                .iter()
                .position(|line| line.starts_with(&format!("fn {name}(")));
            let at = at.unwrap_or_else(|| panic!("{threat}: {file} has no test {name}"));
            // A test that is left out shows nothing.
            let above = lines[..at].iter().rev();
            let attributes: Vec<_> = above.take_while(|line| line.starts_with("#[")).collect();
            assert!(attributes.iter().any(|line| **line == "#[test]"), "{name}");
            assert!(
                !attributes.iter().any(|line| line.starts_with("#[ignore")),
                "{name}"
            );
        }
    }
    assert!(numbers.is_empty(), "nothing shows the threats {numbers:?}");
}
