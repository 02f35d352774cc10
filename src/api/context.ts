/**
 * What every route and middleware of the API is given.
 */

import type { Context } from 'hono'

export interface ApiEnv {
  Bindings: Env
  Variables: {
    /** Answered as `request-id` and logged with every error: an operator finds the line of whoever complains. */
    requestId: string
  }
}

export type ApiContext = Context<ApiEnv>
