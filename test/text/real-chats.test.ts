import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createTokenizer,
  encodeConversation,
  encodePrefilled,
  encodeTranslation,
  loadTokenizer,
  type Tokenizer,
  trainTokenizer,
} from '../../src/text';
import type { Message } from '../../src/types';
import { temporaryFolder } from '../helpers';
import { corpus, vocabSize } from './learned';

/** What people ran into with real tokenizers and chat templates, on a small tokenizer: each stands for its kind. */
const user = (content: string): Message => ({ role: 'user', content });
const assistant = (content: string): Message => ({ role: 'assistant', content });
const { tokenizer: trained, config } = trainTokenizer(corpus, vocabSize);

/** The small tokenizer with another template, more added tokens [text, special], other settings. */
function tokenizerWith(template: unknown, added: [string, boolean][] = [], more: object = {}): Tokenizer {
  const own = trained.added_tokens as object[];
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  const tokens = added.map(([content, special], i) => ({ id: vocabSize + i, content, special, ...flags }));
  const tokenizer = { ...trained, added_tokens: [...own, ...tokens] };
  return createTokenizer({ tokenizer, config: { ...config, chat_template: template, ...more } }, 'x');
}

const chatml =
  "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
const turns: [string, boolean][] = [
  ['<|im_start|>', true],
  ['<|im_end|>', true],
];
const textOf = (tokenizer: Tokenizer, { ids, segments }: { ids: number[]; segments: Uint8Array }, ...marks: number[]) =>
  tokenizer.tokenTexts(ids.filter((_, i) => marks.length === 0 || marks.includes(segments[i]!))).join('');
const chatText = (tokenizer: Tokenizer, chat: Message[], options = {}) =>
  tokenizer.tokenTexts(tokenizer.encodeChat(chat, options)).join('');

describe('the end of a turn', () => {
  it('is the token that the template writes there, whatever eos_token says', () => {
    const tokenizer = tokenizerWith(chatml, turns);
    expect(textOf(tokenizer, encodeConversation(tokenizer, [user('Hi'), assistant('Ja')]), 1)).toBe('Ja<|im_end|>');
    expect(textOf(tokenizer, encodeTranslation(tokenizer, { prompt: [user('Hi')], reference: 'Ja' }), 1)).toBe(
      'Ja<|im_end|>',
    );
    expect(tokenizer.endId).toBe(vocabSize + 1);
  });

  it('is learned behind a space, and both ways to encode a turn agree', () => {
    const tokenizer = tokenizerWith(
      "{% for m in messages %}{% if m['role'] == 'user' %}{{ '[INST] ' + m['content'].strip() + ' [/INST]' }}{% else %}{{ ' ' + m['content'].strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
    );
    const turn = encodeConversation(tokenizer, [user('Hi'), assistant('Ja')]);
    expect(textOf(tokenizer, turn, 1)).toBe(' Ja <|end|>');
    expect(encodeTranslation(tokenizer, { prompt: [user('Hi')], reference: 'Ja' })).toEqual(turn);
  });

  it('is learned where the template writes none', () => {
    const tokenizer = tokenizerWith(
      "{% for m in messages %}{{ '\\n' + m.role + ': ' + m.content }}{% endfor %}{% if add_generation_prompt %}{{ '\\nassistant:' }}{% endif %}",
    );
    const turn = encodeTranslation(tokenizer, { prompt: [user('Hi')], reference: 'Ja', rationale: 'So.' });
    expect(textOf(tokenizer, turn, 1)).toBe(' Ja');
    expect(textOf(tokenizer, turn, 2)).toBe('\n\nSo.<|end|>');
  });

  it('is named in special_tokens_map.json in older folders', () => {
    const folder = temporaryFolder();
    const { eos_token: _, chat_template: __, ...rest } = config;
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(trained));
    writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(rest));
    writeFileSync(join(folder, 'special_tokens_map.json'), '{"eos_token":{"content":"<|end|>"}}');
    expect(loadTokenizer(folder).endId).toBe(1);
  });
});

describe('templates', () => {
  it('chat_template.jinja wins over the field, and others stand beside it', () => {
    const folder = temporaryFolder();
    const old = '{% for m in messages %}OLD{{ m.content }}{% endfor %}';
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(trained));
    writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify({ ...config, chat_template: old }));
    writeFileSync(join(folder, 'chat_template.jinja'), old.replace('OLD', 'NEW'));
    mkdirSync(join(folder, 'additional_chat_templates'));
    writeFileSync(join(folder, 'additional_chat_templates', 'short.jinja'), '{{ messages[0].content }}');
    const tokenizer = loadTokenizer(folder);
    expect(chatText(tokenizer, [user('x')])).toBe('NEWx');
    expect(chatText(tokenizer, [user('x')], { template: 'short' })).toBe('x');
    expect(() => chatText(tokenizer, [user('x')], { template: 'long' })).toThrow(
      /no chat template long in .*: there are default, short/,
    );
    expect([...tokenizer.files.raw!.keys()]).toEqual([
      'tokenizer.json',
      'tokenizer_config.json',
      'chat_template.jinja',
      'additional_chat_templates/short.jinja',
    ]);
  });

  it('of several named ones default is taken', () => {
    const named = [
      { name: 'tool_use', template: 'x' },
      { name: 'default', template: '{{ messages[0].content }}!' },
    ];
    expect(chatText(tokenizerWith(named), [user('a')])).toBe('a!');
  });

  it('see the real contents: they trim, split and leave out', () => {
    const trimming = tokenizerWith(
      "{% for m in messages %}{{ '<|user|>' + m['content'] | trim + '<|end|>' }}{% endfor %}",
    );
    expect(chatText(trimming, [user('  Hi \n')])).toBe('<|user|>Hi<|end|>');
    const thinking = tokenizerWith(
      "{% for m in messages %}{% set c = m.content.split('</think>')[-1] if '</think>' in m.content else m.content %}{{ '<|' + m.role + '|>' }}{% if c %}{{ '\\n' + c }}{% endif %}{{ '<|end|>' }}{% endfor %}",
    );
    expect(chatText(thinking, [user('a'), assistant('<think>x</think>b')])).toBe(
      '<|user|>\na<|end|><|assistant|>\nb<|end|>',
    );
    expect(chatText(thinking, [user('a'), assistant('')])).toBe('<|user|>\na<|end|><|assistant|><|end|>');
  });

  it('may hold tables with numbers as keys, and loop over what is not defined', () => {
    const tokenizer = tokenizerWith(
      "{% set t = {0: 'a', 512: 'b'} %}{% for x in messages[0].calls %}!{% endfor %}{{ messages[0].content }}",
    );
    expect(chatText(tokenizer, [user('Hi')])).toBe('Hi');
  });

  it('take variables', () => {
    const tokenizer = tokenizerWith("{{ messages[0].content }}{{ '/no_think' if enable_thinking is false }}");
    expect(chatText(tokenizer, [user('a')], { variables: { enable_thinking: false } })).toBe('a/no_think');
    expect(chatText(tokenizer, [user('a')])).toBe('a');
  });

  it('write one turn one way, with an empty thought before it', () => {
    const tokenizer = tokenizerWith(
      "{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' }}{% if m.role == 'assistant' and loop.last %}{{ '<think>\\n\\n</think>\\n\\n' }}{% endif %}{{ m.content + '<|im_end|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
      [...turns, ['<think>', false], ['</think>', false]],
    );
    const pair = { prompt: [user('Hi')], reference: 'Ja' };
    const turn = encodeConversation(tokenizer, [user('Hi'), assistant('Ja')]);
    expect(encodeTranslation(tokenizer, pair)).toEqual(turn);
    const prefilled = encodePrefilled(tokenizer, pair.prompt, 'Ja');
    expect(turn.ids.slice(0, prefilled.length)).toEqual(prefilled);
    expect(tokenizer.tokenTexts(prefilled).join('')).toMatch(/<\/think>\n\nJa$/);
  });

  it('that leave a message out of training are refused', () => {
    const tokenizer = tokenizerWith(
      "{% for m in messages %}{% if m.role == 'system' %}{% set ns = m.content %}{% else %}{{ '[INST]' if m.role == 'user' else '' }}{{ (ns + ' ') if (loop.last and ns is defined and m.role == 'user') else '' }}{{ m.content }}{% endif %}{% endfor %}",
    );
    const system: Message = { role: 'system', content: 'SYS' };
    expect(chatText(tokenizer, [system, user('Hi')])).toBe('[INST]SYS Hi');
    expect(() => encodeConversation(tokenizer, [system, user('Hi'), assistant('Ja')])).toThrow(
      'the chat template of x writes a chat with its answer (message 2) otherwise than it asks for the answer',
    );
  });

  it('that join question and answer into one token are refused', () => {
    const tokenizer = tokenizerWith(
      "{% for m in messages %}{{ m.content }}{% if m.role == 'user' %}{{ ' ' }}{% else %}{{ eos_token }}{% endif %}{% endfor %}",
    );
    expect(() => encodeTranslation(tokenizer, { prompt: [user('Hi')], reference: 'trinkt' })).toThrow(
      'the tokenizer of x joins the beginning of the answer (message 1, "trinkt<|end|>") with the end of the question ("Hi ")',
    );
  });

  it('learn what {% generation %} says, and nothing else', () => {
    const tokenizer = tokenizerWith(
      "{% for m in messages %}{{ '<|' + m.role + '|>' }}{% if m.role == 'assistant' %}{% generation %}{{ m.content }}{% endgeneration %}{% else %}{{ m.content }}{% endif %}{{ '<|end|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}",
    );
    expect(textOf(tokenizer, encodeConversation(tokenizer, [user('Hi'), assistant('Ja')]), 1)).toBe('Ja');
  });

  it('have lines that end as Jinja reads them', () => {
    const tokenizer = tokenizerWith('{% for m in messages %}\r\n{{ m.content }}\r\n{% endfor %}\r\n');
    expect(chatText(tokenizer, [user('a'), assistant('b')])).toBe('a\nb\n');
  });
});

describe('a template that asks for the date', () => {
  const tokenizer = tokenizerWith("{{ strftime_now('%d %b %Y, %A %-d %B %H:%M:%S') }}");
  afterEach(() => {
    delete process.env.RADIS_DATE;
  });

  it('gets it in English, from a clock that can be fixed', () => {
    expect(chatText(tokenizer, [], { now: new Date(2024, 2, 5, 7, 8, 9) })).toBe(
      '05 Mar 2024, Tuesday 5 March 07:08:09',
    );
    process.env.RADIS_DATE = '2026-10-31';
    expect(chatText(tokenizer, [])).toBe('31 Oct 2026, Saturday 31 October 00:00:00');
    process.env.RADIS_DATE = 'tomorrow';
    expect(() => chatText(tokenizer, [])).toThrow('RADIS_DATE is tomorrow: give a date such as 2026-01-31');
  });
});

describe('tokens that are added and control nothing', () => {
  const tokenizer = tokenizerWith(chatml, [...turns, ['<think>', false], ['🦙x', false]]);

  it('stay whole, neutralised or not', () => {
    expect(tokenizer.encode('<think>')).toEqual([vocabSize + 2]);
    expect(tokenizer.encode('<think><|im_end|>', { neutralise: true })[0]).toBe(vocabSize + 2);
    expect(tokenizer.decode([vocabSize + 2])).toBe('<think>');
  });

  it('are not cut inside a character', () => {
    expect(tokenizer.decode(tokenizer.encode('a🦙xb'))).toBe('a🦙xb');
  });
});

describe('an answer that has been begun', () => {
  const tokenizer = tokenizerWith(chatml, turns);

  it.each(['Ja.', 'Ja.\n\n', ' Ja', 'Die Katze\n'])('%j is the beginning of the whole turn', begun => {
    const whole = encodeConversation(tokenizer, [
      user('Hi'),
      assistant(`${begun}${/\s$/.test(begun) ? '' : ' '}trinkt Milch.`),
    ]);
    const prefilled = encodePrefilled(tokenizer, [user('Hi')], begun);
    expect(tokenizer.tokenTexts(prefilled).join('').endsWith(begun)).toBe(true);
    expect(whole.ids.slice(0, prefilled.length)).toEqual(prefilled);
  });

  it('of nothing is the question', () => {
    expect(encodePrefilled(tokenizer, [user('Hi')], '')).toEqual(
      tokenizer.encodeChat([user('Hi')], { addGenerationPrompt: true }),
    );
  });
});

describe('a tokenizer or template that is broken ends in a short sentence', () => {
  const broken = (edit: (model: { vocab: Record<string, number>; merges: unknown[] }) => void) => {
    const tokenizer = structuredClone(trained) as { model: { vocab: Record<string, number>; merges: unknown[] } };
    edit(tokenizer.model);
    return () => createTokenizer({ tokenizer: tokenizer as never, config }, 'x');
  };

  it('merges that come to no end, or to nothing', () => {
    expect(broken(({ merges }) => merges.unshift(['a', '']))).toThrow(
      'tokenizer.json in x: the merge ["a",""] is no pair of tokens',
    );
    expect(broken(({ merges }) => merges.unshift('a  '))).toThrow('is no pair of tokens; copy it again');
    expect(broken(({ merges }) => merges.unshift(['q', 'zz']))).toThrow(
      'the merge of "q" and "zz" needs "zz", which is not in the vocabulary',
    );
    expect(broken(({ vocab }) => Object.assign(vocab, { a: -1 }))).toThrow('"a" has the id -1');
    expect(() => createTokenizer({ tokenizer: { model: { type: 'BPE' } }, config }, 'x')).toThrow(
      'its vocabulary is no table',
    );
    expect(() =>
      createTokenizer({ tokenizer: { ...trained, pre_tokenizer: { type: 'Nonsense' } }, config }, 'x'),
    ).toThrow('tokenizer.json in x cannot be used:');
  });

  it.each([
    ['{% for i in range(1000000000) %}x{% endfor %}', 'range() would give 1000000000 numbers'],
    ['{% for i in range(9000) %}{% for j in range(99) %}{{ i }}{% endfor %}{% endfor %}', 'it does not end'],
    ["{{ raise_exception('only users') }}", 'the chat template of x does not take this chat: only users'],
  ])('%s', (template, sentence) => {
    expect(() => tokenizerWith(template).encodeChat([user('a')])).toThrow(sentence);
  });

  it('what is no Jinja', () => {
    expect(() => tokenizerWith('{% for %}').encodeChat([user('a')])).toThrow('the chat template of x cannot be read');
  });
});
