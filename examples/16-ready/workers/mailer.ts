// Says itself when it has read its templates.
const secondMs = Number(process.env.SECOND_MS ?? 1000) // the tests have shorter seconds

setTimeout(() => {
  console.log('the templates are read')
  process.send?.('ready')
}, secondMs / 2)
setInterval(() => {}, 3_600_000)
