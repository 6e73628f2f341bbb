import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { appendSegment, formatPointer, parsePointer } from '../../src/domain/pointer.js'
import { anyKey } from './arbitrary-json.js'

/** RFC 6901, section 5. */
it.each([
  ['', []],
  ['/foo', ['foo']],
  ['/foo/0', ['foo', '0']],
  ['/', ['']],
  ['/a~1b', ['a/b']],
  ['/c%d', ['c%d']],
  ['/e^f', ['e^f']],
  ['/g|h', ['g|h']],
  ['/i\\j', ['i\\j']],
  ['/k"l', ['k"l']],
  ['/ ', [' ']],
  ['/m~0n', ['m~n']],
  ['/~01', ['~1']],
  ['//', ['', '']],
])('%j has the segments %j', (pointer, segments) => {
  expect(parsePointer(pointer)).toEqual(segments)
  expect(formatPointer(segments)).toBe(pointer)
})

it.each(['a', 'a/b', ' /a', '/~', '/~2', '/a~/b', '#/a'])('%j is no pointer', (text) => {
  expect(parsePointer(text)).toBeUndefined()
})

test('every list of segments comes back from its pointer', () => {
  fc.assert(
    fc.property(fc.array(anyKey), (segments) => {
      expect(parsePointer(formatPointer(segments))).toEqual(segments)
    }),
  )
})

it('appends numbers as they are', () => {
  expect(appendSegment('/a', 3)).toBe('/a/3')
  expect(appendSegment('', '~/')).toBe('/~0~1')
})
