//! People and staff: passwords, roles, lockouts, strangers.

use crate::Threat;

pub const THREATS: &[Threat] = &[
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
            (
                "tests/kiosk_flows/late.rs",
                "what_comes_after_its_operator_has_gone_is_shown_to_nobody",
            ),
            (
                "tests/kiosk_flows/exports.rs",
                "a_reviewer_writes_a_session_and_the_list_to_files_and_says_why",
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
];
