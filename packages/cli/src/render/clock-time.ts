const DAY_MS = 24 * 60 * 60 * 1000

const two = (value: number): string => String(value).padStart(2, '0')

/** A time of day for people, where they are: `12:01:07`; with the day when that is not within the last 24 hours. */
export function clockTime(iso: string, nowMs: number): string {
  const time = new Date(iso)
  const ofDay = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')
  if (nowMs - time.getTime() < DAY_MS) return ofDay
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${ofDay}`
}
