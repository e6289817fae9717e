/** `299 gatehouse "text", …` (RFC 7234 5.5): the texts. */
export const warningsIn = (header: string | null): string[] =>
  [...(header ?? '').matchAll(/\b\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replaceAll(/\\(.)/g, '$1'),
  )
