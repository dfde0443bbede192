/** How long the processor worked on `act`, in milliseconds: other programs of the machine do not count. */
export async function cpuTimeMs(act: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await act()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
