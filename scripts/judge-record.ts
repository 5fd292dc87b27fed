import { eld } from 'eld/extrasmall'
import { judge, JUDGES } from '../shared/judges/judge.ts'
import { loadModels } from '../shared/judges/models.ts'

/** Messages of the project's own that the committed models must go on answering the same way. */
const MESSAGES = [
  'Where is my order #4127? I ordered two weeks ago',
  'wheres my stuff',
  'My package says delivered but nothing came!!',
  'I want to return the jacket, it is too small',
  'You charged me twice, I need an invoice too',
  'I can\'t log in, the password reset link does not work',
  'Is the tent waterproof and does it come with pegs?',
  'Can I talk to a human please',
  'ok thanks',
  '¿Dónde está mi pedido?',
  'me ha llegado la lampara rota quiero que me devuelvan el dinero',
  'Necesito la factura con el CIF de la empresa',
  '¿Hacéis envíos a Canarias y cuánto cuesta?',
  'la web me da error al pagar',
  '¿Qué talla me recomiendas si mido 1,75?',
  'estoy muy decepcionada, llevo tres semanas esperando y nadie contesta',
  'Mon colis est en retard, c\'est inadmissible',
  'je voudrais changer de taille, comment faire un retour',
  'avez vous des echantillons de ce parfum',
  'Bonjour, quels sont vos horaires ?',
  'Je n\'arrive plus à me connecter à mon compte',
  'merci beaucoup, tout est parfait',
  '👍',
  '',
  '12345',
  'Guten Tag, wo ist mein Paket? Ich warte seit zwei Wochen.',
  'THIS IS THE THIRD TIME I ASK. WHERE IS MY REFUND???',
  'Hello, mi pedido no llegó y necesito help urgent please',
]

/** What each judge says of each message. */
export async function recordAnswers() {
  const models = await loadModels()
  return MESSAGES.flatMap(text => JUDGES.map((name) => {
    const { value, confidence, abstained } = judge(name, models, { text, history: [], now: null }, { detect: text => eld.detect(text) })
    return { judge: name, text, value, confidence, abstained }
  }))
}
