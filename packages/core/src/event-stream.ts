import type { SupervisionEvent } from './events.ts'
import type { Journal } from './runtime/journal.ts'

/** The events of a journal from now on, as an async iterable that ends with the tree. */
export function eventStream(journal: Journal, done: Promise<unknown>): AsyncIterable<SupervisionEvent> {
  const waiting: SupervisionEvent[] = []
  let isOver = false
  let wake = (): void => {}
  const stopListening = journal.listen((event) => {
    waiting.push(event)
    wake()
  })
  const end = (): void => {
    isOver = true
    stopListening()
    wake()
  }
  void done.then(end)
  return {
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          yield* waiting.splice(0)
          if (waiting.length > 0) continue
          if (isOver) return
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      } finally {
        end()
      }
    },
  }
}
