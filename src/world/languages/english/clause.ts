import type { Verb } from '../../lexicon';
import type { Action, Circumstances, Clause, Infinitive, NounPhrase, State } from '../../meaning';
import { join } from '../language';
import { forms } from './forms';
import { agreesInPlural, phrase } from './noun-phrase';
import { frequency, when } from './numbers';
import { verbGroup } from './verb-group';

/** The words that stand for a gap: as subject, as object, behind a preposition. */
export interface GapWords {
  plural: boolean;
  subject: string;
  object: string;
  governed: string;
}

interface ClauseOptions {
  /** The first verb stands before the subject, behind this question word, if any. */
  question?: { word: string };
  gap?: GapWords;
  perfect?: boolean;
  backshift?: boolean;
}

/** A part of a clause; the one with the gap moves to the front. */
interface Part {
  text: string;
  gap: boolean;
}

/** A clause without capital and full stop. */
export function clause(c: Clause, { question, gap, perfect, backshift }: ClauseOptions = {}): string {
  const part = (np: NounPhrase | undefined, preposition = ''): Part[] => {
    if (np === undefined) return [];
    if (!('gap' in np)) return [{ text: join([preposition, phrase(np)]), gap: false }];
    return [{ text: preposition ? `${preposition} ${gap!.governed}` : gap!.object, gap: true }];
  };
  const passive = c.kind === 'action' && c.passive === true;
  const subject = (passive ? c.object : c.subject) as NounPhrase;
  const parts = c.kind === 'state' ? stateParts(c, part) : actionParts(c, passive, part);
  const fronted = parts.find(part => part.gap);
  const inverted = question !== undefined && !('gap' in subject);
  const parted = c.kind === 'action' && !passive ? partedParticle(c) : undefined;
  const whole = verbGroup(c.kind === 'state' ? undefined : c.verb, {
    tense: c.tense,
    negated: c.negated,
    modal: c.modal,
    passive,
    plural: 'gap' in subject ? gap!.plural : agreesInPlural(subject),
    perfect,
    backshift,
    inverted,
  });
  const verbs = { first: without(parted, whole.first), rest: without(parted, whole.rest) };
  const subjectText = 'gap' in subject ? gap!.subject : phrase(subject, 'subject');
  const time = c.time && when(c.time);
  // Behind an infinitive it would be about what is to be done.
  const timeLeads = c.timeFirst || (c.kind === 'action' && c.infinitive !== undefined && question === undefined);
  const core = inverted ? [verbs.first, subjectText, verbs.rest] : [subjectText, verbs.first, verbs.rest];
  return join([
    question?.word,
    fronted?.text,
    timeLeads ? time : '',
    ...core,
    ...parts.filter(part => part !== fronted).map(({ text }) => text),
    timeLeads ? '' : time,
    c.kind === 'action' && c.infinitive ? `to ${infinitive(c.infinitive)}` : '',
    c.kind === 'action' && c.content ? `that ${clause(c.content, { backshift: c.tense === 'past' || backshift })}` : '',
  ]);
}

type PartMaker = (np: NounPhrase | undefined, preposition?: string) => Part[];
const text = (words: string | undefined): Part[] => (words ? [{ text: words, gap: false }] : []);

/** "twelve metres deep", "guilty of theft". */
function stateParts(c: State, part: PartMaker): Part[] {
  const { lemma, complement } = forms.adjective(c.adjective);
  return [
    ...part(c.measure),
    ...text(lemma),
    ...part(c.complement, complement),
    ...where(c, part),
    ...circumstances(c, part),
  ];
}

function actionParts(c: Action, passive: boolean, part: PartMaker): Part[] {
  const complement = prepositionOf(c.verb);
  const object = passive ? [] : [...part(c.object), ...text(partedParticle(c))];
  // "gives the child an apple", but "an apple is given to the child", "the apple that she gives to the child".
  const objectLeads = passive || object.some(({ gap }) => gap) || recipientFollows(c.verb);
  return [
    ...(objectLeads ? [...object, ...part(c.recipient, 'to')] : [...part(c.recipient), ...object]),
    ...part(c.complement, complement),
    ...(passive ? part(c.subject, 'by') : []),
    ...part(c.from, 'from'),
    ...part(c.to, 'to'),
    ...where(c, part),
    ...text(c.frequency && frequency(c.frequency)),
    ...circumstances(c, part),
    ...text(c.purpose && `in order to ${infinitive(c.purpose)}`),
  ];
}

/** "administers a vaccine *to* the patient": not every verb has its recipient in front. */
const recipientFollows = (verb: Verb) => verb.frame === 'ditransitive' && forms.verb(verb).complement === 'to';

const where = ({ place }: Circumstances, part: PartMaker) => part(place, place && placePreposition(place));

function circumstances({ duration, basis, cause }: Circumstances, part: PartMaker): Part[] {
  return [...part(duration, 'for'), ...part(basis, 'under'), ...part(cause, 'because of')];
}

/** "at" the station, "on" the bridge, "in" Hamburg. */
function placePreposition(place: NounPhrase): string {
  return ('noun' in place && forms.noun(place.noun).place) || 'in';
}

/** What joins the complement to its verb: nothing in "fines the thief 500 euros". */
function prepositionOf(verb: Verb): string | undefined {
  const { complement } = forms.verb(verb);
  return complement === 'direct' ? undefined : complement;
}

/** What follows "to". */
function infinitive({ verb, recipient, object, complement, from, to, place }: Infinitive): string {
  const parted = partedParticle({ verb, object });
  return join([
    without(parted, forms.verb(verb).lemma),
    recipientFollows(verb) ? undefined : recipient && phrase(recipient),
    object && phrase(object),
    parted,
    recipientFollows(verb) && recipient ? `to ${phrase(recipient)}` : undefined,
    complement && join([prepositionOf(verb), phrase(complement)]),
    from && `from ${phrase(from)}`,
    to && `to ${phrase(to)}`,
    place && `${placePreposition(place)} ${phrase(place)}`,
  ]);
}

/** What parts from its verb when the object is a pronoun: "reads out the judgment", but "reads it out". */
function partedParticle({ verb, object }: Pick<Action, 'verb' | 'object'>): string | undefined {
  if (object === undefined || !('pronoun' in object)) return undefined;
  return / (out|in|up)$/.exec(forms.verb(verb).lemma)?.[1];
}

const without = (particle: string | undefined, verbs: string): string =>
  particle !== undefined && verbs.endsWith(` ${particle}`) ? verbs.slice(0, -particle.length - 1) : verbs;
