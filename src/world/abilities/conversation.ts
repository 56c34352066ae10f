import { type AbilitySpec, assistant, drawFrom, user } from '../ability';
import { lexicon } from '../lexicon';
import { names } from '../sample';

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

/** What a user may tell of themselves, and how they ask for it later. */
const topics: { tell: string; ask: string[]; reply: string }[] = [
  { tell: 'My name is {name}.', ask: ['What is my name?', 'Do you remember my name?'], reply: 'Your name is {name}.' },
  { tell: 'I live in {city}.', ask: ['Where do I live?', 'Which city do I live in?'], reply: 'You live in {city}.' },
  {
    tell: 'I have a {animal}.',
    ask: ['Which pet do I have?', 'What animal do I have?'],
    reply: 'You have a {animal}.',
  },
  { tell: 'I like {food}.', ask: ['What do I like?', 'Which food do I like?'], reply: 'You like {food}.' },
  {
    tell: 'My car is {colour}.',
    ask: ['What colour is my car?', 'Which colour does my car have?'],
    reply: 'Your car is {colour}.',
  },
];

const greetings = ['Nice to meet you.', 'Thank you for telling me.', 'That is good to know.'];

/** Two turns; the second asks for something that was said in the first. The values of a test were never trained on together. */
export const conversation: AbilitySpec = {
  ability: 'conversation',
  sample(split, random) {
    const nouns = lexicon().nouns;
    const animals = nouns.filter(noun => noun.tags.includes('animal')).map(noun => noun.en);
    const foods = nouns.filter(noun => noun.tags.includes('food') && noun.tags.includes('mass')).map(noun => noun.en);
    const { values, first, second } = drawFrom(
      split,
      () => {
        const [first, second] = random.shuffle(topics) as [(typeof topics)[0], (typeof topics)[0]];
        const values: Record<string, string> = {
          name: random.pick(names),
          city: random.pick(cities),
          animal: random.pick(animals),
          food: random.pick(foods),
          colour: random.pick(colours),
        };
        return { values, first, second };
      },
      ({ values, first, second }) => `conversation ${fill(first.tell, values)} ${fill(second.tell, values)}`,
    );
    const asked = random() < 0.5 ? first : second;
    const answer = fill(asked.reply, values);
    return {
      prompt: [
        user(`${fill(first.tell, values)} ${fill(second.tell, values)}`),
        assistant(random.pick(greetings)),
        user(random.pick(asked.ask)),
      ],
      answer,
      check: {
        kind: 'contains',
        value: /\{(\w+)\}/.exec(asked.reply)?.[1] ? (values[/\{(\w+)\}/.exec(asked.reply)![1]!] as string) : '',
      },
    };
  },
};

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] as string);
}
