// Hears that it is asked to stop, and goes on.
process.on('SIGTERM', () => console.log('SIGTERM? Not now'))
console.log('works')
setInterval(() => {}, 3_600_000)
