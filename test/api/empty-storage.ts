/**
 * Set-up of the tests in the Workers runtime, which share a runtime: each file begins with nothing in any storage, and no
 * object that lives on from another.
 */

import { reset } from 'cloudflare:test'
import { beforeAll } from 'vitest'

beforeAll(() => reset())
