"""Cuts the person out of a levelled photo."""

from __future__ import annotations

import cv2
import mediapipe
import numpy as np

from ._types import Image, Mask, Plane, Points

NOSE_TIP = 1
"""Face Mesh's point on the nose."""


class OutlineFinder:
    """Finds outlines; keeps the segmentation model open between photos."""

    def __init__(self) -> None:
        self._model = mediapipe.solutions.selfie_segmentation.SelfieSegmentation(model_selection=0)

    def close(self) -> None:
        """Frees the model."""
        self._model.close()

    def person(self, texture: Image, photographed: Plane, landmarks: Points) -> Plane:
        """The person's outline: the segmentation model's, corrected by colour and by the picture's own edges."""
        rough = np.asarray(self._model.process(texture).segmentation_mask, np.float32)
        face = np.zeros(rough.shape, np.uint8)
        cv2.fillConvexPoly(face, cv2.convexHull(landmarks[:, :2].astype(np.int32)), (1,))
        # Face Mesh puts the far cheek of a turned face a little outside it.
        sure_face = np.asarray(cv2.erode(face, np.ones((17, 17), np.uint8)), np.uint8)
        likely = _by_colour(texture, rough, sure_face)
        # Other people and loose patches of background hang together with nothing that bears the face.
        _, labels = cv2.connectedComponents(likely)
        x, y = landmarks[NOSE_TIP, :2].astype(int)
        own = (labels == labels[y, x]).astype(np.float32)
        guided = cv2.ximgproc.guidedFilter(texture, own, 5, 40.0)
        return np.asarray(np.clip((guided - 0.3) / 0.6, 0.0, 1.0) * photographed, np.float32)


def _by_colour(texture: Image, rough: Plane, face: Mask) -> Mask:
    """1 where the person is: GrabCut (Rother et al. 2004) started from a rough outline, at half size for speed."""
    size = (texture.shape[1] // 2, texture.shape[0] // 2)
    small = cv2.resize(texture, size, interpolation=cv2.INTER_AREA)
    inner = cv2.resize(np.maximum(cv2.erode((rough > 0.7).astype(np.uint8), np.ones((7, 7), np.uint8)), face), size)
    outer = cv2.resize(np.maximum(cv2.dilate((rough > 0.2).astype(np.uint8), np.ones((25, 25), np.uint8)), face), size)
    guess = cv2.resize((rough > 0.5).astype(np.uint8), size)
    labels = np.where(guess, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[inner > 0] = cv2.GC_FGD
    labels[outer == 0] = cv2.GC_BGD
    cv2.setRNGSeed(0)  # GrabCut draws random starts; the same photo has to give the same outline.
    cv2.grabCut(small, labels, (0, 0, 0, 0), np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    found = ((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)).astype(np.float32)
    full = cv2.resize(found, (texture.shape[1], texture.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(full > 0.5, np.uint8)
