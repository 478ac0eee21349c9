import { describe, expect, it } from 'vitest'
import { formatBytes } from './sizes'
import {
  formatCompact,
  formatDecimal,
  formatInteger,
  formatMoney,
  formatNumber,
  formatPercent,
  formatUngrouped,
  groupDigits,
  readNumber,
} from './numbers'

describe('numbers', () => {
  it('keeps every digit of a long decimal', () => {
    expect(formatNumber('12345678901234567.89', 'en')).toBe('12,345,678,901,234,567.89')
    expect(formatNumber('0.10', 'en', 2)).toBe('0.10')
    expect(formatNumber('-0.5', 'zh-hans', 2)).toBe('-0.50')
  })

  it('keeps two decimals in line and drops idle zeros of more', () => {
    expect(formatDecimal('1.50', 'en', 2)).toBe('1.50')
    expect(formatDecimal('88.000', 'en', 3)).toBe('88')
    expect(formatDecimal('0.125', 'en', 3)).toBe('0.125')
  })

  it('groups whole numbers from the fourth digit on, and years never', () => {
    expect(formatInteger(4200, 'en')).toBe('4,200')
    expect(formatInteger(12345, 'zh-hans')).toBe('12,345')
    expect(formatUngrouped(1999)).toBe('1999')
    expect(formatUngrouped('2026.0000')).toBe('2026')
    expect(formatUngrouped('10')).toBe('10')
  })

  it('shows what is no number as it is', () => {
    expect(formatNumber('n/a', 'en')).toBe('n/a')
  })

  it('writes money in the way of the language', () => {
    expect(formatMoney('1234.5', 'CNY', 'zh-hans', 2)).toBe('¥1,234.50')
    expect(formatMoney('1234.5', 'CNY', 'en', 2)).toBe('CN¥1,234.50')
    expect(formatMoney('1234', 'JPY', 'en', 0)).toBe('¥1,234')
    expect(formatMoney('1', 'points', 'en', 0)).toBe('1 points')
  })

  it('writes percents without empty decimals', () => {
    expect(formatPercent('10.00', 'en')).toBe('10%')
    expect(formatPercent('12.50', 'en')).toBe('12.5%')
  })

  it('shortens large numbers by 万 and 亿 in Chinese', () => {
    expect(formatCompact('9999', 'zh-hans')).toBeUndefined()
    expect(formatCompact('12345678', 'zh-hans')).toBe('1234.57万')
    expect(formatCompact('1234567890', 'zh-hans')).toBe('12.35亿')
    expect(formatCompact('1234567890', 'en')).toBe('1.23B')
  })

  it('reads what people type and paste', () => {
    expect(readNumber('１２，３４５．６')).toBe('12345.6')
    expect(readNumber('¥ 1,234.50')).toBe('1234.50')
    expect(readNumber('CNY 98,000')).toBe('98000')
    expect(readNumber('12.5%')).toBe('12.5')
    expect(readNumber('-.5')).toBe('-0.5')
    expect(readNumber('007')).toBe('7')
    expect(groupDigits('-1234567.8900')).toBe('-1,234,567.8900')
  })

  it('reads 万 and 亿 with every digit', () => {
    expect(readNumber('1.5万')).toBe('15000')
    expect(readNumber('0.12345 万')).toBe('1234.5')
    expect(readNumber('-3亿元')).toBe('-300000000')
  })

  it('guesses nothing of what is no number', () => {
    for (const typed of ['abc', '12abc', '1e5', '1,5', '1.234,56', '12,34,5', '1-2', '万']) {
      expect(readNumber(typed), typed).toBeNull()
    }
  })

  it('waits for a number that begins', () => {
    for (const typed of ['', ' ', '-', '.', '¥']) expect(readNumber(typed), typed).toBe('')
  })

  it('writes sizes in the words of the language', () => {
    expect(formatBytes(7, 'en')).toBe('7 bytes')
    expect(formatBytes(7, 'zh-hans')).toBe('7字节')
    expect(formatBytes(1536, 'zh-hans')).toBe('1.5 kB')
  })
})
