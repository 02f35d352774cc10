/**
 * The HTTP app: every route and, in order, what a request passes through on the way to it. Files of the web app never
 * come here; what is neither a route nor a file is an address within the web app, and answered with its one page.
 */

import { Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { answerHeaders } from './answer-headers.ts'
import { clipAudio } from './clip-audio.ts'
import { clipHeard } from './clip-heard.ts'
import { clipLinks } from './clip-links.ts'
import { clipSlices } from './clip-slices.ts'
import { clips } from './clips.ts'
import { connect } from './connect.ts'
import type { ApiEnv } from './context.ts'
import { guardDependencies } from './dependencies.ts'
import { entries } from './entries.ts'
import { ApiError, answerError } from './errors.ts'
import { forwards } from './forwards.ts'
import { hand } from './hand.ts'
import { health } from './health.ts'
import { iceServers } from './ice-servers.ts'
import { invites } from './invites.ts'
import { edgeLimits } from './limits.ts'
import { overrideMethod, refuseOtherOverrides } from './method-override.ts'
import { moderation } from './moderation.ts'
import { openapi } from './openapi.ts'
import { refuseForeignOrigins, shareWithOrigin } from './origins.ts'
import { outbox } from './outbox.ts'
import { people } from './people.ts'
import { room } from './room.ts'
import { roomList } from './room-list.ts'
import { rooms } from './rooms.ts'
import { securityHeaders } from './security-headers.ts'
import { serverTokens } from './server-tokens.ts'
import { refuseOversized } from './sizes.ts'
import { talk } from './talk.ts'
import { tokens } from './tokens.ts'
import { tusHeaders } from './tus.ts'
import { unread } from './unread.ts'
import { upload } from './upload.ts'
import { uploadAbilities, uploads } from './uploads.ts'

export const app = new Hono<ApiEnv>()

app.onError(answerError)
app.notFound((c) => {
  if (/^\/(?:v1|assets)\//.test(c.req.path)) return answerError(new ApiError('unknown-route'), c)
  return c.env.ASSETS.fetch(new URL('/', c.req.url))
})

// Ahead of all: the request begins anew.
app.use('/v1/uploads/*', overrideMethod(app))
app.use(securityHeaders)
app.use('/v1/uploads/*', tusHeaders)
app.use('/v1/*', answerHeaders, refuseOversized, guardDependencies)
app.use('/v1/uploads/*', refuseOtherOverrides)
app.use(
  '/v1/*',
  methodNotAllowed({
    app,
    onMethodNotAllowed: (_, methods) => {
      throw new ApiError('method-not-allowed', { headers: { allow: methods.join(', ') } })
    },
  }),
)
// Ahead of what judges origins: this route does so itself, because its refusals are closes.
app.route('/v1', connect)
app.use('/v1/*', refuseForeignOrigins)
app.route('/v1', uploadAbilities)
app.use('/v1/*', shareWithOrigin)
app.route('/v1', edgeLimits)
app.route('/v1', rooms)
app.route('/v1', roomList)
app.route('/v1', room)
app.route('/v1', tokens)
app.route('/v1', serverTokens)
app.route('/v1', invites)
app.route('/v1', people)
app.route('/v1', moderation)
app.route('/v1', hand)
app.route('/v1', entries)
app.route('/v1', talk)
app.route('/v1', clips)
app.route('/v1', clipAudio)
app.route('/v1', clipSlices)
app.route('/v1', clipLinks)
app.route('/v1', clipHeard)
app.route('/v1', forwards)
app.route('/v1', unread)
app.route('/v1', uploads)
app.route('/v1', upload)
app.route('/v1', outbox)
app.route('/v1', iceServers)
app.route('/v1', health)
app.route('/v1', openapi(app))
