//! Swagger UI, as somebody uses it in a real browser.

use std::fs;

use serde_json::{Value, json};

use crate::captures::{Subject, with_engine};
use crate::driver::Browser;
use crate::service::Service;
use crate::support::{ADMINISTRATOR, BADGE, Head, NAME, REVIEWER, Site, is_set_up, skip};

/// An operation as Swagger UI draws it.
struct Operation<'a> {
    browser: &'a Browser,
    id: String,
}

impl<'a> Operation<'a> {
    /// Opens the one of that group and name.
    fn open(browser: &'a Browser, group: &str, name: &str) -> Self {
        let id = format!("#operations-{group}-{group}_{name}");
        browser
            .find(&format!("{id} .opblock-summary-control"))
            .press();
        Self { browser, id }
    }

    fn part(&self, selector: &str) -> String {
        format!("{} {selector}", self.id)
    }

    /// Types into one of its parameters.
    fn set(&self, parameter: &str, value: &str) {
        let field = format!("tr[data-param-name={parameter}] input");
        self.browser.find(&self.part(&field)).fill(value);
    }

    /// Types its body.
    fn body(&self, body: &Value) {
        let field = self.part("textarea.body-param__text");
        self.browser.find(&field).fill(&body.to_string());
    }

    /// Sends it, which goes well, and gives what it shows.
    fn told(&self) -> Value {
        let (status, body) = self.execute();
        assert!(status.starts_with("200"), "{status} {body}");
        // The next answer is told from this one.
        self.browser.find(&self.part("button.btn-clear")).press();
        serde_json::from_str(&body).unwrap()
    }

    /// Sends it, and gives the status and the body that it shows.
    fn execute(&self) -> (String, String) {
        self.browser.find(&self.part("button.execute")).press();
        let live = self.part(".live-responses-table .response");
        let status = self.browser.find(&format!("{live} .response-col_status"));
        let body = self.browser.find(&format!("{live} .microlight"));
        (status.text(), body.text())
    }
}

/// Pastes a token where all operations take it from.
fn authorise(browser: &Browser, token: &str) {
    browser.find(".auth-wrapper button.authorize").press();
    browser.find(".modal-ux input").write(token);
    browser.find(".modal-ux button.authorize").press();
    browser.find(".modal-ux button.btn-done").press();
}

/// Carries a capture through: each answer says which file is chosen next.
fn carry(frames: &Operation<'_>, site: &Site, begun: Value) -> Value {
    let mut subject = Subject::of(&Head::First.folder());
    let mut now = begun;
    frames.set("id", now["id"].as_str().unwrap());
    for number in 0..200 {
        if now["state"] == "ended" {
            return now["outcome"].clone();
        }
        let pictures = subject.next(now["asked"].as_str().unwrap());
        // A page notices that a file is chosen by its being another one.
        let file = site.path(&format!("frames-{number}.mjpeg"));
        fs::write(&file, pictures).unwrap();
        let chosen = frames.browser.find(&frames.part("input[type=file]"));
        chosen.write(file.to_str().unwrap());
        now = frames.told();
    }
    panic!("it never ends: {now}")
}

/// What `installer/examples/service.sh` does, by hand.
#[test]
fn somebody_is_enrolled_verified_and_reviewed_in_a_browser() {
    if !is_set_up() {
        return;
    }
    let Some(browser) = Browser::start() else {
        return skip("chromium-driver is missing");
    };
    let site = Site::with_operators();
    let service = with_engine(&site);
    let (token, _) = service.log_in(ADMINISTRATOR);
    browser.open(&format!("http://{}/docs/", service.address));
    authorise(&browser, &token);
    let open = |name| Operation::open(&browser, "captures", name);
    let (enrol, verify, frames) = (open("enrol"), open("verify"), open("frames"));
    enrol.body(&json!({ "badge": BADGE, "name": NAME, "consent_version": "7" }));
    let outcome = carry(&frames, &site, enrol.told());
    assert_eq!(outcome["reason"], "enrolled", "{outcome}");
    verify.body(&json!({ "badge": BADGE }));
    let begun = verify.told();
    let id = begun["id"].as_str().unwrap().to_owned();
    let outcome = carry(&frames, &site, begun);
    assert_eq!(outcome["reason"], "matched", "{outcome}");
    let show = Operation::open(&browser, "sessions", "show");
    show.set("id", &id);
    let session = show.told();
    assert_eq!(session["source"], "upload", "{session}");
    // Nobody's word for it: the service itself has kept it.
    let path = format!("/v1/sessions/{id}");
    let kept = service.get_as(&token, &path).expect(200);
    assert_eq!(kept["decision"], session["decision"]);
}

#[test]
fn somebody_logs_in_and_asks_in_a_browser() {
    let Some(browser) = Browser::start() else {
        return skip("chromium-driver is missing");
    };
    let service = Service::alone(&[]);
    browser.open(&format!("http://{}/docs/", service.address));
    // Every operation of the description is drawn.
    browser.find(".opblock");
    let api = service.get("/openapi.json").expect(200);
    let described = api["paths"].as_object().unwrap().values();
    let described: usize = described.map(|item| item.as_object().unwrap().len()).sum();
    assert_eq!(browser.count(".opblock"), described);
    // Without a token nothing is told.
    let me = Operation::open(&browser, "auth", "me");
    let (status, body) = me.execute();
    assert_eq!(status, "401", "{body}");
    // The example of the login is there to be changed, and its answer has the
    // token to be pasted.
    let log_in = Operation::open(&browser, "auth", "log_in");
    let typed = format!(
        "{{\"name\": \"{}\", \"password\": \"{}\"}}",
        REVIEWER.name, REVIEWER.password
    );
    let field = browser.find(&log_in.part("textarea.body-param__text"));
    field.fill(&typed);
    let (status, body) = log_in.execute();
    assert!(status.starts_with("200"), "{status} {body}");
    let answer: Value = serde_json::from_str(&body).unwrap();
    let token = answer["access_token"].as_str().unwrap();
    authorise(&browser, token);
    let (status, body) = me.execute();
    assert!(status.starts_with("200"), "{status} {body}");
    assert!(body.contains(REVIEWER.name), "{body}");
    // What is asked for stands in the query.
    let list = Operation::open(&browser, "sessions", "list");
    let limit = browser.find(&list.part("tr[data-param-name=limit] input"));
    limit.fill("7");
    let (status, body) = list.execute();
    assert!(status.starts_with("200"), "{status} {body}");
    let asked = browser.find(&list.part(".request-url .microlight")).text();
    assert!(asked.contains("limit=7"), "{asked}");
    // Pictures are files to be chosen.
    let frames = Operation::open(&browser, "captures", "frames");
    browser.find(&frames.part("input[type=file]"));
    // Nothing came from elsewhere, and nothing was kept from loading.
    let loaded =
        browser.run("return performance.getEntriesByType('resource').map(entry => entry.name)");
    let own = format!("http://{}/", service.address);
    for file in loaded.as_array().unwrap() {
        assert!(file.as_str().unwrap().starts_with(&own), "{file}");
    }
    let complaints = browser.complaints();
    let own = |line: &&String| !line.contains("401");
    assert_eq!(complaints.iter().filter(own).count(), 0, "{complaints:?}");
}
