# Other ways in
home-sound-on = Ton an · F8
home-sound-off = Ton aus · F8
other-question = Kopf drehen geht nicht, oder lieber ohne Gesicht?
other-link = Andere Wege
other-title = Andere Wege hinein
    .advice = Wählen Sie, was Ihnen passt. Keiner bringt Ihnen Nachteile.
other-pin = Ausweis und PIN
    .advice = Tippen Sie die Nummer Ihres Ausweises und die PIN, die Sie bekommen haben.
other-attend = Mit dem Empfang neben mir
    .advice = Blinzeln statt den Kopf zu drehen, oder mehr Zeit. Das Personal meldet sich an und bleibt bei Ihnen.
other-vouch = Jemand, der mich kennt
    .advice = Der Empfang sieht Sie an und lässt Sie ein. Dazu meldet sich das Personal an.
other-call = Den Empfang rufen
    .advice = Damit jemand kommt und hilft.

pin-title = Ausweis und PIN
    .advice = Es wird kein Bild aufgenommen.
pin-field = PIN
pin-wrong = Eine PIN hat 6 bis 12 Ziffern.
pin-trivial = So eine PIN wird nicht vergeben: Die Ziffern sind alle gleich oder folgen aufeinander.
pin-back = Letzte Ziffer zurücknehmen
pin-checking = Wird geprüft …

vouch-title = Für jemanden bürgen
    .advice = Sehen Sie die Person an und was zeigt, wer sie ist. Der Grund wird mit Ihrem Namen aufbewahrt.
vouch-reason = Warum das Gesicht nicht bestätigt wird
vouch-reason-wrong = Eine Zeile mit 3 bis 300 Zeichen.
vouch-turn = Kann den Kopf nicht drehen
vouch-covered = Gesicht ist bedeckt
vouch-camera = Kamera macht Schwierigkeiten
vouch-prefers = Möchte lieber nicht
vouch-check-title = Bevor Sie bürgen
vouch-check-face = Sie kennen die Person oder haben ihr Gesicht mit einem amtlichen Bild verglichen.
vouch-check-badge = Der Ausweis vor Ihnen gehört ihr.
vouch-check-free = Sie ist aus freien Stücken hier.
vouch-action = Für diese Person bürgen
who-awaited = Es wird gesucht, wem der Ausweis gehört …
who-unknown = Dieser Ausweis ist hier nicht bekannt. Prüfen Sie die Nummer.
who-missing-badge = Die Ausweisnummer fehlt.
who-missing-why = Der Grund fehlt.

attend-title = Jemandem beistehen
    .advice = Sehen Sie die Person an und was zeigt, wer sie ist. Was erlaubt wird und warum, wird mit Ihrem Namen aufbewahrt.
attend-what = Was hilft der Person?
attend-no-turn = Blinzeln und Mund öffnen
    .advice = Statt Drehungen. Die Tiefe wird dann nicht gemessen: Ihre Augen zählen.
attend-longer-time = Mehr Zeit
    .advice = Dieselben Drehungen, für jede dreimal so lange.
attend-reason = Warum es nötig ist
attend-time = Braucht mehr Zeit
attend-sight = Sieht den Bildschirm schlecht
attend-beside = Bleiben Sie dabei, bis es fertig ist, und achten Sie darauf, dass nichts vor das Gesicht gehalten wird.
attend-action = Anfangen
attend-missing-what = Wählen Sie, was hilft.

call-title = Der Empfang wird gerufen.
    .advice = Bitte bleiben Sie, wo Sie sind.
call-action = Es ist jemand da
call-silent = Bitte winken Sie dem Empfang.
    .advice = Hier ist keine Klingel zu hören. Diese Anzeige sagt, dass Sie Hilfe brauchen: Winken Sie, oder sprechen Sie jemanden an.

reason-pin-matched = Willkommen.
    .advice = Sie sind mit Ausweis und PIN bestätigt.
reason-vouched = Willkommen.
    .advice = Der Empfang hat für Sie gebürgt.
reason-pin-wrong = Ausweis und PIN passen nicht zusammen.
    .advice = Sehen Sie auf die Nummer Ihres Ausweises und versuchen Sie es noch einmal. Der Empfang kann Ihnen eine PIN geben.

# Staff
home-staff-page = Personal
staff-title = Was möchten Sie tun?
staff-enrol = Eine Person registrieren
    .advice = Angaben, Einwilligung und fünf Haltungen: etwa eine Minute.
staff-vouch = Für jemanden bürgen
    .advice = Für alle, die heute nicht über das Gesicht bestätigt werden können.
staff-attend = Jemandem beistehen
    .advice = Für alle, die den Kopf nicht drehen können oder mehr Zeit brauchen.
staff-settings = Einstellungen
    .advice = Kamera, Toleranz, Betreuer, Aussehen, und ob alles in Ordnung ist.
staff-home = Zum Startbildschirm
staff-leave = Abmelden
sign-out-soon = { $seconds ->
    [one] Noch da? In 1 Sekunde werden Sie abgemeldet. Berühren Sie den Bildschirm, um zu bleiben.
   *[other] Noch da? In { $seconds } Sekunden werden Sie abgemeldet. Berühren Sie den Bildschirm, um zu bleiben.
}

# Settings
settings-title = Einstellungen
settings-leave = Ohne Speichern verlassen
settings-leave-sure = Ohne Speichern verlassen?
    .advice = Was auf diesen Seiten geändert wurde, wird dann nicht behalten.
settings-save = Speichern
settings-saved = Gespeichert und in Gebrauch.
settings-working = Einen Moment …
settings-unsaved = Die Änderungen sind noch nicht gespeichert.
settings-camera = Kamera
settings-tolerance = Toleranz
settings-operators = Betreuer
settings-site = Standort und Sprache
settings-look = Bild und Ton
settings-data = Daten
settings-health = Zustand
settings-about = Über

camera-choose = Welche Kamera
camera-none = Es wurde keine Kamera gefunden.
camera-search = Noch einmal suchen
camera-resolution = { $width } × { $height }, { $rate } Bilder in der Sekunde
camera-recording = Eine Aufzeichnung
camera-no-face = Stellen Sie sich vor die Kamera, um Licht und Haltung zu prüfen.
camera-faces = Mehr als ein Gesicht: bitte nur eine Person vor der Kamera.
camera-light-good = Das Licht ist gut.
camera-light-poor = Das Licht ist noch nicht gut.
camera-pose-good = Die Kamera sieht gerade ins Gesicht.
camera-pose-poor = Die Kamera soll das Gesicht gerade ansehen.
camera-pose = Wohin der Kopf zeigt, wie im Spiegel
camera-starting = Die Kamera wird geöffnet …

tolerance-advice = Strenger hält Fremde sicherer draußen und bittet die richtige Person öfter um einen neuen Versuch. Was passt, hängt davon ab, was hinter der Tür ist.
tolerance-strict = Streng
    .advice = Für Räume, in die kein Fremder darf. Bittet öfter um einen neuen Versuch, bei gleichmäßigem Licht.
tolerance-balanced = Ausgewogen
    .advice = Für Eingänge. Ein Fremder gleicht jemandem in höchstens 1 von 1000 Versuchen.
tolerance-lenient = Nachsichtig
    .advice = Wo ohnehin jemand zusieht oder das Licht schlecht ist. Lässt mehr Zeit.
tolerance-own = Ein Profil dieses Standorts, Version { $version }.
tolerance-numbers = { $name }, Version { $version }: die Zahlen
tolerance-came-about = { $why } ({ $by }, { $date })
tolerance-change = Zahlen ändern
tolerance-one-in = 1 von { $number }
tolerance-seconds = { $seconds } s
tolerance-likeness = Verlangte Ähnlichkeit
    .advice = Höher: weniger Fremde gehen als jemand anders durch, und die richtige Person wird öfter um einen neuen Versuch gebeten.
tolerance-likeness-seen = Gemessen war höchstens 1 von { $strangers } Fremden so ähnlich.
tolerance-strangers = Fremde, die ohne Ausweis passen
    .advice = Je größer die Zahl, desto sicherer wird ein Fremder unterschieden, und desto eher wird zuerst nach dem Ausweis gefragt.
tolerance-strangers-people = Das lässt sich für bis zu { $people } Personen halten; zusätzliche Aussehen zählen wie Personen.
tolerance-turns = Verlangte Kopfdrehungen
    .advice = Mehr: eine Aufzeichnung passt noch seltener, und das Prüfen dauert länger.
tolerance-angle = Wie weit der Kopf dreht
    .advice = Weiter: die Tiefe des Gesichts wird sicherer gemessen. Weniger: leichter bei steifem Nacken.
tolerance-turn-time = Zeit für eine Drehung
    .advice = Länger: niemand muss sich beeilen. Kürzer: weniger Zeit, etwas anderes vor die Kamera zu halten.
tolerance-verify-time = Zeit, gut gesehen zu werden
    .advice = Wie lange jemand brauchen darf, bis die Drehungen beginnen. Länger hilft bei schlechtem Licht; andere warten.
tolerance-pose-time = Zeit für eine Haltung
    .advice = Wie lange eine der fünf Haltungen einer Registrierung dauern darf.
tolerance-offline = Token ohne die Zentrale
    .advice = Angenommen gilt ein Token, bis es abläuft; wurde eins zweimal benutzt, gibt es später einen Alarm. Abgelehnt gilt es wieder, sobald die Zentrale antwortet.
tolerance-offline-taken = bis sie ablaufen
tolerance-offline-refused = abgelehnt
tolerance-offline-switch = Token annehmen, solange die Zentrale nicht antwortet
tolerance-front = In die Kamera schauen
    .advice = Wie weit der Kopf gedreht, gehoben oder gesenkt sein darf, um als Blick hierher zu gelten.
tolerance-front-degrees = { $yaw } seitwärts, { $pitch } auf oder ab
tolerance-frames = Verglichene Bilder
    .advice = So viele gute Bilder entscheiden zusammen.
tolerance-duplicates = Angehalten als vielleicht dieselbe Person
    .advice = Wer einer registrierten Person so ähnlich ist, wartet auf die Verwaltung.
tolerance-others = Alles andere an einem Profil wird in einer Datei geändert: secure-biometric tolerance show, dann tolerance save.
tolerance-name = Name des Profils
tolerance-name-hint = Derselbe Name ergibt eine neue Version; ein anderer ein eigenes Profil.
tolerance-name-wrong = 1 bis 40 Kleinbuchstaben, Ziffern oder Bindestriche.
tolerance-why = Warum es geändert wird
tolerance-why-hint = Wird mit der Version aufbewahrt, für spätere Durchsicht.
tolerance-missing = Es braucht einen Namen und einen Grund.
tolerance-keep = Als Version { $version } behalten
tolerance-less = Weniger: { $what }
tolerance-more = Mehr: { $what }

operators-add = Betreuer hinzufügen
operators-name = Name zum Anmelden
operators-name-wrong = Buchstaben, Ziffern, Punkte, Binde- und Unterstriche, höchstens 64.
operators-role = Was die Person darf
operators-password = Passwort
operators-again = Dasselbe Passwort noch einmal
operators-differ = Die beiden Passwörter sind verschieden.
operators-policy = Mindestens { $least } Zeichen. Lang ist besser als kompliziert.
operators-missing-name = Der Name fehlt.
operators-missing-role = Wählen Sie, was die Person darf.
operators-missing-password = Das Passwort fehlt, zweimal gleich.
operators-set-password = Passwort setzen
operators-disable = Abschalten
operators-disable-sure = { $name } abschalten?
    .advice = Unter diesem Namen meldet sich niemand mehr an, und wer gerade damit arbeitet, kann nichts mehr tun. Was getan wurde, bleibt im Protokoll. Es lässt sich nicht rückgängig machen.
operators-disabled = Abgeschaltet
operators-damaged = Der Datensatz von Betreuer { $id } ist nicht lesbar: Er wurde außerhalb dieses Programms verändert, und niemand meldet sich damit an. Spielen Sie eine Sicherung zurück, oder legen Sie ihn unter anderem Namen neu an.
operators-you = Das sind Sie
role-front-desk = Empfang
    .advice = Registriert Personen, hilft am Kiosk, bürgt.
role-reviewer = Durchsicht
    .advice = Sieht Sitzungen und ihre Zahlen an.
role-administrator = Verwaltung
    .advice = Alles davon, und Betreuer, Einstellungen und Entfernen.

site-name = Name dieses Standorts
site-name-wrong = Eine Zeile mit 1 bis 48 Zeichen.
site-language = Sprache nach jedem Besuch

appearance-title = Aussehen
appearance-system = Wie das System
appearance-light = Hell
appearance-dark = Dunkel
look-contrast = Hoher Kontrast
    .advice = Texte und Linien treten stärker hervor.
look-motion = Weniger Bewegung
    .advice = Nichts bewegt sich von selbst.
look-large = Große Schrift
    .advice = Alles ist größer, soweit das Fenster Platz hat.
look-fullscreen = Ganzer Bildschirm
    .advice = Der Kiosk bedeckt den ganzen Bildschirm, ohne Leisten des Systems.
look-sound = Ton
    .advice = Ergebnisse und Rufe sind zu hören. F8 schaltet sie auf jedem Bildschirm stumm.

data-folder = Datenordner
    .advice = Personen, Sitzungen und Betreuer, versiegelt. Der Schlüssel liegt woanders: Sichern Sie beide, getrennt voneinander.
data-retention = Wie lange Sitzungen aufbewahrt werden
    .advice = Ältere werden von selbst entfernt, einmal am Tag.
data-meshes = Wie lange Oberflächen von Gesichtern aufbewahrt werden
    .advice = Ihre Sitzungen bleiben, ohne die Oberfläche.
data-unused = Personen, die nicht mehr kommen
    .advice = Wer so lange weder bestätigt noch registriert wurde, wird mit allem entfernt, was von ihm aufbewahrt ist.
data-meshes-less = Früher
data-meshes-more = Später
data-unused-less = Weniger
data-unused-more = Mehr
data-never = Beliebig lange aufbewahrt
data-due = Jetzt fällig
data-due-now = Nach den gespeicherten Einstellungen: { $sessions ->
    [one] 1 Sitzung
   *[other] { $sessions } Sitzungen
}, { $meshes ->
    [one] 1 Oberfläche
   *[other] { $meshes } Oberflächen
}, { $people ->
    [one] 1 Person
   *[other] { $people } Personen
}.
data-last-run = { $sessions ->
    [one] 1 Sitzung
   *[other] { $sessions } Sitzungen
}, { $meshes ->
    [one] 1 Oberfläche
   *[other] { $meshes } Oberflächen
} und { $people ->
    [one] 1 Person
   *[other] { $people } Personen
} wurden entfernt.
data-waits = Es wird nichts von selbst entfernt: Nach dieser Uhr geschah das zuletzt vor langer Zeit. Geht die Uhr richtig, entfernen Sie hier, was fällig ist.
data-templates = Vorlagen der Gesichter
    .advice = Werden erneuert, wenn welche abhandengekommen sein können: Diese sind dann nichts mehr wert, und niemand muss noch einmal kommen.
data-renewed = { $done } von { $all } Vorlagen sind erneuert …
data-renew-sure = Die Vorlagen aller erneuern?
    .advice = Alles, was von jedem Gesicht aufbewahrt wird, wird neu geschrieben; das alte ist dann nichts mehr wert. Es kann Minuten dauern; wird der Kiosk dabei ausgeschaltet, geht niemand verloren. Frühere Sicherungen enthalten die alten.
data-renew = Alle Vorlagen erneuern
data-clean-sure = Fälliges endgültig entfernen?
data-clean-happens = { $sessions ->
    [one] 1 Sitzung
   *[other] { $sessions } Sitzungen
}, { $meshes ->
    [one] 1 Oberfläche
   *[other] { $meshes } Oberflächen
} und { $people ->
    [one] 1 Person
   *[other] { $people } Personen
} werden jetzt entfernt. Sie lassen sich nicht zurückholen, außer aus einer Sicherung.
data-clean = Fälliges entfernen
data-days = { $days ->
    [one] 1 Tag
   *[other] { $days } Tage
}
data-less = Kürzer
data-more = Länger

clock-behind = Die Uhr steht vor { $seen }, einer Zeit, die schon da war. Bis das geklärt ist, wird kein Token ausgestellt.
    .advice = Stellen Sie die Uhr richtig. Ging sie einmal vor und stimmt jetzt, sagen Sie warum und erklären Sie sie für richtig.
clock-why = Warum stimmt sie jetzt?
clock-reset-sure = Diese Zeit für richtig erklären?
    .advice = Von jetzt an gilt diese Uhr: Token werden wieder ausgestellt, und Fälliges wird nach ihr entfernt. Ihr Name, die Zeit und der Grund stehen im Protokoll.
clock-reset = Diese Zeit für richtig erklären
health-check = Jetzt prüfen
health-advice = Sieht nach allem, was der Kiosk braucht. Das dauert bis zu einer Minute.
health-checking = Alles wird geprüft …
health-good = Alles ist in Ordnung.
health-advised = Nichts ist kaputt; es gibt Ratschläge.
health-bad = Etwas braucht Aufmerksamkeit.

about-version = Version { $version }
about-versions = Versionen
about-program = Das Programm
about-engine = Die Gesichtsanalyse
about-protocol = bereit, Protokoll { $number }
about-no-engine = nicht bekannt, bevor sie gestartet ist
about-database = Die Datenbank
about-schema = Schema { $number }
about-packages = Womit die Analyse gemacht ist
about-digest = beginnt mit { $begin }
about-what = Ein Kiosk zum Registrieren und Prüfen von Gesichtern, der keine Fotos behält. MIT-Lizenz.
about-licences = Lizenzen dessen, was darin ist
about-models = Die Modelle, die Gesichter ansehen

# First start
start-step = Schritt { $step } von { $steps }
start-next = Weiter
start-language = Welche Sprache?
    .advice = Sie lässt sich später oben auf jedem Bildschirm wechseln.
start-site = Wie heißt dieser Standort?
    .advice = Der Name steht oben auf jedem Bildschirm.
start-camera = Sieht die Kamera Sie?
    .advice = Wählen Sie eine Kamera und stellen Sie sich davor.
start-admin = Wer betreut diesen Kiosk?
    .advice = Die erste Verwaltung. Es gibt kein Passwort ab Werk; verwahren Sie dieses gut: Niemand kann es nachlesen.
start-finish = Einrichten
start-done = Dieser Kiosk ist bereit.
    .advice = Als Nächstes wird die erste Person registriert.
start-before-service = Bevor sich jemand auf ihn verlässt, bekommt er eigene Schlüssel und eine erste Sicherung: in den Einstellungen, unter „Schlüssel, Sicherung“.
start-opening = Einen Moment, der Kiosk macht sich bereit.

# Token übergeben
hand-over = Token übergeben
    .advice = Wer bestätigt wurde, bekommt ein signiertes Token für eine Tür oder ein anderes Programm. Es gilt einmal und nur Minuten.
hand-over-code = Als Code zeigen
    .advice = Auf der Seite der bestätigten Person, für ein Lesegerät neben dem Kiosk.
hand-over-file = In eine Datei schreiben (ganzer Pfad)
hand-over-file-wrong = Ein ganzer Pfad, ab /.
hand-over-url = An eine Adresse senden
hand-over-url-wrong = Auf diesem Gerät, etwa http://127.0.0.1:8080/tokens.
hand-over-brought = { $count ->
    [one] Seit dem Start wurde 1 Token übergeben.
   *[other] Seit dem Start wurden { $count } Token übergeben.
}
hand-over-trouble-file = Die Datei der Token kann nicht geschrieben werden. Prüfen Sie, ob der Kiosk in diesem Ordner schreiben darf.
hand-over-trouble-unreachable = Unter der eingestellten Adresse nimmt niemand Token an. Starten Sie, was dort wartet.
hand-over-trouble-slow = Was unter der eingestellten Adresse wartet, antwortet nicht rechtzeitig. Starten Sie es neu.
hand-over-trouble-refused = Was unter der eingestellten Adresse wartet, lehnt Token ab (Status { $status }). Sehen Sie in sein Protokoll.
hand-over-trouble-many = Zu viele Token warten auf die Übergabe. Prüfen Sie, ob der Empfänger arbeitet.

# Schlüssel und Sicherungen.
settings-keys = Schlüssel, Sicherung
keys-home-file = Probeschlüssel, in einer offenen Datei
    .advice = Wer diese Datei lesen kann, öffnet die Daten. Bevor man sich auf diesen Kiosk verlässt, erzeugen Sie echte, hier unten.
keys-home-passphrase = Echte Schlüssel, mit einer Passphrase versiegelt
    .advice = Die Passphrase wird bei jedem Start erfragt und nie behalten.
keys-home-credential = Echte Schlüssel, von systemd verwahrt
    .advice = systemd übergibt sie bei jedem Start. Geändert werden sie per Befehl: secure-biometric keys --help
keys-site = Standort { $site }, sein Schlüssel Nummer { $generation }
keys-signing = Signaturschlüssel { $key }
keys-exchange = Austauschschlüssel { $key }
keys-make = Echte Schlüssel
    .advice = Probeschlüssel sind zum Ausprobieren: Was sie signieren, zählt sonst nirgends. Wählen Sie eine Passphrase, die niemand errät; dieser Kiosk fragt bei jedem Start danach, und niemand kann sie auslesen. Erstellen Sie danach eine Sicherung.
keys-make-passphrase = Passphrase der Schlüssel
keys-make-again = Dieselbe Passphrase der Schlüssel noch einmal
keys-make-now = Echte Schlüssel erzeugen
keys-make-sure = Echte Schlüssel einsetzen?
    .advice = Vom nächsten Start an öffnet sich ohne die Passphrase nichts, und niemand kann sie zurückholen. Was die Probeschlüssel signierten, gilt nirgends sonst.
keys-made = Echte Schlüssel sind eingesetzt. Der nächste Start fragt nach der Passphrase.
keys-files = Womit dieser Kiosk startet
    .advice = Modelle, die Dateien der Auswertung und die Profile sind signiert; ein geändertes Byte, und der Kiosk startet nicht. Signieren Sie nach einer gewollten Aktualisierung neu; das Protokoll behält, wer es tat.
keys-files-signed-at = { $count } Dateien, alle wie signiert am { $when }.
keys-files-unsigned = { $count } Dateien, noch nicht signiert: Der nächste Start tut es.
keys-files-changed = Nicht wie signiert:
keys-files-removed = Die signierte Liste wurde entfernt oder geändert. Gehen Sie dem nach, bevor Sie neu signieren.
keys-files-more = und { $count } weitere
keys-files-signed = Signiert ist, was jetzt da ist.
sign-files = Signieren, was jetzt da ist
    .advice = Nach einer gewollten Aktualisierung kann es jemand aus der Administration signieren. Was jemand ohne Ihr Wissen ausgetauscht hat, würde mitsigniert. Das Protokoll behält, wer signiert hat.
sign-files-sure = Signieren, was jetzt da ist?
    .advice = Von jetzt an startet der Kiosk mit diesen Dateien, wie sie sind. Nur nach einer gewollten Aktualisierung; Ihr Name steht im Protokoll.
sign-files-really = Zum Signieren noch einmal drücken
unlock-title = Die Schlüssel dieses Kiosks sind versiegelt.
    .advice = Geben Sie die Passphrase ein, die beim Erzeugen gewählt wurde. Sie wird nie behalten.
unlock-passphrase = Passphrase der Schlüssel
unlock-action = Entsperren
unlock-wrong = Diese Passphrase öffnet die Schlüssel nicht. Achten Sie auf Groß- und Kleinschreibung.
restore-question = Gab es vor diesem schon einen Kiosk?
restore-link = Aus einer Sicherung wiederherstellen
restore-title = Aus einer Sicherung wiederherstellen
    .advice = Personen, Betreuer, Einstellungen und Schlüssel der Sicherung kommen hierher. Von diesem neuen Kiosk bleibt nichts.
restore-file = Datei der Sicherung, mit ganzem Pfad
restore-opens = Ihre Passphrase oder ihr Wiederherstellungsschlüssel
restore-keys = Passphrase ihrer Schlüssel von jetzt an
    .advice = Echte Schlüssel brauchen eine: Ein Wiederherstellungsschlüssel öffnet nur die Sicherung. Bei Probeschlüsseln bleibt sie leer.
restore-erased = Liste der seither Gelöschten, falls es eine gibt
    .advice = Sie werden noch einmal gelöscht. Geschrieben von: secure-biometric people erased --json
restore-action = Wiederherstellen
restore-missing-file = Nennen Sie die Sicherung mit ganzem Pfad.
restore-missing-opens = Geben Sie ihre Passphrase oder ihren Wiederherstellungsschlüssel ein.
restore-missing-keys = Diese Passphrase ist zu kurz.
restore-progress = Die Sicherung wird gelesen: { $percent } %
restore-done = Die Sicherung ist eingesetzt.
    .advice = Wer nach ihrem Erstellen gelöscht wurde und auf keiner Liste steht, ist wieder da: Vergleichen Sie mit den Löschbelegen.
restore-again = { $people ->
        [0] Niemand musste noch einmal gelöscht werden.
        [one] Eine Person wurde noch einmal gelöscht.
       *[other] { $people } Personen wurden noch einmal gelöscht.
    }
keys-rotate = Ein anderer Standortschlüssel
    .advice = Ist der Standortschlüssel vielleicht bekannt geworden, tritt ein anderer an seine Stelle. Kein Datensatz wird angefasst; wird der Kiosk dabei ausgeschaltet, geht es beim nächsten Start weiter. Andere Kioske des Standorts brauchen dann den neuen.
keys-rotate-sure = Einen anderen Standortschlüssel einsetzen?
    .advice = Die Schlüssel aller Datensätze werden neu verpackt; das dauert eine Weile. Andere Kioske des Standorts verstehen diesen erst wieder, wenn sie den neuen Schlüssel haben. Es gibt kein Zurück.
keys-rotate-now = Standortschlüssel wechseln
keys-wrapped = { $done } Schlüssel sind bisher neu verpackt …
keys-rotated = Ein anderer Standortschlüssel gilt jetzt.
keys-rotate-signing = Ein anderer Signaturschlüssel
    .advice = Ist der Signaturschlüssel vielleicht bekannt geworden, tritt ein anderer an seine Stelle. Token, die er signierte, gelten, bis sie ablaufen. Wer Token prüft, braucht die neuen öffentlichen Schlüssel: secure-biometric keys jwks
keys-rotate-signing-sure = Einen anderen Signaturschlüssel einsetzen?
    .advice = Wer Token prüft, lehnt die nächsten ab, bis er die neuen öffentlichen Schlüssel hat. Es gibt kein Zurück.
keys-rotate-signing-now = Signaturschlüssel wechseln
keys-signing-rotated = Ein anderer Signaturschlüssel gilt jetzt. Geben Sie die neuen öffentlichen Schlüssel weiter.
keys-hand-on = Der Standortschlüssel für einen anderen Kiosk
    .advice = Der neue Kiosk fragt, ein Kiosk mit dem Schlüssel antwortet. Jeder schreibt eine Datei und zeigt einen Code, der am anderen eingegeben wird.
keys-ask = Standortschlüssel eines anderen Kiosks anfragen
keys-file = Datei, die der andere Kiosk schrieb
keys-code = Code, den der andere Kiosk zeigt
    .advice = Geben Sie diesen Code am anderen Kiosk ein. Lesen Sie ihn hier, vom Bildschirm.
keys-code-wrong = Ein Code hat 12 Buchstaben und Ziffern.
keys-take = Diese Datei verwenden
keys-asked = Angefragt. Bringen Sie { $file } zum anderen Kiosk.
keys-granted = Für { $name } versiegelt. Bringen Sie { $file } dorthin zurück.
keys-accepted = Der Standortschlüssel des anderen Kiosks gilt jetzt hier.
keys-backup = Sicherung
    .advice = Der Datenordner und seine Schlüssel in einer Datei, die eine Passphrase oder ein Wiederherstellungsschlüssel öffnet. Zurückgeholt wird sie an einem neuen Kiosk, auf seiner ersten Seite.
keys-backup-last = Die letzte entstand { $when }.
keys-backup-never = Es gibt noch keine.
keys-backup-file = Neue Datei
keys-backup-passphrase = Passphrase der Sicherung
keys-backup-make = Sicherung erstellen
keys-recovery-key = Wiederherstellungsschlüssel dieser Sicherung
    .advice = Schreiben Sie ihn jetzt auf, und verwahren Sie ihn getrennt von der Datei. Er wird nirgends behalten und nicht wieder gezeigt; wer beides hat, öffnet alles.
keys-recovery-key-make = Sicherung mit Wiederherstellungsschlüssel erstellen
    .advice = Statt einer Passphrase zieht der Kiosk einen Schlüssel aus 36 Zeichen und zeigt ihn einmal, zum Aufschreiben.
keys-backed-up = Die Sicherung ist in { $file }.
