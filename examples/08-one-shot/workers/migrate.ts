// Brings the tables up to date, and is done; or fails, if it is told to.
const secondMs = Number(process.env.SECOND_MS ?? 1000) // the tests have shorter seconds

setTimeout(() => {
  const isFailing = process.env.MIGRATION === 'fails'
  console.log(isFailing ? 'the column "price" is there already' : 'the tables are up to date')
  process.exit(isFailing ? 1 : 0)
}, secondMs)
