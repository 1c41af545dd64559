import type { FunctionDefinition, Statement, TypeName } from './ast.ts';
import type { Statics } from './method.ts';
import type { Run } from './run.ts';
import { faults } from './script-fault.ts';

/** The variables of one call of a function or lambda, and the run that it is part of. */
export interface Frame {
  readonly locals: unknown[];
  readonly run: Run;
  /** What `return` gave. */
  result: unknown;
}

/** An expression, ready to be run. */
export type Evaluate = (frame: Frame) => unknown;

/** How a statement ended. */
type Completion = 'normal' | 'break' | 'continue' | 'return';

/** A statement, ready to be run. */
export type Execute = (frame: Frame) => Completion;

export interface Slot {
  readonly index: number;
  readonly type: TypeName;
}

/** A function of the script; its body is compiled after all names are known. */
export interface CompiledFunction {
  readonly definition: FunctionDefinition;
  call(args: readonly unknown[], run: Run): unknown;
}

/** What is known of the whole script while it is compiled. */
export interface Unit {
  readonly bindings: ReadonlySet<string>;
  readonly functions: ReadonlyMap<string, CompiledFunction>;
  /** Functions of classes that only this context has. */
  readonly statics: Statics;
  /** Expressions with lambdas need it, and can't import statements. */
  compileBody(body: readonly Statement[], scope: Scope): Execute;
}

/** The variables that can be named at one place of a script. */
export class Scope {
  readonly unit: Unit;
  private readonly outer: Scope | undefined;
  private readonly slots = new Map<string, Slot>();
  /** Places for variables are counted over all scopes of a function. */
  private readonly counter: { size: number };

  constructor(unit: Unit, outer?: Scope) {
    this.unit = unit;
    this.outer = outer;
    this.counter = outer?.counter ?? { size: 0 };
  }

  inner(): Scope {
    return new Scope(this.unit, this);
  }

  declare(name: string, type: TypeName, at: number): Slot {
    if (this.find(name)) {
      throw faults.illegalArgument(`variable [${name}] is already defined`, at);
    }
    const slot = { index: this.counter.size, type };
    this.counter.size += 1;
    this.slots.set(name, slot);
    return slot;
  }

  find(name: string): Slot | undefined {
    return this.slots.get(name) ?? this.outer?.find(name);
  }
}
