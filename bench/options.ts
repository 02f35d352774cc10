/** Reads the benches' options, `--name value`, and says plainly which ones there are when one is not known. */

export function readOptions<T extends Record<string, string>>(defaults: T): T {
  const options = { ...defaults }
  const args = process.argv.slice(2)
  for (let at = 0; at < args.length; at += 2) {
    const name = args[at]?.replace(/^--/, '') as keyof T | undefined
    const value = args[at + 1]
    if (name === undefined || !(name in defaults) || value === undefined) {
      const known = Object.entries(defaults).map(([key, fallback]) => `  --${key} ${fallback || 'FILE'}`)
      console.error(`Not understood: ${args.slice(at).join(' ')}\nOptions and their defaults:\n${known.join('\n')}`)
      process.exit(1)
    }
    options[name] = value as T[keyof T]
  }
  return options
}
