//! Reads the XML of our own pictures, and panics at what no browser would read.

/// Whether a text is well-formed XML, as far as an SVG of ours uses it; the ids in it.
pub(crate) fn well_formed(text: &str) -> Vec<String> {
    let (mut open, mut ids): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('<') {
        has_entities_alone(before);
        let (tag, behind) = inside.split_once('>').expect("a tag ends");
        rest = behind;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{name} is closed");
            continue;
        }
        let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(name.bytes().all(|b| b.is_ascii_alphabetic()), "{name}");
        while let Some((key, quoted)) = attributes.split_once("=\"") {
            let (value, behind) = quoted.split_once('"').expect("a value ends");
            assert!(key.trim().bytes().all(|b| b.is_ascii_alphabetic() || b == b'-'), "{key}");
            has_entities_alone(value);
            assert!(
                !key.trim().starts_with("on") && !value.contains("javascript:"),
                "{key}={value}"
            );
            ids.extend((key.trim() == "id").then(|| value.to_owned()));
            attributes = behind;
        }
        assert!(attributes.trim().is_empty(), "{attributes}");
        if !empty {
            open.push(name);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} {rest}");
    ids
}

fn has_entities_alone(text: &str) {
    let known = ["amp;", "lt;", "gt;", "quot;", "#39;", "#10;"];
    for behind in text.split('&').skip(1) {
        assert!(known.iter().any(|entity| behind.starts_with(entity)), "&{behind}");
    }
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
}
