import { useEffect, useState } from 'react'

const patience = 250

/** The value as it was when it last stood still. */
export function useLate(value: string): string {
  const [late, setLate] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), value === '' ? 0 : patience)
    return () => clearTimeout(timer)
  }, [value])
  return late
}
