export { abilities, abilityItems, abilityNames } from './abilities';
export type { Ability, AbilityItem, AbilityScore, Check, Difficulty, Split } from './ability';
export { domains } from './domains';
export { explain } from './explain';
export { type Grounding, groundingOf } from './grounding';
export { languages } from './languages';
export { metByBase } from './met';
export { type Group, groups } from './remarks';
export type { Voice } from './remarks/wordings';
export { baseDomains, fineTuningDomains } from './roles';
export { scoreAnswer } from './scoring';
export { judgedStatements, keepStatements, type Statement, type Statements, statementsOf } from './statements';
export { type Mixture, tinyChatConversations } from './tinychat';
export {
  type GlossaryEntry,
  glossary,
  sampleTranslations,
  type TranslationItem,
  type TranslationQuery,
  type TranslationSplit,
  translationPrompt,
} from './translations';
