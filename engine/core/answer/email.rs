//! E-mail addresses.

/// The address in a message: the message itself, or the only word in it with an `@`.
///
/// The domain comes back in lower case. Whether a mailbox exists nobody can tell from its name;
/// what is refused is what no mail server would take.
pub(super) fn read(text: &str) -> Option<String> {
    let mut found = text.split_whitespace().filter(|word| word.contains('@'));
    let word = found.next().filter(|_| found.next().is_none())?;
    let is_around = |c: char| {
        matches!(c, '<' | '>' | '(' | ')' | '"' | '\'' | ',' | ';' | ':' | '.' | '!' | '?')
    };
    let word = word.trim_end_matches(is_around).trim_start_matches(['<', '(', '"', '\'']);
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    let (local, domain) = word.rsplit_once('@')?;
    let domain = domain.to_lowercase();
    let fits = word.len() <= 254 && is_local(local) && is_domain(&domain);
    fits.then(|| format!("{local}@{domain}"))
}

fn is_local(local: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    !local.is_empty() && local.len() <= 64 && !dots && local.chars().all(allowed)
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        let inside = label.chars().all(|c| c.is_alphanumeric() || c == '-');
        !label.is_empty()
            && label.len() <= 63
            && inside
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let Some((_, last)) = domain.rsplit_once('.') else {
        return false;
    };
    let lettered = last.chars().count() >= 2 && last.chars().any(char::is_alphabetic);
    lettered && domain.split('.').all(is_label)
}
