import type { Turn } from '../contracts/judgement.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeFrustration } from './frustration.ts'
import { loadModels } from './models.ts'

const models = await loadModels()
const HOUR = 3_600_000
const customer = (text: string, at: number | null = null): Turn => ({ from: 'customer', text, at })
const agent = (text: string, at: number | null = null): Turn => ({ from: 'agent', text, at })
const score = (text: string, history: Turn[] = [], now: number | null = null) => judgeFrustration(models, text, history, now).score

describe('judgeFrustration', () => {
  it('hears shouting, threats and asking again', () => {
    for (const text of ['THIS IS THE THIRD TIME I ASK. WHERE IS MY REFUND???', 'Es la tercera vez que escribo y nadie contesta, es una vergüenza', 'Toujours aucune réponse, c\'est inadmissible, je vais porter plainte']) {
      expect.soft([text, judgeFrustration(models, text, [], null).value]).toEqual([text, true])
    }
  })

  it('leaves questions and thanks in peace', () => {
    for (const text of ['Do you ship to Spain?', '¿Tenéis el vestido en azul?', 'Merci beaucoup, c\'est parfait !', 'I would like to return the jacket please']) {
      expect.soft([text, judgeFrustration(models, text, [], null).value]).toEqual([text, false])
    }
  })

  it('grows with answers that failed, with repetition, and with time waited', () => {
    const asked = 'When will my parcel from last week arrive?'
    expect(score(asked, [customer(asked), agent('Sorry, I did not understand that.')])).toBeGreaterThan(score(asked))
    const waiting = [customer('any news on my parcel?', 0)]
    expect(score('hello?', waiting, 40 * HOUR)).toBeGreaterThan(score('hello?', waiting, HOUR))
  })

  it('hears who corrects us, asks for a person, or says that nothing is solved', () => {
    const pairs: [said: string, patient: string, impatient: string][] = [
      ['I booked a table for two.', 'great, that is right', 'I told you for four, not two'],
      ['I can help you with orders and returns.', 'I would like to return a lamp', 'let me speak to a real person'],
      ['Has your problem been solved?', 'yes it has', 'no'],
      ['¿Se ha resuelto su problema?', 'sí, gracias', 'no'],
      ['Votre problème est-il résolu ?', 'oui merci', 'non, toujours pas'],
    ]
    for (const [said, patient, impatient] of pairs) {
      expect.soft([impatient, score(impatient, [agent(said)]) > score(patient, [agent(said)])]).toEqual([impatient, true])
    }
    expect(judgeFrustration(models, 'I already told you, I want to speak to a human!', [agent('How can I help you?')], null).evidence).toContain('human')
  })

  it('says nothing of silence and answers any history', () => {
    expect(judgeFrustration(models, ' ', [], null)).toMatchObject({ value: null, abstained: true })
    const turns = fc.array(fc.record({ from: fc.constantFrom('customer' as const, 'agent' as const), text: fc.string(), at: fc.option(fc.integer()) }), { maxLength: 8 })
    fc.assert(fc.property(fc.string(), turns, fc.option(fc.integer()), (text, history, now) => {
      const { score, confidence } = judgeFrustration(models, text, history, now)
      expect(score >= 0 && score <= 1 && confidence >= 0 && confidence <= 1).toBe(true)
    }), { numRuns: 60 })
  })
})
