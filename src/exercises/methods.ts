import { methodVariants, type Study } from '../analysis';
import { type Experiment, type RunConfig, tryMethod } from '../experiments';
import type { Method } from '../methods';
import type { ChatModel } from '../model';
import { type Exercise, right, wrong } from './exercise';
import { publishedStudy } from './published';

const results = () =>
  publishedStudy('methods', Object.fromEntries(methodVariants.map(({ name, setting }) => [name, setting])));

/** Points by which two methods are as good as one another here. */
const AS_GOOD = 1;

export const fitsTheNeed: Exercise = {
  notebook: '04',
  title: 'Fits the need',
  minutes: 4,
  level: 2,
  ask: 'You have nothing but the parallel text, and need BLEU 57. Which method keeps most general ability? Give its name as in the table.',
  check(answer) {
    const study = results();
    const quality = study.qualities.at(-1) as number;
    const chosen = methodVariants.find(({ name }) => name === answer);
    if (chosen === undefined) return wrong(`give a name of the table, such as ${methodVariants[3]?.name}.`);
    if (chosen.needs !== 'nothing') return wrong(`${chosen.name} needs ${chosen.needs}: you have none.`);
    const kept = (name: string) => study.kept(name, quality).mean;
    const free = methodVariants
      .filter(({ name, needs }) => needs === 'nothing' && study.names.includes(name) && Number.isFinite(kept(name)))
      .sort((a, b) => kept(b.name) - kept(a.name));
    const best = free[0]?.name as string;
    if (!Number.isFinite(kept(chosen.name)))
      return wrong(`${chosen.name} does not reach BLEU ${quality} with every seed.`);
    const said = `At BLEU ${quality} ${chosen.name} keeps ${kept(chosen.name).toFixed(1)} %`;
    if (kept(best) - kept(chosen.name) <= AS_GOOD)
      return right(
        `${said}; vanilla fine-tuning keeps ${kept('vanilla fine-tuning').toFixed(1)} %. It needs one number of memory a weight: the base's.`,
      );
    return wrong(`${said}, and ${best} ${kept(best).toFixed(1)} %.`);
  },
};

/** What a method of one's own is tried on. */
export interface OwnMethodContext {
  base: ChatModel;
  experiment: Experiment;
  study: Study;
  rate: number;
}

export const ownMethod: Exercise = {
  notebook: '04',
  title: 'Write a method',
  minutes: 15,
  level: 3,
  ask: 'Write a method in ten lines: { name, cite, prepare }. It is trained and put on the plane.',
  async check(answer, context) {
    const { base, experiment, study, rate } = Object(context) as OwnMethodContext;
    if (base === undefined || study === undefined)
      throw new Error('hand over { base, experiment, study, rate } as well');
    const method = Object(answer) as Method;
    if (typeof method.prepare !== 'function')
      return wrong('give an object with a function prepare(pairs, context) that returns the examples to train on.');
    const [first] = study.runsOf(study.reference, rate);
    const run = first?.run as RunConfig;
    const prepared = await method.prepare([{ prompt: [{ role: 'user', content: 'Say: a' }], reference: 'b' }], {
      ...{ base, loss: { lambda: run.lambda }, decoding: {}, general: () => [] },
    });
    if (!prepared.some(({ reference }) => reference.includes('b')))
      return wrong('no example holds the reference that it was given: then nothing of the translation is learned.');
    const measure = { domain: run.domain, ...experiment.measure };
    const { score } = await tryMethod(base, method, run, measure);
    const bleu = score.domain.bleu;
    const line = study.keptBySeed(study.reference, bleu)[study.seeds.indexOf(run.seed)] as number;
    const above = score.general - line;
    const said = `${method.name ?? 'your method'}: BLEU ${bleu.toFixed(1)}, general ability ${score.general.toFixed(1)} %`;
    if (!Number.isFinite(above)) return right(`${said}. In this sketch there is no line to hold it against.`);
    return right(
      `${said}. That is ${Math.abs(above).toFixed(1)} points ${above > 0 ? 'above' : 'below'} the line of ${study.reference} with the same seed. One run: some points are chance.`,
    );
  },
};
