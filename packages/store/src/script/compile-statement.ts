import type { CatchClause, Statement } from './ast.ts';
import { coerce, initialValue } from './casts.ts';
import { compileExpression } from './compile-expression.ts';
import { compileDo, compileEach, compileFor, compileWhile } from './compile-loop.ts';
import { booleanOf } from './method.ts';
import { javaTypeOf } from './numbers.ts';
import type { Execute, Frame, Scope } from './scope.ts';
import { faults, isFaultOf, ScriptFault } from './script-fault.ts';

type Of<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>;

/**
 * A list of statements in a scope of their own. `isLast`: the script ends with them, so that an expression that stands last
 * is what it gives.
 */
export function compileBlock(body: readonly Statement[], outer: Scope, isLast: boolean): Execute {
  const scope = outer.inner();
  const statements = body.map((statement, i) => {
    refuseUnreachable(body[i - 1], statement);
    return compileStatement(statement, scope, isLast && i === body.length - 1);
  });
  const [only] = statements;
  if (statements.length === 1 && only) {
    return only;
  }
  return (frame) => {
    for (const execute of statements) {
      const completion = execute(frame);
      if (completion !== 'normal') {
        return completion;
      }
    }
    return 'normal';
  };
}

function refuseUnreachable(before: Statement | undefined, statement: Statement): void {
  if (before && /^(?:return|throw|break|continue)$/.test(before.kind)) {
    throw faults.illegalArgument('unreachable statement', statement.at);
  }
}

function compileStatement(statement: Statement, scope: Scope, isLast: boolean): Execute {
  switch (statement.kind) {
    case 'block':
      return compileBlock(statement.body, scope, isLast);
    case 'declare':
      return compileDeclaration(statement, scope);
    case 'expression':
      return compileExpressionStatement(statement, scope, isLast);
    case 'if':
      return compileIf(statement, scope, isLast);
    case 'while':
      return compileWhile(statement, scope, compileStatement);
    case 'do':
      return compileDo(statement, scope, compileStatement);
    case 'for':
      return compileFor(statement, scope, compileStatement);
    case 'each':
      return compileEach(statement, scope, compileStatement);
    case 'return':
      return compileReturn(statement, scope);
    case 'throw':
      return compileThrow(statement, scope);
    case 'break':
      return () => 'break';
    case 'continue':
      return () => 'continue';
    case 'try':
      return compileTry(statement, scope, isLast);
  }
}

function compileDeclaration({ type, variables }: Of<'declare'>, scope: Scope): Execute {
  const steps = variables.map(({ name, value, at }) => {
    const read = value && compileExpression(value, scope);
    const { index } = scope.declare(name, type, at);
    return (frame: Frame) => {
      const given = read ? read(frame) : initialValue(type);
      frame.run.at = at;
      frame.locals[index] = coerce(given, type);
    };
  });
  return (frame) => {
    for (const step of steps) {
      step(frame);
    }
    return 'normal';
  };
}

function compileExpressionStatement(
  { expression, at }: Of<'expression'>,
  scope: Scope,
  isLast: boolean,
): Execute {
  const evaluate = compileExpression(expression, scope);
  if (isLast) {
    return (frame) => {
      frame.result = evaluate(frame);
      return 'return';
    };
  }
  if (!HAS_EFFECT.has(expression.kind)) {
    throw faults.illegalArgument('not a statement: result not used', at);
  }
  return (frame) => {
    evaluate(frame);
    return 'normal';
  };
}

const HAS_EFFECT: ReadonlySet<string> = new Set([
  ...['assign', 'increment', 'call', 'static-call', 'function-call', 'new'],
]);

function compileIf({ test, yes, no }: Of<'if'>, scope: Scope, isLast: boolean): Execute {
  if (test.kind === 'constant') {
    throw faults.illegalArgument('extraneous if block', test.at);
  }
  const condition = compileExpression(test, scope);
  const then = compileStatement(yes, scope.inner(), isLast);
  const otherwise = no && compileStatement(no, scope.inner(), isLast);
  return (frame) => {
    if (booleanOf(condition(frame))) {
      return then(frame);
    }
    return otherwise ? otherwise(frame) : 'normal';
  };
}

function compileReturn({ value }: Of<'return'>, scope: Scope): Execute {
  const evaluate = value && compileExpression(value, scope);
  return (frame) => {
    frame.result = evaluate ? evaluate(frame) : null;
    return 'return';
  };
}

function compileThrow({ value, at }: Of<'throw'>, scope: Scope): Execute {
  const evaluate = compileExpression(value, scope);
  return (frame) => {
    const thrown = evaluate(frame);
    frame.run.at = at;
    throw thrown instanceof ScriptFault
      ? thrown
      : faults.classCast(`Cannot cast ${javaTypeOf(thrown)} to java.lang.Exception`);
  };
}

function compileTry({ body, catches }: Of<'try'>, scope: Scope, isLast: boolean): Execute {
  const execute = compileBlock(body, scope, isLast);
  const handlers = catches.map((clause) => compileCatch(clause, scope, isLast));
  return (frame) => {
    const depth = frame.run.callDepth;
    try {
      return execute(frame);
    } catch (error) {
      const isCaught = error instanceof ScriptFault && !error.isLimit;
      const handler = isCaught
        ? handlers.find(({ type }) => isFaultOf(error, type.name))
        : undefined;
      if (!handler) {
        throw error;
      }
      frame.run.callDepth = depth;
      return handler.handle(frame, error);
    }
  };
}

function compileCatch({ type, name, body }: CatchClause, outer: Scope, isLast: boolean) {
  const scope = outer.inner();
  const { index } = scope.declare(name, type, 0);
  const execute = compileBlock(body, scope, isLast);
  const handle = (frame: Frame, fault: unknown) => {
    frame.locals[index] = fault;
    return execute(frame);
  };
  return { type, handle };
}
