/**
 * Words of three languages that mean the same to a shop. What is learned from English conversations holds for Spanish and French
 * through them, and a new shop's words are half known. Folded text; `*` ends a stem; `_` joins words that stand together.
 */
const LEXICON = `
order: order orders ordered ordering pedido pedidos pedi orden ordenes encargo commande commandes commander commandee
purchase: purchase* bought compra compras compre comprado achat achats achete*
buy: buy buying comprar acheter
where: where wheres donde adonde ou_est ou_sont ou_en_est ou_se_trouve
when: when cuando quand
howmuch: how_much cuanto_cuesta cuanto_vale cuanto_sale combien_coute combien precio prix price prices pricing cost costs costo coste
howlong: how_long how_many_days cuanto_tarda cuanto_tiempo cuantos_dias combien_de_temps combien_de_jours quel_delai plazo plazos delai delais
track: track tracking tracked trace seguimiento rastrear rastreo suivi suivre
status: status state progress update updates estado estatus statut etat avancement
cancel: cancel* anul* annul*
change: change changed changing modify edit amend update cambiar cambio modificar modific* corregir changer corriger rectifier
add: add adding anadir agregar ajouter rajouter
send: sent send sending dispatch* enviado enviaron enviais envian mandado mandar despach* expedi* envoye* envoyer envoi
confirm: confirm* confirmacion confirmation tramit* valid*
processing: processing pending unfulfilled preparing preparacion procesando pendiente preparation traitement attente
ship: ship ships shipping shipped shipment envio envios entrega entregas livraison livraisons livrer livrez
deliver: deliver* entregad* entregar reparto livre livree livres
parcel: parcel* package* paquete paquetes colis pli carton
carrier: courier carrier driver postman ups fedex dhl usps royal_mail correos seur mrw gls repartidor mensajero transportista livreur transporteur colissimo chronopost mondial_relay la_poste facteur
late: late delay* overdue retras* tarde atras* demor* retard tardif
notarrived: not_received never_received not_arrived never_arrived havent_received hasnt_arrived no_ha_llegado no_me_ha_llegado no_llega no_llego no_he_recibido sin_recibir pas_recu pas_encore_recu rien_recu jamais_recu pas_arrive jamais_arrive toujours_pas
lost: lost missing stolen perdid* extravi* robad* perdu* vole* egare*
address: address* direccion domicilio adresse adresses
zip: zip postcode pincode pin_code postal_code codigo_postal code_postal cp
customs: customs duties import_tax aduana* aranceles douane*
pickup: pickup pick_up collect locker recoger recogida taquilla point_relais relais retrait
days: day days dia dias jour jours
weeks: week weeks semana semanas semaine semaines
return: return returns returned returning send_back sent_back give_back devolver devuelvo devuelta devolucion* devolvi retour retours retourner renvoy* renvoi rendre
refund: refund* reimburs* money_back reembols* dinero_de_vuelta mi_dinero rembours* mon_argent
exchange: exchang* swap replace* replacement reemplazo cambiarlo cambiarla cambien echang* remplac*
broken: broken damaged cracked defective faulty torn stained scratched smashed roto rota danado danada defectuos* manchad* averiad* estropead* casse* abime* defectueu* endommage* raye* tache*
wrong: wrong incorrect mistaken equivocad* erroneo errone* mauvais mauvaise faux
small: small big tight large loose pequen* grande estrech* anch* petit petite grand grande serre*
label: label etiqueta etiquette bordereau bon_de_retour
trial: trial prueba essai
policy: policy policies politica politique conditions condiciones
invoice: invoice* bill bills billing receipt* factura* recibo ticket comprobante facture factures facturation recu_de_paiement justificatif
charge: charge charged charges debit debited deducted billed cobrado cobraron cobro cobros cargo cargos cobrar debite* preleve* prelevement* facture_la
twice: twice double two_times doble dos_veces duplicado deux_fois en_double
payment: pay paid paying payment payments pago pagos pagar pagado pague paiement paiements payer paye payee regler reglement
card: card cards tarjeta tarjetas carte cartes cb
paymentmethod: paypal visa mastercard amex american_express klarna bizum apple_pay google_pay cash_on_delivery cod contra_reembolso contra_entrega transferencia virement cheque cheques especes efectivo upi paytm
instalment: instal* emi financ* cuotas a_plazos meses_sin_intereses plusieurs_fois en_3_fois en_4_fois
fee: fee fees surcharge comision comisiones frais recargo
vat: vat tax taxes iva tva nif cif ttc hors_taxe
bank: bank statement banco banque releve account_balance balance saldo solde
amount: amount total importe montant
subscription: subscription renew* suscripcion renov* abonnement renouvel*
transfer: transfer transfers top_up withdrawal transferencia virement
password: password passcode pin_code contrasena clave mot_de_passe otp
login: login log_in sign_in signin iniciar_sesion acceder loguear* connecter identifiant* username usuario
register: register registration sign_up signup registrar* darme_de_alta inscrire inscription
account: account accounts cuenta cuentas compte comptes profile perfil profil
locked: locked blocked disabled bloquead* desactivad* bloque* desactive*
site: website site page web pagina portal sitio
app: app application aplicacion appli
notwork: not_working doesnt_work wont_work stopped_working no_funciona no_va no_sirve dejo_de_funcionar marche_pas marche_plus fonctionne_pas fonctionne_plus ne_marche ne_fonctionne en_panne
error: error errors bug glitch crash* freez* fallo falla erreur bugue plante
cart: cart basket checkout carrito panier
code: code coupon voucher promo codigo cupon bon_de_reduction
setup: install* set_up setup configur* pair* connect conectar instalar emparejar installer connecter appairer manual instructions notice mode_d_emploi instrucciones
device: battery bluetooth wifi screen charger bateria pantalla cargador batterie ecran chargeur firmware software server servers internet
size: size sizes sizing talla tallas taille tailles
dimension: dimension* measurement* medidas mesure mesures largo ancho longueur largeur peso weight poids
material: material fabric cotton leather tela cuero algodon matiere cuir coton composition
ingredient: ingredient* ingredientes contains contain contiene contient gluten lactos* alcohol alcool vegan vegano allerg* alerg*
color: color colors colour colours colores couleur couleurs black white blue negro blanco azul rojo noir blanc bleu rouge
stock: stock available availability restock* sold_out out_of_stock disponible disponibles disponibilidad agotad* existencias rupture dispo
discount: discount* offer offers promotion* sale deal deals descuento* oferta* rebaja* promocion* reduction* promo promos soldes remise
recommend: recommend* suggest* advice advise which_one recomiend* recomend* aconsej* conseil* recommand* lequel laquelle cual_es_mejor cual_me
difference: difference compare versus vs diferencia comparar comparaison
look: looking_for searching busco buscando cherche recherche
warranty: warranty guarantee garantia garantie garanti
compatible: compatible compatibility works_with sirve_para convient fits
suitable: suitable good_for safe waterproof apto impermeable etanche adapte* convien*
use: how_to_use use using apply wash clean como_se_usa usar aplicar lavar utiliser appliquer laver nettoyer utilise
expiry: expiry expire* caduc* peremption perime*
genuine: original authentic genuine fake autentico authentique*
gift: gift regalo cadeau cadeaux offrir
sample: sample samples muestra muestras echantillon*
product: product products item items article articles producto productos articulo articulos produit produits
info: information info details detalles informacion renseignement* informations infos
human: human person agent representative someone manager supervisor executive persona agente alguien asesor ejecutivo humano conseiller conseillere quelqu_un humain responsable
speak: speak talk chat hablar comunicar* parler discuter
contact: contact reach contactar contacto contacter joindre get_in_touch
phone: phone telephone telefono call llamar llamen llamad* llamenme appeler rappeler numero_de_telefono number whatsapp
service: customer_service customer_care support atencion_al_cliente service_client soporte helpline
hours: opening_hours business_hours open horario horarios abris abren horaires ouvert ouverts ouvrez
store: store stores shop showroom branch outlet tienda tiendas sucursal boutique boutiques magasin magasins
newsletter: newsletter mailing unsubscribe subscribe boletin suscri* desuscri* publicidad desabonner desinscrire abonner pub spam
delete: delete close remove erase borrar eliminar cerrar supprimer fermer cloturer
create: create open crear abrir creer ouvrir
personal: personal_details personal_data my_data my_name mis_datos datos_personales mes_donnees coordonnees donnees_personnelles gdpr rgpd privacy
review: review reviews feedback opinion resena avis commentaire
complaint: complain* complaint* queja* reclam* plainte
job: job jobs career* hiring vacanc* empleo trabajo trabajar curriculum vacantes emploi stage recrut* candidature postuler
partner: partner* collaborat* reseller* distributor* wholesale franchise influencer* distribuidor* mayorista* mayor colabor* revendeu* partenariat grossiste en_gros affiliate
loyalty: loyalty points rewards refer referral puntos fidelidad referidos fidelite parrainage
giftcard: gift_card gift_cards giftcard tarjeta_regalo tarjetas_regalo carte_cadeau cartes_cadeaux cheque_cadeau
bot: bot robot chatbot
thanks: thanks thank thx gracias merci
hello: hi hello hey hola buenas buenos bonjour salut bonsoir
want: want need would_like wish quiero necesito quisiera veux voudrais souhaite souhaiterais aimerais
help: help ayuda ayudar ayudan aide aider
still: still yet again todavia aun sigue sigo toujours encore
please: please pls por_favor favor svp s_il_vous_plait
question: question query duda pregunta consulta
possible: can could possible puedo podria pueden podeis peut puis pouvez pourriez possible
dont: not dont doesnt no never nunca pas jamais plus rien nada nothing
country: country countries international abroad pais extranjero etranger pays europe
money: money dinero plata argent
forgot: forgot* lost_my olvid* perdi oublie oubliee
have: do_you_have do_you_sell tienen teneis tenes venden vendeis hay avez vous_avez auriez vendez
`

const STEMS = new Map<string, string>()
const WORDS = new Map<string, string>()
for (const line of LEXICON.trim().split('\n')) {
  const [concept = '', words = ''] = line.split(': ')
  for (const word of words.split(' ')) {
    if (word.endsWith('*')) STEMS.set(word.slice(0, -1), concept)
    else WORDS.set(word, concept)
  }
}
const SHORTEST_STEM = 4
const LONGEST_PHRASE = 4

/** What each word, and each phrase of up to four, stands for: `[concept, first word, words]`, in the order they are said. */
export function conceptsOf(words: string[]): [concept: string, at: number, length: number][] {
  const found: [string, number, number][] = []
  for (const [at, word] of words.entries()) {
    const concept = WORDS.get(word) ?? stemOf(word)
    if (concept) found.push([concept, at, 1])
    let phrase = word
    for (let length = 2; length <= LONGEST_PHRASE && at + length <= words.length; length++) {
      phrase += `_${words[at + length - 1]}`
      const meaning = WORDS.get(phrase)
      if (meaning) found.push([meaning, at, length])
    }
  }
  return found
}

function stemOf(word: string): string | undefined {
  for (let length = word.length; length >= SHORTEST_STEM; length--) {
    const concept = STEMS.get(word.slice(0, length))
    if (concept) return concept
  }
}
