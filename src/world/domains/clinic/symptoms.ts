import { concept, type Tense } from '../../lexicon';
import type { Action, NounPhrase } from '../../meaning';
import { act } from '../actions';
import { ids } from '../phrases';
import type { Scene } from '../scene';

/** What can be seen of somebody who cannot speak yet. */
const SEEN = ids('fever, cough, shortness of breath');

/** What makes somebody faint or vomit, and with what they are vaccinated or discharged all the same. */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
  collapse: ids('chest pain, shortness of breath, dizziness, high blood pressure, fever, diabetes'),
  faint: ids('dizziness, shortness of breath, high blood pressure, fever, diabetes'),
  vomit: ids('nausea, fever, headache'),
  vaccinate: ids('cough, headache, asthma, diabetes'),
  discharge: ids('cough, headache, high blood pressure'),
};

/** Which drug is for what. */
export const TREATED: readonly (readonly [drug: string, illness: string])[] = [
  ['insulin', 'diabetes'],
  ['cough syrup', 'cough'],
  ['painkiller', 'headache'],
  ['painkiller', 'chest pain'],
  ['antibiotic', 'fever'],
];

export const isInfant = (np: NounPhrase): boolean =>
  'pronoun' in np ? isInfant(np.pronoun) : 'noun' in np && np.noun.id === 'infant';

/** Something that the patient can have, and that is behind what happens to them, if anything is. */
export function symptomFor({ words, random }: Scene, patient: NounPhrase, verb?: string): NounPhrase | undefined {
  const causes = verb === undefined ? undefined : CAUSES[verb];
  const possible = words
    .nounsOf(['symptom', 'condition'])
    .filter(({ id }) => (!isInfant(patient) || SEEN.includes(id)) && (causes?.includes(id) ?? true));
  if (possible.length === 0) return undefined;
  return { noun: random.pick(possible), determiner: 'none', plural: false };
}

/** "The patient has fever." */
export function having(scene: Scene, subject: NounPhrase, tense: Tense): Action {
  return act(scene, concept('verbs', 'have'), tense, { subject, object: symptomFor(scene, subject) });
}
