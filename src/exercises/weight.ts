import { chooseSetting, halves, regret, type Study, weightName, weightStudy } from '../analysis';
import { type Exercise, right, wrong } from './exercise';
import { publishedResults } from './published';

let opened: Study | undefined;

/** The saved results in full, opened once. */
function results(): Study {
  opened ??= weightStudy(publishedResults('loss-weight'));
  return opened;
}

let parts: ReturnType<typeof halves> | undefined;

/** Both halves of the questions. */
function split(): ReturnType<typeof halves> {
  parts ??= halves(results());
  return parts;
}

const nameOf = (lambda: unknown) => weightName(Number(lambda));

/** The translation quality that a translator asks for, in BLEU. */
const WANTED = 55;

export const chooseLambda: Exercise = {
  notebook: '03',
  title: 'A choice, tried elsewhere',
  minutes: 6,
  level: 2,
  ask: 'Choose λ by the gains on the first half of the questions. Your choice is tried on the other half.',
  check(answer) {
    const [first, second] = split();
    const name = nameOf(answer);
    const here = chooseSetting(first);
    const there = chooseSetting(second);
    const gain = there.gains[name];
    if (gain === undefined) {
      const known = Object.keys(there.gains).map(one => one.replace(/.*= /, ''));
      return wrong(`only λ = ${known.join(', ')} reach all qualities with every seed: choose one of these.`);
    }
    const lost = Math.max(0, (there.gains[there.best] ?? 0) - gain);
    const onOther = `On the other half it keeps ${gain.toFixed(1)} points beyond vanilla, ${lost.toFixed(1)} below the best there`;
    if (name === here.best)
      return right(
        `${onOther}. The loss by choosing on one half is ${regret(first, second).toFixed(1)} points: so much of a choice is luck.`,
      );
    return wrong(
      `on the first half ${here.best.replace('RaDis, ', '')} keeps most (${here.gains[here.best]?.toFixed(1)} points beyond vanilla; yours ${here.gains[name]?.toFixed(1)}). ${onOther}.`,
    );
  },
};

export const challenge: Exercise = {
  notebook: '03',
  title: 'The challenge',
  minutes: 5,
  level: 1,
  ask: `Find λ and a learning rate with BLEU ${WANTED} or more, and as much general ability as you can. Give { lambda, rate }; you have three tries.`,
  check(answer) {
    const { lambda, rate } = Object(answer) as { lambda?: number; rate?: number };
    if (!(typeof lambda === 'number' && typeof rate === 'number')) return wrong('give { lambda: …, rate: … }.');
    const study = results();
    const name = nameOf(lambda);
    if (!study.names.includes(name))
      return wrong(
        `λ = ${lambda} was not run: choose ${study.names.map(one => study.settings[one]?.lambda ?? 0).join(', ')}.`,
      );
    const rates = study.rates(name);
    if (!rates.includes(rate)) return wrong(`λ = ${lambda} was not run at ${rate}: choose ${rates.join(', ')}.`);
    const all = study.names.flatMap(one =>
      study.curve(one).map(({ rate: at, x, y }) => ({ one, at, bleu: x.mean, general: y.mean })),
    );
    const good = all.filter(({ bleu }) => bleu >= WANTED).sort((a, b) => b.general - a.general);
    const yours = all.find(({ one, at }) => one === name && at === rate) as (typeof all)[0];
    const place = good.indexOf(yours) + 1;
    const said = `BLEU ${yours.bleu.toFixed(1)}, general ${yours.general.toFixed(1)} %`;
    if (place === 0)
      return wrong(`${said}: too little translation. A harsher rate, or a lighter λ, translates better.`);
    if (place === 1) return right(`${said}: the best of ${good.length} that translate so well.`);
    return wrong(
      `${said}: place ${place} of ${good.length}. Another one keeps ${((good[0]?.general as number) - yours.general).toFixed(1)} points more.`,
    );
  },
};

export const equalRateOrder: Exercise = {
  notebook: '03',
  title: 'Heavier, or gentler?',
  minutes: 3,
  level: 2,
  ask: 'At one learning rate a heavier λ keeps more. At BLEU 57 it may keep less. Which of λ = 0, 0.25 and 1 keeps least there?',
  check(answer) {
    const study = results();
    const quality = study.qualities.at(-1) as number;
    const kept = [0, 0.25, 1]
      .map(lambda => ({ lambda, kept: study.kept(nameOf(lambda), quality).mean }))
      .sort((a, b) => a.kept - b.kept);
    const said = kept.map(({ lambda, kept }) => `λ = ${lambda} keeps ${kept.toFixed(0)} %`).join(', ');
    if (Number(answer) === kept[0]?.lambda)
      return right(
        `at BLEU ${quality} ${said}: to translate so well a heavy λ needs a harsh rate, and that costs more than the rationales keep.`,
      );
    return wrong(`at BLEU ${quality} ${said}. Look at how harsh a rate each needs to get there.`);
  },
};
