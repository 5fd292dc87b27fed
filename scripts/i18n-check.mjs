// Translations: every language has the same keys and placeholders, every key used exists, none lies unused, none is glued together.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'

const ROOT = 'dashboard-app/src'
const LANGUAGES = ['en', 'es', 'fr']
const PLURAL = /_(?:zero|one|two|few|many|other)$/

const files = readdirSync(ROOT, { withFileTypes: true, recursive: true })
  .filter(entry => entry.isFile())
  .map(entry => join(entry.parentPath, entry.name))
const sources = files
  .filter(file => /\.(?:vue|ts)$/.test(file) && !/\.test\.ts$/.test(file))
  .map(file => ({ file, code: readFileSync(file, 'utf8') }))
const folders = files.filter(file => /[/\\]locales[/\\]en\.json$/.test(file)).map(file => dirname(file))

const complaints = [...folders.flatMap(checkLanguages), ...checkUse()]
for (const complaint of complaints) process.stdout.write(`${complaint}\n`)
process.stdout.write(complaints.length
  ? `translations: ${complaints.length} to mend\n`
  : `translations: ${folders.length} catalogues in ${LANGUAGES.join(', ')} agree, every key is used\n`)
process.exitCode = complaints.length ? 1 : 0

function checkLanguages(folder) {
  const missing = LANGUAGES.filter(language => !existsSync(join(folder, `${language}.json`)))
  if (missing.length) return missing.map(language => `${folder}: ${language}.json is missing`)
  const [english, ...others] = LANGUAGES.map(language => ({ language, words: readWords(folder, language) }))
  const found = [...english.words].filter(([, word]) => word.trim() === '').map(([key]) => `${folder}: ${key} is empty in en`)
  for (const { language, words } of others) {
    for (const [key, word] of english.words) {
      if (!words.has(key)) found.push(`${folder}: ${key} is missing in ${language}`)
      else if (placeholders(words.get(key)) !== placeholders(word)) found.push(`${folder}: ${key} has other placeholders in ${language} than in en`)
      else if (words.get(key).trim() === '') found.push(`${folder}: ${key} is empty in ${language}`)
    }
    for (const key of words.keys()) {
      if (!english.words.has(key)) found.push(`${folder}: ${key} is in ${language} only`)
    }
  }
  return found
}

function checkUse() {
  const known = new Map(folders.flatMap(folder => [...readWords(folder, 'en').keys()].map(key => [key.replace(PLURAL, ''), folder])))
  const literals = new Set(sources.flatMap(({ code }) => [...code.matchAll(/'([a-z][\w.]*)'|"([a-z][\w.]*)"/g)].map(([, single, double]) => single ?? double)))
  const unused = [...known].filter(([key]) => !literals.has(key)).map(([key, folder]) => `${folder}: ${key} is never used`)
  const called = sources.flatMap(({ file, code }) => [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => ({ file, key })))
  const absent = called.filter(({ key }) => !known.has(key)).map(({ file, key }) => `${file}: ${key} has no words`)
  const glued = sources.filter(({ code }) => /\bt\(\s*`/.test(code)).map(({ file }) => `${file}: a key is put together at run time, so nobody can check it`)
  return [...unused, ...absent, ...glued]
}

function readWords(folder, language) {
  const words = new Map()
  collect(JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')), '')
  return words

  function collect(node, path) {
    for (const [name, value] of Object.entries(node)) {
      const key = path ? `${path}.${name}` : name
      if (typeof value === 'string') words.set(key, value)
      else collect(value, key)
    }
  }
}

function placeholders(word) {
  return [...word.matchAll(/\{\{\s*([^},\s]+)/g)].map(([, name]) => name).sort().join(' ')
}
