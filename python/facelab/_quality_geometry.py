"""Quality components that need only boxes, landmarks and pose.

"ISO" means ISO/IEC 29794-5:2025, with the numbers of its reference implementation OFIQ. The standard rates passport
pictures; where a kiosk needs another mapping the measure stays the standard's and the mapping is ours, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

import numpy as np

from facelab._scale import percent, plateau, sigmoid
from facelab._types import Box, Floats, Pose
from facelab.openness import LEFT_EYE, RIGHT_EYE, distance

_CHIN = 152
_MOUTH_CORNERS = (61, 291)
_INNER_LIPS = (13, 14)


@dataclass(frozen=True, slots=True)
class FaceMeasures:
    """Lengths that several components share, in pixels of the frame.

    Attributes:
        right_eye: middle of the corners of the person's right eye (left in the image), (2,) float32.
        left_eye: the same of the left eye.
        inter_eye: distance of the two.
        eyes_to_chin: from the middle between them to the chin (ISO's T).
    """

    right_eye: Floats
    left_eye: Floats
    inter_eye: float
    eyes_to_chin: float

    @staticmethod
    def of(landmarks: Floats) -> FaceMeasures:
        """Measures (478, 3) landmarks; lengths are at least a thousandth of a pixel, so that they can divide."""
        right = landmarks[list(RIGHT_EYE[:2]), :2].mean(axis=0)
        left = landmarks[list(LEFT_EYE[:2]), :2].mean(axis=0)
        middle = (right + left) / 2
        return FaceMeasures(
            right_eye=right,
            left_eye=left,
            inter_eye=max(float(np.hypot(*(left - right))), 1e-3),
            eyes_to_chin=max(float(np.hypot(*(landmarks[_CHIN, :2] - middle))), 1e-3),
        )


def single_face_present(faces: tuple[Box, ...]) -> float:
    """ISO: one minus the square root of the second largest face's area over the largest's."""
    if not faces:
        return 0.0
    second = faces[1].area if len(faces) > 1 else 0.0
    return percent(100 * (1 - (second / max(faces[0].area, 1e-6)) ** 0.5))


def inter_eye_distance(measures: FaceMeasures, pose: Pose) -> float:
    """ISO: distance of the eyes in pixels, corrected for the turn; 50 at 70 pixels."""
    # Past 75 degrees the correction would only amplify noise (ours).
    across = cos(radians(min(abs(pose.yaw), 75)))
    return percent(100 * sigmoid(measures.inter_eye / across, 70, 20))


def head_size(measures: FaceMeasures, height: int) -> float:
    """ISO's measure, eyes to chin over the frame's height; mapping ours.

    ISO asks for 0.45 sharply, the framing of a passport picture. At a kiosk all is well from 0.18 (about 75 cm away
    at 640 x 480) to 0.5.
    """
    return plateau(measures.eyes_to_chin / height, 0.06, 0.18, 0.5, 0.8)


def crops(measures: FaceMeasures, width: int, height: int) -> dict[str, float]:
    """Room around the face, towards the four edges of the frame; "left" is the image's.

    Sideways it is ISO's: from an eye to its edge in distances of the eyes, 50 at 0.9. Upwards and downwards the
    measure is ISO's (from the eyes to the edge over eyes to chin) and the mapping ours, since ISO asks for hair and
    shoulders as on a passport: 50 at 0.85 above the eyes (the forehead ends at 0.7) and at 1.15 below them (the chin
    is at 1). As in ISO a *downward* crop lacks room above the eyes and an *upward* crop below them.
    """
    middle_y = float(measures.right_eye[1] + measures.left_eye[1]) / 2
    left = float(min(measures.right_eye[0], measures.left_eye[0])) / measures.inter_eye
    right = (width - float(max(measures.right_eye[0], measures.left_eye[0]))) / measures.inter_eye
    above = middle_y / measures.eyes_to_chin
    below = (height - middle_y) / measures.eyes_to_chin
    return {
        "LeftwardCropOfTheFaceImage": percent(100 * sigmoid(left, 0.9, 0.1)),
        "RightwardCropOfTheFaceImage": percent(100 * sigmoid(right, 0.9, 0.1)),
        "DownwardCropOfTheFaceImage": percent(100 * sigmoid(above, 0.85, 0.05)),
        "UpwardCropOfTheFaceImage": percent(100 * sigmoid(below, 1.15, 0.05)),
    }


def head_pose(angle: float) -> float:
    """ISO: squared cosine of one of the three angles, in degrees; 0 from 90 on."""
    return percent(100 * max(cos(radians(angle)), 0.0) ** 2)


def eyes_open(landmarks: Floats, measures: FaceMeasures) -> float:
    """ISO's measure, the widest lid gap of the narrower eye over eyes to chin; mapping ours.

    ISO's middle of 0.02 suits landmarks that meet when the lids do; those of Face Mesh stay apart (0.02 to 0.025 of
    a shut eye), so 50 is at 0.035.
    """
    gap = min(
        max(distance(landmarks, eye[2], eye[3]), distance(landmarks, eye[4], eye[5])) for eye in (LEFT_EYE, RIGHT_EYE)
    )
    return percent(100 * sigmoid(gap / measures.eyes_to_chin, 0.035, 0.005))


def mouth_closed(landmarks: Floats, measures: FaceMeasures) -> float:
    """ISO: gap between the inner lips over eyes to chin; 50 at 0.2."""
    gap = distance(landmarks, *_INNER_LIPS)
    return percent(100 * (1 - sigmoid(gap / measures.eyes_to_chin, 0.2, 0.06)))


def expression_neutrality(landmarks: Floats, expected: Floats, measures: FaceMeasures) -> float:
    """Ours (ISO's is a trained network): mouth drawn wide, corners lifted, lips parted; the worst counts.

    Each is how far the mouth departs from the canonical face in the same pose, so turning is no expression. Coarse:
    people's mouths differ by a tenth, and that much is forgiven. A hint for guidance, not more.

    Args:
        landmarks: (478, 3) pixels.
        expected: (468, 2) pixels, where the canonical face's vertices lie in the measured pose.
        measures: of `landmarks`.
    """
    right, left = _MOUTH_CORNERS
    calm_width = max(distance(expected, right, left), 1e-3)
    wider = distance(landmarks, right, left) / calm_width - 1
    lifted = (_corners_above_lips(landmarks) - _corners_above_lips(expected)) / measures.eyes_to_chin
    parted = distance(landmarks, *_INNER_LIPS) / measures.eyes_to_chin
    worst = max((wider - 0.1) / 0.3, (lifted - 0.03) / 0.1, (parted - 0.03) / 0.2)
    return percent(100 * (1 - worst))


def _corners_above_lips(points: Floats) -> float:
    """How far the corners of the mouth lie above the middle of its lips, along the line from chin to eyes, pixels."""
    eyes = points[[*RIGHT_EYE[:2], *LEFT_EYE[:2]], :2].mean(axis=0)
    up = eyes - points[_CHIN, :2]
    corners = points[list(_MOUTH_CORNERS), :2].mean(axis=0)
    lips = points[list(_INNER_LIPS), :2].mean(axis=0)
    return float((corners - lips) @ up) / max(float(np.hypot(*up)), 1e-3)
