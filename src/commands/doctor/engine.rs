//! The engine: that it starts, knows its known pair, and can't get out.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::commands::context::start_engine;
use crate::engine::protocol::{Confinement, EscapeAttempt, Greeting};
use crate::engine::{Engine, EngineError};

use super::{Check, Report, Subject, listed};

/// An engine that ends at its start is tried again a few times first.
const READY_WITHIN: Duration = Duration::from_secs(50);
const FIX: &str = "run: make setup build; RUST_LOG=debug shows what the engine says";

pub(super) fn check(subject: &Subject, report: &Report) {
    let begun = Instant::now();
    let started = subject.resources("engine").and_then(|resources| {
        start_engine(resources).map_err(|error| Check::error("engine", error.line(), FIX))
    });
    let engine = match started {
        Ok(engine) => engine,
        Err(check) => {
            report.tell(check);
            return report.tell(not_tried());
        }
    };
    match engine.wait_ready(READY_WITHIN) {
        Ok(greeting) => {
            report.tell(ready(&greeting, begun.elapsed(), engine.restarts()));
            report.tell(confinement(&engine, &greeting.confinement, subject));
        }
        Err(error) => {
            report.tell(not_ready(error));
            report.tell(not_tried());
        }
    }
}

fn not_tried() -> Check {
    let why = "not tried, as the engine didn't start";
    Check::failed("confinement", why, "see the check of the engine")
}

fn ready(greeting: &Greeting, after: Duration, restarts: u32) -> Check {
    let versions: Vec<String> = greeting
        .versions
        .iter()
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    let detail = format!(
        "ready in {:.1} s; its known pair compares as {:.3}, known strangers as {:.3}; {}",
        after.as_secs_f64(),
        greeting.known_pair,
        greeting.known_strangers,
        versions.join(", ")
    );
    if restarts == 0 {
        return Check::ok("engine", detail);
    }
    let detail = format!("{detail}; it ended {restarts} times before that");
    Check::failed("engine", detail, FIX).needed(false)
}

fn not_ready(error: EngineError) -> Check {
    match error {
        EngineError::Failed { why, fix } => {
            // What it does from now on is of no use to who reads this; nor is
            // the advice to run what is running.
            let fix = fix.split_once("; ").map_or(fix.as_str(), |(fix, _)| fix);
            let fix = if fix.contains("doctor") { FIX } else { fix };
            Check::failed("engine", why, fix)
        }
        EngineError::Restarting(why) | EngineError::Refused(why) => {
            let detail = format!("not ready after {} s: {why}", READY_WITHIN.as_secs());
            Check::failed("engine", detail, FIX)
        }
    }
}

/// Has the engine try to break out, also into folders of this user.
fn confinement(engine: &Engine, confinement: &Confinement, subject: &Subject) -> Check {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let folders: Vec<PathBuf> = [
        subject.folder.clone().ok(),
        home,
        Some(std::env::temp_dir()),
    ]
    .into_iter()
    .flatten()
    // The engine works in another folder than this program.
    .filter_map(|folder| std::path::absolute(folder).ok())
    // What isn't there can't be refused.
    .filter(|folder| folder.is_dir())
    .collect();
    match engine.try_to_escape(&folders) {
        Ok(attempts) => judge(confinement, &attempts),
        Err(error) => {
            let detail = format!("the engine didn't say whether it could get out: {error}");
            Check::failed("confinement", detail, FIX)
        }
    }
}

/// A hole in what the kernel was said to close is a fault; what this kernel
/// can't close leaves an engine that works, and is told.
fn judge(confinement: &Confinement, attempts: &[EscapeAttempt]) -> Check {
    let (refused, open): (Vec<_>, Vec<_>) = attempts.iter().partition(|attempt| attempt.refused);
    let whole = confinement.landlock && confinement.seccomp && confinement.missing.is_none();
    if open.is_empty() && whole && !refused.is_empty() {
        let detail = format!(
            "landlock and seccomp hold: all {} attempts to get out were refused",
            refused.len()
        );
        return Check::ok("confinement", detail);
    }
    let mut problems: Vec<String> = confinement.missing.iter().cloned().collect();
    problems.extend(
        open.iter()
            .map(|attempt| format!("it could {} ({})", attempt.what, attempt.detail)),
    );
    if attempts.is_empty() {
        problems.push("nothing was tried".to_owned());
    }
    let fix = if whole {
        "run: make build; if it stays, don't use this machine: a flaw in the engine could reach its data"
    } else {
        what_is_lacking(confinement)
    };
    Check::failed("confinement", listed(&problems), fix).needed(whole)
}

/// What would close what is open. Landlock's first version, of Linux 5.13,
/// holds for files; network and signals, which newer ones add, are refused by
/// seccomp in any case.
fn what_is_lacking(confinement: &Confinement) -> &'static str {
    if !cfg!(target_os = "linux") {
        return "use Linux 5.13 or newer";
    }
    match (confinement.landlock, confinement.seccomp) {
        (false, true) => {
            "use Linux 5.13 or newer with landlock among the security modules of its command line (lsm=)"
        }
        (true, false) => "use a kernel with seccomp filters, in a container that allows them",
        (false, false) => {
            "use Linux 5.13 or newer with seccomp filters, and landlock among the security modules of its \
             command line (lsm=), in a container that allows both"
        }
        (true, true) => "have the service or container that it runs in allow what is named here",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(refused: bool) -> EscapeAttempt {
        EscapeAttempt {
            what: "start a program".to_owned(),
            refused,
            detail: "it worked".to_owned(),
        }
    }

    #[test]
    fn a_hole_is_a_fault_and_an_old_kernel_is_told() {
        let whole = Confinement {
            landlock: true,
            seccomp: true,
            missing: None,
        };
        assert!(judge(&whole, &[attempt(true)]).ok);
        assert!(!judge(&whole, &[]).ok);
        let hole = judge(&whole, &[attempt(true), attempt(false)]);
        assert!(!hole.ok && hole.needed);
        assert!(hole.detail.contains("start a program"), "{hole:?}");
        let old = Confinement {
            landlock: false,
            missing: Some("this kernel has no landlock".to_owned()),
            ..whole
        };
        let told = judge(&old, &[attempt(true), attempt(false)]);
        assert!(!told.ok && !told.needed);
        assert!(told.detail.contains("no landlock") && told.detail.contains("start a program"));
    }

    #[test]
    fn only_what_is_lacking_is_asked_for() {
        let fix = |landlock, seccomp| {
            let confinement = Confinement {
                landlock,
                seccomp,
                missing: Some("something".to_owned()),
            };
            judge(&confinement, &[attempt(true)]).fix
        };
        let asks = |fix: &str| (fix.contains("landlock"), fix.contains("seccomp"));
        assert_eq!(asks(&fix(false, true)), (true, false));
        assert_eq!(asks(&fix(true, false)), (false, true));
        assert_eq!(asks(&fix(false, false)), (true, true));
        assert_eq!(asks(&fix(true, true)), (false, false));
    }

    #[test]
    fn a_fix_never_says_to_run_doctor() {
        let failed = |fix: &str| {
            not_ready(EngineError::Failed {
                why: "it ended".to_owned(),
                fix: fix.to_owned(),
            })
        };
        let again = "; the engine is tried again every 30 seconds";
        assert_eq!(
            failed(&format!("run `make build`{again}")).fix,
            "run `make build`"
        );
        assert_eq!(
            failed(&format!("run `secure-biometric doctor`{again}")).fix,
            FIX
        );
    }
}
