/** How values are shown. The browser's language decides, English is the fallback. */
const languages = [...navigator.languages, 'en']
const dateTime = new Intl.DateTimeFormat(languages, { dateStyle: 'medium', timeStyle: 'medium' })
const day = new Intl.DateTimeFormat(languages, { dateStyle: 'medium' })
const count = new Intl.NumberFormat(languages)
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** ISO 8601 from Graph to the person's own time; a dash for nothing. */
export const showDateTime = (iso: string | null | undefined): string => (iso ? dateTime.format(new Date(iso)) : '–')
export const showDay = (iso: string | null | undefined): string => (iso ? day.format(new Date(iso)) : '–')
export const showCount = (value: number | null | undefined): string => (value == null ? '–' : count.format(value))

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 days ago", "in 2 hours". */
export function showAgo(iso: string | null | undefined, now: number): string {
  if (!iso) return '–'
  const seconds = (new Date(iso).getTime() - now) / 1000
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second' as const, 1]
  return relative.format(Math.round(seconds / size), unit)
}

export const showText = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  return Array.isArray(value) ? (value.length === 0 ? '–' : value.join(', ')) : String(value)
}
