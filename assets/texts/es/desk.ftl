# Other ways in
home-sound-on = Con sonido · F8
home-sound-off = Sin sonido · F8
other-question = ¿No puede girar la cabeza o prefiere no usar su cara?
other-link = Otras formas
other-title = Otras formas de entrar
    .advice = Elija la que le convenga. Ninguna le perjudica.
other-pin = Tarjeta y PIN
    .advice = Escriba el número de su tarjeta y el PIN que le dieron.
other-attend = Con la recepción a mi lado
    .advice = Parpadear en vez de girar la cabeza, o más tiempo. El personal inicia sesión y se queda con usted.
other-vouch = Alguien que me conoce
    .advice = La recepción le mira y le deja pasar. Para ello, el personal inicia sesión.
other-call = Llamar a la recepción
    .advice = Para pedir que alguien venga a ayudarle.

pin-title = Tarjeta y PIN
    .advice = No se toma ninguna imagen.
pin-field = PIN
pin-wrong = Un PIN tiene de 6 a 12 cifras.
pin-trivial = No se dan PIN como este: sus cifras son todas iguales o van seguidas.
pin-back = Quitar la última cifra
pin-checking = Comprobando …

vouch-title = Responder por alguien
    .advice = Mire a la persona y lo que muestra quién es. El motivo se guarda con su nombre de usted.
vouch-reason = Por qué no se verifica la cara
vouch-reason-wrong = Una línea de 3 a 300 caracteres.
vouch-turn = No puede girar la cabeza
vouch-covered = Tiene la cara cubierta
vouch-camera = Problemas con la cámara
vouch-prefers = Prefiere no hacerlo
vouch-check-title = Antes de responder
vouch-check-face = Conoce a esta persona o ha comparado su cara con una foto oficial.
vouch-check-badge = La tarjeta que tiene delante es suya.
vouch-check-free = Ha venido por voluntad propia.
vouch-action = Responder por esta persona
who-awaited = Buscando de quién es esa tarjeta …
who-unknown = Aquí no se conoce esa tarjeta. Compruebe el número.
who-missing-badge = Falta el número de tarjeta.
who-missing-why = Falta el motivo.

attend-title = Acompañar a alguien
    .advice = Mire a la persona y lo que muestra quién es. Lo que se permite y por qué se guarda con su nombre de usted.
attend-what = ¿Qué le ayuda?
attend-no-turn = Parpadear y abrir la boca
    .advice = En lugar de giros. Entonces no se mide la profundidad: cuentan sus ojos de usted.
attend-longer-time = Más tiempo
    .advice = Los mismos giros, con el triple de tiempo para cada uno.
attend-reason = Por qué lo necesita
attend-time = Necesita más tiempo
attend-sight = No ve bien la pantalla
attend-beside = Quédese a su lado hasta que termine y vigile que no se ponga nada delante de la cara.
attend-action = Empezar
attend-missing-what = Elija qué le ayuda.

call-title = Se está llamando a recepción.
    .advice = Quédese donde está, por favor.
call-action = Ya ha venido alguien
call-silent = Haga una seña a recepción, por favor.
    .advice = Aquí no suena ningún timbre. Esta pantalla muestra que necesita ayuda: haga una seña o hable con alguien.

reason-pin-matched = Le damos la bienvenida.
    .advice = Su identidad está verificada con tarjeta y PIN.
reason-vouched = Le damos la bienvenida.
    .advice = La recepción respondió por usted.
reason-pin-wrong = La tarjeta y el PIN no corresponden.
    .advice = Mire el número de su tarjeta y pruebe de nuevo. La recepción puede darle un PIN.

# Staff
home-staff-page = Personal
staff-title = ¿Qué desea hacer?
staff-enrol = Inscribir a una persona
    .advice = Identidad, consentimiento y cinco posturas: cerca de un minuto.
staff-vouch = Responder por alguien
    .advice = Para quien hoy no puede verificarse con la cara.
staff-attend = Acompañar a alguien
    .advice = Para quien no puede girar la cabeza o necesita más tiempo.
staff-settings = Ajustes
    .advice = Cámara, tolerancia, operadores, aspecto y estado.
staff-home = A la pantalla de inicio
staff-leave = Cerrar sesión
sign-out-soon = { $seconds ->
    [one] ¿Sigue ahí? La sesión se cierra en 1 segundo. Toque la pantalla para seguir.
   *[other] ¿Sigue ahí? La sesión se cierra en { $seconds } segundos. Toque la pantalla para seguir.
}

# Settings
settings-title = Ajustes
settings-leave = Salir sin guardar
settings-leave-sure = ¿Salir sin guardar?
    .advice = Lo que se cambió en estas páginas no se conserva entonces.
settings-save = Guardar
settings-saved = Guardado y en uso.
settings-working = Un momento …
settings-unsaved = Los cambios aún no están guardados.
settings-camera = Cámara
settings-tolerance = Tolerancia
settings-operators = Operadores
settings-site = Sede e idioma
settings-look = Aspecto y sonido
settings-data = Datos
settings-health = Estado
settings-about = Acerca de

camera-choose = Qué cámara
camera-none = No se encontró ninguna cámara.
camera-search = Buscar de nuevo
camera-resolution = { $width } × { $height }, { $rate } imágenes por segundo
camera-recording = Una grabación
camera-no-face = Póngase ante la cámara para comprobar la luz y la postura.
camera-faces = Más de una cara: solo una persona ante la cámara, por favor.
camera-light-good = La luz es buena.
camera-light-poor = La luz aún no es buena.
camera-pose-good = La cámara mira la cara de frente.
camera-pose-poor = La cámara debe mirar la cara de frente.
camera-pose = Hacia dónde apunta la cabeza, como en un espejo
camera-starting = Abriendo la cámara …

tolerance-advice = Más estricto deja fuera a los extraños con más seguridad y pide más a menudo otro intento a la persona correcta. Lo adecuado depende de lo que hay tras la puerta.
tolerance-strict = Estricta
    .advice = Para salas donde no debe entrar ningún extraño. Pide más intentos, con luz uniforme.
tolerance-balanced = Equilibrada
    .advice = Para entradas. Un extraño coincide con alguien en 1 de cada 1000 intentos como mucho.
tolerance-lenient = Indulgente
    .advice = Para lugares donde de todos modos alguien vigila o la luz es mala. Da más tiempo.
tolerance-own = Un perfil de esta sede, versión { $version }.
tolerance-numbers = { $name }, versión { $version }: sus números
tolerance-came-about = { $why } ({ $by }, { $date })
tolerance-change = Cambiar los números
tolerance-one-in = 1 de cada { $number }
tolerance-seconds = { $seconds } s
tolerance-likeness = Parecido exigido
    .advice = Más alto: menos extraños pasan por otra persona, y a la correcta se le pide más a menudo otro intento.
tolerance-likeness-seen = Como mucho 1 de cada { $strangers } extraños se parecía tanto, según lo medido.
tolerance-strangers = Extraños que coinciden sin tarjeta
    .advice = Cuanto mayor es el número, mejor se distingue a un extraño y antes se pide primero la tarjeta.
tolerance-strangers-people = Puede cumplirse hasta con { $people } personas; los aspectos añadidos cuentan como personas.
tolerance-turns = Giros de cabeza que se piden
    .advice = Más: una grabación encaja aún con menos probabilidad, y verificarse tarda más.
tolerance-angle = Cuánto gira la cabeza
    .advice = Más: la profundidad de la cara se mide con más seguridad. Menos: más fácil con el cuello rígido.
tolerance-turn-time = Tiempo para un giro
    .advice = Más: nadie tiene prisa. Menos: hay menos tiempo para poner otra cosa ante la cámara.
tolerance-verify-time = Tiempo para verse bien
    .advice = Cuánto puede tardar alguien hasta que empiezan los giros. Más ayuda con mala luz; otros esperan.
tolerance-pose-time = Tiempo para una postura
    .advice = Cuánto puede durar una de las cinco posturas de una inscripción.
tolerance-offline = Tokens sin la central
    .advice = Si se aceptan, un token vale hasta que caduca, y el que se usó dos veces da después una alarma. Si se rechazan, vuelve a valer cuando la central responde.
tolerance-offline-taken = hasta que caduquen
tolerance-offline-refused = se rechazan
tolerance-offline-switch = Aceptar tokens mientras la central no responde
tolerance-front = Mirar a la cámara
    .advice = Cuánto puede estar girada, subida o bajada la cabeza para que cuente como mirar aquí.
tolerance-front-degrees = { $yaw } a los lados, { $pitch } arriba o abajo
tolerance-frames = Imágenes comparadas
    .advice = Tantas imágenes buenas deciden juntas.
tolerance-duplicates = Retenidos como quizá la misma persona
    .advice = Quien se parece así a una persona inscrita espera a un administrador.
tolerance-others = Todo lo demás de un perfil se cambia en un archivo: secure-biometric tolerance show, después tolerance save.
tolerance-name = Nombre del perfil
tolerance-name-hint = El mismo nombre crea una versión nueva; otro, un perfil propio.
tolerance-name-wrong = De 1 a 40 letras minúsculas, cifras o guiones.
tolerance-why = Por qué se cambia
tolerance-why-hint = Se guarda con la versión, para quien la revise después.
tolerance-missing = Necesita un nombre y un motivo.
tolerance-keep = Guardar como versión { $version }
tolerance-less = Menos: { $what }
tolerance-more = Más: { $what }

operators-add = Añadir un operador
operators-name = Nombre para iniciar sesión
operators-name-wrong = Letras, cifras, puntos, guiones y guiones bajos, como máximo 64.
operators-role = Qué puede hacer
operators-password = Contraseña
operators-again = La misma contraseña otra vez
operators-differ = Las dos contraseñas son distintas.
operators-policy = Al menos { $least } caracteres. Larga es mejor que complicada.
operators-missing-name = Falta el nombre.
operators-missing-role = Elija lo que puede hacer.
operators-missing-password = Falta la contraseña, dos veces igual.
operators-set-password = Poner contraseña
operators-disable = Desactivar
operators-disable-sure = ¿Desactivar a { $name }?
    .advice = Nadie entra ya con este nombre, y quien trabaje ahora con él ya no puede hacer nada. Lo que hizo queda en la auditoría. No se puede deshacer.
operators-disabled = Desactivado
operators-damaged = El registro del operador { $id } no se puede leer: se cambió fuera de este programa, y no puede entrar. Restaure una copia o añádalo con otro nombre.
operators-you = Es usted
role-front-desk = Recepción
    .advice = Inscribe, ayuda en el quiosco, responde por personas.
role-reviewer = Revisión
    .advice = Mira las sesiones y sus cifras.
role-administrator = Administración
    .advice = Todo ello, y operadores, ajustes y bajas.

site-name = Nombre de esta sede
site-name-wrong = Una línea de 1 a 48 caracteres.
site-language = Idioma tras cada visita

appearance-title = Apariencia
appearance-system = Como el escritorio
appearance-light = Clara
appearance-dark = Oscura
look-contrast = Alto contraste
    .advice = Textos y líneas destacan más.
look-motion = Menos movimiento
    .advice = Nada se mueve por sí solo.
look-large = Texto grande
    .advice = Todo es más grande, hasta donde la ventana lo permite.
look-fullscreen = Pantalla completa
    .advice = El quiosco ocupa toda la pantalla, sin las barras del escritorio.
look-sound = Sonido
    .advice = Resultados y llamadas se oyen. F8 los silencia en cualquier pantalla.

data-folder = Carpeta de datos
    .advice = Personas, sesiones y operadores, sellados. Su clave está en otro lugar: haga copia de ambas, por separado.
data-retention = Cuánto se guardan las sesiones
    .advice = Las anteriores se eliminan solas, una vez al día.
data-meshes = Cuánto se guardan las superficies de las caras
    .advice = Sus sesiones quedan, sin la superficie.
data-unused = Personas que ya no vienen
    .advice = A quien no se verificó ni inscribió en ese tiempo se le elimina, con todo lo que se guarda de esa persona.
data-meshes-less = Antes
data-meshes-more = Después
data-unused-less = Menos días
data-unused-more = Más días
data-never = Se guardan siempre
data-due = Pendiente ahora
data-due-now = Según los ajustes guardados: { $sessions ->
    [one] 1 sesión
   *[other] { $sessions } sesiones
}, { $meshes ->
    [one] 1 superficie
   *[other] { $meshes } superficies
}, { $people ->
    [one] 1 persona
   *[other] { $people } personas
}.
data-last-run = Se eliminaron { $sessions ->
    [one] 1 sesión
   *[other] { $sessions } sesiones
}, { $meshes ->
    [one] 1 superficie
   *[other] { $meshes } superficies
} y { $people ->
    [one] 1 persona
   *[other] { $people } personas
}.
data-waits = Nada se elimina solo: según este reloj, la última vez fue hace mucho. Si la hora es correcta, elimine aquí lo pendiente.
data-templates = Plantillas de las caras
    .advice = Se renuevan cuando alguna puede haberse filtrado: esas ya no valen nada, y nadie tiene que volver.
data-renewed = { $done } de { $all } plantillas renovadas …
data-renew-sure = ¿Renovar las plantillas de todos?
    .advice = Todo lo que se guarda de cada cara se escribe de nuevo, y lo anterior ya no vale nada. Puede tardar minutos; si el quiosco se apaga mientras tanto, no se pierde a nadie. Las copias de seguridad anteriores contienen las antiguas.
data-renew = Renovar todas las plantillas
data-clean-sure = ¿Eliminar lo pendiente para siempre?
data-clean-happens = Se eliminan ahora { $sessions ->
    [one] 1 sesión
   *[other] { $sessions } sesiones
}, { $meshes ->
    [one] 1 superficie
   *[other] { $meshes } superficies
} y { $people ->
    [one] 1 persona
   *[other] { $people } personas
}. No se pueden recuperar, salvo de una copia de seguridad.
data-clean = Eliminar lo pendiente
data-days = { $days ->
    [one] 1 día
   *[other] { $days } días
}
data-less = Menos
data-more = Más

clock-behind = El reloj está antes de { $seen }, una hora ya vista. No se emite ningún token hasta que se aclare.
    .advice = Ponga el reloj en hora. Si alguna vez adelantó y ahora está bien, diga por qué y dé esta hora por buena.
clock-why = ¿Por qué está bien ahora?
clock-reset-sure = ¿Dar esta hora por buena?
    .advice = Desde ahora vale este reloj: se vuelven a emitir tokens, y lo pendiente se elimina según él. Su nombre, la hora y el motivo quedan en la auditoría.
clock-reset = Dar esta hora por buena
health-check = Comprobar ahora
health-advice = Mira todo lo que el quiosco necesita. Tarda hasta un minuto.
health-checking = Comprobando todo …
health-good = Todo está bien.
health-advised = No hay nada roto; hay algún consejo.
health-bad = Algo necesita atención.

about-version = Versión { $version }
about-versions = Versiones
about-program = El programa
about-engine = El análisis de caras
about-protocol = listo, protocolo { $number }
about-no-engine = no se sabe hasta que haya empezado
about-database = La base de datos
about-schema = esquema { $number }
about-packages = Con qué está hecho el análisis
about-digest = empieza por { $begin }
about-what = Un quiosco de inscripción y verificación facial que no guarda fotos. Licencia MIT.
about-licences = Licencias de lo que contiene
about-models = Los modelos que miran las caras

# First start
start-step = Paso { $step } de { $steps }
start-next = Siguiente
start-language = ¿Qué idioma?
    .advice = Más tarde se puede cambiar arriba, en cada pantalla.
start-site = ¿Cómo se llama esta sede?
    .advice = El nombre aparece arriba en cada pantalla.
start-camera = ¿Le ve la cámara?
    .advice = Elija una cámara y póngase delante.
start-admin = ¿Quién se ocupa de este quiosco?
    .advice = El primer administrador. No hay contraseña de fábrica; guarde bien esta: nadie puede leerla después.
start-finish = Preparar
start-done = Este quiosco está listo.
    .advice = Ahora se inscribe a la primera persona.
start-before-service = Antes de confiar en él, se crean sus propias claves y una primera copia: en los ajustes, en «Claves y copias».
start-opening = Un momento, el quiosco se está preparando.

# Entregar tokens
hand-over = Entregar tokens
    .advice = Quien se verifica recibe un token firmado para una puerta u otro programa. Vale una vez y solo unos minutos.
hand-over-code = Mostrarlo como código
    .advice = En la pantalla de quien se ha verificado, para un lector junto al quiosco.
hand-over-file = Escribirlo en un archivo (ruta completa)
hand-over-file-wrong = Una ruta completa, desde /.
hand-over-url = Enviarlo a una dirección
hand-over-url-wrong = En este equipo, como http://127.0.0.1:8080/tokens.
hand-over-brought = { $count ->
    [one] Desde el inicio se entregó 1 token.
   *[other] Desde el inicio se entregaron { $count } tokens.
}
hand-over-trouble-file = No se puede escribir el archivo de tokens. Compruebe que el quiosco pueda escribir en esa carpeta.
hand-over-trouble-unreachable = Nadie recibe tokens en la dirección configurada. Inicie el programa que los recibe.
hand-over-trouble-slow = El programa de la dirección configurada no responde a tiempo. Reinícielo.
hand-over-trouble-refused = El programa de la dirección configurada rechaza los tokens (estado { $status }). Consulte su registro.
hand-over-trouble-many = Demasiados tokens esperan la entrega. Compruebe que funcione quien los recibe.

# Claves y copias.
settings-keys = Claves y copias
keys-home-file = Claves de prueba, en un archivo sin sellar
    .advice = Quien pueda leer ese archivo abre los datos. Antes de confiar en este quiosco, cree claves de producción, más abajo.
keys-home-passphrase = Claves de producción, selladas con una frase
    .advice = La frase se pide en cada inicio y nunca se guarda.
keys-home-credential = Claves de producción, guardadas por systemd
    .advice = systemd las entrega en cada inicio. Se cambian con una orden: secure-biometric keys --help
keys-site = Sede { $site }, su clave número { $generation }
keys-signing = Clave de firma { $key }
keys-exchange = Clave de intercambio { $key }
keys-make = Claves de producción
    .advice = Las claves de prueba son para probar: lo que firman no vale en ningún otro sitio. Elija una frase que nadie adivine; este quiosco la pide en cada arranque y nadie puede leerla después. Haga luego una copia.
keys-make-passphrase = Frase de las claves
keys-make-again = La misma frase de las claves otra vez
keys-make-now = Crear claves de producción
keys-make-sure = ¿Poner claves de producción?
    .advice = Desde el próximo arranque nada se abre sin la frase, y nadie puede recuperarla. Lo que firmaron las claves de prueba no vale en otro sitio.
keys-made = Las claves de producción están en su sitio. El próximo arranque pide la frase.
keys-files = Con qué arranca este quiosco
    .advice = Los modelos, los archivos del análisis y los perfiles están firmados; con un solo byte cambiado el quiosco no arranca. Tras una actualización deseada, firme de nuevo; el registro guarda quién lo hizo.
keys-files-signed-at = { $count } archivos, todos como se firmaron el { $when }.
keys-files-unsigned = { $count } archivos, aún sin firmar: lo hace el próximo arranque.
keys-files-changed = No está como se firmó:
keys-files-removed = La lista firmada se quitó o se cambió. Averigüe cómo antes de firmar de nuevo.
keys-files-more = y { $count } más
keys-files-signed = Se firmó lo que hay ahora.
sign-files = Firmar lo que hay ahora
    .advice = Tras una actualización deseada puede firmarlo alguien de administración. También se firmaría lo que alguien hubiera cambiado sin que usted lo sepa. El registro guarda quién firmó.
sign-files-sure = ¿Firmar lo que hay ahora?
    .advice = Desde ahora el quiosco arranca con estos archivos tal como están. Hágalo solo tras una actualización querida; su nombre queda en la auditoría.
sign-files-really = Pulse otra vez para firmar
unlock-title = Las claves de este quiosco están selladas.
    .advice = Escriba la frase que se eligió al crearlas. Nunca se guarda.
unlock-passphrase = Frase de las claves
unlock-action = Desbloquear
unlock-wrong = Esa frase no abre las claves. Fíjese en mayúsculas y minúsculas.
restore-question = ¿Hubo antes otro quiosco?
restore-link = Restaurar desde una copia
restore-title = Restaurar desde una copia
    .advice = Aquí se ponen las personas, los operadores, los ajustes y las claves de la copia. De este quiosco nuevo no queda nada.
restore-file = Archivo de la copia, con su ruta completa
restore-opens = Su frase o clave de recuperación
restore-keys = Frase de sus claves desde ahora
    .advice = Las claves de producción necesitan una: la clave de recuperación solo abre la copia. Con claves de prueba, déjela vacía.
restore-erased = Lista de quienes se borraron después, si la hay
    .advice = Se borran de nuevo. La escribe: secure-biometric people erased --json
restore-action = Restaurar
restore-missing-file = Indique la copia con su ruta completa.
restore-missing-opens = Escriba su frase o clave de recuperación.
restore-missing-keys = Esa frase es demasiado corta.
restore-progress = Se lee la copia: { $percent } %
restore-done = La copia está en su sitio.
    .advice = Quien se borró después de hacerla y no está en ninguna lista ha vuelto: compare con los recibos de borrado.
restore-again = { $people ->
        [0] No hubo que borrar de nuevo a nadie.
        [one] Se borró de nuevo a una persona.
       *[other] Se borró de nuevo a { $people } personas.
    }
keys-rotate = Otra clave de la sede
    .advice = Si la clave de la sede pudo llegar a conocerse, otra ocupa su lugar. No se toca ningún registro; si el quiosco se apaga mientras tanto, sigue en el próximo inicio. Los demás quioscos de la sede necesitan entonces la nueva.
keys-rotate-sure = ¿Poner otra clave de la sede?
    .advice = Las claves de todos los registros se envuelven de nuevo, y eso tarda un rato. Los demás quioscos de la sede no entienden a este hasta que tengan la clave nueva. No hay vuelta atrás.
keys-rotate-now = Cambiar la clave de la sede
keys-wrapped = { $done } claves envueltas de nuevo hasta ahora …
keys-rotated = Ya rige otra clave de la sede.
keys-rotate-signing = Otra clave de firma
    .advice = Si la clave de firma pudo llegar a conocerse, otra ocupa su lugar. Los tokens que firmó valen hasta que caducan. Quien comprueba tokens necesita las claves públicas nuevas: secure-biometric keys jwks
keys-rotate-signing-sure = ¿Poner otra clave de firma?
    .advice = Quien comprueba tokens rechaza los próximos hasta que tenga las claves públicas nuevas. No hay vuelta atrás.
keys-rotate-signing-now = Cambiar la clave de firma
keys-signing-rotated = Ya rige otra clave de firma. Reparta las claves públicas nuevas.
keys-hand-on = La clave de la sede para otro quiosco
    .advice = El quiosco nuevo pide y uno que tiene la clave responde. Cada uno escribe un archivo y muestra un código, que se teclea en el otro.
keys-ask = Pedir la clave de la sede a otro quiosco
keys-file = Archivo que escribió el otro quiosco
keys-code = Código que muestra el otro quiosco
    .advice = Teclee este código en el otro quiosco. Léalo aquí, en la pantalla.
keys-code-wrong = Un código tiene 12 letras y cifras.
keys-take = Usar este archivo
keys-asked = Pedida. Lleve { $file } al otro quiosco.
keys-granted = Sellada para { $name }. Llévele { $file }.
keys-accepted = La clave de la sede del otro quiosco ya rige aquí.
keys-backup = Copia de seguridad
    .advice = La carpeta de datos y sus claves en un archivo que abre una frase o una clave de recuperación. Se recupera en un quiosco nuevo, en su primera página.
keys-backup-last = La última se hizo { $when }.
keys-backup-never = Aún no se hizo ninguna.
keys-backup-file = Archivo nuevo
keys-backup-passphrase = Frase de la copia
keys-backup-make = Hacer una copia
keys-recovery-key = Clave de recuperación de esta copia
    .advice = Anótela ahora y guárdela aparte del archivo. No se guarda en ningún lugar ni se vuelve a mostrar; quien tenga ambos lo abre todo.
keys-recovery-key-make = Hacer una copia con clave de recuperación
    .advice = En vez de una frase, el quiosco elige una clave de 36 caracteres y la muestra una vez, para anotarla.
keys-backed-up = La copia está en { $file }.
