"""Faces in frames: landmarks, head pose, quality, embeddings, depth. The only door is `facelab.api`."""

import os

# Read when numpy is loaded, which is after this. The matrices here are small: a thread that must be woken for each
# product costs more than it helps, and on a busy machine whole seconds.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
