# Das Protokoll: was hier getan wurde, von wem, und ob das noch so dasteht.

staff-audit = Protokoll
    .advice = Was hier getan wurde und von wem, und ob daran etwas geändert wurde.
audit-title = Protokoll
audit-check = Protokoll prüfen
audit-checking = Wird geprüft …
audit-all = Alles
audit-group-sign-ins = Anmeldungen
audit-group-decisions = Entscheidungen und Token
audit-group-people = Personen
audit-group-records = Aufzeichnungen und Selbsttests
audit-group-kiosk = Bedienende, Einstellungen, Schlüssel
audit-all-days = Alle Tage
audit-week = 7 Tage
audit-day = 24 Stunden
audit-everybody = Von allen
audit-none = Dergleichen wurde nicht getan. Wählen Sie anderes oder mehr Tage.
audit-choose = Wählen Sie einen Eintrag, um alles darüber zu sehen.
audit-older = Ältere Einträge
audit-only-theirs = Nur von dieser Person
audit-only-this = Nur hierzu
audit-unreadable = { $entries ->
    [one] Ein Eintrag ist nicht lesbar. Prüfen Sie das Protokoll.
   *[other] { $entries } Einträge sind nicht lesbar. Prüfen Sie das Protokoll.
}
audit-sound = { $entries ->
    [one] Ein Eintrag, so wie er geschrieben wurde.
   *[other] { $entries } Einträge, alle wie sie geschrieben wurden.
}
audit-flawed = { $flaws ->
    [one] Eines ist nicht, wie es geschrieben wurde.
   *[other] { $flaws } Stellen sind nicht, wie sie geschrieben wurden.
}
    .advice = Lassen Sie diesen Datenordner, wie er ist, und vergleichen Sie ihn mit einer Sicherung.
audit-flaw-changed = Eintrag { $number } wurde geändert.
audit-flaw-moved = Eintrag { $from } steht an der Stelle von { $to }.
audit-flaw-missing = Die Einträge { $from } bis { $to } wurden entfernt.
audit-flaw-cut-off = Die Einträge { $from } bis { $to } wurden abgeschnitten.
audit-flaw-head = Das Ende, das neben dem Protokoll steht, wurde geändert oder entfernt.
audit-flaw-another-chain = Das anderswo aufbewahrte Ende ist nicht das von Eintrag { $number }.
audit-number = Nummer
audit-when = Wann
audit-who = Bedient von
audit-nobody = Niemand war angemeldet
audit-hash = Hash
audit-subject-person = Person
audit-subject-session = Sitzung
audit-subject-operator = Betrifft Bedienende
audit-subject-selftest = Selbsttest
audit-signed-in = Angemeldet
audit-sign-in-failed = Eine Anmeldung misslang
audit-decided = Eine Sitzung wurde entschieden
audit-enrolled = Eine Person wurde aufgenommen
audit-look-added = Ein Aussehen kam hinzu
audit-person-state-set = Eine Person wurde ein- oder ausgeschaltet
audit-failures-forgotten = Die Fehlversuche einer Person wurden vergessen
audit-pin-set = Eine PIN wurde gesetzt
audit-person-removed = Eine Person wurde entfernt
audit-operator-added = Ein Zugang für Bedienende kam hinzu
audit-operator-disabled = Ein Zugang wurde abgeschaltet
audit-password-set = Ein Passwort wurde gesetzt
audit-tolerance-saved = Ein Toleranzprofil wurde gespeichert
audit-settings-saved = Einstellungen wurden gespeichert
audit-session-viewed = Eine Sitzung wurde angesehen
audit-session-exported = Eine Sitzung wurde in eine Datei geschrieben
audit-sessions-cleaned = Was nicht länger aufbewahrt wird, wurde entfernt
audit-selftest-begun = Ein Selbsttest wurde begonnen
audit-selftest-changed = Ein Selbsttest wurde beendet oder gekürzt
audit-trial-withdrawn = Ein Versuch wurde zurückgenommen
audit-selftest-exported = Ein Selbsttest wurde in eine Datei geschrieben
audit-token-issued = Ein Token wurde ausgestellt
audit-token-redeemed = Ein Token wurde eingelöst
audit-token-revoked = Ein Token wurde widerrufen
audit-clock-reset = Die Uhr wurde für richtig erklärt
audit-keys-replaced = Andere Schlüssel wurden eingesetzt
audit-templates-renewed = Die Vorlagen wurden erneuert
audit-verified = Das Protokoll wurde geprüft
audit-fact-decision = Entscheidung
audit-fact-entries = Einträge
audit-fact-flaws = Mängel
audit-fact-format = Format
audit-fact-home = Aufbewahrt
audit-fact-kind = Art
audit-fact-look = Aussehen
audit-fact-meshes = Oberflächen
audit-fact-people = Personen
audit-fact-millis-behind = Rückstand in Millisekunden
audit-fact-profile = Profil
audit-fact-reason = Grund
audit-fact-role = Rolle
audit-fact-second-operator = Zweite bedienende Person
audit-fact-session = Sitzung
audit-fact-sessions = Sitzungen
audit-fact-sessions-anonymised = Anonymisierte Sitzungen
audit-fact-site-generation = Standortschlüssel, Generation
audit-fact-source = Quelle
audit-fact-state = Zustand
audit-fact-token = Token
audit-fact-version = Version
audit-fact-what = Was
audit-fact-worth = Wert
audit-word-verified = Bestätigt
audit-word-not-verified = Nicht bestätigt
audit-word-inconclusive = Nicht entscheidbar
audit-word-verification = Überprüfung
audit-word-enrolment = Aufnahme
audit-word-kiosk = Kamera des Kiosks
audit-word-attended = Unter Aufsicht
audit-word-upload = Hochgeladen
audit-word-recording = Aufnahmedatei
audit-word-credential = Bei systemd
audit-word-passphrase = Mit einer Passphrase versiegelt
audit-word-file = In einer einfachen Datei
audit-word-trial = Zum Ausprobieren
audit-word-production = Produktion
audit-word-unused = Lange nicht mehr da gewesen
audit-word-surface = Die Oberfläche des Gesichts
