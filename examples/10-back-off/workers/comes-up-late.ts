// Fails at once in its first three lives, as if what it needs were not there; then it works.
const life = Number(process.env.OTP_SUP_INCARNATION)

if (life < 4) {
  console.log('nobody answers')
  process.exit(1)
}
console.log('works')
setInterval(() => {}, 3_600_000)
