/** Texts that no parameter can mean, as they are written in an address or a form. */
export const oddTexts: Record<string, string> = {
  'no UTF-8': '%ff%fe%80',
  'an overlong encoding': '%c0%af%e0%80%af',
  'half an encoding': '%E2%82',
  'no encoding': '%zz%',
  NUL: 'a%00b',
  'UTF-16': '%fe%ff%00a%00b',
  'a lone half of a pair': '%ed%a0%80',
  'a line break': 'a%0d%0aset-cookie:%20a=b',
  'a name of Object': '__proto__',
}

/** 100 kB. */
export const huge = 'x'.repeat(100_000)
