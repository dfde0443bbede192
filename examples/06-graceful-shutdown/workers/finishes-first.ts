// Asked to stop, it takes a second for what it has to finish, and ends by itself.
const [signal, what] = process.argv.slice(2)
const secondMs = Number(process.env.SECOND_MS ?? 1000) // the tests have shorter seconds

process.on(String(signal), () => {
  console.log(`${signal}: ${what}`)
  setTimeout(() => {
    console.log('done')
    process.exit(0)
  }, secondMs)
})
console.log('works')
setInterval(() => {}, 3_600_000)
