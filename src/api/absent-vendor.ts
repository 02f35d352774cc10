/**
 * Stands in for zod (wrangler.toml, [alias]): hono-openapi can document zod's schemas too, but ours are valibot's, and
 * zod would be three quarters of the Worker's size.
 */

export {}
