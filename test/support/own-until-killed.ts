// Owns a data folder until it is killed; says so on its output, or who has it.
import { ownFolder } from '../../src/adapters/embedded/folder-owner.js'

const [, , dataDir = ''] = process.argv
const owned = ownFolder(dataDir, { pid: process.pid, command: 'own-until-killed', startedAt: new Date().toISOString() })
console.log(owned._tag === 'Right' ? 'owned' : owned.left.owner)
if (owned._tag === 'Right') setInterval(() => undefined, 60_000)
