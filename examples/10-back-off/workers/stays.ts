// Does nothing until it is told to stop.
setInterval(() => {}, 3_600_000)
