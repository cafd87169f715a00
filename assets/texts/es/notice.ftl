notice-title = Qué guardamos de su cara y para qué
notice-version = Versión { $version }
notice-read-on = Seguir leyendo
notice-read = Leído hasta el final.
notice-text =
    Este quiosco le reconoce por la cara para que pueda entrar. Para ello necesita su acuerdo.

    Qué se guarda: su nombre, su número de tarjeta, su correo y departamento si los da, su firma bajo este aviso y plantillas de su cara. Una plantilla es una lista de números que distingue las caras. Además, la forma de su cara tal como se midió: puntos en el espacio, sin piel ni color. No se guarda ninguna foto. Todo se guarda cifrado en este centro.

    Qué se anota: cada vez que se verifica, la hora, el resultado y su motivo, y la forma que se midió.

    Para qué sirve: para comprobar en los quioscos de este centro que usted es quien dice ser. Para nada más, y no se entrega a otros.

    Usted decide: puede entrar de otra manera, por recepción, sin ninguna desventaja. Puede retirarse cuando quiera: dígalo en recepción y todo ello se borra.
