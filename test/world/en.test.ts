import { describe, expect, it } from 'vitest';
import { english } from '../../src/world/languages/en';
import { concept } from '../../src/world/lexicon';
import type { Clause, Conjunction, NounPhrase, Question, Sentence } from '../../src/world/meaning';
import { a, adjective, at, bare, does, done, future, gap, is, it_, measured, named, on, past, the, time } from './say';

const say = (main: Clause, more: Omit<Sentence, 'main'> = {}) => english.sentence({ main, ...more });
const en = (main: Clause, conjunction?: Conjunction, clause?: Clause, first?: boolean) =>
  say(main, conjunction && clause ? { subordinate: { conjunction, clause, first } } : {});

describe('English', () => {
  it('says a or an by what follows', () => {
    const bought = (object: NounPhrase) => en(does(the('man'), 'buy', { object, tense: 'past' }));
    expect(bought(a('apple'))).toBe('The man bought an apple.');
    expect(bought(a('axe', { adjective: adjective('big') }))).toBe('The man bought a big axe.');
    expect(bought(a('hat', { adjective: adjective('expensive') }))).toBe('The man bought an expensive hat.');
    expect(en(does(the('doctor'), 'sign', { object: a('X-ray') }))).toBe('The doctor signs an X-ray.');
  });

  it('adds -s in the third person, and only there', () => {
    const says = (word: string) => en(does(the('man'), word, { object: the('dog') })).split(' ')[2];
    expect(['wash', 'carry', 'buy', 'feed', 'discharge'].map(says)).toEqual([
      'washes',
      'carries',
      'buys',
      'feeds',
      'discharges',
    ]);
    expect(en(does(the('doctor'), 'operate on', { object: the('patient') }))).toBe(
      'The doctor operates on the patient.',
    );
    expect(en(does(the('child', { plural: true }), 'sing'))).toBe('The children sing.');
  });

  it('puts a pronoun between a verb and its particle', () => {
    const read = (object: NounPhrase, more = {}) => en(does(the('judge'), 'read out', { object, ...more }));
    expect(read(the('judgment'))).toBe('The judge reads out the judgment.');
    expect(read(it_(the('judgment')))).toBe('The judge reads it out.');
    expect(read(it_(the('judgment')), { negated: true, tense: 'past' })).toBe('The judge did not read it out.');
    expect(read(it_(the('judgment')), { modal: 'must', tense: 'past' })).toBe('The judge had to read it out.');
    expect(en(does(the('doctor'), 'operate on', { object: it_(the('patient')) }))).toBe('The doctor operates on him.');
    expect(en(does(the('hiker'), 'put up', { object: it_(the('tent')) }))).toBe('The hiker puts it up.');
    expect(en(does(the('hiker'), 'look for', { object: it_(the('tent')) }))).toBe('The hiker looks for it.');
  });

  it('negates and asks for do', () => {
    const sleep = does(the('man'), 'sleep', { negated: true });
    expect(en(sleep)).toBe('The man does not sleep.');
    expect(en({ ...sleep, tense: 'past' })).toBe('The man did not sleep.');
    expect(en({ ...sleep, subject: the('man', { plural: true }) })).toBe('The men do not sleep.');
    expect(en({ ...sleep, modal: 'can' })).toBe('The man cannot sleep.');
    expect(en({ ...sleep, modal: 'want' })).toBe('The man does not want to sleep.');
    expect(en(is(the('man'), 'tired', { negated: true }))).toBe('The man is not tired.');
  });

  it('makes the passive agree with its subject', () => {
    const stitch = does(the('doctor'), 'stitch', {
      object: the('wound', { plural: true }),
      passive: true,
      tense: 'past',
    });
    expect(en(stitch)).toBe('The wounds were stitched by the doctor.');
    expect(en({ ...stitch, object: the('wound'), tense: 'present' })).toBe('The wound is stitched by the doctor.');
  });

  it('has what a state comes from in the perfect', () => {
    const work = does(the('man'), 'work', { tense: 'past' });
    expect(en(is(the('man'), 'tired'), 'because', work)).toBe('The man is tired because the man has worked.');
    expect(en({ ...is(the('man'), 'tired'), tense: 'past' }, 'because', work)).toBe(
      'The man was tired because the man had worked.',
    );
  });

  it('keeps its word order whatever the clause', () => {
    const buy = does(the('man'), 'buy', { object: a('hat'), tense: 'past', time: time('on Monday') });
    expect(en({ ...buy, timeFirst: true })).toBe('On Monday the man bought a hat.');
    expect(en(is(the('man'), 'happy'), 'because', buy)).toBe(
      'The man is happy because the man bought a hat on Monday.',
    );
    expect(
      en(
        does(the('doctor'), 'examine', {
          object: the('patient'),
          purpose: { verb: concept('verbs', 'operate on'), object: the('knee') },
        }),
      ),
    ).toBe('The doctor examines the patient in order to operate on the knee.');
    expect(
      en(does(the('cook'), 'give', { recipient: the('child'), object: bare('apple', { plural: true, count: 3 }) })),
    ).toBe('The cook gives the child three apples.');
  });
});

describe('English phrases', () => {
  const object = (np: NounPhrase) => en(past(does(the('man'), 'see', { object: np }))).slice('The man saw '.length, -1);

  it.each([
    [the('lawyer', { possessor: the('thief') }), "the thief's lawyer"],
    [the('lawyer', { possessor: the('thief', { plural: true }) }), "the thieves' lawyer"],
    [the('coat', { possessor: the('child', { plural: true }) }), "the children's coat"],
    [the('testimony', { possessor: the('witness') }), "the witness's testimony"],
    [the('judgment', { possessor: the('court') }), 'the judgment of the court'],
    [the('captain', { possessor: named('Aurora') }), 'the captain of the Aurora'],
    [the('lawyer', { possessor: named('Weber', 'Mr') }), "Mr Weber's lawyer"],
    [the('lawyer', { possessor: it_(the('eyewitness')) }), 'her lawyer'],
    [the('freighter', { label: concept('names', 'Orion') }), 'the freighter Orion'],
    [bare('berth', { label: 4 }), 'berth 4'],
    [it_(the('thief')), 'him'],
    [it_(the('eyewitness')), 'her'],
    [it_(named('Keller', 'Mrs')), 'her'],
    [it_(the('ferry')), 'it'],
    [it_(the('ferry', { plural: true })), 'them'],
    [measured(40, 'tonne', 'coal'), '40 tonnes of coal'],
    [measured(1, 'tonne', 'coal'), 'one tonne of coal'],
    [measured(3, 'year', 'prison'), 'three years in prison'],
    [measured(12_000, 'euro'), '12,000 euros'],
    [measured(5, 'milligram', 'morphine'), '5 mg of morphine'],
  ])('say whose, which and how much (%#)', (np, text) => {
    expect(object(np)).toBe(text);
  });

  it('say who of persons and that of things, and leave a gap behind', () => {
    const relative = (id: string, clause: Clause) => object(the(id, { relative: clause }));
    expect(relative('thief', past(does(gap, 'rob', { object: the('bank') })))).toBe('the thief who robbed the bank');
    expect(relative('thief', past(does(the('inspector'), 'arrest', { object: gap })))).toBe(
      'the thief whom the inspector arrested',
    );
    expect(relative('wallet', past(does(the('thief'), 'steal', { object: gap })))).toBe(
      'the wallet that the thief stole',
    );
    expect(relative('ferry', done(gap, 'delay'))).toBe('the ferry that is delayed');
    expect(relative('theft', done(the('thief'), 'accuse', { complement: gap }))).toBe(
      'the theft of which the thief is accused',
    );
    expect(
      relative('crate', past(does(the('lorry driver'), 'deliver', { object: gap, recipient: the('docker') }))),
    ).toBe('the crate that the lorry driver delivered to the docker');
  });
});

describe('English clauses', () => {
  const thief = the('thief');
  const ferry = the('ferry');

  it.each([
    [future(does(ferry, 'cast off', { time: time('tomorrow') })), 'The ferry will cast off tomorrow.'],
    [future(done(the('container', { plural: true }), 'unload')), 'The containers will be unloaded.'],
    [past(done(thief, 'accuse', { complement: bare('theft') })), 'The thief was accused of theft.'],
    [
      past(does(the('court'), 'fine', { object: thief, complement: measured(500, 'euro') })),
      'The court fined the thief 500 euros.',
    ],
    [
      past(
        does(the('court'), 'sentence', {
          object: thief,
          complement: measured(3, 'year', 'prison'),
          basis: bare('section', { label: 12 }),
        }),
      ),
      'The court sentenced the thief to three years in prison under section 12.',
    ],
    [is(thief, 'guilty', { complement: bare('theft') }), 'The thief is guilty of theft.'],
    [is(the('fairway'), 'deep (water)', { measure: measured(12, 'metre') }), 'The fairway is twelve metres deep.'],
    [future(is(ferry, 'empty', { negated: true })), 'The ferry will not be empty.'],
    [
      past(does(the('tug'), 'tow', { object: ferry, from: named('Genoa'), to: named('Naples') })),
      'The tug towed the ferry from Genoa to Naples.',
    ],
    [
      past(does(ferry, 'anchor', { cause: the('storm'), time: at(18, 45) })),
      'The ferry anchored because of the storm at 6:45 pm.',
    ],
    [past(does(ferry, 'anchor', { duration: measured(3, 'hour') })), 'The ferry anchored for three hours.'],
  ])('have their parts in order (%#)', (clause, text) => {
    expect(en(clause)).toBe(text);
  });

  it.each([
    ['must', 'must sleep', 'had to sleep', 'will have to sleep'],
    ['can', 'can sleep', 'could sleep', 'will be able to sleep'],
    ['want', 'wants to sleep', 'wanted to sleep', 'will want to sleep'],
    ['may', 'may sleep', 'was allowed to sleep', 'will be allowed to sleep'],
    ['should', 'should sleep', 'was supposed to sleep', 'should sleep'],
  ] as const)('lend %s the tenses that it lacks', (modal, ...texts) => {
    const sleep = does(the('man'), 'sleep', { modal });
    expect([sleep, past(sleep), future(sleep)].map(clause => en(clause))).toEqual(
      texts.map(text => `The man ${text}.`),
    );
  });

  it.each([
    [at(6, 45), 'at 6:45 am'],
    [at(18), 'at 6 pm'],
    [at(0), 'at midnight'],
    [at(12), 'at noon'],
    [at(12, 5), 'at 12:05 pm'],
    [at(0, 30), 'at 12:30 am'],
    [on(3, 3, 2019), 'on 3 March 2019'],
    [{ ...on(4, 5), ...at(9) }, 'on 4 May at 9 am'],
    [{ day: time('on Saturday'), ...at(21, 30) }, 'on Saturday at 9:30 pm'],
  ])('tell the time (%#)', (when, text) => {
    expect(en(past(does(ferry, 'dock', { time: when })))).toBe(`The ferry docked ${text}.`);
  });

  it.each([
    ['whether', does(ferry, 'sail', { to: named('Oslo') }), 'Does the ferry sail to Oslo?'],
    ['whether', past(does(ferry, 'dock')), 'Did the ferry dock?'],
    ['whether', future(does(ferry, 'dock')), 'Will the ferry dock?'],
    ['whether', is(ferry, 'delayed'), 'Is the ferry delayed?'],
    ['whether', past(done(thief, 'arrest')), 'Was the thief arrested?'],
    ['whether', past(does(the('pilot'), 'sleep', { modal: 'must' })), 'Did the pilot have to sleep?'],
    ['who', past(does(gap, 'steal', { object: the('wallet') })), 'Who stole the wallet?'],
    ['who', past(does(the('inspector'), 'arrest', { object: gap })), 'Who did the inspector arrest?'],
    ['what', past(does(thief, 'steal', { object: gap })), 'What did the thief steal?'],
    ['where', does(ferry, 'dock'), 'Where does the ferry dock?'],
    ['where to', future(does(ferry, 'sail')), 'Where will the ferry sail?'],
    ['when', past(does(ferry, 'dock')), 'When did the ferry dock?'],
    ['why', past(does(ferry, 'turn')), 'Why did the ferry turn?'],
  ] as [Question, Clause, string][])('ask %s with the auxiliary before the subject: %#', (question, main, text) => {
    expect(say(main, { question })).toBe(text);
  });

  it.each([
    ['present', does(it_(thief), 'lie'), 'he lies', 'he lied'],
    ['past', past(does(it_(thief), 'lie')), 'he lied', 'he had lied'],
    ['future', future(does(it_(thief), 'lie')), 'he will lie', 'he would lie'],
    ['passive', past(done(it_(thief), 'threaten')), 'he was threatened', 'he had been threatened'],
    ['state', is(it_(thief), 'innocent'), 'he is innocent', 'he was innocent'],
    ['state in the past', past(is(it_(thief), 'drunk')), 'he was drunk', 'he had been drunk'],
    ['obligation', does(it_(thief), 'lie', { modal: 'must' }), 'he must lie', 'he had to lie'],
  ])('shift the tense of a report that was made in the past: %s', (_, content, now, then) => {
    expect(en(does(thief, 'claim', { content }))).toBe(`The thief claims that ${now}.`);
    expect(en(past(does(thief, 'claim', { content })))).toBe(`The thief claimed that ${then}.`);
  });

  it('have "they" with a plural verb, also for one of whom it is not told whether it is a he or a she', () => {
    const child = the('child');
    expect(en(does(child, 'sleep'), 'because', is(it_(child), 'tired'))).toBe(
      'The child sleeps because they are tired.',
    );
    expect(en(is(the('parents', { plural: true, possessor: named('Anna') }), 'happy'))).toBe(
      "Anna's parents are happy.",
    );
  });

  it('have the perfect after "after"', () => {
    const sail = future(does(ferry, 'cast off'));
    const drop = does(the('storm'), 'drop');
    expect(en(sail, 'after', drop)).toBe('The ferry will cast off after the storm has dropped.');
    expect(en(past(sail), 'after', past(drop), true)).toBe('After the storm had dropped, the ferry cast off.');
    expect(en(past(sail), 'after', past(done(the('crate'), 'unload')))).toBe(
      'The ferry cast off after the crate had been unloaded.',
    );
  });

  it.each([
    [
      does(the('witness'), 'refuse', { infinitive: { verb: concept('verbs', 'testify against'), complement: thief } }),
      'The witness refuses to testify against the thief.',
    ],
    [
      past(
        does(the('harbour master'), 'allow', {
          object: the('captain'),
          infinitive: { verb: concept('verbs', 'dock'), place: the('quay') },
        }),
      ),
      'The harbour master allowed the captain to dock at the quay.',
    ],
    [
      past(
        does(the('court'), 'order', {
          object: the('debtor'),
          infinitive: { verb: concept('verbs', 'pay (somebody)'), recipient: the('tenant'), object: bare('damages') },
        }),
      ),
      'The court ordered the debtor to pay the tenant damages.',
    ],
  ])('tell somebody to do something (%#)', (clause, text) => {
    expect(en(clause)).toBe(text);
  });
});

describe('an English dictionary', () => {
  it('lists a verb with the preposition that is always there', () => {
    const listed = (id: string) => english.dictionaryForm(concept('verbs', id));
    expect(['break into', 'call at', 'wait (for)', 'take part'].map(listed)).toEqual([
      'break into',
      'call at',
      'wait for',
      'take part in',
    ]);
    // "Fails the exam", "gets off the bus", "hands the captain the list".
    expect(['fail', 'get off', 'hand over', 'accuse', 'wait'].map(listed)).toEqual([
      'fail',
      'get off',
      'hand',
      'accuse',
      'wait',
    ]);
  });
});
