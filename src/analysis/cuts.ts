import type { RationaleFilter, Setting } from '../experiments';
import { abilityNames } from '../world';
import { judge, markedInterval } from './certainty';
import { atEqualRate, type Comparison, differenceOf } from './compare';
import { rationaleTokens } from './rationale-table';
import { type ScoreName, scores } from './scores';
import type { Study } from './study';

type Kind = NonNullable<RationaleFilter['without']>[number];

/** The kinds of statements that are many enough to be cut, and those that are not. */
const cut: Kind[] = ['glossary', 'structure', 'usage', 'fact'];
const rare: Kind[] = ['number', 'caution'];

const without = (kinds: readonly Kind[]): Setting => ({
  method: 'radis',
  lambda: 1,
  filter: { without: [...kinds] },
});
const any = (share: number): Setting => ({ method: 'radis', lambda: 1, filter: { share } });
const whole: Setting = { method: 'radis', filter: undefined, settings: undefined };

/** Rationales of which a random part is left, and whole ones: what cuts are held against. */
const controls = ['whole rationales', 'any 65 %', 'any 35 %', 'any 24 %'];

/** The settings of the experiment on what rationales say, by their names; the reference is RaDis with whole rationales. */
export const cutSettings: Record<string, Setting> = {
  'whole rationales': { ...whole, lambda: 1 },
  'vanilla fine-tuning': { method: 'vanilla' },
  ...Object.fromEntries(cut.map(kind => [`without ${kind}`, without([kind])])),
  ...Object.fromEntries(
    cut
      .filter(kind => kind !== 'fact')
      .map(kind => [`only ${kind}`, without([...cut, ...rare].filter(other => other !== kind))]),
  ),
  'only true': { method: 'radis', lambda: 1, filter: { onlyTrue: true } },
  ...Object.fromEntries([65, 35, 24].map(percent => [`any ${percent} %`, any(percent / 100)])),
  ...Object.fromEntries([0.25, 0.5, 2].map(lambda => [`whole, λ = ${lambda}`, { ...whole, lambda }])),
  ...Object.fromEntries(
    [25, 50, 75].map(percent => [
      `on ${percent} % of the texts`,
      { method: 'radis', lambda: 1, filter: undefined, settings: { share: percent / 100 } },
    ]),
  ),
};

/** The cuts by kind that a study has. */
export const cutNames = (study: Study): string[] => study.names.filter(name => /^(without|only) /.test(name));

/**
 * Each cut beside the control whose rationales are nearest in length, by general ability and by each ability, judged together: does it matter *what* was taken
 * out, or only how much? At the learning rate that all have.
 */
export function besideNearest(study: Study, names: readonly string[] = cutNames(study)): Comparison {
  const compared: readonly ScoreName[] = ['general', ...abilityNames];
  const there = controls.filter(name => study.names.includes(name));
  const pairs = names.map(name => {
    const apart = (control: string) => Math.abs(rationaleTokens(study, control) - rationaleTokens(study, name));
    return { name, against: there.reduce((best, one) => (apart(one) < apart(best) ? one : best)) };
  });
  const differences = judge(
    pairs.flatMap(({ name, against }) => atEqualRate(study, { names: [name], against, scores: compared }).differences),
  );
  const rows = pairs.map(({ name, against }) => ({
    'rationales (tokens)': withTokens(study, name),
    minus: withTokens(study, against),
    ...Object.fromEntries(
      compared.map(score => [
        scores[score].label.replace(' (%)', ''),
        markedInterval(differenceOf({ differences }, { name, score })),
      ]),
    ),
  }));
  return {
    differences,
    rows,
    caption: `Points beyond rationales of about that length, whatever they say; * shown, (*) leaning, of ${differences.length} differences`,
  };
}

const withTokens = (study: Study, name: string) => `${name} (${rationaleTokens(study, name).toFixed(0)})`;
