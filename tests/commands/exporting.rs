//! `sessions export`: the measured face of who was identified, for other
//! programs; nobody else's.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use secure_biometric::resources::Resources;
use serde_json::{Value, json};

use crate::support::Answer;
use crate::support::{BADGE, FRONT_DESK, Head, REVIEWER, Site, is_set_up, keys};

const WHY: [&str; 2] = ["--reason", "Compared with the visitor's passport"];

fn id(answer: &Value) -> String {
    answer["session"].as_str().unwrap().to_owned()
}

fn export(site: &Site, session: &str, more: &[&str]) -> Answer {
    site.run_as(
        REVIEWER,
        &[&["sessions", "export", session], more, &WHY].concat(),
    )
}

fn session(site: &Site, id: &str) -> Value {
    site.run_as(REVIEWER, &["sessions", "show", id]).expect(0)
}

/// Numbers of vertices and triangles, and the corners of the box around all,
/// as Open3D reads a file.
fn read_by_open3d(file: &Path) -> Value {
    let resources = Resources::find().unwrap();
    let script = "import json, sys, numpy, open3d\n\
                  mesh = open3d.io.read_triangle_mesh(sys.argv[1])\n\
                  box = mesh.get_axis_aligned_bounding_box()\n\
                  facing = numpy.asarray(mesh.vertex_normals)[:, 2].mean()\n\
                  print(json.dumps([len(mesh.vertices), len(mesh.triangles), \
                  list(box.get_extent()), bool(facing > 0.3)]))";
    let output = Command::new(resources.venv().join("bin/python"))
        .args(["-c", script])
        .arg(file)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let last = said.lines().last();
    let read = last.and_then(|line| serde_json::from_str(line).ok());
    read.unwrap_or_else(|| panic!("{said}{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn a_verified_face_is_exported_and_read_by_other_programs() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let verified = id(&site.verify(Some(BADGE), Head::FirstLater).expect(0));
    let shown = session(&site, &verified);
    assert_eq!(
        (&shown["mesh"], &shown["exports"]),
        (&json!(true), &json!([]))
    );
    // What comparing it with the enrolment said is among the cues, for
    // reviewers, and is marked as advisory.
    let cues = shown["liveness"]["cues"].as_array().unwrap();
    let shape: Vec<_> = cues.iter().filter(|cue| cue["name"] == "shape").collect();
    assert_eq!(shape.len(), 1, "{cues:?}");
    assert_eq!(shape[0]["advisory"], true);
    assert!((0.0..=1.0).contains(&shape[0]["value"].as_f64().unwrap()));
    let advice = ["shape", "structure", "texture"];
    let gates = cues
        .iter()
        .filter(|cue| !advice.iter().any(|name| cue["name"] == *name));
    assert!(gates.into_iter().all(|cue| cue["advisory"] == false));

    let (ply, glb) = (site.path("face.PLY"), site.path("face.glb"));
    let depths = site.path("face.png");
    let paths = [&ply, &glb, &depths].map(|path| path.to_str().unwrap());
    let answer = export(&site, &verified, &["--mesh", paths[0]]).expect(0);
    let named = [
        "depth_map",
        "format",
        "frames",
        "mesh",
        "session",
        "triangles",
        "vertices",
    ];
    assert_eq!(keys(&answer), named);
    assert_eq!(
        (&answer["format"], &answer["mesh"]),
        (&json!("ply"), &json!(paths[0]))
    );
    assert!(answer["frames"].as_u64().unwrap() > 20);
    let both = ["--mesh", paths[1], "--depth-map", paths[2]];
    export(&site, &verified, &both).expect(0);
    for file in [&ply, &glb, &depths] {
        let mode = fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "only its owner may read a face");
    }
    let header = String::from_utf8_lossy(&fs::read(&ply).unwrap()[..400]).into_owned();
    assert!(header.contains("property float confidence") && header.contains(&verified));
    for person in [BADGE, crate::support::NAME] {
        assert!(!header.contains(person));
    }
    let picture = image::open(&depths).unwrap().into_luma16();
    let beside = picture.pixels().filter(|pixel| pixel.0[0] == 0).count();
    assert!((10_000..50_000).contains(&beside), "{beside} of 65536");

    for file in [&ply, &glb] {
        let read = read_by_open3d(file);
        assert_eq!(
            (&read[0], &read[1]),
            (&answer["vertices"], &answer["triangles"])
        );
        assert_eq!(read[3], true, "the face looks along z: {read}");
        let metres = if file == &glb { 0.063 } else { 1.0 };
        let high = read[2][1].as_f64().unwrap() / metres;
        assert!((1.5..3.5).contains(&high), "{high} distances of the eyes");
    }

    // Who got it, and why, stays with it.
    let exports = session(&site, &verified)["exports"].clone();
    let told: Vec<_> = exports
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["operator"], &one["reason"]))
        .collect();
    assert_eq!(told, [(&json!(REVIEWER.name), &json!(WHY[1])); 2]);
}

#[test]
fn an_enrolled_face_goes_with_its_person_and_with_its_session() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let list = || site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    let enrolment = list()[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(list()[0]["mesh"], true);
    let file = site.path("face.ply");
    let mesh = ["--mesh", file.to_str().unwrap()];
    export(&site, &enrolment, &mesh).expect(0);
    site.remove(BADGE).expect(0);
    assert_eq!(list()[0]["mesh"], false);
    fs::remove_file(&file).unwrap();
    let said = export(&site, &enrolment, &mesh).expect_error("no_mesh");
    assert!(
        said.contains("only of people who were identified"),
        "{said}"
    );
    assert!(!file.exists());
}

#[test]
fn of_a_stranger_no_face_is_kept() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let stranger = site.verify(Some(BADGE), Head::Second).expect(10);
    assert_eq!(stranger["reason"], "no_match");
    let stranger = id(&stranger);
    let shown = session(&site, &stranger);
    assert_eq!(shown["mesh"], false);
    let cues = shown["liveness"]["cues"].as_array().unwrap();
    assert!(cues.iter().all(|cue| cue["name"] != "shape"), "{cues:?}");
    let file = site.path("face.glb");
    let mesh = ["--mesh", file.to_str().unwrap()];
    let said = export(&site, &stranger, &mesh).expect_error("no_mesh");
    assert!(
        said.contains("only of people who were identified"),
        "{said}"
    );
    assert!(!file.exists());
}

#[test]
fn it_needs_a_reviewer_a_reason_a_known_kind_of_file_and_a_new_one() {
    if !is_set_up() {
        return;
    }
    let site = Site::with_person();
    let all = site.run_as(REVIEWER, &["sessions", "list"]).expect(0);
    let enrolment = all[0]["id"].as_str().unwrap();
    let file = site.path("face.ply");
    let mesh = ["--mesh", file.to_str().unwrap()];
    let whole = [&["sessions", "export", enrolment], &mesh[..], &WHY].concat();
    site.run_as(FRONT_DESK, &whole).expect_error("not_allowed");
    site.run(&whole).expect_error("operator_needed");
    let usage = |arguments: &[&str]| {
        let answer = site.run_as(REVIEWER, arguments);
        assert_eq!(answer.code, 2, "{answer:?}");
        answer.stderr
    };
    let without_reason = [&["sessions", "export", enrolment], &mesh[..]].concat();
    assert!(usage(&without_reason).contains("--reason"));
    for name in ["face.obj", "face", ".ply"] {
        let path = site.path(name);
        let other = ["--mesh", path.to_str().unwrap()];
        let other = [&["sessions", "export", enrolment], &other[..], &WHY].concat();
        assert!(usage(&other).contains(".ply or .glb"), "{name}");
    }
    assert!(!file.exists());
    let nobody = "01a00000-0000-7000-8000-000000000000";
    export(&site, nobody, &mesh).expect_error("no_session");
    fs::write(&file, "mine").unwrap();
    export(&site, enrolment, &mesh).expect_error("file_exists");
    assert_eq!(fs::read(&file).unwrap(), b"mine");
    let nowhere = site.path("no-such-folder").join("face.ply");
    let nowhere = ["--mesh", nowhere.to_str().unwrap()];
    export(&site, enrolment, &nowhere).expect_error("file");
    // What failed is no export; a second file that is there undoes the first.
    let (new, there) = (site.path("new.glb"), file.to_str().unwrap());
    let both = ["--mesh", new.to_str().unwrap(), "--depth-map", there];
    export(&site, enrolment, &both).expect_error("file_exists");
    assert!(!new.exists());
    assert_eq!(session(&site, enrolment)["exports"], json!([]));
}
