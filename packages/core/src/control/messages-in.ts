/** The data of the messages of an event stream, as they come. */
export async function* messagesIn<Data>(texts: AsyncIterable<string>): AsyncGenerator<Data> {
  let rest = ''
  for await (const text of texts) {
    const messages = (rest + text).split('\n\n')
    rest = messages.pop() ?? ''
    for (const message of messages) {
      const data = /^data: (.*)$/m.exec(message)?.[1]
      if (data !== undefined) yield JSON.parse(data) as Data
    }
  }
}
