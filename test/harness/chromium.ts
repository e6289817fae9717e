import { aptInstall, onPath, runnable } from './programs.ts'

// Debian's shell without windows comes first: it starts no desktop around its pages, so it needs a third less CPU.
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
]
const places = [
  '/usr/bin/chromium',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The browser that tests drive: `GATEHOUSE_CHROMIUM`, else the first Chromium, Chrome or Edge on this machine. */
function findChromium(elsewhere: readonly string[]): string | undefined {
  const wished = process.env.GATEHOUSE_CHROMIUM
  if (wished) {
    if (!runnable(wished)) throw new Error(`GATEHOUSE_CHROMIUM names ${wished}, which cannot be run`)
    return wished
  }
  return onPath(names) ?? elsewhere.find(runnable)
}

/**
 * Finds a browser, or installs Debian's where that is allowed (root, apt-get); otherwise throws with the line to type.
 * `elsewhere`: where to look besides PATH.
 */
export function provideChromium(elsewhere: readonly string[] = places): string {
  const found = findChromium(elsewhere)
  if (found) return found
  if (aptInstall(['chromium-headless-shell']) || aptInstall(['chromium'])) {
    const installed = findChromium(elsewhere)
    if (installed) return installed
  }
  throw new Error(`The browser tests need Chromium. ${hint()}`)
}

function hint(): string {
  if (process.platform === 'darwin') return 'Type: brew install --cask chromium'
  if (process.platform === 'linux') return 'Type: sudo apt-get install -y chromium'
  return 'Install Chrome, or set GATEHOUSE_CHROMIUM to the executable of a Chromium.'
}
