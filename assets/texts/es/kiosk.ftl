# Inicio
home-date = { $weekday ->
    [1] Lunes
    [2] Martes
    [3] Miércoles
    [4] Jueves
    [5] Viernes
    [6] Sábado
   *[7] Domingo
}, { $day } de { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
} · { $time }
home-good-morning = Buenos días.
home-good-afternoon = Buenas tardes.
home-good-evening = Buenas noches.
home-invitation = Verifíquese para entrar.
home-explanation =
    Mire a la cámara y siga las indicaciones.
    Tarda unos segundos y no se guarda ninguna foto.
home-verify = Verificarme
home-use-badge = Usar mi tarjeta
home-mesh = Una cara de triángulos que gira
home-mesh-caption = La forma de una cara, seguida mientras se mueve
home-staff = Acceso del personal
home-sign-out = Cerrar sesión de { $name }
home-enrol = Inscribir a una persona
home-no-face = Ahora mismo no se puede verificar con la cara.
    .advice = Hay otras formas de entrar. El personal ve qué falla al iniciar sesión.
home-engine-failed = El análisis facial no funciona.
home-camera-lost = No hay cámara.
home-nobody-enrolled = Todavía no hay ninguna persona inscrita.
    .advice = La recepción inicia sesión e inscribe a la primera persona.

status-camera-running = Cámara lista
status-camera-opening = Abriendo la cámara
status-camera-lost = Sin cámara
status-engine-ready = Análisis listo
status-engine-starting = Iniciando el análisis
status-engine-restarting = Reiniciando el análisis
status-engine-failed = Sin análisis
status-sync-equal = Sincronizado
status-sync-waiting = Espera para unirse
status-sync-behind = Central sin conexión

# En todas partes
action-back = Atrás
action-cancel = Cancelar
action-done = Listo
action-stop = Ahora no
action-try-again = Reintentar
time-left = Tiempo hasta la pantalla de inicio
trouble-title = Algo ha fallado aquí; no es culpa suya.
    .advice = Recepción puede ayudarle. También hay otras formas de entrar.

# Tarjeta
badge-title = Escriba o escanee su tarjeta
    .advice = Ponga el código de la tarjeta ante el lector o escriba su número.
badge-field = Número de tarjeta
badge-wrong = Solo letras, cifras, puntos, guiones y guiones bajos, 32 como máximo.
badge-again = Corregir el número
badge-back = Quitar el último carácter

# Acceso del personal
sign-in-title = Acceso del personal
sign-in-to-help = Llame a la recepción: iniciará sesión aquí para ayudarle.
sign-in-name = Nombre
sign-in-password = Contraseña
sign-in-action = Iniciar sesión
sign-in-checking = Comprobando …
sign-in-refused = El nombre o la contraseña no son correctos.
sign-in-wait = { $seconds ->
    [one] Demasiados intentos. Espere 1 segundo.
   *[other] Demasiados intentos. Espere { $seconds } segundos.
}

# Captura
capture-badge = Tarjeta { $badge }
capture-step = Paso { $step } de { $steps }
capture-further = Un poco más: { $reached }° de { $wanted }°
capture-turn = Cuánto está girada la cabeza, en grados
capture-progress = Progreso de la captura
capture-camera-away = Espere, por favor. Si no vuelve, hay otras formas de entrar.

instruction-look-here = Mire a la cámara
instruction-hold-still = No se mueva un momento
instruction-come-closer = Acérquese
instruction-move-back = Aléjese un poco
instruction-move-to-middle = Póngase dentro del óvalo
instruction-one-person-only = Una sola persona, por favor
instruction-more-light = Más luz en la cara, por favor
instruction-less-light = Menos luz en la cara, por favor
instruction-even-light = Luz de frente, por favor
instruction-open-eyes = Abra los ojos
instruction-head-upright = Mantenga la cabeza recta
instruction-turn-left = Gire la cabeza a la izquierda
instruction-turn-right = Gire la cabeza a la derecha
instruction-look-up = Mire hacia arriba
instruction-look-down = Mire hacia abajo
instruction-turn-back = Vuelva un poco hacia el centro
instruction-blink = Cierre los ojos un momento
instruction-open-mouth = Abra bien la boca
instruction-one-moment = Un momento, por favor
instruction-camera-away = La cámara no está disponible

hint-other-way = Ese era otro lado. Mire al frente y luego siga la flecha.
hint-too-early = Fue demasiado pronto. Mire al frente y gire cuando se le pida.
hint-further = Ya casi: una vez más, un poco más lejos.
hint-too-fast = Ha sido demasiado rápido para seguirlo. Mire al frente y luego gire más despacio.

check-no-face = Buscando una cara
check-one-face = Una cara
check-several-faces = Más de una cara
check-close-enough = Distancia correcta
check-too-far = Demasiado lejos
check-sharp = Nítida
check-blurred = Aún no es nítida
check-well-lit = Buena luz
check-poor-light = La luz aún no es buena

mesh-title = Malla en vivo
mesh-measured = Profundidad medida: { $percent } %
mesh-live = La cara ante la cámara como malla; arrástrela para girarla
mesh-keys = Las flechas la giran, Inicio la devuelve.
mesh-missing = No se puede mostrar la malla: falta un archivo. Ejecute make setup otra vez.
mesh-textured = Textura
mesh-wireframe = Alambre
mesh-depth = Relieve
mesh-near = cerca
mesh-far = lejos

# La cara medida
face-title = Su cara, tal como se midió
face-coming = Midiendo su forma …
face-label = La cara medida en tres dimensiones; arrastre para girarla
face-kept = La forma se guarda sellada; esta imagen no se guarda.

# Inscripción
enrol-title = Inscribir a una persona
enrol-stop = Parar y descartar
enrol-step-identity = Identidad
enrol-step-consent = Consentimiento
enrol-step-capture = Captura
enrol-step-verify = Verificar una vez
enrol-step-done = Listo
enrol-name = Nombre completo
enrol-name-wrong = Un nombre es una línea de 120 caracteres como máximo.
enrol-agrees = Lo he leído y estoy de acuerdo.
enrol-start = Empezar la captura
enrol-missing-identity = Primero la tarjeta y el nombre.
enrol-missing-reading = El aviso continúa: primero se lee hasta el final.
enrol-missing-consent = Primero la persona tiene que estar de acuerdo.

pose-front = De frente
pose-left = Izquierda
pose-right = Derecha
pose-up = Arriba
pose-down = Abajo

quality-title = Calidad de esta postura
quality-single-face = Una cara
quality-inter-eye-distance = Distancia ocular
quality-head-size = Tamaño de la cabeza
quality-room-left = Espacio a la izquierda
quality-room-right = Espacio a la derecha
quality-room-below = Espacio debajo
quality-room-above = Espacio encima
quality-yaw = Giro (yaw)
quality-pitch = Elevación (pitch)
quality-roll = Inclinación (roll)
quality-eyes-open = Ojos abiertos
quality-mouth-closed = Boca cerrada
quality-sharpness = Nitidez
quality-illumination = Luz uniforme
quality-brightness = Brillo
quality-not-dark = No muy oscura
quality-not-burnt = No quemada
quality-dynamic-range = Contraste
quality-colour = Color natural
quality-background = Fondo
quality-expression = Expresión

# Resultados
result-found-face = Cara reconocida
result-found-depth = Profundidad medida
result-found-moves = Movimientos seguidos
result-welcome = Le damos la bienvenida, { $name }.
result-enrolled = Inscripción de { $name } completa.
result-when = Verificación a las { $time } en { $seconds } segundos
code-scan = Acerque este código al lector. Sirve una vez.
code-label = Un código para el lector que representa esta verificación
result-tries = { $tries ->
    [one] Queda 1 intento.
   *[other] Quedan { $tries } intentos.
}
result-paused = { $seconds ->
    [one] Podrá volver a intentarlo en 1 segundo.
   *[other] Podrá volver a intentarlo en { $seconds } segundos.
}
result-front-desk = La recepción le ayuda con gusto.

reason-matched = Le damos la bienvenida.
    .advice = Su identidad está verificada.
reason-enrolled = Inscripción completa.
    .advice = Desde ahora puede verificarse en este quiosco.
reason-no-match = No hemos podido confirmar que es usted.
    .advice = Quítese lo que le cubra la cara y mire de frente a la cámara.
reason-not-enrolled = Todavía no tiene inscripción aquí.
    .advice = La recepción le inscribe en un minuto.
reason-badge-unknown = Aquí no se conoce la tarjeta { $badge }.
    .advice = Mire el número de su tarjeta y compruebe lo escrito. Si es correcto, pregunte en recepción.
reason-locked = Hagamos una pausa.
    .advice = Ha habido varios intentos seguidos. Espere o pregunte en recepción.
reason-shut = Un administrador tiene que revisar antes esta tarjeta.
    .advice = Hubo demasiados intentos con ella. Esperar no ayuda; las otras formas sí.
reason-disabled = Su acceso está desactivado.
    .advice = La recepción puede averiguar por qué.
reason-badge-required = Primero su tarjeta, por favor.
    .advice = Hay tantas personas inscritas que hace falta la tarjeta.
reason-person-changed = Otra persona ha entrado en la imagen.
    .advice = Quédese a solas ante la cámara hasta que termine.
reason-camera-changed = La cámara ha cambiado entretanto.
    .advice = Inténtelo otra vez con la cámara actual.
reason-camera-unavailable = La cámara ha dejado de enviar imágenes.
    .advice = Inténtelo en un momento. Si sigue así, avise a recepción.
reason-frames-repeated = La imagen de la cámara se ha quedado quieta.
    .advice = Inténtelo otra vez. Si sigue así, avise a recepción.
reason-flat-surface = No hemos podido medir la profundidad de una cara.
    .advice = Muestre su propia cara, no una imagen. Si era su cara, pregunte en recepción.
reason-order-not-followed = Ha sido un movimiento distinto del pedido.
    .advice = Inténtelo otra vez y siga las flechas en su orden.
reason-turned-too-little = El giro ha sido demasiado corto.
    .advice = Gire más la cabeza, hasta que el punto llegue a la marca.
reason-turned-too-fast = El giro ha sido demasiado rápido para la cámara.
    .advice = Gire la cabeza despacio y quédese un momento donde el punto llega a la marca.
reason-gesture-not-seen = No hemos visto lo que se pedía.
    .advice = Cuando se le pida, cierre los dos ojos un momento o abra bien la boca.
reason-face-lost = Le hemos perdido de vista.
    .advice = Quédese en el óvalo hasta que el anillo esté lleno.
reason-no-face = No hemos visto a nadie.
    .advice = Póngase ante la cámara, con la cara en el óvalo.
reason-more-than-one-face = Había más de una cara.
    .advice = Pase una sola persona cada vez; las demás, apártense.
reason-too-dark = Estaba demasiado oscuro para verle bien.
    .advice = Gírese hacia la luz, para que le dé en la cara.
reason-too-bright = Había demasiada luz para verle bien.
    .advice = Salga de la luz directa.
reason-too-blurred = La imagen no era nítida.
    .advice = No se mueva un momento, a uno o dos brazos de distancia.
reason-too-far = Estaba demasiado lejos.
    .advice = Acérquese hasta que la cara llene el óvalo.
reason-too-near = Estaba demasiado cerca.
    .advice = Aléjese hasta que la cara quepa en el óvalo.
reason-out-of-picture = La cara estaba en parte fuera de la imagen.
    .advice = Póngase en el centro, con la cara en el óvalo.
reason-not-facing = Miraba hacia otro lado.
    .advice = Mire de frente a la cámara.
reason-eyes-closed = Tenía los ojos cerrados.
    .advice = Manténgalos abiertos hasta que el anillo esté lleno.
reason-timed-out = Se ha acabado el tiempo.
    .advice = Colóquese bien con calma y vuelva a intentarlo.
reason-cancelled = Parado. No se ha guardado nada.
    .advice = Empiece de nuevo cuando quiera.
reason-duplicate-suspected = Otra persona inscrita aquí se parece mucho.
    .advice = Un administrador lo revisa antes de que esta persona pueda verificarse.
reason-verify-back-failed = No le hemos reconocido en la comprobación.
    .advice = No se ha guardado nada. Repita la captura con luz uniforme.
reason-engine-unavailable = El análisis facial se ha parado entretanto.
    .advice = Inténtelo en un momento. Si sigue así, avise a recepción.
