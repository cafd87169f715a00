# El registro: qué se hizo aquí, quién lo hizo y si sigue como se escribió.

staff-audit = Registro
    .advice = Qué se hizo aquí y quién lo hizo, y si algo se cambió después.
audit-title = Registro
audit-check = Comprobar el registro
audit-checking = Comprobando …
audit-all = Todo
audit-group-sign-ins = Inicios de sesión
audit-group-decisions = Decisiones y tokens
audit-group-people = Personas
audit-group-records = Archivos y autopruebas
audit-group-kiosk = Operadores, ajustes, claves
audit-all-days = Todos los días
audit-week = 7 días
audit-day = 24 horas
audit-everybody = De todos
audit-none = No se hizo nada así. Elija otros actos o más días.
audit-choose = Elija una entrada para ver lo que se sabe de ella.
audit-older = Entradas anteriores
audit-only-theirs = Solo de esta persona
audit-only-this = Solo sobre esto
audit-unreadable = { $entries ->
    [one] Una entrada no se puede leer. Compruebe el registro.
   *[other] { $entries } entradas no se pueden leer. Compruebe el registro.
}
audit-sound = { $entries ->
    [one] Una entrada, como se escribió.
   *[other] { $entries } entradas, todas como se escribieron.
}
audit-flawed = { $flaws ->
    [one] Una cosa no está como se escribió.
   *[other] { $flaws } cosas no están como se escribieron.
}
    .advice = Deje esta carpeta de datos como está y compárela con una copia de seguridad.
audit-flaw-changed = Se cambió la entrada { $number }.
audit-flaw-moved = La entrada { $from } está en el lugar de la { $to }.
audit-flaw-missing = Se quitaron las entradas { $from } a { $to }.
audit-flaw-cut-off = Se cortaron las entradas { $from } a { $to }.
audit-flaw-head = Se cambió o quitó el final que se guarda junto al registro.
audit-flaw-another-chain = El final guardado en otro sitio no es el de la entrada { $number }.
audit-number = Número
audit-when = Cuándo
audit-who = Operador
audit-nobody = Nadie había iniciado sesión
audit-hash = Hash
audit-subject-person = Persona
audit-subject-session = Sesión
audit-subject-operator = Sobre el operador
audit-subject-selftest = Autoprueba
audit-signed-in = Inició sesión
audit-sign-in-failed = Falló un inicio de sesión
audit-decided = Se decidió una sesión
audit-enrolled = Se registró a una persona
audit-look-added = Se añadió un aspecto
audit-person-state-set = Se activó o desactivó a una persona
audit-failures-forgotten = Se olvidaron los fallos de una persona
audit-pin-set = Se puso un PIN
audit-person-removed = Se eliminó a una persona
audit-operator-added = Se añadió un operador
audit-operator-disabled = Se desactivó a un operador
audit-password-set = Se puso una contraseña
audit-tolerance-saved = Se guardó un perfil de tolerancia
audit-settings-saved = Se guardaron los ajustes
audit-session-viewed = Se miró una sesión
audit-session-exported = Se escribió una sesión en un archivo
audit-sessions-cleaned = Se eliminó lo que ya no se guarda
audit-selftest-begun = Empezó una autoprueba
audit-selftest-changed = Se detuvo o acortó una autoprueba
audit-trial-withdrawn = Se retiró un intento
audit-selftest-exported = Se escribió una autoprueba en un archivo
audit-token-issued = Se emitió un token
audit-token-redeemed = Se canjeó un token
audit-token-revoked = Se revocó un token
audit-clock-reset = Se dio por buena la hora
audit-keys-replaced = Se pusieron otras claves
audit-templates-renewed = Se renovaron las plantillas
audit-verified = Se comprobó el registro
audit-fact-decision = Decisión
audit-fact-entries = Entradas
audit-fact-flaws = Defectos
audit-fact-format = Formato
audit-fact-home = Guardadas
audit-fact-kind = Tipo
audit-fact-look = Aspecto
audit-fact-meshes = Superficies
audit-fact-people = Personas
audit-fact-millis-behind = Retraso en milisegundos
audit-fact-profile = Perfil
audit-fact-reason = Motivo
audit-fact-role = Función
audit-fact-second-operator = Segundo operador
audit-fact-session = Sesión
audit-fact-sessions = Sesiones
audit-fact-sessions-anonymised = Sesiones anonimizadas
audit-fact-site-generation = Clave del sitio, generación
audit-fact-source = Origen
audit-fact-state = Estado
audit-fact-token = Token
audit-fact-version = Versión
audit-fact-what = Qué
audit-fact-worth = Valor
audit-word-verified = Verificado
audit-word-not-verified = No verificado
audit-word-inconclusive = No concluyente
audit-word-verification = Verificación
audit-word-enrolment = Registro de una persona
audit-word-kiosk = La cámara del quiosco
audit-word-attended = Atendida por un operador
audit-word-upload = Subida
audit-word-recording = Grabación
audit-word-credential = Con systemd
audit-word-passphrase = Selladas con una frase de contraseña
audit-word-file = En un archivo normal
audit-word-trial = De prueba
audit-word-production = Producción
audit-word-unused = No vino en mucho tiempo
audit-word-surface = La superficie de la cara
