import { refuse } from '../../errors/index.ts'
import { type Token, tokens } from './tokens.ts'

export type Literal =
  | { type: 'string'; value: string }
  | { type: 'guid'; value: string }
  | { type: 'number'; value: number }
  | { type: 'dateTime'; value: number }
  | { type: 'boolean'; value: boolean }
  | { type: 'null' }

const comparisons = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const
export type Comparison = (typeof comparisons)[number]
const textFunctions = ['startswith', 'endswith', 'contains'] as const
export type TextFunction = (typeof textFunctions)[number]

/** What a filter says, before anything is known about the resource. Paths are as the client wrote them. */
export type Filter =
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; of: Filter }
  | { kind: 'compare'; op: Comparison; path: string; value: Literal }
  | { kind: 'in'; path: string; values: Literal[] }
  | { kind: 'text'; fn: TextFunction; path: string; value: string }
  | { kind: 'any'; path: string; variable: string; of: Filter }

const deepest = 32
const mostNodes = 250
const mostValues = 100

/**
 * `not` > comparison > `and` > `or`; names without case (graph.md 1.2). Refuses with filterInvalid and the place of the
 * mistake. Depth and size are bounded, so that no filter costs more than its page.
 */
export function parseFilter(text: string): Filter {
  const list = tokens(text)
  let at = 0
  let nodes = 0
  const peek = (): Token => list[at] as Token
  const take = (): Token => list[at++] as Token
  const fail = (expected: string): never =>
    refuse('filterInvalid', { reason: `${expected} was expected at position ${peek().at}` })
  const isWord = (word: string) => {
    const token = peek()
    return token.kind === 'word' && token.text.toLowerCase() === word
  }
  const isSign = (sign: string) => {
    const token = peek()
    return token.kind === 'sign' && token.text === sign
  }
  const expectSign = (sign: string) => {
    if (!isSign(sign)) fail(`'${sign}'`)
    at++
  }
  const count = <T extends Filter>(node: T): T => {
    if (++nodes > mostNodes) refuse('filterInvalid', { reason: `it has more than ${mostNodes} conditions` })
    return node
  }

  function either(depth: number): Filter {
    let left = both(depth)
    while (isWord('or')) {
      at++
      left = count({ kind: 'or', left, right: both(depth) })
    }
    return left
  }

  function both(depth: number): Filter {
    let left = unary(depth)
    while (isWord('and')) {
      at++
      left = count({ kind: 'and', left, right: unary(depth) })
    }
    return left
  }

  function unary(depth: number): Filter {
    if (depth > deepest) refuse('filterInvalid', { reason: `it is nested more than ${deepest} levels deep` })
    if (isWord('not')) {
      at++
      return count({ kind: 'not', of: unary(depth + 1) })
    }
    if (isSign('(')) {
      at++
      const inner = either(depth + 1)
      expectSign(')')
      return inner
    }
    return condition(depth)
  }

  function condition(depth: number): Filter {
    const token = take()
    if (token.kind !== 'word') {
      at--
      return fail('a property or a function')
    }
    const fn = textFunctions.find((name) => name === token.text.toLowerCase())
    if (fn && isSign('(')) return textFunction(fn)
    if (/\/any$/i.test(token.text) && isSign('(')) return any(token.text.slice(0, -4), depth)
    if (isSign('(')) refuse('filterInvalid', { reason: `the function '${token.text}' is not supported` })
    return comparison(token.text)
  }

  function textFunction(fn: TextFunction): Filter {
    expectSign('(')
    const path = take()
    if (path.kind !== 'word') {
      at--
      return fail('a property')
    }
    expectSign(',')
    const value = take()
    if (value.kind !== 'string') {
      at--
      return fail('a text in quotes')
    }
    expectSign(')')
    const node = count({ kind: 'text' as const, fn, path: path.text, value: value.value })
    if (!isWord('eq')) return node
    at++
    if (isWord('true') || isWord('false')) {
      const isTrue = isWord('true')
      at++
      return isTrue ? node : count({ kind: 'not', of: node })
    }
    return fail('true or false')
  }

  function any(path: string, depth: number): Filter {
    expectSign('(')
    const variable = take()
    if (variable.kind !== 'word' || variable.text.includes('/')) {
      at--
      return fail('a variable')
    }
    expectSign(':')
    const of = either(depth + 1)
    expectSign(')')
    return count({ kind: 'any', path, variable: variable.text, of })
  }

  function comparison(path: string): Filter {
    const operator = take()
    const word = operator.kind === 'word' ? operator.text.toLowerCase() : ''
    if (word === 'in') {
      expectSign('(')
      const values = [literal()]
      while (isSign(',')) {
        at++
        values.push(literal())
        if (values.length > mostValues) refuse('filterInvalid', { reason: `'in' takes at most ${mostValues} values` })
      }
      expectSign(')')
      return count({ kind: 'in', path, values })
    }
    const op = comparisons.find((name) => name === word)
    if (!op) {
      at--
      return fail('an operator')
    }
    return count({ kind: 'compare', op, path, value: literal() })
  }

  function literal(): Literal {
    const token = take()
    switch (token.kind) {
      case 'string':
      case 'guid':
        return { type: token.kind, value: token.value }
      case 'number':
      case 'dateTime':
        return { type: token.kind, value: token.value }
      case 'word': {
        const word = token.text.toLowerCase()
        if (word === 'true' || word === 'false') return { type: 'boolean', value: word === 'true' }
        if (word === 'null') return { type: 'null' }
      }
    }
    at--
    return fail('a value')
  }

  const filter = either(0)
  if (peek().kind !== 'end') fail('the end')
  return filter
}
