# Start
home-date = { $weekday ->
    [1] Montag
    [2] Dienstag
    [3] Mittwoch
    [4] Donnerstag
    [5] Freitag
    [6] Samstag
   *[7] Sonntag
}, { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
} · { $time }
home-good-morning = Guten Morgen.
home-good-afternoon = Guten Tag.
home-good-evening = Guten Abend.
home-invitation = Bitte kurz ausweisen.
home-explanation =
    Schauen Sie in die Kamera und folgen Sie den Hinweisen.
    Es dauert wenige Sekunden, und kein Foto wird behalten.
home-verify = Mich prüfen
home-use-badge = Mit Ausweis
home-mesh = Ein Gesicht aus Dreiecken, das sich dreht
home-mesh-caption = Die Form eines Gesichts, in jeder Bewegung verfolgt
home-staff = Personal
home-sign-out = { $name } abmelden
home-enrol = Person registrieren
home-no-face = Mit dem Gesicht geht es gerade nicht.
    .advice = Es gibt andere Wege herein. Das Personal sieht nach der Anmeldung, was fehlt.
home-engine-failed = Die Gesichtsanalyse läuft nicht.
home-camera-lost = Die Kamera fehlt.
home-nobody-enrolled = Noch ist niemand registriert.
    .advice = Der Empfang meldet sich an und registriert die erste Person.

status-camera-running = Kamera bereit
status-camera-opening = Kamera wird geöffnet
status-camera-lost = Keine Kamera
status-engine-ready = Analyse bereit
status-engine-starting = Analyse startet
status-engine-restarting = Analyse startet neu
status-engine-failed = Keine Analyse
status-sync-equal = Abgeglichen
status-sync-waiting = Wartet auf Beitritt
status-sync-behind = Zentrale nicht erreicht

# Überall
action-back = Zurück
action-cancel = Abbrechen
action-done = Fertig
action-stop = Nicht jetzt
action-try-again = Noch einmal
time-left = Zeit bis zum Startbildschirm
trouble-title = Hier ist etwas schiefgegangen, nicht bei Ihnen.
    .advice = Der Empfang kann helfen. Es gibt auch andere Wege hinein.

# Ausweis
badge-title = Ausweisnummer tippen oder scannen
    .advice = Halten Sie den Code vor den Scanner, oder tippen Sie die Nummer.
badge-field = Ausweisnummer
badge-wrong = Nur Buchstaben, Ziffern, Punkte, Binde- und Unterstriche, höchstens 32.
badge-again = Nummer verbessern
badge-back = Letztes Zeichen zurücknehmen

# Anmeldung des Personals
sign-in-title = Anmeldung für Personal
sign-in-to-help = Bitte rufen Sie den Empfang: Er meldet sich hier an, um Ihnen zu helfen.
sign-in-name = Name
sign-in-password = Passwort
sign-in-action = Anmelden
sign-in-checking = Wird geprüft …
sign-in-refused = Name oder Passwort ist falsch.
sign-in-wait = { $seconds ->
    [one] Zu viele Versuche. Warten Sie 1 Sekunde.
   *[other] Zu viele Versuche. Warten Sie { $seconds } Sekunden.
}

# Aufnahme
capture-badge = Ausweis { $badge }
capture-step = Schritt { $step } von { $steps }
capture-further = Noch etwas: { $reached }° von { $wanted }°
capture-turn = Wie weit der Kopf gedreht ist, in Grad
capture-progress = Fortschritt der Aufnahme
capture-camera-away = Bitte warten Sie. Kommt sie nicht wieder, gibt es andere Wege hinein.

instruction-look-here = Schauen Sie in die Kamera
instruction-hold-still = Kurz stillhalten
instruction-come-closer = Kommen Sie näher
instruction-move-back = Etwas zurücktreten
instruction-move-to-middle = Bitte in das Oval
instruction-one-person-only = Bitte nur eine Person
instruction-more-light = Mehr Licht aufs Gesicht, bitte
instruction-less-light = Weniger Licht aufs Gesicht, bitte
instruction-even-light = Bitte Licht von vorn
instruction-open-eyes = Öffnen Sie die Augen
instruction-head-upright = Kopf gerade halten
instruction-turn-left = Kopf nach links drehen
instruction-turn-right = Kopf nach rechts drehen
instruction-look-up = Nach oben schauen
instruction-look-down = Nach unten schauen
instruction-turn-back = Etwas zurückdrehen
instruction-blink = Kurz die Augen schließen
instruction-open-mouth = Mund weit öffnen
instruction-one-moment = Einen Moment, bitte
instruction-camera-away = Die Kamera ist gerade weg

hint-other-way = Das war eine andere Richtung. Schauen Sie geradeaus, dann folgen Sie dem Pfeil.
hint-too-early = Das war zu früh. Schauen Sie geradeaus und drehen Sie den Kopf erst auf die Aufforderung hin.
hint-further = Fast geschafft: noch einmal, etwas weiter.
hint-too-fast = Das war zu schnell, um zu folgen. Schauen Sie geradeaus, dann drehen Sie den Kopf langsamer.

check-no-face = Ein Gesicht wird gesucht
check-one-face = Ein Gesicht
check-several-faces = Mehrere Gesichter
check-close-enough = Nah genug
check-too-far = Zu weit weg
check-sharp = Scharf
check-blurred = Noch unscharf
check-well-lit = Gutes Licht
check-poor-light = Licht noch nicht gut

mesh-title = Live-Netz
mesh-measured = Tiefe gemessen: { $percent } %
mesh-live = Das Gesicht vor der Kamera als Netz; zum Drehen ziehen
mesh-keys = Pfeiltasten drehen es, Pos1 dreht es zurück.
mesh-missing = Das Netz fehlt: eine Datei ist nicht da. Führen Sie make setup noch einmal aus.
mesh-textured = Textur
mesh-wireframe = Gitter
mesh-depth = Tiefe
mesh-near = nah
mesh-far = fern

# Das gemessene Gesicht
face-title = Ihr Gesicht, wie es gemessen wurde
face-coming = Die Form wird gemessen …
face-label = Das gemessene Gesicht in drei Dimensionen; zum Drehen ziehen
face-kept = Die Form wird versiegelt behalten, dieses Bild nicht.

# Personen registrieren
enrol-title = Person registrieren
enrol-stop = Abbrechen und verwerfen
enrol-step-identity = Person
enrol-step-consent = Einwilligung
enrol-step-capture = Aufnahme
enrol-step-verify = Einmal prüfen
enrol-step-done = Fertig
enrol-name = Voller Name
enrol-name-wrong = Ein Name ist eine Zeile mit höchstens 120 Zeichen.
enrol-agrees = Ich habe das gelesen und bin einverstanden.
enrol-start = Aufnahme beginnen
enrol-missing-identity = Zuerst Ausweisnummer und Name.
enrol-missing-reading = Der Hinweis geht weiter: Er wird zuerst bis zum Ende gelesen.
enrol-missing-consent = Zuerst muss die Person einverstanden sein.

pose-front = Vorn
pose-left = Links
pose-right = Rechts
pose-up = Oben
pose-down = Unten

quality-title = Qualität dieser Haltung
quality-single-face = Ein Gesicht
quality-inter-eye-distance = Augenabstand
quality-head-size = Kopfgröße
quality-room-left = Platz links
quality-room-right = Platz rechts
quality-room-below = Platz unten
quality-room-above = Platz oben
quality-yaw = Gedreht (yaw)
quality-pitch = Gehoben (pitch)
quality-roll = Geneigt (roll)
quality-eyes-open = Augen offen
quality-mouth-closed = Mund geschlossen
quality-sharpness = Schärfe
quality-illumination = Gleichmäßiges Licht
quality-brightness = Helligkeit
quality-not-dark = Nicht zu dunkel
quality-not-burnt = Nicht überstrahlt
quality-dynamic-range = Kontrast
quality-colour = Natürliche Farbe
quality-background = Hintergrund
quality-expression = Ausdruck

# Ergebnisse
result-found-face = Gesicht erkannt
result-found-depth = Tiefe gemessen
result-found-moves = Bewegungen befolgt
result-welcome = Willkommen, { $name }.
result-enrolled = { $name } ist registriert.
result-when = Bestätigt um { $time } in { $seconds } Sekunden
code-scan = Halten Sie diesen Code an das Lesegerät. Er gilt einmal.
code-label = Ein Code für das Lesegerät, der für diese Bestätigung steht
result-tries = { $tries ->
    [one] Noch 1 Versuch.
   *[other] Noch { $tries } Versuche.
}
result-paused = { $seconds ->
    [one] Der nächste Versuch ist in 1 Sekunde möglich.
   *[other] Der nächste Versuch ist in { $seconds } Sekunden möglich.
}
result-front-desk = Der Empfang hilft gern.

reason-matched = Willkommen.
    .advice = Sie sind bestätigt.
reason-enrolled = Registriert.
    .advice = Ab jetzt geht die Prüfung an diesem Kiosk.
reason-no-match = Wir konnten Sie nicht bestätigen.
    .advice = Nehmen Sie ab, was das Gesicht verdeckt, und schauen Sie gerade in die Kamera.
reason-not-enrolled = Sie sind hier noch nicht registriert.
    .advice = Der Empfang registriert Sie in etwa einer Minute.
reason-badge-unknown = Der Ausweis { $badge } ist hier nicht bekannt.
    .advice = Sehen Sie auf Ihrem Ausweis nach, ob die Nummer stimmt. Wenn ja, fragen Sie am Empfang.
reason-locked = Machen wir eine Pause.
    .advice = Das waren mehrere Versuche nacheinander. Warten Sie, oder fragen Sie am Empfang.
reason-shut = Die Verwaltung muss sich diesen Ausweis zuerst ansehen.
    .advice = Es gab zu viele Versuche damit. Warten hilft nicht; die anderen Wege schon.
reason-disabled = Ihr Zugang ist gesperrt.
    .advice = Der Empfang kann herausfinden, warum.
reason-badge-required = Zuerst Ihr Ausweis, bitte.
    .advice = Hier sind so viele registriert, dass der Ausweis nötig ist.
reason-person-changed = Jemand anders kam ins Bild.
    .advice = Bleiben Sie allein vor der Kamera, bis es fertig ist.
reason-camera-changed = Die Kamera wurde inzwischen gewechselt.
    .advice = Versuchen Sie es mit der jetzigen Kamera noch einmal.
reason-camera-unavailable = Die Kamera schickt keine Bilder mehr.
    .advice = Versuchen Sie es gleich noch einmal. Bleibt es so, sagen Sie es dem Empfang.
reason-frames-repeated = Das Bild der Kamera stand still.
    .advice = Versuchen Sie es noch einmal. Bleibt es so, sagen Sie es dem Empfang.
reason-flat-surface = Wir konnten keine Gesichtstiefe messen.
    .advice = Zeigen Sie Ihr eigenes Gesicht, kein Bild davon. War es Ihr Gesicht, fragen Sie am Empfang.
reason-order-not-followed = Das war eine andere Bewegung als die verlangte.
    .advice = Versuchen Sie es noch einmal und folgen Sie den Pfeilen der Reihe nach.
reason-turned-too-little = Die Drehung war etwas zu kurz.
    .advice = Drehen Sie den Kopf weiter, bis der Punkt die Marke erreicht.
reason-turned-too-fast = Die Drehung war zu schnell für die Kamera.
    .advice = Drehen Sie den Kopf langsam und bleiben Sie kurz dort, wo der Punkt die Marke erreicht.
reason-gesture-not-seen = Wir haben die verlangte Bewegung nicht gesehen.
    .advice = Schließen Sie auf die Bitte hin kurz beide Augen oder öffnen Sie den Mund weit.
reason-face-lost = Wir haben Sie aus dem Blick verloren.
    .advice = Bleiben Sie im Oval, bis der Ring voll ist.
reason-no-face = Wir haben niemanden gesehen.
    .advice = Stellen Sie sich vor die Kamera, mit dem Gesicht im Oval.
reason-more-than-one-face = Da war mehr als ein Gesicht.
    .advice = Bitte einzeln; die anderen treten kurz zur Seite.
reason-too-dark = Es war zu dunkel.
    .advice = Drehen Sie sich zum Licht, sodass es auf Ihr Gesicht fällt.
reason-too-bright = Es war zu hell.
    .advice = Treten Sie aus dem direkten Licht.
reason-too-blurred = Das Bild war nicht scharf.
    .advice = Halten Sie kurz still, ein bis zwei Armlängen entfernt.
reason-too-far = Sie waren zu weit weg.
    .advice = Kommen Sie näher, bis Ihr Gesicht das Oval füllt.
reason-too-near = Sie waren zu nah.
    .advice = Treten Sie zurück, bis Ihr Gesicht in das Oval passt.
reason-out-of-picture = Ihr Gesicht war nicht ganz im Bild.
    .advice = Kommen Sie in die Mitte, mit dem Gesicht im Oval.
reason-not-facing = Sie haben woanders hingeschaut.
    .advice = Schauen Sie gerade in die Kamera.
reason-eyes-closed = Ihre Augen waren geschlossen.
    .advice = Lassen Sie sie offen, bis der Ring voll ist.
reason-timed-out = Die Zeit war um.
    .advice = Stellen Sie sich in Ruhe gut hin, und versuchen Sie es noch einmal.
reason-cancelled = Abgebrochen. Nichts wurde behalten.
    .advice = Beginnen Sie neu, wann immer Sie möchten.
reason-duplicate-suspected = Jemand, der hier registriert ist, sieht sehr ähnlich aus.
    .advice = Die Verwaltung sieht nach, bevor diese Person hereinkann.
reason-verify-back-failed = Wir haben Sie bei der Probe nicht erkannt.
    .advice = Nichts wurde gespeichert. Wiederholen Sie die Aufnahme bei gleichmäßigem Licht.
reason-engine-unavailable = Die Gesichtsanalyse ist inzwischen ausgefallen.
    .advice = Versuchen Sie es gleich noch einmal. Bleibt es so, sagen Sie es dem Empfang.
