notice-title = Qué guardamos de su cara y para qué
notice-version = Versión { $version }
notice-read-on = Seguir leyendo
notice-read = Leído hasta el final.
notice-text =
    Este quiosco le reconoce por la cara para que pueda entrar. Para ello necesita su consentimiento.

    Qué se guarda: su nombre, su número de tarjeta, su correo, departamento y PIN si los da, su firma bajo este aviso y plantillas de su cara. Una plantilla es una lista de números que distingue las caras. Además, la forma de su cara tal como se midió: puntos en el espacio, sin piel ni color. No se guarda ninguna foto.

    Qué se anota cada vez que se verifica: la hora, el resultado y su motivo, cifras sobre las imágenes, los movimientos y el parecido de las caras, y la forma que se midió.

    Dónde: cifrado en los quioscos de esta sede y en sus copias de seguridad. Si la sede tiene una central, lo que los quioscos comparten está también allí, cifrado para que solo ellos puedan leerlo; horas, resultados y motivos se pueden leer allí, sin su nombre.

    Para qué sirve: para comprobar en esta sede que usted es quien dice ser, y para nada más. Una puerta o un programa que la sede haya elegido puede saber que usted se ha verificado.

    Usted decide: puede entrar de otra manera, por recepción, sin ninguna desventaja. Puede retirar su consentimiento cuando quiera: dígalo en recepción y se borra todo. Solo quedan horas, resultados y cifras de sus visitas, sin decir de quién eran.
