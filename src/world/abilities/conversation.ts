import { type AbilitySpec, assistant, drawFrom, user } from '../ability';
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

/** What a user may tell of themselves, and how they ask for it later; {v} is what is told. */
interface Topic {
  slot: 'name' | 'city' | 'animal' | 'food' | 'colour';
  tell: string;
  ask: string[];
  reply: string;
}

const topics: Topic[] = [
  {
    slot: 'name',
    tell: 'My name is {v}.',
    ask: ['What is my name?', 'Do you remember my name?'],
    reply: 'Your name is {v}.',
  },
  {
    slot: 'city',
    tell: 'I live in {v}.',
    ask: ['Where do I live?', 'Which city do I live in?'],
    reply: 'You live in {v}.',
  },
  {
    slot: 'animal',
    tell: 'I have a {v}.',
    ask: ['Which pet do I have?', 'What animal do I have?'],
    reply: 'You have a {v}.',
  },
  { slot: 'food', tell: 'I like {v}.', ask: ['What do I like?', 'Which food do I like?'], reply: 'You like {v}.' },
  {
    slot: 'colour',
    tell: 'My car is {v}.',
    ask: ['What colour is my car?', 'Which colour does my car have?'],
    reply: 'Your car is {v}.',
  },
];

const greetings = ['Nice to meet you.', 'Thank you for telling me.', 'That is good to know.'];

/** Two turns; the second asks for something that was said in the first. What a test tells was never told together in training. */
export const conversation: AbilitySpec = {
  ability: 'conversation',
  sample(split, random) {
    const nouns = lexicon().nouns.filter(noun => noun.domain === 'everyday');
    const animals = nouns.filter(noun => noun.tags.includes('animal')).map(english.dictionaryForm);
    const foods = nouns
      .filter(noun => noun.tags.includes('food') && noun.tags.includes('mass'))
      .map(english.dictionaryForm);
    const { tells, asked, value } = drawFrom(
      split,
      () => {
        const [first, second] = random.shuffle(topics) as [Topic, Topic];
        const values: Record<Topic['slot'], string> = {
          name: random.pick(firstNames()),
          city: random.pick(cities),
          animal: random.pick(animals),
          food: random.pick(foods),
          colour: random.pick(colours),
        };
        const asked = random.pick([first, second]);
        return { tells: [first, second].map(topic => fill(topic, values)), asked, value: values[asked.slot] as string };
      },
      ({ tells }) => `conversation ${[...tells].sort().join(' ')}`,
    );
    return {
      prompt: [user(tells.join(' ')), assistant(random.pick(greetings)), user(random.pick(asked.ask))],
      answer: asked.reply.replace('{v}', value),
      check: { kind: 'contains', value },
    };
  },
};

const fill = ({ slot, tell }: Topic, values: Record<string, string>) => tell.replace('{v}', values[slot] as string);
