import type { JsonObject } from '@longshore/common/json';

/** What a piece of work says of itself when it begins. */
export interface TaskStart {
  /** Such as `indices:data/write/reindex`. */
  readonly action: string;
  readonly description: string;
  readonly isCancellable: boolean;
  readonly parent?: Task;
  /** How far it has come; asked for whenever somebody looks. */
  status?(): JsonObject;
  /** Changes its pace, in documents per second; Infinity for no limit. */
  rethrottle?(perSecond: number): void;
}

/** A piece of work under way. */
export interface Task extends TaskStart {
  readonly number: number;
  /** `nodeId:number` */
  readonly id: string;
  /** Epoch ms. */
  readonly startMs: number;
  /** Aborted when the task is cancelled; whoever does the work looks at it between its steps. */
  readonly signal: AbortSignal;
  /** Resolves when it is over. */
  readonly finished: Promise<void>;
  runningMs(): number;
}

interface Running {
  readonly task: Task;
  readonly controller: AbortController;
  readonly finish: () => void;
}

/** Numbers begin with the time, so that those of an earlier run are not given out again. */
const FIRST_NUMBER_SINCE_MS = Date.UTC(2024, 0, 1);

/** The work that is under way in this store: what `_tasks` and `_cat/tasks` show. */
export class TaskRegistry {
  readonly nodeId: string;
  readonly #running = new Map<number, Running>();
  #last: number;

  constructor(nodeId: string, nowMs: number = Date.now()) {
    this.nodeId = nodeId;
    this.#last = Math.max(0, nowMs - FIRST_NUMBER_SINCE_MS);
  }

  /** To be ended by `finish`, whatever happens. */
  start(start: TaskStart): Task {
    this.#last += 1;
    const number = this.#last;
    const controller = new AbortController();
    const startedAt = performance.now();
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const task: Task = {
      ...start,
      number,
      id: `${this.nodeId}:${number}`,
      startMs: Date.now(),
      signal: controller.signal,
      finished,
      runningMs: () => performance.now() - startedAt,
    };
    this.#running.set(number, { task, controller, finish });
    return task;
  }

  finish({ number }: Task): void {
    this.#running.get(number)?.finish();
    this.#running.delete(number);
  }

  /** All that is under way, oldest first. */
  list(): readonly Task[] {
    return [...this.#running.values()].map(({ task }) => task);
  }

  find(id: string): Task | undefined {
    const { task } = this.#running.get(Number(id.slice(id.lastIndexOf(':') + 1))) ?? {};
    return task?.id === id ? task : undefined;
  }

  /** Asks a task and its children to end; does not wait until they have. */
  cancel(task: Task): void {
    this.#running.get(task.number)?.controller.abort();
    for (const child of this.list().filter(({ parent }) => parent === task)) {
      this.cancel(child);
    }
  }
}
