import type { ChatModel } from './folder';

/**
 * What a model is, for showing: its name and family, how many numbers it has and how they were stored, its context and vocabulary, and
 * what ends a turn. A quantised model says that it is one.
 */
export function modelSummary({ config, parameters, tokenizer, source }: ChatModel): Record<string, string> {
  const numbers = [...parameters.values()].reduce((sum, { data }) => sum + data.length, 0);
  const stored = source?.quantised ? `quantised to ${source.quantised}` : (source?.dtype ?? 'float32');
  return {
    model: source?.name ?? 'a model of your own',
    family: config.family,
    parameters: numbers >= 1e9 ? `${(numbers / 1e9).toFixed(2)} billion` : `${(numbers / 1e6).toFixed(1)} million`,
    'stored as': `${stored}, computed in float32`,
    context: `${config.contextLength.toLocaleString('en')} tokens`,
    vocabulary: `${tokenizer.vocabSize.toLocaleString('en')} tokens`,
    'a turn ends with': tokenizer.tokenTexts([tokenizer.endId])[0] as string,
  };
}
