/** What the server tells its pages about the deployment, in the page's own `#gatehouse` block. */
export type PageConfig = {
  origin: string
  /** Client ids of the first-party apps. */
  adminCenter: string
  myApps: string
  /** A demo has an outbox to read and a tour to take. */
  demo: boolean
  version: string
  /** Of this page load, for style elements made by scripts. */
  nonce: string
}

export const config: PageConfig = JSON.parse(document.getElementById('gatehouse')?.textContent ?? '')
