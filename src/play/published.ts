import { study } from '../analysis';
import { openExperiment, readExperiment, readResults } from '../experiments';

/** What stands on the plane before anybody has trained: the published runs, and the base. */
export interface PublishedPlane {
  base: { bleu: number; general: number };
  /** By the name of the method: its models, from the gentlest learning rate to the harshest. */
  curves: Record<string, { rate: number; bleu: number; general: number }[]>;
}

/** The published runs of the main experiment, as means over their seeds. */
export function publishedPlane(): PublishedPlane {
  const results = readResults(openExperiment(readExperiment('frontier', 'full')));
  const frontier = study(results, {
    'vanilla fine-tuning': { method: 'vanilla' },
    'RaDis, λ = 1': { method: 'radis', lambda: 1 },
    'RaDis, λ = 0.25': { method: 'radis', lambda: 0.25 },
  });
  const curveOf = (name: string) =>
    frontier.curve(name).map(({ rate, x, y }) => ({ rate, bleu: x.mean, general: y.mean }));
  return {
    base: { bleu: frontier.base.domain.bleu, general: frontier.base.general },
    curves: Object.fromEntries(frontier.names.map(name => [name, curveOf(name)])),
  };
}
