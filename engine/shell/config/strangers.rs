//! Variables that look like settings and are none: mostly slips of the hand, which would go unnoticed where a default
//! takes their place.

use super::read::nearest;
use super::{Places, setting};

impl Places {
    /// A sentence for each, with the setting that was probably meant.
    pub fn strangers(&self) -> Vec<String> {
        let strange = self.variables().keys().filter(|name| !is_known(name));
        let says = |name: &String| {
            let hint =
                meant(name).map_or_else(String::new, |near| format!("; did you mean {near}?"));
            format!("{name} is set and is no setting{hint}")
        };
        strange.map(says).collect()
    }
}

/// Variables with names of their own.
fn names() -> impl Iterator<Item = String> {
    let files = setting::ALL.iter().filter(|one| one.secret);
    let files = files.map(|one| format!("{}{}", one.variable, setting::FILE));
    setting::ALL.iter().map(|one| one.variable.to_owned()).chain(files)
}

/// What stands between the two ends of a service's variable, or behind the first alone.
fn service(name: &str) -> Option<&str> {
    name.strip_prefix(setting::SERVICE.0).filter(|rest| !rest.is_empty())
}

fn is_known(name: &str) -> bool {
    names().any(|known| known == name)
        || name.strip_prefix(setting::SECRET).is_some_and(|rest| !rest.is_empty())
        || service(name).is_some_and(|rest| rest.ends_with(setting::SERVICE.1))
        || name.starts_with(setting::TESTS)
}

fn meant(name: &str) -> Option<String> {
    // What all of them begin with says nothing about likeness.
    let behind = |name: &str| name.trim_start_matches(setting::ALL_BEGIN).to_owned();
    let near = nearest(&behind(name), names().map(|known| behind(&known)));
    let near = near.map(|near| format!("{}{near}", setting::ALL_BEGIN));
    let (before, after) = setting::SERVICE;
    near.or_else(|| service(name).map(|name| format!("{before}{name}{after}")))
}
