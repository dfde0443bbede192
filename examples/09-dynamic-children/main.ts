// You will see: a program that opens and closes chat rooms while it runs. All are made of one template; one that is
// killed comes back with the arguments that it had, one that is closed leaves its place to another.
// Run it by Node: node examples/09-dynamic-children/main.ts
import { start, supervisor, type TemplateStart, worker } from 'otp-sup'

const chat = supervisor('chat', {
  strategy: 'simple_one_for_one', // has no children at first, and makes all of them of its template
  template: worker('room', { command: [process.execPath, 'workers/room.ts'] }),
  maxChildren: 2,
})

await using tree = await start(chat, { cwd: import.meta.dirname }) // when this program ends or fails, so does the tree

/** Opens a room; what it is called is up to the template, unless there is an id. */
const open = async (own: TemplateStart) => {
  const answer = await tree.startChild('chat', own)
  console.log(answer.ok ? `${answer.value.path} is open` : `not opened: ${answer.error}`) // a refusal is a value
  return answer.ok ? answer.value : null
}

const tell = async () => {
  const rooms = await tree.whichChildren('chat')
  if (rooms.ok) console.log(`rooms: ${rooms.value.map(({ id, state }) => `${id} ${state}`).join(', ')}`)
}

await open({ args: ['music'] })
const news = await open({ id: 'news', args: ['news', '--quiet'] })
await open({ args: ['sports'] })
await tell()

const events = tree.events() // from now on
if (typeof news?.pid === 'number') process.kill(news.pid, 'SIGKILL')
for await (const event of events) {
  if (event.type === 'child.exited') console.log(`${event.path} was killed`)
  if (event.type === 'child.starting') console.log(`${event.path} starts: room.ts ${event.command.slice(2).join(' ')}`)
  if (event.type === 'child.started') break
}

await tree.terminateChild('chat/room@1') // of a template, it is gone then: there is nothing to restart or delete
await tell()
await open({ args: ['sports'] }) // a number is never used twice
await tell()
