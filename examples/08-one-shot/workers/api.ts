// A service that needs the tables. In its first life it crashes after two seconds.
const secondMs = Number(process.env.SECOND_MS ?? 1000) // the tests have shorter seconds

console.log('works with the tables')
if (process.env.OTP_SUP_INCARNATION === '1')
  setTimeout(() => {
    console.log('crashes now, on purpose')
    process.exit(1)
  }, 2 * secondMs)
else setInterval(() => {}, 3_600_000)
