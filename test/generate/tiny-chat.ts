import { type ChatModel, initialiseParameters, type ModelConfig } from '../../src/model';
import { createTokenizer, trainTokenizer } from '../../src/text';
import { tinyConfig } from '../helpers';

const texts = [
  'The cat drinks milk.',
  'Die Katze trinkt Milch.',
  'The dog eats bread.',
  'Der Hund isst Brot.',
  'Translate into German:',
];

/** A chat model with a learned tokenizer and random weights, large enough that its answers vary. */
export function tinyChat(seed: number | string = 1, changes: Partial<ModelConfig> = {}): ChatModel {
  const tokenizer = createTokenizer(trainTokenizer(texts, 290));
  const config = { ...tinyConfig, contextLength: 64, ...changes, vocabSize: tokenizer.vocabSize };
  const parameters = initialiseParameters(config, seed);
  const louder = [...parameters].map(([name, { shape, data }]) => {
    const gain = shape.length === 1 ? 1 : name.includes('embed_tokens') || name.includes('lm_head') ? 20 : 40;
    return [name, { shape, data: data.map(value => value * gain) }] as const;
  });
  return { config, parameters: new Map(louder), tokenizer };
}
