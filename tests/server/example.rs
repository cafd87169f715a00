//! What the examples do, as they are shipped.

use std::process::Command;

use crate::support::{FRONT_DESK, Head, REVIEWER, Site, is_set_up, skip};

/// The script, where it is kept.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/installer/examples/service.sh");

#[test]
fn curl_alone_enrols_verifies_introspects_and_reviews() {
    if !is_set_up() {
        return;
    }
    if Command::new("curl").arg("--version").output().is_err() {
        return skip("curl is missing");
    }
    let (first, later) = (Head::First.folder(), Head::FirstLater.folder());
    let site = Site::with_operators();
    let service = crate::captures::with_engine(&site);
    let out = site.path("out");
    std::fs::create_dir(&out).unwrap();
    let run = |badge: &str| {
        let mut script = Command::new("bash");
        script
            .arg(SCRIPT)
            .arg(format!("http://{}", service.address))
            .args([&first, &later])
            .args([badge, "Philippa \"Pip\" Quillworthy"])
            .env("DESK", FRONT_DESK.name)
            .env("DESK_PASSWORD_FILE", site.password_file(FRONT_DESK))
            .env("REVIEWER", REVIEWER.name)
            .env("REVIEWER_PASSWORD_FILE", site.password_file(REVIEWER))
            .env("OUT", &out);
        let answer = script.output().unwrap();
        let [said, wrong] =
            [answer.stdout, answer.stderr].map(|text| String::from_utf8(text).unwrap());
        (answer.status.success(), said, wrong)
    };
    // What is wrong is said, and the script ends there.
    let (done, said, wrong) = run("EX-\"7\\1");
    assert!(
        !done && wrong.contains("a badge is 1 to 32"),
        "{said}{wrong}"
    );
    let (done, said, wrong) = run("EX-7");
    assert!(done, "{said}{wrong}");
    for line in [
        "enrolment: verified (enrolled)",
        "verification: verified (matched)",
        "receipt: active true, source upload",
        "receipt, used: active false",
        "review: session ",
    ] {
        assert!(said.contains(line), "{line} in {said}{wrong}");
    }
    let mut files: Vec<_> = std::fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for (file, (begins, least)) in files.iter().zip([("glTF", 10_000), ("<!", 1_000_000)]) {
        let bytes = std::fs::read(file).unwrap();
        assert!(bytes.starts_with(begins.as_bytes()), "{}", file.display());
        assert!(bytes.len() > least, "{}: {}", file.display(), bytes.len());
    }
    assert_eq!(files.len(), 2, "{files:?}");
}
