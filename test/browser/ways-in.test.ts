/** The way into a room, screen by screen: the home page, links that do not open, connecting, and rooms that are closed. */

import { describe, expect, it } from 'vitest'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import { en } from '../../web/i18n/en.ts'
import { zh } from '../../web/i18n/zh.ts'
import { control, guestPath, join, knock, makeRoom, openLink, useMenu } from '../support/app.ts'
import { openClosingDoor } from '../support/closing-door.ts'
import { randomId } from '../support/random-id.ts'
import { look, SCREENS } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'

const stage = useStage()

describe.each(SCREENS)('$device', (screen) => {
  it('home: empty at first, then with the rooms one has been in', async () => {
    const context = await stage.person(screen.options)
    const page = await openLink(context, '/')
    await page.getByRole('button', { name: en.home.make }).waitFor()
    await look(page, screen, 'home', { byDay: true })
    for (const name of ['Thursday rehearsal', 'Family', 'Garden committee']) await makeRoom(context, name)
    await page.reload()
    await page.getByText('Garden committee').waitFor()
    await look(page, screen, 'home-recent-rooms')
    await page.getByRole('button', { name: en.home.forget('Family') }).click()
    await page.getByRole('dialog', { name: en.home.forgetOwned }).waitFor()
    await look(page, screen, 'home-forget-room')
  })

  it('home: in Chinese and light, where the browser asks for it', async () => {
    const context = await stage.person({ ...screen.options, locale: 'zh-CN', colorScheme: 'light' })
    const page = await openLink(context, '/')
    await page.getByRole('heading', { name: zh.home.title }).waitFor()
    await look(page, screen, 'home-zh')
    await page.getByRole('button', { name: zh.home.make }).click()
    await page.getByLabel(zh.door.yourName).fill('林小雨')
    await page.getByText(zh.devices.works).waitFor()
    await look(page, screen, 'door-zh')
    await page.getByRole('button', { name: zh.door.join, exact: true }).click()
    await page.getByRole('heading', { name: zh.invite.title }).waitFor()
    await look(page, screen, 'room-empty-zh')
  })

  it('home: says when rooms cannot be made, and when the server is away', async () => {
    const context = await stage.person(screen.options)
    const page = await openLink(context, '/')
    const error = { code: 'rooms-closed', message: 'Rooms cannot be made here.' }
    await context.route('**/v1/rooms', (route) => route.fulfill({ status: 403, json: { error } }))
    await page.getByRole('button', { name: en.home.make }).click()
    await page.getByRole('alert').getByText(en.failures['rooms-closed'].text).waitFor()
    await look(page, screen, 'home-rooms-closed')
    await context.unroute('**/v1/rooms')
    const often = { code: 'too-many-requests', message: 'Wait.' }
    const headers = { 'retry-after': '40' }
    await context.route('**/v1/rooms', (route) => route.fulfill({ status: 429, headers, json: { error: often } }))
    await page.getByRole('button', { name: en.home.make }).click()
    await page.getByRole('alert').getByText(en.waitFor(40)).waitFor()
    await look(page, screen, 'home-too-often')
    await context.unroute('**/v1/rooms')
    await context.route('**/v1/rooms', (route) => route.abort())
    await page.getByRole('button', { name: en.home.make }).click()
    await page.getByRole('alert').getByText(en.failures.unreachable.text).waitFor()
    await look(page, screen, 'home-unreachable')
  })

  it.each([
    ['broken', '/r/half#a', en.over.noLink],
    ['unknown', `/r/${randomId()}#${randomId()}`, en.failures['room-unknown'].title],
    ['nowhere', '/nothing/here', en.nowhere.title],
  ] as const)('a link to nothing, %s: says so', async (state, path, title) => {
    const page = await openLink(await stage.person(screen.options), path)
    await page.getByRole('heading', { name: title }).waitFor()
    await look(page, screen, `link-${state}`)
  })

  it('a link with a wrong secret does not open the room', async () => {
    const made = await makeRoom(await stage.person(), 'Rehearsal')
    const room = (await guestPath(made)).split('#')[0]
    const page = await openLink(await stage.person(screen.options), `${room}#${randomId()}`)
    await page.getByRole('heading', { name: en.failures['wrong-link'].title }).waitFor()
    await look(page, screen, 'link-wrong')
  })

  it.each(['invite-expired', 'invite-used-up'] as const)('a link that is over, %s: says so', async (code) => {
    const context = await stage.person(screen.options)
    const error = { code, message: 'Ask for a new one.' }
    await context.route('**/tokens', (route) => route.fulfill({ status: 403, json: { error } }))
    const page = await openLink(context, `/r/${randomId()}#${randomId()}`)
    await page.getByRole('heading', { name: en.failures[code].title }).waitFor()
    await look(page, screen, code)
  })

  it('connecting: says where to, and lets one turn back', async () => {
    const line = await startTcpProxy(stage.server.port)
    try {
      const page = await makeRoom(await stage.person({ ...screen.options, origin: line.origin }), 'Rehearsal')
      await page.getByRole('button', { name: en.door.join, exact: true, disabled: false }).waitFor()
      line.cut('hold')
      await knock(page, 'Ann')
      await page.getByRole('heading', { name: en.door.connecting }).waitFor()
      await look(page, screen, 'connecting')
      await page.getByRole('button', { name: en.actions.cancel }).click()
      line.mend()
      await knock(page, 'Ann')
      await control(page, en.dock.leave).waitFor()
    } finally {
      await line.close()
    }
  })

  it.each([
    ['roomFull', 'room-full'],
    ['replaced', 'replaced'],
    ['tooManyDevices', 'too-many-devices'],
  ] as const)('a room that closes with %s says so', async (name, state) => {
    const door = await openClosingDoor(stage.server.port, CLOSE[name], name)
    try {
      const page = await makeRoom(await stage.person({ ...screen.options, origin: door.origin }), 'Rehearsal')
      await knock(page, 'Ann')
      await page.getByText(en.failures[state].title).waitFor()
      await look(page, screen, state)
    } finally {
      await door.close()
    }
  })

  it('a locked room lets nobody new in', async () => {
    const owner = await makeRoom(await stage.person(), 'Rehearsal')
    await join(owner, { name: 'Olga' })
    await useMenu(owner, en.menu.lock)
    await owner.getByText(en.room.locked, { exact: true }).waitFor()
    const page = await openLink(await stage.person(screen.options), await guestPath(owner))
    await knock(page, 'Gus')
    await page.getByRole('heading', { name: en.failures['room-locked'].title }).waitFor()
    await look(page, screen, 'room-is-locked')
    expect(await page.getByRole('button', { name: en.actions.tryAgain }).isVisible()).toBe(true)
  })
})
