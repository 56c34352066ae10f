import { type Concept, isOneOf, lexicon, type Name, type Noun } from '../../lexicon';

/**
 * Thai often has a word of its own where others have one for all: a shirt is "ซัก", a car "ล้าง", a dog "อาบน้ำให้". A cell lists the usual
 * form, then those for kinds of things (tags, or nouns): "ล้าง{o}; clothing: ซัก{o}; animal: อาบน้ำให้{o}".
 */
export class Senses<T> {
  constructor(
    private readonly usual: T,
    private readonly special: readonly { kinds: string[]; form: T }[],
  ) {}

  /** The form for something. */
  of(thing: Noun | Name | undefined): T {
    if (this.special.length === 0) return this.usual;
    return (thing && this.special.find(({ kinds }) => isOneOf(thing, kinds))?.form) ?? this.usual;
  }

  all(): T[] {
    return [this.usual, ...this.special.map(({ form }) => form)];
  }
}

/** A column of senses, each read by `parse`. */
export function senses<T>(parse: (cell: string, concept: Concept, column: string) => T) {
  return (cell: string, concept: Concept, column: string): Senses<T> => {
    const [usual, ...others] = cell.split('; ') as [string, ...string[]];
    const special = others.map(text => {
      const [kinds, form] = text.split(': ') as [string, string?];
      if (form === undefined) throw new Error(`has a ${column} without its kinds: ${text}`);
      return { kinds: kinds.split(' ').map(known), form: parse(form, concept, column) };
    });
    return new Senses(parse(usual, concept, column), special);
  };
}

/** In a list of kinds, words are parted by spaces. */
function known(written: string): string {
  const kind = written.replaceAll('_', ' ');
  if (lexicon().nouns.some(noun => isOneOf(noun, [kind]))) return kind;
  throw new Error(`has a form for ${kind}, which is neither a tag nor a noun`);
}
