/** The value below which `share` (0 to 1) of the values lie, by nearest rank. Throws on an empty list. */
export function quantile(values: readonly number[], share: number): number {
  const inOrder = values.toSorted((a, b) => a - b)
  const found = inOrder[Math.min(inOrder.length - 1, Math.floor(share * inOrder.length))]
  if (found === undefined) throw new Error('nothing was measured')
  return found
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const inOrder = values.toSorted((a, b) => a - b)
  const upper = quantile(inOrder, 0.5)
  const lower = inOrder[Math.ceil(inOrder.length / 2) - 1] ?? upper
  return (lower + upper) / 2
}
