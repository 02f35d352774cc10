/** The way into a room, screen by screen: the home page, links that do not open, connecting, and rooms that are closed. */

import { expect, it } from 'vitest'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import { en } from '../../web/i18n/en.ts'
import { zh } from '../../web/i18n/zh.ts'
import { control, knock, makeRoom, openLink } from '../support/app.ts'
import { openClosingDoor } from '../support/closing-door.ts'
import { Member } from '../support/member.ts'
import { randomId } from '../support/random-id.ts'
import { createRoom, requestToken } from '../support/room.ts'
import { lookOnBoth } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'

const stage = useStage()

it('home: empty at first, then with the rooms one has been in', async () => {
  const context = await stage.person()
  const page = await openLink(context, '/')
  await page.getByRole('button', { name: en.home.make }).waitFor()
  await lookOnBoth(page, 'home', { byDay: true })
  for (const name of ['Thursday rehearsal', 'Family', 'Garden committee']) await (await makeRoom(context, name)).close()
  await page.reload()
  await page.getByText('Garden committee').waitFor()
  await lookOnBoth(page, 'home-recent-rooms')
  await page.getByRole('button', { name: en.home.forget('Family') }).click()
  await page.getByRole('dialog', { name: en.home.forgetOwned }).waitFor()
  await lookOnBoth(page, 'home-forget-room')
})

it('home: in Chinese and light, where the browser asks for it', async () => {
  const context = await stage.person({ locale: 'zh-CN', colorScheme: 'light' })
  const page = await openLink(context, '/')
  await page.getByRole('heading', { name: zh.home.title }).waitFor()
  await lookOnBoth(page, 'home-zh')
  await page.getByRole('button', { name: zh.home.make }).click()
  await page.getByLabel(zh.door.yourName).fill('林小雨')
  await page.getByText(zh.devices.works).waitFor()
  await lookOnBoth(page, 'door-zh')
  await page.getByRole('button', { name: zh.door.join, exact: true }).click()
  await page.getByRole('heading', { name: zh.invite.title }).waitFor()
  await lookOnBoth(page, 'room-empty-zh')
})

it('home: says when rooms cannot be made, and when the server is away', async () => {
  const context = await stage.person()
  const page = await openLink(context, '/')
  const error = { code: 'rooms-closed', message: 'Rooms cannot be made here.' }
  await context.route('**/v1/rooms', (route) => route.fulfill({ status: 403, json: { error } }))
  await page.getByRole('button', { name: en.home.make }).click()
  await page.getByRole('alert').getByText(en.failures['rooms-closed'].text).waitFor()
  await lookOnBoth(page, 'home-rooms-closed')
  await context.unroute('**/v1/rooms')
  const often = { code: 'too-many-requests', message: 'Wait.' }
  const headers = { 'retry-after': '40' }
  await context.route('**/v1/rooms', (route) => route.fulfill({ status: 429, headers, json: { error: often } }))
  await page.getByRole('button', { name: en.home.make }).click()
  await page.getByRole('alert').getByText(en.waitFor(40)).waitFor()
  await lookOnBoth(page, 'home-too-often')
  await context.unroute('**/v1/rooms')
  await context.route('**/v1/rooms', (route) => route.abort())
  await page.getByRole('button', { name: en.home.make }).click()
  await page.getByRole('alert').getByText(en.failures.unreachable.text).waitFor()
  await lookOnBoth(page, 'home-unreachable')
})

it.each([
  ['broken', '/r/half#a', en.over.noLink],
  ['unknown', `/r/${randomId()}#${randomId()}`, en.failures['room-unknown'].title],
  ['nowhere', '/nothing/here', en.nowhere.title],
] as const)('a link to nothing, %s: says so', async (state, path, title) => {
  const page = await openLink(await stage.person(), path)
  await page.getByRole('heading', { name: title }).waitFor()
  await lookOnBoth(page, `link-${state}`)
})

it('a link with a wrong secret does not open the room', async () => {
  const { room } = await createRoom(stage.server.origin, 'Rehearsal')
  const page = await openLink(await stage.person(), `/r/${room}#${randomId()}`)
  await page.getByRole('heading', { name: en.failures['wrong-link'].title }).waitFor()
  await lookOnBoth(page, 'link-wrong')
})

it.each(['invite-expired', 'invite-used-up'] as const)('a link that is over, %s: says so', async (code) => {
  const context = await stage.person()
  const error = { code, message: 'Ask for a new one.' }
  await context.route('**/tokens', (route) => route.fulfill({ status: 403, json: { error } }))
  const page = await openLink(context, `/r/${randomId()}#${randomId()}`)
  await page.getByRole('heading', { name: en.failures[code].title }).waitFor()
  await lookOnBoth(page, code)
})

it('connecting: says where to, and lets one turn back', async () => {
  const line = await startTcpProxy(stage.server.port)
  try {
    const page = await makeRoom(await stage.person({ origin: line.origin }), 'Rehearsal')
    await page.getByRole('button', { name: en.door.join, exact: true, disabled: false }).waitFor()
    line.cut('hold')
    await knock(page, 'Ann')
    await page.getByRole('heading', { name: en.door.connecting }).waitFor()
    await lookOnBoth(page, 'connecting')
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
    const page = await makeRoom(await stage.person({ origin: door.origin }), 'Rehearsal')
    await knock(page, 'Ann')
    await page.getByText(en.failures[state].title).waitFor()
    await lookOnBoth(page, state)
  } finally {
    await door.close()
  }
})

it('a locked room lets nobody new in', async () => {
  const { origin } = stage.server
  const { room, ownerSecret, guestSecret } = await createRoom(origin, 'Rehearsal')
  const owner = await Member.join({ origin, room, token: await requestToken(origin, room, ownerSecret) })
  const id = randomId()
  owner.send({ type: 'moderate', id, action: 'lock' })
  await owner.said('ack', (ack) => ack.id === id)
  await owner.close()
  const page = await openLink(await stage.person(), `/r/${room}#${guestSecret}`)
  await knock(page, 'Gus')
  await page.getByRole('heading', { name: en.failures['room-locked'].title }).waitFor()
  await lookOnBoth(page, 'room-is-locked')
  expect(await page.getByRole('button', { name: en.actions.tryAgain }).isVisible()).toBe(true)
})
