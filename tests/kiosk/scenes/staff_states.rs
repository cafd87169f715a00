//! States of people, of the settings and of the first start.

use std::sync::Arc;

use secure_biometric::domain::{Analysis, Frame, PersonState, Role};
use secure_biometric::kiosk::{DeskPage, Page, SettingsPage};
use secure_biometric::pipeline::{DeskView, Health, PeopleNotice, Problem, Snapshot, WorkStatus};

use super::audit;
use super::opening;
use super::people::people as people_page;
use super::state::{Deed, State, state};
use super::{desk, desk_scenes, erasures, new_kiosk, tokens};

/// As it was written down.
const RECOVERY_KEY: &str = "MPJT-B9D5-MPJT-B9D5-MPJT-B9D5-MPJT-B9D5-WGW3";

/// People, and one of them.
pub fn people_states() -> Vec<State> {
    use Deed::{Press, Show, Write};
    let page = |name: &str, snapshot: Snapshot| state(name, snapshot, Page::People);
    // The page of who is pressed below.
    let chosen = |role, number: u32, state| {
        let mut snapshot = people_page(role, 40, Some((number, state)));
        let list = snapshot.people.list.as_ref().unwrap();
        let mut numbered = list.rows.iter().zip(1_u32..);
        let (row, _) = numbered.find(|(_, at)| *at == number).unwrap();
        let name = row.name.clone();
        if let Some(details) = &mut snapshot.people.details {
            Arc::make_mut(details).person.name = name;
        }
        snapshot
    };
    // Of the first three lines.
    let (active, held, disabled) = (
        "Eileen Collins",
        "Ángel Núñez Fernández",
        "Γιώργος Παπαδόπουλος",
    );
    let told = |notice: PeopleNotice| {
        let mut snapshot = people_page(Role::Administrator, 40, None);
        snapshot.people.notice = Some(notice);
        snapshot
    };
    let looked_at = |name: &str, role, number, standing, words| {
        page(name, chosen(role, number, standing)).after([Press(words)])
    };
    let (desk, administrator) = (Role::FrontDesk, Role::Administrator);
    let mine = |name: &str| looked_at(name, administrator, 1, PersonState::Active, active);
    let pin = ["people-pin-new", "people-pin-again"].map(|field| Write(field, "204617"));
    let kept = chosen(administrator, 1, PersonState::Active);
    let kept = Snapshot {
        desk: Arc::new(DeskView {
            work: WorkStatus::Done,
            ..desk::desk()
        }),
        ..kept
    };
    let removed = PeopleNotice::Removed {
        sessions: 12,
        receipt: Some("/var/lib/exports/erasure-0193.jwt".into()),
        log_emptied: true,
    };
    let failed = PeopleNotice::Failed {
        why: Problem::DiskFull,
    };
    let mut refused = chosen(administrator, 1, PersonState::Active);
    refused.people.notice = Some(PeopleNotice::SecondRefused);
    vec![
        page("people", people_page(desk, 40, None)),
        page("people_nobody", people_page(desk, 0, None)),
        page("people_none_found", none_found()),
        looked_at("people_active", desk, 1, PersonState::Active, active),
        mine("people_active_administrator"),
        looked_at("people_held", desk, 2, PersonState::Held, held),
        looked_at(
            "people_held_administrator",
            administrator,
            2,
            PersonState::Held,
            held,
        ),
        looked_at(
            "people_disabled",
            administrator,
            3,
            PersonState::Disabled,
            disabled,
        ),
        mine("people_disable_sure").after([Press("people-disable")]),
        looked_at(
            "people_approve_sure",
            administrator,
            2,
            PersonState::Held,
            held,
        )
        .after([Press("people-approve")]),
        mine("people_look").after([Press("look-add")]),
        mine("people_consent").after([Press("consent-write")]),
        mine("people_pin").after([Press("people-pin")]),
        mine("people_pin_typed")
            .after([Press("people-pin")])
            .after(pin.clone()),
        mine("people_pin_kept")
            .after([Press("people-pin")])
            .after(pin)
            .after([Press("people-pin-keep"), Show(Box::new(kept))]),
        mine("people_remove").after([Press("people-remove")]),
        mine("people_remove_refused")
            .after([Press("people-remove"), Press("erasure-asked")])
            .after([
                Write("remove-second-name", "m.okafor"),
                Show(Box::new(refused)),
            ]),
        page("people_removed", told(removed)),
        page("people_failed", told(failed)),
    ]
}

fn none_found() -> Snapshot {
    let mut snapshot = people_page(Role::FrontDesk, 40, None);
    if let Some(list) = &mut snapshot.people.list {
        let list = Arc::make_mut(list);
        list.rows.clear();
    }
    snapshot
}

/// The pages of the settings.
pub fn settings(seen: &Arc<(Frame, Analysis)>) -> Vec<State> {
    use Deed::{Press, Show, Write};
    let open = |name: &str, page, health: Health| {
        let view = DeskView {
            health,
            ..desk::desk()
        };
        let page = Page::Desk(DeskPage::Settings(page));
        state(name, desk::administered(view), page)
    };
    let well = |name: &str, page| open(name, page, Health::Unknown);
    let operators = |name: &str| well(name, SettingsPage::Operators);
    let looking = Snapshot {
        analysed: Some(Arc::clone(seen)),
        ..desk::administered(DeskView {
            look: Some(desk::poor_look()),
            ..desk::desk()
        })
    };
    let saved = desk::administered(DeskView {
        work: WorkStatus::Done,
        ..desk::desk()
    });
    let site = SettingsPage::Site;
    let set = |page| Page::Desk(DeskPage::Settings(page));
    let of = |wanted: &str| {
        let mut all = desk_scenes(seen).into_iter();
        all.find(|scene| scene.0 == wanted).unwrap().1
    };
    let (keys, due) = (of("settings_keys"), of("settings_data_due"));
    let behind = of("settings_health_clock");
    let numbers = |name: &str| {
        let page = well(name, SettingsPage::Tolerance);
        page.after([Press("tolerance-change")])
    };
    vec![
        numbers("settings_tolerance_edit"),
        numbers("settings_tolerance_edit_filled")
            .after([Write("tolerance-why", "The hall is dark in winter")]),
        state(
            "settings_camera_nobody",
            looking,
            Page::Desk(DeskPage::Settings(SettingsPage::Camera)),
        ),
        operators("settings_operators_chosen").after([Press("m.okafor")]),
        operators("settings_operators_sure").after([Press("m.okafor"), Press("operators-disable")]),
        state("settings_keys_sure", keys, set(SettingsPage::Keys))
            .after([Press("keys-rotate-now")]),
        state("settings_data_sure", due, set(SettingsPage::Data)).after([Press("data-clean")]),
        well("settings_data_renew", SettingsPage::Data).after([Press("data-renew")]),
        state("settings_clock_sure", behind, set(SettingsPage::Health)).after([
            Write("clock-why", "It ran a day ahead"),
            Press("clock-reset"),
        ]),
        operators("settings_operators_add").after([Press("operators-add")]),
        operators("settings_operators_password")
            .after([Press("m.okafor"), Press("operators-set-password")]),
        well("settings_site_wrong", site).after([Write("site-name", "\u{7}")]),
        well("settings_site_changed", site).after([Write("site-name", " East")]),
        state(
            "audit_entry",
            audit::reviewed(audit::audited(Default::default(), audit::lines())),
            Page::Desk(DeskPage::Audit),
        )
        .after([Press("audit-decided")]),
        state(
            "tokens_one",
            desk::administered(tokens::listed(tokens::lines())),
            Page::Desk(DeskPage::Tokens),
        )
        .after([Press("tokens-valid")]),
        state(
            "erasures_one",
            desk::administered(erasures::listed()),
            Page::Desk(DeskPage::Erasures),
        )
        .after([Press("erasure-asked")]),
        state(
            "tokens_why",
            desk::administered(tokens::listed(tokens::lines())),
            Page::Desk(DeskPage::Tokens),
        )
        .after([Press("tokens-valid"), Press("tokens-revoke")]),
        well("settings_site_saved", site).after([Show(Box::new(saved))]),
        open(
            "settings_health_checking",
            SettingsPage::Health,
            Health::Checking,
        ),
        open(
            "settings_health_unknown",
            SettingsPage::Health,
            Health::Unknown,
        ),
        open(
            "settings_health_good",
            SettingsPage::Health,
            desk::good_health(),
        ),
        open(
            "settings_health_trouble",
            SettingsPage::Health,
            Health::Trouble {
                why: Problem::CheckUnfinished,
            },
        ),
    ]
}

/// A new kiosk.
pub fn first_start(seen: &Arc<(Frame, Analysis)>) -> Vec<State> {
    use Deed::{Press, Show, Write};
    let start = |name: &str| state(name, new_kiosk(), Page::Home);
    let onward = || Press("start-next");
    let looking = Snapshot {
        analysed: Some(Arc::clone(seen)),
        desk: Arc::new(DeskView {
            look: Some(desk::look()),
            ..Snapshot::clone(&new_kiosk()).desk.as_ref().clone()
        }),
        ..new_kiosk()
    };
    let set_up = Snapshot {
        operator: Some(desk::administrator()),
        ..desk::administered(desk::desk())
    };
    let administrator = |name: &str| start(name).after([onward(), onward(), onward()]);
    let account = [
        Write("operators-name", "a.lindqvist"),
        Write("operators-password", "correct horse battery"),
        Write("operators-again", "correct horse battery"),
    ];
    let restore = |name: &str| start(name).after([Press("restore-link")]);
    let backup = [
        Write("restore-file", "/media/stick/backup-1803"),
        Write("restore-opens", "correct horse battery"),
    ];
    vec![
        restore("first_start_restore"),
        restore("first_start_restore_filled").after(backup.clone()),
        restore("first_start_restore_key").after([
            Write("restore-file", "/media/stick/backup-1803"),
            Write("restore-opens", RECOVERY_KEY),
        ]),
        restore("first_start_restore_wrong").after(backup).after([
            Press("restore-action"),
            Show(Box::new(opening::not_restored())),
        ]),
        start("first_start_site").after([onward()]),
        start("first_start_camera").after([onward(), onward(), Show(Box::new(looking))]),
        administrator("first_start_administrator"),
        administrator("first_start_administrator_filled").after(account.clone()),
        administrator("first_start_done")
            .after(account)
            .after([Press("start-finish"), Show(Box::new(set_up))]),
    ]
}
