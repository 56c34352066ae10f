import { mainSettings, publishedStudy } from '../exercises/published';

/** What stands on the plane before anybody has trained: the published runs, and the base. */
export interface PublishedPlane {
  base: { bleu: number; general: number };
  /** By the name of the method: its models, from the gentlest learning rate to the harshest. */
  curves: Record<string, { rate: number; bleu: number; general: number }[]>;
}

/** The published runs of the main experiment, as means over their seeds. */
export function publishedPlane(): PublishedPlane {
  const frontier = publishedStudy('frontier', mainSettings);
  const curveOf = (name: string) =>
    frontier.curve(name).map(({ rate, x, y }) => ({ rate, bleu: x.mean, general: y.mean }));
  return {
    base: { bleu: frontier.base.domain.bleu, general: frontier.base.general },
    curves: Object.fromEntries(frontier.names.map(name => [name, curveOf(name)])),
  };
}
