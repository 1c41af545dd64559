/** What kept lifecycles of indices from going on, since the start. */
export class LifecycleErrors {
  readonly #reasons = new Map<string, string>();

  note(uuid: string, error: unknown): void {
    this.#reasons.set(uuid, error instanceof Error ? error.message : String(error));
  }

  clear(uuid: string): void {
    this.#reasons.delete(uuid);
  }

  get(uuid: string): string | undefined {
    return this.#reasons.get(uuid);
  }
}
