// The generated diagrams of docs/diagrams are what the code says now; `vitest -u` writes them.
import { supervisor, worker } from '@otp-sup/core'
import { expect, it, vi } from 'vitest'
import { play } from '../../support/trace.ts'
import { readDocument, repositoryPath, withDiagram } from '../document.ts'
import { chartDiagram, type Phase } from './chart-diagram.ts'
import { loopDiagram, sequenceDiagram } from './running-system.ts'

const decide = 'packages/core/src/decide'

async function expectShown(path: string, ...diagrams: readonly (readonly string[])[]): Promise<void> {
  const shown = diagrams.reduce((text, lines, nth) => withDiagram(text, lines, nth), readDocument(path))
  await expect(shown).toMatchFileSnapshot(repositoryPath(path))
}

it('docs/diagrams/supervisor-machine.md shows the machine', async () => {
  // The machine is inside a package, and stays there: this test alone looks at it.
  const inside = '../../../packages/core/src/machines/supervisor-machine.ts'
  const { supervisorMachine } = await vi.importActual<{ supervisorMachine: { root: Phase } }>(inside)
  await expectShown('docs/diagrams/supervisor-machine.md', chartDiagram(supervisorMachine.root))
})

it('docs/diagrams/running-system.md shows what goes round, and a run', async () => {
  const facts = readDocument(`${decide}/fact.ts`)
  const state = readDocument(`${decide}/state.ts`)
  const mail = state.slice(state.indexOf('export type Mail ='), state.indexOf('/** Children that are being started'))
  const loop = loopDiagram({ facts, commands: readDocument(`${decide}/command.ts`), mail })
  const leaf = (id: string) => worker(id, { command: [id] })
  const jobs = supervisor('jobs', { children: [leaf('mailer')] })
  const tree = supervisor('shop', { strategy: 'rest_for_one', children: [leaf('db'), leaf('api'), jobs] })
  const { events } = play(tree, { steps: [{ exit: 'shop/api', code: 1 }, { call: 'stop' }] })
  await expectShown('docs/diagrams/running-system.md', loop, sequenceDiagram(events))
})
