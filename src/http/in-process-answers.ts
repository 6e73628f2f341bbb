import type { AnswerMemory, AnswerPlace, RememberedAnswer } from '../ports/answer-memory.js'

/** For a router without a data folder of its own: the newest answers, a thousand of up to 64 million characters together, until the process ends. */
export const inProcessAnswers = (): AnswerMemory => {
  const answers = new Map<string, RememberedAnswer>()
  let chars = 0
  const forget = (name: string): void => {
    chars -= answers.get(name)?.text.length ?? 0
    answers.delete(name)
  }
  return {
    find: (place) => () => Promise.resolve(answers.get(nameOf(place))),
    remember: (place, answer) => () => {
      forget(nameOf(place))
      answers.set(nameOf(place), answer)
      chars += answer.text.length
      for (const oldest of answers.keys()) {
        if (answers.size <= answersMax && chars <= charsMax) break
        forget(oldest)
      }
      return Promise.resolve()
    },
  }
}

const answersMax = 1_000
const charsMax = 67_108_864

/** One text for each place, and no two alike. */
export const nameOf = ({ tenant, target, key }: AnswerPlace): string => JSON.stringify([tenant, target, key])
