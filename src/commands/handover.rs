//! `tokens handover`: where tokens are handed over to.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::access::HandOver;
use crate::commands::output::say;
use crate::domain::Role;

use super::context::{Authority, Common, Desk};
use super::settings::save;
use super::{CommandError, Done};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

#[derive(Args, Debug)]
pub(super) struct HandoverArgs {
    /// Whether the screen of who was verified shows the token as a QR code
    #[arg(long, value_enum)]
    code: Option<Switch>,
    /// The file that the newest token is written to, with its whole path
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Write it to no file
    #[arg(long, conflicts_with = "file")]
    no_file: bool,
    /// The address that each token is sent to (POST), on this machine or a host of --hosts
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Send it nowhere
    #[arg(long, conflicts_with = "url")]
    no_url: bool,
    /// Other hosts than this machine that tokens may be sent to, by https:// alone
    #[arg(long, value_name = "HOST", num_args = 1..)]
    hosts: Option<Vec<String>>,
    #[command(flatten)]
    authority: Authority,
}

pub(super) fn run(args: &HandoverArgs, desk: &Desk, common: &Common) -> Done {
    let operator = args.authority.require(desk, &[Role::Administrator])?;
    let before = &desk.settings.handover;
    let after = args.applied_to(before);
    if after != *before {
        let mut settings = desk.settings.clone();
        settings.handover = after.clone();
        let settings = settings
            .validated()
            .map_err(|error| CommandError::told("settings", &error))?;
        save(desk, common, &operator.name, &settings)?;
    }
    if common.json {
        say!("{}", json!(after));
        return Ok(0);
    }
    let code = if after.qr { "on" } else { "off" };
    let file = after.file.as_ref();
    let file = file.map_or_else(|| "none".to_owned(), |file| file.display().to_string());
    say!("code  {code}");
    say!("file  {file}");
    say!("url   {}", after.url.as_deref().unwrap_or("none"));
    if !after.hosts.is_empty() {
        say!("hosts {}", after.hosts.join(" "));
    }
    if after != *before {
        say!("a kiosk that runs hands over like that from its next start on");
    }
    Ok(0)
}

impl HandoverArgs {
    fn applied_to(&self, before: &HandOver) -> HandOver {
        let mut after = before.clone();
        if let Some(code) = self.code {
            after.qr = code == Switch::On;
        }
        if self.no_file || self.file.is_some() {
            after.file.clone_from(&self.file);
        }
        if self.no_url || self.url.is_some() {
            after.url.clone_from(&self.url);
        }
        if let Some(hosts) = &self.hosts {
            after.hosts.clone_from(hosts);
        }
        after
    }
}
