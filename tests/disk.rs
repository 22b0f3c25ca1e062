//! The disk below the server: it fails, it is full, its file is damaged, or copied. Nothing that was accepted is lost,
//! nothing is done twice, and an operator is told what to do.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;

use crate::webhook::ECHO;
use crate::world::{Plan, World, says};

/// A server whose platform knows anna.
fn serve() -> World {
    let world = Plan::yaml(ECHO).serve();
    world.person("anna").says("hi");
    world.expect("anna", [says("Hello.")]);
    world
}

/// Each of so many people is greeted, once.
#[track_caller]
fn assert_greeted_once(world: &World, people: usize) {
    for n in 0..people {
        world.expect(&format!("p{n}"), [says("Hello.")]);
    }
}

#[test]
fn a_disk_that_fails_ends_the_process_and_the_next_one_goes_on() {
    let mut world = serve();
    world.restart_on_a_bad_disk(400 * 1024);
    let mut people = 0;
    let code = loop {
        // The platform keeps what is not taken, and delivers it again.
        world.person(&format!("p{people}")).says_at_once("hi");
        people += 1;
        assert!(people < 10_000, "the log never reached the end of the disk");
        if world.server.log().contains("the database fails") {
            break world.wait_for_end();
        }
        let taken = |world: &World| world.platform().undelivered() < 8 || has_ended(world);
        world.wait_until("room", |world| taken(world).then_some(()));
    };
    assert_eq!(code, 3, "{}", world.server.log());
    assert!(people > 1, "something went well before");
    world.start_again();
    world.quiet();
    assert_greeted_once(&world, people);
}

fn has_ended(world: &World) -> bool {
    world.server.log().contains("the database fails")
}

#[test]
fn a_stop_in_peace_leaves_one_whole_file() {
    let mut world = serve();
    world.server.stop();
    let log = world.database().with_extension("db-wal");
    assert!(!log.exists(), "{} bytes are not in the file", std::fs::metadata(&log).unwrap().len());
    assert_eq!(world.ask_database("select count(*) from conversation"), 1);
}

#[test]
fn a_damaged_file_ends_the_process_which_says_so() {
    let mut world = serve();
    let (page, size) = (
        world.ask_database("select rootpage from sqlite_master where name = 'conversation'"),
        world.ask_database("pragma page_size"),
    );
    world.server.stop();
    let at = u64::try_from((page - 1) * size).unwrap();
    let file = OpenOptions::new().read(true).write(true).open(world.database()).unwrap();
    let mut whole = vec![0; usize::try_from(size).unwrap()];
    file.read_exact_at(&mut whole, at).unwrap();
    file.write_all_at(&vec![0xff; whole.len()], at).unwrap();
    world.start_again();
    world.person("p0").says_at_once("hi");
    assert_eq!(world.wait_for_end(), 3, "{}", world.server.log());
    let log = world.server.log();
    assert!(log.contains("the database is damaged"), "{log}");
    // Put right again it goes on, as from a backup: what was not taken comes again.
    file.write_all_at(&whole, at).unwrap();
    world.start_again();
    world.quiet();
    assert_greeted_once(&world, 1);
}
