# Other ways in
home-sound-on = Sound on · F8
home-sound-off = Sound off · F8
other-question = Can't turn your head, or prefer not to use your face?
other-link = Other ways
other-title = Other ways in
    .advice = Choose what suits you. None of these is held against you.
other-pin = Badge and PIN
    .advice = Type your badge's number and the PIN you were given.
other-attend = With the front desk beside me
    .advice = Blink instead of turning your head, or take more time. Staff sign in and stay with you.
other-vouch = Somebody who knows me
    .advice = The front desk looks at you and lets you in. Staff sign in for it.
other-call = Call the front desk
    .advice = To ask somebody to come and help.

pin-title = Badge and PIN
    .advice = No picture is taken.
pin-field = PIN
pin-wrong = A PIN is 6 to 12 digits.
pin-trivial = A PIN like this isn't given out: its digits are all the same, or in sequence.
pin-back = Take back the last digit
pin-checking = Checking …

vouch-title = Vouch for somebody
    .advice = Look at the person, and at what shows who they are. The reason is kept with your name.
vouch-reason = Why the face isn't verified
vouch-reason-wrong = One line of 3 to 300 characters.
vouch-turn = Can't turn the head
vouch-covered = Face is covered
vouch-camera = Trouble with the camera
vouch-prefers = Prefers not to
vouch-check-title = Before you vouch
vouch-check-face = You know this person, or compared their face with an official picture.
vouch-check-badge = The badge in front of you is theirs.
vouch-check-free = They came of their own will.
vouch-action = Vouch for this person
who-awaited = Looking whose badge that is …
who-unknown = This badge isn't known here. Check the number.
who-missing-badge = The badge number is missing.
who-missing-why = The reason is missing.

attend-title = Stay beside somebody
    .advice = Look at the person, and at what shows who they are. What is allowed and why is kept with your name.
attend-what = What helps them?
attend-no-turn = Blink and open the mouth
    .advice = In place of turns. Depth isn't measured then: your eyes count.
attend-longer-time = More time
    .advice = The same turns, with three times as long for each.
attend-reason = Why they need it
attend-time = Needs more time
attend-sight = Doesn't see the screen well
attend-beside = Stay beside them until it is done, and watch that nothing is held before their face.
attend-action = Start
attend-missing-what = Choose what helps them.

call-title = The front desk is being called.
    .advice = Please stay where you are.
call-action = Somebody is here
call-silent = Please wave to the front desk.
    .advice = No bell is heard here. This card shows that you need help: wave, or speak to somebody.

reason-pin-matched = Welcome.
    .advice = You are verified by badge and PIN.
reason-vouched = Welcome.
    .advice = The front desk vouched for you.
reason-pin-wrong = Badge and PIN don't fit.
    .advice = Look at the number on your badge and try again. The front desk can give you a PIN.

# Staff
home-staff-page = Staff
staff-title = What would you like to do?
staff-enrol = Enrol a person
    .advice = Identity, consent and five poses: about a minute.
staff-vouch = Vouch for somebody
    .advice = For who can't be verified by their face today.
staff-attend = Stay beside somebody
    .advice = For who can't turn the head, or needs more time.
staff-settings = Settings
    .advice = Camera, tolerance, operators, how it looks, and whether all is well.
staff-home = To the home screen
staff-leave = Sign out
sign-out-soon = { $seconds ->
    [one] Still there? You are signed out in 1 second. Touch the screen to stay.
   *[other] Still there? You are signed out in { $seconds } seconds. Touch the screen to stay.
}

# Settings
settings-title = Settings
settings-leave = Leave without saving
settings-leave-sure = Leave without saving?
    .advice = What was changed on these pages isn't kept then.
settings-save = Save
settings-saved = Saved, and in use.
settings-working = One moment …
settings-unsaved = Changes aren't saved yet.
settings-camera = Camera
settings-tolerance = Tolerance
settings-operators = Operators
settings-site = Site and language
settings-look = Look and sound
settings-data = Data
settings-health = Health
settings-about = About

camera-choose = Which camera
camera-none = No camera was found.
camera-search = Look again
camera-resolution = { $width } × { $height }, { $rate } pictures a second
camera-recording = A recording
camera-no-face = Stand in front of the camera to check light and pose.
camera-faces = More than one face: only one person in front of the camera, please.
camera-light-good = The light is good.
camera-light-poor = The light isn't good yet.
camera-pose-good = The camera looks straight at the face.
camera-pose-poor = The camera should look straight at the face.
camera-pose = Where the head points, as in a mirror
camera-starting = The camera is opening …

tolerance-advice = Stricter keeps strangers out more surely and asks the right person more often to try again. The right choice depends on what is behind the door.
tolerance-strict = Strict
    .advice = For rooms where a stranger must not get in. Asks more often for another try, in even light.
tolerance-balanced = Balanced
    .advice = For entrances. A stranger matches anybody in at most 1 of 1000 tries.
tolerance-lenient = Lenient
    .advice = For places where somebody watches anyway, or the light is poor. Gives more time.
tolerance-own = A profile of this site, version { $version }.
tolerance-numbers = { $name }, version { $version }: its numbers
tolerance-came-about = { $why } ({ $by }, { $date })
tolerance-change = Change the numbers
tolerance-one-in = 1 in { $number }
tolerance-seconds = { $seconds } s
tolerance-likeness = Likeness asked for
    .advice = Higher: fewer strangers pass as somebody else, and the right person is asked more often to try again.
tolerance-likeness-seen = At most 1 of { $strangers } strangers was this alike, measured.
tolerance-strangers = Strangers matched without a badge
    .advice = The larger the number, the more surely a stranger is told apart, and the sooner a badge is asked for first.
tolerance-strangers-people = It can be held for up to { $people } people; added looks count like people.
tolerance-turns = Head turns asked for
    .advice = More: a recording fits even less likely, and verifying takes longer.
tolerance-angle = How far the head turns
    .advice = Further: the depth of the face is measured more surely. Less: easier for a stiff neck.
tolerance-turn-time = Time for one turn
    .advice = Longer: nobody is hurried. Shorter: less time to put something else in front of the camera.
tolerance-verify-time = Time to be seen well
    .advice = How long somebody may take until the turns begin. Longer helps in bad light; others wait.
tolerance-pose-time = Time for one pose
    .advice = How long one of the five poses of an enrolment may take.
tolerance-offline = Tokens while the centre is away
    .advice = Taken, a token counts until it expires, and one that was used twice is an alarm later. Refused, it counts again once the centre answers.
tolerance-offline-taken = until they expire
tolerance-offline-refused = not taken
tolerance-offline-switch = Take tokens while the centre is away
tolerance-front = Looking at the camera
    .advice = How far the head may be turned, and raised or lowered, to count as looking here.
tolerance-front-degrees = { $yaw } sideways, { $pitch } up or down
tolerance-frames = Pictures compared
    .advice = So many good pictures make one decision together.
tolerance-duplicates = Held as perhaps one person
    .advice = A new person as like an enrolled one as this waits for an administrator.
tolerance-others = Everything else of a profile is changed in a file: secure-biometric tolerance show, then tolerance save.
tolerance-name = Name of the profile
tolerance-name-hint = The same name makes a new version of it; another makes a profile of its own.
tolerance-name-wrong = 1 to 40 lower-case letters, digits or dashes.
tolerance-why = Why it is changed
tolerance-why-hint = Kept with the version, for who reviews it later.
tolerance-missing = It needs a name and a reason.
tolerance-keep = Keep as version { $version }
tolerance-less = Less: { $what }
tolerance-more = More: { $what }

operators-add = Add an operator
operators-name = Name to sign in with
operators-name-wrong = Letters, digits, dots, dashes and underscores, at most 64.
operators-role = What they may do
operators-password = Password
operators-again = The same password again
operators-differ = The two passwords differ.
operators-policy = At least { $least } characters. Long is better than complicated.
operators-missing-name = The name is missing.
operators-missing-role = Choose what they may do.
operators-missing-password = The password is missing, twice alike.
operators-set-password = Set a password
operators-disable = Disable
operators-disable-sure = Disable { $name }?
    .advice = Nobody signs in by this name any more, and who works under it now can do nothing more. What they did stays in the audit. It can't be undone.
operators-disabled = Disabled
operators-damaged = The record of operator { $id } can't be read: it was changed outside this program, and they can't sign in. Put a backup back, or add them under another name.
operators-you = That's you
role-front-desk = Front desk
    .advice = Enrols people, helps at the kiosk, vouches.
role-reviewer = Reviewer
    .advice = Looks at sessions and their figures.
role-administrator = Administrator
    .advice = All of it, and operators, settings and removal.

site-name = Name of this site
site-name-wrong = One line of 1 to 48 characters.
site-language = Language after each visit

appearance-title = Appearance
appearance-system = As the desktop
appearance-light = Light
appearance-dark = Dark
look-contrast = High contrast
    .advice = Texts and lines stand out more.
look-motion = Reduced motion
    .advice = Nothing moves by itself.
look-large = Large text
    .advice = Everything is larger, as far as the window has room.
look-fullscreen = Full screen
    .advice = The kiosk covers the whole screen, without the desktop's bars.
look-sound = Sound
    .advice = Results and calls can be heard. F8 mutes them on any screen.

data-folder = Data folder
    .advice = People, sessions and operators, sealed. Its key lies elsewhere: back up both, apart from each other.
data-retention = How long sessions are kept
    .advice = Older ones are removed by themselves, once a day.
data-meshes = How long surfaces of faces are kept
    .advice = Their sessions stay, without the surface.
data-unused = People who no longer come
    .advice = Who was neither verified nor enrolled for so long is removed, with all that is kept of them.
data-meshes-less = Sooner
data-meshes-more = Later
data-unused-less = Fewer days
data-unused-more = More days
data-never = Kept however long
data-due = Due now
data-due-now = By the saved settings: { $sessions ->
    [one] 1 session
   *[other] { $sessions } sessions
}, { $meshes ->
    [one] 1 surface
   *[other] { $meshes } surfaces
}, { $people ->
    [one] 1 person
   *[other] { $people } people
}.
data-last-run = { $sessions ->
    [one] 1 session
   *[other] { $sessions } sessions
}, { $meshes ->
    [one] 1 surface
   *[other] { $meshes } surfaces
} and { $people ->
    [one] 1 person
   *[other] { $people } people
} were removed.
data-waits = Nothing is removed by itself: it was last done long ago by this clock. If the clock is right, remove what is due here.
data-templates = Templates of faces
    .advice = Renewed when some may have leaked: those are worth nothing then, and nobody has to come again.
data-renewed = { $done } of { $all } templates are renewed …
data-renew-sure = Renew the templates of everybody?
    .advice = Everything kept of every face is written anew, and the old is worth nothing from then on. It may take minutes; if the kiosk is switched off meanwhile, nobody is lost. Backups from before hold the old ones.
data-renew = Renew all templates
data-clean-sure = Remove what is due for good?
data-clean-happens = { $sessions ->
    [one] 1 session
   *[other] { $sessions } sessions
}, { $meshes ->
    [one] 1 surface
   *[other] { $meshes } surfaces
} and { $people ->
    [one] 1 person
   *[other] { $people } people
} go now. They can't be brought back, except from a backup.
data-clean = Remove what is due
data-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
data-less = Shorter
data-more = Longer

clock-behind = The clock is behind { $seen }, which was seen before. No token is issued until that is settled.
    .advice = Set the clock right. If it once ran ahead and is right now, say why and take it for right.
clock-why = Why is it right now?
clock-reset-sure = Take this time for right?
    .advice = From now on this clock counts: tokens are issued again, and what is due is removed by it. Your name, the time and the reason stand in the audit.
clock-reset = Take this time for right
health-check = Check now
health-advice = Looks at everything the kiosk needs. It takes up to a minute.
health-checking = Looking at everything …
health-good = All is well.
health-advised = Nothing is broken; there is some advice.
health-bad = Something needs attention.

about-version = Version { $version }
about-versions = Versions
about-program = The program
about-engine = The analysis of faces
about-protocol = ready, protocol { $number }
about-no-engine = not known before it has started
about-database = The database
about-schema = schema { $number }
about-packages = What the analysis is made with
about-digest = begins with { $begin }
about-what = A face enrolment and verification kiosk that keeps no photos. MIT licence.
about-licences = Licences of what is in it
about-models = The models that look at faces

# First start
start-step = Step { $step } of { $steps }
start-next = Next
start-language = Which language?
    .advice = It can be switched later, at the top of every screen.
start-site = What is this place called?
    .advice = The name stands at the top of every screen.
start-camera = Can the camera see you?
    .advice = Choose a camera and stand in front of it.
start-admin = Who looks after this kiosk?
    .advice = The first administrator. There is no password from the factory, so keep this one well: nobody can read it back.
start-finish = Set up
start-done = This kiosk is ready.
    .advice = Next, the first person is enrolled.
start-before-service = Before people rely on it, its own keys and a first backup are made: in the settings, under “Keys and backups”.
start-opening = One moment, the kiosk is getting ready.

# Handing tokens over
hand-over = Handing tokens over
    .advice = Who was verified gets a signed token for a door or another program. It is valid once and for minutes.
hand-over-code = Show it as a code
    .advice = On the screen of who was verified, for a reader beside the kiosk.
hand-over-file = Write it to a file (whole path)
hand-over-file-wrong = A whole path, from / on.
hand-over-url = Send it to an address
hand-over-url-wrong = On this machine, as http://127.0.0.1:8080/tokens.
hand-over-brought = { $count ->
    [one] 1 token was handed over since the start.
   *[other] { $count } tokens were handed over since the start.
}
hand-over-trouble-file = The file of tokens can't be written. See that the kiosk may write in that folder.
hand-over-trouble-unreachable = Nobody takes tokens at the address in the settings. Start what listens there.
hand-over-trouble-slow = What listens at the address in the settings doesn't answer in time. Restart it.
hand-over-trouble-refused = What listens at the address in the settings refuses tokens (status { $status }). Look into its log.
hand-over-trouble-many = Too many tokens wait to be handed over. See whether what takes them works.

# Keys and backups.
settings-keys = Keys and backups
keys-home-file = Trial keys, in a plain file
    .advice = Who can read that file opens the data. Before people rely on this kiosk, make production keys, below.
keys-home-passphrase = Production keys, sealed with a passphrase
    .advice = The passphrase is asked for at each start, and never kept.
keys-home-credential = Production keys, kept by systemd
    .advice = systemd hands them over at each start. They are changed by command: secure-biometric keys --help
keys-site = Site { $site }, its key number { $generation }
keys-signing = Signing key { $key }
keys-exchange = Exchange key { $key }
keys-make = Production keys
    .advice = Trial keys are for trying out: what they sign counts nowhere else. Choose a passphrase that nobody guesses; this kiosk asks for it at each start, and nobody can read it back. Make a backup afterwards.
keys-make-passphrase = Passphrase of the keys
keys-make-again = The same passphrase of the keys again
keys-make-now = Make production keys
keys-make-sure = Put production keys in place?
    .advice = From the next start on, nothing opens without the passphrase, and nobody can read it back. What the trial keys signed counts nowhere else.
keys-made = Production keys are in place. The next start asks for the passphrase.
keys-files = What this kiosk starts with
    .advice = Models, the analysis' own files and the profiles are signed for; one changed byte keeps the kiosk from starting. After an upgrade that you meant, sign anew; the audit keeps who did.
keys-files-signed-at = { $count } files, all as they were signed { $when }.
keys-files-unsigned = { $count } files, not signed for yet: the next start does.
keys-files-changed = Not as it was signed:
keys-files-removed = The signed list was removed or changed. Look into how before you sign again.
keys-files-more = and { $count } more
keys-files-signed = Signed for what is there now.
sign-files = Sign for what is there now
    .advice = An administrator can sign for it, after an upgrade that was meant. What somebody exchanged without your knowing would be signed for, too. The audit keeps who signed.
sign-files-sure = Sign for what is there now?
    .advice = From now on the kiosk starts with these files as they are. Do it only after an upgrade that you meant; the audit keeps your name.
sign-files-really = Press again to sign
unlock-title = The keys of this kiosk are sealed.
    .advice = Type the passphrase that was chosen when they were made. It is never kept.
unlock-passphrase = Passphrase of the keys
unlock-action = Unlock
unlock-wrong = That passphrase doesn't open the keys. Mind upper and lower case.
restore-question = Was there a kiosk before this one?
restore-link = Restore from a backup
restore-title = Restore from a backup
    .advice = People, operators, settings and keys of the backup are put here. Nothing of this new kiosk stays.
restore-file = Backup file, with its whole path
restore-opens = Its passphrase or recovery key
restore-keys = Passphrase of its keys from now on
    .advice = Production keys need one: a recovery key opens the backup alone. Leave it empty for trial keys.
restore-erased = List of who was erased since, if there is one
    .advice = They are erased again. Written by: secure-biometric people erased --json
restore-action = Restore
restore-missing-file = Name the backup with its whole path.
restore-missing-opens = Type its passphrase or recovery key.
restore-missing-keys = That passphrase is too short.
restore-progress = The backup is read: { $percent } %
restore-done = The backup is in place.
    .advice = Who was erased after it was made, and is on no list, is back: compare with the receipts of erasures.
restore-again = { $people ->
        [0] Nobody had to be erased again.
        [one] One person was erased again.
       *[other] { $people } people were erased again.
    }
keys-rotate = Another site key
    .advice = If the site key may have become known, another one takes its place. No record is touched; if the kiosk is switched off meanwhile, it goes on at the next start. Other kiosks of the site then need the new one.
keys-rotate-sure = Put another site key in place?
    .advice = The keys of all records are wrapped anew, which takes a while. Other kiosks of the site don't understand this one until they have the new key. There is no way back.
keys-rotate-now = Rotate the site key
keys-wrapped = { $done } keys are wrapped anew so far …
keys-rotated = Another site key is in place.
keys-rotate-signing = Another signing key
    .advice = If the signing key may have become known, another one takes its place. Tokens that it signed count until their time is over. Whoever checks tokens needs the new public keys: secure-biometric keys jwks
keys-rotate-signing-sure = Put another signing key in place?
    .advice = Whoever checks tokens refuses the next ones until they have the new public keys. There is no way back.
keys-rotate-signing-now = Rotate the signing key
keys-signing-rotated = Another signing key is in place. Hand out the new public keys.
keys-hand-on = The site key for another kiosk
    .advice = The new kiosk asks, a kiosk that has the key answers. Each writes a file and shows a code, which is typed at the other.
keys-ask = Ask for another kiosk's site key
keys-file = File that the other kiosk wrote
keys-code = Code that the other kiosk shows
    .advice = Type this code at the other kiosk. Read it here, from the screen.
keys-code-wrong = A code is 12 letters and digits.
keys-take = Use this file
keys-asked = Asked. Take { $file } to the other kiosk.
keys-granted = Sealed for { $name }. Take { $file } back to it.
keys-accepted = The other kiosk's site key is in place here.
keys-backup = Backup
    .advice = The data folder and its keys in one file that a passphrase or a recovery key opens. It is put back at a new kiosk, on its first page.
keys-backup-last = The last one was made { $when }.
keys-backup-never = None was made yet.
keys-backup-file = New file
keys-backup-passphrase = Passphrase of the backup
keys-backup-make = Make a backup
keys-recovery-key = Recovery key of this backup
    .advice = Write it down now, and keep it apart from the file. It is kept nowhere and isn't shown again; whoever has both opens all of it.
keys-recovery-key-make = Make a backup with a recovery key
    .advice = Instead of a passphrase, the kiosk draws a key of 36 characters and shows it once, to be written down.
keys-backed-up = The backup is in { $file }.
