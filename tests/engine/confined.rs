//! What the child can't do, and which child isn't taken.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use secure_biometric::engine::{Engine, EngineConfig, EngineError};
use secure_biometric::resources::Resources;

use crate::{START, config, config_with_script, engine, eventually, portrait};

#[test]
fn it_cannot_break_out() {
    let Some(engine) = engine() else { return };
    let data = tempfile::tempdir().unwrap();
    fs::write(data.path().join("people"), "secret").unwrap();
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let mut folders = vec![data.path().to_owned(), PathBuf::from("/tmp")];
    folders.extend(home);
    let attempts = engine.try_to_escape(&folders).unwrap();
    for attempt in &attempts {
        println!("{}: {}", attempt.what, attempt.detail);
        assert!(attempt.refused, "{}: {}", attempt.what, attempt.detail);
    }
    let (theirs, its_own): (Vec<_>, Vec<_>) = attempts
        .iter()
        .partition(|attempt| attempt.what.ends_with(" from another thread"));
    assert_eq!(theirs.len(), its_own.len());
    assert!(its_own.len() >= 12 + 2 * folders.len());
    // It may read its models, but write them no more than anything else.
    let models = Resources::find().unwrap().models();
    let attempts = engine.try_to_escape(&[models]).unwrap();
    let refused = |verb: &str| {
        let tried = attempts.iter().filter(|a| a.what.starts_with(verb));
        tried.map(|attempt| attempt.refused).collect::<Vec<_>>()
    };
    assert_eq!(refused("write "), [true, true]);
    assert_eq!(refused("list "), [false, false]);
    assert_eq!(engine.restarts(), 0);
}

#[test]
fn next_to_nothing_of_the_environment_is_passed_on() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("environment");
    let script = format!("env > {0}.part; mv {0}.part {0}; sleep 1", list.display());
    let Some(config) = config_with_script(folder.path(), &script) else {
        return;
    };
    let _engine = Engine::start(config);
    eventually("the list", || list.exists());
    let allowed = BTreeSet::from([
        "LANG",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONNOUSERSITE",
        "GLOG_minloglevel",
        "TF_CPP_MIN_LOG_LEVEL",
        "OPENBLAS_NUM_THREADS",
        "OPENBLAS_CORETYPE",
        "OMP_NUM_THREADS",
        // The shell's own.
        "PWD",
        "_",
    ]);
    for line in fs::read_to_string(&list).unwrap().lines() {
        let name = line.split('=').next().unwrap();
        assert!(allowed.contains(name), "{name} was passed on");
    }
}

#[test]
fn a_model_that_is_not_listed_is_refused_by_name() {
    let Some(mut config) = config() else { return };
    let hash = config.expected_models.get_mut("mobilefacenet.tflite");
    hash.unwrap().replace_range(0..1, "0");
    let engine = Engine::start(config);
    let error = engine.wait_ready(START).unwrap_err();
    let EngineError::Failed { why, fix } = error else {
        panic!("{error}");
    };
    assert!(why.contains("mobilefacenet.tflite"), "{why}");
    assert!(fix.contains("make setup"), "{fix}");
    let frame = portrait("obama.jpg");
    assert!(engine.analyse(engine.new_stream(), &frame).is_err());
}

#[test]
fn missing_models_and_programs_are_said() {
    let Some(config) = config() else { return };
    let empty = tempfile::tempdir().unwrap();
    let models = EngineConfig {
        models: empty.path().to_owned(),
        ..config.clone()
    };
    let error = Engine::start(models).wait_ready(START).unwrap_err();
    assert!(error.to_string().contains("mobilefacenet"), "{error}");
    let program = EngineConfig {
        program: empty.path().join("nothing"),
        ..config
    };
    let error = Engine::start(program).wait_ready(START).unwrap_err();
    assert!(error.to_string().contains("make build"), "{error}");
}
