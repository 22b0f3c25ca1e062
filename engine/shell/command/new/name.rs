//! The name of a new bot: its folder, its id and its title for people come from one word.

use std::path::Path;

/// A folder's name is bounded by what people read, and by what every file system takes.
const LENGTH: usize = 60;

/// What a bot is called.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// In flows: `nordic_chairs`.
    pub(super) id: String,
    /// For people: `Nordic Chairs`.
    pub(super) title: String,
}

impl Name {
    /// The names of a bot in this folder.
    ///
    /// # Errors
    /// Why it cannot be called so, and how it could.
    pub(super) fn of(folder: &Path) -> Result<Self, String> {
        let given = folder.file_name().map(|name| name.to_string_lossy().into_owned());
        let word = match given {
            Some(word) => word,
            // `.` and `..` have no name of their own.
            None => {
                let whole = folder.canonicalize().ok();
                let name = whole.as_deref().and_then(Path::file_name);
                name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
            }
        };
        if word.len() > LENGTH {
            return Err(format!(
                "a bot's name has at most {LENGTH} letters, this one {}",
                word.chars().count()
            ));
        }
        if !fits(&word) {
            return Err(refused(&word));
        }
        let parts = word.split(['-', '_']).filter(|part| !part.is_empty());
        let title: Vec<_> = parts.map(capital).collect();
        Ok(Self { id: word.to_lowercase().replace('-', "_"), title: title.join(" ") })
    }
}

/// Letters, digits, `-` and `_`, with a letter first: a name that no shell, address or file system reads otherwise.
fn fits(word: &str) -> bool {
    let all = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(all)
}

fn refused(word: &str) -> String {
    let mut near = String::new();
    for c in word.trim().chars() {
        if c.is_ascii_alphanumeric() {
            near.push(c);
        } else if !near.is_empty() && !near.ends_with('-') {
            near.push('-');
        }
    }
    let near = near.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).trim_end_matches('-');
    let near = if near.is_empty() { "my-bot" } else { near };
    format!(
        "`{word}` cannot be the name of a bot: it has letters from a to z, digits, - and _, and begins with a letter. \
         Try: baton new {near}"
    )
}

fn capital(part: &str) -> String {
    let mut letters = part.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(word: &str) -> String {
        Name::of(Path::new(word)).unwrap_err()
    }

    #[test]
    fn id_and_title_come_from_the_folder() {
        let names = |word: &str| {
            let name = Name::of(Path::new(word)).unwrap();
            (name.id, name.title)
        };
        assert_eq!(names("nordic-chairs"), ("nordic_chairs".into(), "Nordic Chairs".into()));
        assert_eq!(names("bots/Bakery2"), ("bakery2".into(), "Bakery2".into()));
        assert_eq!(names("a__b"), ("a__b".into(), "A B".into()));
    }

    #[test]
    fn a_name_that_cannot_be_is_told_one_that_can() {
        assert!(told("my bot").ends_with("Try: baton new my-bot"));
        assert!(told("2go!").ends_with("Try: baton new go"));
        assert!(told("Café Süß").ends_with("Try: baton new Caf-S"));
        assert!(told("---").ends_with("Try: baton new my-bot"));
        assert!(told("日本").ends_with("Try: baton new my-bot"));
        assert!(told(&"a".repeat(61)).contains("at most 60"));
    }
}
