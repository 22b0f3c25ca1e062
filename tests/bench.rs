//! `baton bench`: it runs to its end, every turn is answered rightly, and the figures are there.
//! How fast is no test's business.

use serde_json::Value;

use crate::world::{baton, repository};

fn bench(platform: &str) -> Value {
    let short = ["bench", "--rounds", "1", "--seconds", "0.3", "--contacts", "3", "--json"];
    let all: Vec<_> = short.iter().copied().chain(["--platform", platform]).collect();
    let output = baton(&all, repository(), &[]).output().expect("the binary runs");
    let talk = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{talk}");
    serde_json::from_slice(&output.stdout).expect("a report")
}

#[track_caller]
fn every_turn_was_answered(report: &Value) {
    let rows = report["rows"].as_array().unwrap();
    let named: Vec<_> = rows
        .iter()
        .map(|row| (row["subject"].as_str().unwrap(), row["with_echoes"].as_bool().unwrap()))
        .collect();
    let each = [("reference", false), ("baton", false), ("reference", true), ("baton", true)];
    assert_eq!(named, each);
    for row in rows {
        for figure in ["turns", "turns_per_second", "p50_ms", "p99_ms", "cpu_per_1000", "peak_mb"] {
            assert!(row[figure].as_f64().unwrap() > 0.0, "{figure}: {row:#}");
        }
    }
    let faults = report["faults"].as_object().unwrap();
    assert!(faults.values().all(|count| count == 0), "{faults:?}");
}

#[test]
fn the_bench_measures_and_checks_every_answer() {
    every_turn_was_answered(&bench("stand-in"));
}

#[test]
fn the_bench_runs_through_the_simulated_platform() {
    every_turn_was_answered(&bench("simulated"));
}
