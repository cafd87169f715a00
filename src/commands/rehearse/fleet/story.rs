//! What happens in the fleet, step by step.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::commands::output::say;

use super::super::super::CommandError;
use super::super::directed::Order;
use super::super::scenarios::{FIRST, SECOND};
use super::centre::PrivateCentre;
use super::station::{SECOND_OPERATOR, Station};

/// How long what one kiosk did may take to be known at the other.
const PATIENCE: Duration = Duration::from_secs(60);
/// A token that ended at one kiosk is refused at the other by then.
const ENDED_ELSEWHERE: Duration = Duration::from_secs(5);
/// How often it is looked.
const LOOK: Duration = Duration::from_millis(250);
/// What a verification by the right person comes to.
const MATCHED: &str = "verified matched";
/// So often somebody tries before they give up.
const MOST_TRIES: u32 = 3;
/// For how long a join code is good.
const CODE_LIFE: Duration = Duration::from_secs(3600);

/// The kiosks, their centre, and what was told by now.
pub struct Story {
    runtime: tokio::runtime::Runtime,
    centre: PrivateCentre,
    one: Station,
    two: Station,
    /// Which kiosks they are at the centre.
    places: [Uuid; 2],
    as_expected: bool,
}

/// How it ended.
pub struct Ending {
    pub state: &'static str,
    pub as_expected: bool,
    pub sessions: Vec<Uuid>,
}

impl Story {
    /// Two kiosks of a new site, not yet joined.
    pub fn new(
        runtime: tokio::runtime::Runtime,
        centre: PrivateCentre,
        one: Station,
        two: Station,
    ) -> Self {
        Self {
            runtime,
            centre,
            one,
            two,
            places: [Uuid::nil(); 2],
            as_expected: true,
        }
    }

    /// Tells it.
    ///
    /// # Errors
    /// When a step can't be taken at all.
    pub fn tell(&mut self, headless: bool) -> Result<Ending, CommandError> {
        self.join()?;
        self.one.open(headless)?;
        self.two.open(headless)?;
        self.enrol_at_one_and_verify_at_two()?;
        self.end_tokens()?;
        self.erase()?;
        self.lose_the_centre()?;
        self.compare()
    }

    /// Closes the kiosks, then the centre.
    pub fn end(&mut self) {
        self.one.close();
        self.two.close();
        self.centre.stop();
    }

    fn join(&mut self) -> Result<(), CommandError> {
        let began = Instant::now();
        let codes: Result<_, CommandError> = self.runtime.block_on(async {
            let mut administration = self.centre.administration().await?;
            let site = administration.add_site("Rehearsal").await?;
            let one = administration.invite(site, "One", CODE_LIFE).await?;
            let two = administration.invite(site, "Two", CODE_LIFE).await?;
            Ok([one, two])
        });
        let [of_one, of_two] = codes?;
        self.places = [of_one.kiosk, of_two.kiosk];
        let url = self.centre.url();
        let join = |station: &Station, code: &str| {
            station.administer(&["kiosk", "join", "--url", &url, "--code", code])
        };
        join(&self.one, of_one.code.reveal().expose())?;
        let waits = join(&self.two, of_two.code.reveal().expose())?;
        let shown = text(&waits, "code")?;
        let kiosk = of_two.kiosk.to_string();
        let approved = ["kiosk", "approve", &kiosk, "--code", &shown];
        let approved = self.one.administer(&approved)?;
        let shown = text(&approved, "code")?;
        let accepted = self
            .two
            .administer(&["kiosk", "accept", "--code", &shown])?;
        self.told("join", "accepted", text(&accepted, "done")?, began);
        let path = self.token_file().display().to_string();
        let handed_over = ["tokens", "handover", "--file", &path];
        self.one.administer(&handed_over)?;
        Ok(())
    }

    /// Where the first kiosk writes its newest token.
    fn token_file(&self) -> PathBuf {
        self.one.folder.with_extension("token")
    }

    fn enrol_at_one_and_verify_at_two(&mut self) -> Result<(), CommandError> {
        let began = Instant::now();
        let enrolled = self.one.order(&Order::Enrol(FIRST.badge.to_owned()))?;
        self.told("enrol at one", "verified enrolled", enrolled, began);
        let began = Instant::now();
        let known = until(PATIENCE, || Ok(badges(&self.two)? == [FIRST.badge]))?;
        self.told("known at two", "yes", yes(known), began);
        let began = Instant::now();
        let verified = verify(&mut self.two, FIRST.badge)?;
        self.told("verify at two", MATCHED, verified, began);
        Ok(())
    }

    /// A token is used at the other kiosk, another one revoked at its own.
    fn end_tokens(&mut self) -> Result<(), CommandError> {
        let file = self.token_file();
        let mut tokens = Vec::new();
        for which in ["used", "revoked"] {
            let began = Instant::now();
            let vouched = self.one.order(&Order::Vouch(FIRST.badge.to_owned()))?;
            let step = format!("vouch for a token to be {which}");
            self.told(&step, "verified vouched", vouched, began);
            let kept = self.one.folder.with_extension(which);
            let written = until(PATIENCE, || Ok(file.is_file()))?;
            if !written {
                return Err(CommandError::new("rehearsal", "no token was handed over"));
            }
            std::fs::rename(&file, &kept).map_err(|error| CommandError::new("system", error))?;
            tokens.push(kept.display().to_string());
        }
        let [used, revoked] = tokens.as_slice() else {
            return Ok(());
        };
        let began = Instant::now();
        let first = redeem(&self.two, used)?;
        self.told("redeem at two", "taken", first, began);
        let again = redeem(&self.one, used)?;
        self.told("redeem again at one", "refused", again, began);
        let claims = self.one.administer(&["tokens", "list"])?;
        let newest = claims.as_array().and_then(|all| all.first());
        let jti = text(newest.unwrap_or(&Value::Null), "id")?;
        self.one.administer(&["tokens", "revoke", &jti])?;
        let began = Instant::now();
        let refused = redeem(&self.two, revoked)?;
        let in_time = began.elapsed() < ENDED_ELSEWHERE;
        self.told("redeem a revoked one at two", "refused", refused, began);
        self.told("within 5 s", "yes", yes(in_time), began);
        Ok(())
    }

    fn erase(&mut self) -> Result<(), CommandError> {
        let began = Instant::now();
        let password = self.one.password_file();
        let erased = self.one.administer(&[
            "people",
            "remove",
            "--badge",
            FIRST.badge,
            "--reason",
            "asked",
            "--second-operator",
            SECOND_OPERATOR,
            "--second-password-file",
            &password,
        ])?;
        self.told("erase at one", "removed", text(&erased, "done")?, began);
        let gone = until(PATIENCE, || Ok(badges(&self.two)?.is_empty()))?;
        self.told("gone at two", "yes", yes(gone), began);
        let began = Instant::now();
        let verified = verify(&mut self.two, FIRST.badge)?;
        self.told(
            "verify the erased at two",
            "not_verified not_enrolled",
            verified,
            began,
        );
        Ok(())
    }

    /// Nobody at the kiosks notices that the centre is away.
    fn lose_the_centre(&mut self) -> Result<(), CommandError> {
        self.centre.stop();
        let began = Instant::now();
        let enrolled = self.two.order(&Order::Enrol(SECOND.badge.to_owned()))?;
        self.told(
            "enrol at two without the centre",
            "verified enrolled",
            enrolled,
            began,
        );
        let began = Instant::now();
        let verified = verify(&mut self.two, SECOND.badge)?;
        self.told("verify at two without the centre", MATCHED, verified, began);
        let state = text(&self.two.ask(&["sync", "status"])?, "state")?;
        self.told("what two says then", "behind", state, began);
        let began = Instant::now();
        self.centre.start()?;
        let known = until(PATIENCE, || Ok(badges(&self.one)? == [SECOND.badge]))?;
        self.told("known at one once it is back", "yes", yes(known), began);
        let began = Instant::now();
        let verified = verify(&mut self.one, SECOND.badge)?;
        self.told("verify at one", MATCHED, verified, began);
        Ok(())
    }

    /// Nothing waits any more, what each kiosk decided is at the centre and
    /// nothing else, both know the same people, and nothing came twice with
    /// another content.
    fn compare(&mut self) -> Result<Ending, CommandError> {
        let began = Instant::now();
        self.one.close();
        self.two.close();
        let mut states = Vec::new();
        let mut sessions = Vec::new();
        let mut same = true;
        for (station, place) in [&self.one, &self.two].into_iter().zip(self.places) {
            let equal = until(PATIENCE, || {
                station.ask(&["sync", "now"])?;
                let status = station.ask(&["sync", "status"])?;
                Ok(text(&status, "state")? == "equal" && holds_only_operators(&status))
            })?;
            states.push(equal);
            let own = station.administer(&["sessions", "list", "--limit", "1000"])?;
            let mut own: Vec<Uuid> = ids(&own);
            own.sort();
            let arrived: Result<_, CommandError> = self.runtime.block_on(async {
                let mut administration = self.centre.administration().await?;
                Ok(administration.sessions_of(place).await?)
            });
            same &= own == arrived? && !own.is_empty();
            sessions.append(&mut own);
        }
        self.told(
            "sessions at the centre by id",
            "the same",
            same_or_not(same),
            began,
        );
        let same = self.one.administer(&["people", "list"])?
            == self.two.administer(&["people", "list"])?;
        self.told("people at both", "the same", same_or_not(same), began);
        let alarms: Result<_, CommandError> = self.runtime.block_on(async {
            let mut administration = self.centre.administration().await?;
            Ok(administration.alarms().await?)
        });
        self.told("alarms", "0", alarms?.to_string(), began);
        let equal = states.iter().all(|equal| *equal);
        Ok(Ending {
            state: if equal { "equal" } else { "behind" },
            as_expected: self.as_expected && equal,
            sessions,
        })
    }

    fn told(&mut self, step: &str, expected: &str, found: impl AsRef<str>, began: Instant) {
        let found = found.as_ref();
        self.as_expected &= found == expected;
        say!(
            "{}",
            json!({
                "scenario": super::NAME,
                "step": step,
                "expected": expected,
                "found": found,
                "as_expected": found == expected,
                "seconds": began.elapsed().as_secs_f64(),
            })
        );
    }
}

/// Somebody verifies. On a busy machine the camera shows too little of a turn;
/// they try again then, as people do.
fn verify(station: &mut Station, badge: &str) -> Result<String, CommandError> {
    let mut tries = 1;
    loop {
        let decided = station.order(&Order::Verify(badge.to_owned()))?;
        if tries == MOST_TRIES || !decided.starts_with("inconclusive") {
            return Ok(decided);
        }
        tries += 1;
    }
}

/// Looks until it is so, or for as long as that.
fn until(
    patience: Duration,
    mut look: impl FnMut() -> Result<bool, CommandError>,
) -> Result<bool, CommandError> {
    let end = Instant::now() + patience;
    while Instant::now() < end {
        if look()? {
            return Ok(true);
        }
        std::thread::sleep(LOOK);
    }
    Ok(false)
}

fn yes(so: bool) -> &'static str {
    if so { "yes" } else { "no" }
}

fn same_or_not(same: bool) -> &'static str {
    if same { "the same" } else { "not the same" }
}

fn text(value: &Value, field: &str) -> Result<String, CommandError> {
    let found = value.get(field).and_then(Value::as_str);
    found.map(str::to_owned).ok_or_else(|| {
        CommandError::new("rehearsal", format!("a command's answer has no '{field}'"))
    })
}

/// Both kiosks were set up with the same names of operators before they met:
/// each keeps its own, and nothing else is held back.
fn holds_only_operators(status: &Value) -> bool {
    let held = status.get("quarantine").and_then(Value::as_array);
    held.is_some_and(|held| {
        held.iter().all(|held| {
            held.get("kind") == Some(&json!("operator"))
                && held.get("reason") == Some(&json!("name_taken"))
        })
    })
}

fn ids(list: &Value) -> Vec<Uuid> {
    let all = list.as_array().into_iter().flatten();
    all.filter_map(|one| one.get("id")?.as_str()?.parse().ok())
        .collect()
}

/// Who is enrolled at a kiosk.
fn badges(station: &Station) -> Result<Vec<String>, CommandError> {
    let people = station.administer(&["people", "list"])?;
    let all = people.as_array().into_iter().flatten();
    Ok(all
        .filter_map(|person| Some(person.get("badge")?.as_str()?.to_owned()))
        .collect())
}

fn redeem(station: &Station, file: &str) -> Result<&'static str, CommandError> {
    let words = ["tokens", "redeem", "--token-file", file].map(str::to_owned);
    let answer = station.command(words.into_iter().chain(station.authority()))?;
    Ok(if answer.is_ok() { "taken" } else { "refused" })
}
