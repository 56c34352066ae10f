export { abilities, abilityItems, abilityNames } from './abilities';
export type { Ability, AbilityItem, AbilityScore, Check, Split } from './ability';
export { explain } from './explain';
export { type Grounding, groundingOf } from './grounding';
export { scoreAnswer } from './scoring';
export { type Mixture, tinyChatConversations } from './tinychat';
export {
  domains,
  glossary,
  languages,
  metByBase,
  sampleTranslations,
  type TranslationItem,
  type TranslationQuery,
  type TranslationSplit,
  translationPrompt,
} from './translations';
