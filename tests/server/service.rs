//! A service of its own for a test, and what is asked of it.

#![allow(
    dead_code,
    reason = "shared by test programs that each use a part of it"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::{Actor, Answer, Site};

/// No answer of a test takes longer.
const PATIENCE: Duration = Duration::from_secs(40);

/// A service that runs; ended with the test.
pub struct Service {
    child: Child,
    pub address: SocketAddr,
    log: Option<JoinHandle<String>>,
    /// A site that nobody else needs goes with it.
    site: Option<Site>,
}

/// What was answered.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Service {
    /// Starts it for a site of its own with an operator of each role.
    pub fn alone(arguments: &[&str]) -> Self {
        let site = Site::with_operators();
        let mut service = Self::start(&site, arguments);
        service.site = Some(site);
        service
    }

    /// Starts it on a free port of this machine.
    pub fn start(site: &Site, arguments: &[&str]) -> Self {
        Self::start_with(site, arguments, &[])
    }

    /// The same with variables of the environment.
    pub fn start_with(site: &Site, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = site
            .command()
            .args(["--json", "serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            // Only tests of captures wait for one.
            .args(
                ["--engines", "0"]
                    .iter()
                    .filter(|_| !arguments.contains(&"--engines")),
            )
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut said = String::new();
            stderr.read_to_string(&mut said).unwrap();
            said
        });
        let mut line = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let told: Value = match serde_json::from_str(&line) {
            Ok(told) => told,
            Err(why) => panic!("{why}: {line:?} {}", log.join().unwrap()),
        };
        let url = told["listening"].as_str().unwrap();
        let address = url.split("://").nth(1).unwrap().parse().unwrap();
        Self {
            child,
            address,
            log: Some(log),
            site: None,
        }
    }

    /// What `serve` says where it doesn't start.
    pub fn refused(site: &Site, arguments: &[&str]) -> Answer {
        let mut command = site.command();
        command.args(["--json", "serve"]).args(arguments);
        Answer::of(&mut command)
    }

    /// Sends these bytes, and gives what comes until the other end closes.
    pub fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        // It may answer, and close, before all was sent.
        let _ = stream.write_all(request);
        let mut reply = Vec::new();
        match stream.read_to_end(&mut reply) {
            Err(why) if reply.is_empty() => panic!("no answer: {why}"),
            _ => reply,
        }
    }

    /// A connection to it.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Asks for `path` with these headers and this body.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: service\r\nConnection: close\r\n");
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        request += &format!("Content-Length: {}\r\n\r\n", body.len());
        Reply::parse(&self.raw(&[request.as_bytes(), body].concat()))
    }

    /// Asks for `path` without a word more.
    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], &[])
    }

    /// The most memory that it has taken so far, in megabytes.
    pub fn peak_megabytes(&self) -> u64 {
        let status = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.unwrap().split_whitespace().next().unwrap();
        kilobytes.parse::<u64>().unwrap() / 1024
    }

    /// Tells it to end in order, and gives its exit code and all that it
    /// logged.
    pub fn end(mut self) -> (Option<i32>, String) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        let status = self.child.wait().unwrap();
        let log = self.log.take().unwrap().join().unwrap();
        (status.code(), log)
    }
}

impl Service {
    /// Posts JSON.
    pub fn post(&self, path: &str, token: Option<&str>, body: &Value) -> Reply {
        self.send("POST", path, token, body)
    }

    /// Sends JSON.
    pub fn send(&self, method: &str, path: &str, token: Option<&str>, body: &Value) -> Reply {
        let bearer = token.map(|token| format!("Bearer {token}"));
        let mut headers = vec![("Content-Type", "application/json")];
        if let Some(bearer) = &bearer {
            headers.push(("Authorization", bearer));
        }
        self.ask(method, path, &headers, body.to_string().as_bytes())
    }

    /// Gets with a token.
    pub fn get_as(&self, token: &str, path: &str) -> Reply {
        let bearer = format!("Bearer {token}");
        self.ask("GET", path, &[("Authorization", &bearer)], &[])
    }

    /// Tries to log in.
    pub fn try_log_in(&self, name: &str, password: &str) -> Reply {
        let who = json!({ "name": name, "password": password });
        self.post("/v1/auth/login", None, &who)
    }

    /// Logs in: access and refresh token.
    pub fn log_in(&self, actor: Actor) -> (String, String) {
        tokens(&self.try_log_in(actor.name, actor.password).expect(200))
    }
}

/// Access and refresh token of an answer.
pub fn tokens(answer: &Value) -> (String, String) {
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    (text("access_token"), text("refresh_token"))
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reply {
    /// Reads an answer of HTTP/1.1 whose end is the connection's.
    pub fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        });
        Self {
            status: status.parse().unwrap(),
            headers: headers.collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|why| panic!("{why}: {self:?}"))
    }

    /// Checks the status and gives the JSON.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(
            self.status,
            status,
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        self.json()
    }

    /// Checks that it is an answer.
    #[track_caller]
    pub fn expect_good(&self) {
        let said = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, 200, "{said}");
    }

    /// Checks that it is a problem as RFC 9457 says, with this status and word.
    #[track_caller]
    pub fn expect_problem(&self, status: u16, code: &str) -> Value {
        let problem = self.expect(status);
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        assert_eq!(problem["request_id"].as_str(), self.header("x-request-id"));
        for text in ["type", "title", "detail"] {
            assert!(!problem[text].as_str().unwrap().is_empty(), "{problem}");
        }
        problem
    }
}
