//! Surfaces on the wire: they go there and back, and what is no face is no
//! message, whatever a poisoned engine sends.

use secure_biometric::domain::{
    DEPTH_MAP_SIDE, DepthMap, RawReconstruction, Reconstruction, SHAPE_POINTS, Shape,
};
use secure_biometric::engine::protocol::{
    Answer, Ask, Received, Request, Response, WireError, receive, receive_request, send,
};

/// A surface of undivided triangles, one of whose numbers is no other's.
fn face() -> Reconstruction {
    let mut points = vec![[0.25, 0.5, 0.75]; SHAPE_POINTS];
    points[467] = [0.25, MARK, 0.75];
    let nothing = (0..DEPTH_MAP_SIDE * DEPTH_MAP_SIDE).map(|_| None);
    Reconstruction::try_from(RawReconstruction {
        shape: Shape::new(vec![[0.0; 3]; SHAPE_POINTS], vec![1.0; SHAPE_POINTS]).unwrap(),
        landmark_triangles: vec![[101, 102, 103]],
        vertices: points,
        depth_map: DepthMap::from_depths(nothing).unwrap(),
        frames: 99,
        seconds: 0.25,
    })
    .unwrap()
}

const MARK: f32 = 1.234_567;

fn answered() -> Vec<u8> {
    let response = Response {
        id: 7,
        answer: Ok(Answer::Reconstruction(Some(Box::new(face())))),
        facelab_micros: 1,
    };
    let mut pipe = Vec::new();
    send(&mut pipe, &response).unwrap();
    pipe
}

fn read(bytes: &[u8]) -> Result<Response, WireError> {
    receive(&mut &*bytes)
}

#[test]
fn a_surface_goes_there_and_back() {
    let expected = Ok(Answer::Reconstruction(Some(Box::new(face()))));
    assert_eq!(read(&answered()).unwrap().answer, expected);
    let shape = Box::new(face().shape().clone());
    let request = Request {
        id: 8,
        ask: Ask::ShapeScore {
            one: shape.clone(),
            other: shape,
        },
    };
    let mut pipe = Vec::new();
    send(&mut pipe, &request).unwrap();
    match receive_request(&mut pipe.as_slice()).unwrap() {
        Received::Request(read) => assert_eq!(read, request),
        Received::Broken { why, .. } => panic!("{why}"),
    }
}

/// A poisoned engine must not put into the parent what is no face.
#[test]
fn a_surface_that_is_no_face_is_no_message() {
    let good = answered();
    let place = |wanted: &[u8]| {
        let mut windows = good.windows(wanted.len());
        windows.rposition(|window| window == wanted).unwrap()
    };
    let vertex = place(&MARK.to_le_bytes());
    for poison in [f32::NAN, f32::INFINITY, 1e9] {
        let mut bad = good.clone();
        bad[vertex..vertex + 4].copy_from_slice(&poison.to_le_bytes());
        assert!(matches!(read(&bad), Err(WireError::Broken(_))), "{poison}");
    }
    // A corner that isn't there: 11,776 in place of one below 128.
    let corners = place(&[101, 102, 103]);
    let mut bad = good.clone();
    bad[corners..corners + 2].copy_from_slice(&[0x80, 0x5c]);
    assert!(matches!(read(&bad), Err(WireError::Broken(_))));
    // One vertex less than there are points.
    let count = place(&[0xd4, 0x03]);
    let mut bad = good;
    bad[count] -= 1;
    assert!(matches!(read(&bad), Err(WireError::Broken(_))));
}
