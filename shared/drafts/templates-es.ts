import type { Phrases } from './templates.ts'

// Formal says usted, friendly says tú; concise avoids both where it can.
export const SPANISH: Phrases = {
  frame: {
    formal: { named: 'Buenos días, {customer.name}:\n\n', plain: 'Buenos días:\n\n', close: '\n\nUn cordial saludo,\n{me}' },
    friendly: { named: '¡Hola, {customer.name}!\n\n', plain: '¡Hola!\n\n', close: '\n\nUn saludo,\n{me}' },
    concise: { named: 'Hola, {customer.name}:\n', plain: 'Hola:\n', close: '' },
  },
  notFound: {
    formal: 'No he encontrado ningún pedido {order.unknown} a su nombre, así que he consultado su pedido {order.name}. ',
    friendly: 'No encuentro ningún pedido {order.unknown} a tu nombre, así que he mirado el {order.name}. ',
    concise: 'No hay ningún {order.unknown} a este nombre; hablo del {order.name}. ',
  },
  bodies: {
    waiting: {
      formal: 'Gracias por su paciencia. Su pedido {order.name}, del {order.placed}, está pagado y pendiente de preparar: {order.items}. Todavía no ha salido de nuestro almacén. Preguntaré qué día sale y le escribiré en cuanto lo sepa.',
      friendly: 'Gracias por preguntar. Tu pedido {order.name}, del {order.placed}, está con nosotros y aún no se ha preparado: {order.items}. Pregunto en el almacén cuándo sale y te cuento.',
      concise: 'El pedido {order.name} ({order.items}) todavía no ha salido del almacén. Pregunto la fecha y aviso.',
    },
    on_hold: {
      formal: 'Lamento el retraso. Su pedido {order.name}, del {order.placed}, está retenido antes de prepararse: {order.items}. Le ruego que me confirme la dirección completa y un teléfono; con ello pediré al almacén que lo libere y le avisaré cuando salga.',
      friendly: 'Siento la espera. Tu pedido {order.name}, del {order.placed}, está retenido antes de prepararse. ¿Me mandas otra vez la dirección completa y un teléfono? Así pido que lo liberen y te aviso cuando salga.',
      concise: 'El pedido {order.name} está retenido. Con la dirección completa y un teléfono puedo pedir que lo liberen.',
    },
    travelling: {
      formal: 'Su pedido {order.name} está en camino[ con {shipment.carrier}][, con el número de seguimiento {shipment.number}].[ El último registro, del {shipment.scanned}, dice «{shipment.scan}».][ La entrega está prevista para el {shipment.expected}.][ Puede seguirlo aquí: {shipment.url}]',
      friendly: 'Buenas noticias: tu pedido {order.name} está en camino[ con {shipment.carrier}].[ El último registro es del {shipment.scanned}: «{shipment.scan}».][ Debería llegarte el {shipment.expected}.][ Puedes seguirlo aquí: {shipment.url}]',
      concise: 'El pedido {order.name} está en camino[ con {shipment.carrier}][ y se espera para el {shipment.expected}].[ Seguimiento: {shipment.url}]',
    },
    late: {
      formal: 'Lamento que su pedido {order.name} se retrase. Estaba previsto para el {shipment.expected}[ y viaja con {shipment.carrier}, número {shipment.number}].[ El último registro, del {shipment.scanned}, dice «{shipment.scan}».] Todavía no puedo prometerle otro día. Pediré al transportista que localice el paquete y le escribiré con lo que me digan.[ La página de seguimiento es esta: {shipment.url}]',
      friendly: 'Lo siento mucho, tu pedido {order.name} tenía que haber llegado el {shipment.expected}.[ Lo último que sabemos de {shipment.carrier} es «{shipment.scan}», del {shipment.scanned}.] No quiero prometerte un día que no pueda cumplir: voy a pedir al transportista que lo localice y te cuento lo que digan.[ Mientras tanto puedes verlo aquí: {shipment.url}]',
      concise: 'Lo siento: el pedido {order.name} se esperaba para el {shipment.expected}[; último registro, el {shipment.scanned}: «{shipment.scan}»]. Pido al transportista que lo localice y aviso.[ Seguimiento: {shipment.url}]',
    },
    out_for_delivery: {
      formal: 'Su pedido {order.name} está en reparto[ con {shipment.carrier}][ desde el {shipment.scanned}].[ Puede seguirlo aquí: {shipment.url}]',
      friendly: '¡Ya casi está! Tu pedido {order.name} está en reparto[ con {shipment.carrier}].[ Puedes seguirlo aquí: {shipment.url}]',
      concise: 'El pedido {order.name} está en reparto[ con {shipment.carrier}].[ Seguimiento: {shipment.url}]',
    },
    delivered: {
      formal: 'Según el transportista, su pedido {order.name} se entregó el {shipment.delivered}[ («{shipment.scan}»)]. Contenía {order.items}. Le ruego que me diga si falta algo o no está como debería.',
      friendly: 'Según el transportista, tu pedido {order.name} llegó el {shipment.delivered}[: «{shipment.scan}»]. ¿Está todo y como esperabas? Si no, dímelo y lo miro.',
      concise: 'El pedido {order.name} consta como entregado el {shipment.delivered}[ («{shipment.scan}»)]. Si falta algo, lo miro.',
    },
    not_received: {
      formal: 'Lamento la preocupación. El transportista[ {shipment.carrier}] da por entregado el pedido {order.name} el {shipment.delivered}[, con la nota «{shipment.scan}»]. Pediré la prueba de entrega y el lugar exacto, y le escribiré en cuanto los tenga. ¿Podría preguntar mientras tanto una vez más a los vecinos y en la recepción?',
      friendly: 'Vaya, lo siento. En el pedido {order.name} consta una entrega el {shipment.delivered}[, «{shipment.scan}»]. Voy a pedir la prueba de entrega y el lugar exacto, y te cuento lo que digan. ¿Preguntas mientras tanto otra vez en el edificio?',
      concise: 'Lo siento. El pedido {order.name} consta como entregado el {shipment.delivered}[ («{shipment.scan}»)]. Pido la prueba de entrega y aviso.',
    },
    failed_delivery: {
      formal: 'Lamento que la entrega de su pedido {order.name} no haya salido bien.[ {shipment.carrier} anota el {shipment.scanned}: «{shipment.scan}».] Preguntaré al transportista qué ha pasado y cuándo vuelve.[ {article.passage}][ La página de seguimiento es esta: {shipment.url}]',
      friendly: 'Lo siento, eso no debería pasar.[ En el pedido {order.name} el transportista anota el {shipment.scanned}: «{shipment.scan}».] Voy a preguntar qué ha pasado y cuándo vuelven.[ {article.passage}][ También puedes mirarlo aquí: {shipment.url}]',
      concise: 'Siento la entrega fallida del pedido {order.name}.[ {article.passage}] Pregunto cuándo vuelven a pasar.[ Seguimiento: {shipment.url}]',
    },
    cancelled: {
      formal: 'Su pedido {order.name} se canceló[ el {order.cancelled}][ y por nuestra parte se han reembolsado {order.refunded}].[ {article.passage}] Si el importe sigue sin aparecer, dígame cuál es su banco y buscaré la referencia del pago.',
      friendly: 'Tu pedido {order.name} se canceló[ el {order.cancelled}][ y te hemos devuelto {order.refunded}].[ {article.passage}] Si sigue sin aparecer, dímelo y busco la referencia del pago.',
      concise: 'El pedido {order.name} se canceló[ el {order.cancelled}][; se han reembolsado {order.refunded}].[ {article.passage}]',
    },
    address_open: {
      formal: 'Su pedido {order.name} todavía no ha salido del almacén, así que la dirección aún se puede cambiar. Pondré la de su mensaje antes de que se prepare y le confirmaré el cambio. Avíseme, por favor, si falta alguna línea.',
      friendly: 'Llegas a tiempo: el pedido {order.name} aún no ha salido. Pongo la dirección de tu mensaje antes de que se prepare y te lo confirmo. ¡Avísame si falta alguna línea!',
      concise: 'El pedido {order.name} aún no ha salido. Pongo la dirección del mensaje y confirmo el cambio.',
    },
    address_closed: {
      formal: 'Lo lamento, su pedido {order.name} ya ha salido del almacén[ con {shipment.carrier}] y no podemos cambiar la dirección.[ Es posible que pueda desviarlo aquí: {shipment.url}] Preguntaré al transportista qué se puede hacer y le escribiré.',
      friendly: 'Lo siento, el pedido {order.name} ya ha salido[ con {shipment.carrier}] y no puedo cambiar la dirección.[ Quizá puedas desviarlo aquí: {shipment.url}] Pregunto al transportista qué se puede hacer.',
      concise: 'El pedido {order.name} ya ha salido y su dirección no se puede cambiar aquí.[ Quizá se pueda desviar: {shipment.url}]',
    },
    cancel_open: {
      formal: 'Su pedido {order.name} ({order.items}) todavía no ha salido del almacén y puedo cancelarlo; el importe es de {order.total}. Confírmeme, por favor, que desea cancelarlo entero y lo haré antes de que se prepare.',
      friendly: 'Sin problema, el pedido {order.name} aún no ha salido. Confírmame que lo cancelo entero ({order.items}) y lo paro antes de que se prepare.',
      concise: 'El pedido {order.name} aún no ha salido. ¿Confirmas que lo cancelo entero?',
    },
    cancel_closed: {
      formal: 'Lo lamento, su pedido {order.name} ya ha salido del almacén y no se puede cancelar. Podrá devolverlo cuando llegue.[ {article.passage}]',
      friendly: 'Lo siento, el pedido {order.name} ya está en la carretera y no puedo pararlo. Puedes devolverlo cuando llegue.[ {article.passage}]',
      concise: 'El pedido {order.name} ya ha salido y no se puede cancelar; se puede devolver cuando llegue.[ {article.passage}]',
    },
    return_coming: {
      formal: 'Gracias por enviar de vuelta los artículos del pedido {order.name}. Su devolución consta en nuestro sistema y sigue abierta.[ {article.passage}] Comprobaré si el paquete ha llegado al almacén y le escribiré.',
      friendly: 'Gracias por enviarlo de vuelta. Tu devolución del pedido {order.name} consta y sigue abierta.[ {article.passage}] Miro si el paquete ha llegado y te cuento.',
      concise: 'La devolución del pedido {order.name} consta y sigue abierta.[ {article.passage}]',
    },
    refunded: {
      formal: 'Por su pedido {order.name} hemos reembolsado hasta ahora {order.refunded}.[ {article.passage}] Si esperaba más, dígame, por favor, qué artículos envió y lo compararé con lo que recibió el almacén.',
      friendly: 'Hasta ahora te hemos reembolsado {order.refunded} del pedido {order.name}.[ {article.passage}] Si falta algo, dime qué iba en la caja y lo compruebo con el almacén.',
      concise: 'Hemos reembolsado {order.refunded} del pedido {order.name}.[ {article.passage}] ¿Qué artículos faltan? Lo compruebo.',
    },
    return_window: {
      formal: 'Gracias por su mensaje. {article.passage}[ Su pedido {order.name} se entregó el {shipment.delivered}, así que puede hacerlo hasta el {return.until}.][ Todos los pasos están aquí: {article.url}]',
      friendly: 'Claro, funciona así. {article.passage}[ Tu pedido {order.name} llegó el {shipment.delivered}, así que tienes hasta el {return.until}.][ Aquí tienes los pasos: {article.url}]',
      concise: '{article.passage}[ Para el pedido {order.name}, hasta el {return.until}.][ Pasos: {article.url}]',
    },
    shipping_answer: {
      formal: 'Gracias por preguntar por nuestros envíos. {article.passage}[ Tiene todos los detalles aquí: {article.url}]',
      friendly: '¡Te lo explico con gusto! {article.passage}[ El resto lo tienes aquí: {article.url}]',
      concise: '{article.passage}[ Más: {article.url}]',
    },
    product_answer: {
      formal: 'Gracias por su interés. {article.passage}[ Encontrará todos los detalles aquí: {article.url}] Con gusto le ayudo a elegir.',
      friendly: '¡Buena pregunta! {article.passage}[ Tienes más aquí: {article.url}] Pregúntame lo que quieras antes de decidirte.',
      concise: '{article.passage}[ Más: {article.url}]',
    },
    technical_answer: {
      formal: 'Lamento que no funcione como debería. {article.passage}[ Todos los pasos están aquí: {article.url}] Dígame, por favor, si ha servido; si no, buscaremos otra solución.',
      friendly: 'Vaya, lo siento; vamos a arreglarlo. {article.passage}[ La guía completa está aquí: {article.url}] ¡Cuéntame qué tal!',
      concise: 'Prueba esto: {article.passage}[ Todos los pasos: {article.url}]',
    },
    billing_answer: {
      formal: 'Gracias por avisarnos. {article.passage}[ El importe de su pedido {order.name} es de {order.total}.][ Más detalles aquí: {article.url}] Revisaré el pago y le escribiré si algo no cuadra.',
      friendly: 'Gracias por avisar, entiendo que quieras tenerlo claro. {article.passage}[ Tu pedido {order.name} suma {order.total}.][ Más aquí: {article.url}]',
      concise: '{article.passage}[ Pedido {order.name}: {order.total}.][ Más: {article.url}]',
    },
    general_answer: {
      formal: 'Gracias por escribirnos. {article.passage}[ Más detalles aquí: {article.url}]',
      friendly: '¡Gracias por escribir! {article.passage}[ Más aquí: {article.url}]',
      concise: '{article.passage}[ Más: {article.url}]',
    },
  },
}
