//! Buttons and choices: their ids, what they lead to, and the table of everything that can be
//! tapped.

use super::definition::{BUTTON, CHOICE, MENU_ENTRY};
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::lines::quoted;
use super::list;
use super::loading::Site;
use super::source::Spot;
use super::tree::{Kind, Node};
use crate::action::{Action, Set};
use crate::bot::{Button, Choice, Does, Label, Leads, Press, owner};
use crate::id::{ButtonId, ListId};
use crate::limit;

/// The buttons under a text, on a card or in the menu; `most`: how many the place can have.
pub(crate) fn buttons(site: &Site<'_>, node: &Node, most: usize) -> Vec<Button> {
    let items = match &node.kind {
        Kind::List { items, .. } => items.as_slice(),
        Kind::Map { .. } => std::slice::from_ref(node),
        Kind::Nothing | Kind::Text { .. } => {
            site.wrong_shape(node, "`buttons`", "write a list: `- { label: Our shop, to: shop }`");
            return Vec::new();
        }
        Kind::Broken => return Vec::new(),
    };
    site.no_more_than(items, most, "buttons");
    items.iter().filter_map(|item| button(site, item)).collect()
}

fn button(site: &Site<'_>, node: &Node) -> Option<Button> {
    let in_menu = site.owner.as_ref().is_some_and(|of| of.as_str() == owner::MENU);
    let (definition, most) = match in_menu {
        true => (&MENU_ENTRY, limit::MENU_LABEL),
        false => (&BUTTON, limit::LABEL),
    };
    let mut fields = Fields::of(site, node, definition)?;
    let label =
        fields.need("label", "Our shop").and_then(|node| site.label(node, "the label", most));
    let id_node = fields.take("id");
    let url = fields.take("url").and_then(|node| address(site, node));
    let phone = fields.take("phone").and_then(|node| number(site, node));
    let set = fields.take("set").and_then(|node| Set::load(node, site));
    let taps = ["to", "do"].iter().any(|key| fields.has(key)) || set.is_some();
    let away = url.is_some() || phone.is_some();
    if (away && taps) || (url.is_some() && phone.is_some()) {
        site.report(
            Diagnostic::error("wrong-shape", fields.first_line(), "a button does one thing").help(
                "keep `url`, or `phone`, or `to` with `do` and `set`; for the others make \
                      further buttons",
            ),
        );
    }
    let Some(label) = label else {
        fields.take("to");
        fields.take("do");
        fields.finish();
        return None;
    };
    let id = id_node
        .map_or_else(|| Some(ButtonId::new(slug(label.text.source()))), |node| id(site, node));
    let of = site.owner.clone();
    let (Some(id), Some(owner)) = (id, of) else {
        fields.take("to");
        fields.take("do");
        if site.owner.is_none() {
            no_owner(site, fields.spot);
        }
        fields.finish();
        return None;
    };
    let opens = url.map(Does::Url).or(phone.map(Does::Phone));
    let does = match opens {
        Some(opens) => {
            fields.take("to");
            fields.take("do");
            opens
        }
        None => {
            let leads = leads(site, &mut fields, &id, "b", set);
            keep(site, &id, &label, leads, None, node.spot);
            Does::Press
        }
    };
    fields.finish();
    Some(Button { owner, id, label, does })
}

fn no_owner(site: &Site<'_>, spot: Spot) {
    site.report(
        Diagnostic::error("missing-key", spot, "a keyword whose `do` shows buttons needs an `id`")
            .help(
                "add one, for example `id: menu`: a tapped button is found again by it, even \
                  after a year",
            ),
    );
}

/// A number to call: `+` and digits, as the platform asks for it (messenger-platform 4.2).
fn number(site: &Site<'_>, node: &Node) -> Option<crate::template::Template> {
    let words = site.words(node, "`phone`")?;
    let template = site.template_of(&words, false)?;
    let Some(plain) = template.as_plain() else { return Some(template) };
    let digits = plain.strip_prefix('+').filter(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    if digits.is_some_and(|digits| (7..=15).contains(&digits.len())) {
        return Some(template);
    }
    site.report(
        Diagnostic::error("bad-phone", words.spot, format!("`{plain}` is no number to call")).help(
            "write + and digits with the code of the country, without spaces: \"+4533123456\"",
        ),
    );
    None
}

/// An address to open: checked where nothing is inserted.
pub(crate) fn address(site: &Site<'_>, node: &Node) -> Option<crate::template::Template> {
    let words = site.words(node, "the address")?;
    let template = site.template_of(&words, false)?;
    let translated = site.loading.translated(words.spot);
    let others = translated.iter().filter_map(|(_, node)| Some((node.as_text()?, node.spot)));
    let mut wrong =
        std::iter::once((words.text.as_str(), words.spot)).chain(others).filter(|(text, _)| {
            let begins = text.starts_with("https://") || text.starts_with("http://");
            !begins && !text.contains("{{")
        });
    let Some((text, spot)) = wrong.next() else { return Some(template) };
    let fixed = quoted(&format!("https://{}", text.trim_start_matches('/')));
    site.report(
        Diagnostic::error("bad-address", spot, "an address begins with https://")
            .help(format!("write {}", site.loading.rewritten(spot, &fixed))),
    );
    None
}

/// Takes `to` and `do`; the `do` becomes a list of its own under the button's id.
fn leads(
    site: &Site<'_>,
    fields: &mut Fields<'_, '_>,
    id: &ButtonId,
    kind: &str,
    set: Option<Set>,
) -> Leads {
    let to = fields.take("to").and_then(|node| list::target(site, node));
    let tap = Site { tap: true, in_do: true, ..site.clone() };
    let mut actions = fields.take("do").map(|node| list::actions(&tap, node)).unwrap_or_default();
    if let Some(set) = set {
        // `take_back` must stay the first; what is set then holds when the list goes on.
        let first = matches!(actions.first(), Some((Action::TakeBack(_), _)));
        actions.insert(usize::from(first), (Action::Set(set), fields.spot));
    }
    if actions.is_empty() {
        return Leads { list: None, to };
    }
    let of = site.owner.as_ref().map_or("", |owner| owner.as_str());
    let list = match site.module {
        None if of == owner::MENU => ListId::new(format!("{of}#{id}")),
        None | Some(_) => ListId::new(format!("{of}#{kind}.{id}")),
    };
    tap.keep(&list, actions);
    Leads { list: Some(list), to }
}

/// Puts it into the table of what can be tapped; two of one id are an error unless they do the
/// same.
fn keep(
    site: &Site<'_>,
    id: &ButtonId,
    label: &Label,
    leads: Leads,
    choice: Option<u16>,
    spot: Spot,
) {
    let Some(owner) = site.owner.clone() else { return };
    let takes_back = leads.list.as_ref().is_some_and(|list| {
        let lists = site.loading.lists.borrow();
        let first = lists.get(list).and_then(|list| list.actions.first());
        matches!(first, Some(Action::TakeBack(_)))
    });
    let press = Press { label: label.clone(), leads, takes_back, choice };
    let mut presses = site.loading.presses.borrow_mut();
    let key = (owner, id.clone());
    let Some((first, first_spot)) = presses.get(&key) else {
        presses.insert(key, (press, spot));
        return;
    };
    let same = first.leads == press.leads && press.leads.list.is_none() && choice.is_none();
    if same && first.choice.is_none() && first.label.text.source() == label.text.source() {
        return;
    }
    site.report(
        Diagnostic::error(
            "duplicate-id",
            spot,
            format!("there are two buttons with the id `{id}` here"),
        )
        .help(format!(
            "give this one an id of its own: `id: {id}_2`; without `id` it is made from the label"
        ))
        .also(*first_spot, "the first one"),
    );
}

/// The author's own id of a button.
pub(crate) fn id(site: &Site<'_>, node: &Node) -> Option<ButtonId> {
    let words = site.words(node, "`id`")?;
    site.name(&words, "an id").map(ButtonId::new)
}

/// The quick replies of a module.
pub(crate) fn choices(site: &Site<'_>, node: &Node) -> Vec<(Choice, Spot)> {
    let items = match &node.kind {
        Kind::List { items, .. } => items.as_slice(),
        Kind::Map { .. } => {
            let later = site.refuses_later(node, "choices", "each");
            if !later {
                let instead = "write a list: `- { label: Yes, to: confirm }`";
                site.wrong_shape(node, "`choices`", instead);
            }
            return Vec::new();
        }
        Kind::Nothing | Kind::Text { .. } => {
            site.wrong_shape(node, "`choices`", "write a list: `- { label: Yes, to: confirm }`");
            return Vec::new();
        }
        Kind::Broken => return Vec::new(),
    };
    site.no_more_than(items, limit::CHOICES, "choices");
    let mut found: Vec<(Choice, Spot)> = Vec::new();
    for item in items {
        let place = u16::try_from(found.len()).unwrap_or(u16::MAX);
        found.extend(choice(site, item, place).map(|choice| (choice, item.spot)));
    }
    found
}

fn choice(site: &Site<'_>, node: &Node, place: u16) -> Option<Choice> {
    // A bare text is its label.
    if node.as_text().is_some() {
        let label = site.label(node, "the label", limit::LABEL)?;
        let id = ButtonId::new(slug(label.text.source()));
        keep(site, &id, &label, Leads::default(), Some(place), node.spot);
        return Some(Choice { id, label, value: None, leads: Leads::default(), image: None });
    }
    let mut fields = Fields::of(site, node, &CHOICE)?;
    let label = fields
        .need("label", "Yes, please")
        .and_then(|node| site.label(node, "the label", limit::LABEL));
    let id_node = fields.take("id");
    let value = fields.take("value").and_then(|node| site.tree(node));
    let image = fields.take("image").and_then(|node| address(site, node));
    let Some(label) = label else {
        fields.take("to");
        fields.take("do");
        fields.finish();
        return None;
    };
    let id = id_node
        .map_or_else(|| Some(ButtonId::new(slug(label.text.source()))), |node| id(site, node))?;
    let leads = leads(site, &mut fields, &id, "o", None);
    keep(site, &id, &label, leads.clone(), Some(place), node.spot);
    fields.finish();
    Some(Choice { id, label, value, leads, image })
}

/// An id from a label: its letters and digits in lower case, the rest as `_`. Labels of signs alone
/// get the numbers of their characters, so that the id depends on nothing but the label.
pub(crate) fn slug(label: &str) -> String {
    let mut slug = String::new();
    for c in label.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('_') {
            slug.push('_');
        }
    }
    let slug = slug.trim_end_matches('_');
    if !slug.is_empty() {
        return slug.to_owned();
    }
    let numbers: Vec<String> = label.chars().map(|c| format!("{:x}", u32::from(c))).collect();
    format!("u{}", numbers.join("_"))
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn an_id_comes_from_the_label_alone() {
        assert_eq!(slug("Talk to a person"), "talk_to_a_person");
        assert_eq!(slug("Yes, please!"), "yes_please");
        assert_eq!(slug("Größe 5"), "größe_5");
        assert_eq!(slug("はい"), "はい");
        assert_eq!(slug("👍"), "u1f44d");
        assert_ne!(slug("👍"), slug("👎"));
    }
}
