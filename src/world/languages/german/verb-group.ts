import type { Tense, Verb } from '../../lexicon';
import type { Modal } from '../../meaning';
import { remembered } from '../../remembered';
import { join } from '../language';
import { forms } from './forms';

/** A verb that can be finite: third person, singular and plural. */
interface Head {
  infinitive: string;
  participle: string;
  present: readonly [string, string];
  past: readonly [string, string];
  /** Konjunktiv I, and Konjunktiv II where I would be the same as the indicative: "er habe", "sie hätten". */
  subjunctive: readonly [string, string];
  perfect: 'haben' | 'sein';
}

const haben: Head = {
  infinitive: 'haben',
  participle: 'gehabt',
  present: ['hat', 'haben'],
  past: ['hatte', 'hatten'],
  subjunctive: ['habe', 'hätten'],
  perfect: 'haben',
};
const sein: Head = {
  infinitive: 'sein',
  participle: 'gewesen',
  present: ['ist', 'sind'],
  past: ['war', 'waren'],
  subjunctive: ['sei', 'seien'],
  perfect: 'sein',
};
const werden: Head = {
  infinitive: 'werden',
  // Of the passive; nothing becomes anything here.
  participle: 'worden',
  present: ['wird', 'werden'],
  past: ['wurde', 'wurden'],
  subjunctive: ['werde', 'würden'],
  perfect: 'sein',
};
const modal = (infinitive: string, present: string, past: string, subjunctive: readonly [string, string]): Head => ({
  infinitive,
  // Beside another infinitive, the perfect of modals has their infinitive: "hat warten müssen".
  participle: infinitive,
  present: [present, infinitive],
  past: [past, `${past}n`],
  subjunctive,
  perfect: 'haben',
});
const modals: Record<Modal, Head> = {
  must: modal('müssen', 'muss', 'musste', ['müsse', 'müssten']),
  can: modal('können', 'kann', 'konnte', ['könne', 'könnten']),
  want: modal('wollen', 'will', 'wollte', ['wolle', 'wollten']),
  may: modal('dürfen', 'darf', 'durfte', ['dürfe', 'dürften']),
  should: modal('sollen', 'soll', 'sollte', ['solle', 'sollten']),
};

export interface VerbGroupOptions {
  tense: Tense;
  plural: boolean;
  modal?: Modal;
  passive?: boolean;
  /** Earlier than the clause around it: "angelegt hat", "angelegt hatte". */
  perfect?: boolean;
  /** Reported: "er habe", "er sei". */
  subjunctive?: boolean;
}

/** The verbs of a clause. */
export interface VerbGroup {
  finite: string;
  /** What closes the sentence bracket: participles and infinitives. */
  end: string;
  /** What parts from the finite verb in main clauses, and stands before it when that comes last. */
  particle: string;
  /** The finite verb when it comes last: "aufnahm". */
  last: string;
  reflexive: string;
  /** Two infinitives at the end: the finite verb stands before them. */
  doubleInfinitive: boolean;
}

/** The verbs of a clause; without a verb "ist", for adjectives. */
export function verbGroup(verb: Verb | undefined, options: VerbGroupOptions): VerbGroup {
  const { tense, plural, passive, subjunctive } = options;
  const number = plural ? 1 : 0;
  const own = verb && lexical(verb);
  let head: Head = own?.head ?? sein;
  let end: string[] = [];
  // Each layer takes the verb below as an infinitive or a participle to its end.
  if (own && passive) {
    end = [own.head.participle];
    head = werden;
  }
  const ofModal = options.modal !== undefined;
  if (options.modal) {
    end = [...end, head === own?.head ? own.infinitive : head.infinitive];
    head = modals[options.modal];
  }
  // Reports have no past tense of their own: "er habe gesehen".
  const perfect = options.perfect || (subjunctive && tense === 'past');
  if (perfect) {
    end = [...end, head.participle];
    head = head.perfect === 'sein' ? sein : haben;
  }
  const bare = head === own?.head && own.head !== haben;
  if (tense === 'future' || (subjunctive && plural && bare)) {
    end = [...end, bare ? (own as Lexical).infinitive : head.infinitive];
    head = werden;
  }
  const particle = head === own?.head ? own.particle : '';
  const finite = subjunctive ? head.subjunctive[number] : (tense === 'past' ? head.past : head.present)[number];
  return {
    finite,
    end: join(end),
    particle,
    last: particle ? particle + (own as Lexical).glue + finite : finite,
    reflexive: passive ? '' : (own?.reflexive ?? ''),
    doubleInfinitive: ofModal && (perfect || tense === 'future') && end.length > 1,
  };
}

interface Lexical {
  head: Head;
  /** With its particle: "aufnehmen". */
  infinitive: string;
  particle: string;
  /** What stands between particle and verb: nothing in "aufnehmen", a space in "in Ohnmacht fallen". */
  glue: string;
  reflexive: string;
}

const lexical = remembered((verb: Verb): Lexical => {
  const { lemma, particle = '', reflexive = '', present, past, participle, auxiliary } = forms.verb(verb);
  const glue = particle && lemma[particle.length] === ' ' ? ' ' : '';
  const infinitive = lemma.slice(particle.length + glue.length);
  const head =
    lemma === 'haben'
      ? haben
      : {
          infinitive,
          participle,
          present: [present, infinitive] as const,
          past: [past, past.endsWith('e') ? `${past}n` : `${past}en`] as const,
          // In the plural "würden" stands in: that of weak verbs would be the past tense, and that of strong ones is bookish.
          subjunctive: [infinitive.replace(/e?n$/, 'e'), ''] as const,
          perfect: auxiliary,
        };
  return { head, infinitive: lemma, particle, glue, reflexive };
});

/** "zu nähen", "aufzunehmen", "in Ohnmacht zu fallen". */
export function withZu(verb: Verb): string {
  const { particle, glue, head } = lexical(verb);
  return particle === '' || glue ? join([particle, 'zu', head.infinitive]) : `${particle}zu${head.infinitive}`;
}

/** "sich", where the verb has it. */
export const reflexiveOf = (verb: Verb): string => lexical(verb).reflexive;
