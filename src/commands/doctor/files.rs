//! The program's own files: its folder, the engine's program, the models.

use crate::resources::{ModelCheck, Purpose, Resources};

use super::{Check, Report, Subject, listed};

pub(super) fn check(subject: &Subject, report: &Report) {
    match subject.resources("program_files") {
        Ok(resources) => {
            report.tell(program(resources));
            models(resources, report);
        }
        Err(check) => report.tell(check),
    }
}

fn program(resources: &Resources) -> Check {
    let engine = resources.engine_program();
    if engine.is_file() {
        let home = resources.home().display();
        return Check::ok("program_files", format!("in {home}"));
    }
    let missing = format!("the engine's program {} is missing", engine.display());
    Check::failed("program_files", missing, "run: make build")
}

fn models(resources: &Resources, report: &Report) {
    let checks = match resources.check_models() {
        Ok(checks) => checks,
        Err(error) => return report.tell(Check::error("models", error, "run: make setup")),
    };
    let (models, portraits): (Vec<_>, Vec<_>) = checks
        .iter()
        .partition(|check| check.file.purpose == Purpose::Model);
    report.tell(as_listed("models", &models));
    // Only rehearsals and tests use them.
    report.tell(as_listed("portraits", &portraits).needed(false));
}

fn as_listed(name: &'static str, files: &[&ModelCheck]) -> Check {
    let wrong = || files.iter().filter(|file| file.problem.is_some());
    let problems: Vec<String> = wrong()
        .filter_map(|file| {
            Some(format!(
                "{}: {}",
                file.path.display(),
                file.problem.as_ref()?
            ))
        })
        .collect();
    if problems.is_empty() {
        let bytes: u64 = files.iter().map(|file| file.file.size).sum();
        let detail = format!(
            "{} files, {} kB, have the listed SHA-256",
            files.len(),
            bytes / 1000
        );
        return Check::ok(name, detail);
    }
    // What comes with the environment is renewed with it.
    let fix = if wrong().any(|file| file.file.destination.is_none()) {
        "remove the folder .venv, then run: make setup"
    } else {
        "run: make setup"
    };
    Check::failed(name, listed(&problems), fix)
}
