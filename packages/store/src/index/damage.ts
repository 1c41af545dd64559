/** Acknowledged data of an index that is missing. Health is red until an administrator accepts the loss. */
export interface Damage {
  /** The same for the same loss, also when it is found again at the next start. */
  readonly id: string;
  /** What is missing, where it was and why, as a sentence. */
  readonly what: string;
  readonly isAccepted: boolean;
}
