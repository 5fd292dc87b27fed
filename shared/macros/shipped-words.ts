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
  goodwill: {
    en: 'Hello[[ {{customer.name}}]],\n\nI am sorry about the trouble with order {{order.name}}. With the code {{discount.code}} you get {{inputs.percent}} % off your next order; it is valid once, for 30 days.\n\nBest regards\n{{agent.name}}',
    es: 'Hola[[ {{customer.name}}]]:\n\nSiento las molestias con el pedido {{order.name}}. Con el código {{discount.code}} tienes un {{inputs.percent}} % de descuento en tu próximo pedido; vale una vez, durante 30 días.\n\nUn saludo,\n{{agent.name}}',
    fr: 'Bonjour[[ {{customer.name}}]],\n\nJe suis désolé des désagréments avec la commande {{order.name}}. Avec le code {{discount.code}}, vous bénéficiez de {{inputs.percent}} % sur votre prochaine commande ; il est valable une fois, pendant 30 jours.\n\nBien cordialement,\n{{agent.name}}',
  },
} as const satisfies Record<string, Record<Language, string>>

interface Named { name: string, description: string }
type Key = 'order_status' | 'escalation' | 'return_start' | 'which_order' | 'damaged_item' | 'fitment' | 'back_in_stock' | 'close_kindly' | 'refund' | 'goodwill_code'
type Word = 'reason' | 'address' | 'product' | 'day' | 'escalated' | 'context' | 'lines' | 'shipping' | 'why' | 'where' | 'original' | 'credit' | 'goods' | 'back' | 'kept' | 'percent'
interface Words extends Record<Word, string> { macros: Record<Key, Named> }

/** What agents read, in the language of the account. */
export const SHELF_WORDS = {
  en: {
    reason: 'Why does it need somebody senior?',
    address: 'Where to send it',
    product: 'Which product',
    day: 'Expected on',
    lines: 'What is refunded',
    shipping: 'Shipping given back',
    why: 'Why',
    where: 'Where the money goes',
    original: 'To what was paid with',
    credit: 'Store credit',
    goods: 'The goods',
    back: 'Are back, or come back',
    kept: 'Stay with the customer',
    percent: 'Per cent off',
    escalated: 'Please look at this[[ conversation with {{customer.name}}]]: {{inputs.reason}}',
    context: 'Escalated by {{agent.name}}: {{inputs.reason}}[[\nOrder {{order.name}} from {{order.placed}}, {{order.total}}: {{order.items}}]][[\nTracking {{shipment.number}}]]',
    macros: {
      order_status: { name: 'Order status', description: 'Answers where the order is, with the tracking, or asks which order it is.' },
      escalation: { name: 'Escalation', description: 'Label, high priority, supervisors told, and a note with what is known.' },
      return_start: { name: 'Start a return', description: 'Tells the customer how to send goods back, and waits.' },
      which_order: { name: 'Ask for the order number', description: 'Asks which order it is about, and waits.' },
      damaged_item: { name: 'Damaged part', description: 'Asks for two photos and puts it up front.' },
      fitment: { name: 'Will it fit?', description: 'Asks for the car and the sizes, and hands it to who knows.' },
      back_in_stock: { name: 'Sold out until', description: 'Says when it is back, and brings the conversation up again in three days.' },
      close_kindly: { name: 'Close with thanks', description: 'Thanks the customer and resolves the conversation.' },
      refund: { name: 'Refund', description: 'Gives money back for chosen lines, to what was paid with or as store credit, and tells the customer.' },
      goodwill_code: { name: 'Goodwill code', description: 'Makes a discount code for this customer, for one order within 30 days, and sends it.' },
    },
  },
  es: {
    reason: '¿Por qué hace falta alguien con más experiencia?',
    address: 'Adónde enviarlo',
    product: 'Qué producto',
    day: 'Previsto para',
    lines: 'Qué se reembolsa',
    shipping: 'Envío que se devuelve',
    why: 'Motivo',
    where: 'Adónde va el dinero',
    original: 'Al medio de pago original',
    credit: 'Saldo en la tienda',
    goods: 'Los artículos',
    back: 'Han vuelto o vuelven',
    kept: 'Se quedan con el cliente',
    percent: 'Porcentaje de descuento',
    escalated: 'Por favor, mirad esta[[ conversación con {{customer.name}}]]: {{inputs.reason}}',
    context: 'Escalado por {{agent.name}}: {{inputs.reason}}[[\nPedido {{order.name}} del {{order.placed}}, {{order.total}}: {{order.items}}]][[\nSeguimiento {{shipment.number}}]]',
    macros: {
      order_status: { name: 'Estado del pedido', description: 'Responde dónde está el pedido, con el seguimiento, o pregunta qué pedido es.' },
      escalation: { name: 'Escalar', description: 'Etiqueta, prioridad alta, aviso a los supervisores y nota con lo que se sabe.' },
      return_start: { name: 'Iniciar una devolución', description: 'Explica al cliente cómo devolver los artículos y espera.' },
      which_order: { name: 'Pedir el número de pedido', description: 'Pregunta de qué pedido se trata y espera.' },
      damaged_item: { name: 'Pieza dañada', description: 'Pide dos fotos y la pone delante.' },
      fitment: { name: '¿Encaja?', description: 'Pregunta por el coche y las medidas, y lo pasa a quien sabe.' },
      back_in_stock: { name: 'Agotado hasta', description: 'Dice cuándo vuelve y trae de nuevo la conversación en tres días.' },
      close_kindly: { name: 'Cerrar con agradecimiento', description: 'Da las gracias al cliente y resuelve la conversación.' },
      refund: { name: 'Reembolso', description: 'Devuelve el dinero de las líneas elegidas, al medio de pago o como saldo en la tienda, y avisa al cliente.' },
      goodwill_code: { name: 'Código de compensación', description: 'Crea un código de descuento para este cliente, para un pedido en 30 días, y lo envía.' },
    },
  },
  fr: {
    reason: 'Pourquoi faut-il quelqu’un de plus expérimenté ?',
    address: 'Où l’envoyer',
    product: 'Quel produit',
    day: 'Attendu le',
    lines: 'Ce qui est remboursé',
    shipping: 'Frais de livraison rendus',
    why: 'Pourquoi',
    where: 'Où va l’argent',
    original: 'Sur le moyen de paiement d’origine',
    credit: 'En avoir',
    goods: 'Les articles',
    back: 'Sont revenus ou reviennent',
    kept: 'Restent chez le client',
    percent: 'Pourcentage de réduction',
    escalated: 'Merci de regarder cette[[ conversation avec {{customer.name}}]] : {{inputs.reason}}',
    context: 'Remonté par {{agent.name}} : {{inputs.reason}}[[\nCommande {{order.name}} du {{order.placed}}, {{order.total}} : {{order.items}}]][[\nSuivi {{shipment.number}}]]',
    macros: {
      order_status: { name: 'État de la commande', description: 'Dit où est la commande, avec le suivi, ou demande de quelle commande il s’agit.' },
      escalation: { name: 'Faire remonter', description: 'Étiquette, priorité haute, superviseurs prévenus et note avec ce que l’on sait.' },
      return_start: { name: 'Commencer un retour', description: 'Explique au client comment renvoyer les articles, puis attend.' },
      which_order: { name: 'Demander le numéro de commande', description: 'Demande de quelle commande il s’agit, puis attend.' },
      damaged_item: { name: 'Pièce abîmée', description: 'Demande deux photos et passe la conversation devant.' },
      fitment: { name: 'Est-ce que ça va ?', description: 'Demande la voiture et les tailles, et passe à qui s’y connaît.' },
      back_in_stock: { name: 'Épuisé jusqu’au', description: 'Dit quand l’article revient et ramène la conversation dans trois jours.' },
      close_kindly: { name: 'Clore en remerciant', description: 'Remercie le client et résout la conversation.' },
      refund: { name: 'Remboursement', description: 'Rend l’argent des lignes choisies, sur le moyen de paiement ou en avoir, et prévient le client.' },
      goodwill_code: { name: 'Code de geste commercial', description: 'Crée un code de réduction pour ce client, pour une commande sous 30 jours, et l’envoie.' },
    },
  },
} as const satisfies Record<Language, Words>
