//! A bot in several languages: who hears which, and what people may type.

use super::World;

const BOT: &str = r#"
bot: shop
language: en
languages: [da, da_DK, de]
start: welcome
keywords:
  - { id: menu, when: [menu, start over], to: welcome }
  - when: { contains: [delivery time, shipping] }
    do: [ say: We ship in 2 to 4 days. ]
fallback: { say: Sorry? }
menu:
  - { label: My order, to: order }
handover: { return_keywords: [bot], return_button: Back to the bot }
texts: { closed: We are closed. }
modules:
  welcome:
    say:
      - Hello {{user.first_name}}!
      - image: https://cdn.example.com/map.png
      - text: What now?
        buttons: [ { label: Talk to us, to: person } ]
    choices:
      - { label: Order, to: order }
      - { label: Just looking }
      - { label: "Hi, {{user.first_name}}", id: greet, to: greeted }
    connections:
      - when: Just looking
        to: looking
      - when: { contains: [parcel] }
        do: [ say: A parcel. ]
  order:
    ask: Large or small?
    choices: [ Large, Small ]
    save_as: wanted
    connections:
      - if: wanted == "Large"
        to: large
    to: small
  large: { say: "Large it is: {{wanted}}.", to: end }
  small: { say: Small it is., to: end }
  looking:
    say: { one_of: [ Look around. ] }
    to: end
  greeted: { say: Hi yourself., to: end }
  when_:
    ask: Are you sure?
    expect: yes_no
    save_as: sure
    if_invalid: Yes or no?
    to: done
  day: { ask: Which day?, expect: date, save_as: day, to: done }
  done: { say: "Done: {{sure}} {{day}}", to: end }
  person: { handover: { say: One moment., pickup_timeout: 5m }, to: end }
=== lang/da.yaml
texts: { returned: Velkommen tilbage! }
keywords:
  menu: [menu, forfra]
  delivery_time: { when: [leveringstid], do: [ say: Vi leverer på 2 til 4 dage. ] }
fallback: { say: Hvad siger du? }
menu: { my_order: Min ordre }
handover: { return_keywords: [robotten], return_button: Tilbage }
modules:
  welcome:
    say:
      - Hej {{user.first_name}}!
      - image: https://cdn.example.com/kort.png
      - text: Hvad nu?
        buttons: { talk_to_us: Tal med os }
    choices: { order: Ordre, just_looking: Kigger bare, greet: "Hej, {{user.first_name}}" }
    connections: [ [kigger], { when: [pakke], do: [ { say: En pakke. } ] } ]
  order: { ask: Stor eller lille?, choices: { large: Stor, small: Lille } }
  large: { say: "Stor bliver det: {{wanted}}." }
  looking: { say: [ Se dig omkring., Se dig omkring. ] }
  person: { handover: { say: Et øjeblik. } }
  done: { say: ~ }
=== lang/da_DK.yaml
modules: { small: { say: Lille i Danmark. } }
=== lang/de.yaml
modules: { welcome: { say: [ "Hallo {{user.first_name}}!", ~, ~ ] } }
"#;

fn speaking(locale: &'static str) -> World {
    let mut world = World::new(BOT);
    world.locale = Some(locale);
    world
}

fn danish() -> World {
    let mut world = speaking("da_DK");
    world.says("hi");
    world.reads(&[
        "Hej Anna!",
        "[Image https://cdn.example.com/kort.png]",
        "Hvad nu? [Tal med os|Ordre|Kigger bare|Hej, Anna]",
    ]);
    world
}

#[test]
fn everybody_hears_the_language_of_the_profile() {
    danish();
    let mut world = speaking("de_DE");
    world.says("hi");
    let english = "What now? [Talk to us|Order|Just looking|Hi, Anna]";
    world.reads(&["Hallo Anna!", "[Image https://cdn.example.com/map.png]", english]);
    let mut world = speaking("ja_JP");
    world.says("hi");
    world.reads(&["Hello Anna!", "[Image https://cdn.example.com/map.png]", english]);
}

#[test]
fn the_language_a_flow_sets_wins_over_the_profile() {
    let mut world = speaking("ja_JP");
    world.c.person.language = Some("da".into());
    world.says("leveringstid?");
    world.reads(&["Vi leverer på 2 til 4 dage."]);
    world.c.person.language = Some("sv".into());
    world.says("shipping?");
    world.reads(&["We ship in 2 to 4 days."]);
}

#[test]
fn a_region_falls_back_to_its_language_and_then_to_the_main_one() {
    let mut world = danish();
    world.taps("Ordre");
    world.reads(&["Stor eller lille? [Stor|Lille]"]);
    world.says("lille");
    world.reads(&["Lille i Danmark."]);
    world.goes_to("greeted");
    world.reads(&["Hi yourself."]);
}

#[test]
fn a_choice_keeps_the_main_label_whatever_language_it_was_chosen_in() {
    for (tap, text) in [(true, "Stor"), (false, "stor"), (false, "LARGE")] {
        let mut world = danish();
        world.says("Ordre");
        world.take_unread();
        if tap {
            world.taps(text);
        } else {
            world.says(text);
        }
        world.reads(&["Stor bliver det: Large."]);
        assert_eq!(world.var("wanted"), "Large");
    }
}

#[test]
fn a_choice_without_a_way_takes_the_connection_of_its_main_label() {
    let mut world = danish();
    world.taps("Kigger bare");
    world.reads(&["Se dig omkring."]);
}

#[test]
fn what_people_type_fits_in_every_language() {
    for typed in ["order", "ordre", "ORDRE!"] {
        let mut world = danish();
        world.says(typed);
        world.reads(&["Stor eller lille? [Stor|Lille]"]);
    }
    for typed in ["just looking", "kigger", "Kigger bare"] {
        let mut world = danish();
        world.says(typed);
        world.reads(&["Se dig omkring."]);
    }
    for typed in ["where is my parcel", "hvor er min pakke"] {
        let mut world = danish();
        world.says(typed);
        let asked = "Hvad nu? [Ordre|Kigger bare|Hej, Anna]";
        world.reads(&["En pakke.", asked]);
    }
    for typed in ["start over", "forfra"] {
        let mut world = danish();
        world.says(typed);
        assert_eq!(world.take_unread().len(), 3);
    }
}

#[test]
fn a_label_with_a_name_in_it_is_known_in_every_language() {
    for typed in ["hej, anna", "hi anna", "Hi, Anna"] {
        let mut world = danish();
        world.says(typed);
        let said = world.take_unread();
        assert_eq!(said.last().unwrap() == "Hi yourself.", typed != "hi anna", "{typed}");
    }
}

#[test]
fn yes_no_and_days_are_understood_in_every_language_of_the_bot() {
    for (typed, kept) in [("jo", "true"), ("yep", "true"), ("nein", "false"), ("niks", "false")] {
        let mut world = danish();
        world.goes_to("when_");
        world.says(typed);
        assert_eq!(world.var("sure"), kept, "{typed}");
    }
    for typed in ["24. marts", "March 24", "24. März"] {
        let mut world = danish();
        world.goes_to("day");
        world.says(typed);
        assert!(world.var("day").contains("2026-03-24"), "{typed}: {}", world.var("day"));
    }
}

#[test]
fn the_fallback_and_the_engines_own_texts_are_said_in_the_language_of_the_person() {
    let mut world = danish();
    world.says("hrmpf");
    world.reads(&["Hvad siger du?", "Hvad nu? [Ordre|Kigger bare|Hej, Anna]"]);
    world.taps("Tal med os");
    world.reads(&["Et øjeblik. [Tilbage]"]);
    world.says("robotten");
    world.reads(&["Velkommen tilbage!"]);
    world.goes_to("person");
    world.take_unread();
    world.later("5m");
    world.reads(&["Der var ikke nogen ledig til at svare. Du taler med vores assistent igen."]);
}

#[test]
fn a_return_keyword_counts_in_every_language() {
    for keyword in ["bot", "robotten"] {
        let mut world = danish();
        world.taps("Tal med os");
        assert!(!world.bot_has_it());
        world.says(keyword);
        assert!(world.bot_has_it(), "{keyword}");
    }
}

#[test]
fn a_menu_entry_is_known_by_its_label_in_every_language() {
    let mut world = danish();
    world.presses("1.@menu.my_order", "Min ordre");
    world.reads(&["Stor eller lille? [Stor|Lille]"]);
}

#[test]
fn an_old_button_is_found_in_the_new_language() {
    let mut world = danish();
    world.c.person.language = Some("en".into());
    world.taps("Ordre");
    world.reads(&["Large or small? [Large|Small]"]);
}

#[test]
fn without_a_wording_of_its_own_each_language_says_the_engines() {
    let bot = "bot: b\nlanguage: en\nlanguages: [fr]\nmodules: { a: { ask: When?, expect: date, save_as: day, to: end } }";
    let mut world = World::new(bot);
    world.locale = Some("fr_FR");
    world.says("hi");
    world.says("never");
    world.reads(&["When?", "Désolé, je n'ai pas compris.", "When?"]);
}

#[test]
fn the_bot_in_flows_helps_in_danish() {
    macro_rules! flows {
        ($($name:literal),*) => {
            concat!(
                include_str!("../../../flows/bot.yaml"),
                $("\n=== ", $name, "\n", include_str!(concat!("../../../flows/", $name))),*
            )
        };
    }
    let files =
        flows!["orders.yaml", "person.yaml", "returns.yaml", "welcome.yaml", "lang/da.yaml"];
    let mut world = World::new(files);
    world.locale = Some("da_DK");
    world.says("hej");
    world.reads(&[
        "Hej Anna! Jeg er Nordic Chairs' assistent.",
        "Hvad kan jeg hjælpe med? [Hvor er min ordre?|Returnér noget|Åbningstider|Tal med en person]",
    ]);
    world.says("åbningstider");
    world.take_unread();
    world.says("nej tak");
    assert!(world.take_unread().iter().all(|said| !said.contains("Thank you")));
    world.says("jeg vil snakke med nogen, et menneske");
    let fetching = "Jeg henter en kollega. Det tager som regel et par minutter. Skriv \"robot\", hvis du vil have \
         mig tilbage. [Tilbage til robotten]";
    world.reads(&[fetching]);
    world.says("robot");
    assert!(world.bot_has_it());
}

#[test]
fn what_is_made_from_a_list_is_said_in_each_language() {
    let bot = r#"
bot: b
language: en
languages: [da]
variables: { slots: { type: list }, day: { type: any } }
modules:
  a:
    ask: When?
    save_as: day
    choices: { each: slots, label: "{{item}} h", value: "{{item}}", if_empty: Nothing is free. }
    connections: [ { when: { outcome: empty }, to: end } ]
    to: shown
  shown:
    say: { cards: { each: slots, card: { title: "At {{item}}", subtitle: Free }, if_empty: None. } }
    to: end
=== lang/da.yaml
modules:
  a: { ask: Hvornår?, choices: { label: "kl. {{item}}", if_empty: Alt er optaget. } }
  shown: { say: { cards: { card: { title: "Klokken {{item}}", subtitle: Ledig }, if_empty: Ingen. } } }
"#;
    let open = |slots: serde_json::Value| {
        let mut world = World::new(bot);
        world.locale = Some("da_DK");
        world.c.variables.insert("slots".into(), crate::value::Value::natural(&slots));
        world.says("hej");
        world
    };
    for typed in ["10 h", "kl. 10", "KL. 10!"] {
        let mut world = open(serde_json::json!([9, 10]));
        world.reads(&["Hvornår? [kl. 9|kl. 10]"]);
        world.says(typed);
        world.reads(&["[Cards Klokken 9 | Klokken 10]"]);
        assert_eq!(world.var("day"), "10");
    }
    open(serde_json::json!([])).reads(&["Alt er optaget."]);
}
