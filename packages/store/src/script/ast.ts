/** A type as a script names it; type arguments are read over. */
export interface TypeName {
  readonly name: string;
  /** Pairs of brackets behind it: `int[]` has one. */
  readonly dimensions: number;
}

export interface Parameter {
  readonly type: TypeName;
  readonly name: string;
}

export interface FunctionDefinition {
  readonly type: TypeName;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly at: number;
}

/** A whole script: functions first, then statements. */
export interface Program {
  readonly functions: readonly FunctionDefinition[];
  readonly body: readonly Statement[];
}

interface Placed {
  /** Offset in the source. */
  readonly at: number;
}

export type UnaryOperator = '-' | '+' | '!' | '~';
export type ArithmeticOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '<<'
  | '>>'
  | '>>>'
  | '&'
  | '|'
  | '^';
export type CompareOperator = '==' | '!=' | '===' | '!==' | '<' | '<=' | '>' | '>=';
type MatchOperator = '=~' | '==~';
type LogicalOperator = '&&' | '||' | '?:';
export type BinaryOperator = ArithmeticOperator | CompareOperator | MatchOperator | LogicalOperator;

/** What can stand on the left of an assignment. */
export type Place = Placed &
  (
    | { readonly kind: 'name'; readonly name: string }
    | {
        readonly kind: 'member';
        readonly target: Expression;
        readonly name: string;
        readonly isNullSafe: boolean;
      }
    | { readonly kind: 'element'; readonly target: Expression; readonly index: Expression }
  );

export type Expression =
  | Place
  | (Placed &
      (
        | { readonly kind: 'constant'; readonly value: unknown }
        | { readonly kind: 'list'; readonly items: readonly Expression[] }
        | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
        | { readonly kind: 'regexp'; readonly pattern: string; readonly flags: string }
        | {
            readonly kind: 'call';
            readonly target: Expression;
            readonly name: string;
            readonly args: readonly Expression[];
            readonly isNullSafe: boolean;
          }
        | { readonly kind: 'static'; readonly type: TypeName; readonly name: string }
        | {
            readonly kind: 'static-call';
            readonly type: TypeName;
            readonly name: string;
            readonly args: readonly Expression[];
          }
        | {
            readonly kind: 'function-call';
            readonly name: string;
            readonly args: readonly Expression[];
          }
        | { readonly kind: 'new'; readonly type: TypeName; readonly args: readonly Expression[] }
        | {
            readonly kind: 'new-array';
            readonly type: TypeName;
            readonly lengths: readonly Expression[];
            readonly items: readonly Expression[] | undefined;
          }
        | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
        | {
            readonly kind: 'binary';
            readonly operator: BinaryOperator;
            readonly left: Expression;
            readonly right: Expression;
          }
        | {
            readonly kind: 'conditional';
            readonly test: Expression;
            readonly yes: Expression;
            readonly no: Expression;
          }
        | { readonly kind: 'cast'; readonly type: TypeName; readonly operand: Expression }
        | { readonly kind: 'instance-of'; readonly type: TypeName; readonly operand: Expression }
        | {
            readonly kind: 'assign';
            /** Absent for `=`. */
            readonly operator: ArithmeticOperator | undefined;
            readonly place: Place;
            readonly value: Expression;
          }
        | {
            readonly kind: 'increment';
            readonly by: 1 | -1;
            readonly isPrefix: boolean;
            readonly place: Place;
          }
        | {
            readonly kind: 'lambda';
            readonly parameters: readonly Parameter[];
            readonly body: readonly Statement[];
          }
        | {
            readonly kind: 'method-reference';
            /** Absent for `this::f`, a function of the script. */
            readonly target: Expression | TypeName | undefined;
            readonly name: string;
          }
      ));

export interface CatchClause {
  readonly type: TypeName;
  readonly name: string;
  readonly body: readonly Statement[];
}

export type Statement = Placed &
  (
    | { readonly kind: 'block'; readonly body: readonly Statement[] }
    | {
        readonly kind: 'declare';
        readonly type: TypeName;
        readonly variables: readonly {
          readonly name: string;
          readonly value: Expression | undefined;
          readonly at: number;
        }[];
      }
    | { readonly kind: 'expression'; readonly expression: Expression }
    | {
        readonly kind: 'if';
        readonly test: Expression;
        readonly yes: Statement;
        readonly no: Statement | undefined;
      }
    | { readonly kind: 'while'; readonly test: Expression; readonly body: Statement }
    | { readonly kind: 'do'; readonly test: Expression; readonly body: Statement }
    | {
        readonly kind: 'for';
        readonly start: Statement | undefined;
        readonly test: Expression | undefined;
        readonly step: Expression | undefined;
        readonly body: Statement;
      }
    | {
        readonly kind: 'each';
        readonly type: TypeName;
        readonly name: string;
        readonly items: Expression;
        readonly body: Statement;
      }
    | { readonly kind: 'return'; readonly value: Expression | undefined }
    | { readonly kind: 'throw'; readonly value: Expression }
    | { readonly kind: 'break' }
    | { readonly kind: 'continue' }
    | {
        readonly kind: 'try';
        readonly body: readonly Statement[];
        readonly catches: readonly CatchClause[];
      }
  );
