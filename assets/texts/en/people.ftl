# Enrolment: identity
enrol-identity-title = Who is enrolled?
enrol-optional = May be left empty.
enrol-email = E-mail
enrol-email-wrong = An address looks like name@example.org.
enrol-department = Department
enrol-department-wrong = A department is one line of at most 80 characters.
enrol-badge-awaited = Looking whether the badge is free …
enrol-badge-taken = Somebody has this badge already.
enrol-badge-free = This badge is free.
enrol-missing-badge = The badge must be a free one.
enrol-missing-contact = E-mail or department isn't right yet.
enrol-next-consent = Next: consent
enrol-follows = What follows
enrol-follows-consent = The person reads what is kept, in their language, and signs.
enrol-follows-capture = The camera takes five poses. It asks for each one.
enrol-follows-check = The kiosk looks whether they are enrolled already.
enrol-follows-verify = They verify once. Only then is anything saved.
enrol-cant-turn = Can't turn the head
enrol-cant-turn-about = Front views only, with blinks and an open mouth. Depth isn't measured: stay beside them.
enrol-cant-turn-why = Why they can't
enrol-missing-why = The reason is missing.
enrol-step-check = Check
enrol-interrupted = An enrolment was interrupted. Nothing of it was kept: start again.
action-read = Understood

# Enrolment: consent
enrol-sign-pad = Pad to sign on with a finger or a mouse
enrol-sign-hint = Sign here with a finger or the mouse
enrol-sign-typed = Your full name, as your signature
enrol-sign-typed-wrong = It must be the name that is being enrolled.
enrol-sign-whose = { $name }, { $date }
enrol-signed = Signed.
enrol-sign-more = A little more: sign with the whole name.
enrol-sign-type = Type instead
enrol-sign-draw = Sign by hand
enrol-sign-clear = Clear
enrol-missing-signature = The signature is missing.

# Enrolment: capture
enrol-keeps-face = Waiting for a face
enrol-keeps-quality = Keeps the pose once this is better
enrol-keeps-pose = Keeps the pose by itself
enrol-checking = Looking whether they are enrolled already
enrol-verifying = Once more to the camera, to verify
fix-alone = Only one person in front of the camera
fix-distance = Come closer, to an arm's length or two
fix-back = Step back a little
fix-middle = Move into the middle of the oval
fix-straight = Hold the head upright
fix-eyes = Open the eyes wide
fix-expression = Relax the face, mouth closed
fix-still = Hold still for a moment
fix-even-light = Light from the front, not from one side
fix-more-light = More light on the face
fix-less-light = Less light on the face
fix-colour = Take away the coloured light
fix-background = Stand before something even

# Enrolment: the end
enrol-held = Held: an administrator decides.
    .advice = Someone enrolled here looks very much alike. This person can't verify until an administrator has looked at it, under People. Until then the front desk lets them in another way.
enrol-another = Enrol another person
passport-title = Quality passport
    .advice = How good each pose was. The pictures themselves are gone.
passport-unknown = –
passport-poor = poor
passport-enough = enough
passport-good = good
passport-very-good = great

# Looks
look-title = Add a look
look-add = Add a look
    .advice = Somebody who looks different at times is recognised more easily with one more look. It takes the same five poses. It is kept only if it is clearly the same person.
look-kind-glasses = With glasses, or without
look-kind-light = In another light
look-kind-other = Another change: hair, beard, headscarf
look-done = The look is added, { $name }.
    .advice = From now on they are recognised by this look too.
look-too-many = This person has as many looks as can be kept.

# People
people-title = People
    .advice = Search, look at, and change who is enrolled.
people-search = Search by name, badge or department
people-count = { $found } of { $total }
people-all = All
people-held = Held ({ $held })
people-nobody = Nobody is enrolled yet. Enrol the first person with the button above.
people-none-found = Nobody fits this search.
people-damaged = The record of person { $id } can't be read: it was changed outside this program. Put a backup back, or have an administrator remove it: people remove --id { $id }
people-choose = Choose somebody from the list.
people-state-active = Active
people-state-held = Held
people-state-disabled = Switched off
people-state-locked-out = Locked after failed tries
people-enrolled = Enrolled
people-last-verified = Last verified
people-never-verified = Not yet
people-kept = Kept
people-templates = { $templates } templates, { $looks } of { $most } looks
people-look = Added look
people-consent = Consent
people-consent-given = Version { $version }, { $language }, { $date }
people-signature = Signature
people-on-paper = On paper
people-typed = Typed: { $name }
people-drawn = Signed on the screen
people-nothing = –
people-held-here = Held: an administrator decides whether this person can verify.
people-shut = Switched off by itself: too many tries with this badge failed. An administrator switches it on once it is known why.
people-looks-like = Looks very much like { $name }, badge { $badge }. Is it the same person twice? Then remove this one.
people-looks-like-nobody = Was held for somebody who has been removed since.
people-administrator = An administrator can let people verify, switch them off and remove them.
people-approve-sure = Let { $name } verify?
    .advice = Two people this alike may be taken for each other. Do it only if you know that they are two.
people-disable-sure = Switch { $name } off?
    .advice = From now on they aren't let in, by face or by PIN, until an administrator switches them on again. Nothing is removed.
people-approve = Let verify
people-enable = Switch on
people-disable = Switch off
people-remove = Remove …
people-approved = This person can verify now.
people-enabled = This person can verify again. Their failures are forgotten.
people-disabled = This person can't verify any more.
people-removed = { $sessions ->
    [0] Removed. Nothing of their face is left.
    [one] Removed. Nothing of their face is left. One session stays, without saying whose it was.
   *[other] Removed. Nothing of their face is left. { $sessions } sessions stay, without saying whose they were.
}
people-log-read = Another program is reading the database: what was erased is still in its log, until that ends.
people-not-allowed = That takes an administrator.
people-changed = Somebody else changed or removed this person meanwhile. Look at them again.
people-wrong-badge = That isn't this person's badge.
remove-title = Remove { $name } for good?
remove-goes = Erased now: name, badge and contact, all templates of the face, the consent with its signature, counted failures.
remove-stays = What stays: the sessions with their time and result, without saying whose they were.
remove-type-badge = Type { $badge } to confirm
remove-why = Why?
erasure-asked = They asked for it
erasure-left = They left
erasure-mistake = Enrolled by mistake
erasure-ordered = An authority ordered it
remove-second-name = Second operator's name
remove-second-password = Second operator's password
remove-second-refused = The second operator's name or password is wrong. Nobody was removed.
remove-second-same = The second operator must be another one than you. Nobody was removed.
remove-second-waits = { $seconds ->
    [one] The second operator has to wait one second. Nobody was removed.
   *[other] The second operator has to wait { $seconds } seconds. Nobody was removed.
}
people-receipt = The signed receipt: { $path }
people-no-receipt = The receipt couldn't be written; sign it with: secure-biometric people receipt
remove-action = Remove for good
remove-missing-why = Say why first.
remove-missing-badge = The badge is missing.
remove-missing-second = A second operator has to agree.
people-pin = Set a PIN
    .advice = For badge and PIN, the other way in. The person chooses 6 to 12 digits and types them twice, unseen. An earlier PIN is replaced.
people-pin-new = New PIN
people-pin-again = The PIN once more
people-pin-digits = A PIN is 6 to 12 digits.
people-pin-trivial = Too easy to guess: the digits are all the same, or in sequence.
people-pin-differs = That differs from the first.
people-pin-keep = Keep this PIN
people-pin-kept = The PIN is kept.
consent-title = Consent
consent-write = Consent to a file
    .advice = The person gets a page with what they agreed to, signed by this kiosk, to print or to keep. Ask them whether their signature may be in it.
consent-without-signature = Without the picture of the signature
consent-with-signature = With the picture of the signature
consent-write-now = Write the file
consent-site = Site
consent-notice = Notice
consent-given = Given
consent-other-notice = The notice of version { $version } isn't part of this program any more.
consent-check = Signed by the kiosk. Whether this page is as it was written is checked with: secure-biometric people check-consent
people-consent-written = The consent is in { $file }.
