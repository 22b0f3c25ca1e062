//! Approved utility templates: the one kind of message that may go out at any time (messenger-platform 4.4).

use super::definition::UTILITY;
use crate::effect;
use crate::language::{Diagnostic, Fields, Kind, Node, Site, Words};
use crate::message::text_of;
use crate::scene::Scene;
use crate::template::Template;

/// A template that Meta has approved, with what is put into it.
///
/// ```yaml
/// - say: { template: { name: visit_reminder, language: en, with: ["{{full_name}}"] } }
/// ```
#[derive(Debug, Clone)]
pub struct Utility {
    /// Its name at Meta.
    pub name: String,
    /// The language it was approved in; `None`: the contact's.
    pub language: Option<String>,
    /// What is put into it, in its order.
    pub with: Vec<Template>,
}

impl Utility {
    /// The name alone, or a map with what is put in.
    pub(crate) fn load(node: &Node, site: &Site<'_>) -> Option<Self> {
        if node.as_text().is_some() {
            let name = name(&site.words(node, "`template`")?, site)?;
            return Some(Self { name, language: None, with: Vec::new() });
        }
        let mut fields = Fields::of(site, node, &UTILITY)?;
        let named = fields
            .need("name", "visit_reminder")
            .and_then(|node| name(&site.words(node, "`name`")?, site));
        let language = fields.take("language").and_then(|node| {
            let words = site.words(node, "`language`")?;
            site.language(&words)
        });
        let with = fields.take("with").map(|node| with(node, site)).unwrap_or_default();
        fields.finish();
        Some(Self { name: named?, language, with })
    }

    /// The template with everything put in.
    pub(crate) fn render(&self, scene: &Scene) -> Result<effect::Utility, String> {
        let with = self.with.iter().map(|template| text_of(scene, template));
        Ok(effect::Utility {
            name: self.name.clone(),
            language: self.language.clone().unwrap_or_else(|| scene.approved_language().to_owned()),
            with: with.collect::<Result<_, _>>()?,
        })
    }
}

fn name(words: &Words, site: &Site<'_>) -> Option<String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !words.text.is_empty() && words.text.chars().all(fits) {
        return Some(words.text.clone());
    }
    let message = format!("`{}` cannot be the name of a template", words.text);
    site.report(Diagnostic::error("bad-name", words.spot, message).help(
        "write the name it has at Meta, in the list of message templates: small letters, digits and _",
    ));
    None
}

fn with(node: &Node, site: &Site<'_>) -> Vec<Template> {
    if let Kind::Map { .. } = node.kind {
        site.wrong_shape(
            node,
            "`with`",
            "write the values in the order of the template: `with: [\"{{full_name}}\"]`",
        );
        return Vec::new();
    }
    let words = site.several(node, "`with`");
    words.iter().filter_map(|words| site.template_of(words, false)).collect()
}
