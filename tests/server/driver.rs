//! A browser that a program drives (W3C WebDriver), for as long as a test
//! runs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tempfile::TempDir;

/// What a driver calls an element in its answers.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A headless Chromium and its driver.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    /// Its own home, profile and cache.
    folder: TempDir,
}

impl Browser {
    /// Starts one; none where none is installed.
    pub fn start() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .env("HOME", folder.path())
            .env("TMPDIR", folder.path())
            .env("XDG_CONFIG_HOME", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let stdout = driver.stdout.take().unwrap();
        let mut lines = BufReader::new(stdout).lines().map(Result::unwrap);
        let told = lines.find_map(|line| {
            let port = line.split("successfully on port ").nth(1)?;
            port.trim_end_matches('.').parse().ok()
        });
        let port = told.expect("the driver says its port");
        // What it says else is read, so that it never waits for that.
        thread::spawn(move || lines.for_each(drop));
        let mut browser = Self {
            driver,
            port,
            session: String::new(),
            folder,
        };
        // Its own confinement needs rights that a test's user may not have; the
        // page is the service's own.
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--window-size=1200,1600",
        ];
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let made = browser.ask("POST", "/session", &wanted);
        browser.session = made["sessionId"].as_str().unwrap().to_owned();
        Some(browser)
    }

    /// Opens a page.
    pub fn open(&self, url: &str) {
        self.of_session("POST", "/url", &json!({ "url": url }));
    }

    /// What is on the page where this selector finds it first, once it is
    /// there.
    pub fn find(&self, selector: &str) -> Found<'_> {
        let wanted = json!({ "using": "css selector", "value": selector });
        let begun = Instant::now();
        loop {
            let found = self.of_session("POST", "/elements", &wanted);
            if let Some(first) = found.as_array().and_then(|all| all.first()) {
                let id = first[ELEMENT].as_str().unwrap().to_owned();
                return Found { browser: self, id };
            }
            let late = begun.elapsed() > PATIENCE;
            assert!(!late, "{selector} isn't there: {}", self.source());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// How many things this selector finds.
    pub fn count(&self, selector: &str) -> usize {
        let wanted = json!({ "using": "css selector", "value": selector });
        let found = self.of_session("POST", "/elements", &wanted);
        found.as_array().unwrap().len()
    }

    /// What the browser complained of: scripts that failed, files that it
    /// wasn't allowed to load.
    pub fn complaints(&self) -> Vec<String> {
        let wanted = json!({ "type": "browser" });
        let said = self.of_session("POST", "/se/log", &wanted);
        let said = said.as_array().cloned().unwrap_or_default();
        let severe = said.iter().filter(|line| line["level"] == "SEVERE");
        severe.map(|line| line["message"].to_string()).collect()
    }

    /// Runs a script in the page and gives what it returns.
    pub fn run(&self, script: &str) -> Value {
        let wanted = json!({ "script": script, "args": [] });
        self.of_session("POST", "/execute/sync", &wanted)
    }

    fn source(&self) -> String {
        let text = self.run("return document.body.innerText");
        text.to_string().chars().take(2000).collect()
    }

    fn of_session(&self, method: &str, path: &str, body: &Value) -> Value {
        self.ask(method, &format!("/session/{}{path}", self.session), body)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        )
        .unwrap();
        // It keeps the line open, whatever is asked of it.
        let mut stream = BufReader::new(stream);
        let (mut head, mut length) = (String::new(), 0);
        while !head.ends_with("\r\n\r\n") {
            let from = head.len();
            assert!(stream.read_line(&mut head).unwrap() > 0, "{path}: {head}");
            let line = head[from..].to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).unwrap();
        let value: Value = serde_json::from_slice(&body).unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {value}");
        value["value"].clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        // The browser outlives its driver. All of its processes name the folder.
        let folder = self.folder.path().to_str().unwrap();
        for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
            let arguments = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
            let own = String::from_utf8_lossy(&arguments).contains(folder);
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.parse().ok());
            if let (true, Some(process)) = (own, number.and_then(Pid::from_raw)) {
                let _ = kill_process(process, Signal::KILL);
            }
        }
    }
}

/// A thing on the page.
pub struct Found<'a> {
    browser: &'a Browser,
    id: String,
}

impl Found<'_> {
    /// Presses it.
    pub fn press(&self) {
        self.of_element("POST", "/click", &json!({}));
    }

    /// Types into it, in place of what is there.
    pub fn fill(&self, text: &str) {
        self.of_element("POST", "/clear", &json!({}));
        self.write(text);
    }

    /// Types into it; of what takes files, names one.
    pub fn write(&self, text: &str) {
        self.of_element("POST", "/value", &json!({ "text": text }));
    }

    /// The text that is seen of it.
    pub fn text(&self) -> String {
        let text = self.of_element("GET", "/text", &json!({}));
        text.as_str().unwrap().to_owned()
    }

    fn of_element(&self, method: &str, path: &str, body: &Value) -> Value {
        let path = format!("/element/{}{path}", self.id);
        self.browser.of_session(method, &path, body)
    }
}
