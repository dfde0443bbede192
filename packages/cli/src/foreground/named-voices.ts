import type { LogLine, SupervisionEvent } from '@otp-sup/core'
import type { Voices } from './voices.ts'

/** Voices that call the tree by the name that it was given, where events and log say one. */
export const namedVoices = (voices: Voices, name: string): Voices => ({
  ...voices,
  tell: (event) => voices.tell(named(event, name)),
  logger: {
    write: (line: LogLine) =>
      voices.logger.write(line.event === null ? line : { ...line, event: named(line.event, name) }),
  },
})

const named = (event: SupervisionEvent, name: string): SupervisionEvent =>
  event.type === 'tree.starting' ? { ...event, name } : event
