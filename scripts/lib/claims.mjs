/** What is claimed, by whom, where it is tested, what came out, and the verdict; a verdict that the results no longer bear ends the generation. */

const [VANILLA, PAPER, LIGHT] = ['vanilla fine-tuning', 'RaDis, λ = 1', 'RaDis, λ = 0.25'];

const published = (radis, name) => radis.readResults(radis.openExperiment(radis.readExperiment(name, 'full')));

const main = {
  [VANILLA]: { method: 'vanilla' },
  [PAPER]: { method: 'radis', lambda: 1 },
  [LIGHT]: { method: 'radis', lambda: 0.25 },
};

/** The main experiment. */
export const mainStudy = radis => radis.study(published(radis, 'frontier'), main);

/** All saved results, opened once, as studies. */
export function openResults(radis) {
  const frontier = mainStudy(radis);
  const domains = radis.studiesByDomain(published(radis, 'domains'), main);
  const methods = radis.methodStudy(published(radis, 'methods'));
  const teachers = radis.teacherStudies(published(radis, 'teachers'));
  const kinds = radis.study(published(radis, 'kinds'), radis.cutSettings);
  // Judged together, as 02 judges them.
  const places = { 'other words': radis.study(published(radis, 'second-base'), main), ...domains };
  const compared = Object.entries(places).map(([place, one]) => [place, radis.atEqualQuality(one)]);
  const together = radis.jointly(Object.fromEntries(compared), '').differences;
  let from = 0;
  const elsewhere = compared.map(([place, { differences }]) => {
    const mine = together.slice(from, from + differences.length);
    from += differences.length;
    return [place, { differences: mine }];
  });
  return {
    radis,
    frontier,
    elsewhere: Object.fromEntries(elsewhere),
    weights: radis.weightStudy(published(radis, 'loss-weight')),
    methods,
    teachers,
    kinds,
    looks: radis.anatomyLooks(published(radis, 'anatomy')),
    besideOwn: radis.atEqualQuality(teachers['λ = 1'], {
      names: teachers['λ = 1'].others.slice(1),
      against: 'own rationales',
    }),
    equalRate: radis.atEqualRate(frontier),
    equalQuality: radis.atEqualQuality(frontier),
    methodGains: radis.atEqualQuality(methods),
    cuts: radis.besideNearest(kinds),
  };
}

/** The claims of the paper, and then the questions that it leaves open; each a function of the results. */
export const claims = {
  paper: [
    {
      claim: 'RaDis translates far better than the base',
      notebook: '02',
      test({ frontier }) {
        const [least, most] = ends(frontier.curve(PAPER).map(({ x }) => x.mean));
        return {
          here: `BLEU ${frontier.base.domain.bleu.toFixed(1)} becomes ${least} to ${most}, by learning rate`,
          verdict: when(Number(least) > frontier.base.domain.bleu, 'reproduced'),
        };
      },
    },
    {
      claim: 'and slightly below vanilla fine-tuning',
      notebook: '02',
      test: ({ equalRate }) => ofRates(equalRate, 'bleu', 'BLEU', all => all.every(({ mean }) => mean < 0)),
    },
    {
      claim: 'and keeps far more general ability, at the same learning rate',
      notebook: '02',
      test: ({ equalRate }) => ofRates(equalRate, 'general', 'points', all => all.every(({ mean }) => mean > 0)),
    },
    {
      claim: 'without matching the base',
      notebook: '02',
      test({ frontier }) {
        const [least, most] = ends(frontier.curve(PAPER).map(({ y }) => y.mean));
        return {
          here: `${frontier.base.general.toFixed(1)} % becomes ${least} to ${most}`,
          verdict: when(Number(most) < frontier.base.general, 'reproduced'),
        };
      },
    },
    {
      claim: 'Fine-tuning costs safety; rationales keep it',
      notebook: '02',
      test({ frontier }) {
        const reason = name => frontier.mean(name, 0.0008, ({ parts }) => parts['safety reason']);
        return {
          here: `the right reason of a refusal at rate 0.0008: ${interval(reason(VANILLA))} % without rationales, ${interval(reason(PAPER))} % with; the decision itself is hardly lost by either`,
          verdict: when(reason(PAPER).mean > reason(VANILLA).mean, 'reproduced for the reason'),
        };
      },
    },
    {
      claim: 'Among three teachers the model’s own rationales keep most',
      notebook: '05',
      test({ radis, teachers, besideOwn }) {
        const at = teachers['λ = 1'].qualities[2];
        const of = name => radis.differenceOf(besideOwn, { name, at });
        const [larger, other] = [of("a larger model's"), of('in other words')];
        return {
          here: `at BLEU ${at} a larger model’s keep ${difference(larger)} points beside its own, those in other words ${difference(other)}`,
          verdict: when(larger.mean < 0 && other.mean < 0, 'reproduced'),
        };
      },
    },
    {
      claim: 'and translate worst',
      notebook: '05',
      test({ radis, teachers }) {
        const study = teachers['λ = 1'];
        const all = radis.atEqualRate(study, {
          names: ["a larger model's", 'in other words'],
          against: 'own rationales',
          rates: [0.0008],
          scores: ['bleu'],
        });
        const [larger, other] = all.differences;
        return {
          here: `at rate 0.0008 a larger model’s translate ${difference(larger)} BLEU beside its own, those in other words ${difference(other)}`,
          verdict: when(other.mean < 0, 'not reproduced'),
        };
      },
    },
    ...[
      ['A chat model explains its translations unasked', '01', 'TinyChat was trained to'],
      [
        'Given the reference, it goes on with a rationale',
        '01',
        'TinyChat was trained to explain itself after the blank line that is put there',
      ],
      ['Rationales are of several kinds', '01', 'TinyChat learned the kinds from data'],
      [
        'RaDis keeps more than SeqKD and SDFT',
        '04',
        'this base’s own translations of the clinic teach nothing, and it cannot rewrite references',
      ],
    ].map(([claim, notebook, why]) => ({
      claim,
      notebook,
      test: () => ({ here: why, verdict: 'cannot be tested here' }),
    })),
  ],
  open: [
    {
      claim: 'Does RaDis with the paper’s weight keep more *at equal translation quality*?',
      notebook: '02',
      test: ({ equalQuality }) => gainsOf(equalQuality, PAPER),
    },
    {
      claim: 'Does a quarter of that weight, λ = 0.25?',
      notebook: '02',
      test: ({ equalQuality }) => gainsOf(equalQuality, LIGHT),
    },
    {
      claim: 'λ = 0.25 on another base of the same size?',
      notebook: '02',
      test: ({ elsewhere }) => gainsOf(elsewhere['other words'], LIGHT),
    },
    ...['court', 'harbour'].map(domain => ({
      claim: `λ = 0.25 in the ${domain}, for which nobody chose it?`,
      notebook: '02',
      test: ({ elsewhere }) => gainsOf(elsewhere[domain], LIGHT),
    })),
    {
      claim: 'Would other questions choose λ = 0.25 as well?',
      notebook: '03',
      test({ radis, weights }) {
        const best = radis.halves(weights).map(half => radis.chooseSetting(half).best);
        return {
          here: `the two halves of the questions choose ${best.map(weightOf).join(' and ')}`,
          verdict: when(
            best.every(name => name === LIGHT),
            'yes',
          ),
        };
      },
    },
    {
      claim: 'Does a mixture with general data do better?',
      notebook: '04',
      test: ({ methodGains }) => gainsOf(methodGains, 'experience replay'),
    },
    {
      claim: 'Does another method that needs only the texts (L2-SP)?',
      notebook: '04',
      test: ({ methodGains }) => gainsOf(methodGains, 'L2-SP'),
    },
    {
      claim: 'Is it that RaDis trains on twice as many tokens?',
      notebook: '04',
      test: ({ methodGains }) => gainsOf(methodGains, 'vanilla, as many tokens'),
    },
    {
      claim: 'Is it the same with adapters (LoRA)?',
      notebook: '04',
      test: ({ methodGains }) => gainsOf(methodGains, 'RaDis with LoRA'),
    },
    {
      claim: 'Are a larger model’s rationales better than none?',
      notebook: '05',
      test: ({ radis, teachers }) => gainsOf(radis.atEqualQuality(teachers['λ = 1']), "a larger model's"),
    },
    {
      claim: 'Must a rationale belong to its text?',
      notebook: '05',
      test: ({ besideOwn }) => gainsOf(besideOwn, 'own, shuffled'),
    },
    {
      claim: 'Does leaving a kind of statement out cost general ability?',
      notebook: '06',
      test({ cuts }) {
        const general = cuts.differences.filter(({ name, score }) => score === 'general' && name !== 'only true');
        const [least, most] = ends(general.map(({ mean }) => mean));
        return {
          here: `${signed(least)} to ${signed(most)} points beside random cuts of that length`,
          verdict: worst(general),
        };
      },
    },
    {
      claim: 'Are true statements better?',
      notebook: '06',
      test({ radis, cuts }) {
        const only = radis.differenceOf(cuts, { name: 'only true', score: 'general' });
        return { here: `${difference(only)} points beside a random quarter`, verdict: only.certainty };
      },
    },
    {
      claim: 'Which ability goes first?',
      notebook: '07',
      test({ looks }) {
        const lost = ['reasoning', 'knowledge', 'instructions', 'safety'].map(
          ability => `${ability} ${looks.fallsBelow(VANILLA, look => look.abilities[ability])}`,
        );
        return { here: `a tenth is lost by step: ${lost.join(', ')}`, verdict: 'sums and facts' };
      },
    },
    {
      claim: 'Do predictions stay closer to the base with rationales?',
      notebook: '07',
      test({ looks }) {
        const first = name =>
          interval(
            looks.end(name, look => look.divergence.first),
            2,
          );
        const gentle = looks.end('vanilla, gentler', look => look.divergence.first).mean;
        const radis = looks.end(PAPER, look => look.divergence.first).mean;
        return {
          here: `KL at the first token: ${first(PAPER)} nats, vanilla ${first(VANILLA)}; gentler vanilla, which translates as well, ${first('vanilla, gentler')}`,
          verdict: when(Math.abs(gentle - radis) < 0.05, 'no closer than a gentler rate'),
        };
      },
    },
    {
      claim: 'Does the gradient of translation point against the abilities?',
      notebook: '07',
      test({ radis, looks }) {
        const means = radis.abilityNames.map(
          ability => looks.onTheWay(VANILLA, look => look.cosine[ability].bare).mean,
        );
        const [least, most] = ends(means, 3);
        return {
          here: `mean cosines ${signed(least)} to ${signed(most)}`,
          verdict: when(Math.min(...means) > -0.05, 'not seen'),
        };
      },
    },
  ],
};

const interval = ({ mean, margin }, digits = 1) => `${signed(mean.toFixed(digits))} ± ${margin.toFixed(digits)}`;
const signed = text => String(text).replace('-', '−');
const difference = one => `${interval(one)} (${one.certainty})`;
const weightOf = name => name.replace('RaDis, ', '');
const ends = (values, digits = 1) => [Math.min(...values), Math.max(...values)].map(value => value.toFixed(digits));

/** @throws Error when the results no longer bear the verdict */
function when(holds, verdict) {
  if (!holds) throw new Error(`"${verdict}" no longer fits the results: look at the claim again`);
  return verdict;
}

/** The surest word about a list, and whether all agree. */
const worst = list => (list.every(({ certainty }) => certainty === 'open') ? 'open' : 'in part');

function ofRates({ differences }, score, unit, holds) {
  const mine = differences.filter(one => one.name === PAPER && one.score === score);
  const shown = mine.filter(({ certainty }) => certainty === 'shown').length;
  const [least, most] = [
    mine.reduce((a, b) => (b.mean < a.mean ? b : a)),
    mine.reduce((a, b) => (b.mean > a.mean ? b : a)),
  ];
  return {
    here: `${interval(least)} to ${interval(most)} ${unit} at five rates, ${shown} of ${mine.length} shown`,
    verdict: when(holds(mine), 'reproduced'),
  };
}

function gainsOf({ differences }, name) {
  const mine = differences.filter(one => one.name === name && Number.isFinite(one.mean));
  return {
    here: `${mine.map(one => interval(one)).join(', ')} points at BLEU ${mine.map(({ at }) => at).join(', ')}`,
    verdict: mine.map(({ certainty }) => certainty).join(', '),
  };
}

/** The document. */
export function claimsText(radis) {
  const results = openResults(radis);
  const table = (list, heads) => [
    `| ${heads.join(' | ')} |`,
    '|---|---|---|',
    ...list.map(({ claim, notebook, test }) => {
      const { here, verdict } = test(results);
      return `| ${claim} ([${notebook}](../notebooks/${fileOf(notebook)})) | ${here} | **${verdict}** |`;
    }),
  ];
  return `${[
    '# Claims, and what became of them here',
    '',
    'Generated by `npm run claims` from the saved results; who changes a result runs it again.',
    '',
    'All of it is about models of two million parameters in a small invented world. It says nothing about the size of an effect in a large model on real text.',
    '',
    'Intervals are 95 %, over seeds; those of differences over seeds, test texts and questions together. Three words say how sure a difference is: *shown* (told from 0, even after correction for all differences of its table), *leaning* (its own interval leaves 0 out, and no more), *open* (its interval holds 0).',
    '',
    '## What the paper says',
    '',
    'Rationale Distillation, [arXiv 2410.13944](https://arxiv.org/abs/2410.13944).',
    '',
    ...table(claims.paper, ['claim', 'here', 'verdict']),
    '',
    '## What it does not ask, or leaves open',
    '',
    'Where gains stand, they are points of general ability beyond vanilla fine-tuning (of shuffled rationales: beyond its own), at several translation qualities, with a word for each.',
    '',
    ...table(claims.open, ['question', 'here', 'how sure']),
    '',
    'What all settings are, and where they come from: [settings.md](settings.md).',
  ].join('\n')}\n`;
}

const fileOf = number =>
  ({
    '01': '01-rationales.ipynb',
    '02': '02-radis-vs-finetuning.ipynb',
    '03': '03-loss-weight.ipynb',
    '04': '04-methods.ipynb',
    '05': '05-whose-rationales.ipynb',
    '06': '06-what-you-replay.ipynb',
    '07': '07-anatomy-of-forgetting.ipynb',
  })[number];
