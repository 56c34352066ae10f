import { readFileSync } from 'node:fs';
import { projectPath } from '../../paths';
import { type AbilitySpec, position, user } from '../ability';
import { parseTable } from '../table';

interface Fact {
  subject: string;
  relation: string;
  value: string;
}

/** Ways to ask for a relation, and the sentence that answers. {s} is what is asked about, {v} the answer. */
const relations: Record<string, { questions: string[]; answer: string }> = {
  river: {
    questions: [
      'Which river flows through {s}?',
      'On which river does {s} lie?',
      'What is the river of {s} called?',
      '{s} lies on which river?',
    ],
    answer: '{s} lies on {v}.',
  },
  country: {
    questions: [
      'In which country is {s}?',
      'Where is {s}?',
      'Which country does {s} belong to?',
      'What country is {s} in?',
    ],
    answer: '{s} is in {v}.',
  },
  dish: {
    questions: [
      'What is {s} famous for?',
      'What do people like to eat in {s}?',
      'Which food is {s} known for?',
      'What should I eat in {s}?',
    ],
    answer: '{s} is famous for its {v}.',
  },
  food: {
    questions: [
      'What does a {s} eat?',
      'What can I feed a {s}?',
      'What does a {s} like to eat?',
      'Which food is good for a {s}?',
    ],
    answer: 'A {s} eats {v}.',
  },
  home: {
    questions: [
      'Where does a {s} live?',
      'Where can I find a {s}?',
      'What is the home of a {s}?',
      'In which place does a {s} live?',
    ],
    answer: 'A {s} lives in {v}.',
  },
  young: {
    questions: [
      'What is a young {s} called?',
      'What is the name for the child of a {s}?',
      'What do you call a baby {s}?',
      'How is a small {s} called?',
    ],
    answer: 'A young {s} is called a {v}.',
  },
  workplace: {
    questions: [
      'Where does a {s} work?',
      'What is the workplace of a {s}?',
      'In which place does a {s} work?',
      'Where can I meet a {s} at work?',
    ],
    answer: 'A {s} works in {v}.',
  },
  tool: {
    questions: [
      'What does a {s} use?',
      'Which tool does a {s} need?',
      'What does a {s} work with?',
      'What is the tool of a {s}?',
    ],
    answer: 'A {s} uses {v}.',
  },
  city: {
    questions: [
      'Where does {s} live?',
      'In which city does {s} live?',
      'What is the home city of {s}?',
      'Which city is {s} from?',
    ],
    answer: '{s} lives in {v}.',
  },
  job: {
    questions: [
      'What is the job of {s}?',
      'What does {s} do for a living?',
      'Which profession does {s} have?',
      'What does {s} work as?',
    ],
    answer: '{s} is a {v}.',
  },
  pet: {
    questions: [
      'Which animal does {s} have?',
      'What is the pet of {s}?',
      'What kind of pet does {s} have?',
      'Which pet lives with {s}?',
    ],
    answer: '{s} has a {v}.',
  },
  colour: {
    questions: [
      'What colour is {s}?',
      'Which colour does {s} have?',
      'What is the colour of {s}?',
      'Tell me the colour of {s}.',
    ],
    answer: 'The colour of {s} is {v}.',
  },
  opposite: {
    questions: [
      'What is the opposite of {s}?',
      'Which word means the opposite of {s}?',
      'Tell me the opposite of {s}.',
      'What is the contrary of {s}?',
    ],
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

/** Facts of the world. Every fact is trained on; each has one way of asking that only the test uses. */
export const knowledge: AbilitySpec = {
  ability: 'knowledge',
  sample(split, random) {
    const fact = random.pick(allFacts());
    const relation = relations[fact.relation];
    if (relation === undefined) throw new Error(`facts.tsv: ${fact.subject} has the unknown relation ${fact.relation}`);
    const { questions, answer } = relation;
    const held = Math.floor(position(`${fact.subject} ${fact.relation}`) * questions.length);
    const question = split === 'test' ? questions[held]! : random.pick(questions.filter((_, i) => i !== held));
    const fill = (text: string) => text.replaceAll('{s}', fact.subject).replaceAll('{v}', fact.value);
    const text = fill(answer);
    return {
      prompt: [user(fill(question))],
      answer: text.charAt(0).toUpperCase() + text.slice(1),
      check: { kind: 'contains', value: fact.value },
    };
  },
};
