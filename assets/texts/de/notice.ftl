notice-title = Was wir von Ihrem Gesicht behalten, und wozu
notice-version = Version { $version }
notice-read-on = Weiterlesen
notice-read = Bis zum Ende gelesen.
notice-text =
    Dieses Terminal erkennt Sie am Gesicht, damit Sie hereinkommen. Dafür braucht es Ihr Einverständnis.

    Was behalten wird: Ihr Name, Ihre Ausweisnummer, E-Mail und Abteilung, wenn Sie sie angeben, Ihre Unterschrift unter diesem Hinweis und Vorlagen Ihres Gesichts. Eine Vorlage ist eine Liste von Zahlen, die Gesichter unterscheidet. Außerdem die Form Ihres Gesichts, wie sie gemessen wurde: Punkte im Raum, ohne Haut und Farbe. Kein Foto wird behalten. Alles wird an diesem Standort verschlüsselt gespeichert.

    Was vermerkt wird: bei jeder Prüfung die Zeit, das Ergebnis und sein Grund, und die Form, die gemessen wurde.

    Wozu: um an den Terminals dieses Standorts zu prüfen, dass Sie es sind. Für nichts sonst, und es wird nicht weitergegeben.

    Sie entscheiden: Sie können auch anders hereinkommen, am Empfang, ohne Nachteil. Sie können jederzeit widerrufen: Sagen Sie es dem Empfang, und alles davon wird gelöscht.
