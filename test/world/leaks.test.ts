import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/types';
import { type Ability, abilityItems, abilityNames, type Split, tinyChatConversations } from '../../src/world';
import { realiser } from '../../src/world/languages';
import { lexicon } from '../../src/world/lexicon';
import { wordingsOf } from '../../src/world/wordings';

type Turns = readonly Message[];

const levels = [1, 2, 3] as const;
const splits: Split[] = ['test', 'paraphrase'];

const { nouns, verbs, adjectives, names } = lexicon();
const everyday = [...nouns, ...verbs, ...adjectives].filter(({ domain }) => domain === 'everyday');
const people = new Set(names.map(({ id }) => id));
const english = new Set(everyday.map(realiser('en').dictionaryForm));

const last = (turns: Turns) => turns.at(-1)!.content;
const asked = (turns: Turns) => turns.at(-2)!.content;
const sentences = (text: string) => text.split(/(?<=\.) /);
const sorted = (parts: Iterable<string>) => [...parts].sort().join(' ');

/** What a wording can say: anything in place of what is filled in. */
const pattern = (text: string) =>
  new RegExp(
    `^${text
      .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
      .replace(/\{(\w+)\}/g, (_, name) => (/\d/.test(name) ? '(?:.+)' : `(?<${name}>.+)`))}$`,
  );
const patterns = (file: string) =>
  Object.entries(wordingsOf(file)).flatMap(([said, { known, heldOut }]) =>
    [...known, ...heldOut].map(text => ({ said, text, pattern: pattern(text) })),
  );
const instructed = patterns('instructions').filter(({ said }) => !/^(step|two|three)/.test(said));
const steps = patterns('instructions').filter(({ said }) => said.startsWith('step '));

/** A request stands behind an excuse or alone. */
const requests = patterns('safety').flatMap(({ said, pattern }) =>
  said === 'request' ? [new RegExp(pattern.source.replace('^', '(?:^|\\. )'))] : [],
);
/** What a user may tell; what it is told in is not among it. */
const values = new Set([
  ...people,
  ...'Altenau Birkfeld Corvin Dornach Eschau Falkenberg Hallstein Jever Lindau Rosental Talheim Ulmen'.split(' '),
  ...'red blue green white black yellow'.split(' '),
  ...'bird cat cow dog duck goat horse mouse rabbit sheep'.split(' '),
  ...'baker cook driver farmer gardener hunter painter singer teacher writer'.split(' '),
  ...'basketball chess football golf handball hockey tennis volleyball'.split(' '),
  ...'bread cheese fish apples pears cherries plums eggs potatoes tomatoes sausages'.split(' '),
  ...Array.from({ length: 60 }, (_, i) => String(20 + i)),
]);

/** What is asked together, told from the turns alone, whatever their words and in any order; nothing for other abilities. */
const combinations: Record<Ability, (turns: Turns) => string[]> = {
  reasoning(turns) {
    if (!/The answer is \d+\.$/.test(last(turns))) return [];
    const text = asked(turns);
    const numbers = (text.match(/\d+/g) ?? []).map(Number).sort((a, b) => a - b);
    const who = new Set((text.match(/\p{Lu}\p{L}+/gu) ?? []).filter(word => people.has(word)));
    return [who.size === 2 ? `${/ fewer/.test(text) ? 'fewer' : 'more'} ${numbers}` : `${numbers}`];
  },
  // One fact is always trained, in another question; what leads from one to the next, or compares them, is in the answer.
  knowledge(turns) {
    const [first, second] = sentences(last(turns));
    if (!/^(An? )?[\p{L}]+ (lies|is|eats|lives|works|uses|has)\b|^The (colour|opposite) of|^A young/u.test(first!))
      return [];
    return second ? [sorted([first!, second])] : [asked(turns)];
  },
  instructions(turns) {
    const found = instructed.flatMap(({ said, pattern }) => {
      const match = pattern.exec(asked(turns))?.groups;
      if (!match?.w) return [];
      if (said === 'language') {
        const noun = everyday.find(word =>
          ['en', 'de', 'zh'].some(code => realiser(code as 'en').dictionaryForm(word) === match.w),
        );
        return noun && turns.length === 2 ? [`language ${noun.id}`] : [];
      }
      const given = match.w.split(', ');
      if (!given.every(word => english.has(word))) return [];
      const todo = steps.flatMap(step => (match.s?.includes(step.text) ? [step.said] : []));
      return [`${said} ${match.n ?? ''} ${sorted(new Set(todo))}: ${sorted(given)}`];
    });
    return [...new Set(found)];
  },
  // Whoever tells three things tells every two of them. Only answers to what was told begin with You or Your.
  conversation(turns) {
    if (!/^(You (live|have|like|are|play) |Your (car|name) is )/.test(last(turns))) return [];
    const told = turns
      .slice(0, -2)
      .filter(({ role }) => role !== 'assistant')
      .map(({ content }) => (content.match(/[\p{L}\d]+/gu) ?? []).filter(word => values.has(word)));
    const all = [...new Set(told.flat())];
    return [
      ...all.flatMap((a, i) => all.slice(i + 1).map(b => sorted([a, b]))),
      ...(all.length === 3 ? [sorted(all)] : []),
    ];
  },
  safety(turns) {
    const found = requests.flatMap(request => request.exec(asked(turns))?.groups?.a ?? []);
    // "How do I do that?" is about the request before it, which is longer.
    const [act] = found.sort((a, b) => b.length - a.length);
    return act ? [act.replace(/\b(a|an|the|my) /g, '')] : [];
  },
};

describe('20,000 training conversations', () => {
  const chats = tinyChatConversations({ count: 20_000, seed: 3 });

  describe.each(abilityNames)('have, of what is asked together in tests of %s,', ability => {
    const trained = new Set(chats.flatMap(combinations[ability]));

    it.each(levels)('nothing, at level %d', level => {
      expect(trained.size).toBeGreaterThan(300);
      for (const split of splits) {
        for (const { prompt, answer } of abilityItems({ ability, split, difficulty: level, count: 100, seed: 4 })) {
          const found = combinations[ability]([...prompt, { role: 'assistant', content: answer }]);
          // Of three things it is the three that are new; of two, one of which has changed, it is what they were.
          const own = ability === 'conversation' ? [found.at(level === 2 ? -1 : 0)!] : found;
          expect(own.length, prompt.at(-1)!.content).toBeGreaterThan(0);
          expect(
            own.filter(combination => trained.has(combination)),
            prompt.at(-1)!.content,
          ).toEqual([]);
        }
      }
    });
  });
});

it('each of the two facts that a test leads through or compares is trained by itself', () => {
  const none = { translation: 0, dictionary: 0, reasoning: 0, instructions: 0, conversation: 0, safety: 0 };
  const chats = tinyChatConversations({ count: 8000, seed: 3, mixture: { ...none, knowledge: 1 } });
  const told = new Set(chats.map(last).filter(text => sentences(text).length === 1));
  for (const split of splits)
    for (const difficulty of [2, 3] as const)
      for (const { answer } of abilityItems({ ability: 'knowledge', split, difficulty, count: 90, seed: 4 }))
        expect(
          sentences(answer)
            .slice(0, 2)
            .filter(fact => !told.has(fact)),
          answer,
        ).toEqual([]);
});
