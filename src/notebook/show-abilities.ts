import type { Study } from '../analysis';
import { abilityNames } from '../world';
import { showFigure } from './figure';
import { panelsFigure } from './panels';
import type { StudyFigure } from './show-plane';
import { counted } from './words';

/** The finding by ability: which one the reference loses most of, at its harshest learning rate. */
export function abilityFinding(study: Study): string {
  const harshest = study.rates(study.reference).at(-1) as number;
  const lost = (ability: (typeof abilityNames)[number]) =>
    study.base.abilities[ability] - study.mean(study.reference, harshest, ability).mean;
  const [most, ...rest] = [...abilityNames].sort((a, b) => lost(b) - lost(a));
  const least = rest.at(-1) as (typeof abilityNames)[number];
  const said = (ability: (typeof abilityNames)[number]) => `${ability} (${lost(ability).toFixed(0)} points)`;
  return `${study.reference} costs ${said(most as typeof least)} most, ${said(least)} least`;
}

/** Shows each ability beside the others, small: right answers against translation quality, a curve for each setting from the base on. */
export async function showAbilities(
  study: Study,
  { names = study.names, title = abilityFinding(study), subtitle }: StudyFigure = {},
): Promise<void> {
  const curveOf = (name: string, ability: (typeof abilityNames)[number]) => [
    { x: study.base.domain.bleu, y: { mean: study.base.abilities[ability], margin: 0 } },
    ...study.curve(name, { y: ability }).map(({ x, y }) => ({ x: x.mean, y })),
  ];
  const panels = abilityNames.map(ability => [
    ability,
    Object.fromEntries(names.map(name => [name, curveOf(name, ability)])),
  ]);
  await showFigure(
    panelsFigure({
      title,
      subtitle:
        subtitle ??
        `from the base to the harshest learning rate; bands: 95% intervals over ${counted(study.seeds.length, 'seed')}`,
      x: 'BLEU',
      y: 'right answers (%)',
      panels: Object.fromEntries(panels),
    }),
  );
}
