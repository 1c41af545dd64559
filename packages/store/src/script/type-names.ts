import type { TypeName } from './ast.ts';
import { EXCEPTION_NAMES } from './script-fault.ts';
import type { TokenStream } from './token-stream.ts';

/** Types of numbers and truth values, which are never null. */
export const PRIMITIVES: ReadonlySet<string> = new Set([
  ...['int', 'long', 'double', 'float', 'boolean', 'byte', 'short', 'char'],
]);

/** Every class that a script may name. What it offers is in `classes/`. */
const CLASSES: ReadonlySet<string> = new Set([
  ...['Object', 'String', 'CharSequence', 'StringBuilder', 'StringBuffer', 'StringJoiner'],
  ...['Number', 'Integer', 'Long', 'Double', 'Float', 'Boolean', 'Byte', 'Short', 'Character'],
  ...['Math', 'System', 'Objects', 'Base64', 'Optional', 'UUID'],
  ...['Iterable', 'Collection', 'List', 'ArrayList', 'LinkedList', 'Arrays', 'Collections'],
  ...['Map', 'HashMap', 'LinkedHashMap', 'TreeMap', 'Map.Entry'],
  ...['Set', 'HashSet', 'LinkedHashSet', 'TreeSet', 'Iterator'],
  ...['Stream', 'IntStream', 'Collectors', 'Comparator', 'Pattern', 'Matcher'],
  ...['Supplier', 'Function', 'BiFunction', 'Predicate', 'BiPredicate', 'Consumer'],
  ...['BiConsumer', 'UnaryOperator', 'BinaryOperator', 'ToIntFunction', 'ToLongFunction'],
  ...['ToDoubleFunction', 'IntFunction', 'IntPredicate', 'Runnable'],
  ...['ZonedDateTime', 'Instant', 'LocalDate', 'LocalDateTime', 'OffsetDateTime', 'Duration'],
  ...['ZoneId', 'ZoneOffset', 'ChronoUnit', 'ChronoField', 'DateTimeFormatter', 'DayOfWeek'],
  ...['Month', 'TextStyle', 'Date', 'SimpleDateFormat', 'Temporal', 'TemporalAccessor', 'Locale'],
  // Of a context: its caller gives the functions.
  ...['Processors', 'MovingFunctions'],
  ...EXCEPTION_NAMES,
]);

const PACKAGES =
  /^(?:java\.(?:lang|util|util\.function|util\.stream|util\.regex|time|time\.\w+|text))\.$/;

/** Reads a type if one is next, else nothing. */
export function acceptType(tokens: TokenStream): TypeName | undefined {
  const length = typeLength(tokens, 0);
  if (length === undefined) {
    return undefined;
  }
  const words: string[] = [];
  let dimensions = 0;
  for (let left = length; left > 0; left -= 1) {
    const { text } = tokens.next();
    dimensions += text === '[' ? 1 : 0;
    words.push(text);
  }
  return { name: className(words), dimensions };
}

/** How many tokens from `ahead` on are a type: a name, type arguments, brackets. */
export function typeLength(tokens: TokenStream, ahead: number): number | undefined {
  const named = nameLength(tokens, ahead);
  if (named === undefined) {
    return undefined;
  }
  let end = ahead + named;
  end += argumentsLength(tokens, end);
  while (tokens.is('[', end) && tokens.is(']', end + 1)) {
    end += 2;
  }
  return end - ahead;
}

function nameLength(tokens: TokenStream, ahead: number): number | undefined {
  const first = tokens.peek(ahead);
  if (first.kind !== 'name') {
    return undefined;
  }
  if (first.text === 'def' || PRIMITIVES.has(first.text)) {
    return 1;
  }
  if (first.text === 'Map' && tokens.is('.', ahead + 1) && tokens.is('Entry', ahead + 2)) {
    return 3;
  }
  if (CLASSES.has(first.text)) {
    return 1;
  }
  return first.text === 'java' ? qualifiedLength(tokens, ahead) : undefined;
}

/** `java.util.List`: the words of its package, then a class that is known by its own name. */
function qualifiedLength(tokens: TokenStream, ahead: number): number | undefined {
  let end = ahead;
  let name = '';
  while (tokens.peek(end).kind === 'name' && tokens.is('.', end + 1)) {
    name += `${tokens.peek(end).text}.`;
    end += 2;
    if (PACKAGES.test(name) && CLASSES.has(tokens.peek(end).text)) {
      return end - ahead + (nameLength(tokens, end) ?? 1);
    }
  }
  return undefined;
}

/** `<String, List<Object>>` behind a class; 0 if there is none. */
function argumentsLength(tokens: TokenStream, ahead: number): number {
  let open = 0;
  let end = ahead;
  do {
    const { text, kind } = tokens.peek(end);
    if (kind !== 'name' && !/^(?:<|>{1,3}|[?,.[\]])$/.test(text)) {
      return 0;
    }
    open += text === '<' ? 1 : text.startsWith('>') ? -text.length : 0;
    end += 1;
  } while (open > 0);
  return tokens.is('<', ahead) ? end - ahead : 0;
}

function className(words: readonly string[]): string {
  const end = words.findIndex((word) => word === '<' || word === '[');
  const name = (end === -1 ? words : words.slice(0, end)).join('');
  return /[A-Z].*$/.exec(name)?.[0] ?? name;
}
