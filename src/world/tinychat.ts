import { createRandom, type Random } from '../random';
import { type Language, type Message, separator } from '../types';
import { abilities, sampleAbility } from './abilities';
import { assistant, type Difficulty } from './ability';
import { dictionary } from './dictionary';
import { explain } from './explain';
import { metByBase } from './met';
import type { Voice } from './remarks/wordings';
import { baseDomains, fineTuningDomains } from './roles';
import { translationPrompt, translationSampler } from './translations';

/** Shares of the base model's training conversations. */
export interface Mixture {
  translation: number;
  dictionary: number;
  reasoning: number;
  knowledge: number;
  instructions: number;
  conversation: number;
  safety: number;
}

/** Enough of each ability for a model of a few million parameters to learn it. */
const defaultMixture: Mixture = {
  translation: 0.36,
  dictionary: 0.05,
  reasoning: 0.1,
  knowledge: 0.1,
  instructions: 0.27,
  conversation: 0.06,
  safety: 0.06,
};

/** The languages that the base translates from and into English, by how often. */
const LANGUAGES: readonly Language[] = ['de', 'de', 'zh'];

/** Of the base's translations: how many are of the domains it hardly knows. */
const RARE_SHARE = 0.02;

const difficulties: readonly Difficulty[] = [1, 2, 3];

/**
 * The conversations that TinyChat is trained on: translations, mostly explained, words of a dictionary, and every ability's training
 * split at every difficulty. Deterministic by seed; the same conversation may come more than once.
 */
export function tinyChatConversations({
  count,
  seed,
  mixture = defaultMixture,
  explained = 0.8,
  voice,
}: {
  count: number;
  seed: number | string;
  mixture?: Mixture;
  /** Share of the translations that are followed by an explanation. */
  explained?: number;
  /** Whose words the explanations are in: TinyChat's own by default, or another teacher's. */
  voice?: Voice;
}): Message[][] {
  const random = createRandom(`tinychat/${seed}`);
  const samplers = new Map<string, ReturnType<typeof translationSampler>>();
  const samplerOf = (domain: string, from: Language, to: Language) => {
    const key = `${domain} ${from} ${to}`;
    const known = fineTuningDomains.includes(domain) ? metByBase : undefined;
    const sampler = samplers.get(key) ?? translationSampler(domain, from, to, { split: 'train', known });
    samplers.set(key, sampler);
    return sampler;
  };
  const translate = (): Message[] => {
    const domain = random.pick(random() < RARE_SHARE ? fineTuningDomains : baseDomains);
    const language = random.pick(LANGUAGES);
    const sample = random() < 0.5 ? samplerOf(domain, 'en', language) : samplerOf(domain, language, 'en');
    const item = sample(random);
    const explanation = random() < explained ? separator + explain(item, random, { voice }) : '';
    return [...translationPrompt(item, random), assistant(item.reference + explanation)];
  };
  const pickKind = weighted(mixture, random);
  return Array.from({ length: count }, () => {
    const kind = pickKind();
    if (kind === 'translation') return translate();
    if (kind === 'dictionary') return dictionary(random, { language: random.pick(LANGUAGES) });
    const { prompt, answer } = sampleAbility(abilities[kind], 'train', random, random.pick(difficulties));
    return [...prompt, assistant(answer)];
  });
}

/** Draws kinds of conversation in proportion to their shares. */
function weighted(mixture: Mixture, random: Random): () => keyof Mixture {
  const kinds = Object.keys(mixture) as (keyof Mixture)[];
  const bounds = kinds.map((_, i) => kinds.slice(0, i + 1).reduce((sum, kind) => sum + mixture[kind], 0));
  return () => {
    const at = random() * (bounds.at(-1) as number);
    return kinds[bounds.findIndex(bound => at < bound)] as keyof Mixture;
  };
}
