import { z } from 'zod'

const Input = z.looseObject({
  language: z.enum(['en', 'es', 'fr']).catch('en'),
  style: z.enum(['formal', 'friendly', 'concise']).catch('friendly'),
  facts: z.array(z.looseObject({ id: z.string(), value: z.string() })),
})
type Input = z.infer<typeof Input>

const WORDS = {
  en: {
    hello: { formal: 'Dear', friendly: 'Hi', concise: 'Hello' },
    thanks: 'Thank you for your message.',
    order: ['Your order', 'is in front of me.'],
    article: 'Our help page says:',
    bye: { formal: 'Kind regards', friendly: 'All the best', concise: '' },
    unknown: 'Could you tell me a little more, so that I can look it up?',
  },
  es: {
    hello: { formal: 'Estimada/o', friendly: 'Hola', concise: 'Hola' },
    thanks: 'Gracias por tu mensaje.',
    order: ['Tengo delante tu pedido', '.'],
    article: 'Nuestra página de ayuda dice:',
    bye: { formal: 'Un cordial saludo', friendly: 'Un saludo', concise: '' },
    unknown: '¿Puedes contarme un poco más para que pueda mirarlo?',
  },
  fr: {
    hello: { formal: 'Bonjour', friendly: 'Bonjour', concise: 'Bonjour' },
    thanks: 'Merci pour votre message.',
    order: ['J\'ai votre commande', 'sous les yeux.'],
    article: 'Notre page d\'aide précise :',
    bye: { formal: 'Cordialement', friendly: 'Bien à vous', concise: '' },
    unknown: 'Pourriez-vous m\'en dire un peu plus pour que je puisse vérifier ?',
  },
} as const

const Sorting = z.looseObject({ categories: z.array(z.looseObject({ name: z.string(), means: z.string() })), message: z.string() })
const STEM = 5
const stemsOf = (text: string) => new Set(text.toLowerCase().match(/\p{L}{4,}/gu)?.map(word => word.slice(0, STEM)))

/** The category whose description shares the most words with the message; "unsure" where none or several do. */
function sort({ categories, message }: z.infer<typeof Sorting>): string {
  const said = stemsOf(message)
  const [best, next] = categories
    .map(({ name, means }) => ({ name, shared: [...stemsOf(`${name.replaceAll('_', ' ')} ${means}`)].filter(stem => said.has(stem)).length }))
    .sort((a, b) => b.shared - a.shared)
  return best && best.shared > (next?.shared ?? 0) ? best.name : 'unsure'
}

/** What the stand-in says: the facts it was given, in the asked language and style, or the category that fits, and nothing else. */
export function answer(texts: string[]): string {
  for (const text of [...texts].reverse()) {
    const sorting = Sorting.safeParse(jsonIn(text))
    if (sorting.success) return sort(sorting.data)
    const input = Input.safeParse(jsonIn(text))
    if (input.success) return write(input.data)
  }
  return 'This is the stand-in for a language model. It writes from the facts it is given, and it was given none.'
}

function write({ language, style, facts }: Input) {
  const words = WORDS[language]
  const value = (id: string) => facts.find(fact => fact.id === id)?.value
  const name = value('customer.name')
  const order = value('order.name')
  const passage = value('article.passage')
  const body = [
    style === 'concise' ? '' : words.thanks,
    order ? `${words.order[0]} ${order}${words.order[1] === '.' ? '.' : ` ${words.order[1]}`}` : '',
    passage ? `${words.article} ${passage}` : '',
    order || passage ? '' : words.unknown,
  ].filter(Boolean).join(' ')
  const hello = [words.hello[style], name].filter(Boolean).join(' ')
  return [`${hello},`, body, words.bye[style]].filter(Boolean).join('\n\n')
}

function jsonIn(text: string): unknown {
  const start = text.indexOf('{')
  const end = text.lastIndexOf('}')
  if (start < 0 || end < start) return null
  try {
    return JSON.parse(text.slice(start, end + 1))
  }
  catch {
    return null
  }
}
