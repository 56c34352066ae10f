import type { Message } from '../types';
import { strftime } from './clock';
import { type JinjaTemplate, type Rendered, readTemplate } from './jinja';
import type { TokenizerFiles } from './train-tokenizer';

/** The control tokens of TinyChat. */
export const specialTokens = {
  pad: '<|pad|>',
  end: '<|end|>',
  system: '<|system|>',
  user: '<|user|>',
  assistant: '<|assistant|>',
} as const;

/** TinyChat's chat template: each turn is its role, its text, and the end token. */
export const chatTemplate =
  "{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

/** How a chat is rendered. */
export interface ChatOptions {
  /** Which of a model's templates is taken; default `default`. */
  template?: string;
  /** What the template is given beside the messages, such as `{ enable_thinking: false }`. */
  variables?: Readonly<Record<string, unknown>>;
  /** The clock of templates that ask for the date; default: the one of this machine, or the date in RADIS_DATE. */
  now?: Date;
}

/** The templates of a model. */
export interface ChatTemplates {
  /** Names of the templates; `default` is the one that is taken when none is asked for. */
  names: string[];
  /** @throws Error when there is no such template, or it refuses the chat */
  render(messages: readonly Message[], options?: ChatOptions & { addGenerationPrompt?: boolean }): Rendered;
}

/** The file that wins over the field of tokenizer_config.json, and the folder of further ones. */
const FILE = 'chat_template.jinja';
const FOLDER = 'additional_chat_templates/';

/**
 * The templates of a tokenizer: `chat_template.jinja` and `additional_chat_templates/NAME.jinja`, or `chat_template` of
 * tokenizer_config.json, which may be one or a list of named ones.
 *
 * @param special texts of the special tokens by role, such as `bos_token`
 * @param name of the model, for the errors
 */
export function chatTemplates(files: TokenizerFiles, special: Record<string, string>, name: string): ChatTemplates {
  const sources = templateSources(files, name);
  const read = new Map<string, JinjaTemplate>();
  const templateOf = (wanted: string) => {
    const source = sources.get(wanted);
    if (source === undefined && sources.size === 0)
      throw new Error(`no chat template in ${name}: add "chat_template" to tokenizer_config.json, or ${FILE}`);
    if (source === undefined)
      throw new Error(`no chat template ${wanted} in ${name}: there are ${[...sources.keys()].join(', ')}`);
    const template =
      read.get(wanted) ?? attempt(() => readTemplate(source), `the chat template of ${name} cannot be read`);
    read.set(wanted, template);
    return template;
  };
  return {
    names: [...sources.keys()],
    render(messages, { template = 'default', variables = {}, now, addGenerationPrompt = false } = {}) {
      const found = templateOf(template);
      const given = {
        messages,
        tools: null,
        documents: null,
        ...special,
        strftime_now: (format: string) => strftime(now ?? clock(), format),
        ...variables,
        add_generation_prompt: addGenerationPrompt,
      };
      return attempt(() => found.render(given), `the chat template of ${name} does not take this chat`);
    },
  };
}

function attempt<Result>(work: () => Result, what: string): Result {
  try {
    return work();
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
  }
}

/** Now, or the date that RADIS_DATE fixes, at its beginning. */
function clock(): Date {
  const fixed = process.env.RADIS_DATE;
  if (fixed === undefined || fixed === '') return new Date();
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(fixed) ? `${fixed}T00:00:00` : fixed);
  if (Number.isNaN(date.getTime())) throw new Error(`RADIS_DATE is ${fixed}: give a date such as 2026-01-31`);
  return date;
}

function templateSources({ config, raw }: TokenizerFiles, name: string): Map<string, string> {
  const text = (file: string) => new TextDecoder().decode(raw?.get(file));
  const more = [...(raw?.keys() ?? [])].filter(file => file.startsWith(FOLDER) && file.endsWith('.jinja'));
  const additional = more.map((file): [string, string] => [file.slice(FOLDER.length, -'.jinja'.length), text(file)]);
  if (raw?.has(FILE)) return new Map([['default', text(FILE)], ...additional]);
  const field = config.chat_template;
  if (field === undefined || field === null) return new Map(additional);
  if (typeof field === 'string') return new Map([['default', field], ...additional]);
  const named = Array.isArray(field) ? (field as { name?: unknown; template?: unknown }[]) : [{}];
  if (!named.every(one => typeof one?.name === 'string' && typeof one.template === 'string'))
    throw new Error(`chat_template of ${name} is neither a text nor a list of { name, template }: copy it again`);
  const templates = new Map(named.map(one => [one.name as string, one.template as string]));
  // A single template is the default, whatever its name.
  if (!templates.has('default') && templates.size === 1) templates.set('default', [...templates.values()][0] as string);
  return new Map([...templates, ...additional]);
}
