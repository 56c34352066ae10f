import { describe, expect, it } from 'vitest';
import { german } from '../../src/world/languages/de';
import { phrase } from '../../src/world/languages/german/noun-phrase';
import { concept } from '../../src/world/lexicon';
import type { Clause, Conjunction, NounPhrase, Question, Sentence } from '../../src/world/meaning';
import { a, adjective, at, bare, does, done, future, gap, is, it_, measured, named, on, past, the, time } from './say';

const say = (main: Clause, more: Omit<Sentence, 'main'> = {}) => german.sentence({ main, ...more });
const de = (main: Clause, conjunction?: Conjunction, clause?: Clause, first?: boolean) =>
  say(main, conjunction && clause ? { subordinate: { conjunction, clause, first } } : {});

describe('German', () => {
  it('puts places, agents and recipients in the dative', () => {
    expect(de(does(the('woman'), 'sing', { place: the('church') }))).toBe('Die Frau singt in der Kirche.');
    expect(de(does(the('woman'), 'sing', { place: the('park') }))).toBe('Die Frau singt im Park.');
    expect(de(does(the('woman'), 'sing', { place: the('station') }))).toBe('Die Frau singt am Bahnhof.');
    expect(de(does(the('woman'), 'sing', { place: the('market') }))).toBe('Die Frau singt auf dem Markt.');
    expect(de(does(the('cook'), 'give', { recipient: the('child', { plural: true }), object: a('apple') }))).toBe(
      'Der Koch gibt den Kindern einen Apfel.',
    );
    expect(de(does(the('woman'), 'help', { object: the('girl') }))).toBe('Die Frau hilft dem Mädchen.');
    expect(de(does(the('surgeon'), 'treat', { object: the('wound'), passive: true }))).toBe(
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
    expect(de(does(the('man'), 'buy', { object: a('hat'), time: time('on Monday') }))).toBe(
      'Der Mann kauft am Montag einen Hut.',
    );
    expect(de(does(the('man'), 'buy', { object: a('hat'), time: time('on Monday'), timeFirst: true }))).toBe(
      'Am Montag kauft der Mann einen Hut.',
    );
    expect(de(does(the('patient'), 'recover', { tense: 'past', time: time('on Monday'), timeFirst: true }))).toBe(
      'Am Montag erholte sich der Patient.',
    );
  });

  it('has the verb last after weil, obwohl and their like', () => {
    const main = is(the('man'), 'tired');
    expect(de(main, 'because', does(the('man'), 'work', { tense: 'past' }))).toBe(
      'Der Mann ist müde, weil der Mann gearbeitet hat.',
    );
    expect(de(past(main), 'although', does(the('man'), 'rest', { tense: 'past' }))).toBe(
      'Der Mann war müde, obwohl der Mann sich ausgeruht hatte.',
    );
    expect(de(main, 'although', is(named('Anna'), 'happy', { negated: true }))).toBe(
      'Der Mann ist müde, obwohl Anna nicht glücklich ist.',
    );
    expect(de(main, 'because', does(the('dog'), 'eat', { object: bare('bread'), modal: 'want' }))).toBe(
      'Der Mann ist müde, weil der Hund Brot essen will.',
    );
    expect(de(main, 'while', does(the('patient'), 'recover'))).toBe(
      'Der Mann ist müde, während der Patient sich erholt.',
    );
  });

  it('parts separable verbs in main clauses and joins them elsewhere', () => {
    const admit = does(the('doctor'), 'admit', { object: the('patient') });
    expect(de(admit)).toBe('Die Ärztin nimmt den Patienten auf.');
    expect(de({ ...admit, negated: true, tense: 'past' })).toBe('Die Ärztin nahm den Patienten nicht auf.');
    expect(de({ ...admit, modal: 'must' })).toBe('Die Ärztin muss den Patienten aufnehmen.');
    expect(de(is(the('doctor'), 'tired'), 'because', { ...admit, tense: 'past' })).toBe(
      'Die Ärztin ist müde, weil die Ärztin den Patienten aufgenommen hat.',
    );
    const faint = does(the('patient'), 'faint', { tense: 'past' });
    expect(de(faint)).toBe('Der Patient fiel in Ohnmacht.');
    expect(de(is(the('doctor'), 'tired'), 'because', faint)).toBe(
      'Die Ärztin ist müde, weil der Patient in Ohnmacht gefallen ist.',
    );
  });

  it('says what something is done for with um … zu', () => {
    const examine = does(the('doctor'), 'examine', { object: the('patient') });
    const purpose = (en: string, object: string) => ({ verb: concept('verbs', en), object: the(object) });
    expect(de({ ...examine, purpose: purpose('stitch', 'wound') })).toBe(
      'Die Ärztin untersucht den Patienten, um die Wunde zu nähen.',
    );
    expect(de({ ...examine, purpose: purpose('admit', 'patient') })).toBe(
      'Die Ärztin untersucht den Patienten, um den Patienten aufzunehmen.',
    );
  });

  it('makes the passive agree with its subject', () => {
    const stitch = does(the('doctor'), 'stitch', { object: the('wound', { plural: true }), passive: true });
    expect(de(stitch)).toBe('Die Wunden werden von der Ärztin genäht.');
    expect(de({ ...stitch, tense: 'past' })).toBe('Die Wunden wurden von der Ärztin genäht.');
    expect(de({ ...stitch, tense: 'past', object: the('wound') })).toBe('Die Wunde wurde von der Ärztin genäht.');
    expect(de(is(the('doctor'), 'tired'), 'because', stitch)).toBe(
      'Die Ärztin ist müde, weil die Wunden von der Ärztin genäht werden.',
    );
  });

  it('closes relative clauses with a comma, and only one', () => {
    const ill = the('patient', { relative: does(gap, 'have', { object: bare('fever') }) });
    expect(de(does(the('nurse'), 'monitor', { object: ill, passive: true }))).toBe(
      'Der Patient, der Fieber hat, wird von der Krankenschwester überwacht.',
    );
    expect(de(does(the('nurse'), 'monitor', { object: ill }))).toBe(
      'Die Krankenschwester überwacht den Patienten, der Fieber hat.',
    );
  });

  it('negates with kein where there is an indefinite object, and with nicht elsewhere', () => {
    expect(de(does(the('man'), 'buy', { object: a('hat'), negated: true }))).toBe('Der Mann kauft keinen Hut.');
    expect(de(does(the('man'), 'drink', { object: bare('milk'), negated: true }))).toBe('Der Mann trinkt keine Milch.');
    expect(de(does(the('man'), 'buy', { object: the('hat'), negated: true }))).toBe('Der Mann kauft den Hut nicht.');
    expect(de(does(the('man'), 'sleep', { negated: true }))).toBe('Der Mann schläft nicht.');
    expect(de({ ...does(the('patient'), 'have', { object: bare('headache') }), tense: 'past', negated: true })).toBe(
      'Der Patient hatte keine Kopfschmerzen.',
    );
  });

  it('conjugates plurals', () => {
    const people = the('woman', { plural: true });
    expect(de(does(people, 'see', { object: the('dog') }))).toBe('Die Frauen sehen den Hund.');
    expect(de(does(people, 'see', { object: the('dog'), tense: 'past' }))).toBe('Die Frauen sahen den Hund.');
    expect(de(does(people, 'work', { tense: 'past' }))).toBe('Die Frauen arbeiteten.');
    expect(de(does(people, 'sleep', { modal: 'can', tense: 'past' }))).toBe('Die Frauen konnten schlafen.');
  });
});

describe('German nouns and phrases', () => {
  const thief = the('thief');
  const cases = ['nominative', 'accusative', 'dative', 'genitive'] as const;
  const forms = (np: NounPhrase) => cases.map(grammaticalCase => phrase(np, grammaticalCase));

  it('declines in four cases', () => {
    expect(forms(the('judgment', { adjective: adjective('harsh') }))).toEqual([
      'das harte Urteil',
      'das harte Urteil',
      'dem harten Urteil',
      'des harten Urteils',
    ]);
    expect(forms(the('ferry', { plural: true }))).toEqual(['die Fähren', 'die Fähren', 'den Fähren', 'der Fähren']);
    expect(forms(the('witness'))).toEqual(['der Zeuge', 'den Zeugen', 'dem Zeugen', 'des Zeugen']);
  });

  it('declines nouns that are adjectives at heart by what stands before them', () => {
    expect(forms(the('defendant'))).toEqual([
      'der Angeklagte',
      'den Angeklagten',
      'dem Angeklagten',
      'des Angeklagten',
    ]);
    expect(forms(a('defendant'))).toEqual([
      'ein Angeklagter',
      'einen Angeklagten',
      'einem Angeklagten',
      'eines Angeklagten',
    ]);
    expect(forms(a('expert'))).toEqual([
      'eine Sachverständige',
      'eine Sachverständige',
      'einer Sachverständigen',
      'einer Sachverständigen',
    ]);
    expect(forms(bare('defendant', { plural: true })).slice(0, 3)).toEqual(['Angeklagte', 'Angeklagte', 'Angeklagten']);
    expect(phrase(the('defendant', { plural: true }), 'nominative')).toBe('die Angeklagten');
  });

  it.each([
    ['theft', 'des Diebstahls'],
    ['trial', 'des Prozesses'],
    ['confession', 'des Geständnisses'],
    ['murder', 'des Mordes'],
    ['storm', 'des Sturms'],
    ['ice', 'des Eises'],
    ['strike', 'des Streiks'],
    ['quay', 'des Kais'],
    ['man', 'des Mannes'],
    ['section', 'des Paragrafen'],
    ['neighbour', 'des Nachbarn'],
  ])('ends the genitive of %s as in %s', (id, text) => {
    expect(phrase(the(id), 'genitive')).toBe(text);
  });

  it.each([
    [the('judgment', { possessor: the('court') }), 'das Urteil des Gerichts'],
    [the('lawyer', { possessor: the('thief', { plural: true }) }), 'der Anwalt der Diebe'],
    [the('coat', { possessor: named('Anna'), adjective: adjective('red') }), 'Annas roter Mantel'],
    [the('coat', { possessor: named('Jonas') }), "Jonas' Mantel"],
    [the('lawyer', { possessor: named('Keller', 'Mrs') }), 'der Anwalt von Frau Keller'],
    [the('captain', { possessor: named('Aurora') }), 'der Kapitän der Aurora'],
    [the('lawyer', { possessor: it_(the('thief')) }), 'sein Anwalt'],
    [
      the('testimony', { possessor: it_(the('eyewitness')), adjective: adjective('credible') }),
      'ihre glaubwürdige Aussage',
    ],
    [the('freighter', { label: concept('names', 'Orion') }), 'der Frachter Orion'],
    [bare('berth', { label: 4 }), 'Liegeplatz 4'],
  ])('says whose or which it is (%#)', (np, text) => {
    expect(phrase(np, 'nominative')).toBe(text);
  });

  it('inflects Herr, and gives ships their article', () => {
    expect(forms(named('Weber', 'Mr'))).toEqual(['Herr Weber', 'Herrn Weber', 'Herrn Weber', 'Herrn Webers']);
    expect(forms(named('Aurora'))).toEqual(['die Aurora', 'die Aurora', 'der Aurora', 'der Aurora']);
  });

  it.each([
    [measured(40, 'tonne', 'coal'), 'accusative', '40 Tonnen Kohle'],
    [measured(1, 'tonne', 'coal'), 'dative', 'einer Tonne Kohle'],
    [measured(1, 'year', 'prison'), 'dative', 'einem Jahr Haft'],
    [measured(3, 'year', 'prison'), 'dative', 'drei Jahren Haft'],
    [measured(12_000, 'euro'), 'dative', '12.000 Euro'],
    [measured(5, 'milligram', 'morphine'), 'accusative', '5 mg Morphin'],
  ] as const)('measures (%#)', (np, grammaticalCase, text) => {
    expect(phrase(np, grammaticalCase)).toBe(text);
  });

  it('has relative pronouns in every case and gender, and the verb last', () => {
    const relative = (np: NounPhrase, clause: Clause) =>
      phrase({ ...(np as typeof thief), relative: clause }, 'nominative');
    expect(relative(thief, past(does(gap, 'rob', { object: the('bank') })))).toBe('der Dieb, der die Bank ausraubte,');
    expect(relative(thief, past(does(the('inspector'), 'arrest', { object: gap })))).toBe(
      'der Dieb, den die Kommissarin festnahm,',
    );
    expect(relative(the('woman'), does(the('man'), 'help', { object: gap }))).toBe('die Frau, der der Mann hilft,');
    expect(relative(the('woman', { plural: true }), does(the('man'), 'help', { object: gap }))).toBe(
      'die Frauen, denen der Mann hilft,',
    );
    expect(relative(the('theft'), done(thief, 'accuse', { complement: gap }))).toBe(
      'der Diebstahl, dessen der Dieb beschuldigt wird,',
    );
    expect(relative(the('ferry'), done(gap, 'delay'))).toBe('die Fähre, die aufgehalten wird,');
  });
});

describe('German verbs', () => {
  const ferry = the('ferry');
  const thief = the('thief');
  const court = the('court');

  it.each([
    [future(does(ferry, 'cast off', { time: time('tomorrow') })), 'Die Fähre wird morgen ablegen.'],
    [future(done(the('container', { plural: true }), 'unload')), 'Die Container werden gelöscht werden.'],
    [done(the('crate'), 'weigh', { modal: 'must' }), 'Die Holzkiste muss gewogen werden.'],
    [
      future(does(the('pilot'), 'wait (for)', { complement: the('tide'), modal: 'must' })),
      'Der Lotse wird auf die Flut warten müssen.',
    ],
    [past(does(thief, 'remain silent', { modal: 'may' })), 'Der Dieb durfte schweigen.'],
    [done(the('motion'), 'grant', { subject: court }), 'Dem Antrag wird vom Gericht stattgegeben.'],
    [past(done(the('motion', { plural: true }), 'grant')), 'Den Anträgen wurde stattgegeben.'],
  ])('puts what closes the bracket at the end (%#)', (clause, text) => {
    expect(de(clause)).toBe(text);
  });

  it.each([
    [
      does(the('prosecutor'), 'accuse', { object: thief, complement: bare('theft') }),
      'Der Staatsanwalt beschuldigt den Dieb des Diebstahls.',
    ],
    [
      done(thief, 'accuse', { complement: bare('fraud'), subject: the('prosecutor') }),
      'Der Dieb wird vom Staatsanwalt des Betrugs beschuldigt.',
    ],
    [
      does(the('prosecutor'), 'charge', { object: thief, complement: bare('theft') }),
      'Der Staatsanwalt klagt den Dieb wegen Diebstahls an.',
    ],
    [
      does(court, 'acquit', { object: thief, complement: bare('murder') }),
      'Das Gericht spricht den Dieb vom Vorwurf des Mordes frei.',
    ],
    [
      past(
        does(court, 'sentence', {
          object: thief,
          complement: measured(3, 'year', 'prison'),
          basis: bare('section', { label: 12 }),
        }),
      ),
      'Das Gericht verurteilte den Dieb nach Paragraf 12 zu drei Jahren Haft.',
    ],
    [
      past(does(court, 'fine', { object: thief, complement: measured(500, 'euro') })),
      'Das Gericht verurteilte den Dieb zu einer Geldstrafe von 500 Euro.',
    ],
    [
      past(does(the('plaintiff'), 'appeal', { complement: the('judgment') })),
      'Die Klägerin legte gegen das Urteil Berufung ein.',
    ],
    [past(does(thief, 'break into', { complement: the('flat') })), 'Der Dieb brach in die Wohnung ein.'],
    [is(thief, 'guilty', { complement: bare('theft') }), 'Der Dieb ist des Diebstahls schuldig.'],
    [is(the('barge'), 'loaded', { complement: bare('coal') }), 'Der Lastkahn ist mit Kohle beladen.'],
    [is(the('fairway'), 'deep (water)', { measure: measured(12, 'metre') }), 'Die Fahrrinne ist zwölf Meter tief.'],
  ])('gives complements their case or preposition (%#)', (clause, text) => {
    expect(de(clause)).toBe(text);
  });

  it.each([
    [named('Rotterdam'), named('Hamburg'), 'von Rotterdam nach Hamburg'],
    [the('harbour'), the('quay'), 'aus dem Hafen an den Kai'],
    [the('roadstead'), the('lock'), 'von der Reede in die Schleuse'],
    [the('quay'), bare('berth', { label: 4 }), 'vom Kai an Liegeplatz 4'],
    [bare('berth', { label: 4 }), the('dry dock'), 'von Liegeplatz 4 ins Trockendock'],
  ])('moves from one place to another (%#)', (from, to, text) => {
    expect(de(past(does(the('tug'), 'tow', { object: ferry, from, to })))).toBe(
      `Der Schlepper schleppte die Fähre ${text}.`,
    );
  });

  it.each([
    [{ time: at(6, 45) }, 'um 6:45 Uhr'],
    [{ time: at(18) }, 'um 18 Uhr'],
    [{ time: at(0) }, 'um Mitternacht'],
    [{ time: at(12, 5) }, 'um 12:05 Uhr'],
    [{ time: on(3, 3, 2019) }, 'am 3. März 2019'],
    [{ time: { ...on(4, 5), ...at(9) } }, 'am 4. Mai um 9 Uhr'],
    [{ time: { day: time('on Saturday'), ...at(21, 30) } }, 'am Samstag um 21:30 Uhr'],
    [{ cause: the('storm') }, 'wegen des Sturms'],
    [{ duration: measured(3, 'hour') }, 'drei Stunden lang'],
    [{ duration: measured(1, 'day') }, 'einen Tag lang'],
  ])('says when, why and how long (%#)', (circumstance, text) => {
    expect(de(past(does(ferry, 'anchor', circumstance)))).toBe(`Die Fähre ankerte ${text}.`);
  });
});

describe('German clauses', () => {
  const witness = the('witness');
  const ferry = the('ferry');

  it.each([
    ['whether', future(does(ferry, 'cast off')), 'Wird die Fähre ablegen?'],
    ['whether', is(ferry, 'delayed'), 'Ist die Fähre verspätet?'],
    ['who', past(does(gap, 'steal', { object: the('wallet') })), 'Wer stahl die Brieftasche?'],
    ['who', past(does(the('inspector'), 'arrest', { object: gap })), 'Wen nahm die Kommissarin fest?'],
    ['who', does(the('man'), 'help', { object: gap }), 'Wem hilft der Mann?'],
    ['what', past(does(the('thief'), 'steal', { object: gap })), 'Was stahl der Dieb?'],
    ['where', does(ferry, 'dock'), 'Wo legt die Fähre an?'],
    ['where to', does(ferry, 'sail'), 'Wohin fährt die Fähre?'],
    ['when', future(does(ferry, 'dock')), 'Wann wird die Fähre anlegen?'],
    ['why', past(does(ferry, 'turn')), 'Warum wendete die Fähre?'],
  ] as [Question, Clause, string][])('ask %s with the verb before the subject: %#', (question, main, text) => {
    expect(say(main, { question })).toBe(text);
  });

  it.each([
    ['present, haben', does(it_(witness), 'lie'), 'er lüge'],
    ['past, haben', past(does(it_(witness), 'see', { object: the('dog') })), 'er habe den Hund gesehen'],
    ['past, sein', past(does(it_(witness), 'flee')), 'er sei geflohen'],
    ['future', future(does(it_(witness), 'confess', { complement: the('theft') })), 'er werde den Diebstahl gestehen'],
    ['a state', is(it_(witness), 'innocent'), 'er sei unschuldig'],
    ['a state in the past', past(is(it_(witness), 'drunk')), 'er sei betrunken gewesen'],
    ['a passive', done(the('bank'), 'rob'), 'die Bank werde ausgeraubt'],
    ['a passive in the past', past(done(the('bank'), 'rob')), 'die Bank sei ausgeraubt worden'],
    ['a modal', does(it_(witness), 'remain silent', { modal: 'must' }), 'er müsse schweigen'],
    ['a modal in the past', past(does(it_(witness), 'remain silent', { modal: 'must' })), 'er habe schweigen müssen'],
    ['several in the present', does(the('thief', { plural: true }), 'lie'), 'die Diebe würden lügen'],
    ['several, sein', is(the('thief', { plural: true }), 'guilty'), 'die Diebe seien schuldig'],
    ['several in the past', past(does(the('thief', { plural: true }), 'lie')), 'die Diebe hätten gelogen'],
    ['several in the future', future(does(the('thief', { plural: true }), 'lie')), 'die Diebe würden lügen'],
    ['several that must', does(the('thief', { plural: true }), 'lie', { modal: 'must' }), 'die Diebe müssten lügen'],
  ])('reports in the subjunctive: %s', (_, content, text) => {
    expect(de(does(witness, 'testify', { content }))).toBe(`Der Zeuge sagt aus, ${text}.`);
    expect(de(past(does(witness, 'testify', { content })))).toBe(`Der Zeuge sagte aus, ${text}.`);
  });

  it('reports with dass and the verb last after verbs that need it', () => {
    const content = past(does(it_(the('thief')), 'break into', { complement: the('bank') }));
    expect(de(does(the('thief'), 'deny', { content }))).toBe(
      'Der Dieb bestreitet, dass er in die Bank eingebrochen sei.',
    );
  });

  it.each([
    [
      does(witness, 'refuse', { infinitive: { verb: concept('verbs', 'testify against'), complement: the('thief') } }),
      'Der Zeuge weigert sich, gegen den Dieb auszusagen.',
    ],
    [
      past(
        does(the('harbour master'), 'allow', {
          object: the('captain'),
          infinitive: { verb: concept('verbs', 'dock') },
        }),
      ),
      'Die Hafenmeisterin erlaubte dem Kapitän, anzulegen.',
    ],
    [
      past(
        does(the('harbour master'), 'instruct', {
          object: the('captain'),
          infinitive: { verb: concept('verbs', 'wait (for)'), complement: the('pilot') },
        }),
      ),
      'Die Hafenmeisterin wies den Kapitän an, auf den Lotsen zu warten.',
    ],
    [
      does(the('lawyer'), 'advise', {
        object: the('plaintiff'),
        infinitive: { verb: concept('verbs', 'appeal'), complement: the('judgment') },
      }),
      'Der Anwalt rät der Klägerin, gegen das Urteil Berufung einzulegen.',
    ],
  ])('has infinitives with zu (%#)', (clause, text) => {
    expect(de(clause)).toBe(text);
  });

  it('has the perfect after nachdem, with haben or sein', () => {
    const sail = future(does(ferry, 'sail', { to: named('Oslo') }));
    expect(de(sail, 'after', does(the('storm'), 'drop'))).toBe(
      'Die Fähre wird nach Oslo fahren, nachdem der Sturm nachgelassen hat.',
    );
    expect(de(past(sail), 'after', past(does(the('tide'), 'come in')))).toBe(
      'Die Fähre fuhr nach Oslo, nachdem die Flut gekommen war.',
    );
    expect(de(past(sail), 'after', past(done(the('freighter'), 'tow', { to: the('quay') })))).toBe(
      'Die Fähre fuhr nach Oslo, nachdem der Frachter an den Kai geschleppt worden war.',
    );
    expect(
      de(past(sail), 'after', past(does(the('pilot'), 'wait (for)', { complement: the('tide'), modal: 'must' }))),
    ).toBe('Die Fähre fuhr nach Oslo, nachdem der Lotse auf die Flut hatte warten müssen.');
  });

  it('says als of the past and wenn of the rest', () => {
    const sail = does(ferry, 'cast off');
    const drop = does(the('wind'), 'drop');
    expect(de(past(sail), 'when', past(drop))).toBe('Die Fähre legte ab, als der Wind nachließ.');
    expect(de(sail, 'when', drop)).toBe('Die Fähre legt ab, wenn der Wind nachlässt.');
    expect(de(sail, 'if', drop)).toBe('Die Fähre legt ab, wenn der Wind nachlässt.');
    expect(de(sail, 'so that', { ...drop, modal: 'can' })).toBe('Die Fähre legt ab, damit der Wind nachlassen kann.');
  });

  it('has the verb right behind a clause that comes first', () => {
    expect(de(future(does(ferry, 'cast off')), 'as soon as', does(the('wind'), 'drop'), true)).toBe(
      'Sobald der Wind nachlässt, wird die Fähre ablegen.',
    );
    expect(
      de(
        past(does(it_(witness), 'refuse', { infinitive: { verb: concept('verbs', 'lie') } })),
        'although',
        past(is(witness, 'nervous')),
        true,
      ),
    ).toBe('Obwohl der Zeuge nervös war, weigerte er sich, zu lügen.');
  });

  it('puts pronouns before everything else', () => {
    const saw = past(does(the('expert'), 'recognise', { object: it_(the('thief')), time: on(3, 3) }));
    expect(de(saw)).toBe('Die Sachverständige erkannte ihn am 3. März.');
    expect(de({ ...saw, timeFirst: true })).toBe('Am 3. März erkannte die Sachverständige ihn.');
    expect(de(saw, 'because', saw)).toBe(
      'Die Sachverständige erkannte ihn am 3. März, weil die Sachverständige ihn am 3. März erkannte.',
    );
  });

  it('goes into what one is in, but to some places with zu, and comes from there', () => {
    const go = (to: string, from: string) => de(does(the('hiker'), 'hike', { to: the(to), from: the(from) }));
    expect(go('village', 'waterfall')).toBe('Die Wanderin wandert vom Wasserfall ins Dorf.');
    expect(go('mountain hut', 'village')).toBe('Die Wanderin wandert aus dem Dorf zur Berghütte.');
    expect(go('castle', 'mountain hut')).toBe('Die Wanderin wandert von der Berghütte zum Schloss.');
    expect(de(does(the('hiker'), 'spend the night', { place: the('mountain hut') }))).toBe(
      'Die Wanderin übernachtet in der Berghütte.',
    );
  });

  it('has a plural verb for what is a plural in German only', () => {
    const homework = the('homework', { possessor: named('Anna') });
    expect(de(is(homework, 'difficult'))).toBe('Annas Hausaufgaben sind schwierig.');
    expect(de(past(done(homework, 'collect')))).toBe('Annas Hausaufgaben wurden eingesammelt.');
    expect(de(past(is(homework, 'easy')), 'because', past(done(it_(homework), 'collect')))).toBe(
      'Annas Hausaufgaben waren leicht, weil sie eingesammelt worden waren.',
    );
  });

  it('completes an adjective before or behind it, and a measure before both', () => {
    const coach = the('coach');
    expect(de(is(coach, 'proud', { complement: the('team') }))).toBe('Der Trainer ist stolz auf die Mannschaft.');
    expect(de(is(coach, 'pleased', { complement: the('team'), negated: true }))).toBe(
      'Der Trainer ist mit der Mannschaft nicht zufrieden.',
    );
    expect(de(is(the('mountain hut'), 'away', { complement: the('station'), measure: measured(5, 'kilometre') }))).toBe(
      'Die Berghütte ist fünf Kilometer vom Bahnhof entfernt.',
    );
    expect(de(does(coach, 'train'), 'because', is(it_(coach), 'proud', { complement: the('team') }))).toBe(
      'Der Trainer trainiert, weil er stolz auf die Mannschaft ist.',
    );
  });
});

describe('German complements and reports', () => {
  const thief = the('thief');

  it('show the case of what has no article of its own', () => {
    expect(de(past(does(thief, 'confess', { complement: bare('theft') })))).toBe('Der Dieb gestand den Diebstahl.');
    expect(de(past(done(thief, 'charge', { complement: bare('theft') })))).toBe(
      'Der Dieb wurde wegen Diebstahls angeklagt.',
    );
  });

  it('admit what is a fact, and deny it in the subjunctive', () => {
    const stole = past(does(it_(thief), 'steal', { object: the('painting') }));
    const guilty = is(it_(thief), 'guilty');
    expect(de(does(thief, 'admit (guilt)', { content: stole }))).toBe(
      'Der Dieb gibt zu, dass er das Gemälde gestohlen hat.',
    );
    expect(de(past(does(thief, 'admit (guilt)', { content: stole })))).toBe(
      'Der Dieb gab zu, dass er das Gemälde gestohlen hatte.',
    );
    expect(de(past(does(thief, 'admit (guilt)', { content: guilty })))).toBe('Der Dieb gab zu, dass er schuldig war.');
    expect(de(does(thief, 'deny', { content: stole }))).toBe(
      'Der Dieb bestreitet, dass er das Gemälde gestohlen habe.',
    );
  });
});

describe('"sich" in a subordinate clause', () => {
  it('stands before a thing, and behind somebody', () => {
    const docks = does(the('ferry'), 'dock');
    expect(de(docks, 'if', does(the('fog'), 'lift (fog)'))).toBe('Die Fähre legt an, wenn sich der Nebel lichtet.');
    expect(de(docks, 'because', does(the('patient'), 'recover'))).toBe(
      'Die Fähre legt an, weil der Patient sich erholt.',
    );
    expect(de(docks, 'while', does(the('dog'), 'rest'))).toBe('Die Fähre legt an, während der Hund sich ausruht.');
  });
});
