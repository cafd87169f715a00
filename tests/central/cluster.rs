//! A private Postgres. It listens on a socket in a folder of its own and on a
//! free port of this machine, and goes with the tests, however they end: a
//! shell keeps it, and ends it when the pipe from here is closed.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

/// How long it may take to start.
const STARTING: Duration = Duration::from_secs(60);
/// Who runs it where the tests run as root, which Postgres refuses; Debian's
/// package makes that user.
const OTHER_USER: &str = "postgres";
/// The superuser's password.
pub const PASSWORD: &str = "owner-of-a-test";

/// Makes and keeps a cluster. `$1` is the folder, `$2` Postgres's programs,
/// `$3` the port; what follows is how to become another user, if need be.
/// A certificate for `localhost`, one that has expired, and the authority of
/// both are made first.
const KEEPER: &str = r#"
folder=$1 programs=$2 port=$3
shift 3
finish() { rm -rf "$folder"; }
trap finish EXIT
certificates() {
    cd "$folder" || exit 1
    key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
    openssl req -x509 $key -keyout authority.key -out authority.crt -days 2 -subj /CN=Authority
    openssl req -new $key -keyout server.key -out server.csr -subj /CN=centre
    echo 'subjectAltName=DNS:localhost' >names
    sign() {
        openssl x509 -req -in server.csr -CA authority.crt -CAkey authority.key -CAcreateserial \
            -extfile names -days "$1" -out "$2"
    }
    sign 2 server.crt && sign -1 expired.crt
    chmod 600 server.key
    chmod 644 ./*.crt
    if [ $# -gt 0 ]; then chown "$1" server.key ./*.crt; fi
}
certificates ${1:+postgres} >"$folder/log" 2>&1
cd /
"$@" "$programs/initdb" -D "$folder/data" -U owner --auth=scram-sha-256 \
    --pwfile="$folder/password" --locale=C.UTF-8 --encoding=UTF8 --no-sync --no-instructions \
    >>"$folder/log" 2>&1 || exit 1
{
    echo 'ssl = on'
    echo "ssl_cert_file = '$folder/server.crt'"
    echo "ssl_key_file = '$folder/server.key'"
} >>"$folder/data/postgresql.conf"
"$@" "$programs/postgres" -D "$folder/data" -k "$folder" -p "$port" \
    -c listen_addresses=127.0.0.1 -c max_connections=200 -c shared_buffers=64MB \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c log_statement=all \
    >>"$folder/log" 2>&1 &
server=$!
read -r _
kill -QUIT $server
wait $server
"#;

/// A running cluster.
pub struct Cluster {
    pub folder: PathBuf,
    pub port: u16,
    /// Closed when this process ends, which ends the cluster.
    _pipe: ChildStdin,
}

impl Cluster {
    /// The cluster of this program, started when it is first asked for.
    pub fn get() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(|| {
            // A free port may be taken before Postgres gets there.
            let started = (0..5).find_map(|_| Self::start());
            started.expect("Postgres starts: is Debian's package `postgresql` installed?")
        })
    }

    fn start() -> Option<Self> {
        let folder = tempfile::Builder::new()
            .prefix("centre-")
            .tempdir()
            .unwrap()
            .keep();
        fs::write(folder.join("password"), PASSWORD).unwrap();
        let port = free_port();
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]);
        keeper.arg(&folder).arg(programs()).arg(port.to_string());
        if let Some((user, group)) = other_user() {
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
            chown(&folder, Some(user), Some(group)).unwrap();
            keeper.args(["setpriv", "--clear-groups"]);
            keeper.arg(format!("--reuid={user}"));
            keeper.arg(format!("--regid={group}"));
        }
        // In a group of its own: what is typed to end the tests must not end
        // it before it has put everything away.
        let mut keeper = keeper
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let pipe = keeper.stdin.take().unwrap();
        wait_for(&folder, port, &mut keeper).then_some(Self {
            folder,
            port,
            _pipe: pipe,
        })
    }

    /// What the server has logged: every statement it got.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap()
    }

    /// The URL of a database, through the socket.
    pub fn url(&self, login: &str, password: &str, database: &str) -> String {
        let folder = self.folder.to_str().unwrap().replace('/', "%2F");
        let port = self.port;
        format!("postgres://{login}:{password}@{folder}:{port}/{database}")
    }

    /// The port of this machine that it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The URL of a database by TCP and TLS, through whatever listens on that
    /// port.
    pub fn url_at(&self, port: u16, login: &str, password: &str, database: &str) -> String {
        let authority = self.folder.join("authority.crt");
        let authority = authority.to_str().unwrap().replace('/', "%2F");
        format!("postgres://{login}:{password}@localhost:{port}/{database}?sslrootcert={authority}")
    }
}

/// Whether it takes connections, or has ended instead.
fn wait_for(folder: &Path, port: u16, keeper: &mut Child) -> bool {
    let until = Instant::now() + STARTING;
    let lock = folder.join("data/postmaster.pid");
    let is_ready = || {
        let said = fs::read_to_string(&lock).unwrap_or_default();
        said.lines().any(|line| line.trim() == "ready")
            && folder.join(format!(".s.PGSQL.{port}")).exists()
    };
    while Instant::now() < until {
        if is_ready() {
            return true;
        }
        if keeper.try_wait().unwrap().is_some() {
            break;
        }
        // The keeper waits for the pipe even after its server ended.
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        if log.contains("FATAL") {
            eprintln!("{log}");
            break;
        }
        thread::sleep(Duration::from_millis(20));
    }
    false
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// The newest version's programs, where Debian puts them.
pub fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut versions: Vec<u32> = versions
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable();
    let newest = versions.last().expect("Debian's package `postgresql`");
    PathBuf::from(format!("/usr/lib/postgresql/{newest}/bin"))
}

/// User and group to become, where the tests run as root.
fn other_user() -> Option<(u32, u32)> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let line = users.lines().find(|line| {
        let name = line.split(':').next();
        name == Some(OTHER_USER)
    });
    let fields: Vec<&str> = line.expect("the user postgres").split(':').collect();
    Some((fields[2].parse().unwrap(), fields[3].parse().unwrap()))
}

/// Set where these tests run as the child of one of them.
const CHILD: &str = "SB_TEST_HOLDS_A_CLUSTER";

#[test]
fn a_cluster_goes_with_its_tests_even_when_they_are_killed() {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["cluster::child_holds_a_cluster", "--exact", "--nocapture"])
        .env(CHILD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut lines = said.map(Result::unwrap);
    let folder = lines.find_map(|line| Some(PathBuf::from(line.split_once("holds ")?.1)));
    let folder = folder.expect("the child has a cluster");
    let server = fs::read_to_string(folder.join("data/postmaster.pid")).unwrap();
    let server = PathBuf::from("/proc").join(server.lines().next().unwrap());
    assert!(server.exists());
    child.kill().unwrap();
    child.wait().unwrap();
    let until = Instant::now() + STARTING;
    while folder.exists() || server.exists() {
        assert!(Instant::now() < until, "{} was left", folder.display());
        thread::sleep(Duration::from_millis(20));
    }
}

/// Helper of the test above, in a process of its own.
#[test]
fn child_holds_a_cluster() {
    if std::env::var_os(CHILD).is_some() {
        println!("holds {}", Cluster::get().folder.display());
        thread::sleep(STARTING);
    }
}
