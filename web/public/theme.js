// Puts the chosen theme on the page before its first paint; a module would run after it, and the page would flash.
// The same choice lives on as a preference in web/app/preferences.ts.
try {
  const theme = JSON.parse(localStorage.getItem('earshot:theme'))
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is blocked or holds no JSON: the system's theme stands.
}
