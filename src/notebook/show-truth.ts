import { type Explanation, truthOf } from '../analysis';
import { barsFigure } from './bars';
import { showFigure } from './figure';

/** Shows how much of what explanations say is true, a bar for each set of them. */
export async function showTruth(sets: Record<string, readonly Explanation[]>): Promise<void> {
  const shares = Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, truthOf(set)]));
  const finding = Object.entries(shares).map(([name, { mean }]) => `${mean.toFixed(0)} % (${name})`);
  await showFigure(
    barsFigure({
      title: `Of what the model says, so much is true: ${finding.join(', ')}`,
      subtitle: `of ${Object.values(shares)
        .map(({ whole }) => whole)
        .join(' and ')} statements that can be judged; 95% intervals over texts`,
      y: 'true statements (%)',
      values: { base: shares },
    }),
  );
}
