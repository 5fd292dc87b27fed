import { eld } from 'eld/extrasmall'
import { describe, expect, it } from 'vitest'
import { judgeLanguage } from './language.ts'
import { loadModels } from './models.ts'

const { language: model } = await loadModels()
const detect = (text: string) => eld.detect(text)

describe('judgeLanguage', () => {
  it('keeps the conversation\'s language through one short message', () => {
    expect(judgeLanguage(model, ['ok gracias'], { conversation: 'en' }, detect).value).toBe('en')
    expect(judgeLanguage(model, ['Merci!'], { contact: 'es', inbox: 'en' }, detect).value).toBe('es')
  })

  it('follows a customer who clearly changes language', () => {
    const texts = ['Hello, is the tent in stock?', 'Perdón, mejor en español: quería saber si la tienda de campaña llega antes del viernes a Madrid']
    expect(judgeLanguage(model, texts, { conversation: 'en' }, detect).value).toBe('es')
  })

  it('says other for a language that Pitwall does not write', () => {
    expect(judgeLanguage(model, ['Guten Tag, wo ist mein Paket? Ich warte seit zwei Wochen darauf.'], {}, detect).value).toBe('other')
  })

  it('abstains on numbers and silence, and on a lone greeting', () => {
    for (const texts of [[], [''], ['#4127'], ['https://example.com/a 12345'], ['👍🎉']]) {
      expect(judgeLanguage(model, texts, {}, detect)).toMatchObject({ value: null, confidence: 0, abstained: true })
    }
    expect(judgeLanguage(model, ['Hola'], {}, detect)).toMatchObject({ value: 'es', abstained: true })
  })

  it('reads hurried Spanish and French without accents', () => {
    expect(judgeLanguage(model, ['kiero cambiar la direccion de mi pedido xfa'], {}, detect).value).toBe('es')
    expect(judgeLanguage(model, ['jai pas recu mon colis c est normal'], {}, detect).value).toBe('fr')
  })

  it('does not let quoted mail, links or markup vote', () => {
    const text = 'Bonjour, où est ma commande ? Merci de votre réponse rapide\n> Dear customer, thank you for your order, we will ship it soon and tell you when it leaves\n> https://example.com/en/orders'
    expect(judgeLanguage(model, [text], {}, detect).value).toBe('fr')
  })
})
