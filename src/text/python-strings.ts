import { Environment } from '@huggingface/jinja';

/** A value of the library while a template runs. */
interface RuntimeValue {
  value: unknown;
  builtins: Map<string, RuntimeValue>;
}

/** What Python takes for white space; JavaScript also takes U+FEFF, and leaves U+001C to U+001F and U+0085. */
const SPACE = '\\t-\\r\\x1c-\\x1f \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const escaped = (characters: string) => characters.replace(/[\\\]^-]/g, '\\$&');

/** `str.strip`: without the given characters, or white space, at its ends. */
export function strip(text: string, characters?: unknown, left = true, right = true): string {
  const set = typeof characters === 'string' ? escaped(characters) : SPACE;
  if (set === '') return text;
  const start = left ? text.replace(new RegExp(`^[${set}]+`, 'u'), '') : text;
  if (!right) return start;
  // From the end, for a pattern would look at each run of such characters on its way.
  const all = new RegExp(`[${set}]`, 'u');
  let end = start.length;
  while (end > 0 && all.test(start[end - 1] as string)) end--;
  return start.slice(0, end);
}

/** The methods of Python's strings that chat templates call, where the library has none or another. */
const methods: Record<string, (text: string, ...args: unknown[]) => unknown> = {
  strip: (text, characters) => strip(text, characters),
  lstrip: (text, characters) => strip(text, characters, true, false),
  rstrip: (text, characters) => strip(text, characters, false, true),
  capitalize: text => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase(),
  removeprefix: (text, prefix) => (text.startsWith(String(prefix)) ? text.slice(String(prefix).length) : text),
  removesuffix: (text, suffix) =>
    suffix !== '' && text.endsWith(String(suffix)) ? text.slice(0, -String(suffix).length) : text,
  find: (text, part) => text.indexOf(String(part)),
  rfind: (text, part) => text.lastIndexOf(String(part)),
  count: (text, part) => (part === '' ? text.length + 1 : text.split(String(part)).length - 1),
  join: (text, parts) => (parts as RuntimeValue[]).map(part => String(part.value)).join(text),
  splitlines: text =>
    text
      .replace(/\n$/, '')
      .split('\n')
      .slice(0, text === '' ? 0 : undefined),
  isdigit: text => /^\p{Nd}+$/u.test(text),
  isspace: text => new RegExp(`^[${SPACE}]+$`, 'u').test(text),
  partition: (text, separator) => {
    const at = text.indexOf(String(separator));
    return at < 0 ? [text, '', ''] : [text.slice(0, at), separator, text.slice(at + String(separator).length)];
  },
  rpartition: (text, separator) => {
    const at = text.lastIndexOf(String(separator));
    return at < 0 ? ['', '', text] : [text.slice(0, at), separator, text.slice(at + String(separator).length)];
  },
};

let taught = false;

/**
 * Gives the strings of the Jinja library the methods of Python's that it lacks, and the arguments that it does not look at: the
 * characters to strip.
 */
export function teachStrings(): void {
  if (taught) return;
  taught = true;
  const environment = new Environment();
  const prototype = Object.getPrototypeOf(environment.set('a string', ''));
  const own = Object.getOwnPropertyDescriptor(prototype, 'builtins')!.get as () => Map<string, unknown>;
  const functions = new Map(
    Object.entries(methods).map(([name, method]) => [name, environment.set(`method ${name}`, method)]),
  );
  const bind = (text: string, name: string) => {
    const method = functions.get(name) as unknown as { value: (args: unknown[], scope: unknown) => unknown };
    const FunctionValue = method.constructor as new (call: (args: unknown[], scope: unknown) => unknown) => unknown;
    return new FunctionValue((args, scope) => method.value([{ value: text }, ...args], scope));
  };
  Object.defineProperty(prototype, 'builtins', {
    configurable: true,
    get(this: { value: string; python?: Map<string, unknown> }) {
      if (this.python === undefined) {
        this.python = new Map(own.call(this as never));
        for (const name of functions.keys()) this.python.set(name, bind(this.value, name));
      }
      return this.python;
    },
  });
}
