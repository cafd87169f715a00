notice-title = Was wir von Ihrem Gesicht behalten, und wozu
notice-version = Version { $version }
notice-read-on = Weiterlesen
notice-read = Bis zum Ende gelesen.
notice-text =
    Dieser Kiosk erkennt Sie am Gesicht, damit Sie hereinkommen. Dafür braucht es Ihre Einwilligung.

    Was behalten wird: Ihr Name, Ihre Ausweisnummer, E-Mail, Abteilung und PIN, wenn Sie sie angeben, Ihre Unterschrift unter diesem Hinweis und Vorlagen Ihres Gesichts. Eine Vorlage ist eine Liste von Zahlen, die Gesichter unterscheidet. Außerdem die Form Ihres Gesichts, wie sie gemessen wurde: Punkte im Raum, ohne Haut und Farbe. Kein Foto wird behalten.

    Was bei jeder Prüfung vermerkt wird: die Zeit, das Ergebnis und sein Grund, Messwerte zu den Bildern, den Bewegungen und der Ähnlichkeit der Gesichter, und die Form, die gemessen wurde.

    Wo: verschlüsselt in den Kiosken dieses Standorts und in deren Sicherungen. Hat der Standort eine Zentrale, liegt auch dort, was die Kioske teilen, so verschlüsselt, dass nur sie es lesen können; Zeiten, Ergebnisse und Gründe sind dort lesbar, ohne Ihren Namen.

    Wozu: um an diesem Standort zu prüfen, dass Sie es sind, und zu nichts sonst. Eine Tür oder ein Programm, das der Standort gewählt hat, kann erfahren, dass Sie bestätigt wurden.

    Sie entscheiden: Sie können auch anders hereinkommen, am Empfang, ohne Nachteil. Sie können Ihre Einwilligung jederzeit widerrufen: Sagen Sie es dem Empfang, und alles davon wird gelöscht. Nur Zeiten, Ergebnisse und Messwerte Ihrer Besuche bleiben, ohne zu sagen, wessen sie waren.
