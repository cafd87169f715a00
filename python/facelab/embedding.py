"""The embedding of a face: 192 numbers that are near for two pictures of one person (MobileFaceNet, LiteRT)."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from facelab._types import EMBEDDING_LENGTH, LANDMARK_COUNT, Floats, FrameError, Image, ModelError

FILE_NAME = "mobilefacenet.tflite"
RUNTIME_VERSION = importlib.metadata.version("ai-edge-litert")

_SIDE = 112
_INPUT_SHAPE = (2, _SIDE, _SIDE, 3)
_THREADS = 2

# Where eyes, nose tip and mouth corners lie in the aligned face, x left to right: the usual reference of ArcFace
# and its kin for 112 x 112 pixels, on which the network was trained.
_REFERENCE = np.array([(38.29, 51.70), (73.53, 51.50), (56.03, 71.74), (41.55, 92.37), (70.73, 92.20)], np.float64)
_EYES = (468, 473)
_NOSE_TIP = 1
_MOUTH_CORNERS = (61, 291)

_LEAST_SPREAD_PIXELS = 2.0
"""Five points nearer together than this (root mean square, from their middle) are no face (ours)."""


class Embedder:
    """Runs the embedding model.

    Args:
        path: the .tflite file.

    Raises:
        ModelError: the file can't be read as a model of the right shape.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._interpreter = Interpreter(model_path=str(path), num_threads=_THREADS)
            self._interpreter.allocate_tensors()
            # Some damage shows only when the model runs; running it also makes it load all it needs.
            self._interpreter.invoke()
        except (ValueError, RuntimeError, OSError) as error:
            raise ModelError(f"{path} can't be loaded as a model ({error}); fetch the models again") from error
        inputs, outputs = self._interpreter.get_input_details(), self._interpreter.get_output_details()
        if [tuple(i["shape"]) for i in inputs] != [_INPUT_SHAPE] or [tuple(o["shape"]) for o in outputs] != [
            (2, EMBEDDING_LENGTH)
        ]:
            raise ModelError(f"{path} is another model than MobileFaceNet (its inputs or outputs differ)")
        self._input: int = inputs[0]["index"]
        self._output: int = outputs[0]["index"]

    def embed(self, frame: Image, landmarks: Floats) -> Floats:
        """The embedding of the face with these landmarks: the sum of those of its aligned crop and its mirror image.

        Args:
            frame: (h, w, 3) RGB.
            landmarks: (478, 3), pixels of this frame.

        Returns:
            (192,) float32 of length 1; the likeness of two faces is the scalar product of theirs.

        Raises:
            FrameError: the landmarks are of the wrong shape, not finite, or all in one place.
        """
        crop = cv2.warpAffine(frame, _alignment(landmarks), (_SIDE, _SIDE), flags=cv2.INTER_LINEAR)
        face = (crop.astype(np.float32) - 127.5) / 128
        self._interpreter.set_tensor(self._input, np.stack([face, face[:, ::-1]]))
        self._interpreter.invoke()
        total = np.asarray(self._interpreter.get_tensor(self._output), np.float32).sum(axis=0)
        length = float(np.linalg.norm(total))
        if not np.isfinite(length) or length < 1e-6:
            raise FrameError("the embedding model gives no direction for this face")
        embedding: Floats = total / np.float32(length)
        return embedding


def _alignment(landmarks: Floats) -> NDArray[np.float64]:
    """The (2, 3) similarity from frame to aligned face that fits the five points best in the least squares."""
    if landmarks.shape != (LANDMARK_COUNT, 3) or not np.isfinite(landmarks).all():
        raise FrameError(f"landmarks must be ({LANDMARK_COUNT}, 3) finite numbers, got shape {landmarks.shape}")
    indices = [*_left_to_right(landmarks, _EYES), _NOSE_TIP, *_left_to_right(landmarks, _MOUTH_CORNERS)]
    seen = landmarks[indices, :2].astype(np.float64)
    middle, target_middle = seen.mean(axis=0), _REFERENCE.mean(axis=0)
    # As complex numbers a similarity is target = factor * seen + shift, and its best factor a quotient of sums.
    source = (seen - middle) @ np.array([1, 1j])
    target = (_REFERENCE - target_middle) @ np.array([1, 1j])
    spread = float(np.vdot(source, source).real)
    if spread < len(indices) * _LEAST_SPREAD_PIXELS**2:
        raise FrameError("landmarks lie all in one place")
    factor = np.vdot(source, target) / spread
    linear = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    return np.column_stack([linear, target_middle - linear @ middle])


def _left_to_right(landmarks: Floats, pair: tuple[int, int]) -> tuple[int, int]:
    """A pair of landmarks in the order in which the image has them."""
    first, second = pair
    return pair if landmarks[first, 0] <= landmarks[second, 0] else (second, first)
