import type { LongshoreError } from '@longshore/common/errors';

/** What goes wrong in a script, named as Java names it, so that `catch` in the script and clients know it. */
export class ScriptFault extends Error {
  override readonly name = 'ScriptFault';
  /** The simple name of the Java class, such as `NullPointerException`. */
  readonly javaName: string;
  /** Place in the source, when the one who throws knows it. */
  readonly at: number | undefined;
  /** A limit was reached: the script must not go on by catching it. */
  readonly isLimit: boolean;

  constructor(
    javaName: string,
    message: string,
    options: { readonly at?: number | undefined; readonly isLimit?: boolean } = {},
  ) {
    super(message);
    this.javaName = javaName;
    this.at = options.at;
    this.isLimit = options.isLimit ?? false;
  }

  /** `NullPointerException` → `null_pointer_exception`, as errors of the REST API are called. */
  get restType(): string {
    return this.javaName.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
  }
}

/** The faults that the language itself raises. */
export const faults = {
  illegalArgument: (message: string, at?: number) =>
    new ScriptFault('IllegalArgumentException', message, { at }),
  nullPointer: (message: string) => new ScriptFault('NullPointerException', message),
  classCast: (message: string) => new ScriptFault('ClassCastException', message),
  arithmetic: (message: string) => new ScriptFault('ArithmeticException', message),
  outOfBounds: (message: string) => new ScriptFault('IndexOutOfBoundsException', message),
  numberFormat: (text: string) =>
    new ScriptFault('NumberFormatException', `For input string: "${text}"`),
  limit: (message: string) => new ScriptFault('PainlessError', message, { isLimit: true }),
} as const;

/** An error of the API as a fault of the class that it is named after. */
export function faultOf({ type, message }: LongshoreError): ScriptFault {
  const javaName = type.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return new ScriptFault(javaName, message);
}

/** Classes above others, for `catch` and `instanceof`; what is not here is a `RuntimeException`. */
const PARENTS: ReadonlyMap<string, string> = new Map([
  ['StringIndexOutOfBoundsException', 'IndexOutOfBoundsException'],
  ['ArrayIndexOutOfBoundsException', 'IndexOutOfBoundsException'],
  ['NumberFormatException', 'IllegalArgumentException'],
  ['DateTimeParseException', 'DateTimeException'],
  ['RuntimeException', 'Exception'],
  ['Exception', 'Throwable'],
]);

/** Every exception that a script may name. */
export const EXCEPTION_NAMES: ReadonlySet<string> = new Set([
  ...['Throwable', 'Exception', 'RuntimeException', 'IllegalArgumentException'],
  ...['IllegalStateException', 'NullPointerException', 'ArithmeticException'],
  ...['ClassCastException', 'IndexOutOfBoundsException', 'StringIndexOutOfBoundsException'],
  ...['ArrayIndexOutOfBoundsException', 'NumberFormatException', 'DateTimeException'],
  ...['DateTimeParseException', 'UnsupportedOperationException', 'NoSuchElementException'],
]);

/** True if a fault is of a class or of one below it. */
export function isFaultOf(fault: ScriptFault, javaName: string): boolean {
  let name: string | undefined = fault.javaName;
  while (name !== undefined && name !== javaName) {
    name = name === 'Throwable' ? undefined : (PARENTS.get(name) ?? 'RuntimeException');
  }
  return name === javaName;
}
