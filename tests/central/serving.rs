//! The service beside kiosks on one Postgres: it shows what they sent, lets
//! administrators invite and disable them, and holds none of them up.

use std::time::{Duration, Instant};

use secure_biometric::central::{CentralError, Centre, JoinCode, KioskKeys};
use secure_biometric::domain::Secret;
use secure_biometric::sync::SyncError;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::beside::with_services;
use crate::cluster::{Cluster, PASSWORD};
use crate::database::TestCentre;
use crate::service::Service;
use crate::site::{self, now};
use crate::store_support::enrolment;
use crate::support::{ADMINISTRATOR, Answer, FRONT_DESK, REVIEWER, Site};

use crate::{approving, damage, faults, site_tokens, syncing, verifying};

/// How long something may take to be told.
const PATIENCE: Duration = Duration::from_secs(30);

/// A data folder of the program's own that has joined the site, with an
/// operator of each role.
fn joined(centre: &TestCentre, site: Uuid) -> Site {
    let folder = Site::with_operators();
    let mut administration = centre.administration();
    let invitation = administration.invite(site, "Service", PATIENCE);
    let code = centre.wait(invitation).unwrap().code.reveal();
    let url = Cluster::get().url("nobody", "", &centre.name);
    let password = folder.password_file(ADMINISTRATOR);
    let mut join = folder.command();
    join.args(["--json", "kiosk", "join", "--url", &url, "--code"])
        .arg(code.expose())
        .args(["--operator", ADMINISTRATOR.name, "--password-file"])
        .arg(password);
    Answer::of(&mut join).expect(0);
    folder
}

fn serve(centre: &TestCentre, folder: &Site) -> Service {
    let url = Cluster::get().url("owner", PASSWORD, &centre.name);
    let more = ["--database-url", &url, "--requests-a-minute", "100000"];
    Service::start(folder, &more)
}

/// The ids of a list.
fn ids(list: &Value) -> Vec<String> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

/// What kiosks promise of their rounds holds as well while a service reads and
/// is read in the same database.
#[test]
fn kiosks_stay_equal_while_the_service_reads_beside_them() {
    with_services(&[
        syncing::who_is_enrolled_at_one_kiosk_is_known_at_the_other,
        syncing::what_changes_at_one_kiosk_changes_at_the_other_and_the_higher_version_counts,
        syncing::who_is_erased_at_one_kiosk_is_erased_at_the_other_and_does_not_come_back,
        syncing::two_people_with_one_badge_are_held_back_until_somebody_decides,
        syncing::operators_and_profiles_are_shared_and_built_in_ones_are_no_conflict,
        syncing::a_token_that_ended_at_the_centre_is_refused_at_its_kiosk,
        syncing::status_says_what_waits_and_what_was_refused,
    ]);
}

#[test]
fn a_sites_tokens_are_taken_once_while_the_service_reads_beside() {
    with_services(&[
        site_tokens::another_kiosk_takes_a_token_and_then_nobody_does,
        site_tokens::a_token_revoked_at_one_kiosk_is_refused_at_the_others_within_five_seconds,
        site_tokens::while_the_line_is_cut_the_profile_says_what_becomes_of_a_token,
        site_tokens::a_lost_answer_uses_no_token_up_and_lets_nobody_in_twice,
        site_tokens::the_tokens_of_a_kiosk_that_was_disabled_count_nowhere,
    ]);
}

#[test]
fn faults_of_the_line_lose_nothing_while_the_service_reads_beside() {
    with_services(&[
        faults::a_line_that_is_cut_at_random_loses_nothing_and_doubles_nothing,
        faults::a_centre_that_is_away_is_waited_for_and_work_goes_on,
        damage::what_cannot_be_read_is_set_aside_and_the_others_are_sent,
        damage::who_was_damaged_here_keeps_nobody_elsewhere_from_coming_or_being_erased,
        approving::a_kiosk_that_was_approved_by_codes_shares_people_and_no_other_does,
        verifying::the_next_verification_after_a_pull_sees_who_came_and_who_went,
    ]);
}

#[test]
fn what_the_sites_kiosks_sent_is_listed_page_by_page() {
    let centre = TestCentre::new();
    let kiosks = site::Site::new(&centre);
    let folder = joined(&centre, kiosks.id);
    let (one, other) = (kiosks.kiosk(), kiosks.kiosk());
    for (number, kiosk) in [(1_u16, &one), (2, &other), (3, &one)] {
        let (badge, name) = (number.to_string(), format!("Person {number}"));
        let person = enrolment(&badge, &name, number);
        centre.wait(kiosk.store.enrol(&person)).unwrap();
        kiosks.round(kiosk);
    }
    let elsewhere = site::Site::new(&centre);
    let theirs = elsewhere.kiosk();
    let stranger = enrolment("9", "Eve", 9);
    centre.wait(theirs.store.enrol(&stranger)).unwrap();
    elsewhere.round(&theirs);
    let service = serve(&centre, &folder);
    let (reviewer, _) = service.log_in(REVIEWER);
    let list = |query: &str| {
        let path = format!("/v1/centre/sessions?{query}");
        service.get_as(&reviewer, &path).expect(200)
    };
    let all = ids(&list("")["sessions"]);
    let newest_first = "SELECT id::text FROM centre.sessions WHERE site_id = ";
    let query = format!("{newest_first} '{}' ORDER BY id DESC", kiosks.id);
    assert_eq!(all, centre.texts(&query));
    assert_eq!(all.len(), 3);
    let first = list("limit=2");
    assert_eq!(ids(&first["sessions"]), all[..2]);
    let rest = list(&format!("limit=2&before={}", all[1]));
    assert_eq!(
        (ids(&rest["sessions"]), &rest["next"]),
        (all[2..].to_vec(), &Value::Null)
    );
    let of_other = list(&format!("kiosk={}", other.at_centre.id));
    assert_eq!(of_other["sessions"].as_array().unwrap().len(), 1);
    for (query, count) in [
        ("decision=verified", 3),
        ("decision=inconclusive", 0),
        ("reason=enrolled", 3),
        ("until=2020-01-01T00:00:00Z", 0),
        ("since=2020-01-01T00:00:00Z", 3),
    ] {
        assert_eq!(
            list(query)["sessions"].as_array().unwrap().len(),
            count,
            "{query}"
        );
    }
    // Another site's aren't there, whoever asks here.
    for path in [
        format!("/v1/centre/sessions?site={}", elsewhere.id),
        format!("/v1/centre/sessions?site={}", Uuid::now_v7()),
    ] {
        let refused = service.get_as(&reviewer, &path);
        refused.expect_problem(404, "not_found");
    }
    let (desk, _) = service.log_in(FRONT_DESK);
    let refused = service.get_as(&desk, "/v1/centre/sessions");
    refused.expect_problem(403, "not_allowed");
}

#[test]
fn an_administrator_invites_a_kiosk_and_disables_one() {
    let centre = TestCentre::new();
    let kiosks = site::Site::new(&centre);
    let folder = joined(&centre, kiosks.id);
    let one = kiosks.kiosk();
    kiosks.round(&one);
    let service = serve(&centre, &folder);
    let (admin, _) = service.log_in(ADMINISTRATOR);
    let body = json!({ "name": "Back door", "hours": 1 });
    let invited = service.post("/v1/kiosks", Some(&admin), &body).expect(200);
    let code: JoinCode = invited["code"].as_str().unwrap().parse().unwrap();
    let keys = KioskKeys {
        signing: [3; 32],
        exchange: [4; 32],
    };
    let password = Secret::new(Uuid::now_v7().simple().to_string());
    let place = centre.owner();
    let new = Centre::join(&place, &code, &keys, &password);
    let new = centre.wait(new).unwrap();
    let kiosk = centre.wait(new.greeting()).unwrap().kiosk.to_string();
    assert_eq!(invited["kiosk"], kiosk);
    let all = service.get_as(&admin, "/v1/kiosks").expect(200);
    let all = all["kiosks"].as_array().unwrap();
    let named = |name: &str| all.iter().find(|kiosk| kiosk["name"] == name).unwrap();
    assert_eq!(named("Back door")["state"], "waiting");
    assert!(named("Entrance")["last_contact_at"].is_string());
    // It said that nothing waits; who never made a round said nothing.
    assert_eq!(named("Entrance")["waiting"], 0);
    assert_eq!(named("Back door")["waiting"], Value::Null);
    for wrong in [
        json!({ "name": "" }),
        json!({ "name": "a\nb" }),
        json!({ "name": "A", "hours": 0 }),
        json!({ "name": "A", "hours": 721 }),
    ] {
        let refused = service.post("/v1/kiosks", Some(&admin), &wrong);
        assert_eq!(refused.status, 400, "{wrong}");
    }
    // Switched off: from its next call on.
    let path = format!("/v1/kiosks/{}/disable", one.at_centre.id);
    let done = service.post(&path, Some(&admin), &json!({}));
    assert_eq!(done.status, 204);
    let begun = Instant::now();
    let refused = centre.wait(one.line.round(now));
    assert!(
        matches!(refused, Err(SyncError::Central(CentralError::Disabled))),
        "{refused:?}"
    );
    assert!(begun.elapsed() < PATIENCE);
    let nobody = format!("/v1/kiosks/{}/disable", Uuid::now_v7());
    let refused = service.post(&nobody, Some(&admin), &json!({}));
    refused.expect_problem(404, "not_found");
    // Nor another site's, however it is named.
    let elsewhere = site::Site::new(&centre);
    let theirs = elsewhere.kiosk();
    let path = format!("/v1/kiosks/{}/disable", theirs.at_centre.id);
    for body in [json!({}), json!({ "site": elsewhere.id })] {
        let refused = service.post(&path, Some(&admin), &body);
        refused.expect_problem(404, "not_found");
    }
    elsewhere.round(&theirs);
    let all = service.get_as(&admin, "/v1/kiosks").expect(200);
    let own = kiosks.id.to_string();
    let mut all = all["kiosks"].as_array().unwrap().iter();
    assert!(all.all(|kiosk| kiosk["site"] == own));
    // Both are in the audit, and the code is in no log.
    let (reviewer, _) = service.log_in(REVIEWER);
    for act in ["kiosk_invited", "kiosk_disabled"] {
        let path = format!("/v1/audit?act={act}");
        let entries = service.get_as(&reviewer, &path).expect(200);
        assert_eq!(entries["entries"][0]["operator"], ADMINISTRATOR.name);
    }
    let (_, log) = service.end();
    assert!(!log.contains(invited["code"].as_str().unwrap()), "{log}");
    assert!(!log.contains(PASSWORD), "{log}");
}
