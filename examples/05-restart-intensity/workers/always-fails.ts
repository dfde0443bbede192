// Fails after a second, in each of its lives. To be started again does not help it.
const secondMs = Number(process.env.SECOND_MS ?? 1000) // the tests have shorter seconds

setTimeout(() => {
  console.log('cannot read its settings')
  process.exit(1)
}, secondMs)
