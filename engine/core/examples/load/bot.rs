//! A large bot: modules of five kinds in turn, each leading to the next, with a keyword for every fifth.

use baton_core::language::SourceFile;

/// Modules in one file.
const A_FILE: usize = 100;
/// Kinds of module, one after another; a topic begins with the first.
pub(crate) const A_TOPIC: usize = 5;

/// The files of a bot of so many modules; a faulty one has a slip in every topic.
pub(crate) fn files(modules: usize, faulty: bool) -> Vec<SourceFile> {
    let head = "bot: large\nlanguage: en\nstart: m0\nfallback: { say: Sorry?, give_up_after: 3, to: m0 }\n\
                variables:\n  email: { type: text }\n  score: { type: number, default: 0 }\n\
                services: { shop: { url: \"https://api.example.com\" } }\n\
                keywords:\n  - { id: menu, when: [menu, start over], to: m0 }\n";
    let topics: String = (0..modules)
        .step_by(A_TOPIC)
        .map(|first| {
            let topic = first / A_TOPIC;
            format!("  - {{ id: t{topic}, when: [topic {topic}, \"number {topic}, please\"], to: m{first} }}\n")
        })
        .collect();
    let mut files = vec![SourceFile { path: "bot.yaml".into(), text: format!("{head}{topics}") }];
    for (at, first) in (0..modules).step_by(A_FILE).enumerate() {
        let inside: String =
            (first..modules.min(first + A_FILE)).map(|number| module(number, modules)).collect();
        let mut text = format!("modules:\n{inside}");
        if faulty {
            // A module that is not there, an unused one, a wrong key and a wrong unit.
            text = text
                .replace("label: Back, to: m0", "label: Back, to: mO")
                .replace("    if_invalid:", "    if_invald:")
                .replace("    tries: 3", "    tries: three")
                .replace("score + ", "scor + ");
        }
        files.push(SourceFile { path: format!("part{at}.yaml"), text });
    }
    files
}

fn module(number: usize, modules: usize) -> String {
    let next = (number + 1) % modules;
    match number % A_TOPIC {
        0 => format!(
            "  m{number}:\n    say: Hi {{{{user.first_name}}}}! This is module {number}.\n    choices:\n      \
             - {{ label: Go on, to: m{next} }}\n      - {{ label: Back, to: m0 }}\n    connections:\n      \
             - when: {{ contains: [refund {number}, money back] }}\n        if: score > {number} and known(email)\n        \
             to: m{next}\n"
        ),
        1 => format!(
            "  m{number}:\n    ask: What is your e-mail address?\n    expect: email\n    save_as: email\n    \
             if_invalid: Try something like anna@example.com.\n    tries: 3\n    connections:\n      \
             - when: {{ outcome: too_many_tries }}\n        to: m0\n    to: m{next}\n"
        ),
        2 => format!(
            "  m{number}:\n    http:\n      get: shop/orders/{number}?email={{{{email}}}}\n      save: {{ order_{number}: \
             orders.0 }}\n    connections:\n      - when: {{ outcome: failed }}\n        to: m0\n    to: m{next}\n"
        ),
        3 => format!(
            "  m{number}:\n    actions:\n      - compute: {{ score: score + {number} }}\n      - say: \"You have \
             {{{{number score}}}} of {{{{order_{}.total}}}}.\"\n      - tag: t{number}\n    to: m{next}\n",
            number - 1
        ),
        _ => format!(
            "  m{number}:\n    say:\n      - Well done.\n      - text: Shall we?\n        buttons:\n          \
             - {{ label: Our shop, url: \"https://example.com\" }}\n          - {{ label: Go on, id: on, to: m{next} }}\n    \
             connections:\n      - when: [yes, sure, ok]\n        to: m{next}\n      - to: m0\n"
        ),
    }
}
