//! A centre for one test: a copy of a migrated database, with what the test
//! wants in it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use secure_biometric::central::{
    Administration, Centre, CentreAddress, Cursor, KioskKeys, Page, Transport, migrate,
};
use secure_biometric::domain::Secret;
use secure_biometric::store::JoinedCentre;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection};
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::beside::Beside;
use crate::cluster::{Cluster, PASSWORD};

/// How long a change may take to be told: other tests' transactions are waited
/// for, too, as they are in the same cluster.
const PATIENCE: Duration = Duration::from_secs(30);

/// A database of its own, removed at the end.
pub struct TestCentre {
    pub name: String,
    pub runtime: Runtime,
    beside: Option<Beside>,
}

/// A kiosk that has joined and is approved.
pub struct TestKiosk {
    pub id: Uuid,
    pub address: CentreAddress,
    pub centre: Centre,
    url: String,
    login: String,
    password: String,
}

impl TestCentre {
    /// A new centre without a site.
    pub fn new() -> Self {
        static TEMPLATE: OnceLock<()> = OnceLock::new();
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        TEMPLATE.get_or_init(|| {
            Self::named("centre_template", None);
        });
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self::named(&format!("centre_{number}"), Some("centre_template"))
    }

    /// A database without anything in it.
    pub fn empty(name: &str) -> Self {
        let centre = Self {
            name: name.to_owned(),
            runtime: runtime(),
            beside: None,
        };
        centre.at_server(&format!("CREATE DATABASE {name}"));
        centre
    }

    fn named(name: &str, template: Option<&str>) -> Self {
        let mut centre = Self {
            name: name.to_owned(),
            runtime: runtime(),
            beside: None,
        };
        let like = template.map_or_else(String::new, |template| {
            format!(" TEMPLATE {template} STRATEGY FILE_COPY")
        });
        centre.at_server(&format!("CREATE DATABASE {name}{like}"));
        // What everybody may do in a database isn't copied with it.
        centre.wait(migrate(&centre.owner())).unwrap();
        if template.is_some() {
            centre.beside = Beside::start(name);
        }
        centre
    }

    /// Waits for the end of some work.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// The superuser's way in.
    pub fn owner(&self) -> CentreAddress {
        let url = Cluster::get().url("owner", PASSWORD, &self.name);
        CentreAddress::parse(&url, Transport::Verified).unwrap()
    }

    /// A connection of any login.
    pub fn connect(&self, url: &str) -> PgConnection {
        let options: PgConnectOptions = url.parse().unwrap();
        self.wait(options.disable_statement_logging().connect())
            .unwrap()
    }

    /// A connection of the superuser.
    pub fn connect_owner(&self) -> PgConnection {
        self.connect(&Cluster::get().url("owner", PASSWORD, &self.name))
    }

    /// Runs statements as the superuser.
    pub fn run(&self, sql: &str) {
        let mut connection = self.connect_owner();
        self.wait(connection.execute(AssertSqlSafe(sql.to_owned())))
            .unwrap_or_else(|why| panic!("{why}: {sql}"));
    }

    /// A number that a query of the superuser finds.
    pub fn count(&self, sql: &str) -> i64 {
        let mut connection = self.connect_owner();
        let query = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
        self.wait(query.fetch_one(&mut connection))
            .unwrap_or_else(|why| panic!("{why}: {sql}"))
    }

    /// Texts that a query of the superuser finds.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        let mut connection = self.connect_owner();
        let query = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
        self.wait(query.fetch_all(&mut connection))
            .unwrap_or_else(|why| panic!("{why}: {sql}"))
    }

    /// An administrator's connection.
    pub fn administration(&self) -> Administration {
        self.wait(Administration::open(self.owner())).unwrap()
    }

    /// A new site.
    pub fn site(&self) -> Uuid {
        let mut administration = self.administration();
        self.wait(administration.add_site("Head office")).unwrap()
    }

    /// A new kiosk of a site, approved.
    pub fn kiosk(&self, site: Uuid) -> TestKiosk {
        let mut administration = self.administration();
        let day = Duration::from_secs(86_400);
        let invitation = self
            .wait(administration.invite(site, "Entrance", day))
            .unwrap();
        let keys = KioskKeys {
            signing: [1; 32],
            exchange: [2; 32],
        };
        let password = Uuid::now_v7().simple().to_string();
        let secret = Secret::new(password.clone());
        let centre = self
            .wait(Centre::join(
                &self.owner(),
                &invitation.code,
                &keys,
                &secret,
            ))
            .unwrap();
        // Whoever is first founds the site; others are approved here by hand.
        if self.wait(centre.found_site()).is_err() {
            self.run(&format!(
                "UPDATE centre.kiosks SET state = 'approved' WHERE id = '{}'",
                invitation.kiosk
            ));
        }
        let login = invitation.code.login();
        TestKiosk {
            id: invitation.kiosk,
            address: self.owner().with_login(&login, &secret),
            url: Cluster::get().url(&login, &password, &self.name),
            login,
            password,
            centre,
        }
    }

    /// All pages from the start on, as soon as they hold `least` rows; the
    /// pages are small, so that cursors are used.
    pub fn pull_all<T, F>(&self, least: usize, mut pull: impl FnMut(Cursor) -> F) -> Vec<T>
    where
        F: Future<Output = Page<T>>,
    {
        let until = Instant::now() + PATIENCE;
        let mut cursor = Cursor::default();
        let mut all = Vec::new();
        loop {
            let page = self.wait(pull(cursor));
            cursor = page.cursor;
            all.extend(page.rows);
            if !page.more {
                if all.len() >= least || Instant::now() > until {
                    return all;
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
    }

    fn at_server(&self, sql: &str) {
        let url = Cluster::get().url("owner", PASSWORD, "postgres");
        let mut connection = self.connect(&url);
        self.wait(connection.execute(AssertSqlSafe(sql.to_owned())))
            .unwrap_or_else(|why| panic!("{why}: {sql}"));
        self.wait(connection.close()).unwrap();
    }
}

impl Drop for TestCentre {
    fn drop(&mut self) {
        self.beside = None;
        if self.name != "centre_template" && !thread::panicking() {
            self.at_server(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}

impl TestKiosk {
    /// What a kiosk keeps of the centre that it joined.
    pub fn membership(&self, centre: &TestCentre, site: Uuid) -> JoinedCentre {
        JoinedCentre {
            url: Cluster::get().url("nobody", "", &centre.name),
            unencrypted: false,
            login: self.login.clone(),
            password: self.password.clone(),
            site,
            kiosk: self.id,
        }
    }

    /// Another connection of the same kiosk.
    pub fn again(&self) -> Centre {
        Centre::new(self.address.clone())
    }

    /// A connection that is another runtime's.
    pub fn connect_in(&self, runtime: &Runtime) -> PgConnection {
        let options: PgConnectOptions = self.url.parse().unwrap();
        runtime.block_on(options.connect()).unwrap()
    }

    /// A connection of its login on which anything can be tried.
    pub fn connect(&self, centre: &TestCentre) -> PgConnection {
        centre.connect(&self.url)
    }
}

/// A runtime of the caller's own.
pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}
