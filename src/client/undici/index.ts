export { recordDispatches } from './record-dispatches.js'
