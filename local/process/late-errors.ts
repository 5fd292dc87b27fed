/** A function that throws after its answer must not end everybody's process: said once, survived. */
export function surviveLateErrors(): void {
  globalThis.addEventListener('unhandledrejection', (event) => {
    event.preventDefault()
    console.error('after an answer:', event.reason)
  })
  globalThis.addEventListener('error', (event) => {
    event.preventDefault()
    console.error('after an answer:', event.error)
  })
}
