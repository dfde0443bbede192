/** The longest time, in milliseconds, for which the event loop did not turn while `act` was under way. */
export async function longestStallMs(act: () => Promise<unknown>): Promise<number> {
  let lastMs = performance.now()
  let longest = 0
  const look = (): void => {
    const nowMs = performance.now()
    longest = Math.max(longest, nowMs - lastMs)
    lastMs = nowMs
  }
  const looking = setInterval(look, 1)
  await act()
  look()
  clearInterval(looking)
  return longest
}
