/**
 * The reference of the HTTP API, a page of its own: fetches the running server's document and shows it. Shares nothing with
 * the app but the ground it stands on, and is never loaded with it.
 */

import '../style/base.css'
import '../style/reference.css'
import '../style/reference-operation.css'
import { render } from 'preact'
import { DOCUMENT, type OpenapiDocument } from './document.ts'
import { ReferencePage } from './reference-page.tsx'

const root = document.getElementById('reference')
if (root !== null) await show(root)

async function show(root: HTMLElement): Promise<void> {
  try {
    const answer = await fetch(DOCUMENT)
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`)
    const described: OpenapiDocument = await answer.json()
    render(<ReferencePage document={described} />, root)
    goTo(location.hash)
    addEventListener('hashchange', () => goTo(location.hash))
  } catch {
    render(<Failure />, root) // no line, or not this server
  }
}

/** What an address names is opened first: a closed one has no place to scroll to. */
function goTo(hash: string): void {
  const target = hash === '' ? null : document.getElementById(decodeURIComponent(hash.slice(1)))
  target?.querySelector(':scope > details')?.setAttribute('open', '')
  target?.scrollIntoView()
}

const Failure = () => (
  <main class="reference-failure">
    <h1>The reference cannot be shown.</h1>
    <p>
      The document at <a href={DOCUMENT}>{DOCUMENT}</a> did not arrive. Check that the server runs, then reload.
    </p>
  </main>
)
