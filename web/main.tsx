/**
 * Where the page begins: appearance, the words of one language, then the app, so that nothing is ever seen in another one.
 * Everything about sound is loaded later, with the first room.
 */

import './style/base.css'
import './style/controls.css'
import './style/fields.css'
import './style/overlay.css'
import './style/pages.css'
import './style/door.css'
import './style/voice.css'
import './style/people.css'
import './style/room.css'
import './style/lines.css'
import './style/dock.css'
import './style/timeline.css'
import './style/clips.css'
import './style/messages.css'
import './style/keeping.css'
import './style/doors.css'
import './style/figures.css'
import { render } from 'preact'
import { App } from './app/app.tsx'
import { place } from './app/place.ts'
import { roomPart } from './app/room-part.ts'
import { applyAppearance } from './app/theme.ts'
import { Wordless } from './app/wordless.tsx'
import { loadWords } from './i18n/language.ts'

applyAppearance()
if (place.peek().at === 'room') void roomPart.load()
void loadWords().then((hasWords) => {
  const root = document.getElementById('app')
  if (root !== null) render(hasWords ? <App /> : <Wordless />, root)
})
