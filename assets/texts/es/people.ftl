# Inscripción: identidad
enrol-identity-title = ¿A quién se inscribe?
enrol-optional = Puede quedar vacío.
enrol-email = Correo electrónico
enrol-email-wrong = Una dirección es como nombre@example.org.
enrol-department = Departamento
enrol-department-wrong = Un departamento es una línea de 80 caracteres como máximo.
enrol-badge-awaited = Comprobando si la tarjeta está libre …
enrol-badge-taken = Alguien tiene ya esta tarjeta.
enrol-badge-free = Esta tarjeta está libre.
enrol-missing-badge = La tarjeta tiene que estar libre.
enrol-missing-contact = El correo o el departamento aún no es correcto.
enrol-next-consent = Siguiente: consentimiento
enrol-follows = Lo que sigue
enrol-follows-consent = La persona lee en su idioma lo que se guarda, y firma.
enrol-follows-capture = La cámara toma cinco posturas. Pide cada una.
enrol-follows-check = El quiosco mira si ya está inscrita.
enrol-follows-verify = Se verifica una vez. Solo entonces se guarda algo.
enrol-cant-turn = No puede girar la cabeza
enrol-cant-turn-about = Solo tomas de frente, con parpadeos y la boca abierta. No se mide la profundidad: quédese a su lado.
enrol-cant-turn-why = Por qué no puede
enrol-missing-why = Falta el motivo.
enrol-step-check = Control
enrol-interrupted = Una inscripción quedó interrumpida. No se guardó nada de ella: empiece de nuevo.
action-read = Entendido

# Inscripción: consentimiento
enrol-sign-pad = Recuadro para firmar con un dedo o el ratón
enrol-sign-hint = Firme aquí con un dedo o el ratón
enrol-sign-typed = Su nombre completo, como firma
enrol-sign-typed-wrong = Tiene que ser el nombre que se inscribe.
enrol-sign-whose = { $name }, { $date }
enrol-signed = Firmado.
enrol-sign-more = Un poco más: firme con el nombre entero.
enrol-sign-type = Con teclado
enrol-sign-draw = Firmar a mano
enrol-sign-clear = Borrar
enrol-missing-signature = Falta la firma.

# Inscripción: captura
enrol-keeps-face = Esperando una cara
enrol-keeps-quality = Guarda la postura cuando mejore
enrol-keeps-pose = Guarda la postura por sí solo
enrol-checking = Mirando si ya está inscrita
enrol-verifying = Otra vez a la cámara, para verificarse
fix-alone = Una sola persona ante la cámara
fix-distance = Acérquese, a uno o dos brazos de distancia
fix-back = Retroceda un poco
fix-middle = Póngase en el centro del óvalo
fix-straight = Mantenga la cabeza derecha
fix-eyes = Abra bien los ojos
fix-expression = Relaje la cara, con la boca cerrada
fix-still = No se mueva un momento
fix-even-light = Luz de frente, no de un lado
fix-more-light = Más luz en la cara
fix-less-light = Menos luz en la cara
fix-colour = Quite la luz de color
fix-background = Póngase ante algo uniforme

# Inscripción: el final
enrol-held = Retenida: decide un administrador.
    .advice = Otra persona inscrita aquí se parece mucho. Esta persona no puede verificarse hasta que un administrador lo haya mirado, en Personas. Mientras tanto, recepción la deja entrar de otra manera.
enrol-another = Inscribir a otra persona
passport-title = Pasaporte de calidad
    .advice = Lo buena que fue cada postura. Las imágenes ya no existen.
passport-unknown = –
passport-poor = baja
passport-enough = basta
passport-good = buena
passport-very-good = óptima

# Aspectos
look-title = Añadir un aspecto
look-add = Añadir un aspecto
    .advice = A quien cambia de aspecto se le reconoce mejor con uno más. Son las mismas cinco posturas. Se guarda solo si es claramente la misma persona.
look-kind-glasses = Con gafas, o sin ellas
look-kind-light = Con otra luz
look-kind-other = Otro cambio: pelo, barba, pañuelo
look-done = El aspecto está añadido, { $name }.
    .advice = Desde ahora se le reconoce también con este aspecto.
look-too-many = Esta persona tiene ya todos los aspectos que se pueden guardar.

# Personas
people-title = Personas
    .advice = Buscar, ver y cambiar a las personas inscritas.
people-search = Buscar por nombre, tarjeta o departamento
people-count = { $found } de { $total }
people-all = Todas
people-held = Retenidas ({ $held })
people-nobody = Aún no hay ninguna persona inscrita. Inscriba a la primera con el botón de arriba.
people-none-found = Nadie coincide con esta búsqueda.
people-damaged = El registro de la persona { $id } no se puede leer: se cambió fuera de este programa. Restaure una copia o pida a administración que lo borre: people remove --id { $id }
people-choose = Elija a alguien de la lista.
people-state-active = Activa
people-state-held = Retenida
people-state-disabled = Desactivada
people-state-locked-out = Bloqueada tras intentos fallidos
people-enrolled = Inscrita
people-last-verified = Última verificación
people-never-verified = Aún ninguna
people-kept = Se guarda
people-templates = { $templates } plantillas, { $looks } de { $most } aspectos
people-look = Aspecto añadido
people-consent = Consentimiento
people-consent-given = Versión { $version }, { $language }, { $date }
people-signature = Firma
people-on-paper = En papel
people-typed = Escrita: { $name }
people-drawn = Firmado en la pantalla
people-nothing = –
people-held-here = Retenida: un administrador decide si esta persona puede verificarse.
people-shut = Desactivada por sí sola: hubo demasiados intentos fallidos con esta tarjeta. Un administrador la activa cuando se sepa por qué.
people-looks-like = Se parece mucho a { $name }, tarjeta { $badge }. ¿Es la misma persona dos veces? Entonces elimine esta.
people-looks-like-nobody = Quedó retenida por alguien que se ha eliminado desde entonces.
people-administrator = Un administrador puede permitir, desactivar y eliminar.
people-approve-sure = ¿Permitir que { $name } se verifique?
    .advice = Dos personas tan parecidas pueden tomarse una por otra. Hágalo solo si sabe que son dos.
people-disable-sure = ¿Desactivar a { $name }?
    .advice = Desde ahora no entra, ni con la cara ni con PIN, hasta que un administrador active a esta persona otra vez. No se elimina nada.
people-approve = Permitir
people-enable = Activar
people-disable = Desactivar
people-remove = Eliminar …
people-approved = Esta persona ya puede verificarse.
people-enabled = Esta persona puede verificarse de nuevo. Sus fallos se han olvidado.
people-disabled = Esta persona ya no puede verificarse.
people-removed = { $sessions ->
    [0] Eliminada. No queda nada de su cara.
    [one] Eliminada. No queda nada de su cara. Queda una sesión, sin decir de quién era.
   *[other] Eliminada. No queda nada de su cara. Quedan { $sessions } sesiones, sin decir de quién eran.
}
people-log-read = Otro programa está leyendo la base de datos: hasta que termine, lo borrado sigue en su registro.
people-not-allowed = Para eso hace falta un administrador.
people-changed = Otra persona ha cambiado o eliminado esta ficha entretanto. Mírela de nuevo.
people-wrong-badge = Esa no es la tarjeta de esta persona.
remove-title = ¿Eliminar a { $name } para siempre?
remove-goes = Se borra ahora: nombre, tarjeta y contacto, todas las plantillas de la cara, el consentimiento con su firma, los fallos contados.
remove-stays = Lo que queda: las sesiones con su hora y resultado, sin decir de quién eran.
remove-type-badge = Escriba { $badge } para confirmar
remove-why = ¿Por qué?
erasure-asked = Lo pidió
erasure-left = Ya no está
erasure-mistake = Se inscribió por error
erasure-ordered = Lo ordenó una autoridad
remove-second-name = Nombre del segundo operador
remove-second-password = Contraseña del segundo operador
remove-second-refused = El nombre o la contraseña del segundo operador son incorrectos. No se eliminó a nadie.
remove-second-same = El segundo operador debe ser otro. No se eliminó a nadie.
remove-second-waits = { $seconds ->
    [one] El segundo operador tiene que esperar un segundo. No se eliminó a nadie.
   *[other] El segundo operador tiene que esperar { $seconds } segundos. No se eliminó a nadie.
}
people-receipt = El recibo firmado: { $path }
people-no-receipt = No se pudo escribir el recibo; fírmelo con: secure-biometric people receipt
remove-action = Eliminar para siempre
remove-missing-why = Primero diga por qué.
remove-missing-badge = Falta la tarjeta.
remove-missing-second = Un segundo operador tiene que estar de acuerdo.
people-pin = Poner un PIN
    .advice = Para tarjeta y PIN, la otra manera de entrar. La persona elige de 6 a 12 cifras y las escribe dos veces, sin que nadie mire. Un PIN anterior se sustituye.
people-pin-new = Nuevo PIN
people-pin-again = El PIN otra vez
people-pin-digits = Un PIN tiene de 6 a 12 cifras.
people-pin-trivial = Demasiado fácil: las cifras son todas iguales o van seguidas.
people-pin-differs = No es igual que el primero.
people-pin-keep = Guardar este PIN
people-pin-kept = El PIN está guardado.
consent-title = Consentimiento
consent-write = Consentimiento en un archivo
    .advice = La persona recibe una página con lo que consintió, firmada por este quiosco, para imprimir o guardar. Pregúntele si su firma puede figurar en ella.
consent-without-signature = Sin la imagen de la firma
consent-with-signature = Con la imagen de la firma
consent-write-now = Escribir el archivo
consent-site = Sede
consent-notice = Aviso
consent-given = Dado
consent-other-notice = El aviso de la versión { $version } ya no forma parte de este programa.
consent-check = Firmado por el quiosco. Si esta página está como se escribió se comprueba con: secure-biometric people check-consent
people-consent-written = El consentimiento está en { $file }.
