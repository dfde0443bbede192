/** Stands for an event that is still to be written; the runtime fills in its number. Decisions hand marks on as causes. */
export type Mark = { seq: number | null }
