// Crashes two seconds after its first start, and never again: OTP_SUP_INCARNATION counts the lives of a child.
const secondMs = Number(process.env.SECOND_MS ?? 1000) // the tests have shorter seconds

if (process.env.OTP_SUP_INCARNATION === '1')
  setTimeout(() => {
    console.log('crashes now, on purpose')
    process.exit(1)
  }, 2 * secondMs)
else setInterval(() => {}, 3_600_000)
