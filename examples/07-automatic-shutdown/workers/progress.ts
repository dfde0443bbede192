// Tells every second that work goes on, until it is told to stop.
const secondMs = Number(process.env.SECOND_MS ?? 1000) // the tests have shorter seconds

setInterval(() => console.log('the night is long'), secondMs)
