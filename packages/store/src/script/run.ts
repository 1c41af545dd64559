import { faults } from './script-fault.ts';

/** Loop turns, calls, and items and texts that methods go through, in one run of a script. */
const STEPS_MAX = 1_000_000;
/** Functions and lambdas that are under way inside each other. */
const CALL_DEPTH_MAX = 100;
/** UTF-16 code units of one text. */
const TEXT_LENGTH_MAX = 1_000_000;
/** Items of one list, map or set. */
const COLLECTION_SIZE_MAX = 100_000;
/** Code units that cost one step. */
const TEXT_STEP_LENGTH = 64;

/** One run of a script: its bindings, and how much it has used of what it may. */
export class Run {
  readonly bindings: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Offset in the source of what is being done; where an error is reported. */
  at = 0;
  /** True once a list, map or set was changed: what it holds must be made plain at the end. */
  hasWritten = false;
  /** Functions and lambdas that are under way. */
  callDepth = 0;
  private steps = 0;

  constructor(bindings: Readonly<Record<string, unknown>>, now: () => number) {
    this.bindings = bindings;
    this.now = now;
  }

  step(steps = 1): void {
    this.steps += steps;
    if (this.steps > STEPS_MAX) {
      throw faults.limit(
        'The maximum number of statements that can be executed in a loop has been reached.',
      );
    }
  }

  enter(): void {
    this.step();
    this.callDepth += 1;
    if (this.callDepth > CALL_DEPTH_MAX) {
      throw faults.limit(`more than ${CALL_DEPTH_MAX} calls are under way inside each other`);
    }
  }

  leave(): void {
    this.callDepth -= 1;
  }

  /** Refuses a text that is too long. */
  holdText(length: number): void {
    if (length > TEXT_LENGTH_MAX) {
      throw faults.limit(`a text of more than ${TEXT_LENGTH_MAX} characters`);
    }
  }

  /** Before a text is made or read through: its length is within the limit, and costs steps. */
  willMakeText(length: number): void {
    this.holdText(length);
    this.step(Math.floor(length / TEXT_STEP_LENGTH));
  }

  /** A text that a method made. */
  text(text: string): string {
    this.willMakeText(text.length);
    return text;
  }

  /** Before a collection grows to a size. */
  willHold(size: number): void {
    this.hasWritten = true;
    if (size > COLLECTION_SIZE_MAX) {
      throw faults.limit(`a collection of more than ${COLLECTION_SIZE_MAX} items`);
    }
  }

  /** A list that a method made; each item costs a step. */
  list<T>(items: T[]): T[] {
    this.willHold(items.length);
    this.step(items.length);
    return items;
  }
}
