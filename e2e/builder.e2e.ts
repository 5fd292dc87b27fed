import type { Browser, Page } from 'playwright-core'
import type { RunningPitwall } from './pitwall.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openHost } from './browser.ts'
import { axeFindings, openConversation, signIn } from './desk.ts'
import { startPitwall } from './pitwall.ts'

let pitwall: RunningPitwall
let browser: Browser
let page: Page

beforeAll(async () => {
  pitwall = await startPitwall()
  browser = await openBrowser()
  page = await openHost(browser, pitwall.url)
})
afterAll(async () => {
  await browser?.close()
  await pitwall?.stop()
})

async function be(name: string, mail: string) {
  await page.getByLabel('You are').selectOption({ label: name })
  const panel = await openConversation(page, 2)
  await signIn(panel, pitwall.url, mail)
  await panel.getByRole('timer').waitFor()
  return panel
}

describe('a macro from nothing', () => {
  it('is built with a question, a condition and an approval, run by keyboard, agreed to, and found in the thread and in the audit log', async () => {
    const builder = await be('Maya Okafor (administrator)', 'maya@alderandpine.example')
    await builder.getByRole('button', { name: 'Settings', exact: true }).click()
    await builder.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Macros' }).click()
    await builder.getByRole('button', { name: 'New macro' }).click()
    await builder.getByLabel('Name', { exact: true }).fill('Offer to look for it')
    await builder.getByRole('button', { name: 'Ask for something' }).click()
    const question = builder.getByRole('group', { name: 'Question 1' })
    await question.getByLabel('Kind').selectOption('choice')
    await question.getByLabel('Question', { exact: true }).fill('Tone')
    await question.getByLabel('Choices').fill('Short\nWarm')
    await question.getByLabel('Must be answered').check()
    // A new macro begins with one step.
    const steps = builder.locator('.step')
    await steps.first().getByLabel('Do', { exact: true }).selectOption('ask_approval')
    await steps.first().getByLabel('What is asked').fill('May I write to {{customer.name}}?')
    await builder.getByRole('button', { name: 'Add a step', exact: true }).click()
    const branch = steps.nth(1)
    await branch.getByLabel('Do', { exact: true }).selectOption('if')
    await branch.getByRole('button', { name: 'Add a condition' }).click()
    const condition = branch.getByRole('group', { name: 'Condition 1' })
    await condition.getByLabel('If', { exact: true }).selectOption('input')
    await condition.getByLabel('Question', { exact: true }).selectOption('tone')
    await condition.getByLabel('Warm').check()
    await branch.getByRole('button', { name: 'Add a step here, if it holds' }).click()
    await branch.locator('.step').getByLabel('Text in English').fill('Thank you for your patience with {{order.name}}, we are looking for it.')
    expect(await axeFindings(page)).toEqual([])
    await builder.getByRole('button', { name: 'Save', exact: true }).click()
    await builder.getByRole('button', { name: 'Edit Offer to look for it' }).waitFor()

    const runner = await be('Tom Lindqvist (agent)', 'tom@alderandpine.example')
    await runner.getByRole('textbox', { name: 'Reply' }).focus()
    await page.keyboard.press('Control+k')
    const palette = runner.getByRole('dialog')
    await palette.getByRole('option', { name: /Offer to look/ }).waitFor()
    await page.keyboard.type('offer to')
    await page.keyboard.press('Enter')
    await palette.getByLabel('Tone').selectOption('Warm')
    await palette.getByText('Thank you for your patience with #4119').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.press('Control+Enter')
    await palette.getByText('Waiting', { exact: true }).waitFor()
    await page.keyboard.press('Escape')

    const approver = await be('Maya Okafor (administrator)', 'maya@alderandpine.example')
    await approver.getByRole('button', { name: 'Queue', exact: true }).click()
    const asked = approver.locator('.approvals .row').filter({ hasText: 'May I write to Daniel?' })
    await asked.getByRole('button', { name: 'Agree to it' }).click()
    await asked.waitFor({ state: 'detached' })
    await page.getByRole('tab', { name: 'Messages' }).click()
    await page.locator('[data-side="out"]', { hasText: 'Thank you for your patience with #4119' }).waitFor()
    const receipt = page.locator('[data-side="note"]', { hasText: 'Macro “Offer to look for it”, started by Tom Lindqvist' })
    await receipt.waitFor()
    expect(await receipt.count()).toBe(1)
    await page.getByRole('tab', { name: 'Pitwall' }).click()
    await approver.getByRole('button', { name: 'Settings', exact: true }).click()
    await approver.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Audit log' }).click()
    await approver.locator('.act', { hasText: 'Offer to look for it' }).filter({ hasText: 'Tom Lindqvist' }).first().waitFor()
  })
})
