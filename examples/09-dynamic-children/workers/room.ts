// A chat room: open until it is told to close.
setInterval(() => {}, 3_600_000)
