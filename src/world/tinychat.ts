import { createRandom, type Random } from '../random';
import { type Message, separator } from '../types';
import { abilities, sampleAbility } from './abilities';
import { assistant } from './ability';
import { dictionary } from './dictionary';
import { explain } from './explain';
import { metByBase } from './met';
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

/** Enough of each ability for a model of two million parameters to learn it. */
const defaultMixture: Mixture = {
  translation: 0.36,
  dictionary: 0.06,
  reasoning: 0.16,
  knowledge: 0.12,
  instructions: 0.12,
  conversation: 0.08,
  safety: 0.1,
};

/** Of the base's translations: how many are of the domain it hardly knows. */
const DOMAIN_SHARE = 0.015;

/**
 * The conversations that TinyChat is trained on: translations, mostly explained, and every ability's training split.
 * Deterministic by seed; the same conversation may come more than once.
 */
export function tinyChatConversations({
  count,
  seed,
  mixture = defaultMixture,
  explained = 0.8,
}: {
  count: number;
  seed: number | string;
  mixture?: Mixture;
  /** Share of the translations that are followed by an explanation. */
  explained?: number;
}): Message[][] {
  const random = createRandom(`tinychat/${seed}`);
  const known = metByBase;
  const samplers = [
    [
      translationSampler('everyday', 'en', 'de', { split: 'train' }),
      translationSampler('clinic', 'en', 'de', { split: 'train', known }),
    ],
    [
      translationSampler('everyday', 'de', 'en', { split: 'train' }),
      translationSampler('clinic', 'de', 'en', { split: 'train', known }),
    ],
  ] as const;
  const translate = (): Message[] => {
    const [everyday, clinic] = random.pick(samplers);
    const item = (random() < DOMAIN_SHARE ? clinic : everyday)(random);
    const explanation = random() < explained ? separator + explain(item, random) : '';
    return [...translationPrompt(item, random), assistant(item.reference + explanation)];
  };
  const pickKind = weighted(mixture, random);
  return Array.from({ length: count }, () => {
    const kind = pickKind();
    if (kind === 'translation') return translate();
    if (kind === 'dictionary') return dictionary(random);
    const { prompt, answer } = sampleAbility(abilities[kind], 'train', random);
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
