//! The disk below the server: it fails, it is full, its file is damaged, or copied. Nothing that was accepted is lost,
//! nothing is done twice, and an operator is told what to do.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::webhook::ECHO;
use crate::world::{Plan, Reader, World, baton, says};

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

/// The files of a world's database, all of them.
fn files_of_the_database(world: &World) -> Vec<std::path::PathBuf> {
    let folder = std::fs::read_dir(world.database().parent().unwrap()).unwrap();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let paths = folder.map(|entry| entry.unwrap().path());
    paths.filter(|path| name(path).starts_with("baton.db")).collect()
}

#[test]
fn a_copy_made_while_the_server_works_is_served_from() {
    let mut world = serve();
    world.person("anna").says("a person");
    world.skip("anna");
    assert_eq!(world.hand("anna"), "people");
    for n in 0..40 {
        world.person(&format!("p{n}")).says_at_once("hi");
    }
    // In the middle of the others' words.
    let address = format!("sqlite://{}", world.database().display());
    let env = [("BATON_DATABASE_URL".to_owned(), address)];
    let folder = world.database().parent().unwrap().to_owned();
    let copied = baton(&["backup", "copy"], &folder, &env).output().unwrap();
    assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
    world.quiet();
    world.server.kill();
    files_of_the_database(&world).iter().for_each(|file| std::fs::remove_file(file).unwrap());
    std::fs::rename(folder.join("copy"), world.database()).unwrap();
    world.start_again();
    // What the copy shows as on its way was sent long ago: it is looked for, and found, before it would be sent again.
    world.quiet_within(Duration::from_secs(90));
    for n in 0..40 {
        let greetings = world.acts(&format!("p{n}"));
        assert!(greetings.len() <= 1, "p{n}: {greetings:?}");
    }
    // She is where she was when the copy was made.
    assert_eq!(world.hand("anna"), "people");
    world.inbox().marks_done("anna");
    world.expect("anna", [says("You are talking to our assistant again."), says("Hello.")]);
    world.person("anna").says("still there?");
    world.expect("anna", [says("You said: still there?")]);
    assert_eq!(
        world.ask_database(
            "select count(*) from pragma_integrity_check where integrity_check <> 'ok'"
        ),
        0
    );
}

/// The log's bound: an hour of full load beside an open console must not fill a disk.
const LOG_AT_MOST: u64 = 64 << 20;
/// People who write at the same time.
const CROWD: usize = 48;
/// Longer than any read of ours, and as long as any other may last.
const READ: Duration = Duration::from_millis(900);

fn load_seconds() -> u64 {
    let set = std::env::var("BATON_TEST_LOAD_SECONDS").ok();
    set.and_then(|text| text.parse().ok()).unwrap_or(8)
}

#[test]
fn the_log_stays_small_under_full_load_beside_somebody_who_reads() {
    let world = serve();
    for n in 0..CROWD {
        world.person(&format!("p{n}")).says_at_once("hi");
    }
    world.quiet();
    let log = world.database().with_extension("db-wal");
    let (began, end) = (Instant::now(), Duration::from_secs(load_seconds()));
    let (mut largest, mut words, mut reads) = (0, 0_u64, 0);
    let reader = Reader::open(&world);
    while began.elapsed() < end {
        // One look after another, each at the state of its beginning.
        let look = reader.look();
        let since = Instant::now();
        while since.elapsed() < READ {
            // As much as it can take: new words as soon as the last ones are answered. The look ends in any case.
            world.wait_until("room", |world| {
                let room = world.platform().undelivered() < CROWD;
                (room || since.elapsed() >= READ).then_some(())
            });
            for n in 0..CROWD {
                world.person(&format!("p{n}")).says_at_once(&format!("word {words}"));
                words += 1;
            }
            largest = largest.max(std::fs::metadata(&log).unwrap().len());
        }
        reads += 1;
        drop(look);
    }
    world.quiet_within(Duration::from_secs(120));
    let took = began.elapsed();
    eprintln!(
        "{words} words, {reads} reads in {took:?}: the log had {} MiB at most",
        largest >> 20
    );
    assert!(largest > 0 && largest <= LOG_AT_MOST, "{} MiB", largest >> 20);
    // The floor: so much was really written.
    assert!(words >= 20 * load_seconds(), "{words} words");
    assert_eq!(world.counter("poison") + world.counter("parked"), 0);
}
