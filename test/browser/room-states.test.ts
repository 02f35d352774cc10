/** Every state of a room that lives, from its owner's screen and from a guest's: each is brought about, seen, and left again. */

import type { Page } from 'playwright-core'
import { describe, it } from 'vitest'
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
  useOption,
  write,
} from '../support/app.ts'
import { Member } from '../support/member.ts'
import { requestToken } from '../support/room.ts'
import { look, SCREENS, type Screen } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'

const stage = useStage()

/** A guest without a browser. */
async function guest(path: string, name: string): Promise<Member> {
  const { origin } = stage.server
  const [room = '', secret = ''] = path.replace('/r/', '').split('#')
  return Member.join({ origin, room, token: await requestToken(origin, room, secret), name, pings: true })
}

/** Ada's room, with Grace, who speaks, and a few who listen. */
async function fill(path: string): Promise<{ grace: Page; others: Member[] }> {
  const grace = await openLink(await stage.person(), path)
  await join(grace, { name: 'Grace Hopper' })
  const others = []
  for (const name of ['Noor', '林小雨', 'Tomás']) others.push(await guest(path, name))
  return { grace, others }
}

async function converse(ada: Page, grace: Page, others: Member[], { device }: Screen): Promise<void> {
  await write(grace, 'I am here. Shall we begin with the second movement?')
  await others[1]?.say('好的，我准备好了。')
  await others[0]?.say('The score is at https://example.com/score.pdf')
  if (device === 'phone') await openMessages(ada)
  await write(ada, 'Yes, from bar 40.')
  await ada.getByRole('log').getByText('Yes, from bar 40.').waitFor()
}

describe.each(SCREENS)('$device', (screen) => {
  it('people, messages, options, menus', async () => {
    const ada = await makeRoom(await stage.person(screen.options), 'Thursday rehearsal')
    await join(ada, { name: 'Ada' })
    await ada.getByRole('heading', { name: en.invite.title }).waitFor()
    await look(ada, screen, 'room-empty', { byDay: true })

    const { grace, others } = await fill(await guestPath(ada))
    await converse(ada, grace, others, screen)
    if (screen.device === 'phone') {
      await look(ada, screen, 'room-messages')
      await closeOverlay(ada)
    }
    await onScreen(ada, en.dock.heard).waitFor()
    await look(ada, screen, 'room', { byDay: true })

    await ada.getByRole('button', { name: en.room.optionsFor('Grace Hopper') }).click()
    await ada.getByLabel(en.person.volume).waitFor()
    await look(ada, screen, 'person-options')
    await ada.getByRole('button', { name: en.person.remove }).click()
    await ada.getByRole('dialog', { name: en.person.removeTitle('Grace Hopper') }).waitFor()
    await look(ada, screen, 'person-remove')
    await closeOverlay(ada)

    await ada.getByRole('button', { name: en.room.menu }).click()
    await ada.getByRole('button', { name: en.menu.lock }).waitFor()
    await look(ada, screen, 'room-menu')
    await ada.getByRole('button', { name: en.menu.lock }).click()
    await ada.getByText(en.room.locked, { exact: true }).waitFor()
    await closeOverlay(ada)
    await look(ada, screen, 'room-locked')
    for (const [item, state] of [
      [en.menu.settings, 'settings'],
      [en.menu.keys, 'keys'],
      [en.menu.rename, 'rename'],
    ] as const) {
      await useMenu(ada, item)
      await ada.getByRole('dialog').getByRole('heading').first().waitFor()
      await look(ada, screen, state)
      await closeOverlay(ada)
    }
    await ada.getByRole('button', { name: en.quality.label(en.quality.good) }).click()
    await ada.getByText(en.quality.goodText).waitFor()
    await look(ada, screen, 'connection-quality')
    for (const member of others) await member.close()
  })

  it('who hears whom: muted, deafened, alone among the deaf, push to talk, silenced, removed', async () => {
    const ada = await makeRoom(await stage.person(), 'Thursday rehearsal')
    await join(ada, { name: 'Ada' })
    const path = await guestPath(ada)
    const noor = await guest(path, 'Noor')
    const me = await openLink(await stage.person(screen.options), path)
    await join(me, { name: 'Grace Hopper', talk: 'push' })
    await me.getByRole('button', { name: en.dock.hold }).hover()
    await me.mouse.down()
    await me.getByText(en.dock.talking).waitFor()
    await onScreen(me, en.dock.heard).waitFor()
    await look(me, screen, 'push-to-talk')
    await me.mouse.up()

    await control(ada, en.dock.deafen).click()
    noor.send({ type: 'state', deafened: true })
    await onScreen(me, en.lines.allDeafened).waitFor()
    await look(me, screen, 'all-deafened')
    await control(ada, en.dock.undeafen).click()
    await onScreen(me, en.lines.allDeafened).waitFor({ state: 'detached' })

    await control(me, en.dock.deafen).click()
    await onScreen(me, en.lines.deafened).waitFor()
    await look(me, screen, 'deafened')
    await control(me, en.dock.undeafen).click()

    await useOption(ada, 'Grace Hopper', en.person.silence)
    await onScreen(me, en.lines.silenced).waitFor()
    await look(me, screen, 'silenced')
    await useOption(ada, 'Grace Hopper', en.person.unsilence)
    await onScreen(me, en.lines.silenced).waitFor({ state: 'detached' })
    await useOption(ada, 'Grace Hopper', en.person.remove)
    await ada.getByRole('dialog').getByRole('button', { name: en.person.removeIt, exact: true }).click()
    await me.getByRole('heading', { name: en.failures.removed.title }).waitFor()
    await look(me, screen, 'removed')
    await noor.close()
  })

  it('lines that drop: mine, without a network at all, somebody else’s; and what I say while muted', async () => {
    const line = await startTcpProxy(stage.server.port)
    try {
      const context = await stage.person({ ...screen.options, origin: line.origin })
      const me = await makeRoom(context, 'Thursday rehearsal')
      await join(me, { name: 'Ada' })
      const noor = await guest(await guestPath(me), 'Noor')
      await person(me, 'Noor').waitFor()
      await control(me, en.dock.mute).click()
      await onScreen(me, en.lines.talkingWhileMuted).waitFor()
      await look(me, screen, 'talking-while-muted')
      await control(me, en.dock.unmute).click()

      await noor.close()
      await onScreen(me, en.lines.away('Noor')).waitFor()
      await look(me, screen, 'somebody-reconnecting')

      line.cut('refuse')
      await onScreen(me, en.lines.reconnecting).waitFor()
      await look(me, screen, 'reconnecting')
      await context.setOffline(true)
      await onScreen(me, en.lines.offline).waitFor()
      await look(me, screen, 'offline')
      await context.setOffline(false)
      line.mend()
      await onScreen(me, en.lines.reconnecting).waitFor({ state: 'detached' })

      await control(me, en.dock.leave).click()
      await me.getByRole('heading', { name: en.over.left }).waitFor()
      await look(me, screen, 'left')
    } finally {
      await line.close()
    }
  })
})
