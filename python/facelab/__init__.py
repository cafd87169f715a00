"""Faces in frames: landmarks, head pose, quality and embeddings. The only door is `facelab.api`."""
