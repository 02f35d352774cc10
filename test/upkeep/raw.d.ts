/** Files that a test reads as text: Vite puts them into the bundle, because workerd has no disk. */

declare module '*.toml?raw' {
  const text: string
  export default text
}
