import { describe, expect, it } from 'vitest';
import { german } from '../../src/world/languages/de';
import { english } from '../../src/world/languages/en';
import { phrase } from '../../src/world/languages/german/noun-phrase';
import { concept } from '../../src/world/lexicon';
import type { Action, Clause, Conjunction, Described, NounPhrase, Sentence } from '../../src/world/meaning';

const noun = (id: string) => concept('nouns', id);
const verb = (id: string) => concept('verbs', id);
const adjective = (id: string) => concept('adjectives', id);

const the = (en: string, more: Partial<Described> = {}): Described => ({
  noun: noun(en),
  determiner: 'definite',
  plural: false,
  ...more,
});
const a = (en: string, more: Partial<Described> = {}): Described => the(en, { determiner: 'indefinite', ...more });
const bare = (en: string, more: Partial<Described> = {}): Described => the(en, { determiner: 'none', ...more });
const action = (subject: NounPhrase, en: string, more: Partial<Action> = {}): Action => ({
  kind: 'action',
  subject,
  verb: verb(en),
  tense: 'present',
  negated: false,
  ...more,
});
const state = (subject: NounPhrase, en: string, more: Partial<Clause> = {}): Clause =>
  ({ kind: 'state', subject, adjective: adjective(en), tense: 'present', negated: false, ...more }) as Clause;
const having = (subject: NounPhrase, symptom: string) => action(subject, 'have', { object: bare(symptom) });
const anna = { name: concept('names', 'Anna') };
const monday = concept('times', 'on Monday');

const de = (main: Clause, conjunction?: Conjunction, clause?: Clause) =>
  german.sentence(meaning(main, conjunction, clause));
const en = (main: Clause, conjunction?: Conjunction, clause?: Clause) =>
  english.sentence(meaning(main, conjunction, clause));
const meaning = (main: Clause, conjunction?: Conjunction, clause?: Clause): Sentence => ({
  main,
  subordinate: conjunction && clause && { conjunction, clause },
});

describe('German', () => {
  it('puts places, agents and recipients in the dative', () => {
    expect(de(action(the('woman'), 'sing', { place: the('church') }))).toBe('Die Frau singt in der Kirche.');
    expect(de(action(the('woman'), 'sing', { place: the('park') }))).toBe('Die Frau singt im Park.');
    expect(de(action(the('woman'), 'sing', { place: the('station') }))).toBe('Die Frau singt am Bahnhof.');
    expect(de(action(the('woman'), 'sing', { place: the('market') }))).toBe('Die Frau singt auf dem Markt.');
    expect(de(action(the('cook'), 'give', { recipient: the('child', { plural: true }), object: a('apple') }))).toBe(
      'Der Koch gibt den Kindern einen Apfel.',
    );
    expect(de(action(the('woman'), 'help', { object: the('girl') }))).toBe('Die Frau hilft dem Mädchen.');
    expect(de(action(the('surgeon'), 'treat', { object: the('wound'), passive: true }))).toBe(
      'Die Wunde wird vom Chirurgen behandelt.',
    );
  });

  it('inflects adjectives after der, ein, kein and no article', () => {
    const small = { adjective: adjective('small') };
    const many = { plural: true };
    const cases = ['nominative', 'accusative', 'dative'] as const;
    const forms = (np: NounPhrase, none = false) => cases.map(grammaticalCase => phrase(np, grammaticalCase, none));
    expect(forms(the('dog', small))).toEqual(['der kleine Hund', 'den kleinen Hund', 'dem kleinen Hund']);
    expect(forms(the('cat', small))).toEqual(['die kleine Katze', 'die kleine Katze', 'der kleinen Katze']);
    expect(forms(the('horse', small))).toEqual(['das kleine Pferd', 'das kleine Pferd', 'dem kleinen Pferd']);
    expect(forms(the('dog', { ...small, ...many }))).toEqual([
      'die kleinen Hunde',
      'die kleinen Hunde',
      'den kleinen Hunden',
    ]);
    expect(forms(a('dog', small))).toEqual(['ein kleiner Hund', 'einen kleinen Hund', 'einem kleinen Hund']);
    expect(forms(a('cat', small))).toEqual(['eine kleine Katze', 'eine kleine Katze', 'einer kleinen Katze']);
    expect(forms(a('horse', small))).toEqual(['ein kleines Pferd', 'ein kleines Pferd', 'einem kleinen Pferd']);
    expect(forms(a('dog', small), true)).toEqual(['kein kleiner Hund', 'keinen kleinen Hund', 'keinem kleinen Hund']);
    expect(forms(bare('dog', { ...small, ...many }), true)).toEqual([
      'keine kleinen Hunde',
      'keine kleinen Hunde',
      'keinen kleinen Hunden',
    ]);
    expect(forms(bare('dog', { ...small, ...many }))).toEqual(['kleine Hunde', 'kleine Hunde', 'kleinen Hunden']);
    expect(forms(bare('coffee', { adjective: adjective('cold') }))).toEqual([
      'kalter Kaffee',
      'kalten Kaffee',
      'kaltem Kaffee',
    ]);
    expect(forms(bare('milk', { adjective: adjective('cold') }))).toEqual([
      'kalte Milch',
      'kalte Milch',
      'kalter Milch',
    ]);
    expect(forms(bare('bread', { adjective: adjective('fresh') }))).toEqual([
      'frisches Brot',
      'frisches Brot',
      'frischem Brot',
    ]);
    expect(phrase(a('coat', { adjective: adjective('expensive') }), 'accusative')).toBe('einen teuren Mantel');
    expect(phrase(the('child', { adjective: adjective('tired') }), 'nominative')).toBe('das müde Kind');
  });

  it('declines weak nouns, and adds -n to plural datives that lack it', () => {
    expect(
      ['student', 'boy', 'farmer', 'bear', 'neighbour', 'patient'].map(word => phrase(the(word), 'accusative')),
    ).toEqual(['den Studenten', 'den Jungen', 'den Bauern', 'den Bären', 'den Nachbarn', 'den Patienten']);
    expect(phrase(the('student'), 'nominative')).toBe('der Student');
    expect(['apple', 'car', 'woman', 'antibiotic'].map(word => phrase(the(word, { plural: true }), 'dative'))).toEqual([
      'den Äpfeln',
      'den Autos',
      'den Frauen',
      'den Antibiotika',
    ]);
  });

  it('has the verb second, also when the time comes first', () => {
    expect(de(action(the('man'), 'buy', { object: a('hat'), time: monday }))).toBe(
      'Der Mann kauft am Montag einen Hut.',
    );
    expect(de(action(the('man'), 'buy', { object: a('hat'), time: monday, timeFirst: true }))).toBe(
      'Am Montag kauft der Mann einen Hut.',
    );
    expect(de(action(the('patient'), 'recover', { tense: 'past', time: monday, timeFirst: true }))).toBe(
      'Am Montag erholte sich der Patient.',
    );
  });

  it('has the verb last after weil, obwohl and their like', () => {
    const main = state(the('man'), 'tired');
    expect(de(main, 'because', action(the('man'), 'work', { tense: 'past' }))).toBe(
      'Der Mann ist müde, weil der Mann arbeitete.',
    );
    expect(de(main, 'although', state(anna, 'happy', { negated: true }))).toBe(
      'Der Mann ist müde, obwohl Anna nicht glücklich ist.',
    );
    expect(de(main, 'because', action(the('dog'), 'eat', { object: bare('bread'), modal: 'want' }))).toBe(
      'Der Mann ist müde, weil der Hund Brot essen will.',
    );
    expect(de(main, 'while', action(the('patient'), 'recover'))).toBe(
      'Der Mann ist müde, während der Patient sich erholt.',
    );
  });

  it('parts separable verbs in main clauses and joins them elsewhere', () => {
    const admit = action(the('doctor'), 'admit', { object: the('patient') });
    expect(de(admit)).toBe('Die Ärztin nimmt den Patienten auf.');
    expect(de({ ...admit, negated: true, tense: 'past' })).toBe('Die Ärztin nahm den Patienten nicht auf.');
    expect(de({ ...admit, modal: 'must' })).toBe('Die Ärztin muss den Patienten aufnehmen.');
    expect(de(state(the('doctor'), 'tired'), 'because', { ...admit, tense: 'past' })).toBe(
      'Die Ärztin ist müde, weil die Ärztin den Patienten aufnahm.',
    );
    const faint = action(the('patient'), 'faint', { tense: 'past' });
    expect(de(faint)).toBe('Der Patient fiel in Ohnmacht.');
    expect(de(state(the('doctor'), 'tired'), 'because', faint)).toBe(
      'Die Ärztin ist müde, weil der Patient in Ohnmacht fiel.',
    );
  });

  it('says what something is done for with um … zu', () => {
    const examine = action(the('doctor'), 'examine', { object: the('patient') });
    const purpose = (en: string, object: string) => ({ verb: verb(en), object: the(object) });
    expect(de({ ...examine, purpose: purpose('stitch', 'wound') })).toBe(
      'Die Ärztin untersucht den Patienten, um die Wunde zu nähen.',
    );
    expect(de({ ...examine, purpose: purpose('admit', 'patient') })).toBe(
      'Die Ärztin untersucht den Patienten, um den Patienten aufzunehmen.',
    );
  });

  it('makes the passive agree with its subject', () => {
    const stitch = action(the('doctor'), 'stitch', { object: the('wound', { plural: true }), passive: true });
    expect(de(stitch)).toBe('Die Wunden werden von der Ärztin genäht.');
    expect(de({ ...stitch, tense: 'past' })).toBe('Die Wunden wurden von der Ärztin genäht.');
    expect(de({ ...stitch, tense: 'past', object: the('wound') })).toBe('Die Wunde wurde von der Ärztin genäht.');
    expect(de(state(the('doctor'), 'tired'), 'because', stitch)).toBe(
      'Die Ärztin ist müde, weil die Wunden von der Ärztin genäht werden.',
    );
  });

  it('closes relative clauses with a comma, and only one', () => {
    const ill = the('patient', { relative: having({ gap: true }, 'fever') });
    expect(de(action(the('nurse'), 'monitor', { object: ill, passive: true }))).toBe(
      'Der Patient, der Fieber hat, wird von der Krankenschwester überwacht.',
    );
    expect(de(action(the('nurse'), 'monitor', { object: ill }))).toBe(
      'Die Krankenschwester überwacht den Patienten, der Fieber hat.',
    );
  });

  it('negates with kein where there is an indefinite object, and with nicht elsewhere', () => {
    expect(de(action(the('man'), 'buy', { object: a('hat'), negated: true }))).toBe('Der Mann kauft keinen Hut.');
    expect(de(action(the('man'), 'drink', { object: bare('milk'), negated: true }))).toBe(
      'Der Mann trinkt keine Milch.',
    );
    expect(de(action(the('man'), 'buy', { object: the('hat'), negated: true }))).toBe('Der Mann kauft den Hut nicht.');
    expect(de(action(the('man'), 'sleep', { negated: true }))).toBe('Der Mann schläft nicht.');
    expect(de({ ...having(the('patient'), 'headache'), tense: 'past', negated: true })).toBe(
      'Der Patient hatte keine Kopfschmerzen.',
    );
  });

  it('conjugates plurals', () => {
    const people = the('woman', { plural: true });
    expect(de(action(people, 'see', { object: the('dog') }))).toBe('Die Frauen sehen den Hund.');
    expect(de(action(people, 'see', { object: the('dog'), tense: 'past' }))).toBe('Die Frauen sahen den Hund.');
    expect(de(action(people, 'work', { tense: 'past' }))).toBe('Die Frauen arbeiteten.');
    expect(de(action(people, 'sleep', { modal: 'can', tense: 'past' }))).toBe('Die Frauen konnten schlafen.');
  });
});

describe('English', () => {
  it('says a or an by what follows', () => {
    const bought = (object: NounPhrase) => en(action(the('man'), 'buy', { object, tense: 'past' }));
    expect(bought(a('apple'))).toBe('The man bought an apple.');
    expect(bought(a('axe', { adjective: adjective('big') }))).toBe('The man bought a big axe.');
    expect(bought(a('hat', { adjective: adjective('expensive') }))).toBe('The man bought an expensive hat.');
    expect(en(action(the('doctor'), 'sign', { object: a('X-ray') }))).toBe('The doctor signs an X-ray.');
  });

  it('adds -s in the third person, and only there', () => {
    const says = (word: string) => en(action(the('man'), word, { object: the('dog') })).split(' ')[2];
    expect(['wash', 'carry', 'buy', 'feed', 'discharge'].map(says)).toEqual([
      'washes',
      'carries',
      'buys',
      'feeds',
      'discharges',
    ]);
    expect(en(action(the('doctor'), 'operate on', { object: the('patient') }))).toBe(
      'The doctor operates on the patient.',
    );
    expect(en(action(the('child', { plural: true }), 'sing'))).toBe('The children sing.');
  });

  it('negates and asks for do', () => {
    const sleep = action(the('man'), 'sleep', { negated: true });
    expect(en(sleep)).toBe('The man does not sleep.');
    expect(en({ ...sleep, tense: 'past' })).toBe('The man did not sleep.');
    expect(en({ ...sleep, subject: the('man', { plural: true }) })).toBe('The men do not sleep.');
    expect(en({ ...sleep, modal: 'can' })).toBe('The man cannot sleep.');
    expect(en({ ...sleep, modal: 'want' })).toBe('The man does not want to sleep.');
    expect(en(state(the('man'), 'tired', { negated: true }))).toBe('The man is not tired.');
  });

  it('makes the passive agree with its subject', () => {
    const stitch = action(the('doctor'), 'stitch', {
      object: the('wound', { plural: true }),
      passive: true,
      tense: 'past',
    });
    expect(en(stitch)).toBe('The wounds were stitched by the doctor.');
    expect(en({ ...stitch, object: the('wound'), tense: 'present' })).toBe('The wound is stitched by the doctor.');
  });

  it('keeps its word order whatever the clause', () => {
    const buy = action(the('man'), 'buy', { object: a('hat'), tense: 'past', time: monday });
    expect(en({ ...buy, timeFirst: true })).toBe('On Monday the man bought a hat.');
    expect(en(state(the('man'), 'happy'), 'because', buy)).toBe(
      'The man is happy because the man bought a hat on Monday.',
    );
    expect(
      en(
        action(the('doctor'), 'examine', {
          object: the('patient'),
          purpose: { verb: verb('operate on'), object: the('knee') },
        }),
      ),
    ).toBe('The doctor examines the patient in order to operate on the knee.');
    expect(
      en(action(the('cook'), 'give', { recipient: the('child'), object: bare('apple', { plural: true, count: 3 }) })),
    ).toBe('The cook gives the child three apples.');
  });
});
