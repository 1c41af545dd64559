import type { Statement } from './ast.ts';
import { coerce } from './casts.ts';
import { compileExpression } from './compile-expression.ts';
import { booleanOf, itemsOf } from './method.ts';
import { javaTypeOf } from './numbers.ts';
import type { Run } from './run.ts';
import type { Evaluate, Execute, Frame, Scope } from './scope.ts';
import { faults, ScriptFault } from './script-fault.ts';

type Of<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>;

/** The compiler of statements; bodies of loops need it. */
type CompileStatement = (statement: Statement, scope: Scope, isLast: boolean) => Execute;

/** What a loop does after one turn: the completion that ends it, or nothing. */
function turn(execute: Execute, frame: Frame): 'normal' | 'return' | undefined {
  frame.run.step();
  const completion = execute(frame);
  if (completion === 'return') {
    return 'return';
  }
  return completion === 'break' ? 'normal' : undefined;
}

function compileLoop(test: Evaluate, body: Execute, step?: Evaluate): Execute {
  return (frame) => {
    while (booleanOf(test(frame))) {
      const end = turn(body, frame);
      if (end) {
        return end;
      }
      step?.(frame);
    }
    return 'normal';
  };
}

/** `while (test) …` */
export function compileWhile(
  { test, body, at }: Of<'while'>,
  scope: Scope,
  compile: CompileStatement,
): Execute {
  checkEndless(test, body, 'while', at);
  return compileLoop(compileExpression(test, scope), compile(body, scope.inner(), false));
}

/** `do … while (test)` */
export function compileDo(
  { test, body }: Of<'do'>,
  scope: Scope,
  compile: CompileStatement,
): Execute {
  const execute = compile(body, scope.inner(), false);
  const condition = compileExpression(test, scope);
  return (frame) => {
    do {
      const end = turn(execute, frame);
      if (end) {
        return end;
      }
    } while (booleanOf(condition(frame)));
    return 'normal';
  };
}

/** `for (start; test; step) …` */
export function compileFor(
  { start, test, step, body, at }: Of<'for'>,
  outer: Scope,
  compile: CompileStatement,
): Execute {
  checkEndless(test, body, 'for', at);
  const scope = outer.inner();
  const begin = start && compile(start, scope, false);
  const condition = test ? compileExpression(test, scope) : () => true;
  const advance = step && compileExpression(step, scope);
  const loop = compileLoop(condition, compile(body, scope.inner(), false), advance);
  return (frame) => {
    begin?.(frame);
    return loop(frame);
  };
}

/** A loop that nothing ends is refused before it runs. */
function checkEndless(
  test: Of<'while'>['test'] | undefined,
  body: Statement,
  word: string,
  at: number,
): void {
  const isConstant = test === undefined || test.kind === 'constant';
  if (test?.kind === 'constant' && test.value === false) {
    throw faults.illegalArgument(`extraneous ${word} loop`, at);
  }
  if (isConstant && !escapes(body)) {
    throw faults.illegalArgument(`no paths escape from ${word} loop`, at);
  }
}

/** True if a statement can end the loop around it. */
function escapes(statement: Statement, isInLoop = false): boolean {
  switch (statement.kind) {
    case 'return':
    case 'throw':
      return true;
    case 'break':
      return !isInLoop;
    case 'block':
      return statement.body.some((inner) => escapes(inner, isInLoop));
    case 'if':
      return (
        escapes(statement.yes, isInLoop) ||
        (statement.no !== undefined && escapes(statement.no, isInLoop))
      );
    case 'try':
      return [statement.body, ...statement.catches.map(({ body }) => body)].some((body) =>
        body.some((inner) => escapes(inner, isInLoop)),
      );
    case 'while':
    case 'do':
    case 'for':
    case 'each':
      return escapes(statement.body, true);
    default:
      return false;
  }
}

/** `for (item : items) …` */
export function compileEach(
  { type, name, items, body, at }: Of<'each'>,
  outer: Scope,
  compile: CompileStatement,
): Execute {
  const read = compileExpression(items, outer);
  const scope = outer.inner();
  const { index } = scope.declare(name, type, at);
  const execute = compile(body, scope.inner(), false);
  return (frame) => {
    const values = read(frame);
    frame.run.at = at;
    for (const item of iterable(values, frame.run)) {
      frame.locals[index] = coerce(item, type);
      const end = turn(execute, frame);
      if (end) {
        return end;
      }
    }
    return 'normal';
  };
}

function iterable(value: unknown, run: Run): readonly unknown[] {
  if (value === null) {
    throw faults.nullPointer('Cannot iterate over a null value');
  }
  try {
    const items = itemsOf(value);
    run.step(items.length / 8);
    return items;
  } catch (error) {
    throw error instanceof ScriptFault && !error.isLimit
      ? faults.illegalArgument(`Cannot iterate over [${javaTypeOf(value)}]`)
      : error;
  }
}
