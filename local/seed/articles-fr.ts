import type { SeedArticle } from './types.ts'

const aide = (slug: string) => `https://alderandpine.example/fr/aide/${slug}`

export const articlesFr: SeedArticle[] = [
  {
    slug: 'ou-est-ma-commande',
    title: 'Où est ma commande ?',
    language: 'fr',
    status: 'published',
    url: aide('ou-est-ma-commande'),
    questions: ['où est ma commande', 'mon colis n\'avance plus', 'quand ma commande sera-t-elle expédiée', 'ma commande n\'est pas partie', 'suivi de colis bloqué'],
    body: `## Suivre votre colis

Nous préparons les commandes les jours ouvrés. Dès que le transporteur scanne l'étiquette, vous recevez un e-mail avec le numéro de suivi. En Europe, la livraison prend de 4 à 7 jours ouvrés.

## Si le suivi ne bouge plus

Trois ou quatre jours sans nouvelle sont courants. **Écrivez-nous si la date prévue est passée et que rien n'a bougé depuis cinq jours ouvrés** : nous ouvrons une enquête auprès du transporteur, qui répond sous deux jours ouvrés. Si le colis reste introuvable, nous le renvoyons ou le remboursons, à votre choix.

## Commande en attente

Une commande est parfois retenue avant l'emballage, par exemple quand le transporteur ne reconnaît pas l'adresse. Il nous suffit alors de votre confirmation pour la faire partir le jour ouvré suivant.`,
  },
  {
    slug: 'frais-et-delais-de-livraison',
    title: 'Frais et délais de livraison',
    language: 'fr',
    status: 'published',
    url: aide('frais-et-delais-de-livraison'),
    questions: ['combien coûte la livraison', 'livrez-vous en belgique', 'délai de livraison', 'livraison gratuite à partir de combien'],
    body: `## Tarifs et délais

| Vers | Tarif | Offert dès | Jours ouvrés |
|---|---|---|---|
| Union européenne | 5,90 € | 70 € | 4 à 7 |
| Canada | 12,00 $ CA | 120 $ CA | 5 à 9 |
| États-Unis | 6,50 $ | 75 $ | 3 à 6 |

Les colis pour l'Europe partent de notre entrepôt partenaire à Saragosse. **En France métropolitaine, comptez le plus souvent quatre jours.**

## Réchauds

Ils ne voyagent pas en avion : ajoutez un ou deux jours.

## Point relais

Le point relais se choisit au moment du paiement, ou plus tard avec le lien de l'e-mail d'expédition.`,
  },
  {
    slug: 'douane',
    title: 'Douane et taxes',
    language: 'fr',
    status: 'published',
    url: aide('douane'),
    questions: ['dois-je payer des frais de douane', 'le colis est bloqué à la douane', 'les taxes sont-elles comprises', 'le livreur demande de payer'],
    body: `## Rien à payer à la livraison

Pour le Canada et l'Union européenne, les droits et taxes sont compris dans le prix affiché au paiement. **Nous les réglons pour vous** : le livreur ne doit rien vous demander.

## Si l'on vous réclame une somme

Ne payez pas. Envoyez-nous une photo de l'avis avec votre numéro de commande : nous réglons cela avec le transporteur le jour même. Si vous avez déjà payé, gardez le reçu, nous vous remboursons la totalité.

## Après le dédouanement

Un contrôle dure d'un à trois jours ouvrés. Une fois libéré, le colis peut encore rester quelques jours sans scan avant d'arriver au centre de tri.`,
  },
  {
    slug: 'retours',
    title: 'Retours : 45 jours, étiquette offerte',
    language: 'fr',
    status: 'published',
    url: aide('retours'),
    questions: ['comment renvoyer un article', 'combien de temps pour un retour', 'l\'étiquette de retour est-elle gratuite', 'échanger une taille'],
    body: `## La règle

**Tout article non utilisé peut être renvoyé dans les 45 jours suivant la livraison, et l'étiquette est offerte.** Essayer une veste chez soi ou monter une tente dans le salon ne compte pas comme une utilisation. Laissez les étiquettes en place.

## Comment faire

1. Ouvrez la page de retour depuis l'e-mail de confirmation et choisissez les articles.
2. Imprimez l'étiquette ou présentez le code au point relais.
3. Déposez le colis sous 10 jours.

## Échange

Choisissez *Échange* pour une autre taille ou couleur : la nouvelle pièce vous est réservée et part dès que le transporteur a scanné votre retour.`,
  },
  {
    slug: 'delais-de-remboursement',
    title: 'Quand serai-je remboursé ?',
    language: 'fr',
    status: 'published',
    url: aide('delais-de-remboursement'),
    questions: ['quand serai-je remboursée', 'j\'ai renvoyé le colis et rien reçu', 'délai de remboursement', 'ma banque ne voit pas le remboursement'],
    body: `## De notre côté

Un retour est remboursé **dans les 5 jours ouvrés qui suivent son arrivée à l'entrepôt**. Depuis un point relais, le colis met en général de quatre à six jours ouvrés à nous parvenir. Vous recevez un e-mail à son arrivée, puis un second quand l'argent part.

## Chez votre banque

Comptez encore de 3 à 10 jours ouvrés. Regardez aussi à la date de l'achat : certaines banques inscrivent le remboursement à cet endroit.

## Remboursement partiel

Nous remboursons les articles revenus. Les frais de livraison sont rendus quand toute la commande revient, ou quand l'erreur vient de nous.`,
  },
  {
    slug: 'factures',
    title: 'Factures et TVA',
    language: 'fr',
    status: 'published',
    url: aide('factures'),
    questions: ['j\'ai besoin d\'une facture', 'facture avec tva', 'facture sans compte client', 'facture au nom de la société'],
    body: `## Télécharger la facture

L'e-mail de confirmation contient un lien **Voir votre commande**. Sur cette page, choisissez *Télécharger la facture*. La TVA y figure, et aucun compte n'est nécessaire.

## Pour une société

Envoyez-nous le numéro de commande, la raison sociale, l'adresse et le numéro de TVA. **Nous vous adressons la facture corrigée en PDF sous un jour ouvré.**

## Trimestre clos

Nous corrigeons les factures du trimestre en cours et du précédent. Pour les plus anciennes, demandez d'abord conseil à votre comptable.`,
  },
  {
    slug: 'lampe-waymark',
    title: 'Lampe Waymark : modes, pluie, réinitialisation',
    language: 'fr',
    status: 'published',
    url: aide('lampe-waymark'),
    questions: ['ma lampe frontale clignote', 'la lampe s\'éteint toute seule', 'réinitialiser la lampe frontale', 'la lampe est-elle étanche'],
    body: `## La lampe clignote ou s'éteint

Après une forte pluie, ouvrez le cache en caoutchouc et laissez sécher la prise une nuit : l'humidité fait clignoter la lumière. Le boîtier résiste aux projections d'eau (IPX4), pas à l'immersion.

## Réinitialiser

**Maintenez le bouton 8 secondes pendant que la lampe est branchée.** Elle répond par deux éclairs brefs. Rechargez-la ensuite complètement, environ deux heures.

## Garantie

Si elle s'éteint encore toute seule, c'est un défaut : l'électronique est garantie deux ans. Envoyez-nous une courte vidéo et votre numéro de commande, nous la remplaçons.`,
  },
  {
    slug: 'poele-en-fonte',
    title: 'Poêle en fonte : induction, four, entretien',
    language: 'fr',
    status: 'published',
    url: aide('poele-en-fonte'),
    questions: ['la poêle convient-elle à l\'induction', 'peut-on mettre la poêle au four', 'comment culotter la fonte', 'le revêtement s\'écaille'],
    body: `## Tous les feux

La poêle Cedar convient au gaz, aux plaques électriques, à la vitrocéramique et à **l'induction**, ainsi qu'aux braises. Elle va au four **jusqu'à 260 °C, manche compris**. Le manche chauffe autant que la poêle : prenez un torchon.

## Culottage

Elle arrive prête à l'emploi. Après la cuisson, rincez à l'eau chaude, séchez sur le feu et passez un voile d'huile très fin.

## Si elle s'écaille

Frottez au gros sel, huilez légèrement et passez une heure au four à 230 °C, poêle retournée. Si cela revient après deux fois, écrivez-nous : la fonte est garantie à vie.`,
  },
  {
    slug: 'boutique-et-newsletter',
    title: 'Boutique, téléphone, newsletter',
    language: 'fr',
    status: 'published',
    url: aide('boutique-et-newsletter'),
    questions: ['avez-vous une boutique à paris', 'comment me désinscrire de la newsletter', 'vous appeler par téléphone', 'où voir les produits'],
    body: `## Notre boutique

Elle se trouve au 1140 Alder Street, à Portland dans l'Oregon, ouverte du jeudi au dimanche de 10 h à 18 h. **Nous n'avons pas encore de boutique en France.** Quelques partenaires présentent nos couvertures et notre émail ; demandez-nous le plus proche.

## Téléphone

Du lundi au vendredi, de 9 h à 17 h (heure de Paris), au +33 1 99 00 41 14.

## Newsletter

Le lien **Se désinscrire** se trouve au bas de chaque envoi et agit aussitôt. Au même endroit, vous pouvez choisir de ne recevoir qu'une lettre par mois. Les e-mails sur vos commandes continuent d'arriver.`,
  },
]
