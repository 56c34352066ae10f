import { readFileSync } from 'node:fs';
import { projectPath } from '../../paths';
import type { Random } from '../../random';
import { type AbilitySpec, drawFrom, position, type Split, user, type Wordings, worded } from '../ability';
import { parseTable } from '../table';

interface Fact {
  subject: string;
  relation: string;
  value: string;
}

/** Ways to ask for a relation, and the sentence that answers. {s} is what is asked about, {v} the answer. */
interface Relation {
  /** Each fact leaves one of them to the test. */
  questions: string[];
  /** No fact is asked for so in training. */
  heldOut: string[];
  answer: string;
}

const relations: Record<string, Relation> = {
  river: {
    questions: [
      'Which river flows through {s}?',
      'On which river does {s} lie?',
      'What is the river of {s} called?',
      '{s} lies on which river?',
    ],
    heldOut: ['Tell me the river that runs past {s}.', 'When I swim in the river at {s}, what is its name?'],
    answer: '{s} lies on {v}.',
  },
  country: {
    questions: [
      'In which country is {s}?',
      'Where is {s}?',
      'Which country does {s} belong to?',
      'What country is {s} in?',
    ],
    heldOut: ['To what country do I travel when I visit {s}?', 'Name the country around {s}.'],
    answer: '{s} is in {v}.',
  },
  dish: {
    questions: [
      'What is {s} famous for?',
      'What do people like to eat in {s}?',
      'Which food is {s} known for?',
      'What should I eat in {s}?',
    ],
    heldOut: ['I am hungry in {s}: what is the local dish?', 'Name the dish that {s} is proud of.'],
    answer: '{s} is famous for its {v}.',
  },
  food: {
    questions: [
      'What does a {s} eat?',
      'What can I feed a {s}?',
      'What does a {s} like to eat?',
      'Which food is good for a {s}?',
    ],
    heldOut: ['My {s} is hungry: what should it get?', 'Name the food of a {s}.'],
    answer: 'A {s} eats {v}.',
  },
  home: {
    questions: [
      'Where does a {s} live?',
      'Where can I find a {s}?',
      'What is the home of a {s}?',
      'In which place does a {s} live?',
    ],
    heldOut: ['Where should I look for a {s}?', 'Name the place where a {s} has its home.'],
    answer: 'A {s} lives in {v}.',
  },
  young: {
    questions: [
      'What is a young {s} called?',
      'What is the name for the child of a {s}?',
      'What do you call a baby {s}?',
      'How is a small {s} called?',
    ],
    heldOut: ['Give me the word for the baby of a {s}.', 'A {s} that is still small is a what?'],
    answer: 'A young {s} is called a {v}.',
  },
  workplace: {
    questions: [
      'Where does a {s} work?',
      'What is the workplace of a {s}?',
      'In which place does a {s} work?',
      'Where can I meet a {s} at work?',
    ],
    heldOut: ['Where would I go to meet a {s}?', 'Name the place in which a {s} does the work.'],
    answer: 'A {s} works in {v}.',
  },
  tool: {
    questions: [
      'What does a {s} use?',
      'Which tool does a {s} need?',
      'What does a {s} work with?',
      'What is the tool of a {s}?',
    ],
    heldOut: ['What is in the hand of a {s} at work?', 'Name the thing that every {s} needs.'],
    answer: 'A {s} uses {v}.',
  },
  city: {
    questions: [
      'Where does {s} live?',
      'In which city does {s} live?',
      'What is the home city of {s}?',
      'Which city is {s} from?',
    ],
    heldOut: ['To which city would I send a letter for {s}?', 'Name the place where {s} is at home.'],
    answer: '{s} lives in {v}.',
  },
  job: {
    questions: [
      'What is the job of {s}?',
      'What does {s} do for a living?',
      'Which profession does {s} have?',
      'What does {s} work as?',
    ],
    heldOut: ['How does {s} earn money?', 'Name the profession of {s}.'],
    answer: '{s} is a {v}.',
  },
  pet: {
    questions: [
      'Which animal does {s} have?',
      'What is the pet of {s}?',
      'What kind of pet does {s} have?',
      'Which pet lives with {s}?',
    ],
    heldOut: ['What animal is waiting at home for {s}?', 'Name the animal that {s} looks after.'],
    answer: '{s} has a {v}.',
  },
  colour: {
    questions: [
      'What colour is {s}?',
      'Which colour does {s} have?',
      'What is the colour of {s}?',
      'Tell me the colour of {s}.',
    ],
    heldOut: ['If I paint {s}, which paint do I need?', 'Name the colour that {s} has.'],
    answer: 'The colour of {s} is {v}.',
  },
  opposite: {
    questions: [
      'What is the opposite of {s}?',
      'Which word means the opposite of {s}?',
      'Tell me the opposite of {s}.',
      'What is the contrary of {s}?',
    ],
    heldOut: ['Give me a word that says the contrary of {s}.', 'If something is not {s} at all, it is what?'],
    answer: 'The opposite of {s} is {v}.',
  },
};

let facts: Fact[] | undefined;

function allFacts(): Fact[] {
  facts ??= parseTable(
    'facts.tsv',
    readFileSync(projectPath('data', 'world', 'facts.tsv'), 'utf8'),
    ['subject', 'relation', 'value'],
    {
      unique: ['subject', 'relation'],
    },
  );
  return facts;
}

/** What leads from somebody to something that is told of their city, job or pet; {s} is who. */
const chains: { through: 'city' | 'job' | 'pet'; to: string; ask: Wordings }[] = [
  {
    through: 'city',
    to: 'river',
    ask: {
      known: [
        'Which river flows through the city of {s}?',
        'On which river does {s} live?',
        'At which river is {s} at home?',
      ],
      heldOut: ['Name the river that {s} can see at home.', 'If {s} goes to the river, which one is it?'],
    },
  },
  {
    through: 'city',
    to: 'country',
    ask: {
      known: ['In which country does {s} live?', 'Which country is {s} from?', 'Which country is the home of {s}?'],
      heldOut: ['Name the country around the home of {s}.', 'To what country do I travel when I visit {s}?'],
    },
  },
  {
    through: 'city',
    to: 'dish',
    ask: {
      known: [
        'What is the city of {s} famous for?',
        'What do people eat where {s} lives?',
        'Which food is the home of {s} known for?',
      ],
      heldOut: [
        'I am hungry in the city of {s}: what is the local dish?',
        'Name the dish of the place where {s} lives.',
      ],
    },
  },
  {
    through: 'job',
    to: 'workplace',
    ask: {
      known: ['Where does {s} work?', 'What is the workplace of {s}?', 'In which place does {s} work?'],
      heldOut: ['Where would I go to meet {s} at work?', 'Name the place where {s} earns money.'],
    },
  },
  {
    through: 'job',
    to: 'tool',
    ask: {
      known: ['What does {s} use at work?', 'Which tool does {s} need?', 'What does {s} work with?'],
      heldOut: ['What is in the hand of {s} at work?', 'Name the thing that {s} needs for the job.'],
    },
  },
  {
    through: 'pet',
    to: 'food',
    ask: {
      known: ['What does the pet of {s} eat?', 'What can {s} feed the pet?', 'Which food is good for the pet of {s}?'],
      heldOut: ['The animal of {s} is hungry: what should it get?', 'Name the food that {s} should buy for the pet.'],
    },
  },
  {
    through: 'pet',
    to: 'young',
    ask: {
      known: [
        'What is the baby of the pet of {s} called?',
        'What do you call the young of the pet of {s}?',
        'Which word names a young animal of the kind that {s} has?',
      ],
      heldOut: ['If the pet of {s} has a baby, what is the word for it?', 'Name the young of the animal that {s} has.'],
    },
  },
];

/** Whether two places lie in one country; {a} and {b} are the places. */
const compared: Wordings = {
  known: [
    'Are {a} and {b} in the same country?',
    'Do {a} and {b} belong to one country?',
    'Is {a} in the same country as {b}?',
  ],
  heldOut: ['Can I go from {a} to {b} without leaving the country?', 'Do {a} and {b} share a country?'],
};

/** Facts of the world. Every fact is trained on; each has one way of asking that only the test uses. */
export const knowledge: AbilitySpec = {
  ability: 'knowledge',
  levels: {
    1: 'one fact',
    2: 'two facts, one leading to the other',
    3: 'two facts compared',
  },
  sample(split, random, difficulty) {
    if (difficulty === 2) return chained(split, random);
    if (difficulty === 3) return comparison(split, random);
    const fact = random.pick(allFacts());
    const { questions, heldOut } = relationOf(fact);
    const held = Math.floor(position(`${fact.subject} ${fact.relation}`) * questions.length);
    const known = () => (split === 'test' ? questions[held]! : random.pick(questions.filter((_, i) => i !== held)));
    const question = split === 'paraphrase' ? random.pick(heldOut) : known();
    return {
      prompt: [user(question.replaceAll('{s}', fact.subject))],
      answer: told(fact),
      check: { kind: 'contains', value: fact.value },
    };
  },
};

function chained(split: Split, random: Random): ReturnType<AbilitySpec['sample']> {
  const people = allFacts()
    .filter(({ relation }) => relation === 'city')
    .map(({ subject }) => subject);
  const { chain, first, second } = drawFrom(
    split,
    () => {
      for (;;) {
        const chain = random.pick(chains);
        const first = factOf(random.pick(people), chain.through);
        const second = first && factOf(first.value, chain.to);
        if (first && second) return { chain, first, second };
      }
    },
    ({ chain, first }) => `knowledge ${first.subject} ${chain.to}`,
    CHAINS_IN_TESTS,
  );
  return {
    prompt: [user(worded(chain.ask, split, random).replaceAll('{s}', first.subject))],
    answer: `${told(first)} ${told(second)}`,
    check: { kind: 'contains', value: second.value },
  };
}

/** There are few: a larger share of them goes to the tests. */
const CHAINS_IN_TESTS = 0.4;

function comparison(split: Split, random: Random): ReturnType<AbilitySpec['sample']> {
  const places = allFacts().filter(({ relation }) => relation === 'country');
  const { a, b } = drawFrom(
    split,
    () => {
      // As many pairs in one country as in two.
      const same = random() < 0.5;
      for (;;) {
        const [a, b] = random.shuffle(places) as [Fact, Fact];
        if ((a.value === b.value) === same) return { a, b };
      }
    },
    ({ a, b }) => `knowledge ${[a.subject, b.subject].sort().join(' ')} country`,
    CHAINS_IN_TESTS,
  );
  const [yes, no] = ['Yes, it is the same country.', 'No, these are two countries.'];
  const right = a.value === b.value;
  return {
    prompt: [user(worded(compared, split, random).replace('{a}', a.subject).replace('{b}', b.subject))],
    answer: `${told(a)} ${told(b)} ${right ? yes : no}`,
    check: { kind: 'only', value: right ? 'yes' : 'no', others: [right ? 'no' : 'yes'] },
  };
}

const factOf = (subject: string, relation: string): Fact | undefined =>
  allFacts().find(fact => fact.subject === subject && fact.relation === relation);

/** The sentence that tells a fact. */
function told(fact: Fact): string {
  const text = relationOf(fact).answer.replaceAll('{s}', fact.subject).replaceAll('{v}', fact.value);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function relationOf({ subject, relation }: Fact): Relation {
  const found = relations[relation];
  if (found === undefined) throw new Error(`facts.tsv: ${subject} has the unknown relation ${relation}`);
  return found;
}
