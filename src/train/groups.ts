import { float32, type Values } from '../compile';
import { sizeOf } from '../shape';
import type { SparseMask } from './mask';

/**
 * Parameters whose update is the same: matrices of layers, and the tables of tokens, which weight decay pulls to zero; gains and biases,
 * which it does not.
 */
export type Group = 'matrices' | 'embeddings' | 'vectors';

function groupOf(name: string, shape: readonly number[]): Group {
  if (shape.length === 1) return 'vectors';
  return /embed_tokens|lm_head/.test(name) && !name.includes('lora_') ? 'embeddings' : 'matrices';
}

/** Name prefixes of what belongs to a parameter. */
export const [MEAN, SQUARE, GRADIENT] = ['mean/', 'square/', 'gradient/'] as const;

/** The numbers of each group that there is, its parameters laid end to end. */
export type Flats = Partial<Record<Group, Float32Array>>;

/** For each number of these, 1 where it trains. */
export type Marks = Partial<Record<Group, Uint8Array>>;

/**
 * Where each parameter lies in its group. An optimizer works on each group at once: one long array instead of hundreds of short ones.
 */
export class ParameterGroups {
  private readonly sizes: Partial<Record<Group, number>> = {};
  private readonly places: { name: string; shape: readonly number[]; group: Group; start: number; end: number }[] = [];

  constructor(shapes: ReadonlyMap<string, readonly number[]>) {
    for (const [name, shape] of shapes) {
      const group = groupOf(name, shape);
      const start = this.sizes[group] ?? 0;
      const end = start + sizeOf(shape);
      this.sizes[group] = end;
      this.places.push({ name, shape, group, start, end });
    }
  }

  zeros(): Flats {
    return Object.fromEntries(Object.entries(this.sizes).map(([group, size]) => [group, new Float32Array(size)]));
  }

  /** The numbers of parameters, laid end to end: in new memory, or over what is there. */
  lay(values: (name: string) => Float32Array, flats: Flats = this.zeros()): Flats {
    for (const { name, group, start } of this.places) flats[group]?.set(values(name), start);
    return flats;
  }

  /** Adds the numbers of parameters to those that are laid. */
  add(flats: Flats, values: (name: string) => Float32Array): void {
    for (const { name, group, start } of this.places) {
      const sums = flats[group] as Float32Array;
      const numbers = values(name);
      for (let i = 0; i < numbers.length; i++) sums[start + i] = (sums[start + i] as number) + (numbers[i] as number);
    }
  }

  /** A mask laid like the numbers that it is for. */
  marks(mask: SparseMask): Marks {
    const marks: Marks = {};
    for (const { name, group, start } of this.places) {
      const laid = marks[group] ?? new Uint8Array(this.sizes[group] as number);
      laid.set(mask.get(name) as Uint8Array, start);
      marks[group] = laid;
    }
    return marks;
  }

  /** Sets the numbers that are not marked to zero. */
  mask(flats: Flats, marks: Marks): void {
    for (const [group, numbers] of Object.entries(flats) as [Group, Float32Array][]) {
      const kept = marks[group] as Uint8Array;
      for (let i = 0; i < numbers.length; i++) if (kept[i] === 0) numbers[i] = 0;
    }
  }

  /** The Euclidean norm of all numbers together, summed in double precision: in single precision a hundred million squares lose some. */
  norm(flats: Flats): number {
    let sum = 0;
    for (const numbers of Object.values(flats)) {
      for (let i = 0; i < numbers.length; i++) sum += (numbers[i] as number) * (numbers[i] as number);
    }
    return Math.sqrt(sum);
  }

  /** The parameters of a group, with their shapes. */
  shapes(group: Group): [name: string, shape: readonly number[]][] {
    return this.places.filter(place => place.group === group).map(({ name, shape }) => [name, shape]);
  }

  /** The parameters of a group by their names, in numbers laid for it: the same memory. */
  viewsOf(group: Group, numbers: Float32Array): Values {
    const mine = this.places.filter(place => place.group === group);
    return Object.fromEntries(
      mine.map(({ name, shape, start, end }) => [name, float32(shape, numbers.subarray(start, end))]),
    );
  }

  /** Each parameter by its name, behind a prefix: the same memory. */
  views(flats: Flats, prefix = ''): Values {
    return Object.fromEntries(
      this.places.map(({ name, shape, group, start, end }) => [
        prefix + name,
        float32(shape, (flats[group] as Float32Array).subarray(start, end)),
      ]),
    );
  }
}
