// Works for some seconds, and is done. Asked to, it crashes after one second of its first life.
const [seconds, crashOnce] = process.argv.slice(2)
const secondMs = Number(process.env.SECOND_MS ?? 1000) // the tests have shorter seconds

if (crashOnce !== undefined && process.env.OTP_SUP_INCARNATION === '1')
  setTimeout(() => {
    console.log('crashes now, on purpose')
    process.exit(1)
  }, secondMs)
else setTimeout(() => console.log('done'), Number(seconds) * secondMs)
