import { isOneOf } from '../../lexicon';
import { type Action, type Clause, type Infinitive, isPerson, type NounPhrase, type State } from '../../meaning';
import { join } from '../language';
import type { Case } from './declension';
import { forms } from './forms';
import { agreesInPlural, behindPreposition, phrase } from './noun-phrase';
import { frequency, when } from './numbers';
import { reflexiveOf, type VerbGroup, verbGroup, withZu } from './verb-group';

/** What stands for a gap: a relative pronoun or a question word. */
export interface GapWords {
  plural: boolean;
  as(grammaticalCase: Case): string;
}

export interface ClauseOptions {
  /** Where the finite verb stands: second in statements, first in questions, last in subordinate clauses. */
  order: 'first' | 'second' | 'last';
  /** What opens the clause, so that the subject follows the verb: a question word, or nothing but a clause before this one. */
  opening?: string;
  gap?: GapWords;
  perfect?: boolean;
  subjunctive?: boolean;
}

/** A part of the middle of a clause. */
interface Part {
  text: string;
  /** Moves to the front. */
  gap?: boolean;
  pronoun?: boolean;
}

type Say = (np: NounPhrase, grammaticalCase: Case, none?: boolean) => string;

/** A clause without capital and full stop. */
export function clause(c: Clause, { order, opening, gap, perfect, subjunctive }: ClauseOptions): string {
  const say: Say = (np, grammaticalCase, none) =>
    'gap' in np ? gap!.as(grammaticalCase) : phrase(np, grammaticalCase, none);
  const passive = c.kind === 'action' && c.passive === true;
  const subject = (passive ? c.object : c.subject) as NounPhrase;
  // A dative stays one in the passive, and the verb has no subject: "dem Patienten wird geholfen".
  const impersonal = passive && forms.verb(c.verb).object === 'dative';
  const plural = !impersonal && ('gap' in subject ? gap!.plural : agreesInPlural(subject));
  const { tense, modal } = c;
  const verbs = verbGroup(c.kind === 'state' ? undefined : c.verb, {
    tense,
    modal,
    plural,
    passive,
    perfect,
    subjunctive,
  });
  const parts = c.kind === 'state' ? stateParts(c, say) : actionParts(c, passive, say);
  const fronted = parts.find(part => part.gap)?.text;
  const time = c.time && when(c.time);
  const front = opening ?? fronted ?? (c.timeFirst ? time : undefined);
  const timed: Part[] = order !== 'last' && front === time ? [] : text(time);
  const pieces = {
    subject: say(subject, impersonal ? 'dative' : 'nominative'),
    pronominal: 'pronoun' in subject,
    lifeless: 'noun' in subject && !isOneOf(subject.noun, ['person', 'animal']),
    verbs,
    middle: [...parts.filter(part => part.pronoun), ...timed, ...parts.filter(part => !part.pronoun && !part.gap)],
  };
  return (order === 'last' ? verbLast(pieces, fronted) : verbEarly(pieces, order, front)) + nachfeld(c);
}

interface Pieces {
  subject: string;
  pronominal: boolean;
  lifeless: boolean;
  verbs: VerbGroup;
  middle: Part[];
}

/** Verb second; or first, when nothing stands before it. */
function verbEarly(p: Pieces, order: 'first' | 'second', front: string | undefined): string {
  const { finite, end, particle, reflexive } = p.verbs;
  // "Am Montag erholte sich der Patient", but "erholte er sich".
  const turned = p.pronominal ? [p.subject, reflexive] : [reflexive, p.subject];
  const beginning =
    order === 'first' || front !== undefined ? [front, finite, ...turned] : [p.subject, finite, reflexive];
  return join([...beginning, ...texts(p.middle), end, particle]);
}

function verbLast(p: Pieces, relativePronoun: string | undefined): string {
  const { end, last, reflexive, doubleInfinitive } = p.verbs;
  // "Sobald sich der Nebel lichtet", but "sobald der Patient sich erholt": somebody is named before the verb speaks of them.
  const beginning = p.lifeless ? [reflexive, p.subject] : [p.subject, reflexive];
  return join([relativePronoun, ...beginning, ...texts(p.middle), ...(doubleInfinitive ? [last, end] : [end, last])]);
}

const texts = (parts: Part[]) => parts.map(part => part.text);
const text = (words: string | undefined): Part[] => (words ? [{ text: words }] : []);

function part(np: NounPhrase | undefined, words: (np: NounPhrase) => string): Part[] {
  return np === undefined ? [] : [{ text: words(np), gap: 'gap' in np }];
}

/** A part without a preposition: as a pronoun it stands before everything else. */
const bare = (np: NounPhrase | undefined, words: (np: NounPhrase) => string): Part[] =>
  part(np, words).map(made => ({ ...made, pronoun: np !== undefined && 'pronoun' in np }));

/** "zwölf Meter tief", "des Diebstahls nicht schuldig", "fünf Kilometer vom Bahnhof entfernt", "stolz auf Anna". */
function stateParts(c: State, say: Say): Part[] {
  const { lemma, complement } = forms.adjective(c.adjective);
  const behind = complement?.startsWith('…');
  const completion = part(c.complement, np => governed((complement as string).replace('…', ''), np, say));
  const measure = part(c.measure, np => say(np, 'accusative'));
  return [
    ...because(c, say),
    ...lasting(c, say),
    ...underRule(c, say),
    ...part(c.place, np => where(np, say)),
    ...(completion.length > 0 ? measure : []),
    ...(behind ? [] : completion),
    ...text(c.negated ? 'nicht' : ''),
    ...(completion.length > 0 ? [] : measure),
    ...text(lemma),
    ...(behind ? completion : []),
  ];
}

function actionParts(c: Action, passive: boolean, say: Say): Part[] {
  const none = c.negated && !passive && c.object !== undefined && isIndefinite(c.object);
  return [
    ...because(c, say),
    ...bare(c.recipient, np => say(np, 'dative')),
    ...text(c.frequency && frequency(c.frequency)),
    ...bare(passive ? undefined : c.object, np => say(np, forms.verb(c.verb).object ?? 'accusative', none)),
    ...lasting(c, say),
    ...text(c.negated && !none ? 'nicht' : ''),
    ...(passive ? part(c.subject, np => behindPreposition('von', say(np, 'dative'))) : []),
    ...underRule(c, say),
    ...part(c.place, np => where(np, say)),
    ...part(c.complement, np => governed(forms.verb(c.verb).complement as string, np, say)),
    ...part(c.from, np => from(np, say)),
    ...part(c.to, np => to(np, say)),
  ];
}

/** "kein" negates what is not definite: "keinen Hut"; numbers and names take "nicht". */
function isIndefinite(np: NounPhrase): boolean {
  return (
    'noun' in np &&
    np.determiner !== 'definite' &&
    np.count === undefined &&
    np.label === undefined &&
    np.possessor === undefined
  );
}

const because = ({ cause }: Clause, say: Say) => part(cause, np => behindPreposition('wegen', say(np, 'genitive')));
const underRule = ({ basis }: Clause, say: Say) => part(basis, np => behindPreposition('nach', say(np, 'dative')));
const lasting = ({ duration }: Clause, say: Say) => part(duration, np => `${say(np, 'accusative')} lang`);

/** A complement in the case, or behind the preposition and in its case, that the word asks for: "genitive", "zu+dative". */
function governed(government: string, np: NounPhrase, say: Say): string {
  const [grammaticalCase, preposition] = government.split('+').reverse() as [Case, string?];
  // A bare case would not be seen: "des Diebstahls beschuldigt", "gesteht den Diebstahl", though "wegen Diebstahls", "mit Weizen".
  const seen = preposition !== undefined && (grammaticalCase !== 'genitive' || preposition === 'wegen');
  const marked = !seen && 'noun' in np && np.determiner === 'none';
  const words = say(marked ? { ...np, determiner: 'definite' } : np, grammaticalCase);
  return preposition === undefined ? words : behindPreposition(preposition, words);
}

/** The preposition of a place: "in", "an" or "auf"; towns have "in". */
const locative = (np: NounPhrase) => placeOf(np)?.where ?? 'in';
const placeOf = (np: NounPhrase) => ('noun' in np ? forms.noun(np.noun).place : undefined);

const where = (np: NounPhrase, say: Say) => behindPreposition(locative(np), say(np, 'dative'));

/** "in den Hafen", "an den Kai", "nach Hamburg"; to somebody, and to some places, "zum Kapitän", "zum Bahnhof". */
function to(np: NounPhrase, say: Say): string {
  if ('name' in np) return `nach ${say(np, 'dative')}`;
  if (isPerson(np) || placeOf(np)?.to === 'zu') return behindPreposition('zu', say(np, 'dative'));
  return behindPreposition(locative(np), say(np, 'accusative'));
}

/** "aus dem Hafen", "vom Kai", "von Hamburg"; from where one goes "zum Schloss", "vom Schloss". */
function from(np: NounPhrase, say: Say): string {
  const out = !('name' in np) && !isPerson(np) && locative(np) === 'in' && placeOf(np)?.to !== 'zu';
  return behindPreposition(out ? 'aus' : 'von', say(np, 'dative'));
}

/** What follows the end of the bracket: reports, and infinitives behind their comma. */
function nachfeld(c: Clause): string {
  if (c.kind === 'state') return '';
  return [
    c.content ? `, ${report(c)}` : '',
    c.infinitive ? `, ${infinitive(c.infinitive)}` : '',
    c.purpose ? `, um ${infinitive(c.purpose)}` : '',
  ].join('');
}

/** In the subjunctive: "er habe den Wagen gesehen"; some verbs need "dass". What is admitted is a fact: "dass er ihn gesehen hat". */
function report({ verb, content, tense }: Action): string {
  const said = content as Clause;
  switch (forms.verb(verb).complement) {
    case 'dass':
      return `dass ${clause(said, { order: 'last', subjunctive: true })}`;
    case 'dass+indicative':
      return `dass ${clause({ ...said, tense }, { order: 'last', perfect: said.tense === 'past' })}`;
    default:
      return clause(said, { order: 'second', subjunctive: true });
  }
}

function infinitive(clause: Infinitive): string {
  const parts = actionParts({ ...clause, kind: 'action', tense: 'present', negated: false }, false, phrase);
  return join([reflexiveOf(clause.verb), ...texts(parts), withZu(clause.verb)]);
}
