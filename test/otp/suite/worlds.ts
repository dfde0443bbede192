import { realWorld } from './real-world.ts'
import { virtualWorld } from './virtual-world.ts'

/** For `describe.each`: what is at stake is the same on both. */
export const WORLDS = [
  ['virtual processes', virtualWorld],
  ['real processes', realWorld],
] as const
