import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTokenizer, encodeTranslation } from '../../src/text';
import { strftime } from '../../src/text/clock';
import { readTemplate } from '../../src/text/jinja';
import type { Message } from '../../src/types';
import { sharedJson, sharedPath } from '../shared-data';

/** What transformers and Hugging Face's tokenizers answer to the same questions. */
const here = sharedPath('peers') !== undefined;
const ifHere = (what: string) => `${what}${here ? '' : ' (skipped: no ../shared/data)'}`;
type Json = Record<string, unknown>;

interface Vector {
  text: string;
  ids: number[];
  offsets?: [number, number][];
  decoded: string;
}

/** Tokenizers of seven kinds, with what Hugging Face's own gives for some texts. */
function readTokenizers(): Record<string, { tokenizer: Json; vectors: Vector[] }> {
  const real = (name: string) => ({
    tokenizer: sharedJson<Json>('peers', 'tokenizers', name, 'tokenizer.json'),
    ...sharedJson<{ vectors: Vector[] }>('peers', 'tokenizers', name, 'vectors.json'),
  });
  return { ...sharedJson('peers', 'tokenizer_shapes.json.gz'), smollm: real('smollm'), minimind: real('minimind') };
}

const tokenizers = here ? readTokenizers() : {};

/** A place in characters, as Python counts them, of a place in units of JavaScript. */
const characters = (text: string, place: number) => [...text.slice(0, place)].length;

describe.skipIf(!here)(ifHere('tokenizers of the kinds of real models'), () => {
  it.each(Object.keys(tokenizers))('%s: every id, every place, every decoding', name => {
    const { tokenizer, vectors } = tokenizers[name]!;
    const named = createTokenizer({ tokenizer, config: { eos_token: '<|im_end|>' } }, name);
    for (const { text, ids, offsets, decoded } of vectors) {
      const encoded = named.encodeWithOffsets(text);
      expect(encoded.ids, text).toEqual(ids);
      const places = encoded.offsets.map(place => place.map(at => characters(text, at)));
      if (offsets) expect(places, text).toEqual(offsets);
      expect(named.decode(ids, { controls: true }), text).toBe(decoded);
    }
  });

  it('smollm: the ids published for SmolLM2', () => {
    const { encode } = createTokenizer({ ...tokenizers.smollm!, config: { eos_token: '<|im_end|>' } });
    const known = sharedJson<Record<string, number[]>>('peers', 'tokenizers', 'smollm', 'known_ids.json');
    expect(Object.fromEntries(Object.keys(known).map(text => [text, encode(text)]))).toEqual(known);
  });
});

const folders = {
  trl: 'trl_chat_templates',
  chujiezheng: 'chujiezheng_templates',
  'llama.cpp': 'llama.cpp_templates',
};
type From = keyof typeof folders;
const readSource = (from: From, file: string) => readFileSync(sharedPath('peers', folders[from], file)!, 'utf8');

describe.skipIf(!here)(ifHere('chat templates of real models'), () => {
  interface Render {
    template: string;
    chat: string;
    add_generation_prompt: boolean;
    rendered?: string;
    error?: string;
    generation_spans?: [number, number][] | null;
  }
  const { smollm2_template, chats, renders } = here
    ? sharedJson<{ smollm2_template: string; chats: Record<string, Message[]>; renders: Render[] }>(
        'peers',
        'chat_render_vectors.json',
      )
    : { smollm2_template: '', chats: {}, renders: [] };
  const special = { bos_token: '<s>', eos_token: '</s>', pad_token: '<pad>', unk_token: '<unk>' };
  const sourceOf = (template: string) => {
    const [from, file] = template.split('/') as [From, string];
    return from in folders ? readSource(from, file) : smollm2_template;
  };
  // Those of idefics and llava want messages that are lists of texts and pictures.
  const spoken = renders.filter(({ template }) => !/idefics|llava/.test(template));

  it.each(spoken)('$template writes $chat as transformers does', ({ template, chat, rendered, error, ...rest }) => {
    const { add_generation_prompt, generation_spans } = rest;
    // The day on which transformers was asked.
    const strftime_now = () => /(?<=Today Date: )\d\d \w{3} \d{4}/.exec(rendered ?? '')?.[0] ?? '';
    const variables = { messages: chats[chat], tools: null, documents: null, strftime_now, ...special };
    const render = () => readTemplate(sourceOf(template)).render({ ...variables, add_generation_prompt });
    if (error !== undefined) return expect(render).toThrow(error);
    const { text, generation } = render();
    expect(text).toBe(rendered);
    if (generation_spans)
      expect(generation?.map(span => span.map(at => characters(text, at)))).toEqual(generation_spans);
  });

  interface Case {
    group: string;
    name: string;
    chat_template: string;
    data: Json;
    target: string;
  }

  it.each(here ? sharedJson<Case[]>('peers', 'jinja_chat_template_e2e.json') : [])(
    '$name ($group) as Hugging Face has it',
    ({ chat_template, data, target }) => {
      const strftime_now = (format: string) => strftime(new Date(2025, 6, 10, 12), format);
      expect(readTemplate(chat_template).render({ strftime_now, ...data }).text).toBe(target);
    },
  );
});

/**
 * With these an answer does not begin as the question for it ends, whatever the tokenizer: they begin a thought that the answer lacks. Those of
 * chujiezheng/chat_templates put other white space before an answer than before where one is asked for, and are refused for that.
 */
const impossible = [
  ...['deepseekv3', 'deepseekv3_training'].map(name => `trl/${name}`),
  ...['Apriel-1.6-15b-Thinker-fixed', 'GLM-4.7-Flash', 'MiniMax-M2', 'Qwen-QwQ-32B', 'llama-cpp-deepseek-r1'].map(
    name => `llama.cpp/${name}`,
  ),
  ...['R1-Distill-Llama-8B', 'R1-Distill-Qwen-32B', 'V3.2'].map(name => `llama.cpp/deepseek-ai-DeepSeek-${name}`),
];

describe.skipIf(!here)(ifHere('what is trained on begins with what the model is asked, or is refused'), () => {
  const templates = (Object.keys(folders) as From[]).flatMap(from =>
    (here ? readdirSync(sharedPath('peers', folders[from])!) : [])
      .filter(file => file.endsWith('.jinja'))
      .map(file => ({ template: `${from}/${file.replace('.jinja', '')}`, source: readSource(from, file) })),
  );
  const prompt: Message[] = [{ role: 'user', content: 'Translate: Guten Morgen, „Äpfel“ 🦙.' }];
  const turn = { prompt, reference: 'Good morning, "apples" 🦙.', rationale: '"Guten" is good.' };
  const refusals = { 'another text': /otherwise than it asks/, 'other tokens': /other tokens than it reads/ };

  it.each(Object.keys(tokenizers))('%s with every template', name => {
    const outcomeOf = (source: string): string => {
      const config = { chat_template: source, eos_token: '<|im_end|>', bos_token: '<s>' };
      const tokenizer = createTokenizer({ ...tokenizers[name]!, config }, name);
      let asked: number[];
      try {
        asked = tokenizer.encodeChat(prompt, { addGenerationPrompt: true });
      } catch {
        return 'takes no such chat';
      }
      try {
        const { ids, segments } = encodeTranslation(tokenizer, turn);
        expect(ids.slice(0, asked.length)).toEqual(asked);
        expect(segments.findIndex(segment => segment > 0)).toBe(asked.length);
        expect([ids.at(-1), segments.at(-1)]).toEqual([tokenizer.endId, 2]);
        return 'begins with it';
      } catch (error) {
        const refused = Object.entries(refusals).find(([, sentence]) => sentence.test(String(error)));
        if (refused === undefined) throw error;
        return refused[0];
      }
    };
    const outcomes = templates.map(({ template, source }) => ({ template, outcome: outcomeOf(source) }));
    const those = (outcome: string) => outcomes.filter(one => one.outcome === outcome).map(one => one.template);
    const others = those('another text').filter(template => !template.startsWith('chujiezheng/'));
    expect(others.sort()).toEqual([...impossible].sort());
    expect(those('another text').length - others.length).toBe(14);
    expect(those('takes no such chat').every(template => !template.startsWith('chujiezheng/'))).toBe(true);
    expect(those('begins with it').length).toBeGreaterThanOrEqual(55);
  });
});
