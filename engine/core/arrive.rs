//! Answers we waited for: of a service, of the profile. What comes late or for nobody changes nothing.

use indexmap::IndexMap;

use crate::action::{Http, Save};
use crate::conversation::{FrameState, Outcome};
use crate::effect::Effect;
use crate::event::{Answer, Event, Profile};
use crate::handover;
use crate::hear;
use crate::id::EffectId;
use crate::limit;
use crate::note::Note;
use crate::run;
use crate::scene::Scene;
use crate::value::{Value, at_path};

/// A service answered.
pub(crate) fn answer(scene: &mut Scene, effect: EffectId, answer: &Answer) {
    let waits =
        |state: &FrameState| matches!(state, FrameState::Http { effect: of, .. } if *of == effect);
    let Some(at) = scene.conversation.frames.iter().position(|frame| waits(&frame.state)) else {
        return;
    };
    set_facts(scene, answer);
    let outcome = match called(scene, at) {
        Some(http) => read(scene, http, answer),
        None => Outcome::Failed,
    };
    let ok = outcome == Outcome::Ok;
    scene.conversation.facts.http.insert("ok".into(), Value::YesNo(ok));
    if let Some(frame) = scene.conversation.frames.get_mut(at) {
        frame.state = FrameState::Ready { ended: Some(outcome) };
    }
    run::run(scene);
    replay(scene);
}

/// A service could not even be called: `http.*` tells.
pub(crate) fn not_called(scene: &mut Scene) {
    set_facts(scene, &no_answer_but("not_called"));
}

fn no_answer_but(why: &str) -> Answer {
    let error = Some(why.to_owned());
    Answer { status: 0, headers: IndexMap::new(), body: None, error, ms: 0 }
}

/// We no longer wait for the answer of the service that was to answer first.
pub(crate) fn no_answer(scene: &mut Scene, why: &str) {
    let calling = |state: &FrameState| match state {
        FrameState::Http { effect, guard } => Some((*guard, *effect)),
        FrameState::Running
        | FrameState::Standing
        | FrameState::Asking
        | FrameState::Away
        | FrameState::Sleeping { .. }
        | FrameState::Ready { .. }
        | FrameState::OutsideWindow
        | FrameState::Calling { .. } => None,
    };
    let call = scene.conversation.frames.iter().filter_map(|frame| calling(&frame.state)).min();
    let Some((_, effect)) = call else { return };
    answer(scene, effect, &no_answer_but(why));
}

/// The `http` action a frame waits in.
fn called<'a>(scene: &Scene<'a>, at: usize) -> Option<&'a Http> {
    let frame = scene.conversation.frames.get(at)?;
    let actions = &scene.list_of(frame)?.actions;
    actions.get(usize::from(frame.next.checked_sub(1)?))?.as_http()
}

fn set_facts(scene: &mut Scene, answer: &Answer) {
    let headers = answer.headers.iter().map(|(name, value)| (name.clone(), Value::text(value)));
    scene.conversation.facts.http = IndexMap::from([
        ("ok".to_owned(), Value::YesNo(false)),
        ("status".to_owned(), Value::Number(f64::from(answer.status))),
        ("headers".to_owned(), Value::Map(headers.collect())),
        ("ms".to_owned(), Value::Number(answer.ms as f64)),
        ("error".to_owned(), Value::text(answer.error.clone().unwrap_or_default())),
    ]);
}

/// What an answer means, and what is kept of it.
fn read(scene: &mut Scene, http: &Http, answer: &Answer) -> Outcome {
    match answer.status {
        200..=299 => {}
        404 | 410 => return Outcome::NotFound,
        0..=199 | 300..=403 | 405..=409 | 411.. => return Outcome::Failed,
    }
    let keeps = !matches!(http.save, Save::Nothing) || !http.must_have.is_empty();
    if answer.error.is_some() && (keeps || answer.error.as_deref() != Some("not_json")) {
        return Outcome::Failed;
    }
    keep(scene, http, answer.body.as_ref());
    match http.must_have.iter().find(|name| !scene.knows(name)) {
        Some(missing) => {
            scene.note(Note::Remark(format!("the answer has no `{missing}`, which it must have")));
            Outcome::Failed
        }
        None => Outcome::Ok,
    }
}

fn keep(scene: &mut Scene, http: &Http, body: Option<&serde_json::Value>) {
    let all;
    let parts: &[(String, String)] = match &http.save {
        Save::Nothing => return,
        Save::All(name) => {
            all = [(name.clone(), String::new())];
            &all
        }
        Save::Parts(parts) => parts,
    };
    for (name, path) in parts {
        let found = body.and_then(|body| at_path(body, path)).filter(|json| !json.is_null());
        let kept = found.is_some_and(|json| scene.keep(name, Value::natural(json)));
        if !kept {
            scene.forget(name);
        }
    }
}

/// Asks for the person's profile where texts read it; `true` when words have to wait for it.
pub(crate) fn ask_profile(scene: &mut Scene) -> bool {
    let person = &scene.conversation.person;
    let good_for =
        if person.profile.is_some() { limit::PROFILE_FRESH } else { limit::PROFILE_FAILED };
    let known = person.profile_at.is_some_and(|at| scene.now.ms_since(at) < good_for.as_millis());
    if known || !scene.newest().uses_profile {
        return false;
    }
    let id = scene.next_effect();
    scene.ask(Effect::AskProfile { id });
    let until = scene.now.plus_ms(limit::PROFILE.as_millis());
    scene.conversation.asking_profile = Some((id, until));
    true
}

/// The profile came, or there is none to be had.
pub(crate) fn profile(scene: &mut Scene, effect: EffectId, profile: Option<&Profile>) {
    if scene.conversation.asking_profile.is_none_or(|(asked, _)| asked != effect) {
        return;
    }
    scene.conversation.asking_profile = None;
    scene.conversation.person.profile_at = Some(scene.now);
    if let Some(profile) = profile {
        scene.conversation.person.profile = Some(profile.clone());
    }
    replay(scene);
}

/// We no longer wait for the profile; a day later it is asked for again.
pub(crate) fn no_profile(scene: &mut Scene) {
    if let Some((effect, _)) = scene.conversation.asking_profile {
        profile(scene, effect, None);
    }
}

/// Hears the words that waited, in order, until one makes the rest wait again. What waits for the owner of the
/// thread goes on waiting.
pub(crate) fn replay(scene: &mut Scene) {
    if !scene.speaking() || hear::must_wait(scene) {
        return;
    }
    let mut waiting = std::mem::take(&mut scene.conversation.waiting).into_iter();
    while !hear::must_wait(scene) && scene.speaking() {
        match waiting.next() {
            Some(Event::Word(word)) => hear::now(scene, &word),
            Some(event) => handover::turn(scene, &event),
            None => return,
        }
    }
    if !scene.speaking() {
        // Who has the thread now reads the rest.
        return;
    }
    // New ones cannot have come meanwhile; what is left keeps its order behind what was deferred anew.
    scene.conversation.waiting.extend(waiting);
}
