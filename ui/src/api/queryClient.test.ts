import { QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { startI18n, switchLanguage } from '../i18n'
import { queryClient } from './queryClient'

startI18n('en')

afterEach(() => queryClient.clear())

/** Answers in the language of the moment, each when it is let go. */
function server() {
  const waiting: (() => void)[] = []
  const ask = () => {
    const words = localStorage.getItem('odos.language') ?? 'en'
    return new Promise<string>((answer) => waiting.push(() => answer(words)))
  }
  return { ask, answer: () => waiting.splice(0).forEach((each) => each()) }
}

test('what is on the screen is asked for again in the new language', async () => {
  const { ask, answer } = server()
  const observer = new QueryObserver(queryClient, { queryKey: ['inbox', 'box'], queryFn: ask })
  const stop = observer.subscribe(() => undefined)
  answer()
  await expect.poll(() => observer.getCurrentResult().data).toBe('en')
  await switchLanguage('zh-hans')
  await expect.poll(() => (answer(), observer.getCurrentResult().data)).toBe('zh-hans')
  stop()
})

test('an answer that was on its way does not come in the former language', async () => {
  await switchLanguage('en')
  const { ask, answer } = server()
  const observer = new QueryObserver(queryClient, { queryKey: ['inbox', 'box'], queryFn: ask })
  const stop = observer.subscribe(() => undefined)
  await switchLanguage('zh-hans')
  await expect.poll(() => (answer(), observer.getCurrentResult().data)).toBe('zh-hans')
  stop()
})
