import type { Random } from '../../random';
import type { Message } from '../../types';
import { type AbilitySpec, assistant, drawFrom, type Split, user, type Wordings, worded } from '../ability';
import { english } from '../languages/en';
import { lexicon } from '../lexicon';
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

type Slot = 'name' | 'city' | 'animal' | 'food' | 'colour';

/** What a user may tell of themselves, and how they ask for it later; {v} is what is told. */
interface Topic {
  slot: Slot;
  tell: Wordings;
  ask: Wordings;
  /** How it is changed; a name stays. */
  change?: Wordings;
  reply: string;
}

const topics: Topic[] = [
  {
    slot: 'name',
    tell: { known: ['My name is {v}.'], heldOut: ['I am called {v}.', 'Please call me {v}.'] },
    ask: {
      known: ['What is my name?', 'Do you remember my name?'],
      heldOut: ['What am I called?', 'By which name should you call me?'],
    },
    reply: 'Your name is {v}.',
  },
  {
    slot: 'city',
    tell: { known: ['I live in {v}.'], heldOut: ['My home is in {v}.', 'I have a flat in {v}.'] },
    ask: {
      known: ['Where do I live?', 'Which city do I live in?'],
      heldOut: ['In what place is my home?', 'What is the name of my city?'],
    },
    change: { known: ['Now I live in {v}.', 'I moved to {v}.'], heldOut: ['Since today my home is {v}.'] },
    reply: 'You live in {v}.',
  },
  {
    slot: 'animal',
    tell: { known: ['I have a {v}.'], heldOut: ['My pet is a {v}.', 'A {v} lives with me.'] },
    ask: {
      known: ['Which pet do I have?', 'What animal do I have?'],
      heldOut: ['What kind of animal lives with me?', 'Tell me which pet is mine.'],
    },
    change: { known: ['Now I have a {v} instead.'], heldOut: ['I gave my old pet away and got a {v}.'] },
    reply: 'You have a {v}.',
  },
  {
    slot: 'food',
    tell: { known: ['I like {v}.'], heldOut: ['My favourite food is {v}.', 'I love to eat {v}.'] },
    ask: {
      known: ['What do I like?', 'Which food do I like?'],
      heldOut: ['What do I love to eat?', 'What is my favourite food?'],
    },
    change: { known: ['Now I like {v} more.'], heldOut: ['By now I like {v} better than anything.'] },
    reply: 'You like {v}.',
  },
  {
    slot: 'colour',
    tell: { known: ['My car is {v}.'], heldOut: ['I drive a {v} car.', 'The colour of my car is {v}.'] },
    ask: {
      known: ['What colour is my car?', 'Which colour does my car have?'],
      heldOut: ['Is my car red, blue or another colour?', 'Tell me the colour of my car.'],
    },
    change: { known: ['Now my car is {v}.'], heldOut: ['Yesterday I painted my car {v}.'] },
    reply: 'Your car is {v}.',
  },
];

/** What is said to something that has changed. */
const answersToChange: Wordings = {
  known: ['That is good to know.', 'Thank you for telling me.'],
  heldOut: ['I see.', 'All right.'],
};

const greetings: Wordings = {
  known: ['Nice to meet you.', 'Thank you for telling me.', 'That is good to know.'],
  heldOut: ['I see.', 'I will remember that.'],
};

/** Turns that refer back. What a test tells was never told together in training. */
export const conversation: AbilitySpec = {
  ability: 'conversation',
  levels: {
    1: 'two turns: the second asks for one of two things told',
    2: 'three turns: the last asks for one of three things told',
    3: 'three turns: one thing has changed meanwhile, and is asked for as it is now',
  },
  sample(split, random, difficulty) {
    const count = difficulty === 2 ? 3 : 2;
    const { told, asked } = drawFrom(
      split,
      () => {
        const some = random.shuffle(topics).slice(0, count);
        const values = drawValues(random);
        return { told: some.map(topic => ({ topic, value: values[topic.slot] })), asked: random.int(count) };
      },
      ({ told }) =>
        `conversation ${told
          .map(fact => tell(fact.topic, fact.value))
          .sort()
          .join(' ')}`,
    );
    const said = told.map(({ topic, value }) => inWords(topic.tell, value, split, random));
    const { topic, value } = told[asked] as (typeof told)[0];
    if (difficulty === 3) return afterChange(told, said, split, random);
    const first = said.slice(0, 2).join(' ');
    const turns: Message[] = [user(first), assistant(worded(greetings, split, random))];
    for (const more of said.slice(2)) turns.push(user(more), assistant(worded(greetings, split, random)));
    return {
      prompt: [...turns, user(worded(topic.ask, split, random))],
      answer: topic.reply.replace('{v}', value),
      check: { kind: 'contains', value },
    };
  },
};

/** Something that was told is different now. */
function afterChange(
  told: { topic: Topic; value: string }[],
  said: string[],
  split: Split,
  random: Random,
): ReturnType<AbilitySpec['sample']> {
  // Of two topics at most one is the name, which does not change.
  const { topic, value } = told.find(({ topic }) => topic.change) as (typeof told)[0];
  let now = value;
  while (now === value) now = drawValues(random)[topic.slot];
  const prompt = [
    user(said.join(' ')),
    assistant(worded(greetings, split, random)),
    user(inWords(topic.change as Wordings, now, split, random)),
    assistant(worded(answersToChange, split, random)),
    user(worded(topic.ask, split, random)),
  ];
  return { prompt, answer: topic.reply.replace('{v}', now), check: { kind: 'only', value: now, others: [value] } };
}

function drawValues(random: Random): Record<Slot, string> {
  const nouns = lexicon().nouns.filter(noun => noun.domain === 'everyday');
  const animals = nouns.filter(noun => noun.tags.includes('animal')).map(english.dictionaryForm);
  const foods = nouns
    .filter(noun => noun.tags.includes('food') && noun.tags.includes('mass'))
    .map(english.dictionaryForm);
  return {
    name: random.pick(firstNames()),
    city: random.pick(cities),
    animal: random.pick(animals),
    food: random.pick(foods),
    colour: random.pick(colours),
  };
}

/** The one known way to say it, which also names the combination. */
const tell = (topic: Topic, value: string) => (topic.tell.known[0] as string).replace('{v}', value);

/** Where there is one way to say it, nothing is drawn. */
function inWords(wordings: Wordings, value: string, split: Split, random: Random): string {
  const ways = split === 'paraphrase' ? wordings.heldOut : wordings.known;
  return (ways.length === 1 ? (ways[0] as string) : random.pick(ways)).replace('{v}', value);
}
