//! A centre of its own for a rehearsal: a private Postgres on this machine,
//! which ends with the rehearsal, however that ends.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use crate::central::{Administration, CentreAddress, Transport, migrate};
use crate::domain::Secret;

use super::super::super::CommandError;

/// Where Debian's packages put each version's programs.
const VERSIONS: &str = "/usr/lib/postgresql";
/// Who runs it where the rehearsal runs as root, which Postgres refuses;
/// Debian's package makes that user.
const OTHER_USER: &str = "postgres";
/// The login that owns the database.
const OWNER: &str = "owner";
/// The database, which every cluster has.
const DATABASE: &str = "postgres";
/// How long the server may take to start.
const STARTING: Duration = Duration::from_secs(60);
/// How often it is looked whether it has.
const LOOK: Duration = Duration::from_millis(50);
/// Keeps the server until the pipe from here is closed. `$1` is the folder,
/// `$2` Postgres's programs, `$3` the port; what follows is how to become
/// another user, if need be.
const KEEPER: &str = r#"
folder=$1 programs=$2 port=$3
shift 3
cd /
"$@" "$programs/postgres" -D "$folder/data" -k "$folder" -p "$port" \
    -c listen_addresses=127.0.0.1 >>"$folder/log" 2>&1 &
server=$!
read -r _
kill -INT $server
wait $server
"#;

/// The server, stopped or running.
pub struct PrivateCentre {
    folder: PathBuf,
    programs: PathBuf,
    /// User and group to become.
    other: Option<(u32, u32)>,
    port: u16,
    password: Secret<String>,
    running: Option<(Child, ChildStdin)>,
}

impl PrivateCentre {
    /// Makes and starts one in a folder that isn't there yet, with the schema.
    ///
    /// # Errors
    /// When Postgres isn't installed, or won't.
    pub async fn make(folder: PathBuf, password: Secret<String>) -> Result<Self, CommandError> {
        let programs = newest_programs()?;
        let other = other_user()?;
        let prepared = prepare(&folder, &password, other).and_then(|()| free_port());
        let port = prepared.map_err(failed)?;
        let mut centre = Self {
            folder,
            programs,
            other,
            port,
            password,
            running: None,
        };
        centre.make_cluster()?;
        centre.start()?;
        migrate(&centre.address()?).await?;
        Ok(centre)
    }

    /// The address that kiosks join it at.
    pub fn url(&self) -> String {
        format!("postgres://127.0.0.1:{}/{DATABASE}", self.port)
    }

    /// Acts as its administrator.
    ///
    /// # Errors
    /// When it isn't reached.
    pub async fn administration(&self) -> Result<Administration, CommandError> {
        Ok(Administration::open(self.address()?).await?)
    }

    /// Starts the server and waits until it answers.
    ///
    /// # Errors
    /// When it doesn't, with what it said last.
    pub fn start(&mut self) -> Result<(), CommandError> {
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]);
        keeper.arg(&self.folder).arg(&self.programs);
        keeper.arg(self.port.to_string());
        keeper.args(self.becoming());
        // What is typed to end the rehearsal must not end the keeper before it
        // has ended the server.
        let mut keeper = keeper
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let pipe = keeper.stdin.take();
        let pipe = pipe.ok_or_else(|| failed("the keeper has no pipe"))?;
        self.running = Some((keeper, pipe));
        let until = Instant::now() + STARTING;
        while Instant::now() < until {
            let said = fs::read_to_string(self.folder.join("data/postmaster.pid"));
            let said = said.unwrap_or_default();
            if said.lines().any(|line| line.trim() == "ready") {
                return Ok(());
            }
            std::thread::sleep(LOOK);
        }
        Err(self.told("Postgres didn't start"))
    }

    /// Stops the server; what it holds stays.
    pub fn stop(&mut self) {
        if let Some((mut keeper, pipe)) = self.running.take() {
            drop(pipe);
            if let Err(error) = keeper.wait() {
                tracing::warn!(%error, "the rehearsal's Postgres may still run");
            }
        }
    }

    /// The address of its administrator.
    ///
    /// # Errors
    /// When it can't be one.
    pub fn address(&self) -> Result<CentreAddress, CommandError> {
        let place = CentreAddress::parse(&self.url(), Transport::Verified)?;
        Ok(place.with_login(OWNER, &self.password))
    }

    /// The words before a command that run it as the other user.
    fn becoming(&self) -> Vec<String> {
        self.other.map_or_else(Vec::new, |(user, group)| {
            vec![
                "setpriv".to_owned(),
                "--clear-groups".to_owned(),
                format!("--reuid={user}"),
                format!("--regid={group}"),
            ]
        })
    }

    fn make_cluster(&self) -> Result<(), CommandError> {
        let initdb = self.programs.join("initdb");
        let mut command = self.becoming().into_iter();
        let mut command = match command.next() {
            Some(first) => {
                let mut become_other = Command::new(first);
                become_other.args(command).arg(&initdb);
                become_other
            }
            None => Command::new(&initdb),
        };
        let log = fs::File::create(self.folder.join("log")).map_err(failed)?;
        command.arg("-D").arg(self.folder.join("data"));
        command.args(["-U", OWNER, "--auth=scram-sha-256", "--no-instructions"]);
        command.args(["--locale=C.UTF-8", "--encoding=UTF8", "--no-sync"]);
        let password = self.folder.join("password");
        command.arg(format!("--pwfile={}", password.display()));
        let made = command
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(failed)?)
            .stderr(log)
            .status()
            .map_err(failed)?;
        fs::remove_file(password).map_err(failed)?;
        match made.success() {
            true => Ok(()),
            false => Err(self.told("Postgres made no cluster")),
        }
    }

    fn told(&self, what: &str) -> CommandError {
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let last = log.lines().last().unwrap_or("it said nothing");
        failed(format!("{what} ({last})"))
    }
}

impl Drop for PrivateCentre {
    fn drop(&mut self) {
        self.stop();
    }
}

fn failed(why: impl std::fmt::Display) -> CommandError {
    CommandError::new("centre", why)
}

/// The folder, and in it the password that the cluster is made with.
fn prepare(folder: &Path, password: &Secret<String>, other: Option<(u32, u32)>) -> io::Result<()> {
    fs::create_dir(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    let file = folder.join("password");
    fs::write(&file, password.expose())?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
    if let Some((user, group)) = other {
        chown(&file, Some(user), Some(group))?;
        chown(folder, Some(user), Some(group))?;
    }
    Ok(())
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn newest_programs() -> Result<PathBuf, CommandError> {
    let versions = fs::read_dir(VERSIONS).into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .max();
    newest
        .map(|version| Path::new(VERSIONS).join(version.to_string()).join("bin"))
        .ok_or_else(|| {
            failed("Postgres is not installed").fix("install Debian's package postgresql")
        })
}

fn other_user() -> Result<Option<(u32, u32)>, CommandError> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd").map_err(failed)?;
    let found = users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let (user, group) = (fields.nth(1)?, fields.next()?);
        (name == OTHER_USER).then_some((user.parse().ok()?, group.parse().ok()?))
    });
    found.map(Some).ok_or_else(|| {
        failed("Postgres refuses to run as root, and there is no user postgres")
            .fix("install Debian's package postgresql, or start the rehearsal as another user")
    })
}
