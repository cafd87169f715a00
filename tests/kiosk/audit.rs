//! The audit's page: lists what was done, looks for some of it, goes on behind
//! the last entry, and checks the whole. The tokens' page beside it.

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use secure_biometric::auth::tokens::TokenError;
use secure_biometric::domain::{AuditFlaw, RevocationReason, Timestamp, TokenState};
use secure_biometric::kiosk::{DeskPage, Page, SettingsPage};
use secure_biometric::pipeline::{
    ActGroup, AuditIntent, AuditQuery, DeskIntent, DeskView, Intent, Snapshot, TokenCheck,
    TokensIntent,
};

use crate::opened::{Look, Opened, press, showing_in};
use crate::scenes::audit::{ACTOR, SESSION, audited, checked, lines, reviewed};
use crate::scenes::{Stage, administered, tokens};

fn showing(view: DeskView) -> (Stage, Opened) {
    open_at(reviewed(view), Page::Desk(DeskPage::Audit))
}

fn open_at(snapshot: Snapshot, page: Page) -> (Stage, Opened) {
    let look = Look {
        page,
        ..Look::default()
    };
    showing_in(snapshot, look)
}

/// Presses the first line of that act.
fn newest_line(window: &mut Opened, what: &str) {
    let lines = window.query_all_by_role(Role::Button);
    let is_it = |node: &egui_kittest::Node<'_>| {
        let label = node.accesskit_node().label().unwrap_or_default();
        label.starts_with(&format!("{what}, "))
    };
    lines.into_iter().find(is_it).unwrap().click();
    window.run_steps(3);
}

/// What was asked about the audit since the last call.
fn asked(stage: &Stage) -> Vec<AuditIntent> {
    let sent = stage.sent().into_iter();
    sent.filter_map(|intent| match intent {
        Intent::Desk(DeskIntent::Audit(intent)) => Some(intent),
        _ => None,
    })
    .collect()
}

fn list(query: AuditQuery) -> AuditIntent {
    AuditIntent::List {
        query,
        before: None,
    }
}

#[test]
fn the_list_is_asked_for_once_and_again_for_other_acts() {
    let all = AuditQuery::default();
    let (stage, mut window) = showing(audited(all, lines()));
    assert_eq!(asked(&stage), [list(all)]);
    press(&mut window, "People");
    let people = AuditQuery {
        group: Some(ActGroup::People),
        ..all
    };
    assert_eq!(asked(&stage), [list(people)]);
    press(&mut window, "7 days");
    let week = AuditQuery {
        days: Some(7),
        ..people
    };
    assert_eq!(asked(&stage), [list(week)]);
    // What was listed before isn't shown as what is looked for now.
    assert!(window.query_by_label_contains("One moment").is_some());
}

#[test]
fn an_entry_tells_what_is_known_and_leads_to_others_like_it() {
    let all = AuditQuery::default();
    let (stage, mut window) = showing(audited(all, lines()));
    asked(&stage);
    newest_line(&mut window, "A session was decided");
    assert!(window.query_by_label_contains("Not verified").is_some());
    let id = SESSION.0.to_string();
    assert!(window.query_by_label_contains(&id).is_some());
    // Nobody had signed in: there is nobody to look for.
    assert!(window.query_by_label("Only theirs").is_none());
    press(&mut window, "Only about this");
    let this = AuditQuery {
        subject: Some(SESSION.0),
        ..all
    };
    assert_eq!(asked(&stage), [list(this)]);
    press(&mut window, "Everybody's");
    assert_eq!(asked(&stage), [list(all)]);
    newest_line(&mut window, "A person was removed");
    press(&mut window, "Only theirs");
    let theirs = AuditQuery {
        actor: Some(ACTOR),
        ..all
    };
    assert_eq!(asked(&stage), [list(theirs)]);
}

#[test]
fn a_clock_that_is_behind_is_taken_for_right_with_a_reason() {
    let page = Page::Desk(DeskPage::Settings(SettingsPage::Health));
    let view = DeskView {
        clock_behind: Some(Timestamp(1_795_426_867_000)),
        ..checked(Vec::new())
    };
    let (stage, mut window) = open_at(administered(view), page);
    stage.sent();
    press(&mut window, "Take this time for right");
    let reset = |stage: &Stage| {
        stage.sent().into_iter().find_map(|intent| match intent {
            Intent::Desk(DeskIntent::ResetClock { why }) => Some(why),
            _ => None,
        })
    };
    assert!(reset(&stage).is_none(), "nobody said why");
    let field = "Why is it right now?";
    window.get_by_role_and_label(Role::TextInput, field).focus();
    window.run_steps(2);
    let field = window.get_by_role_and_label(Role::TextInput, field);
    field.type_text("It ran a day ahead");
    window.run_steps(2);
    press(&mut window, "Take this time for right");
    assert!(reset(&stage).is_none(), "it is asked twice");
    press(&mut window, "Take this time for right");
    let why = reset(&stage).unwrap();
    assert_eq!(why.as_str(), "It ran a day ahead");
}

#[test]
fn a_check_is_asked_for_and_its_flaws_are_told() {
    let (stage, mut window) = showing(checked(Vec::new()));
    asked(&stage);
    press(&mut window, "Check the audit");
    assert_eq!(asked(&stage), [AuditIntent::Verify]);
    let sound = "40 entries, all as they were written.";
    assert!(window.query_by_label_contains(sound).is_some());
    stage.show(reviewed(checked(vec![AuditFlaw::Changed { sequence: 17 }])));
    window.run_steps(3);
    assert!(window.query_by_label_contains(sound).is_none());
    let told = window.query_by_label_contains("Entry 17 was changed.");
    assert!(told.is_some());
}

/// What was asked about tokens since the last call.
fn asked_of_tokens(stage: &Stage) -> Vec<TokensIntent> {
    let sent = stage.sent().into_iter();
    sent.filter_map(|intent| match intent {
        Intent::Desk(DeskIntent::Tokens(intent)) => Some(intent),
        _ => None,
    })
    .collect()
}

#[test]
fn a_token_is_revoked_for_a_reason_by_who_may() {
    let page = Page::Desk(DeskPage::Tokens);
    let view = || tokens::listed(tokens::lines());
    let (stage, mut window) = open_at(administered(view()), page);
    assert!(matches!(asked_of_tokens(&stage)[..], [TokensIntent::Look]));
    newest_line(&mut window, "Counts, once");
    assert!(window.query_by_label_contains("door.northgate").is_some());
    press(&mut window, "Revoke this token");
    assert!(asked_of_tokens(&stage).is_empty(), "nobody said why");
    press(&mut window, "Others have it");
    match &asked_of_tokens(&stage)[..] {
        [TokensIntent::Revoke { id, why }] => {
            assert_eq!((*id, *why), (tokens::NEWEST, RevocationReason::GivenAway));
        }
        other => panic!("{other:?}"),
    }
    // What was used isn't revoked; a reviewer only looks.
    newest_line(&mut window, "Used");
    assert!(window.query_by_label("Revoke this token").is_none());
    let (_, mut window) = open_at(reviewed(view()), page);
    newest_line(&mut window, "Counts, once");
    assert!(window.query_by_label("Revoke this token").is_none());
}

#[test]
fn a_token_that_is_shown_is_checked_and_told_in_plain_words() {
    let page = Page::Desk(DeskPage::Tokens);
    let (stage, mut window) = open_at(reviewed(tokens::listed(Vec::new())), page);
    asked_of_tokens(&stage);
    let field = "A token to check: paste or scan it";
    window.get_by_role_and_label(Role::TextInput, field).focus();
    window.run_steps(2);
    let field = window.get_by_role_and_label(Role::TextInput, field);
    field.type_text(" eyJ0.eyJp.c2ln ");
    window.run_steps(2);
    press(&mut window, "Check this token");
    match &asked_of_tokens(&stage)[..] {
        [TokensIntent::Check { text }] => assert_eq!(text.trim(), "eyJ0.eyJp.c2ln"),
        other => panic!("{other:?}"),
    }
    let told = [
        (tokens::genuine(TokenState::Valid), "not used yet"),
        (tokens::genuine(TokenState::Redeemed), "was used before"),
        (tokens::genuine(TokenState::Revoked), "was revoked"),
        (TokenCheck::Refused(TokenError::Signature), "made up"),
        (
            TokenCheck::Refused(TokenError::Malformed),
            "This is no token",
        ),
        (
            TokenCheck::Refused(TokenError::UnknownKey),
            "not signed by this kiosk",
        ),
    ];
    for (check, words) in told {
        stage.show(reviewed(tokens::checked(check)));
        window.run_steps(3);
        assert!(window.query_by_label_contains(words).is_some(), "{words}");
    }
}
