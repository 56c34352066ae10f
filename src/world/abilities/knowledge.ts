import type { Random } from '../../random';
import { type AbilitySpec, drawFrom, position, type Split, user, worded } from '../ability';
import { allFacts, type Fact, factOf } from '../facts';
import { filled, type Placeholders, wordingsOf } from '../wordings';

/** The sentence that tells a fact: {s} is what it is about, {v} what is told. */
const sentences: Readonly<Record<string, string>> = {
  river: '{s} lies on {v}.',
  country: '{s} is in {v}.',
  dish: '{s} is famous for its {v}.',
  food: 'A {s} eats {v}.',
  home: 'A {s} lives in {v}.',
  young: 'A young {s} is called a {v}.',
  workplace: 'A {s} works in {v}.',
  tool: 'A {s} uses {v}.',
  city: '{s} lives in {v}.',
  job: '{s} is a {v}.',
  pet: '{s} has a {v}.',
  colour: 'The colour of {s} is {v}.',
  opposite: 'The opposite of {s} is {v}.',
};

/** What leads from somebody to something that is told of their city, job or pet. */
const chains = ['city river', 'city country', 'city dish', 'job workplace', 'job tool', 'pet food', 'pet young'];

const SAME_COUNTRY = 'same country';

/** How a relation or a chain of two is asked for, {s} being the subject; and whether {a} and {b} lie in one country. */
const placeholders: Placeholders = {
  ...Object.fromEntries([...Object.keys(sentences), ...chains].map(asked => [asked, 's'])),
  [SAME_COUNTRY]: 'a b',
};
const questions = () => wordingsOf('knowledge', placeholders);

/** Facts of the world. Every fact is trained on; each has one way of asking that only the test uses. */
export const knowledge: AbilitySpec = {
  ability: 'knowledge',
  levels: {
    1: 'one fact',
    2: 'two facts, one leading to the other',
    3: 'two facts compared',
  },
  sample: (split, random, difficulty) => [single, chained, comparison][difficulty - 1]!(split, random),
};

type Item = ReturnType<AbilitySpec['sample']>;

function single(split: Split, random: Random): Item {
  const fact = random.pick(allFacts());
  const { known, heldOut } = questions()[fact.relation]!;
  const kept = known[Math.floor(position(`${fact.subject} ${fact.relation}`) * known.length)]!;
  const ways = { train: known.filter(way => way !== kept), test: [kept], paraphrase: heldOut }[split];
  return {
    prompt: [user(sentence(random.pick(ways), { s: fact.subject }))],
    answer: told(fact),
    check: only(fact),
  };
}

/** There are few combinations of facts: a larger share of them goes to the tests. */
const COMBINED_IN_TESTS = 0.4;

function chained(split: Split, random: Random): Item {
  const people = allFacts().filter(({ relation }) => relation === 'city');
  const { chain, first, second } = drawFrom(
    split,
    () => {
      for (;;) {
        const chain = random.pick(chains);
        const [through, to] = chain.split(' ') as [string, string];
        const first = factOf(random.pick(people).subject, through);
        const second = first && factOf(first.value, to);
        if (first && second) return { chain, first, second };
      }
    },
    ({ first, second }) => `knowledge ${first.subject} ${second.relation}`,
    COMBINED_IN_TESTS,
  );
  return {
    prompt: [user(sentence(worded(questions()[chain]!, split, random), { s: first.subject }))],
    answer: `${told(first)} ${told(second)}`,
    check: only(second),
  };
}

function comparison(split: Split, random: Random): Item {
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
    COMBINED_IN_TESTS,
  );
  const question = worded(questions()[SAME_COUNTRY]!, split, random);
  const [verdict, right, wrong] =
    a.value === b.value
      ? (['Yes, it is the same country.', 'yes', 'no'] as const)
      : (['No, these are two countries.', 'no', 'yes'] as const);
  return {
    prompt: [user(sentence(question, { a: a.subject, b: b.subject }))],
    answer: `${told(a)} ${told(b)} ${verdict}`,
    check: { kind: 'only', value: right, others: [wrong] },
  };
}

/** The value of the fact is right, without its article too; what the same is told of other subjects is wrong. */
function only({ relation, value }: Fact): Item['check'] {
  const bare = (text: string) => text.replace(/^(the|an?) /, '');
  const values = new Set(allFacts().flatMap(fact => (fact.relation === relation ? [bare(fact.value)] : [])));
  values.delete(bare(value));
  return { kind: 'only', value: bare(value), others: [...values] };
}

const told = ({ subject, relation, value }: Fact) => sentence(sentences[relation]!, { s: subject, v: value });

function sentence(wording: string, values: Record<string, string>): string {
  const text = filled(wording, values);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
