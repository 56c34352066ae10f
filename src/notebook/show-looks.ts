import { type Looks, type LookPick as Pick, pulls } from '../analysis';
import { abilityNames } from '../world';
import { showFigure } from './figure';
import { panelsFigure } from './panels';
import { planeFigure } from './plane';
import { counted } from './words';

const under = (looks: Looks) => `${counted(looks.seeds, 'seed')}; bands: 95% intervals over them`;

/**
 * Shows numbers of the looks over the steps of training: a panel for each number, a curve for each setting.
 *
 * @param title what is found; the caller computes it
 * @param y what the numbers are, with their unit
 */
export async function showLooks(looks: Looks, panels: Record<string, Pick>, title: string, y: string): Promise<void> {
  const drawn = Object.entries(panels).map(([panel, pick]) => [
    panel,
    Object.fromEntries(looks.names.map(name => [name, looks.line(name, pick)])),
  ]);
  await showFigure(panelsFigure({ title, subtitle: under(looks), x: 'step', y, panels: Object.fromEntries(drawn) }));
}

/** Shows when each ability goes; the title names those of which the first setting has lost a tenth first. */
export async function showForgetting(looks: Looks): Promise<void> {
  const [first] = looks.names as [string];
  const lost = abilityNames.map(ability => ({
    ability,
    step: looks.fallsBelow(first, look => look.abilities[ability]) ?? Number.POSITIVE_INFINITY,
  }));
  const soonest = Math.min(...lost.map(({ step }) => step));
  const which = lost.filter(({ step }) => step === soonest).map(({ ability }) => ability);
  const title = Number.isFinite(soonest)
    ? `${first}: by step ${soonest} a tenth of ${which.join(' and ')} is lost`
    : 'No ability has lost a tenth';
  const panels: Record<string, Pick> = Object.fromEntries(
    abilityNames.map(ability => [ability, look => look.abilities[ability]]),
  );
  await showLooks(looks, { ...panels, 'all five': ({ general }) => general }, title, 'right answers (%)');
}

/** Shows the ways through the plane of translation and general ability, look by look, and where they end. */
export async function showWays(looks: Looks): Promise<void> {
  const [bleu, general]: [Pick, Pick] = [look => look.bleu, look => look.general];
  const ends = looks.names.map(
    name => `${looks.end(name, general).mean.toFixed(0)} % at BLEU ${looks.end(name, bleu).mean.toFixed(0)} (${name})`,
  );
  const wayOf = (name: string) => {
    const y = looks.line(name, general);
    return looks
      .line(name, bleu)
      .map(({ x, y: at }, i) => ({ label: String(x), x: at, y: y[i]?.y ?? at }))
      .slice(1);
  };
  await showFigure(
    planeFigure({
      title: `At the end: ${ends.join(', ')}`,
      subtitle: `${counted(looks.seeds, 'seed')}; the labels are steps`,
      x: 'translation in the domain (BLEU)',
      y: 'general ability (% right)',
      base: { x: looks.base.bleu, y: looks.base.general },
      curves: Object.fromEntries(looks.names.map(name => [name, wayOf(name)])),
    }),
  );
}

/** Shows whether a step of training helps or undoes each ability: the cosine of the gradients, look by look. */
export async function showCosines(looks: Looks): Promise<void> {
  const there = pulls.filter(({ of }) => looks.names.includes(of));
  const panels = abilityNames.map(ability => [
    ability,
    Object.fromEntries(there.map(({ name, of, part }) => [name, looks.line(of, look => look.cosine[ability][part])])),
  ]);
  const means = abilityNames.flatMap(ability =>
    there.map(({ of, part }) => looks.onTheWay(of, look => look.cosine[ability][part]).mean),
  );
  await showFigure(
    panelsFigure({
      title: `Mean cosines with the abilities lie between ${Math.min(...means).toFixed(3)} and ${Math.max(...means).toFixed(3)}`,
      subtitle: `above 0 a small step of training helps the ability, below 0 it undoes it; ${under(looks)}`,
      x: 'step',
      y: 'cosine',
      panels: Object.fromEntries(panels),
    }),
  );
}
