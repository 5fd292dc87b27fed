import { eld } from 'eld/extrasmall'
import { describe, expect, it } from 'vitest'
import { judgeLanguage } from './language.ts'

const detect = (text: string) => eld.detect(text)

describe('judgeLanguage', () => {
  it('keeps the conversation\'s language through one short message', () => {
    expect(judgeLanguage(['ok gracias'], { conversation: 'en' }, detect).value).toBe('en')
    expect(judgeLanguage(['Merci!'], { contact: 'es', inbox: 'en' }, detect).value).toBe('es')
  })

  it('follows a customer who clearly changes language', () => {
    const texts = ['Hello, is the tent in stock?', 'Perdón, mejor en español: quería saber si la tienda de campaña llega antes del viernes a Madrid']
    expect(judgeLanguage(texts, { conversation: 'en' }, detect).value).toBe('es')
  })

  it('says other for a language that Pitwall does not write', () => {
    expect(judgeLanguage(['Guten Tag, wo ist mein Paket? Ich warte seit zwei Wochen darauf.'], {}, detect).value).toBe('other')
  })

  it('abstains on numbers, silence and a lone greeting', () => {
    for (const texts of [[], [''], ['#4127'], ['https://example.com/a 12345'], ['Hola']]) {
      expect(judgeLanguage(texts, {}, detect)).toMatchObject({ value: null, confidence: 0 })
    }
  })

  it('does not let quoted mail, links or markup vote', () => {
    const text = 'Bonjour, où est ma commande ? Merci de votre réponse rapide\n> Dear customer, thank you for your order, we will ship it soon and tell you when it leaves\n> https://example.com/en/orders'
    expect(judgeLanguage([text], {}, detect).value).toBe('fr')
  })
})
