import type { Phrases } from './templates.ts'

export const FRENCH: Phrases = {
  frame: {
    formal: { named: 'Bonjour {customer.name},\n\n', plain: 'Bonjour,\n\n', close: '\n\nCordialement,\n{me}' },
    friendly: { named: 'Bonjour {customer.name} !\n\n', plain: 'Bonjour !\n\n', close: '\n\nBelle journée à vous,\n{me}' },
    concise: { named: 'Bonjour {customer.name},\n', plain: 'Bonjour,\n', close: '' },
  },
  notFound: {
    formal: 'Je ne trouve pas de commande {order.unknown} à votre nom ; j\'ai donc consulté votre commande {order.name}. ',
    friendly: 'Je ne trouve pas de {order.unknown} à votre nom, alors j\'ai regardé votre commande {order.name}. ',
    concise: 'Pas de {order.unknown} à ce nom ; voici pour la {order.name}. ',
  },
  bodies: {
    waiting: {
      formal: 'Merci de votre patience. Votre commande {order.name} du {order.placed} est payée et attend d\'être préparée : {order.items}. Elle n\'a pas encore quitté notre entrepôt. Je demande la date de départ et vous écris dès que je la connais.',
      friendly: 'Merci de poser la question ! Votre commande {order.name} du {order.placed} est chez nous et n\'est pas encore emballée : {order.items}. Je demande à l\'entrepôt quand elle part et je reviens vers vous.',
      concise: 'La commande {order.name} ({order.items}) n\'a pas encore quitté l\'entrepôt. Je demande la date et vous écris.',
    },
    on_hold: {
      formal: 'Je suis désolé de ce retard : votre commande {order.name} du {order.placed} est en attente et n\'est pas encore préparée ({order.items}). Merci de me confirmer votre adresse complète et un numéro de téléphone ; je demanderai alors à l\'entrepôt de la débloquer et vous préviendrai de son départ.',
      friendly: 'Pardon pour l\'attente ! Votre commande {order.name} du {order.placed} est en attente avant l\'emballage. Pouvez-vous me redonner votre adresse complète et un numéro de téléphone ? Je la fais débloquer et je vous dis quand elle part.',
      concise: 'La commande {order.name} est en attente. Avec votre adresse complète et un téléphone, je peux la faire débloquer.',
    },
    travelling: {
      formal: 'Votre commande {order.name} est en route[ avec {shipment.carrier}][, sous le numéro de suivi {shipment.number}].[ Le dernier scan, du {shipment.scanned}, indique « {shipment.scan} ».][ La livraison est prévue le {shipment.expected}.][ Vous pouvez la suivre ici : {shipment.url}]',
      friendly: 'Bonne nouvelle : votre commande {order.name} est en route[ avec {shipment.carrier}].[ Le dernier scan date du {shipment.scanned} : « {shipment.scan} ».][ Elle devrait arriver le {shipment.expected}.][ Vous pouvez la suivre ici : {shipment.url}]',
      concise: 'La commande {order.name} est en route[ avec {shipment.carrier}][, prévue le {shipment.expected}].[ Suivi : {shipment.url}]',
    },
    late: {
      formal: 'Je vous prie d\'excuser le retard de votre commande {order.name}. Elle était prévue le {shipment.expected}[ et voyage avec {shipment.carrier} sous le numéro {shipment.number}].[ Le dernier scan, du {shipment.scanned}, indique « {shipment.scan} ».] Je ne peux pas encore vous promettre un autre jour. Je demande au transporteur de rechercher le colis et vous écrirai ce qu\'il en est.[ La page de suivi : {shipment.url}]',
      friendly: 'Je suis vraiment navré, votre commande {order.name} aurait dû arriver le {shipment.expected}.[ La dernière nouvelle de {shipment.carrier} est « {shipment.scan} », le {shipment.scanned}.] Je ne veux pas vous promettre un jour que je ne peux pas tenir : je fais rechercher le colis et je vous dis ce qu\'on me répond.[ En attendant, le suivi est ici : {shipment.url}]',
      concise: 'Désolé : la commande {order.name} était prévue le {shipment.expected}[ ; dernier scan le {shipment.scanned} : « {shipment.scan} »]. Je fais rechercher le colis et vous écris.[ Suivi : {shipment.url}]',
    },
    out_for_delivery: {
      formal: 'Votre commande {order.name} est en cours de livraison[ avec {shipment.carrier}][ depuis le {shipment.scanned}].[ Vous pouvez la suivre ici : {shipment.url}]',
      friendly: 'Elle arrive ! Votre commande {order.name} est en cours de livraison[ avec {shipment.carrier}].[ Vous pouvez la suivre ici : {shipment.url}]',
      concise: 'La commande {order.name} est en cours de livraison[ avec {shipment.carrier}].[ Suivi : {shipment.url}]',
    },
    delivered: {
      formal: 'D\'après le transporteur, votre commande {order.name} a été livrée le {shipment.delivered}[ (« {shipment.scan} »)]. Elle contenait {order.items}. Merci de me dire s\'il manque quelque chose ou si tout n\'est pas en ordre.',
      friendly: 'Le transporteur indique que votre commande {order.name} est arrivée le {shipment.delivered}[ : « {shipment.scan} »]. Tout y est, comme vous l\'espériez ? Sinon, dites-le-moi et je regarde.',
      concise: 'La commande {order.name} est notée livrée le {shipment.delivered}[ (« {shipment.scan} »)]. S\'il manque quelque chose, dites-le-moi.',
    },
    not_received: {
      formal: 'Je comprends votre inquiétude et vous présente nos excuses. Le transporteur[ {shipment.carrier}] note la commande {order.name} comme livrée le {shipment.delivered}[, avec la mention « {shipment.scan} »]. Je demande la preuve de livraison et le lieu exact du scan, et vous écris dès que je les ai. Pourriez-vous, en attendant, vérifier encore auprès des voisins et de l\'accueil ?',
      friendly: 'C\'est très ennuyeux, je suis désolé. Pour la commande {order.name}, une livraison est notée le {shipment.delivered}[, « {shipment.scan} »]. Je demande la preuve de livraison et l\'endroit exact, et je reviens vers vous. Pouvez-vous redemander dans l\'immeuble en attendant ?',
      concise: 'Désolé. La commande {order.name} est notée livrée le {shipment.delivered}[ (« {shipment.scan} »)]. Je demande la preuve de livraison et vous écris.',
    },
    failed_delivery: {
      formal: 'Je vous prie d\'excuser l\'échec de la livraison de votre commande {order.name}.[ {shipment.carrier} note le {shipment.scanned} : « {shipment.scan} ».] Je demande au transporteur ce qui s\'est passé et quand il repasse.[ {article.passage}][ La page de suivi : {shipment.url}]',
      friendly: 'Je suis désolé, cela ne devrait pas arriver.[ Pour la commande {order.name}, le transporteur note le {shipment.scanned} : « {shipment.scan} ».] Je demande ce qui s\'est passé et quand il repasse.[ {article.passage}][ Vous pouvez aussi regarder ici : {shipment.url}]',
      concise: 'Désolé pour la livraison manquée de la commande {order.name}.[ {article.passage}] Je demande quand le livreur repasse.[ Suivi : {shipment.url}]',
    },
    cancelled: {
      formal: 'Votre commande {order.name} a été annulée[ le {order.cancelled}][ et {order.refunded} ont été remboursés de notre côté].[ {article.passage}] Si la somme n\'apparaît toujours pas, indiquez-moi votre banque et je rechercherai la référence du paiement.',
      friendly: 'Votre commande {order.name} a été annulée[ le {order.cancelled}][ et nous vous avons rendu {order.refunded}].[ {article.passage}] Si rien n\'apparaît, dites-le-moi et je cherche la référence du paiement.',
      concise: 'La commande {order.name} a été annulée[ le {order.cancelled}][ ; {order.refunded} ont été remboursés].[ {article.passage}]',
    },
    address_open: {
      formal: 'Votre commande {order.name} n\'a pas encore quitté l\'entrepôt : l\'adresse peut donc être modifiée. Je saisis celle de votre message avant l\'emballage et vous confirme le changement. Merci de me signaler s\'il manque une ligne.',
      friendly: 'Vous arrivez à temps : la commande {order.name} n\'est pas encore partie. Je mets l\'adresse de votre message avant l\'emballage et je vous confirme. Dites-moi s\'il manque une ligne !',
      concise: 'La commande {order.name} n\'est pas encore partie. Je mets l\'adresse de votre message et vous confirme.',
    },
    address_closed: {
      formal: 'Je suis désolé, votre commande {order.name} a déjà quitté l\'entrepôt[ avec {shipment.carrier}] et nous ne pouvons plus modifier l\'adresse.[ Vous pouvez peut-être la faire dévier ici : {shipment.url}] Je demande au transporteur ce qui reste possible et vous écris.',
      friendly: 'Désolé, la commande {order.name} est déjà partie[ avec {shipment.carrier}], je ne peux plus changer l\'adresse.[ Vous pouvez peut-être la dévier ici : {shipment.url}] Je demande au transporteur ce qui reste possible.',
      concise: 'La commande {order.name} est déjà partie ; son adresse ne peut plus être modifiée ici.[ À dévier peut-être : {shipment.url}]',
    },
    cancel_open: {
      formal: 'Votre commande {order.name} ({order.items}) n\'a pas encore quitté l\'entrepôt et je peux l\'annuler ; le montant est de {order.total}. Merci de me confirmer l\'annulation complète, je la ferai avant l\'emballage.',
      friendly: 'Pas de souci, la commande {order.name} n\'est pas encore partie. Confirmez-moi que j\'annule tout ({order.items}) et je l\'arrête avant l\'emballage.',
      concise: 'La commande {order.name} n\'est pas encore partie. Me confirmez-vous l\'annulation complète ?',
    },
    cancel_closed: {
      formal: 'Je suis désolé, votre commande {order.name} a déjà quitté l\'entrepôt et ne peut plus être annulée. Vous pourrez la renvoyer à son arrivée.[ {article.passage}]',
      friendly: 'Désolé, la commande {order.name} est déjà en route, je ne peux plus l\'arrêter. Vous pourrez la renvoyer quand elle arrivera.[ {article.passage}]',
      concise: 'La commande {order.name} est déjà partie et ne peut plus être annulée ; vous pourrez la renvoyer.[ {article.passage}]',
    },
    return_coming: {
      formal: 'Merci d\'avoir renvoyé les articles de la commande {order.name}. Votre retour est enregistré chez nous et toujours ouvert.[ {article.passage}] Je vérifie si le colis est arrivé à l\'entrepôt et vous écris.',
      friendly: 'Merci pour votre renvoi. Le retour de la commande {order.name} est enregistré et toujours ouvert.[ {article.passage}] Je regarde si le colis est arrivé et je reviens vers vous.',
      concise: 'Le retour de la commande {order.name} est enregistré et toujours ouvert.[ {article.passage}]',
    },
    refunded: {
      formal: 'Pour votre commande {order.name}, nous avons remboursé {order.refunded} à ce jour.[ {article.passage}] Si vous attendiez davantage, merci de me dire quels articles vous avez renvoyés ; je comparerai avec ce que l\'entrepôt a reçu.',
      friendly: 'À ce jour, nous avons remboursé {order.refunded} pour votre commande {order.name}.[ {article.passage}] S\'il manque quelque chose, dites-moi ce que contenait le colis et je vérifie.',
      concise: 'Nous avons remboursé {order.refunded} pour la commande {order.name}.[ {article.passage}] Quels articles manquent ? Je vérifie.',
    },
    return_window: {
      formal: 'Merci de votre message. {article.passage}[ Votre commande {order.name} a été livrée le {shipment.delivered} : vous avez donc jusqu\'au {return.until}.][ Toutes les étapes sont ici : {article.url}]',
      friendly: 'Bien sûr, voici comment cela se passe. {article.passage}[ Votre commande {order.name} est arrivée le {shipment.delivered}, vous avez donc jusqu\'au {return.until}.][ Les étapes sont ici : {article.url}]',
      concise: '{article.passage}[ Pour la commande {order.name}, jusqu\'au {return.until}.][ Étapes : {article.url}]',
    },
    shipping_answer: {
      formal: 'Merci de votre question sur nos livraisons. {article.passage}[ Tous les détails sont ici : {article.url}]',
      friendly: 'Je vous explique avec plaisir ! {article.passage}[ Le reste est ici : {article.url}]',
      concise: '{article.passage}[ En savoir plus : {article.url}]',
    },
    product_answer: {
      formal: 'Merci de votre intérêt. {article.passage}[ Vous trouverez tous les détails ici : {article.url}] Je vous aiderai volontiers à choisir.',
      friendly: 'Bonne question ! {article.passage}[ Plus de détails ici : {article.url}] N\'hésitez pas si vous voulez savoir autre chose avant de vous décider.',
      concise: '{article.passage}[ En savoir plus : {article.url}]',
    },
    technical_answer: {
      formal: 'Je suis désolé que cela ne fonctionne pas comme prévu. {article.passage}[ Toutes les étapes sont décrites ici : {article.url}] Merci de me dire si cela aide ; sinon, nous trouverons une autre solution.',
      friendly: 'Désolé pour ce souci, on va arranger cela. {article.passage}[ Le guide complet est ici : {article.url}] Dites-moi ce que cela donne !',
      concise: 'Essayez ceci : {article.passage}[ Toutes les étapes : {article.url}]',
    },
    billing_answer: {
      formal: 'Merci de nous l\'avoir signalé. {article.passage}[ Le montant de votre commande {order.name} est de {order.total}.][ Plus de détails ici : {article.url}] Je vérifie le paiement et vous écris si quelque chose diffère.',
      friendly: 'Merci de me le dire, je comprends que vous vouliez y voir clair. {article.passage}[ Votre commande {order.name} s\'élève à {order.total}.][ Plus de détails ici : {article.url}]',
      concise: '{article.passage}[ Commande {order.name} : {order.total}.][ En savoir plus : {article.url}]',
    },
    general_answer: {
      formal: 'Merci de nous avoir écrit. {article.passage}[ Plus de détails ici : {article.url}]',
      friendly: 'Merci de votre message ! {article.passage}[ Plus de détails ici : {article.url}]',
      concise: '{article.passage}[ En savoir plus : {article.url}]',
    },
  },
}
