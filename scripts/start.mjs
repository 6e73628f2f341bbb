// `npm start`: builds what is needed, then runs the program in this very process.
import { clearInterval, setInterval } from 'node:timers'
import './build-if-needed.mjs'

// npm hands signals to a shell, which may die of them without handing them on: a server left behind would keep the data folder to itself.
const parent = process.ppid
const watch = setInterval(() => {
  if (process.ppid === parent) return
  clearInterval(watch)
  process.kill(process.pid, 'SIGTERM')
}, 200)
watch.unref()

await import('../dist/src/main/annals.js')
