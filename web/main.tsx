/**
 * Where the page begins: appearance, then the app. Everything about sound is loaded later, with the first room.
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
import { applyAppearance } from './app/theme.ts'

applyAppearance()
const root = document.getElementById('app')
if (root !== null) render(<App />, root)
