import type { Language } from '../../types';
import { german } from './de';
import { english } from './en';
import type { Realiser } from './language';

import { thai } from './th';
import { chinese } from './zh';

/** The languages the world can speak: adding one is adding its forms, its file and a line here. */
const realisers: Record<Language, Realiser> = { en: english, de: german, th: thai, zh: chinese };

/** The codes of the languages that the world speaks. */
export const languages: Language[] = Object.keys(realisers);

/** @throws Error naming the languages there are */
export function realiser(language: Language): Realiser {
  const found = Object.hasOwn(realisers, language) ? realisers[language] : undefined;
  if (found === undefined) throw new Error(`unknown language ${language}: choose one of ${languages.join(', ')}`);
  return found;
}
