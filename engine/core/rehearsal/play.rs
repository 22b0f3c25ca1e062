//! Plays a test: acts, and compares what comes of each with what is expected, until something departs from it.

use super::coverage::Covered;
use super::departure::Departure;
use super::meet::{self, Differs};
use super::tale::happening_shown;
use super::test::{Act, Does, Expected, Step, Test};
use super::thread::Happening;
use super::world::{Stopped, World};
use super::{Subject, Suite, why};
use crate::duration::Duration;
use crate::language::Spot;
use crate::note::Note;

/// How a test went.
#[derive(Debug)]
pub struct Played {
    /// Where it went another way; `None`: it passed.
    pub departure: Option<Departure>,
    /// What of the bot it has been through.
    pub covered: Covered,
    /// Which fakes were used: those of the test, then those of its file.
    pub used: Vec<bool>,
}

/// Plays one test of a suite, by its number.
pub fn play(subject: &Subject, suite: &Suite, number: usize) -> Played {
    let mut world = world_of(subject, suite, number);
    let departure = whole(subject, &suite.tests[number], &mut world).err();
    let used = world.used();
    Played { departure: departure.map(|found| *found), covered: world.covered, used }
}

/// The world in which a test begins.
pub(crate) fn world_of<'a>(subject: &'a Subject, suite: &'a Suite, number: usize) -> World<'a> {
    let test = &suite.tests[number];
    let fakes = test.fakes.iter().chain(&suite.fakes[test.spot.file]);
    World::new(&subject.bots, &test.person, &test.start, fakes)
}

fn whole(subject: &Subject, test: &Test, world: &mut World<'_>) -> Result<(), Box<Departure>> {
    let mut last = None;
    for step in &test.steps {
        match &step.does {
            Does::Act(act) => {
                nothing_left(subject, world, last.unwrap_or(test.spot))?;
                perform(subject, world, step, act)?;
            }
            Does::Expect(expected) => expect(subject, world, step, expected)?,
        }
        last = Some(step.spot);
    }
    nothing_left(subject, world, last.unwrap_or(test.spot))?;
    for who in 0..world.threads.len() {
        world.who = who;
        nothing_left(subject, world, last.unwrap_or(test.spot))?;
    }
    let unused = test.fakes.iter().zip(world.used()).find(|(_, used)| !used && !test.of_row);
    unused.map_or(Ok(()), |(fake, _)| {
        let found = Differs {
            spot: fake.spot,
            title: "this fake is not used".to_owned(),
            beside: "no call of the test fits".to_owned(),
        };
        Err(departs(subject, world, found))
    })
}

/// Where a test departs, with what happened until then and why it went so.
fn departs(subject: &Subject, world: &World<'_>, found: Differs) -> Box<Departure> {
    let why = why::why(subject, world);
    Box::new(Departure { found, tale: world.tale.clone(), why })
}

fn perform(
    subject: &Subject,
    world: &mut World<'_>,
    step: &Step,
    act: &Act,
) -> Result<(), Box<Departure>> {
    let done = world.act(act);
    let at =
        |title: &str, beside: String| Differs { spot: step.value, title: title.to_owned(), beside };
    if let Err(stopped) = done {
        let found = match &stopped {
            Stopped::NoFake(call) => {
                let (call, fakes) = world.fakes_shown(call);
                let fakes = match fakes.is_empty() {
                    true => "there is no `fake_http`".to_owned(),
                    false => format!("there are: {}", fakes.join(", ")),
                };
                at("a service is called that no fake answers", format!("{call}; {fakes}"))
            }
            Stopped::Impossible(why) => at("this cannot be done", why.clone()),
            Stopped::Circles => at("the conversation goes round in circles", "here".to_owned()),
            Stopped::Disagrees => at(
                "a step came out differently when it was repeated; this is a fault of Baton",
                "here".to_owned(),
            ),
        };
        return Err(departs(subject, world, found));
    }
    if let Some(Note::Fault { list, action, fault }) = world.faults.first() {
        let place = match list.is_empty() {
            true => String::new(),
            false => format!(" ({list}, action {})", action + 1),
        };
        let found = at("the flow meets a fault", format!("{fault}{place}"));
        return Err(departs(subject, world, found));
    }
    if let Act::Quiet(_) = act
        && let Some(news) = world.threads.iter().find_map(|thread| thread.news.front())
    {
        let beside = said(news, subject);
        return Err(departs(subject, world, at("it is not quiet", beside)));
    }
    Ok(())
}

fn said(news: &Happening, subject: &Subject) -> String {
    let shown = happening_shown(news, &subject.bots.newest).replace('\n', " ");
    match news {
        Happening::Said(_) => format!("the bot says: {shown}"),
        Happening::Passed(..) | Happening::Took(_) | Happening::Called(_) => {
            format!("the bot does: {shown}")
        }
    }
}

fn expect(
    subject: &Subject,
    world: &mut World<'_>,
    step: &Step,
    expected: &Expected,
) -> Result<(), Box<Departure>> {
    let differs = if meet::is_state(expected) {
        meet::state_differs(step, expected, world)
    } else {
        let news = world.thread().news.front();
        let nothing = news.is_none();
        let differs = meet::differs(step, expected, news, &subject.bots.newest);
        if differs.is_none() {
            world.thread().news.pop_front();
        }
        let waits = if nothing { waits(world) } else { None };
        differs.map(|differs| match waits {
            Some(beside) => Differs { beside, ..differs },
            None => differs,
        })
    };
    if let (None, Expected::Emitted(wanted)) = (&differs, expected) {
        // Expected once more, it must have been told once more.
        let emitted = &mut world.thread().emitted;
        if let Some(at) = emitted.iter().position(|event| wanted.fits(event)) {
            emitted.remove(at);
        }
    }
    differs.map_or(Ok(()), |found| Err(departs(subject, world, found)))
}

/// Why the bot says nothing although it would.
fn waits(world: &mut World<'_>) -> Option<String> {
    let now = world.now;
    let conversation = &world.thread().conversation;
    if let Some(gathered) = &conversation.gathered {
        let rest = Duration(gathered.until.ms_since(now));
        return Some(format!(
            "the bot waits whether more is written (`session.gather`): put `- later: {rest}` before this"
        ));
    }
    conversation.is_held().then(|| {
        "it is held until the person writes, since nobody may be written to whose last word is older than \
         24 hours"
            .to_owned()
    })
}

/// What nothing expects, departs.
fn nothing_left(
    subject: &Subject,
    world: &mut World<'_>,
    behind: Spot,
) -> Result<(), Box<Departure>> {
    let Some(news) = world.thread().news.front() else { return Ok(()) };
    let beside = format!("after this {}", said(news, subject));
    let title = "the bot does more than the test expects".to_owned();
    Err(departs(subject, world, Differs { spot: behind, title, beside }))
}
