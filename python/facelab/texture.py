"""A hint whether skin looks like skin or like a picture of it (FaceAntiSpoofing, LiteRT). It decides nothing."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from facelab._types import LANDMARK_COUNT, Floats, FrameError, Image, ModelError

FILE_NAME = "face_anti_spoofing.tflite"

_SIDE = 256
_INPUT_SHAPE = (1, _SIDE, _SIDE, 3)
_OUTPUT_SHAPE = (1, 8)
_THREADS = 2

_IRISES = (468, 473)
_LEAST_BOX_PIXELS = 8.0
"""A box of landmarks that is smaller shows no skin (ours)."""


class TextureScorer:
    """Runs the texture model.

    Args:
        path: the .tflite file.

    Raises:
        ModelError: the file can't be read as a model of the right shape.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._interpreter = Interpreter(model_path=str(path), num_threads=_THREADS)
            # Not run yet: the engine's start would wait for it, and nobody waits for the hint.
            self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError, OSError) as error:
            raise ModelError(f"{path} can't be loaded as a model ({error}); fetch the models again") from error
        inputs, outputs = self._interpreter.get_input_details(), self._interpreter.get_output_details()
        if [tuple(i["shape"]) for i in inputs] != [_INPUT_SHAPE] or [tuple(o["shape"]) for o in outputs] != [
            _OUTPUT_SHAPE
        ] * 2:
            raise ModelError(f"{path} is another model than FaceAntiSpoofing (its inputs or outputs differ)")
        self._input: int = inputs[0]["index"]
        self._outputs: list[int] = [output["index"] for output in outputs]

    def score(self, frame: Image, landmarks: Floats) -> float:
        """How much the texture of the face with these landmarks looks like that of a picture; above 0.2 suspicious.

        The model's eight leaves each have a likeness and a weight; the score is the weighted sum of the likenesses.

        Args:
            frame: (h, w, 3) RGB.
            landmarks: (478, 3), pixels of this frame.

        Raises:
            FrameError: the landmarks are of the wrong shape, not finite, or all in one place.
        """
        crop = cv2.warpAffine(
            frame, _upright_square(landmarks), (_SIDE, _SIDE), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
        )
        self._interpreter.set_tensor(self._input, crop[None].astype(np.float32) / 255)
        self._interpreter.invoke()
        likeness, weight = (np.asarray(self._interpreter.get_tensor(index), np.float64) for index in self._outputs)
        score = float((np.abs(likeness) * weight).sum())
        if not np.isfinite(score):
            raise FrameError("the texture model gives no score for this face")
        return score


def _upright_square(landmarks: Floats) -> NDArray[np.float64]:
    """The (2, 3) similarity from the frame to the square around the landmarks, the eyes level in it."""
    if landmarks.shape != (LANDMARK_COUNT, 3) or not np.isfinite(landmarks).all():
        raise FrameError(f"landmarks must be ({LANDMARK_COUNT}, 3) finite numbers, got shape {landmarks.shape}")
    points = landmarks[:, :2].astype(np.float64)
    # In the image, from left to right: the way from one eye to the other.
    across = points[list(_IRISES)][np.argsort(points[list(_IRISES), 0])]
    way = across[1] - across[0]
    angle = np.arctan2(way[1], way[0])
    level = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turned = points @ level.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    side = float((high - low).max())
    if side < _LEAST_BOX_PIXELS:
        raise FrameError("landmarks lie all in one place")
    linear = level * (_SIDE / side)
    middle = (low + high) / 2 * (_SIDE / side)
    shift = np.full(2, _SIDE / 2) - middle
    return np.column_stack([linear, shift])
