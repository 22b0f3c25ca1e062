//! `GET /{psid}`: a person's public profile (messenger-platform 6.5).

use serde_json::{Map, Value};

use crate::error::Refusal;
use crate::graph::Accepted;
use crate::graph::params::Params;
use crate::platform::{Platform, Spot};
use crate::thread::Profile;

impl Platform {
    /// The fields asked for, and the id. A person without a profile of their own gets a plain one.
    pub(super) fn profile(
        &self,
        _now: i64,
        spot: Spot<'_>,
        params: &Params,
    ) -> Result<Accepted, Refusal> {
        let text = "Object does not exist or permissions are missing";
        let thread = self.thread(spot).ok_or_else(|| Refusal::new(100, Some(33), text))?;
        let made_up = || made_up(spot.contact);
        let profile = thread.profile.clone().unwrap_or_else(made_up);
        let mut shown = Map::new();
        let mut fields = params.names("fields");
        if fields.is_empty() {
            fields.extend(["first_name", "last_name", "profile_pic"].map(str::to_owned));
        }
        for field in fields {
            let value: Option<Value> = match field.as_str() {
                "first_name" => Some(profile.first_name.clone().into()),
                "last_name" => Some(profile.last_name.clone().into()),
                "name" => Some(format!("{} {}", profile.first_name, profile.last_name).into()),
                "profile_pic" => Some(profile.profile_pic.clone().into()),
                "locale" => profile.locale.clone().map(Value::from),
                "timezone" => profile.timezone.map(Value::from),
                // Known, but not permitted or not given: Meta leaves such fields out.
                "id" | "gender" => None,
                other => {
                    let text = format!("Tried accessing nonexisting field ({other})");
                    return Err(Refusal::parameter(text));
                }
            };
            shown.extend(value.map(|value| (field, value)));
        }
        shown.insert("id".into(), spot.contact.into());
        Ok(Accepted::plain(Value::Object(shown)))
    }
}

fn made_up(contact: &str) -> Profile {
    Profile {
        first_name: "Alex".to_owned(),
        last_name: format!("No{contact}"),
        profile_pic: format!("https://pictures.example/{contact}.jpg"),
        locale: None,
        timezone: None,
    }
}
