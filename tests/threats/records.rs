//! Records: power, disks, input, the audit, erasing.

use crate::Threat;

pub const THREATS: &[Threat] = &[
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
            (
                "tests/power_loss.rs",
                "killed_while_a_folder_is_made_it_is_made_by_the_next",
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
            (
                "tests/store/erasure.rs",
                "every_column_that_holds_something_of_a_person_is_looked_into",
            ),
            (
                "tests/store/at_rest.rs",
                "even_what_was_sealed_is_gone_after_removal",
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
