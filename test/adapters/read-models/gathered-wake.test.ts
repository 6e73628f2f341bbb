import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { gatheredWake } from '../../../src/adapters/read-models/gathered-wake.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the first news is passed on at once, what follows is gathered, and nothing is forgotten', () => {
  const wake = vi.fn()
  const gathered = gatheredWake(wake, 15)
  gathered.news()
  expect(wake).toHaveBeenCalledTimes(1)
  for (let n = 0; n < 10; n += 1) gathered.news()
  expect(wake).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(15)
  expect(wake).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(1_000)
  expect(wake).toHaveBeenCalledTimes(2)
})

test('whoever waits gets what has been gathered at once', () => {
  const wake = vi.fn()
  const gathered = gatheredWake(wake, 15)
  gathered.news()
  gathered.hurry()
  expect(wake).toHaveBeenCalledTimes(1)
  gathered.news()
  gathered.hurry()
  expect(wake).toHaveBeenCalledTimes(2)
})
