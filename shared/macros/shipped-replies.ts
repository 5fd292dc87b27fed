import type { Language } from '../contracts/judgement.ts'

/** What customers read. `[[…]]` is left out where a value in it is not known. */
export const REPLIES = {
  delivered: {
    en: 'Hello[[ {{customer.name}}]],\n\nyour order {{order.name}} is shown as delivered[[ on {{shipment.delivered}}]]. Could you please look around the entrance and ask your neighbours? If it is not there, write to us and we will look into it with the carrier right away.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nTu pedido {{order.name}} figura como entregado[[ el {{shipment.delivered}}]]. ¿Puedes mirar cerca de la entrada y preguntar a tus vecinos? Si no aparece, escríbenos y lo aclaramos enseguida con el transportista.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nVotre commande {{order.name}} est indiquée comme livrée[[ le {{shipment.delivered}}]]. Pourriez-vous regarder près de l’entrée et demander à vos voisins ? Si vous ne la trouvez pas, écrivez-nous et nous verrons tout de suite avec le transporteur.\n\nBien cordialement,\n{{agent.name}}',
  },
  on_its_way: {
    en: 'Hello[[ {{customer.name}}]],\n\nyour order {{order.name}} is on its way[[ with {{shipment.carrier}}]]. The tracking number is {{shipment.number}}; you can follow the parcel here: {{shipment.url}}[[\n\nIt is expected on {{shipment.expected}}.]]\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nTu pedido {{order.name}} está en camino[[ con {{shipment.carrier}}]]. El número de seguimiento es {{shipment.number}}; puedes ver dónde está el paquete aquí: {{shipment.url}}[[\n\nLlegada prevista: {{shipment.expected}}.]]\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nVotre commande {{order.name}} est en route[[ avec {{shipment.carrier}}]]. Son numéro de suivi est {{shipment.number}} ; vous pouvez suivre le colis ici : {{shipment.url}}[[\n\nLivraison prévue : {{shipment.expected}}.]]\n\nBien cordialement,\n{{agent.name}}',
  },
  being_prepared: {
    en: 'Hello[[ {{customer.name}}]],\n\nyour order {{order.name}} from {{order.placed}} is being prepared and has not left our warehouse yet. You will get the tracking number by e-mail as soon as it does.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nEstamos preparando tu pedido {{order.name}} del {{order.placed}}; todavía no ha salido de nuestro almacén. En cuanto salga recibirás el número de seguimiento por correo.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nVotre commande {{order.name}} du {{order.placed}} est en préparation et n’a pas encore quitté notre entrepôt. Vous recevrez le numéro de suivi par e-mail dès son départ.\n\nBien cordialement,\n{{agent.name}}',
  },
  which_order: {
    en: 'Hello[[ {{customer.name}}]],\n\nso that I can look into this: could you please send me your order number? It stands in the confirmation e-mail and begins with #.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nPara poder revisarlo, ¿me puedes enviar tu número de pedido? Está en el correo de confirmación y empieza por #.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nPour que je puisse vérifier, pourriez-vous m’envoyer votre numéro de commande ? Il figure dans l’e-mail de confirmation et commence par #.\n\nBien cordialement,\n{{agent.name}}',
  },
  return_steps: {
    en: 'Hello[[ {{customer.name}}]],\n\nno problem, you can send the goods from order {{order.name}} back to us. Please pack them so that nothing can move, put a note with the order number inside and send the parcel to:\n\n{{inputs.address}}\n\nOnce it has arrived and been checked, we write to you.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nSin problema, puedes devolvernos los artículos del pedido {{order.name}}. Embálalos bien, incluye una nota con el número de pedido y envía el paquete a:\n\n{{inputs.address}}\n\nCuando llegue y lo hayamos revisado, te escribimos.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nAucun problème, vous pouvez nous renvoyer les articles de la commande {{order.name}}. Emballez-les bien, joignez un mot avec le numéro de commande et envoyez le colis à :\n\n{{inputs.address}}\n\nNous vous écrirons dès qu’il sera arrivé et vérifié.\n\nBien cordialement,\n{{agent.name}}',
  },
  damaged: {
    en: 'Hello[[ {{customer.name}}]],\n\nI am sorry that something arrived damaged[[ with order {{order.name}}]]. Could you please send us two photos, one of the part and one of the packaging with its label? Then we can settle it without you having to send anything back first.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nSiento que haya llegado algo dañado[[ con el pedido {{order.name}}]]. ¿Nos puedes enviar dos fotos, una de la pieza y otra del embalaje con su etiqueta? Así podemos resolverlo sin que tengas que devolver nada antes.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nJe suis désolé qu’un article soit arrivé abîmé[[ avec la commande {{order.name}}]]. Pourriez-vous nous envoyer deux photos, une de la pièce et une de l’emballage avec son étiquette ? Nous pourrons ainsi régler cela sans que vous ayez à renvoyer quoi que ce soit d’abord.\n\nBien cordialement,\n{{agent.name}}',
  },
  fitment: {
    en: 'Hello[[ {{customer.name}}]],\n\nto tell you for sure whether it fits I need three things: make, model and year of the car, the engine, and the thread or hose size that you have now (a photo of the old part with a ruler beside it helps).\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nPara decirte con seguridad si encaja necesito tres cosas: marca, modelo y año del coche, el motor, y la rosca o la medida de manguera que tienes ahora (ayuda una foto de la pieza antigua con una regla al lado).\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nPour vous dire avec certitude si la pièce convient, il me faut trois choses : la marque, le modèle et l’année de la voiture, le moteur, et le filetage ou la taille de durite actuels (une photo de l’ancienne pièce à côté d’une règle aide beaucoup).\n\nBien cordialement,\n{{agent.name}}',
  },
  back_in_stock: {
    en: 'Hello[[ {{customer.name}}]],\n\n{{inputs.product}} is sold out at the moment. We expect it back on {{inputs.day}} and will write to you then.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\n{{inputs.product}} está agotado en este momento. Esperamos recibirlo el {{inputs.day}} y te escribiremos entonces.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\n{{inputs.product}} est épuisé pour le moment. Nous l’attendons le {{inputs.day}} et vous écrirons à ce moment-là.\n\nBien cordialement,\n{{agent.name}}',
  },
  closing: {
    en: 'Hello[[ {{customer.name}}]],\n\nthank you for writing to us. I close this conversation now; if anything is left open, just answer and it opens again.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nGracias por escribirnos. Cierro ahora esta conversación; si queda algo pendiente, responde y se abrirá de nuevo.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nMerci de nous avoir écrit. Je clos maintenant cette conversation ; s’il reste une question, répondez simplement et elle se rouvrira.\n\nBien cordialement,\n{{agent.name}}',
  },
  refunded: {
    en: 'Hello[[ {{customer.name}}]],\n\nwe have refunded {{refund.amount}} for order {{order.name}}. Depending on your bank it takes a few working days until you see it.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nTe hemos reembolsado {{refund.amount}} del pedido {{order.name}}. Según tu banco, puede tardar unos días laborables en aparecer.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nNous vous avons remboursé {{refund.amount}} pour la commande {{order.name}}. Selon votre banque, il faut quelques jours ouvrés avant que la somme apparaisse.\n\nBien cordialement,\n{{agent.name}}',
  },
  credited: {
    en: 'Hello[[ {{customer.name}}]],\n\nfor order {{order.name}} you have {{refund.amount}} of store credit now. It is there at your next order as soon as you sign in.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nPor el pedido {{order.name}} tienes ahora {{refund.amount}} de saldo en la tienda. Lo verás en tu próximo pedido al iniciar sesión.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nPour la commande {{order.name}}, vous disposez maintenant d’un avoir de {{refund.amount}}. Il sera proposé lors de votre prochaine commande, une fois connecté.\n\nBien cordialement,\n{{agent.name}}',
  },
  replaced: {
    en: 'Hello[[ {{customer.name}}]],\n\nwe are sending you {{inputs.lines}} from order {{order.name}} again, free of charge[[; the new order is {{replace.order}}]]. You do not have to send anything back. You will get the tracking number by e-mail as soon as the parcel leaves.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nTe enviamos otra vez, sin coste, {{inputs.lines}} del pedido {{order.name}}[[; el nuevo pedido es {{replace.order}}]]. No tienes que devolver nada. Recibirás el número de seguimiento por correo en cuanto salga el paquete.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nNous vous renvoyons gratuitement {{inputs.lines}} de la commande {{order.name}}[[ ; la nouvelle commande est {{replace.order}}]]. Vous n’avez rien à retourner. Vous recevrez le numéro de suivi par e-mail dès le départ du colis.\n\nBien cordialement,\n{{agent.name}}',
  },
  return_labelled: {
    en: 'Hello[[ {{customer.name}}]],\n\nyou can send {{inputs.lines}} from order {{order.name}} back to us. Here is the label for the parcel: {{return_label.url}}\n\nPlease print it, pack the goods so that nothing can move, stick the label on the outside and hand the parcel to the carrier. Your return is called {{return.name}}. Once the parcel has arrived and been checked, we settle it and write to you.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nPuedes devolvernos {{inputs.lines}} del pedido {{order.name}}. Aquí tienes la etiqueta para el paquete: {{return_label.url}}\n\nImprímela, embala bien los artículos, pégala por fuera y entrega el paquete al transportista. Tu devolución es la {{return.name}}. Cuando llegue y lo hayamos revisado, lo resolvemos y te escribimos.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nVous pouvez nous renvoyer {{inputs.lines}} de la commande {{order.name}}. Voici l’étiquette pour le colis : {{return_label.url}}\n\nImprimez-la, emballez bien les articles, collez-la sur le colis et remettez-le au transporteur. Votre retour porte le numéro {{return.name}}. Dès qu’il sera arrivé et vérifié, nous réglerons cela et vous écrirons.\n\nBien cordialement,\n{{agent.name}}',
  },
  return_unlabelled: {
    en: 'Hello[[ {{customer.name}}]],\n\nyou can send {{inputs.lines}} from order {{order.name}} back to us. Please pack the goods so that nothing can move, put a note with {{return.name}} inside and send the parcel to:\n\n{{inputs.address}}\n\nOnce it has arrived and been checked, we settle it and write to you.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nPuedes devolvernos {{inputs.lines}} del pedido {{order.name}}. Embala bien los artículos, incluye una nota con {{return.name}} y envía el paquete a:\n\n{{inputs.address}}\n\nCuando llegue y lo hayamos revisado, lo resolvemos y te escribimos.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nVous pouvez nous renvoyer {{inputs.lines}} de la commande {{order.name}}. Emballez bien les articles, joignez un mot avec {{return.name}} et envoyez le colis à :\n\n{{inputs.address}}\n\nDès qu’il sera arrivé et vérifié, nous réglerons cela et vous écrirons.\n\nBien cordialement,\n{{agent.name}}',
  },
  goodwill: {
    en: 'Hello[[ {{customer.name}}]],\n\nI am sorry about the trouble with order {{order.name}}. With the code {{discount.code}} you get {{inputs.percent}} % off your next order; it is valid once, for 30 days.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nSiento las molestias con el pedido {{order.name}}. Con el código {{discount.code}} tienes un {{inputs.percent}} % de descuento en tu próximo pedido; vale una vez, durante 30 días.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nJe suis désolé des désagréments avec la commande {{order.name}}. Avec le code {{discount.code}}, vous bénéficiez de {{inputs.percent}} % sur votre prochaine commande ; il est valable une fois, pendant 30 jours.\n\nBien cordialement,\n{{agent.name}}',
  },
} as const satisfies Record<string, Record<Language, string>>
