import type { AnswerMemory, AnswerPlace, RememberedAnswer } from '../ports/answer-memory.js'

/** For a router without a data folder of its own: the newest thousand answers, until the process ends. */
export const inProcessAnswers = (): AnswerMemory => {
  const answers = new Map<string, RememberedAnswer>()
  return {
    find: (place) => () => Promise.resolve(answers.get(nameOf(place))),
    remember: (place, answer) => () => {
      answers.delete(nameOf(place))
      answers.set(nameOf(place), answer)
      const [oldest] = answers.keys()
      if (answers.size > answersMax && oldest !== undefined) answers.delete(oldest)
      return Promise.resolve()
    },
  }
}

const answersMax = 1_000

/** One text for each place, and no two alike. */
export const nameOf = ({ tenant, target, key }: AnswerPlace): string => JSON.stringify([tenant, target, key])
