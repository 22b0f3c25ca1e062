//! Who a test is about, and when it begins.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::definition;
use crate::event::Profile;
use crate::id::Timestamp;
use crate::language::{Diagnostic, Fields, Node, Site};

/// Where a test begins that does not say when: a Monday morning.
const MONDAY: &str = "2026-03-02 09:00 UTC";
/// What the person is called where a test does not say.
const NAME: &str = "Anna";

/// The person a test is about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Person {
    /// The name by which `as` calls them, and their id.
    pub(crate) id: String,
    /// The profile; `None`: the platform does not give it.
    pub(crate) profile: Option<Profile>,
}

impl Default for Person {
    fn default() -> Self {
        let profile = Profile { first_name: Some(NAME.into()), ..Profile::default() };
        Self { id: NAME.to_lowercase(), profile: Some(profile) }
    }
}

impl Person {
    /// Reads `person`.
    pub(crate) fn read(node: &Node, site: &Site<'_>) -> Option<Self> {
        if node.as_text() == Some("nothing") {
            return Some(Self { profile: None, ..Self::default() });
        }
        let mut fields = Fields::of(site, node, &definition::PERSON)?;
        let text = |fields: &mut Fields<'_, '_>, key: &'static str| {
            let node = fields.take(key)?;
            site.words(node, &format!("`{key}`")).map(|words| words.text)
        };
        let id = text(&mut fields, "id");
        let timezone = fields.take("timezone").and_then(|node| site.number(node, "`timezone`"));
        let profile = Profile {
            first_name: text(&mut fields, "first_name"),
            last_name: text(&mut fields, "last_name"),
            locale: text(&mut fields, "locale"),
            timezone,
            picture: text(&mut fields, "picture"),
        };
        fields.finish();
        let name = profile.first_name.as_deref().unwrap_or(NAME);
        let id = id.unwrap_or_else(|| called(name));
        Some(Self { id, profile: Some(profile) })
    }

    /// Somebody else, called like the id; locale and time zone are the same.
    pub(crate) fn other(&self, id: &str) -> Self {
        let mut letters = id.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string());
        let name = first.unwrap_or_default() + letters.as_str();
        let profile = self.profile.clone().map(|profile| Profile {
            first_name: Some(name),
            last_name: None,
            picture: None,
            ..profile
        });
        Self { id: id.to_owned(), profile }
    }
}

fn called(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    if plain.is_empty() { NAME.to_lowercase() } else { plain }
}

/// When a test begins.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Start {
    /// The moment.
    pub(crate) at: Timestamp,
    /// The zone it was written in, which is the Page's.
    pub(crate) zone: String,
}

impl Default for Start {
    fn default() -> Self {
        Self::parse(MONDAY).expect("this is a date, a time and a zone")
    }
}

impl Start {
    /// Reads `starts_at`.
    pub(crate) fn read(node: &Node, site: &Site<'_>) -> Option<Self> {
        let words = site.words(node, "`starts_at`")?;
        let found = Self::parse(&words.text);
        if found.is_none() {
            let message = format!("`{}` is no moment", words.text);
            site.report(
                Diagnostic::error("unknown-value", words.spot, message).help(
                    "write day, time and zone: `starts_at: 2026-03-02 09:00 Europe/Copenhagen`",
                ),
            );
        }
        found
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split_whitespace();
        let (day, time) = (parts.next()?, parts.next()?);
        let name = parts.next().unwrap_or("UTC");
        let zone = TimeZone::get(name).ok().filter(|_| parts.next().is_none())?;
        let moment: DateTime = format!("{day}T{time}").parse().ok()?;
        let moment = moment.to_zoned(zone).ok()?;
        let at = Timestamp(moment.timestamp().as_millisecond());
        Some(Self { at, zone: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::{Person, Start};

    #[test]
    fn a_moment_is_read_in_its_zone() {
        let start = Start::parse("2026-03-02 09:00 Europe/Copenhagen").unwrap();
        assert_eq!(start.at.0, 1_772_438_400_000);
        assert_eq!(Start::parse("2026-03-02 08:00").unwrap().at, start.at);
        for wrong in ["2026-03-02", "tomorrow 9:00", "2026-03-02 09:00 Copenhagen", "x y z w"] {
            assert_eq!(Start::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn somebody_else_is_called_like_the_id() {
        let bob = Person::default().other("bob");
        assert_eq!(bob.profile.unwrap().first_name.as_deref(), Some("Bob"));
    }
}
