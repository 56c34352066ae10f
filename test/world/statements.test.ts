import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random';
import {
  explain,
  groundingOf,
  judgedStatements,
  keepStatements,
  sampleTranslations,
  statementsOf,
} from '../../src/world';
import type { Clause, Sentence } from '../../src/world/meaning';
import { allWords, kindsOf, remarkOn } from '../../src/world/remarks';
import { explanationWordings, parseExplanations } from '../../src/world/remarks/wordings';
import { a, bare, does, done, future, is, measured, named, past, the, time } from './say';

const pairs = [
  ['en', 'de'],
  ['de', 'en'],
  ['en', 'zh'],
  ['zh', 'en'],
  ['en', 'th'],
] as const;
const samples = pairs.map(([from, to]) => ({
  pair: `${from}-${to}`,
  items: ['everyday', 'clinic', 'court', 'harbour', 'school', 'travel'].flatMap(domain =>
    sampleTranslations({ domain, from, to, count: 25, seed: 6 }),
  ),
}));

const text = (to: string, main: Clause, more: Omit<Sentence, 'main'> = {}) => ({
  meaning: [{ main, ...more }],
  from: 'en',
  to,
});
const wait = does(the('dog'), 'wait');
const [german, chinese, thai] = [text('de', wait), text('zh', wait), text('th', wait)];

const right = { right: 1, wrong: 0, other: 0 };
const wrong = { right: 0, wrong: 1, other: 0 };

describe.each(samples)('an explanation of $pair', ({ items }) => {
  it('is right, all of it, and about the text', () => {
    const random = createRandom('statements');
    let judged = 0;
    for (const item of items) {
      const explanation = explain(item, random);
      const { right, ...rest } = statementsOf(explanation, item);
      expect(rest, explanation).toEqual({ wrong: 0, other: 0 });
      const { quoted, grounded } = groundingOf(explanation, item);
      expect(grounded, `${item.source} / ${explanation}`).toBe(quoted);
      judged += right;
    }
    expect(judged).toBeGreaterThan(items.length);
  });

  it('of the other voice is about the text, and right, too: judged in its words, not in those of the base', () => {
    const random = createRandom('other');
    for (const item of items) {
      const explanation = explain(item, random, { voice: 'other' });
      expect(statementsOf(explanation, item), explanation).toMatchObject({ right: 0, wrong: 0 });
      expect(statementsOf(explanation, item, { voice: 'other' }), explanation).toMatchObject({ wrong: 0, other: 0 });
      const { quoted, grounded } = groundingOf(explanation, item);
      expect(grounded, `${item.source} / ${explanation}`).toBe(quoted);
    }
  });
});

describe('statements, one by one', () => {
  it('tell what each is good for, true or not, and which are in words that nobody knows', () => {
    const explanation =
      '"dog" is "Hund" in German. The noun "Hund" is feminine, so its article is "die". A bear eats honey. Nice, isn\'t it?\n1. dog: Hund';
    expect(judgedStatements(explanation, german).map(({ verdict, group }) => [verdict, group])).toEqual([
      ['right', 'glossary'],
      ['wrong', 'structure'],
      ['right', 'fact'],
      ['other', undefined],
      ['right', 'glossary'],
    ]);
  });
});

describe('an explanation of which a part is kept', () => {
  const explanation = '"dog" is "Hund" in German. A bear eats honey.\nThe words:\n1. dog: Hund\n2. cat: Katze';
  const heading = explanationWordings().heading!.own[0]!;
  const listed = explanation.replace('The words:', heading);

  it('is the same where all is kept', () => {
    expect(keepStatements(listed, german, () => true)).toBe(listed);
  });

  it('loses sentences and entries, which are counted again', () => {
    expect(keepStatements(listed, german, ({ text }) => text !== 'dog: Hund' && text !== 'A bear eats honey.')).toBe(
      `"dog" is "Hund" in German.\n${heading}\n1. cat: Katze`,
    );
  });

  it('has no heading of an empty list, and is empty when nothing is kept', () => {
    expect(keepStatements(listed, german, ({ group }) => group === 'fact')).toBe('A bear eats honey.');
    expect(keepStatements(listed, german, () => false)).toBe('');
  });
});

describe('what is said of a word', () => {
  it.each([
    ['"dog" is "Hund" in German.', '"dog" is "Katze" in German.'],
    ['"Hund" means "dog".', '"Hund" means "cat".'],
    ['The noun "Hund" is masculine, so its article is "der".', 'The noun "Hund" is feminine, so its article is "die".'],
    ['It is "die Katze", because the word is feminine.', 'It is "der Katze", because the word is masculine.'],
    ['The plural of "Hund" is "Hunde".', 'The plural of "Hund" is "Hunden".'],
    ['More than one dog would be "Hunde" in German.', 'More than one dog would be "Katzen" in German.'],
    ['The noun "Hund" has a capital letter.', 'The noun "wait" has a capital letter.'],
    ['"sah" is the past tense of "sehen".', '"sehte" is the past tense of "sehen".'],
    ['"bestritt" is the past tense of "bestreiten".', '"bestreitete" is the past tense of "bestreiten".'],
    ['"gab zu" is the past tense of "zugeben".', '"zugab" is the past tense of "zugeben".'],
    ['The past tense of "see" is "saw".', 'The past tense of "see" is "seed".'],
    [
      '"fest" is a part of the verb "festnehmen" that can stand alone.',
      '"ver" is a part of the verb "verkaufen" that can stand alone.',
    ],
    ['The perfect of "laufen" needs "sein".', 'The perfect of "laufen" needs "haben".'],
    ['The verb "helfen" has its object in the dative.', 'The verb "sehen" has its object in the dative.'],
    ['The verb "sich beschweren" needs "sich".', 'The verb "helfen" needs "sich".'],
    ['A dog is an animal.', 'A dog is something to eat.'],
    ['The word "bread" names something to eat.', 'The word "bread" names an animal.'],
    ['A bear eats honey.', 'A bear eats worms.'],
    ['A duck lives in the lake.', 'A duck lives in the forest.'],
    ['A young duck is called a duckling.', 'A young duck is called a foal.'],
    ['The workplace of a librarian is the library.', 'The workplace of a librarian is the forest.'],
    ['A hunter uses a rifle.', 'A hunter uses an oven.'],
    ['The colour of milk is white.', 'The colour of milk is red.'],
    ['The opposite of "big" is small.', 'The opposite of "big" is old.'],
    ['The word "Fieber" belongs to the language of medicine.', 'The word "Fieber" belongs to the language of travel.'],
    ['Be careful: a knife can be dangerous.', 'Be careful: a flower can be dangerous.'],
    ['Words:\n1. dog: Hund', 'Words:\n1. dog: Katze'],
  ])('in German is judged: %s', (truth, untruth) => {
    expect(statementsOf(truth, german)).toEqual(right);
    expect(statementsOf(untruth, german)).toEqual(wrong);
  });

  it.each([
    ['"dog" is "狗" in Chinese.', '"dog" is "猫" in Chinese.'],
    ['"书" is counted with "本".', '"书" is counted with "只".'],
    ['The measure word for "马" is "匹".', 'The measure word for "马" is "个".'],
    ['The Chinese noun "书" does not change in the plural.', 'The Chinese noun "吃" does not change in the plural.'],
    ['The Chinese verb "吃" does not change with the tense.', 'The Chinese verb "书" does not change with the tense.'],
    ['It is polite to count "老师" with "位".', 'It is polite to count "狗" with "位".'],
    ['A fox is an animal.', 'A fox is a fruit.'],
    ['Words:\n1. dog: 狗', 'Words:\n1. dog: 书'],
  ])('in Chinese is judged: %s', (truth, untruth) => {
    expect(statementsOf(truth, chinese)).toEqual(right);
    expect(statementsOf(untruth, chinese)).toEqual(wrong);
  });

  it.each([
    ['"teacher" is "ครู" in Thai.', '"teacher" is "หมา" in Thai.'],
    ['"ครู" is counted with "คน".', '"ครู" is counted with "ตัว".'],
  ])('in Thai is judged: %s', (truth, untruth) => {
    expect(statementsOf(truth, thai)).toEqual(right);
    expect(statementsOf(untruth, thai)).toEqual(wrong);
  });
});

/** True of the first text, and not of the second. */
const told: [statement: string, text: Sentence, not: Sentence][] = [
  [
    'There are 3 of them.',
    { main: does(the('man'), 'buy', { object: bare('apple', { plural: true, count: 3 }) }) },
    { main: wait },
  ],
  [
    'The dose is 5 mg.',
    { main: does(the('nurse'), 'give', { object: measured(5, 'milligram', 'morphine'), recipient: the('patient') }) },
    { main: wait },
  ],
  ['The text is about the past.', { main: past(wait) }, { main: wait }],
  ['The text is about the present.', { main: wait }, { main: past(wait) }],
  ['The text is about the future.', { main: future(wait) }, { main: past(wait) }],
  ['The text says what is allowed.', { main: { ...wait, modal: 'may' } }, { main: { ...wait, modal: 'must' } }],
  ['There is a question in the text.', { main: wait, question: 'why' }, { main: wait }],
  ['There is a negation in the text.', { main: { ...wait, negated: true } }, { main: wait }],
  ['The text is in everyday language.', { main: wait }, { main: is(the('wound'), 'deep') }],
];

const because: Sentence['subordinate'] = { conjunction: 'because', clause: is(the('dog'), 'tired') };
const ofGerman: typeof told = [
  ['In German the verb comes last in the second clause.', { main: wait, subordinate: because }, { main: wait }],
  [
    'In German the verb comes last in the first clause.',
    { main: wait, subordinate: { ...because, first: true } },
    { main: wait, subordinate: because },
  ],
  [
    'After "because" the German verb moves to the end.',
    { main: wait, subordinate: because },
    { main: wait, subordinate: { ...because, conjunction: 'if' } },
  ],
  [
    'After the time, German has the verb and then the subject.',
    { main: { ...wait, time: time('today'), timeFirst: true } },
    { main: { ...wait, time: time('today') } },
  ],
  ['The German question begins with the verb.', { main: wait, question: 'whether' }, { main: wait, question: 'why' }],
  ['German makes the future with "werden".', { main: future(wait) }, { main: wait }],
  [
    '"werden" makes the passive in German.',
    { main: done(the('door'), 'open') },
    { main: does(the('man'), 'open', { object: the('door') }) },
  ],
  [
    '"Herr" is the polite word for "Mr".',
    { main: does(named('Weber', 'Mr'), 'wait') },
    { main: does(named('Weber', 'Mrs'), 'wait') },
  ],
  [
    '"drei" is the number 3.',
    { main: does(the('man'), 'buy', { object: bare('apple', { plural: true, count: 3 }) }) },
    { main: wait },
  ],
];
const eat = (object = a('apple')) => does(the('man'), 'eat', { object });
const ofChinese: typeof told = [
  ['The time stands before the verb in Chinese.', { main: { ...wait, time: time('today') } }, { main: wait }],
  ['The place stands before the verb in Chinese.', { main: { ...wait, place: the('park') } }, { main: wait }],
  ['"了" shows that it is done.', { main: past(eat()) }, { main: eat() }],
  ['"正在" shows that it is going on.', { main: eat() }, { main: past(eat()) }],
  ['"将" shows the future.', { main: future(eat()) }, { main: eat() }],
  ['"没有" says that it did not happen.', { main: past({ ...eat(), negated: true }) }, { main: past(eat()) }],
  ['"吗" makes it a question.', { main: eat(), question: 'whether' }, { main: eat(), question: 'when' }],
  [
    'The Chinese question word does not move to the beginning.',
    { main: wait, question: 'where' },
    { main: wait, question: 'whether' },
  ],
  [
    '"被" makes the passive.',
    { main: past(done(the('thief'), 'arrest')) },
    { main: past(does(the('defendant'), 'wait')) },
  ],
  [
    '"把" moves the object before the verb.',
    { main: past(does(the('man'), 'open', { object: the('door') })) },
    { main: past(eat()) },
  ],
  [
    '"们" shows that there is more than one.',
    { main: does(the('child', { plural: true }), 'wait') },
    { main: does(the('child'), 'wait') },
  ],
  ['"因为" and "所以" go together.', { main: wait, subordinate: because }, { main: wait }],
  [
    'The clause with "because" comes first in Chinese.',
    { main: wait, subordinate: because },
    { main: wait, subordinate: { ...because, conjunction: 'if' } },
  ],
  ['Chinese has no word for "the".', { main: wait }, { main: does(named('Anna'), 'wait') }],
  [
    '"女士" is the polite word for "Mrs".',
    { main: does(named('Weber', 'Mrs'), 'wait') },
    { main: does(named('Weber', 'Mr'), 'wait') },
  ],
  ['"两" is the number 2.', { main: eat(bare('apple', { plural: true, count: 2 })) }, { main: eat() }],
];

describe('what is said of a text', () => {
  it.each([
    ...[...told, ...ofGerman].map(row => ['de', ...row] as const),
    ...[...told, ...ofChinese].map(row => ['zh', ...row] as const),
  ])('in %s is judged by the text: %s', (to, statement, yes, no) => {
    expect(statementsOf(statement, text(to, yes.main, yes))).toEqual(right);
    expect(statementsOf(statement, text(to, no.main, no))).toEqual(wrong);
  });

  it('is told from words that only look alike: 了 in 为了 and 被 in 被告人', () => {
    const purpose = past(
      does(the('doctor'), 'wait', { purpose: does(the('doctor'), 'help', { object: the('patient') }) }),
    );
    const { right } = statementsOf('"被" makes the passive.', text('zh', past(does(the('defendant'), 'wait'))));
    expect(right).toBe(0);
    expect(statementsOf('"了" shows that it is done.', text('zh', { ...purpose, negated: true })).right).toBe(0);
  });
});

describe('what an explanation says', () => {
  it.each(['de', 'zh', 'th'])('warns of what is dangerous, in either voice: %s', to => {
    const item = text(to, does(the('man'), 'buy', { object: a('knife') }));
    const random = createRandom('hazard');
    for (let i = 0; i < 40; i++) {
      expect(explain(item, random)).toMatch(/careful|caution|dangerous/i);
      expect(explain(item, random, { voice: 'other' })).toMatch(/watch out|risk|warning|safe/i);
    }
  });

  it.each(['zh', 'th'])(
    'quotes words of the text, as they stand there and without the hint of a dictionary: %s',
    to => {
      const live = text(to, does(the('teacher'), 'live', { place: the('garden') }));
      const solve = text(to, does(the('girl'), 'solve', { object: the('task') }));
      const class9 = text(to, does(bare('class', { label: 9 }), 'celebrate', { object: the('victory') }));
      const random = createRandom('quotes');
      const said = Array.from({ length: 150 }, () =>
        [live, solve, class9].map(item => explain(item, random)).join(' '),
      ).join(' ');
      expect(said).toMatch(to === 'zh' ? /"住"/ : /"แก้"/);
      // 生活 and มีชีวิตอยู่ are other words for "live", 班级 another for "class".
      expect(said).not.toMatch(/"生活"|"มีชีวิตอยู่"|"班级"|\([\p{L}\p{M}]+\)/u);
    },
  );

  it('speaks of no question mark where the language has none', () => {
    const asks = (to: string) => ({ ...text(to, wait, { question: 'whether' }) });
    const random = createRandom('asks');
    const said = (to: string) => Array.from({ length: 150 }, () => explain(asks(to), random)).join(' ');
    expect(said('zh')).toContain('Here the text has a question mark.');
    expect(said('th')).not.toContain('Here the text has a question mark.');
    expect(statementsOf('Thai writes the question without a mark.', asks('th'))).toEqual(right);
  });

  it.each(['The dog sings.', 'Dogs like bones more than cats do.', 'Danke.', 'A dog is nice.', 'A dog eats too much.'])(
    'is not judged where the world says nothing like it: %s',
    explanation => {
      expect(statementsOf(explanation, german)).toEqual({ right: 0, wrong: 0, other: 1 });
    },
  );

  it('is judged in the words of the other voice where it is asked to be', () => {
    const explanation = 'Read "Hund" as "dog". Read "Katze" as "dog". So it is.';
    expect(statementsOf(explanation, german, { voice: 'other' })).toEqual({ right: 1, wrong: 1, other: 1 });
    expect(statementsOf(explanation, german)).toEqual({ right: 0, wrong: 0, other: 3 });
  });

  it('is counted sentence by sentence, lists entry by entry', () => {
    const explanation = '"dog" is "Hund" in German. A dog is an animal. So it is.\nWords:\n1. dog: Hund\n2. cat: Hund';
    expect(statementsOf(explanation, german)).toEqual({ right: 3, wrong: 1, other: 1 });
    expect(statementsOf('', german)).toEqual({ right: 0, wrong: 0, other: 0 });
  });

  it('is about the language beside English', () => {
    expect(() => explain({ ...german, from: 'de', to: 'zh' }, createRandom(1))).toThrow(
      'choose English and one of de, zh, th',
    );
    expect(() => statementsOf('', { ...german, to: 'en' })).toThrow('no words to explain en-en');
  });
});

describe('the wordings of explanations', () => {
  const wordings = Object.entries(explanationWordings());
  const kinds = [...new Set(['de', 'zh', 'th'].flatMap(language => Object.keys(kindsOf(language))))];

  it('are those of all kinds of remarks, six and more of each voice, each one sentence', () => {
    const lists = ['heading', 'entry'];
    expect(wordings.map(([said]) => said).sort()).toEqual([...kinds, ...lists].sort());
    for (const [said, { own, other }] of wordings.filter(([said]) => !lists.includes(said))) {
      expect([own.length >= 6, other.length >= 6], said).toEqual([true, true]);
      for (const wording of [...own, ...other]) expect(wording).toMatch(/^[^.!?]+[.]$/);
    }
  });

  it('share no four words in a row between the voices', () => {
    const runs = (voice: 'own' | 'other') =>
      wordings.flatMap(([, texts]) =>
        texts[voice].flatMap(wording => {
          const words = wording.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
          return words.slice(3).map((_, i) => words.slice(i, i + 4).join(' '));
        }),
      );
    const own = new Set(runs('own'));
    expect(runs('other').filter(run => own.has(run))).toEqual([]);
  });

  it.each([
    ['a voice is unknown', 'food|mine|{a} eats.', 'x.tsv: food has the voice mine: write own or other'],
    ['one voice is silent', 'food|own|{a} eats.', 'x.tsv: food has no wording of the voice other'],
    ['both voices say the same', 'food|own|{a} eats.\nfood|other|{a} eats.', 'x.tsv: {a} eats. stands twice'],
  ])('are refused, naming file and entry, when %s', (_, lines, message) => {
    expect(() => parseExplanations('x.tsv', `said|voice|text\n${lines}`.replaceAll('|', '\t'))).toThrow(message);
  });
});

it('tells nobody what more than one holidays would be', () => {
  const plurals = allWords('de').map(word => remarkOn(word, 'plural')?.values ?? {});
  expect(plurals).toContainEqual(expect.objectContaining({ en: 'dog', plural: 'Hunde' }));
  expect(plurals.filter(({ word = '' }) => ['Ferien', 'Eltern'].includes(word))).toEqual([]);
});
