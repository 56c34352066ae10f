import type { Tense } from '../../lexicon';
import type { Modal } from '../../meaning';

export interface ParticleOptions {
  tense: Tense;
  negated: boolean;
  modal?: Modal;
  /** How the verb is negated whatever the tense. */
  negation?: 'ไม่' | 'ไม่ได้';
  /** Everyday wishes are "อยาก", others "ต้องการ". */
  everyday: boolean;
  /** What ties a main clause to the clause before it. */
  link?: 'จึง' | 'ก็';
  /** Seen from before: "ก่อนที่เรือจะออกจากท่า". */
  prospective?: boolean;
  /** It is going on. */
  progressive?: boolean;
  /** Going on or not, it is about this moment. */
  now?: boolean;
  /** Asked for as something done: "ได้". */
  accomplished?: boolean;
  /** The verb begins with "ให้". */
  giving?: boolean;
}

/** What stands before the verb, and the "ได้" of ability behind it. */
export interface Particles {
  before: string;
  after: string;
}

/** The particles of a verb: Thai verbs have no forms. */
export function particles(options: ParticleOptions): Particles {
  const { tense, modal, negated, link = '', prospective, progressive, accomplished } = options;
  const will = (tense === 'future' || prospective) && modal !== 'should' ? 'จะ' : '';
  const not = negated ? (modal ? 'ไม่' : negation(options)) : '';
  const going = progressive && !negated && modal === undefined && tense !== 'future' ? 'กำลัง' : '';
  const done = accomplished && !negated && modal === undefined && tense === 'past' ? 'ได้' : '';
  return {
    before: link + will + not + (modal ? modalWord(modal, options) : '') + going + done,
    after: modal === 'can' ? 'ได้' : '',
  };
}

function negation({ tense, negation, now }: ParticleOptions): string {
  if (tense === 'future') return 'ไม่';
  return negation ?? (tense === 'past' || now ? 'ไม่ได้' : 'ไม่');
}

function modalWord(modal: Modal, { tense, everyday, giving }: ParticleOptions): string {
  switch (modal) {
    case 'must':
      return 'ต้อง';
    case 'can':
      return 'สามารถ';
    case 'want':
      return everyday ? 'อยาก' : 'ต้องการ';
    case 'may':
      // Not "ได้รับอนุญาตให้ให้ยา".
      return giving ? 'มีสิทธิ์' : 'ได้รับอนุญาตให้';
    case 'should':
      return tense === 'past' ? 'ควรจะ' : 'ควร';
  }
}
