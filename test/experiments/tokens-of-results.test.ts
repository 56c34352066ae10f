import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readExperiment, trainingItems } from '../../src/experiments';
import { measuredGroups } from '../../src/experiments/measure';
import { projectPath } from '../../src/paths';
import { createRandom } from '../../src/random';
import { encodeConversation, encodeTranslation, loadTokenizer } from '../../src/text';
import { explain, tinyChatConversations, translationPrompt } from '../../src/world';

const tokenizer = loadTokenizer(projectPath('data', 'models', 'tinychat'));
const nameOf = (examples: { ids: readonly number[]; segments: Uint8Array }[]) =>
  createHash('sha256')
    .update(JSON.stringify(examples.map(({ ids, segments }) => [ids, Array.from(segments)])))
    .digest('hex')
    .slice(0, 12);

/** The names were taken from the encoder that the published results were computed with, which encoded each text apart from its template. */
describe('the tokens that published results rest on stay as they are', () => {
  const items = trainingItems({ domain: 'clinic', pairs: 600, seed: 1 });
  const random = createRandom('tokens of results');

  it('those of translations, with and without explanations', () => {
    const examples = items.map(item => ({ prompt: translationPrompt(item), reference: item.reference }));
    const explained = examples.map((example, i) => ({ ...example, rationale: explain(items[i]!, random) }));
    expect(nameOf(examples.map(one => encodeTranslation(tokenizer, one)))).toBe('a90c14833223');
    expect(nameOf(explained.map(one => encodeTranslation(tokenizer, one)))).toBe('a8f17a124455');
  });

  it('those of questions', () => {
    const asked = measuredGroups({ domain: 'clinic', ...readExperiment('frontier').measure });
    const prompts = asked.flatMap(group =>
      group.prompts.map(prompt => tokenizer.encodeChat(prompt, { addGenerationPrompt: true })),
    );
    expect(nameOf(prompts.map(ids => ({ ids, segments: new Uint8Array() })))).toBe('2adb239e5504');
  });

  it('those of the conversations that TinyChat was made of', () => {
    const chats = tinyChatConversations({ count: 2000, seed: 1, voice: 'own' });
    expect(nameOf(chats.map(turns => encodeConversation(tokenizer, turns)))).toBe('5544a2de9613');
  });
});
