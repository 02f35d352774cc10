/** All keys of the room. */

import { keysOn } from '../app/preferences.ts'
import { words } from '../i18n/language.ts'

export function KeysList() {
  const w = words.value.keys
  const keys: [key: string, does: string][] = [
    [w.space, w.hold],
    ['M', w.mute],
    ['D', w.deafen],
    ['H', w.hand],
    ['T', w.type],
    ['R', w.record],
    ['S', w.sound],
    ['?', w.all],
  ]
  return (
    <>
      <dl class="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="faint">{keysOn.value ? w.note : w.off}</p>
    </>
  )
}
