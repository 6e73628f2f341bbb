import { render } from 'preact'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import { loadCredential } from './api/credential.js'
import { App } from './app.js'

const root = document.getElementById('app')
if (root !== null) render(<App />, root)
// Where it fails, the page's own questions tell why.
loadCredential().catch(() => undefined)
