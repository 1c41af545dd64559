import { expect, test } from 'vitest';
import { TaskRegistry } from './task-registry.ts';

const WORK = { action: 'indices:data/write/reindex', description: 'reindex', isCancellable: true };

test('a task is found by its id while it runs, and not by that of another node', () => {
  const tasks = new TaskRegistry('node');
  const task = tasks.start(WORK);
  expect(task.id).toBe(`node:${task.number}`);
  expect(tasks.find(task.id)).toBe(task);
  expect(tasks.find(`other:${task.number}`)).toBeUndefined();
  tasks.finish(task);
  expect(tasks.find(task.id)).toBeUndefined();
});

test('a task that is cancelled takes its children with it, and no other', () => {
  const tasks = new TaskRegistry('node');
  const parent = tasks.start(WORK);
  const child = tasks.start({ ...WORK, parent });
  const other = tasks.start(WORK);
  tasks.cancel(parent);
  expect([parent, child, other].map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
});

test('numbers of an earlier run are not given out again', () => {
  const before = new TaskRegistry('node', Date.UTC(2026, 0, 1)).start(WORK);
  const after = new TaskRegistry('node', Date.UTC(2026, 0, 1) + 1_000).start(WORK);
  expect(after.number).toBeGreaterThan(before.number);
});
