//! The settings that exist, each with its variable, its key in `baton.yaml`, and what it is for.

/// One setting.
#[derive(Debug)]
pub(super) struct Setting {
    /// The variable.
    pub(super) variable: &'static str,
    /// The key in `baton.yaml`.
    pub(super) key: &'static str,
    /// Whether it may also stand in a file that `<variable>_FILE` names, and never prints.
    pub(super) secret: bool,
    /// What it is, as the end of "missing: …".
    pub(super) what: &'static str,
    /// What holds where it is not set; empty: nothing.
    pub(super) default: &'static str,
}

impl Setting {
    const fn or(self, default: &'static str) -> Self {
        Self { default, ..self }
    }
}

const fn open(variable: &'static str, key: &'static str, what: &'static str) -> Setting {
    Setting { variable, key, secret: false, what, default: "" }
}

const fn secret(variable: &'static str, key: &'static str, what: &'static str) -> Setting {
    Setting { variable, key, secret: true, what, default: "" }
}

pub(super) const CONFIG: Setting = open("BATON_CONFIG", "", "the configuration file");
pub(super) const LISTEN: Setting =
    open("BATON_LISTEN", "listen", "the address to listen on, like 127.0.0.1:4100")
        .or("127.0.0.1:4100");
pub(super) const DATABASE_URL: Setting = open(
    "BATON_DATABASE_URL",
    "database_url",
    "where conversations are kept, like sqlite:///var/lib/baton/baton.db",
);
pub(super) const DISK_RESERVE: Setting = open(
    "BATON_DISK_RESERVE",
    "disk_reserve",
    "MiB of the disk to keep for when it is full, like 64; 0 keeps none",
)
.or("64");
pub(super) const APP_ID: Setting = open(
    "BATON_APP_ID",
    "app_id",
    "the number of your app (developers.facebook.com, App settings)",
);
pub(super) const APP_SECRET: Setting = secret(
    "BATON_APP_SECRET",
    "app_secret",
    "the secret of your app (App settings, Basic); two, with a comma between, while it is changed",
);
pub(super) const VERIFY_TOKEN: Setting = secret(
    "BATON_VERIFY_TOKEN",
    "verify_token",
    "a word of your choice, the same as in the webhook settings of your app",
);
pub(super) const PAGE_ID: Setting =
    open("BATON_PAGE_ID", "page_id", "the number of the page; several pages stand under `pages:`");
pub(super) const PAGE_TOKEN: Setting = secret(
    "BATON_PAGE_TOKEN",
    "page_token",
    "the access token of the page (Messenger settings of your app, Generate token)",
);
pub(super) const PAGE_NAME: Setting = open("BATON_PAGE_NAME", "page_name", "the page's name");
pub(super) const PAGE_ZONE: Setting =
    open("BATON_PAGE_ZONE", "page_zone", "the page's time zone, like Europe/Copenhagen").or("UTC");
pub(super) const GRAPH_URL: Setting =
    open("BATON_GRAPH_URL", "graph_url", "where the Graph API is").or("https://graph.facebook.com");
pub(super) const GRAPH_VERSION: Setting =
    open("BATON_GRAPH_VERSION", "graph_version", "the version of the Graph API, like v25.0")
        .or("v25.0");
pub(super) const ROUTING: Setting = open(
    "BATON_ROUTING",
    "routing",
    "how the page routes conversations: auto, default_app, other_default or shared",
)
.or("auto");
pub(super) const ADMIN_TOKEN: Setting =
    secret("BATON_ADMIN_TOKEN", "admin_token", "the token that opens the admin API");
pub(super) const SERVICE_ALLOW: Setting = open(
    "BATON_SERVICE_ALLOW",
    "service_allow",
    "hosts of services that may be private or plain http, like crm.internal:8080, with commas between",
);
pub(super) const LOG: Setting =
    open("BATON_LOG", "log", "what to log, like info or baton=debug").or("info");
pub(super) const LOG_FORMAT: Setting =
    open("BATON_LOG_FORMAT", "log_format", "how to log: text or json")
        .or("text at a terminal, else json");

/// Every setting with a name of its own.
pub(super) const ALL: [&Setting; 18] = [
    &CONFIG,
    &LISTEN,
    &DATABASE_URL,
    &DISK_RESERVE,
    &APP_ID,
    &APP_SECRET,
    &VERIFY_TOKEN,
    &PAGE_ID,
    &PAGE_TOKEN,
    &PAGE_NAME,
    &PAGE_ZONE,
    &GRAPH_URL,
    &GRAPH_VERSION,
    &ROUTING,
    &ADMIN_TOKEN,
    &SERVICE_ALLOW,
    &LOG,
    &LOG_FORMAT,
];

/// Variables of services: `BATON_SERVICE_<NAME>_URL`.
pub(super) const SERVICE: (&str, &str) = ("BATON_SERVICE_", "_URL");
/// Variables of secrets: `BATON_SECRET_<NAME>`, or `BATON_SECRET_<NAME>_FILE`.
pub(super) const SECRET: &str = "BATON_SECRET_";
/// Behind a secret's variable: the file it stands in.
pub(super) const FILE: &str = "_FILE";
/// Variables of the tests, which are nobody's settings.
pub(super) const TESTS: &str = "BATON_TEST_";
/// What every variable begins with.
pub(super) const ALL_BEGIN: &str = "BATON_";
