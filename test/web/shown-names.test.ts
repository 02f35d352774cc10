/** What people are called in the room, whatever stands in the log for their name. */

import { expect, it } from 'vitest'
import { withShownName } from '../../web/room/shown-names.ts'

const PERSON = 'guest:5a0f6e1c-8a5f-4f1e-9a53-0d2b6a7c9e11'

it.each([
  ['Ada', 'Ada'],
  ['Guest: Ada', 'Guest: Ada'],
  ['guest:ada', 'guest:ada'],
  [PERSON, 'Guest'],
  [PERSON.slice(0, 20), 'Guest'],
  ['\u200b', 'Somebody without a name'],
])('calls who is named %j %s', (name, shown) => {
  expect(withShownName({ person: PERSON, name }).name).toBe(shown)
})
