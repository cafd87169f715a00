# Registrierung: Person
enrol-identity-title = Wer wird registriert?
enrol-optional = Darf leer bleiben.
enrol-email = E-Mail
enrol-email-wrong = Eine Adresse sieht aus wie name@example.org.
enrol-department = Abteilung
enrol-department-wrong = Eine Abteilung ist eine Zeile mit höchstens 80 Zeichen.
enrol-badge-awaited = Prüft, ob der Ausweis frei ist …
enrol-badge-taken = Jemand hat diesen Ausweis schon.
enrol-badge-free = Dieser Ausweis ist frei.
enrol-missing-badge = Der Ausweis muss frei sein.
enrol-missing-contact = E-Mail oder Abteilung stimmt noch nicht.
enrol-next-consent = Weiter: Einwilligung
enrol-follows = Was folgt
enrol-follows-consent = Die Person liest in ihrer Sprache, was behalten wird, und unterschreibt.
enrol-follows-capture = Die Kamera nimmt fünf Haltungen auf. Sie bittet um jede.
enrol-follows-check = Der Kiosk sieht nach, ob sie schon registriert ist.
enrol-follows-verify = Sie prüft sich einmal. Erst dann wird etwas gespeichert.
enrol-cant-turn = Kann den Kopf nicht drehen
enrol-cant-turn-about = Nur Aufnahmen von vorn, mit Blinzeln und offenem Mund. Die Tiefe wird nicht gemessen: Bleiben Sie dabei.
enrol-cant-turn-why = Warum es nicht geht
enrol-missing-why = Der Grund fehlt.
enrol-step-check = Abgleich
enrol-interrupted = Eine Registrierung wurde unterbrochen. Nichts davon wurde behalten: Beginnen Sie neu.
action-read = Verstanden

# Registrierung: Einwilligung
enrol-sign-pad = Feld zum Unterschreiben mit Finger oder Maus
enrol-sign-hint = Hier mit Finger oder Maus unterschreiben
enrol-sign-typed = Ihr voller Name als Unterschrift
enrol-sign-typed-wrong = Es muss der Name sein, der registriert wird.
enrol-sign-whose = { $name }, { $date }
enrol-signed = Unterschrieben.
enrol-sign-more = Noch etwas mehr: mit dem ganzen Namen unterschreiben.
enrol-sign-type = Lieber tippen
enrol-sign-draw = Lieber von Hand
enrol-sign-clear = Löschen
enrol-missing-signature = Die Unterschrift fehlt.

# Registrierung: Kamera
enrol-keeps-face = Wartet auf ein Gesicht
enrol-keeps-quality = Behält die Haltung, sobald das besser ist
enrol-keeps-pose = Behält die Haltung von selbst
enrol-checking = Sieht nach, ob sie schon registriert ist
enrol-verifying = Noch einmal zur Kamera, zur Prüfung
fix-alone = Nur eine Person vor der Kamera
fix-distance = Näher kommen, auf ein, zwei Armlängen
fix-back = Einen Schritt zurücktreten
fix-middle = In die Mitte des Ovals gehen
fix-straight = Den Kopf gerade halten
fix-eyes = Die Augen weit öffnen
fix-expression = Gesicht entspannen, Mund geschlossen
fix-still = Einen Moment stillhalten
fix-even-light = Licht von vorn, nicht von einer Seite
fix-more-light = Mehr Licht aufs Gesicht
fix-less-light = Weniger Licht aufs Gesicht
fix-colour = Das farbige Licht wegnehmen
fix-background = Vor etwas Gleichmäßiges stellen

# Registrierung: das Ende
enrol-held = Angehalten: Die Verwaltung entscheidet.
    .advice = Jemand, der hier registriert ist, sieht sehr ähnlich aus. Diese Person kann sich erst prüfen lassen, wenn die Verwaltung unter Personen nachgesehen hat. Bis dahin lässt der Empfang sie anders herein.
enrol-another = Weitere Person registrieren
passport-title = Qualitätspass
    .advice = Wie gut jede Haltung war. Die Bilder selbst gibt es nicht mehr.
passport-unknown = –
passport-poor = schwach
passport-enough = reicht
passport-good = gut
passport-very-good = sehr gut

# Aussehen
look-title = Aussehen ergänzen
look-add = Aussehen ergänzen
    .advice = Wer manchmal anders aussieht, wird mit einem weiteren Aussehen leichter erkannt. Es sind dieselben fünf Haltungen. Behalten wird es nur, wenn es eindeutig dieselbe Person ist.
look-kind-glasses = Mit Brille oder ohne
look-kind-light = In anderem Licht
look-kind-other = Andere Änderung: Haare, Bart, Kopftuch
look-done = Das Aussehen ist ergänzt, { $name }.
    .advice = Ab jetzt wird die Person auch so erkannt.
look-too-many = Von dieser Person ist so viel Aussehen behalten, wie möglich ist.

# Personen
people-title = Personen
    .advice = Suchen, ansehen und ändern, wer registriert ist.
people-search = Suche nach Name, Ausweis oder Abteilung
people-count = { $found } von { $total }
people-all = Alle
people-held = Angehalten ({ $held })
people-nobody = Noch ist niemand registriert. Registrieren Sie die erste Person mit dem Knopf oben.
people-none-found = Niemand passt zu dieser Suche.
people-damaged = Der Datensatz der Person { $id } ist nicht lesbar: Er wurde außerhalb dieses Programms verändert. Spielen Sie eine Sicherung zurück, oder lassen Sie ihn von der Verwaltung entfernen: people remove --id { $id }
people-choose = Wählen Sie jemanden aus der Liste.
people-state-active = Aktiv
people-state-held = Angehalten
people-state-disabled = Gesperrt
people-state-locked-out = Nach Fehlversuchen gesperrt
people-enrolled = Registriert
people-last-verified = Zuletzt bestätigt
people-never-verified = Noch nie
people-kept = Behalten
people-templates = { $templates } Vorlagen, Aussehen { $looks } von { $most }
people-look = Ergänzt
people-consent = Einwilligung
people-consent-given = Version { $version }, { $language }, { $date }
people-signature = Unterschrift
people-on-paper = Auf Papier
people-typed = Getippt: { $name }
people-drawn = Auf dem Bildschirm
people-nothing = –
people-held-here = Angehalten: Die Verwaltung entscheidet, ob diese Person sich prüfen lassen kann.
people-shut = Von selbst gesperrt: Mit diesem Ausweis gab es zu viele Fehlversuche. Die Verwaltung gibt ihn frei, sobald der Grund bekannt ist.
people-looks-like = Sieht { $name }, Ausweis { $badge }, sehr ähnlich. Ist es dieselbe Person zweimal? Dann diese hier entfernen.
people-looks-like-nobody = War angehalten wegen jemandem, der inzwischen entfernt ist.
people-administrator = Die Verwaltung kann zulassen, sperren und entfernen.
people-approve-sure = { $name } zulassen?
    .advice = Zwei, die sich so ähnlich sehen, können verwechselt werden. Nur zulassen, wenn Sie wissen, dass es zwei sind.
people-disable-sure = { $name } sperren?
    .advice = Von jetzt an kein Einlass, weder mit Gesicht noch mit PIN, bis die Verwaltung wieder entsperrt. Entfernt wird nichts.
people-approve = Zulassen
people-enable = Entsperren
people-disable = Sperren
people-remove = Entfernen …
people-approved = Diese Person kann sich jetzt prüfen lassen.
people-enabled = Diese Person kann sich wieder prüfen lassen. Ihre Fehlversuche sind vergessen.
people-disabled = Diese Person kann sich nicht mehr prüfen lassen.
people-removed = { $sessions ->
    [0] Entfernt. Von ihrem Gesicht ist nichts mehr da.
    [one] Entfernt. Von ihrem Gesicht ist nichts mehr da. Eine Sitzung bleibt, ohne zu sagen, wessen sie war.
   *[other] Entfernt. Von ihrem Gesicht ist nichts mehr da. { $sessions } Sitzungen bleiben, ohne zu sagen, wessen sie waren.
}
people-log-read = Ein anderes Programm liest die Datenbank: Bis es endet, steht das Gelöschte noch in deren Protokoll.
people-not-allowed = Das kann nur die Verwaltung.
people-changed = Jemand anders hat diese Person inzwischen geändert oder entfernt. Sehen Sie noch einmal nach.
people-wrong-badge = Das ist nicht der Ausweis dieser Person.
remove-title = { $name } endgültig entfernen?
remove-goes = Jetzt gelöscht: Name, Ausweis und Kontakt, alle Vorlagen des Gesichts, die Einwilligung mit Unterschrift, gezählte Fehlversuche.
remove-stays = Was bleibt: die Sitzungen mit Zeit und Ergebnis, ohne zu sagen, wessen sie waren.
remove-type-badge = { $badge } tippen, um zu bestätigen
remove-why = Warum?
erasure-asked = Auf eigenen Wunsch
erasure-left = Nicht mehr hier
erasure-mistake = Irrtümlich registriert
erasure-ordered = Von einer Behörde angeordnet
remove-second-name = Name des zweiten Betreuers
remove-second-password = Passwort des zweiten Betreuers
remove-second-refused = Name oder Passwort des zweiten Betreuers ist falsch. Niemand wurde entfernt.
remove-second-same = Der zweite Betreuer muss jemand anders sein als Sie. Niemand wurde entfernt.
remove-second-waits = { $seconds ->
    [one] Der zweite Betreuer muss eine Sekunde warten. Niemand wurde entfernt.
   *[other] Der zweite Betreuer muss { $seconds } Sekunden warten. Niemand wurde entfernt.
}
people-receipt = Die signierte Quittung: { $path }
people-no-receipt = Die Quittung konnte nicht geschrieben werden; signieren Sie sie mit: secure-biometric people receipt
remove-action = Endgültig entfernen
remove-missing-why = Zuerst der Grund.
remove-missing-badge = Der Ausweis fehlt.
remove-missing-second = Ein zweiter Betreuer muss zustimmen.
people-pin = PIN setzen
    .advice = Für Ausweis und PIN, den anderen Weg herein. Die Person wählt 6 bis 12 Ziffern und tippt sie zweimal, ungesehen. Eine frühere PIN wird ersetzt.
people-pin-new = Neue PIN
people-pin-again = Die PIN noch einmal
people-pin-digits = Eine PIN hat 6 bis 12 Ziffern.
people-pin-trivial = Zu leicht zu raten: Die Ziffern sind alle gleich oder folgen aufeinander.
people-pin-differs = Das ist anders als zuvor.
people-pin-keep = Diese PIN speichern
people-pin-kept = Die PIN ist gespeichert.
consent-title = Einwilligung
consent-write = Einwilligung als Datei
    .advice = Die Person bekommt eine Seite mit dem, worin sie einwilligte, von diesem Kiosk signiert, zum Drucken oder Aufheben. Fragen Sie sie, ob ihre Unterschrift darauf sein darf.
consent-without-signature = Ohne das Bild der Unterschrift
consent-with-signature = Mit dem Bild der Unterschrift
consent-write-now = Datei schreiben
consent-site = Standort
consent-notice = Hinweis
consent-given = Erteilt
consent-other-notice = Der Hinweis der Version { $version } gehört nicht mehr zu diesem Programm.
consent-check = Vom Kiosk signiert. Ob diese Seite unverändert ist, prüft: secure-biometric people check-consent
people-consent-written = Die Einwilligung ist in { $file }.
