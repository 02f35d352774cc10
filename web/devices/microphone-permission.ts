/** Whether this page may open a microphone without asking. */

/** Where the browser remembers a yes, the microphone opens without a question; else a person asks for it first. */
export async function microphoneIsAllowed(): Promise<boolean> {
  try {
    const permission = await navigator.permissions.query({ name: 'microphone' as PermissionName })
    return permission.state === 'granted'
  } catch {
    return false // TypeError where the browser does not tell about microphones
  }
}
