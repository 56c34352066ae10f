import { describe, expect, it } from 'vitest';
import { createTokenizer, trainTokenizer } from '../../src/text';
import { knownDifferences } from '../../src/text/javascript-engine';
import { sharedJson, sharedPath } from '../shared-data';
import { corpus, vocabSize } from './learned';

type Json = Record<string, unknown>;

const probes = [
  'The cat drinks milk.',
  'Übermäßig süß – „Äpfel“, 12½ km²  \n\n\tEnde.',
  "I'm   here…\r\n猫が好き。 Привет, мир! ٣٤ 🦙👩‍🔬 e\u0301",
  '<|im_end|> <think>a</think> Wörd Wörder',
  '',
  ' ',
];

/** The two libraries on the same texts: where they part, that is known before, and said. */
describe('the JavaScript library', () => {
  const shapes = sharedPath('peers')
    ? sharedJson<Record<string, { tokenizer: Json }>>('peers', 'tokenizer_shapes.json.gz')
    : {};
  const real = sharedPath('peers')
    ? Object.fromEntries(
        ['smollm', 'minimind'].map(name => [
          name,
          { tokenizer: sharedJson<Json>('peers', 'tokenizers', name, 'tokenizer.json') },
        ]),
      )
    : {};
  const own = { TinyChat: { tokenizer: trainTokenizer(corpus, vocabSize).tokenizer } };

  it.each(Object.entries({ ...own, ...shapes, ...real }).map(([name, { tokenizer }]) => ({ name, tokenizer })))(
    '$name: gives the same ids as the native one, or is known to differ',
    ({ name, tokenizer }) => {
      const warned: string[] = [];
      const listen = process.emitWarning;
      process.emitWarning = ((text: string) => warned.push(text)) as never;
      const config = { eos_token: name === 'TinyChat' ? '<|end|>' : '<|im_end|>' };
      const open = (engine: 'native' | 'javascript') => createTokenizer({ tokenizer, config }, name, { engine });
      const [native, javascript] = [open('native'), open('javascript')];
      process.emitWarning = listen;
      const same = probes.every(text => native.encode(text).join() === javascript.encode(text).join());
      expect(same || knownDifferences(tokenizer).length > 0).toBe(true);
      expect(warned).toHaveLength(knownDifferences(tokenizer).length > 0 ? 1 : 0);
    },
  );

  it('knows where tokens stand, and decodes nothing to nothing', () => {
    const files = trainTokenizer(corpus, vocabSize);
    const [native, javascript] = (['native', 'javascript'] as const).map(engine =>
      createTokenizer(files, 'x', { engine }),
    );
    const text = 'Die Katze trinkt Milch.\n\n"Katze" is a cat.<|end|>';
    expect(javascript!.encodeWithOffsets(text)).toEqual(native!.encodeWithOffsets(text));
    expect(javascript!.decode([])).toBe('');
  });
});
