/** Names that people see, unique per call. */
export interface Ids {
  /** Id of a run: one life of the orchestrator. */
  runId(): string
}
