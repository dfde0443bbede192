// Says a line every few seconds, with a number that starts anew in each life. Asked to, it crashes after some time.
const [what, everySeconds, crashAfterSeconds] = process.argv.slice(2)
const secondMs = Number(process.env.SECOND_MS ?? 1000) // the tests have shorter seconds

let times = 0
setInterval(() => {
  times += 1
  console.log(`${what} (${times})`)
}, Number(everySeconds) * secondMs)

if (crashAfterSeconds !== undefined)
  setTimeout(() => {
    console.log('crashes now, on purpose')
    process.exit(1)
  }, Number(crashAfterSeconds) * secondMs)
