"""The quality components of a frame's main face, by their names in ISO/IEC 29794-5, 0 to 100."""

from __future__ import annotations

from facelab import _quality_geometry as geometry
from facelab import _quality_image as image
from facelab._types import Box, Floats, Image
from facelab.canonical import CanonicalFace
from facelab.pose import HeadPlacement, project

OF_THE_FACE_AREA = (
    "LuminanceMean",
    "UnderExposurePrevention",
    "OverExposurePrevention",
    "DynamicRange",
    "Sharpness",
)
OF_THE_CHEEKS = ("IlluminationUniformity", "NaturalColour")


def assess(
    frame: Image,
    faces: tuple[Box, ...],
    landmarks: Floats,
    placement: HeadPlacement,
    canonical: CanonicalFace,
) -> dict[str, float]:
    """All components of the largest face.

    What can't be measured because that part of the face is out of the frame is 0.

    Args:
        frame: (h, w, 3) RGB.
        faces: all boxes of the frame, the face's own first.
        landmarks: (478, 3) pixels.
        placement: where the head is.
        canonical: the face that the placement places.
    """
    height, width = frame.shape[:2]
    measures = geometry.FaceMeasures.of(landmarks)
    pose = placement.pose
    expected = project(canonical.vertices, placement.rotation, placement.translation, placement.camera)
    return {
        "SingleFacePresent": geometry.single_face_present(faces),
        "InterEyeDistance": geometry.inter_eye_distance(measures, pose),
        "HeadSize": geometry.head_size(measures, height),
        **geometry.crops(measures, width, height),
        "HeadPoseYaw": geometry.head_pose(pose.yaw),
        "HeadPosePitch": geometry.head_pose(pose.pitch),
        "HeadPoseRoll": geometry.head_pose(pose.roll),
        "EyesOpen": geometry.eyes_open(landmarks, measures),
        "MouthClosed": geometry.mouth_closed(landmarks, measures),
        **_of_the_picture(frame, faces[0], landmarks, measures),
        "BackgroundUniformity": image.background_uniformity(frame, faces[0]),
        "ExpressionNeutrality": geometry.expression_neutrality(landmarks, expected.astype("float32"), measures),
    }


def _of_the_picture(frame: Image, box: Box, landmarks: Floats, measures: geometry.FaceMeasures) -> dict[str, float]:
    """The components that look at the face's pixels."""
    components = dict.fromkeys((*OF_THE_FACE_AREA, *OF_THE_CHEEKS), 0.0)
    crop = image.FaceCrop.cut(frame, box, landmarks)
    if crop is None:
        return components
    histogram = crop.histogram()
    components |= {
        "LuminanceMean": image.luminance_mean(histogram),
        "UnderExposurePrevention": image.under_exposure_prevention(histogram),
        "OverExposurePrevention": image.over_exposure_prevention(histogram),
        "DynamicRange": image.dynamic_range(histogram),
        "Sharpness": image.sharpness(crop),
    }
    cheeks = crop.cheeks(landmarks, measures)
    if cheeks is not None:
        components |= {
            "IlluminationUniformity": image.illumination_uniformity(cheeks),
            "NaturalColour": image.natural_colour(cheeks),
        }
    return components
