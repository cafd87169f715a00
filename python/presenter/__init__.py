"""Makes rehearsal recordings: what a camera would see of a person, or of an attack, that answers instructions.

`python -m presenter PHOTO|FOLDER --as KIND --out DIR` is the door. A recording is a *surface* (a head, a printed
photo), moved by a *motion* (what is done when an instruction is given), seen in a *photometry* (light, focus). Each
is one module; `_kinds` combines them.

Heads are carved from one photo with the depth that Face Mesh predicts. They show that the program works; how well it
tells real people from attacks needs real turns before a camera.
"""
