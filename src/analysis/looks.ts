import { confidenceInterval, formatInterval, type Interval, mean } from '../evaluate';
import type { AnatomyPoint, ResultRow } from '../experiments';
import { abilityNames } from '../world';
import type { StudyTable } from './table';

/** A number of a look. */
export type Pick = (look: AnatomyPoint) => number;

/** A number of the looks after a step: its mean over the seeds, with the 95% interval. */
export interface LookPoint {
  x: number;
  y: Interval;
}

/** Trainings that were stopped now and then for a look, by the names of their settings: the looks of each seed, in the order of steps. */
export class Looks {
  private readonly runs: Readonly<Record<string, readonly (readonly AnatomyPoint[])[]>>;

  /** @throws Error when a setting has no looks, or its seeds were looked at after different steps */
  constructor(runs: Record<string, readonly (readonly AnatomyPoint[])[]>) {
    for (const [name, seeds] of Object.entries(runs)) {
      const steps = seeds.map(looks => looks.map(({ step }) => step).join());
      if (seeds.length === 0 || seeds[0]?.length === 0) throw new Error(`${name} was never looked at`);
      if (new Set(steps).size > 1) throw new Error(`the seeds of ${name} were looked at after different steps`);
    }
    this.runs = runs;
  }

  get names(): string[] {
    return Object.keys(this.runs);
  }

  /** How many seeds the setting with the fewest has. */
  get seeds(): number {
    return Math.min(...Object.values(this.runs).map(({ length }) => length));
  }

  /** The base, before the first step. */
  get base(): AnatomyPoint {
    return this.of(this.names[0] as string)[0]?.[0] as AnatomyPoint;
  }

  /** These settings alone. */
  only(...names: string[]): Looks {
    return new Looks(Object.fromEntries(names.map(name => [name, this.of(name)])));
  }

  /** A number at each look, the base among them. */
  line(name: string, pick: Pick): LookPoint[] {
    const runs = this.of(name);
    return (runs[0] ?? []).map(({ step }, i) => ({
      x: step,
      y: confidenceInterval(runs.map(looks => pick(looks[i] as AnatomyPoint))),
    }));
  }

  /** A number at the end. */
  end(name: string, pick: Pick): Interval {
    return this.line(name, pick).at(-1)?.y as Interval;
  }

  /** A number on the way: its mean over all looks but the base's, seed by seed. */
  onTheWay(name: string, pick: Pick): Interval {
    return confidenceInterval(this.of(name).map(looks => mean(looks.slice(1).map(pick))));
  }

  /** The step of the first look at which a number has fallen below a share of where it began; undefined where it never does. */
  fallsBelow(name: string, pick: Pick, share = 0.9): number | undefined {
    const line = this.line(name, pick);
    return line.find(({ y }) => y.mean < share * (line[0]?.y.mean as number))?.x;
  }

  private of(name: string): readonly (readonly AnatomyPoint[])[] {
    const runs = this.runs[name];
    if (runs === undefined) throw new Error(`there are no looks at ${name}: choose ${this.names.join(', ')}`);
    return runs;
  }
}

/**
 * The looks of the experiment on the anatomy of forgetting: both methods at its harshest learning rate, and vanilla fine-tuning at a gentler one, where it was run, to
 * end about where RaDis does.
 */
export function anatomyLooks({ runs }: { runs: readonly ResultRow[] }): Looks {
  const harshest = Math.max(...runs.map(({ run }) => run.learningRate));
  const looksOf = (is: (row: ResultRow) => boolean) => runs.filter(is).map(({ looks = [] }) => looks);
  const groups = {
    'vanilla fine-tuning': looksOf(({ run }) => run.method === 'vanilla' && run.learningRate === harshest),
    'RaDis, λ = 1': looksOf(({ run }) => run.method === 'radis' && run.learningRate === harshest),
    'vanilla, gentler': looksOf(({ run }) => run.method === 'vanilla' && run.learningRate < harshest),
  };
  return new Looks(Object.fromEntries(Object.entries(groups).filter(([, list]) => list.length > 0)));
}

/** At which look each ability has lost a tenth, and what is left of it at the end. */
export function lossTable(looks: Looks, names: readonly string[] = looks.names): StudyTable {
  const rows = abilityNames.map(ability => {
    const pick: Pick = look => look.abilities[ability];
    const cells = names.flatMap(name => [
      [`${name}: a tenth lost by step`, String(looks.fallsBelow(name, pick) ?? 'not in this run')],
      [`${name}: at the end (%)`, formatInterval(looks.end(name, pick))],
    ]);
    return { ability, ...Object.fromEntries(cells) };
  });
  return { rows, caption: 'When each ability has lost a tenth' };
}

/** Numbers at the end of training, a row each and a column for each setting. */
export function endTable(
  looks: Looks,
  picks: Record<string, Pick>,
  { digits = 1, caption = 'At the end of training' } = {},
): StudyTable {
  const rows = Object.entries(picks).map(([what, pick]) => ({
    what,
    ...Object.fromEntries(looks.names.map(name => [name, formatInterval(looks.end(name, pick), digits)])),
  }));
  return { rows, caption };
}

/** The kinds of tokens whose predictions are watched, in plain words. */
export const tokenKinds = {
  first: 'first of the answer',
  number: 'numbers',
  other: 'other',
  end: 'end of the answer',
} as const;

/** How far predictions are from the base's, KL(base ‖ model) in nats, by kind of token. */
export const divergencePicks: Record<string, Pick> = Object.fromEntries(
  Object.entries(tokenKinds).map(([kind, text]) => [text, look => look.divergence[kind as keyof typeof tokenKinds]]),
);

/** A matrix of a layer, by its kind and the number of its layer, counted from 0. */
const matrixName = /^model\.layers\.(\d+)\.(.+_proj)\.weight$/;

/** How far the matrices have moved, ‖θ − θ0‖ / ‖θ0‖: kinds of matrices in rows, layers in columns. */
export function driftMap(looks: Looks, name: string): { kinds: string[]; layers: string[]; values: number[][] } {
  const found = Object.keys(looks.base.drift).flatMap(full => {
    const [, layer, kind] = matrixName.exec(full) ?? [];
    return layer !== undefined && kind !== undefined ? [{ full, layer, kind }] : [];
  });
  const layers = [...new Set(found.map(({ layer }) => layer))];
  const kinds = [...new Set(found.map(({ kind }) => kind))];
  const moved = (kind: string, layer: string) => {
    const matrix = found.find(one => one.kind === kind && one.layer === layer);
    return matrix ? looks.end(name, look => look.drift[matrix.full] as number).mean : Number.NaN;
  };
  return { kinds, layers, values: kinds.map(kind => layers.map(layer => moved(kind, layer))) };
}

/** How far weights have moved, ‖θ − θ0‖ / ‖θ0‖: the mean over the matrices of all layers, and the embeddings. */
export const driftPicks: Record<string, Pick> = {
  'matrices of the layers': ({ drift }) =>
    mean(
      Object.keys(drift)
        .filter(name => matrixName.test(name))
        .map(name => drift[name] as number),
    ),
  embeddings: ({ drift }) => drift['model.embed_tokens.weight'] as number,
};

/** Cosines of what is trained on with each ability, by whose gradient it is. */
export const pulls = [
  { name: 'vanilla, translations alone', of: 'vanilla fine-tuning', part: 'bare' },
  { name: 'RaDis, translations alone', of: 'RaDis, λ = 1', part: 'bare' },
  { name: 'RaDis, with rationales', of: 'RaDis, λ = 1', part: 'whole' },
] as const;

/**
 * Whether a step of training helps each ability: the cosine of both gradients, mean over the looks on the way. Below 0 a small step down the one raises the loss of
 * the other.
 */
export function cosineTable(looks: Looks): StudyTable {
  const there = pulls.filter(({ of }) => looks.names.includes(of));
  const rows = abilityNames.map(ability => ({
    ability,
    ...Object.fromEntries(
      there.map(({ name, of, part }) => [
        name,
        formatInterval(
          looks.onTheWay(of, look => look.cosine[ability][part]),
          3,
        ),
      ]),
    ),
    'what rationales add': formatInterval(rationalesAdd(looks, ability), 3),
  }));
  return { rows, caption: 'Cosine with the gradient of each ability, mean over the looks' };
}

/** What rationales add to the cosine with an ability, on the same weights and texts. */
export const rationalesAdd = (looks: Looks, ability: (typeof abilityNames)[number]): Interval =>
  looks.onTheWay('RaDis, λ = 1', ({ cosine }) => cosine[ability].whole - cosine[ability].bare);

/** How well the direction of training is known: the cosine between the gradients of two halves of the same texts, at the base, halfway and at the end. */
export function agreementTable(looks: Looks): StudyTable {
  const rows = pulls
    .filter(({ of }) => looks.names.includes(of))
    .map(({ name, of, part }) => {
      const line = looks.line(of, look => look.agreement[part]);
      const at = (i: number) => formatInterval(line[i]?.y as Interval, 2);
      return {
        gradient: name,
        'at the base': at(0),
        halfway: at(Math.floor((line.length - 1) / 2)),
        'at the end': at(line.length - 1),
      };
    });
  return { rows, caption: 'Cosine between the gradients of two halves of the same training texts' };
}
