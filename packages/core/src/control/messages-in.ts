/** The data of the messages of an event stream, as they come, to the message `end`. Throws when there is none. */
export async function* messagesIn<Data>(texts: AsyncIterable<string>): AsyncGenerator<Data> {
  let rest = ''
  for await (const text of texts) {
    const messages = (rest + text).split('\n\n')
    rest = messages.pop() ?? ''
    for (const message of messages) {
      if (message.startsWith('event: end\n')) return
      const data = /^data: (.*)$/m.exec(message)?.[1]
      if (data !== undefined) yield JSON.parse(data) as Data
    }
  }
  throw new Error('it has no end')
}
