/** Every state of a room that lives, from its owner's screen and from a guest's: each is brought about, seen, and left again. */

import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import {
  closeOverlay,
  control,
  guestPath,
  join,
  makeRoom,
  onScreen,
  openLink,
  openMessages,
  person,
  useMenu,
  write,
} from '../support/app.ts'
import type { Member } from '../support/member.ts'
import { randomId } from '../support/random-id.ts'
import { createRoom } from '../support/room.ts'
import { look, lookOnBoth, onBoth } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'
import { type Talker, talk } from '../support/talker.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'

const stage = useStage()

const talkers: Talker[] = []
afterEach(() => {
  for (const talker of talkers.splice(0)) talker.stop()
})

/** Grace, who speaks, and a few who listen. */
async function fill(path: string): Promise<Member[]> {
  const members = []
  for (const name of ['Grace Hopper', 'Noor', '林小雨', 'Tomás']) members.push(await stage.guest(path, name))
  const [grace] = members
  if (grace !== undefined) talkers.push(await talk(grace, () => 20))
  return members
}

async function converse(ada: Page, [grace, noor, lin]: Member[]): Promise<void> {
  await grace?.say('I am here. Shall we begin with the second movement?')
  await lin?.say('好的，我准备好了。')
  await noor?.say('The score is at https://example.com/score.pdf')
  await write(ada, 'Yes, from bar 40.')
  await ada.getByRole('log').getByText('Yes, from bar 40.').waitFor()
}

it('people, messages, options, menus', async () => {
  const ada = await makeRoom(await stage.person(), 'Thursday rehearsal')
  await join(ada, { name: 'Ada' })
  await ada.getByRole('heading', { name: en.invite.title }).waitFor()
  await lookOnBoth(ada, 'room-empty', { byDay: true })
  expect(await ada.evaluate(() => document.documentElement.scrollHeight - innerHeight), 'higher than its window').toBe(
    0,
  )

  await converse(ada, await fill(await guestPath(ada)))
  await onScreen(ada, en.dock.heard).waitFor()
  await onBoth(ada, async (screen) => {
    if (screen.device === 'phone') {
      await openMessages(ada)
      await ada.getByRole('log').getByText('Yes, from bar 40.').waitFor()
      await look(ada, screen, 'room-messages')
      await closeOverlay(ada)
    }
    await look(ada, screen, 'room', { byDay: true })

    await ada.getByRole('button', { name: en.room.optionsFor('Grace Hopper') }).click()
    await ada.getByLabel(en.person.volume).waitFor()
    await look(ada, screen, 'person-options')
    await ada.getByRole('button', { name: en.person.remove }).click()
    await ada.getByRole('dialog', { name: en.person.removeTitle('Grace Hopper') }).waitFor()
    await look(ada, screen, 'person-remove')
    await closeOverlay(ada)
  })

  await ada.getByRole('button', { name: en.room.menu }).click()
  await ada.getByRole('button', { name: en.menu.lock }).waitFor()
  await lookOnBoth(ada, 'room-menu')
  await ada.getByRole('button', { name: en.menu.lock }).click()
  await ada.getByText(en.room.locked, { exact: true }).waitFor()
  await closeOverlay(ada)
  await lookOnBoth(ada, 'room-locked')
  for (const [item, state] of [
    [en.menu.settings, 'settings'],
    [en.menu.keys, 'keys'],
    [en.menu.rename, 'rename'],
  ] as const) {
    await useMenu(ada, item)
    await ada.getByRole('dialog').getByRole('heading').first().waitFor()
    await lookOnBoth(ada, state)
    await closeOverlay(ada)
  }
  await ada.getByRole('button', { name: en.quality.label(en.quality.good) }).click()
  await ada.getByText(en.quality.goodText).waitFor()
  await lookOnBoth(ada, 'connection-quality')
})

it('who hears whom: muted, deafened, alone among the deaf, push to talk, silenced, removed', async () => {
  const { origin } = stage.server
  const { room, ownerSecret, guestSecret } = await createRoom(origin, 'Thursday rehearsal')
  const path = `/r/${room}#${guestSecret}`
  const ada = await stage.guest(`/r/${room}#${ownerSecret}`, 'Ada')
  const noor = await stage.guest(path, 'Noor')
  const me = await openLink(await stage.person(), path)
  await join(me, { name: 'Grace Hopper', talk: 'push' })
  const { members } = await ada.said('joined', ({ members }) => members.some(({ name }) => name === 'Grace Hopper'))
  const member = members.find(({ name }) => name === 'Grace Hopper')?.member ?? 0
  const moderate = (action: 'mute' | 'unmute' | 'remove') =>
    ada.send({ type: 'moderate', id: randomId(), action, member })
  await onBoth(me, async (screen) => {
    await me.getByRole('button', { name: en.dock.hold }).hover()
    await me.mouse.down()
    await me.getByText(en.dock.talking).waitFor()
    await onScreen(me, en.dock.heard).waitFor()
    await look(me, screen, 'push-to-talk')
    await me.mouse.up()
    await me.getByText(en.dock.talking).waitFor({ state: 'detached' })
  })

  ada.send({ type: 'state', deafened: true })
  noor.send({ type: 'state', deafened: true })
  await onScreen(me, en.lines.allDeafened).waitFor()
  await lookOnBoth(me, 'all-deafened')
  ada.send({ type: 'state', deafened: false })
  await onScreen(me, en.lines.allDeafened).waitFor({ state: 'detached' })

  await control(me, en.dock.deafen).click()
  await onScreen(me, en.lines.deafened).waitFor()
  await lookOnBoth(me, 'deafened')
  await control(me, en.dock.undeafen).click()

  moderate('mute')
  await onScreen(me, en.lines.silenced).waitFor()
  await lookOnBoth(me, 'silenced')
  moderate('unmute')
  await onScreen(me, en.lines.silenced).waitFor({ state: 'detached' })
  moderate('remove')
  await me.getByRole('heading', { name: en.failures.removed.title }).waitFor()
  await lookOnBoth(me, 'removed')
})

it('lines that drop: mine, without a network at all, somebody else’s; and what I say while muted', async () => {
  const line = await startTcpProxy(stage.server.port)
  try {
    const context = await stage.person({ origin: line.origin })
    const me = await makeRoom(context, 'Thursday rehearsal')
    await join(me, { name: 'Ada' })
    const noor = await stage.guest(await guestPath(me), 'Noor')
    await person(me, 'Noor').waitFor()
    await control(me, en.dock.mute).click()
    await onScreen(me, en.lines.talkingWhileMuted).waitFor()
    await lookOnBoth(me, 'talking-while-muted')
    await control(me, en.dock.unmute).click()

    await noor.close()
    await onScreen(me, en.lines.away('Noor')).waitFor()
    await lookOnBoth(me, 'somebody-reconnecting')

    line.cut('refuse')
    await onScreen(me, en.lines.reconnecting).waitFor()
    await lookOnBoth(me, 'reconnecting')
    await context.setOffline(true)
    await onScreen(me, en.lines.offline).waitFor()
    await lookOnBoth(me, 'offline')
    await context.setOffline(false)
    line.mend()
    await onScreen(me, en.lines.reconnecting).waitFor({ state: 'detached' })

    await control(me, en.dock.leave).click()
    await me.getByRole('heading', { name: en.over.left }).waitFor()
    await lookOnBoth(me, 'left')
  } finally {
    await line.close()
  }
})
