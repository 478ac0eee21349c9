import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Texts {
  [key: string]: string | Texts
}

const SOURCE = join(import.meta.dirname, '..')
const PLURAL = /_(zero|one|two|few|many|other)$/

function keysOf(texts: Texts, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key.replace(PLURAL, '')] : keysOf(value, `${prefix}${key}.`),
  )
}

function textFiles(): string[] {
  const all = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  return all.filter((path) => /(^|[\\/])([a-z]+\.)?en\.json$/.test(path)).map((path) => join(SOURCE, path))
}

function keysIn(path: string): string[] {
  return [...new Set(keysOf(JSON.parse(readFileSync(path, 'utf8')) as Texts))].sort()
}

describe('translations', () => {
  it.each(textFiles())('%s says the same things in both languages', (english) => {
    expect(keysIn(english.replace(/en\.json$/, 'zh-hans.json'))).toEqual(keysIn(english))
  })
})
