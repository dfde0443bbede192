// Says that it is there, and stays until it is told to stop.
console.log(`  web: open for customers, process ${process.pid}, life ${process.env.OTP_SUP_INCARNATION}`)
setInterval(() => {}, 3_600_000)
