# The audit: what was done here, by whom, and whether that still stands.

staff-audit = Audit
    .advice = What was done here and by whom, and whether that was changed since.
audit-title = Audit
audit-check = Check the audit
audit-checking = Checking …
audit-all = All
audit-group-sign-ins = Sign-ins
audit-group-decisions = Decisions and tokens
audit-group-people = People
audit-group-records = Records and self-tests
audit-group-kiosk = Operators, settings, keys
audit-all-days = All days
audit-week = 7 days
audit-day = 24 hours
audit-everybody = Everybody's
audit-none = Nothing of that kind was done. Choose other acts or more days.
audit-choose = Choose an entry to see what is known of it.
audit-older = Older entries
audit-only-theirs = Only theirs
audit-only-this = Only about this
audit-unreadable = { $entries ->
    [one] One entry can't be read. Check the audit.
   *[other] { $entries } entries can't be read. Check the audit.
}
audit-sound = { $entries ->
    [one] One entry, as it was written.
   *[other] { $entries } entries, all as they were written.
}
audit-flawed = { $flaws ->
    [one] One thing isn't as it was written.
   *[other] { $flaws } things aren't as they were written.
}
    .advice = Keep this data folder as it is, and compare it with a backup.
audit-flaw-changed = Entry { $number } was changed.
audit-flaw-moved = Entry { $from } stands in the place of { $to }.
audit-flaw-missing = Entries { $from } to { $to } were taken out.
audit-flaw-cut-off = Entries { $from } to { $to } were cut off.
audit-flaw-head = The end that is kept beside the audit was changed or removed.
audit-flaw-another-chain = The end that was kept elsewhere isn't that of entry { $number }.
audit-number = Number
audit-when = When
audit-who = Operator
audit-nobody = Nobody had signed in
audit-hash = Hash
audit-subject-person = Person
audit-subject-session = Session
audit-subject-operator = Operator
audit-subject-selftest = Self-test
audit-signed-in = Signed in
audit-sign-in-failed = A sign-in failed
audit-decided = A session was decided
audit-enrolled = A person was enrolled
audit-look-added = A look was added
audit-person-state-set = A person was switched on or off
audit-failures-forgotten = A person's failures were forgotten
audit-pin-set = A PIN was set
audit-person-removed = A person was removed
audit-operator-added = An operator was added
audit-operator-disabled = An operator was switched off
audit-password-set = A password was set
audit-tolerance-saved = A tolerance profile was saved
audit-settings-saved = Settings were saved
audit-session-viewed = A session was looked at
audit-session-exported = A session was written to a file
audit-sessions-cleaned = What is kept no longer was removed
audit-selftest-begun = A self-test was begun
audit-selftest-changed = A self-test was stopped or shortened
audit-trial-withdrawn = A trial was taken back
audit-selftest-exported = A self-test was written to a file
audit-token-issued = A token was issued
audit-token-redeemed = A token was redeemed
audit-token-revoked = A token was revoked
audit-clock-reset = The clock was taken for right
audit-keys-replaced = Other keys were put in place
audit-templates-renewed = Templates were renewed
audit-verified = The audit was checked
audit-fact-decision = Decision
audit-fact-entries = Entries
audit-fact-flaws = Flaws
audit-fact-format = Format
audit-fact-home = Kept
audit-fact-kind = Kind
audit-fact-look = Look
audit-fact-meshes = Surfaces
audit-fact-people = People
audit-fact-millis-behind = Behind, in milliseconds
audit-fact-profile = Profile
audit-fact-reason = Reason
audit-fact-role = Role
audit-fact-second-operator = Second operator
audit-fact-session = Session
audit-fact-sessions = Sessions
audit-fact-sessions-anonymised = Sessions made anonymous
audit-fact-site-generation = Site key, generation
audit-fact-source = Source
audit-fact-state = State
audit-fact-token = Token
audit-fact-version = Version
audit-fact-what = What
audit-fact-worth = Worth
audit-word-verified = Verified
audit-word-not-verified = Not verified
audit-word-inconclusive = Inconclusive
audit-word-verification = Verification
audit-word-enrolment = Enrolment
audit-word-kiosk = The kiosk's camera
audit-word-attended = Attended by an operator
audit-word-upload = Upload
audit-word-recording = Recording
audit-word-credential = With systemd
audit-word-passphrase = Sealed with a passphrase
audit-word-file = In a plain file
audit-word-trial = For trying out
audit-word-production = Production
audit-word-unused = Not there for long
audit-word-surface = The face's surface
