# Aufnahme: Person
enrol-identity-title = Wer wird aufgenommen?
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
enrol-follows-check = Das Terminal sieht nach, ob sie schon aufgenommen ist.
enrol-follows-verify = Sie prüft sich einmal. Erst dann wird etwas gespeichert.
enrol-cant-turn = Kann den Kopf nicht drehen
enrol-cant-turn-about = Blicke nur von vorn, mit Blinzeln und offenem Mund. Die Tiefe wird nicht gemessen: Bleiben Sie dabei.
enrol-cant-turn-why = Warum es nicht geht
enrol-missing-why = Der Grund fehlt.
enrol-step-check = Abgleich
enrol-interrupted = Eine Aufnahme wurde unterbrochen. Nichts davon wurde behalten: Beginnen Sie neu.
action-read = Verstanden

# Aufnahme: Einwilligung
enrol-sign-pad = Feld zum Unterschreiben mit Finger oder Maus
enrol-sign-hint = Hier mit Finger oder Maus unterschreiben
enrol-sign-typed = Ihr voller Name als Unterschrift
enrol-sign-typed-wrong = Es muss der Name sein, der aufgenommen wird.
enrol-sign-whose = { $name }, { $date }
enrol-signed = Unterschrieben.
enrol-sign-more = Noch etwas mehr: mit dem ganzen Namen unterschreiben.
enrol-sign-type = Lieber tippen
enrol-sign-draw = Lieber von Hand
enrol-sign-clear = Löschen
enrol-missing-signature = Die Unterschrift fehlt.

# Aufnahme: Kamera
enrol-keeps-face = Wartet auf ein Gesicht
enrol-keeps-quality = Behält die Haltung, sobald das besser ist
enrol-keeps-pose = Behält die Haltung von selbst
enrol-checking = Sieht nach, ob sie schon aufgenommen ist
enrol-verifying = Noch einmal zur Kamera, zur Prüfung
fix-alone = Nur eine Person vor der Kamera
fix-distance = Näher kommen, auf ein, zwei Armlängen
fix-middle = In die Mitte des Ovals gehen
fix-straight = Den Kopf gerade halten
fix-eyes = Die Augen weit öffnen
fix-expression = Gesicht entspannen, Mund geschlossen
fix-still = Einen Moment stillhalten
fix-even-light = So drehen, dass beide Seiten gleich viel Licht haben
fix-more-light = Mehr Licht aufs Gesicht
fix-less-light = Weniger Licht aufs Gesicht
fix-colour = Das farbige Licht wegnehmen
fix-background = Vor etwas Gleichmäßiges stellen

# Aufnahme: das Ende
enrol-held = Angehalten: Die Verwaltung entscheidet.
    .advice = Jemand, der hier aufgenommen ist, sieht sehr ähnlich aus. Diese Person kann sich erst prüfen lassen, wenn die Verwaltung unter Personen nachgesehen hat. Bis dahin lässt der Empfang sie anders herein.
enrol-another = Weitere Person aufnehmen
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
    .advice = Suchen, ansehen und ändern, wer aufgenommen ist.
people-search = Suche nach Name, Ausweis oder Abteilung
people-count = { $found } von { $total }
people-all = Alle
people-held = Wartend ({ $held })
people-nobody = Noch ist niemand aufgenommen. Nehmen Sie die erste Person mit dem Knopf oben auf.
people-none-found = Niemand passt zu dieser Suche.
people-choose = Wählen Sie jemanden aus der Liste.
people-state-active = Aktiv
people-state-held = Wartend
people-state-disabled = Gesperrt
people-enrolled = Aufgenommen
people-last-verified = Zuletzt geprüft
people-never-verified = Noch nie
people-kept = Behalten
people-templates = { $templates } Vorlagen aus { $poses } Haltungen, Aussehen { $looks } von { $most }
people-look = Ergänzt
people-consent = Einwilligung
people-consent-given = Version { $version }, { $language }, { $date }
people-signature = Unterschrift
people-on-paper = Auf Papier
people-typed = Getippt: { $name }
people-drawn = Auf dem Bildschirm
people-nothing = –
people-held-here = Angehalten: Die Verwaltung entscheidet, ob diese Person sich prüfen lassen kann.
people-looks-like = Sieht { $name }, Ausweis { $badge }, sehr ähnlich. Ist es dieselbe Person zweimal? Dann diese hier entfernen.
people-looks-like-nobody = War angehalten wegen jemandem, der inzwischen entfernt ist.
people-administrator = Die Verwaltung kann zulassen, sperren und entfernen.
people-approve = Zulassen
people-enable = Entsperren
people-disable = Sperren
people-remove = Entfernen …
people-approved = Diese Person kann sich jetzt prüfen lassen.
people-enabled = Diese Person kann sich wieder prüfen lassen. Ihre Fehlversuche sind vergessen.
people-disabled = Diese Person kann sich nicht mehr prüfen lassen.
people-removed = { $sessions ->
    [0] Entfernt. Von ihrem Gesicht ist nichts mehr da.
    [one] Entfernt. Von ihrem Gesicht ist nichts mehr da. Ein Vorgang bleibt, ohne zu sagen, wessen er war.
   *[other] Entfernt. Von ihrem Gesicht ist nichts mehr da. { $sessions } Vorgänge bleiben, ohne zu sagen, wessen sie waren.
}
people-not-allowed = Das kann nur die Verwaltung.
people-changed = Jemand anderes hat diese Person inzwischen geändert oder entfernt. Sehen Sie noch einmal nach.
people-wrong-badge = Das ist nicht der Ausweis dieser Person.
remove-title = { $name } endgültig entfernen?
remove-goes = Jetzt gelöscht: Name, Ausweis und Kontakt, alle Vorlagen des Gesichts, die Einwilligung mit Unterschrift, gezählte Fehlversuche.
remove-stays = Was bleibt: die Vorgänge mit Zeit und Ergebnis, ohne zu sagen, wessen sie waren.
remove-type-badge = { $badge } tippen, um zu bestätigen
remove-why = Warum?
erasure-asked = Auf eigenen Wunsch
erasure-left = Nicht mehr hier
erasure-mistake = Irrtümlich aufgenommen
erasure-ordered = Von einer Behörde angeordnet
remove-second-name = Name der zweiten Person
remove-second-password = Passwort der zweiten Person
remove-second-refused = Name oder Passwort der zweiten Person ist falsch. Niemand wurde entfernt.
remove-second-same = Die zweite Person muss eine andere sein als Sie. Niemand wurde entfernt.
remove-second-waits = { $seconds ->
    [one] Die zweite Person muss eine Sekunde warten. Niemand wurde entfernt.
   *[other] Die zweite Person muss { $seconds } Sekunden warten. Niemand wurde entfernt.
}
people-receipt = Die signierte Quittung: { $path }
people-no-receipt = Die Quittung konnte nicht geschrieben werden; signieren Sie sie mit: secure-biometric people receipt
remove-action = Endgültig entfernen
remove-missing-why = Zuerst der Grund.
remove-missing-badge = Der Ausweis fehlt.
remove-missing-second = Eine zweite bedienende Person muss zustimmen.
people-pin = PIN setzen
    .advice = Für Ausweis und PIN, den anderen Weg herein. Die Person wählt 6 bis 12 Ziffern und tippt sie zweimal, ungesehen. Eine frühere PIN wird ersetzt.
people-pin-new = Neue PIN
people-pin-again = Die PIN noch einmal
people-pin-digits = Eine PIN hat 6 bis 12 Ziffern.
people-pin-trivial = Zu leicht zu raten: Ziffern dürfen sich nicht nur wiederholen oder zählen.
people-pin-differs = Das ist anders als zuvor.
people-pin-keep = Diese PIN behalten
people-pin-kept = Die PIN ist behalten.
