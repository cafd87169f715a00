"""Makes rehearsal recordings: what a camera would see of a person, or of an attack, that answers instructions.

`python -m presenter PHOTO|FOLDER --as KIND --out DIR` is the door, `--list` names the kinds. A recording is a
*surface* (a head, a sheet with a photo on it), moved by a *motion* (what is done when an instruction is given), seen
in a *photometry* (light, focus). Each is one module; `_cast` puts surfaces and motions together, `_kinds` is the table.

What its evidence is worth: heads are carved from one photo with the depth that Face Mesh predicts, so a measure that
leans on Face Mesh could be flattered by them. `parametric` heads take no depth from it (only how the photo's head is
turned). Prints and cylinders are exact. None of them replaces real turns before a camera.
"""
