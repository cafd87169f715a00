//! Swagger UI, as somebody uses it in a real browser.

use serde_json::Value;

use crate::driver::Browser;
use crate::service::Service;
use crate::support::{REVIEWER, skip};

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

    /// Sends it, and gives the status and the body that it shows.
    fn execute(&self) -> (String, String) {
        self.browser.find(&self.part("button.execute")).press();
        let live = self.part(".live-responses-table .response");
        let status = self.browser.find(&format!("{live} .response-col_status"));
        let body = self.browser.find(&format!("{live} .microlight"));
        (status.text(), body.text())
    }
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
    browser.find(".auth-wrapper button.authorize").press();
    browser.find(".modal-ux input").write(token);
    browser.find(".modal-ux button.authorize").press();
    browser.find(".modal-ux button.btn-done").press();
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
