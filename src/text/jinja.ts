import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';
import { strip, teachStrings } from './python-strings';

/** What a template made of its variables. */
export interface Rendered {
  text: string;
  /** What stands between `{% generation %}` and `{% endgeneration %}`, from where to where; absent where the template has no such tags. */
  generation?: [number, number][];
}

/** A Jinja template, read and ready. */
export interface JinjaTemplate {
  /** @throws Error when the template raises one, or does not end */
  render(variables: Record<string, unknown>): Rendered;
}

/** Steps of a template that ends: those of real models take some hundreds a message. */
const STEPS = 500_000;
/** Numbers that `range` may give. */
const RANGE = 10_000;
/** Characters that a chat may become. */
const LENGTH = 100_000_000;

const TAG = /\{%([-+]?)\s*(end)?generation\s*(-?)%\}(\n?)/g;

/**
 * Reads a Jinja template as transformers does: the line ends of its text are LF, blocks take the spaces before them and the line end behind them along,
 * `{% generation %}` marks what an assistant is to learn.
 *
 * @throws Error when it is no Jinja
 */
export function readTemplate(source: string): JinjaTemplate {
  teachStrings();
  const lines = source.replace(/\r\n?/g, '\n');
  const hasTags = new RegExp(TAG.source).test(lines);
  // The library knows no such tags: an expression in their place writes a mark, with the same spaces taken along.
  const marked = lines
    .replace(/^[ \t]*(?=\{%\s*(?:end)?generation\s*-?%\})/gm, '')
    .replace(TAG, (_, before: string, end: string | undefined, after: string, lineEnd: string) => {
      const name = end === undefined ? 'generation_starts' : 'generation_ends';
      return `{{${before === '-' ? '-' : ''} ${name} ${after}}}${after === '-' ? lineEnd : ''}`;
    });
  const program = parse(tokenize(marked, { lstrip_blocks: true, trim_blocks: true }));
  return {
    render(variables) {
      const marks = marksFor(variables);
      const environment = new Environment();
      const all = { ...globals, ...variables, generation_starts: marks[0], generation_ends: marks[1] };
      for (const [name, value] of Object.entries(all)) environment.set(name, value);
      const text = new Patient(environment).run(program).value as string;
      if (text.length > LENGTH) throw new Error(`it writes ${text.length} characters`);
      return hasTags ? unmarked(text, marks) : { text };
    },
  };
}

/** What is looked at of a part of a template. */
interface Node {
  type?: string;
  value?: unknown;
  filter?: { value?: string };
  operand?: unknown;
  iterable?: unknown;
}

/** A key of an object: a number as the text of it. */
const asText = (key: Node): Node =>
  key.type === 'IntegerLiteral' ? { type: 'StringLiteral', value: String(key.value) } : key;

interface Value {
  type: string;
  value: unknown;
}

/** What is used of the library's interpreter, whose own types do not resolve as this project imports them. */
const Base = Interpreter as unknown as new (
  environment: unknown,
) => { run(program: unknown): Value; evaluate(statement: unknown, scope: unknown): Value };

/** An interpreter that gives up on a template that does not end, and trims what Python takes for white space. */
class Patient extends Base {
  private steps = 0;

  override evaluate(statement: unknown, scope: unknown): Value {
    if (++this.steps > STEPS) throw new Error(`it does not end: it took more than ${STEPS} steps`);
    const node = (statement ?? {}) as Node;
    if (node.type === 'FilterExpression' && node.filter?.value === 'trim') {
      const value = super.evaluate(node.operand, scope);
      if (typeof value.value === 'string')
        return new (value.constructor as new (text: string) => Value)(strip(value.value));
    }
    // The library has texts as keys only.
    if (node.type === 'ObjectLiteral' && node.value instanceof Map)
      return super.evaluate(
        { ...node, value: new Map([...node.value].map(([key, value]) => [asText(key), value])) },
        scope,
      );
    // What is not defined has no items: the library would refuse it.
    if (node.type === 'For' && isName(node.iterable) && super.evaluate(node.iterable, scope).type === 'UndefinedValue')
      return super.evaluate({ ...node, iterable: { type: 'ArrayLiteral', value: [] } }, scope);
    return super.evaluate(statement, scope);
  }
}

/** Whether an expression only looks something up, so that it may be evaluated twice. */
const isName = (expression: unknown) =>
  ['Identifier', 'MemberExpression'].includes((expression as { type?: string } | undefined)?.type ?? '');

const globals: Record<string, unknown> = {
  true: true,
  false: false,
  none: null,
  True: true,
  False: false,
  None: null,
  range(start: number, stop?: number, step = 1) {
    const [from, to] = stop === undefined ? [0, start] : [start, stop];
    if (step === 0) throw new Error('range() step must not be zero');
    const length = Math.max(0, Math.ceil((to - from) / step));
    if (length > RANGE) throw new Error(`range() would give ${length} numbers`);
    return Array.from({ length }, (_, i) => from + i * step);
  },
  raise_exception(message: string) {
    throw new Error(message);
  },
};

/** Two texts that are in none of the variables: private characters, with a number that makes them unique. */
function marksFor(variables: Record<string, unknown>): [string, string] {
  const held = JSON.stringify(variables) ?? '';
  for (let n = 0; ; n++) {
    if (!held.includes(`\uE000${n}`)) return [`\uE000${n}<\uE001`, `\uE000${n}>\uE001`];
  }
}

/** The text without its marks, and where they stood. */
function unmarked(text: string, [start, end]: [string, string]): Rendered {
  const generation: [number, number][] = [];
  let clean = '';
  for (const part of text.split(start)) {
    const [inside, ...behind] = part.split(end);
    if (behind.length === 0) clean += part;
    else {
      generation.push([clean.length, clean.length + inside!.length]);
      clean += inside + behind.join('');
    }
  }
  return { text: clean, generation };
}
