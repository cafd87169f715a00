# Home
home-date = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}, { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} · { $time }
home-good-morning = Good morning.
home-good-afternoon = Good afternoon.
home-good-evening = Good evening.
home-invitation = Verify to come in.
home-explanation =
    Look at the camera and follow what it asks.
    It takes a few seconds, and no photo is kept.
home-verify = Verify me
home-use-badge = Use my badge
home-mesh = A turning face made of triangles
home-mesh-caption = The shape of a face, followed as it moves
home-staff = Staff sign-in
home-sign-out = Sign out { $name }
home-enrol = Enrol a person
home-no-face = Verifying by face isn't possible right now.
    .advice = There are other ways to come in. Staff see what is wrong once they have signed in.
home-engine-failed = The face analysis isn't working.
home-camera-lost = The camera isn't there.
home-nobody-enrolled = Nobody is enrolled yet.
    .advice = The front desk signs in and enrols the first person.

status-camera-running = Camera ready
status-camera-opening = Camera is opening
status-camera-lost = No camera
status-engine-ready = Analysis ready
status-engine-starting = Analysis is starting
status-engine-restarting = Analysis is restarting
status-engine-failed = No analysis
status-sync-equal = In sync
status-sync-waiting = Waits to join
status-sync-behind = Centre not reached

# Everywhere
action-back = Back
action-cancel = Cancel
action-done = Done
action-stop = Not now
action-try-again = Try again
time-left = Time left before the home screen
trouble-title = Something went wrong here, not with you.
    .advice = The front desk can help. There are other ways in, too.

# Badge
badge-title = Type or scan your badge
    .advice = Hold the badge's code in front of the scanner, or type its number.
badge-field = Badge number
badge-wrong = Only letters, digits, dots, dashes and underscores, at most 32.
badge-again = Correct the number
badge-back = Take back the last character

# Staff sign-in
sign-in-title = Staff sign-in
sign-in-to-help = Please call the front desk: they sign in here to help you.
sign-in-name = Name
sign-in-password = Password
sign-in-action = Sign in
sign-in-checking = Checking …
sign-in-refused = The name or the password is wrong.
sign-in-wait = { $seconds ->
    [one] Too many tries. Wait 1 second.
   *[other] Too many tries. Wait { $seconds } seconds.
}

# Capture
capture-badge = Badge { $badge }
capture-step = Step { $step } of { $steps }
capture-further = A little further: { $reached }° of { $wanted }°
capture-turn = How far the head is turned, in degrees
capture-progress = Progress of this capture
capture-camera-away = Please wait. If it stays away, there are other ways in.

instruction-look-here = Look at the camera
instruction-hold-still = Hold still for a moment
instruction-come-closer = Come closer
instruction-move-back = Step back a little
instruction-move-to-middle = Move into the oval
instruction-one-person-only = One person at a time, please
instruction-more-light = More light on your face, please
instruction-less-light = Less light on your face, please
instruction-even-light = Light from the front, please
instruction-open-eyes = Open your eyes
instruction-head-upright = Hold your head upright
instruction-turn-left = Turn your head to the left
instruction-turn-right = Turn your head to the right
instruction-look-up = Look up
instruction-look-down = Look down
instruction-turn-back = Turn back a little
instruction-blink = Close your eyes for a moment
instruction-open-mouth = Open your mouth wide
instruction-one-moment = One moment, please
instruction-camera-away = The camera is away for a moment

hint-other-way = That was another way. Look ahead, then follow the arrow.
hint-too-early = That was too early. Look ahead, and turn when you are asked.
hint-further = Almost there: once more, a little further.
hint-too-fast = That was too quick to be followed. Look ahead, then turn more slowly.

check-no-face = Looking for a face
check-one-face = One face
check-several-faces = More than one face
check-close-enough = Close enough
check-too-far = Too far away
check-sharp = Sharp
check-blurred = Not sharp yet
check-well-lit = Well lit
check-poor-light = Light not good yet

mesh-title = Live mesh
mesh-measured = Depth measured: { $percent } %
mesh-live = The face in front of the camera as a mesh; drag to turn it
mesh-keys = The arrow keys turn it, Home turns it back.
mesh-missing = The mesh can't be shown: a file is missing. Run make setup again.
mesh-textured = Textured
mesh-wireframe = Wireframe
mesh-depth = Depth
mesh-near = near
mesh-far = far

# The measured face
face-title = Your face, as it was measured
face-coming = Measuring its shape …
face-label = The measured face in three dimensions; drag to turn it
face-kept = The shape is kept sealed; this picture is not kept.

# Enrolment
enrol-title = Enrol a person
enrol-stop = Stop and discard
enrol-step-identity = Identity
enrol-step-consent = Consent
enrol-step-capture = Capture
enrol-step-verify = Verify once
enrol-step-done = Done
enrol-name = Full name
enrol-name-wrong = A name is one line of at most 120 characters.
enrol-agrees = I have read this and agree.
enrol-start = Start the capture
enrol-missing-identity = Badge and name come first.
enrol-missing-reading = The notice goes on: it is read to its end first.
enrol-missing-consent = The person has to agree first.

pose-front = Front
pose-left = Left
pose-right = Right
pose-up = Up
pose-down = Down

quality-title = Quality of this pose
quality-single-face = One face
quality-inter-eye-distance = Inter-eye distance
quality-head-size = Head size
quality-room-left = Room to the left
quality-room-right = Room to the right
quality-room-below = Room below
quality-room-above = Room above
quality-yaw = Turned (yaw)
quality-pitch = Raised (pitch)
quality-roll = Tilted (roll)
quality-eyes-open = Eyes open
quality-mouth-closed = Mouth closed
quality-sharpness = Sharpness
quality-illumination = Even light
quality-brightness = Brightness
quality-not-dark = Not too dark
quality-not-burnt = Not burnt out
quality-dynamic-range = Contrast
quality-colour = Natural colour
quality-background = Background
quality-expression = Expression

# Results
result-found-face = Face matched
result-found-depth = Depth measured
result-found-moves = Movements followed
result-welcome = Welcome, { $name }.
result-enrolled = { $name } is enrolled.
result-when = Verified at { $time } in { $seconds } seconds
code-scan = Hold this code to the reader. It works once.
code-label = A code for the reader that stands for this verification
result-tries = { $tries ->
    [one] 1 try left.
   *[other] { $tries } tries left.
}
result-paused = { $seconds ->
    [one] The next try is possible in 1 second.
   *[other] The next try is possible in { $seconds } seconds.
}
result-front-desk = The front desk is glad to help.

reason-matched = Welcome.
    .advice = You are verified.
reason-enrolled = Enrolled.
    .advice = From now on they verify at this kiosk.
reason-no-match = We couldn't confirm that it's you.
    .advice = Take off what covers your face, and look straight at the camera.
reason-not-enrolled = You aren't enrolled here yet.
    .advice = The front desk enrols you in about a minute.
reason-badge-unknown = Badge { $badge } isn't known here.
    .advice = Look at the number on your badge and check what was typed. If it is right, ask the front desk.
reason-locked = Let's pause for a moment.
    .advice = There were several tries in a row. Wait, or ask the front desk.
reason-shut = An administrator has to look at this badge first.
    .advice = There were too many tries with it. Waiting doesn't help; the other ways do.
reason-disabled = Your access is switched off.
    .advice = The front desk can find out why.
reason-badge-required = Your badge first, please.
    .advice = So many people are enrolled here that the badge is needed.
reason-person-changed = Someone else came into the picture.
    .advice = Stand alone in front of the camera until it is done.
reason-camera-changed = The camera was changed meanwhile.
    .advice = Try again with the camera that is there now.
reason-camera-unavailable = The camera stopped sending pictures.
    .advice = Try again in a moment. If it stays so, tell the front desk.
reason-frames-repeated = The camera's picture stood still.
    .advice = Try again. If it stays so, tell the front desk.
reason-flat-surface = We couldn't measure a face's depth.
    .advice = Show your own face, not a picture of it. If it was your face, ask the front desk.
reason-order-not-followed = That was another movement than the one asked for.
    .advice = Try again, and follow the arrows in their order.
reason-turned-too-little = That was a little too short a turn.
    .advice = Turn your head further, until the dot reaches the mark.
reason-turned-too-fast = That turn was too quick for the camera.
    .advice = Turn your head slowly, and stay for a moment where the dot reaches the mark.
reason-gesture-not-seen = We didn't see what was asked.
    .advice = When you are asked, close both eyes for a moment, or open your mouth wide.
reason-face-lost = We lost sight of you.
    .advice = Stay in the oval until the ring is full.
reason-no-face = We didn't see anybody.
    .advice = Stand in front of the camera, with your face in the oval.
reason-more-than-one-face = There was more than one face.
    .advice = Come one at a time, and ask others to step aside.
reason-too-dark = It was too dark to see you well.
    .advice = Turn to the light, so that it falls on your face.
reason-too-bright = It was too bright to see you well.
    .advice = Step out of the direct light.
reason-too-blurred = The picture wasn't sharp.
    .advice = Hold still for a moment, at an arm's length or two.
reason-too-far = You were too far away.
    .advice = Come closer, until your face fills the oval.
reason-too-near = You were too near.
    .advice = Step back, until your face fits the oval.
reason-out-of-picture = Your face was partly outside the picture.
    .advice = Move into the middle, with your face in the oval.
reason-not-facing = You looked another way.
    .advice = Look straight into the camera.
reason-eyes-closed = Your eyes were closed.
    .advice = Keep them open until the ring is full.
reason-timed-out = The time was up.
    .advice = Take your time to stand well first, then try again.
reason-cancelled = Stopped. Nothing was kept.
    .advice = Start again whenever you like.
reason-duplicate-suspected = Someone enrolled here looks very much alike.
    .advice = An administrator looks at it before this person can verify.
reason-verify-back-failed = We didn't recognise you in the check.
    .advice = Nothing was saved. Capture again in even light.
reason-engine-unavailable = The face analysis stopped meanwhile.
    .advice = Try again in a moment. If it stays so, tell the front desk.
