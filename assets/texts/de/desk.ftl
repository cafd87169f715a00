# Other ways in
home-sound-on = Ton an · F8
home-sound-off = Ton aus · F8
other-question = Kopf drehen geht nicht, oder lieber ohne Gesicht?
other-link = Andere Wege
other-title = Andere Wege hinein
    .advice = Wählen Sie, was Ihnen passt. Keiner davon ist ein Nachteil.
other-pin = Ausweis und PIN
    .advice = Tippen Sie die Nummer Ihres Ausweises und die PIN, die Sie bekommen haben.
other-attend = Mit dem Empfang neben mir
    .advice = Blinzeln statt den Kopf zu drehen, oder mehr Zeit. Das Personal meldet sich an und bleibt bei Ihnen.
other-vouch = Jemand, der mich kennt
    .advice = Der Empfang sieht Sie an und lässt Sie ein. Dazu meldet sich das Personal an.
other-call = Den Empfang rufen
    .advice = Es kommt jemand und hilft.

pin-title = Ausweis und PIN
    .advice = Es wird kein Bild aufgenommen.
pin-field = PIN
pin-wrong = Eine PIN hat 6 bis 12 Ziffern.
pin-trivial = So eine PIN wird nicht vergeben: Die Ziffern wiederholen sich oder zählen nur.
pin-back = Letzte Ziffer zurücknehmen
pin-checking = Wird geprüft …

vouch-title = Für jemanden bürgen
    .advice = Sehen Sie die Person an und was zeigt, wer sie ist. Der Grund wird mit Ihrem Namen aufbewahrt.
vouch-reason = Warum das Gesicht nicht geprüft wird
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

call-title = Es kommt jemand.
    .advice = Der Empfang ist gerufen. Bitte bleiben Sie hier.
call-action = Es ist jemand da
call-silent = Der Ton ist hier aus: Bitte winken Sie, oder sprechen Sie jemanden an.

reason-pin-matched = Willkommen.
    .advice = Sie sind mit Ausweis und PIN geprüft.
reason-vouched = Willkommen.
    .advice = Der Empfang hat für Sie gebürgt.
reason-pin-wrong = Ausweis und PIN passen nicht zusammen.
    .advice = Sehen Sie auf die Nummer Ihres Ausweises und versuchen Sie es noch einmal. Der Empfang kann Ihnen eine PIN geben.

# Staff
home-staff-page = Personal
staff-title = Was möchten Sie tun?
staff-enrol = Eine Person aufnehmen
    .advice = Angaben, Einwilligung und fünf Haltungen: etwa eine Minute.
staff-vouch = Für jemanden bürgen
    .advice = Für alle, die heute nicht über das Gesicht geprüft werden können.
staff-settings = Einstellungen
    .advice = Kamera, Toleranz, Betreuer, Aussehen, und ob alles in Ordnung ist.
staff-reviewer = Ihre Rolle sieht Sitzungen durch. Hier geht das mit dem Befehl: secure-biometric sessions
staff-home = Zum Startbildschirm
staff-leave = Abmelden
sign-out-soon = { $seconds ->
    [one] Noch da? In 1 Sekunde werden Sie abgemeldet. Berühren Sie den Bildschirm, um zu bleiben.
   *[other] Noch da? In { $seconds } Sekunden werden Sie abgemeldet. Berühren Sie den Bildschirm, um zu bleiben.
}

# Settings
settings-title = Einstellungen
settings-save = Speichern
settings-saved = Gespeichert und in Gebrauch.
settings-working = Einen Moment …
settings-unsaved = Die Änderungen sind noch nicht gespeichert.
settings-camera = Kamera
settings-tolerance = Toleranz
settings-operators = Betreuer
settings-site = Ort und Sprache
settings-look = Bild und Ton
settings-data = Daten
settings-health = Zustand
settings-about = Über

camera-choose = Welche Kamera
camera-none = Es wurde keine Kamera gefunden.
camera-search = Noch einmal suchen
camera-resolution = { $width } × { $height }, { $rate } Bilder in der Sekunde
camera-recording = Eine Aufnahme
camera-no-face = Stellen Sie sich vor die Kamera, um Licht und Haltung zu prüfen.
camera-faces = Mehr als ein Gesicht: bitte nur eine Person vor der Kamera.
camera-light-good = Das Licht ist gut.
camera-light-poor = Das Licht ist noch nicht gut: siehe Balken.
camera-pose-good = Die Kamera sieht gerade ins Gesicht.
camera-pose-poor = Die Kamera soll das Gesicht gerade ansehen.
camera-pose = Wohin der Kopf zeigt, wie im Spiegel
camera-starting = Die Kamera wird geöffnet …

tolerance-advice = Strenger hält Fremde sicherer draußen und bittet die richtige Person öfter um einen neuen Versuch. Was passt, hängt davon ab, was hinter der Tür ist.
tolerance-strict = Streng
    .advice = Für Räume, in die kein Fremder darf. Bittet öfter um einen neuen Versuch, bei gleichmäßigem Licht.
tolerance-balanced = Ausgewogen
    .advice = Für Eingänge. Ein Fremder gleicht jemandem in höchstens 1 von 1.000 Versuchen.
tolerance-lenient = Nachsichtig
    .advice = Wo ohnehin jemand zusieht oder das Licht schlecht ist. Lässt mehr Zeit.
tolerance-own = Ein Profil dieses Ortes, Fassung { $version }.
tolerance-numbers = { $name }, Fassung { $version }: die Zahlen
tolerance-came-about = { $why } ({ $by }, { $date })
tolerance-change = Zahlen ändern
tolerance-one-in = 1 von { $number }
tolerance-seconds = { $seconds } s
tolerance-likeness = Verlangte Ähnlichkeit
    .advice = Höher: weniger Fremde gehen als jemand anders durch, und die richtige Person wird öfter um einen neuen Versuch gebeten.
tolerance-likeness-seen = Gemessen war höchstens 1 von { $strangers } Fremden so ähnlich.
tolerance-strangers = Fremde, die ohne Ausweis passen
    .advice = Je größer die Zahl, desto sicherer wird ein Fremder erkannt, und desto eher wird zuerst nach dem Ausweis gefragt.
tolerance-strangers-people = Das lässt sich für bis zu { $people } Personen halten.
tolerance-turns = Verlangte Kopfdrehungen
    .advice = Mehr: eine Aufnahme passt noch seltener, und das Prüfen dauert länger.
tolerance-angle = Wie weit der Kopf dreht
    .advice = Weiter: die Tiefe des Gesichts wird sicherer gemessen. Weniger: leichter bei steifem Nacken.
tolerance-turn-time = Zeit für eine Drehung
    .advice = Länger: niemand muss sich beeilen. Kürzer: weniger Zeit, etwas anderes vor die Kamera zu halten.
tolerance-verify-time = Zeit, gut gesehen zu werden
    .advice = Wie lange jemand brauchen darf, bis die Drehungen beginnen. Länger hilft bei schlechtem Licht; andere warten.
tolerance-pose-time = Zeit für eine Haltung
    .advice = Wie lange eine der fünf Haltungen einer Aufnahme dauern darf.
tolerance-front = In die Kamera schauen
    .advice = Wie weit der Kopf gedreht, gehoben oder gesenkt sein darf, um als Blick hierher zu gelten.
tolerance-front-degrees = { $yaw } seitwärts, { $pitch } auf oder ab
tolerance-frames = Verglichene Bilder
    .advice = So viele gute Bilder entscheiden zusammen.
tolerance-duplicates = Angehalten als vielleicht dieselbe Person
    .advice = Wer jemand Erfasstem so ähnlich ist, wartet auf die Verwaltung.
tolerance-others = Alles andere an einem Profil wird in einer Datei geändert: secure-biometric tolerance show, dann tolerance save.
tolerance-name = Name des Profils
tolerance-name-hint = Derselbe Name ergibt eine neue Fassung; ein anderer ein eigenes Profil.
tolerance-name-wrong = 1 bis 40 Kleinbuchstaben, Ziffern oder Bindestriche.
tolerance-why = Warum es geändert wird
tolerance-why-hint = Wird mit der Fassung aufbewahrt, für spätere Durchsicht.
tolerance-missing = Es braucht einen Namen und einen Grund.
tolerance-keep = Als Fassung { $version } behalten
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
operators-really = Wirklich abschalten
operators-disabled = Abgeschaltet
operators-you = Das sind Sie
role-front-desk = Empfang
    .advice = Nimmt Personen auf, hilft am Kiosk, bürgt.
role-reviewer = Durchsicht
    .advice = Sieht Sitzungen und ihre Zahlen an.
role-administrator = Verwaltung
    .advice = Alles davon, und Betreuer, Einstellungen und Entfernen.

site-name = Name dieses Ortes
site-name-wrong = Eine Zeile mit 1 bis 48 Zeichen.
site-language = Sprache nach jedem Besuch

appearance-title = Aussehen
appearance-system = Wie der Schreibtisch
appearance-light = Hell
appearance-dark = Dunkel
look-contrast = Hoher Kontrast
    .advice = Texte und Linien treten stärker hervor.
look-motion = Weniger Bewegung
    .advice = Nichts bewegt sich von selbst.
look-large = Große Schrift
    .advice = Alles ist größer, soweit das Fenster Platz hat.
look-fullscreen = Ganzer Bildschirm
    .advice = Der Kiosk bedeckt den ganzen Bildschirm, ohne Leisten des Schreibtischs.
look-sound = Ton
    .advice = Ergebnisse und Rufe sind zu hören. F8 schaltet sie auf jedem Bildschirm stumm.

data-folder = Datenordner
    .advice = Personen, Sitzungen und Betreuer, versiegelt. Der Schlüssel liegt woanders: Sichern Sie beide, getrennt voneinander.
data-retention = Wie lange Sitzungen aufbewahrt werden
    .advice = Ältere werden von selbst entfernt, einmal am Tag.
data-meshes = Wie lange Oberflächen von Gesichtern aufbewahrt werden
    .advice = Ihre Sitzungen bleiben, ohne die Oberfläche.
data-unused = Personen, die nicht mehr kommen
    .advice = Wer so lange weder bestätigt noch aufgenommen wurde, wird mit allem entfernt, was von ihm aufbewahrt ist.
data-meshes-less = Früher
data-meshes-more = Später
data-unused-less = Weniger
data-unused-more = Mehr
data-never = Beliebig lange aufbewahrt
data-due = Jetzt fällig
data-due-now = Nach den gespeicherten Einstellungen: { $sessions } Sitzungen, { $meshes } Oberflächen, { $people } Personen.
data-last-run = { $sessions } Sitzungen, { $meshes } Oberflächen und { $people } Personen wurden entfernt.
data-waits = Es wird nichts von selbst entfernt: Nach dieser Uhr geschah das zuletzt vor langer Zeit. Geht die Uhr richtig, entfernen Sie hier, was fällig ist.
data-templates = Vorlagen der Gesichter
    .advice = Werden erneuert, wenn welche abhandengekommen sein können: Diese sind dann nichts mehr wert, und niemand muss noch einmal kommen.
data-renewed = { $done } von { $all } Vorlagen sind erneuert …
data-renew = Alle Vorlagen erneuern
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
clock-reset = Diese Zeit für richtig erklären
health-check = Jetzt prüfen
health-advice = Sieht nach allem, was der Kiosk braucht. Das dauert bis zu einer Minute.
health-checking = Alles wird geprüft …
health-good = Alles ist in Ordnung.
health-advised = Nichts ist kaputt; es gibt Ratschläge.
health-bad = Etwas braucht Aufmerksamkeit.

about-version = Version { $version }
about-what = Ein Kiosk, der Gesichter aufnimmt und prüft und keine Fotos behält. MIT-Lizenz.
about-licences = Lizenzen dessen, was darin ist
about-models = Die Modelle, die Gesichter ansehen

# First start
start-step = Schritt { $step } von { $steps }
start-next = Weiter
start-language = Welche Sprache?
    .advice = Sie lässt sich später auf jedem Bildschirm wechseln.
start-site = Wie heißt dieser Ort?
    .advice = Der Name steht oben auf jedem Bildschirm.
start-camera = Sieht die Kamera Sie?
    .advice = Wählen Sie eine Kamera und stellen Sie sich davor.
start-admin = Wer betreut diesen Kiosk?
    .advice = Die erste Verwaltung. Es gibt kein Passwort ab Werk; verwahren Sie dieses gut: Niemand kann es nachlesen.
start-finish = Einrichten
start-done = Dieser Kiosk ist bereit.
    .advice = Als Nächstes wird die erste Person aufgenommen.
start-opening = Einen Moment, der Kiosk macht sich bereit.

# Token übergeben
hand-over = Token übergeben
    .advice = Wer erkannt wurde, bekommt ein signiertes Token für eine Tür oder ein anderes Programm. Es gilt einmal und nur Minuten.
hand-over-code = Als Code zeigen
    .advice = Auf der Seite der erkannten Person, für ein Lesegerät neben dem Kiosk.
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
    .advice = Wer diese Datei lesen kann, öffnet die Daten. Bevor man sich auf diesen Kiosk verlässt, erzeugen Sie echte Schlüssel: secure-biometric keys init
keys-home-passphrase = Echte Schlüssel, mit einer Passphrase versiegelt
    .advice = Die Passphrase wird bei jedem Start erfragt und nie behalten.
keys-home-credential = Echte Schlüssel, von systemd verwahrt
    .advice = systemd übergibt sie bei jedem Start. Geändert werden sie per Befehl: secure-biometric keys --help
keys-site = Standort { $site }, sein Schlüssel Nummer { $generation }
keys-signing = Signaturschlüssel { $key }
keys-exchange = Austauschschlüssel { $key }
keys-rotate = Ein anderer Standortschlüssel
    .advice = Ist der Standortschlüssel vielleicht bekannt geworden, tritt ein anderer an seine Stelle. Kein Datensatz wird angefasst; wird der Kiosk dabei ausgeschaltet, geht es beim nächsten Start weiter. Andere Kioske des Standorts brauchen dann den neuen.
keys-rotate-now = Standortschlüssel wechseln
keys-wrapped = { $done } Schlüssel sind bisher neu verpackt …
keys-rotated = Ein anderer Standortschlüssel gilt jetzt.
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
    .advice = Der Datenordner und seine Schlüssel in einer Datei, die eine Passphrase öffnet. Zurückgeholt wird sie per Befehl in einen neuen Ordner: secure-biometric backup restore
keys-backup-last = Die letzte entstand { $when }.
keys-backup-never = Es gibt noch keine.
keys-backup-file = Neue Datei
keys-backup-passphrase = Passphrase der Sicherung
keys-backup-make = Sicherung erstellen
keys-backed-up = Die Sicherung ist in { $file }.
