import { forms } from '../languages/chinese/forms';
import { numeral, positionOf } from '../languages/chinese/numbers';
import { hasSlot } from '../languages/chinese/template';
import { contentWords, type Question } from '../meaning';
import { countedKinds } from './counted';
import { type Kinds, ofPart, ofSentence, whenever } from './kind';

/** What is true of Chinese words and texts. */
export const chineseKinds: Kinds = {
  ...countedKinds(noun => forms.noun(noun).classifier),
  polite_measure: ofPart('noun', 'usage', noun =>
    forms.noun(noun).classifier === '位' ? { word: forms.noun(noun).lemma } : undefined,
  ),
  time_before: whenever(
    'structure',
    ({ meaning: { main } }) => main.kind === 'action' && main.time !== undefined && positionOf(main.time) !== 'manner',
  ),
  place_before: whenever('structure', ({ meaning: { main } }) => {
    if (main.kind !== 'action' || main.place === undefined || 'gap' in main.place) return false;
    const { predicate, special } = forms.verb(main.verb);
    return ![predicate, ...special.flatMap(({ forms }) => forms)].some(template => hasSlot(template, 'P'));
  }),
  le: whenever('structure', ({ meaning: { main }, said }) => {
    return main.tense === 'past' && main.kind === 'action' && /[^为除]了(?!解)/.test(said());
  }),
  guo: whenever('structure', ({ meaning: { main }, said }) => {
    const experience =
      main.kind === 'action' && forms.verb(main.verb).aspect === 'experience' && !main.modal && !main.negated;
    return experience && main.tense === 'past' && said().includes('过');
  }),
  zhengzai: whenever('structure', ({ said }) => said().includes('正在')),
  jiang: whenever('structure', ({ meaning: { main }, said }) => main.tense === 'future' && said().includes('将')),
  meiyou: whenever('structure', ({ meaning: { main }, said }) => {
    return (
      main.negated &&
      main.tense === 'past' &&
      main.kind === 'action' &&
      forms.verb(main.verb).aspect !== 'condition' &&
      said().includes('没有')
    );
  }),
  ma: whenever('structure', ({ meaning, said }) => meaning.question === 'whether' && said().includes('吗')),
  question_in_place: whenever(
    'structure',
    ({ meaning: { question } }) => question !== undefined && inPlace.includes(question),
  ),
  bei: whenever('structure', ({ meaning: { main }, said }) => {
    return main.kind === 'action' && main.passive === true && /被(?![告害盗])/.test(said());
  }),
  ba: whenever('structure', ({ meaning, said }) => {
    // 把 counts knives, too.
    const counts = contentWords(meaning).some(word => word.kind === 'noun' && forms.noun(word).classifier === '把');
    return !counts && said().includes('把');
  }),
  men: whenever('structure', ({ said }) => /[^它]们/.test(said())),
  pair: ofSentence('structure', ({ meaning, said }) => {
    const pair = pairs[meaning.subordinate?.conjunction ?? ''];
    return pair?.every(word => said().includes(word)) ? { first: pair[0], second: pair[1] } : undefined;
  }),
  clause_first: ofSentence('structure', ({ meaning: { subordinate }, said }) =>
    subordinate && subordinate.conjunction !== 'so that' && !/，(因为|虽然)/.test(said())
      ? { conjunction: subordinate.conjunction }
      : undefined,
  ),
  no_article: whenever('structure', ({ english }) => /\bthe\b/i.test(english())),
  title: ofSentence('usage', ({ english, said }) => {
    const found = /\b(Mrs?) /.exec(english());
    const title = found && titles[found[1] as keyof typeof titles];
    return title && said().includes(title.title) ? title : undefined;
  }),
  numeral: ofSentence('number', ({ meaning: { main }, said }) => {
    const object = main.kind === 'action' ? main.object : undefined;
    if (!(object && 'count' in object && object.count && object.count > 1 && object.count <= 10)) return undefined;
    const word = numeral(object.count);
    return said().includes(word) ? { numeral: word, n: String(object.count) } : undefined;
  }),
};

const inPlace: Question[] = ['who', 'what', 'where', 'where to'];

const pairs: Record<string, readonly [string, string]> = {
  because: ['因为', '所以'],
  although: ['虽然', '但'],
  if: ['如果', '就'],
};

const titles = { Mr: { en: 'Mr', title: '先生' }, Mrs: { en: 'Mrs', title: '女士' } };
