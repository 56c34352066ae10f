import type { Random } from '../../random';
import type { Message } from '../../types';
import {
  type AbilitySpec,
  assistant,
  type Difficulty,
  drawFrom,
  type Split,
  splitOf,
  system,
  user,
  worded,
} from '../ability';
import { english } from '../languages/en';
import { lexicon } from '../lexicon';
import { filled, type Placeholders, wordingsOf } from '../wordings';
import { firstNames } from './names';

const cities = [
  'Altenau',
  'Birkfeld',
  'Corvin',
  'Dornach',
  'Eschau',
  'Falkenberg',
  'Hallstein',
  'Jever',
  'Lindau',
  'Rosental',
  'Talheim',
  'Ulmen',
];
const colours = ['red', 'blue', 'green', 'white', 'black', 'yellow'];
const jobs = ['baker', 'cook', 'driver', 'farmer', 'gardener', 'hunter', 'painter', 'singer', 'teacher', 'writer'];
const pets = ['bird', 'cat', 'cow', 'dog', 'duck', 'goat', 'horse', 'mouse', 'rabbit', 'sheep'];
const sports = ['basketball', 'chess', 'football', 'golf', 'handball', 'hockey', 'tennis', 'volleyball'];
const ages = Array.from({ length: 60 }, (_, i) => String(20 + i));

const everyday = (...tags: string[]) =>
  lexicon().nouns.filter(noun => noun.domain === 'everyday' && tags.every(tag => noun.tags.includes(tag)));

/** Food as one likes it: "bread", but "apples". */
const foods = () =>
  [...everyday('food', 'mass'), ...everyday('food', 'count')].map(noun => english.forms(noun).at(-1)!);

/** What a user may be known by, and how a question for it is answered; {v} is what was told. */
interface Topic {
  values(): string[];
  reply: string;
}

/** What may change, or may have been told wrongly. */
const changing = {
  city: { values: () => cities, reply: 'You live in {v}.' },
  animal: { values: () => pets, reply: 'You have a {v}.' },
  food: { values: foods, reply: 'You like {v}.' },
  colour: { values: () => colours, reply: 'Your car is {v}.' },
  job: { values: () => jobs, reply: 'You are a {v}.' },
  sport: { values: () => sports, reply: 'You play {v}.' },
  age: { values: () => ages, reply: 'You are {v} years old.' },
} satisfies Record<string, Topic>;

const topics = { name: { values: firstNames, reply: 'Your name is {v}.' }, ...changing } satisfies Record<
  string,
  Topic
>;

type Changing = keyof typeof changing;
type TopicName = keyof typeof topics;
type Said =
  | `${TopicName} ${'told' | 'asked' | 'of the user'}`
  | `${Changing} changed`
  | 'system'
  | 'greeting'
  | 'answer to a change';

const placeholders = Object.fromEntries([
  ...Object.keys(topics).flatMap(name => [
    [`${name} told`, 'v'],
    [`${name} asked`, ''],
    [`${name} of the user`, 'v'],
  ]),
  ...Object.keys(changing).map(name => [`${name} changed`, 'v']),
  ['system', 'a b'],
  ['greeting', ''],
  ['answer to a change', ''],
]) as Placeholders<Said>;

/** How many conversations begin with a system turn that says who the user is. */
const SYSTEM_SHARE = 0.25;

interface Fact {
  topic: TopicName;
  value: string;
}

/** Turns that refer back. What a test tells was never told together in training. */
export const conversation: AbilitySpec = {
  ability: 'conversation',
  levels: {
    1: 'two things are told by the user or in a system turn, and one of them is asked for',
    2: 'a third thing is told in a turn of its own, and one of the three is asked for',
    3: 'one of two things has changed meanwhile, and is asked for as it is now',
  },
  sample(split, random, difficulty) {
    const { told, later } = drawn(split, difficulty, random);
    const say = sayer(split, random);
    const prompt: Message[] = opening(told.slice(0, 2) as [Fact, Fact], say, random);
    if (later) return afterChange(told, later, prompt, say);
    for (const fact of told.slice(2)) prompt.push(user(tell(fact, say)), assistant(say('greeting')));
    const { topic, value } = random.pick(told);
    return {
      prompt: [...prompt, user(say(`${topic} asked`))],
      answer: filled(topics[topic].reply, { v: value }),
      check: { kind: 'only', value, others: told.flatMap(fact => (fact.topic === topic ? [] : [fact.value])) },
    };
  },
};

/** What is told at first; and, at difficulty 3, what one of the things is later. */
function drawn(split: Split, difficulty: Difficulty, random: Random): { told: Fact[]; later?: Fact } {
  for (;;) {
    const told = drawFrom(
      split,
      () =>
        random
          .shuffle(Object.keys(topics) as TopicName[])
          .slice(0, difficulty === 2 ? 3 : 2)
          .map(topic => ({ topic, value: random.pick(topics[topic].values()) })),
      together,
    );
    const later = difficulty === 3 ? changed(told, random) : undefined;
    // Whoever tells three things tells every two of them, and training tells no two that a test tells.
    const pairs = pairsOf(later ? [...told, later] : told);
    if (split !== 'train' || pairs.every(pair => splitOf(together(pair)) === 'train')) return { told, later };
  }
}

/** One of the things as it is later. */
function changed(told: readonly Fact[], random: Random): Fact {
  // Of two things at most one is the name, which does not change.
  const { topic, value } = told.find(({ topic }) => topic in changing) as Fact;
  return { topic, value: random.pick(topics[topic].values().filter(other => other !== value)) };
}

/** Every two of them that are of different things. */
const pairsOf = (facts: readonly Fact[]) =>
  facts.flatMap((a, i) => facts.slice(i + 1).flatMap(b => (a.topic === b.topic ? [] : [[a, b]])));

/** The name of what is told together, in any order. */
const together = (facts: readonly Fact[]) =>
  `conversation ${facts
    .map(({ topic, value }) => `${topic}: ${value}`)
    .sort()
    .join(', ')}`;

/** Says something in one of the ways of the split. */
type Sayer = (said: Said, values?: Record<string, string>) => string;

function sayer(split: Split, random: Random): Sayer {
  const wordings = wordingsOf('conversation', placeholders);
  return (said, values = {}) => filled(worded(wordings[said], split, random), values);
}

const tell = ({ topic, value }: Fact, say: Sayer) => say(`${topic} told`, { v: value });

/** Two things are told: by the user, or about the user. */
function opening(facts: [Fact, Fact], say: Sayer, random: Random): Message[] {
  if (random() < SYSTEM_SHARE) {
    const [a, b] = facts.map(({ topic, value }) => say(`${topic} of the user`, { v: value })) as [string, string];
    return [system(say('system', { a, b }))];
  }
  return [user(facts.map(fact => tell(fact, say)).join(' ')), assistant(say('greeting'))];
}

/** Something that was told is different now. */
function afterChange(
  told: readonly Fact[],
  { topic, value: now }: Fact,
  before: readonly Message[],
  say: Sayer,
): ReturnType<AbilitySpec['sample']> {
  const prompt = [
    ...before,
    user(say(`${topic as Changing} changed`, { v: now })),
    assistant(say('answer to a change')),
    user(say(`${topic} asked`)),
  ];
  return {
    prompt,
    answer: filled(topics[topic].reply, { v: now }),
    check: { kind: 'only', value: now, others: told.map(fact => fact.value) },
  };
}
