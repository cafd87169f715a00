"""The values that cross the boundary of `facelab.api`, and its errors.

The Rust host reads these attributes by name: a change here is a change of its protocol.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Image: TypeAlias = NDArray[np.uint8]
"""(height, width, 3) RGB, or (height, width) grey; rows from the top."""

Floats: TypeAlias = NDArray[np.float32]
"""Points, landmarks and embeddings; the shape is said where the type is used."""

LANDMARK_COUNT = 478
"""468 points of Face Mesh's surface, then 5 of each iris (468 is the centre of the person's right one)."""

EMBEDDING_LENGTH = 192
"""What the product's MobileFaceNet gives."""


class ModelError(Exception):
    """A model file is missing, unreadable or not what it should be. The text names the file and what to do."""


class FrameError(ValueError):
    """A frame or its landmarks can't be used: wrong type, shape, size or values."""


@dataclass(frozen=True, slots=True)
class Hello:
    """What the engine is made of, for the handshake.

    Attributes:
        versions: version of `python`, `mediapipe`, `opencv`, `numpy`, `litert`, `open3d`.
        models: file name of each model in use -> its sha256 in lower-case hex.
        known_pair: cosine of a known face with itself in another pose, scored once when the engine started.
        known_strangers: the same with a known stranger.
        known_pairs_ok: whether those are the cosines they must be.
    """

    versions: dict[str, str]
    models: dict[str, str]
    known_pair: float
    known_strangers: float
    known_pairs_ok: bool


@dataclass(frozen=True, slots=True)
class Box:
    """Upright rectangle around a face's landmarks, in pixels of the frame; it may leave the frame."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """Square pixels."""
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class Pose:
    """Direction of the head against the line from the camera to it, in degrees; frames are not mirrored.

    Attributes:
        yaw: positive when the person turns to their own left (towards the image's right).
        pitch: positive when the person looks up.
        roll: positive when the head tilts to the person's own left shoulder.
        error: root mean square distance, in pixels, of the rigid landmarks from where this pose puts them.
    """

    yaw: float
    pitch: float
    roll: float
    error: float


@dataclass(frozen=True, slots=True)
class MainFace:
    """All that is measured of the largest face.

    Attributes:
        landmarks: (478, 3) float32, pixels; z has the scale of x, smaller is nearer. z is *predicted* from
            one picture, never measured: nothing may be decided on it.
        pose: direction of the head.
        eye_openness: the person's left, then right eye; 0 shut, about 0.7 open, at most 1.
        mouth_openness: 0 shut; 1 at least as high as wide.
        quality: component name of ISO/IEC 29794-5 -> 0 (useless) to 100 (nothing to wish for).
    """

    landmarks: Floats
    pose: Pose
    eye_openness: tuple[float, float]
    mouth_openness: float
    quality: dict[str, float]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one frame shows.

    Attributes:
        faces: none, one or two, the largest first.
        main: measurements of `faces[0]`; None without a face, or where no head pose explains its landmarks.
    """

    faces: tuple[Box, ...]
    main: MainFace | None


Outcome: TypeAlias = Literal["live", "flat", "undecided"]
"""What parallax says of a face; undecided until it has turned far enough."""


@dataclass(frozen=True, slots=True)
class AxisRelief:
    """The parallax seen while the head turned about one axis.

    Attributes:
        p: 95th minus 5th percentile of the normalised parallax, the reference's 0 included.
        g: parallax for the foreshortening seen; about 1 of a head, 0 of a picture, however far either is turned.
        k_min: third smallest foreshortening; 1 unturned, less the further a plane is turned.
        frames: how many of the frames in use turned about this axis.
        outcome: of these frames alone.
    """

    p: float
    g: float
    k_min: float
    frames: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ReliefState:
    """What a session's frames say so far of the depth of the face.

    Attributes:
        turns: of turning left and right.
        nods: of nodding up and down.
        frames_used: frames that are kept and measured; frames at an angle seen often before need not be kept.
        frames_dropped: frames that no turning explains, or turned too far to be measured.
        noise: median distance of the landmarks from where the fits put them, in distances of the eyes.
        stable: how alike the shapes are that the turn to one side and the turn to the other tell, 1 the same, 0 not at
            all; None until it is settled, or where either side tells of none. Advisory.
        outcome: flat where turns or nods are; else that of the turns, which every challenge contains.
    """

    turns: AxisRelief
    nods: AxisRelief
    frames_used: int
    frames_dropped: int
    noise: float
    stable: float | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """The shape of a face as motion told it, in distances of the eyes; 0 is between them, at their depth.

    Axes are the camera's: x to the image's right, y down, z away from the camera.

    Attributes:
        points: (468, 3) float32, the landmarks with their measured depth.
        confidence: (468,) float32, 0 (nothing is known of the depth) to 1.
        landmark_triangles: (898, 3) int32, indices into `points`.
        vertices: (v, 3) float32 of the smoothed surface through them; the first 468 are the landmarks.
        triangles: (t, 3) int32, indices into `vertices`.
        normals: (v, 3) float32, unit length, out of the face.
        depth_map: (256, 256) float32, z of the surface seen straight from the front, nan beside it; x from -1.6 to
            1.6, y from -1.1 to 2.1.
        frames: how many frames told of it.
        seconds: how long the surface took.
    """

    points: Floats
    confidence: Floats
    landmark_triangles: NDArray[np.int32]
    vertices: Floats
    triangles: NDArray[np.int32]
    normals: Floats
    depth_map: Floats
    frames: int
    seconds: float
