//! Ways into a bot: what a Page shows before the first word, the Get Started button, links and ads by their
//! `ref`, a thread that another app passes.

use indexmap::IndexMap;

use crate::bot::Leads;
use crate::tongue::Tongue;

/// What a Page says before anybody writes, with the platform's own names for what it inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greeting {
    /// In the main language.
    pub text: String,
    /// In other languages.
    pub others: Vec<(Tongue, String)>,
}

/// Where people come in.
#[derive(Debug, Clone, Default)]
pub struct Entries {
    /// The Get Started button.
    pub get_started: Option<Leads>,
    /// Links and ads by their exact `ref`.
    pub refs: IndexMap<String, Leads>,
    /// Links and ads by the form of their `ref`, in the author's order.
    pub forms: Vec<(RefForm, Leads)>,
    /// Another app passes us the thread without a handover of ours.
    pub passed: Option<Leads>,
}

impl Entries {
    /// What a link or ad leads to, with the `ref` as the author wrote it: the exact one first, then the first form
    /// that fits.
    pub fn by_ref(&self, reference: &str) -> Option<(String, &Leads)> {
        let exact = self.refs.get(reference).map(|leads| (reference.to_owned(), leads));
        let by_form = || self.forms.iter().find(|(form, _)| form.fits(reference));
        exact.or_else(|| by_form().map(|(form, leads)| (form.written(), leads)))
    }

    /// What all of them lead to.
    pub fn all(&self) -> impl Iterator<Item = &Leads> {
        let forms = self.forms.iter().map(|(_, leads)| leads);
        self.get_started.iter().chain(&self.passed).chain(self.refs.values()).chain(forms)
    }
}

/// A `ref` with `*`, each of which stands for anything or nothing: `partner_*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefForm {
    /// What stands between the stars, the beginning and the end among it.
    fixed: Vec<String>,
}

impl RefForm {
    /// Reads a form; `None` where it has no star.
    pub fn read(text: &str) -> Option<Self> {
        Self::around(text.split('*').map(str::to_owned).collect())
    }

    /// A form with a star between each of these texts and the next.
    pub(crate) fn around(fixed: Vec<String>) -> Option<Self> {
        (fixed.len() > 1).then_some(Self { fixed })
    }

    /// The form as the author wrote it.
    pub fn written(&self) -> String {
        self.fixed.join("*")
    }

    /// Whether a `ref` is of this form.
    pub fn fits(&self, reference: &str) -> bool {
        let [first, between @ .., last] = self.fixed.as_slice() else { return false };
        let Some(mut rest) = reference.strip_prefix(first.as_str()) else { return false };
        for fixed in between {
            // The earliest place leaves the most for what follows.
            let Some(at) = rest.find(fixed.as_str()) else { return false };
            rest = &rest[at + fixed.len()..];
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::RefForm;

    fn fits(form: &str, reference: &str) -> bool {
        RefForm::read(form).unwrap().fits(reference)
    }

    #[test]
    fn a_star_stands_for_anything_or_nothing() {
        for reference in ["partner_", "partner_7", "partner_a_b"] {
            assert!(fits("partner_*", reference), "{reference}");
        }
        assert!(!fits("partner_*", "partner") && !fits("partner_*", "my_partner_7"));
        assert!(fits("*_sale", "summer_sale") && fits("*", "") && fits("a*b*c", "aXbXbc"));
        assert!(!fits("a*a", "a") && !fits("a*b*c", "acb"));
        assert_eq!(RefForm::read("sale"), None);
    }
}
