//! Buttons: their ids, what they lead to, and the table of everything that can be
//! tapped.

use super::definition::{BUTTON, MENU_ENTRY};
use super::diagnostic::Diagnostic;
use super::fields::Fields;
use super::lines::quoted;
use super::list;
use super::loading::Site;
use super::source::Spot;
use super::tree::{Kind, Node};
use crate::action::{Action, Set};
use crate::bot::{Button, Does, Label, Leads, Press, owner};
use crate::channel::{self, Piece};
use crate::id::{ButtonId, ListId, ModuleId};

/// The buttons under a text or on a card.
pub(crate) fn buttons(site: &Site<'_>, node: &Node) -> Vec<Button> {
    up_to(site, node, channel::BUTTONS)
}

/// The buttons of a place that can have so many.
pub(super) fn up_to(site: &Site<'_>, node: &Node, most: usize) -> Vec<Button> {
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
    let mut fields = Fields::of(site, node, if in_menu { &MENU_ENTRY } else { &BUTTON })?;
    let piece = if in_menu { Piece::MenuLabel } else { Piece::Label };
    let label =
        fields.need("label", "Our shop").and_then(|node| site.label(node, "the label", piece));
    let url = fields.take("url").and_then(|node| address(site, node));
    let phone = if in_menu { None } else { fields.take("phone") };
    let phone = phone.and_then(|node| number(site, node));
    let mark = site.loading.mark();
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
    let opens = url.map(Does::Url).or(phone.map(Does::Phone));
    let found = match opens {
        Some(opens) => {
            fields.take("to");
            fields.take("do");
            named(site, &mut fields, label).map(|(owner, id, label)| (owner, id, label, opens))
        }
        None => pressed(site, &mut fields, label, set, node.spot)
            .map(|(owner, id, label)| (owner, id, label, Does::Press)),
    };
    fields.finish();
    let (owner, id, label, does) = found?;
    let carries = site.carried(mark..site.loading.mark());
    Some(Button { owner, id, label, does, carries })
}

/// What names a button for ever, and its label.
type Named = (ModuleId, ButtonId, Label);

/// Takes the `id` of something with a label; the label makes one where none is written.
fn named(site: &Site<'_>, fields: &mut Fields<'_, '_>, label: Option<Label>) -> Option<Named> {
    let id_node = fields.take("id");
    let label = label?;
    let made = || Some(ButtonId::new(slug(label.text.source())));
    let id = id_node.map_or_else(made, |node| id(site, node))?;
    if site.owner.is_none() {
        no_owner(site, fields.spot);
    }
    Some((site.owner.clone()?, id, label))
}

/// Takes `id`, `to` and `do` of something with a label that comes back to the bot when it is tapped.
pub(super) fn pressed(
    site: &Site<'_>,
    fields: &mut Fields<'_, '_>,
    label: Option<Label>,
    set: Option<Set>,
    spot: Spot,
) -> Option<Named> {
    let Some((owner, id, label)) = named(site, fields, label) else {
        fields.take("to");
        fields.take("do");
        return None;
    };
    let leads = leads(site, fields, &id, "b", set);
    keep(site, &id, &label, leads, None, spot);
    Some((owner, id, label))
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
    let found =
        Diagnostic::error("bad-phone", words.spot, format!("`{plain}` is no number to call")).help(
            "write + and digits with the code of the country, without spaces: \"+4533123456\"",
        );
    // `00` at the beginning is the same as `+`; without either, the country is not known.
    let bare: String =
        plain.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '/')).collect();
    let abroad = bare.strip_prefix('+').or_else(|| bare.strip_prefix("00"));
    site.report(match abroad.filter(|rest| rest.bytes().all(|b| b.is_ascii_digit())) {
        Some(digits) => found.try_mend(words.spot, quoted(&format!("+{digits}"))),
        None => found,
    });
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
    let found = Diagnostic::error("bad-address", spot, "an address begins with https://");
    site.report(match is_file(text) {
        true => found.help(format!(
            "a file is shown from the web: put it there, and write its whole address, like \
             \"https://cdn.example.com/{}\"",
            text.rsplit(['/', '\\']).next().unwrap_or(text)
        )),
        false => found
            .help(format!("write {}", site.loading.rewritten(spot, &fixed)))
            .try_mend(spot, fixed),
    });
    None
}

/// Whether this names a file of a computer rather than a page.
fn is_file(text: &str) -> bool {
    const ENDINGS: [&str; 8] = ["gif", "jpeg", "jpg", "mp3", "mp4", "pdf", "png", "webp"];
    let page = text.split('/').next().is_some_and(|host| host.matches('.').count() > 1);
    let ending = text.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    !page && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Takes `to` and `do`; the `do` becomes a list of its own under the button's id.
pub(super) fn leads(
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
        return Leads { list: None, to, item: None };
    }
    let of = site.owner.as_ref().map_or("", |owner| owner.as_str());
    let list = match site.module {
        None if of == owner::MENU || of == owner::ICE_BREAKERS => ListId::new(format!("{of}#{id}")),
        None | Some(_) => ListId::new(format!("{of}#{kind}.{id}")),
    };
    tap.keep(&list, actions);
    Leads { list: Some(list), to, item: None }
}

/// Puts it into the table of what can be tapped; two of one id are an error unless they do the
/// same.
pub(super) fn keep(
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
