// What is made of another tool's file: a flat tree, with a note for each thing that was found in the file. Texts are
// written as in our own files: `${VAR:-value}` is a variable, `$${` a literal `${`.
import type { SupervisorOptions, WorkerOptions } from '@otp-sup/core'
import type { TextPlace, TextProblem } from '../config/text-tree.ts'

/** How well something was taken over. */
export type Fidelity = 'kept' | 'approximated' | 'lost'

/** One thing that the file says, and what has become of it. */
export type Note = {
  readonly fidelity: Fidelity
  /** As the file calls it, with its value where that is no secret. */
  readonly theirs: string
  /** The options that stand for it. */
  readonly keys: readonly string[]
  /** What differs; `''` when nothing does. */
  readonly words: string
}

/** A spec that is being made, and where in the file it comes from. */
export type Draft<Options = WorkerOptions> = {
  readonly id: string
  readonly options: Partial<Options>
  readonly notes: Note[]
  readonly place: TextPlace | null
  /** Where its options come from, as far as that is known. */
  readonly places?: Readonly<Record<string, TextPlace | null>>
}

/** A whole tree: its root and its workers, in the order of their start. */
export type Imported = {
  /** What the tool is called. */
  readonly tool: string
  readonly root: Draft<SupervisorOptions>
  readonly workers: readonly Draft[]
}

/** What a file is made into, or why nothing can be made of it. */
export type Conversion =
  | { readonly ok: true; readonly imported: Imported }
  | { readonly ok: false; readonly problems: readonly (Omit<TextProblem, 'line' | 'column'> & Partial<TextPlace>)[] }

/** What a conversion may know beside the file. */
export type Surroundings = {
  /** The file, by its name alone. */
  readonly file: string
  /** What the tree is called unless the file says. */
  readonly treeId: string
  /** Names of the files beside it. */
  readonly besides: readonly string[]
}

/** A draft without options. */
export function draft<Options = WorkerOptions>(id: string, place: TextPlace | null = null): Draft<Options> {
  return { id, options: {}, notes: [], place }
}

/** Takes something over as it is. */
export function keep<Options>(into: Draft<Options>, theirs: string, options: Partial<Options>): void {
  approximate(into, theirs, options, '')
}

/** Takes something over that means something else here; `words` say what. */
export function approximate<Options>(
  into: Draft<Options>,
  theirs: string,
  options: Partial<Options>,
  words: string,
): void {
  Object.assign(into.options, options)
  into.notes.push({ fidelity: words === '' ? 'kept' : 'approximated', theirs, keys: Object.keys(options), words })
}

/** Leaves something out. */
export function lose<Options>(into: Draft<Options>, theirs: string, words: string): void {
  into.notes.push({ fidelity: 'lost', theirs, keys: [], words })
}

/** What a tool does where its file says nothing, and we would do otherwise. */
export function byDefault<Options>(into: Draft<Options>, read: () => void): void {
  const from = into.notes.length
  read()
  const notes = into.notes.splice(from).map((note) => ({ ...note, theirs: `${note.theirs} (its default)` }))
  into.notes.push(...notes)
}

/** The root of tools that give up on one program and leave the others alone. */
export function neverGivesUp(root: Draft<SupervisorOptions>, tool: string): void {
  approximate(
    root,
    `${tool}'s restarts`,
    { strategy: 'one_for_one', intensity: 'infinity', backoff: true },
    `${tool} may give up on one program and leave the others; here nobody gives up, restarts in a row wait longer and longer.`,
  )
}

/** A name as an id can be. */
export function idOf(name: string): string {
  const id = name.replaceAll(/[^A-Za-z0-9_.@-]+/g, '-').replaceAll(/^-+|-+$/g, '')
  return id === '' ? 'unnamed' : id
}

/** A draft for something with that name; says so when the name cannot be the id. */
export function draftNamed(name: string, place: TextPlace | null = null): Draft {
  const made = draft(idOf(name), place)
  if (made.id !== name) approximate(made, `name ${JSON.stringify(name)}`, {}, `As an id it is ${made.id}.`)
  return made
}

/** A text in which nothing is a variable. */
export function literal(text: string): string {
  // A function, for in a replacement `$$` is one dollar.
  return text.replaceAll('${', () => '$${')
}
