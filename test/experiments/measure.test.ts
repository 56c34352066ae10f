import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sumColumns, unpackCounts } from '../../src/evaluate';
import { bleuOfCounts } from '../../src/evaluate/bleu';
import { chrfOfCounts } from '../../src/evaluate/chrf';
import { fineTune, type Measurement, measure, measured, type RunConfig, trainingExamples } from '../../src/experiments';
import { measuredGroups } from '../../src/experiments/measure';
import { answer, generateRationales } from '../../src/generate';
import { loadModelFolder, saveModelFolder } from '../../src/model';
import { sparseMask } from '../../src/train';
import { maskSize } from '../../src/train/mask';
import { abilityItems, abilityNames, type Difficulty, sampleTranslations, translationPrompt } from '../../src/world';
import { tinyChat } from '../generate/tiny-chat';
import { temporaryFolder, useCpuBackend } from '../helpers';

/** Stands in for outputs/cache, where the runs of people lie. */
const place = { root: '' };

// The experiments keep everything in one place and have no setting for it, so their cache is sent elsewhere here.
vi.mock('../../src/experiments/cache', async original => {
  const real = await original<typeof import('../../src/experiments/cache')>();
  const cached: typeof real.cached = (name, config, compute, options) =>
    real.cached(name, config, compute, { ...options, root: place.root });
  return { ...real, cached };
});
// As it is, but counted, and open to be replaced by a model that knows the answers.
vi.mock('../../src/generate', { spy: true });

const roots = temporaryFolder();
let count = 0;
const freshRoot = () => {
  place.root = join(roots, `cache-${count++}`);
};

beforeAll(useCpuBackend);
beforeEach(() => {
  vi.clearAllMocks();
  freshRoot();
});

// Long enough for the texts, which are nearly one token a letter to its tokenizer.
const base = tinyChat(7, { contextLength: 800 });
const config = { domain: 'clinic', translations: 7, itemsPerAbility: 2, seed: 1 };
/** The translations that are measured, both ways. */
const tested = (domain: string) =>
  [
    { from: 'en', to: 'de' },
    { from: 'de', to: 'en' },
  ].flatMap(direction => sampleTranslations({ domain, ...direction, count: 7, seed: 1, split: 'test' }));
const aborted = () => AbortSignal.abort(new Error('the user stopped it'));

describe('the measurement of a model', () => {
  let result: Measurement;
  beforeAll(async () => {
    result = await measure(base, config);
  });

  it('tells each ability, their mean, translation in both domains, and answers to look at', () => {
    expect(Object.keys(result).sort()).toEqual([
      'abilities',
      'correct',
      'counts',
      'domain',
      'everyday',
      'general',
      'lengths',
      'parts',
      'samples',
    ]);
    expect(Object.keys(result.abilities)).toEqual(abilityNames);
    const scores = ['bleu', 'chrf', 'exact', 'explained', 'strictBleu', 'truncated'];
    expect(Object.keys(result.domain).sort()).toEqual(scores);
    expect(Object.keys(result.everyday).sort()).toEqual(scores);
    expect(Object.keys(result.parts)).toEqual(expect.arrayContaining(abilityNames.map(name => `${name} appended`)));
  });

  it('keeps what BLEU and chrF need to know of each translation, for tests over the texts', () => {
    const sum = (metric: 'bleu' | 'chrf', width: number) => sumColumns(unpackCounts(result.counts![metric], width));
    expect(bleuOfCounts(sum('bleu', 10), {}).score).toBeCloseTo(result.domain.bleu, 10);
    expect(chrfOfCounts(sum('chrf', 18), {})).toBeCloseTo(result.domain.chrf, 10);
    expect(unpackCounts(result.counts!.bleu, 10)).toHaveLength(tested('clinic').length);
  });

  it('counts BLEU as the languages want it that it is translated into', () => {
    const [clinic] = measuredGroups(config);
    expect(clinic!.targets).toEqual(tested('clinic').map(({ to }) => to));
    expect(clinic!.targets).toHaveLength(clinic!.references.length);
  });

  it('holds shares and scores between 0 and 100', () => {
    const { abilities, general, parts, domain, everyday } = result;
    const numbers = [general, ...[abilities, parts, domain, everyday].flatMap(group => Object.values(group))];
    expect(numbers.filter(value => !(value >= 0 && value <= 100 + 1e-9))).toEqual([]);
    const known = Object.values(abilities);
    expect(general).toBeCloseTo(known.reduce((sum, value) => sum + value, 0) / known.length, 9);
  });

  it('keeps up to twelve samples of each kind, the question as it was asked with them', () => {
    const kinds = ['clinic', 'everyday', ...abilityNames];
    const kept = kinds.map(kind => result.samples.filter(sample => sample.kind === kind).length);
    expect(kept).toEqual([12, 12, ...abilityNames.map(() => 2)]);
    expect(new Set(result.samples.map(({ kind }) => kind))).toEqual(new Set(kinds));
    const [item] = tested('clinic');
    expect(result.samples[0]).toEqual({
      kind: 'clinic',
      prompt: translationPrompt(item!)[0]!.content,
      reference: item!.reference,
      answer: expect.any(String),
    });
  });

  it('tells translation of the validation split too, where it is asked for, and changes nothing by it', async () => {
    const { validation, lengths, samples, correct, ...rest } = await measure(base, { ...config, validation: 3 });
    expect(Object.keys(validation!)).toEqual(Object.keys(result.domain));
    const { samples: _, lengths: __, correct: same, ...without } = result;
    expect(rest).toEqual(without);
    expect(lengths).toMatchObject(result.lengths);
    expect(correct).toEqual({ ...same, validation: expect.stringMatching(/^[01]{6}$/) });
    const asked = new Set(samples.filter(({ kind }) => kind === 'validation').map(({ prompt }) => prompt));
    for (const item of tested('clinic')) expect(asked).not.toContain(translationPrompt(item)[0]!.content);
    await expect(measure(base, { ...config, validation: 0.5 })).rejects.toThrow('validation is 0.5');
  });

  it('tells the abilities in wordings that training never uses too, where it is asked for, and changes nothing by it', async () => {
    const { paraphrased, lengths, samples, parts, correct, ...rest } = await measure(base, {
      ...config,
      paraphrases: 3,
    });
    expect(Object.keys(paraphrased!)).toEqual(abilityNames);
    const { samples: first, lengths: _, parts: __, correct: same, ...without } = result;
    expect(rest).toEqual(without);
    expect(lengths).toMatchObject(result.lengths);
    expect(parts).toMatchObject(result.parts);
    expect(correct).toMatchObject(same);
    expect(correct['safety, paraphrased']).toMatch(/^[01]{3}$/);
    expect(samples.filter(({ kind }) => !kind.endsWith('paraphrased'))).toEqual(first);
    expect(samples.filter(({ kind }) => kind === 'safety, paraphrased')).toHaveLength(3);
    await expect(measure(base, { ...config, paraphrases: -1 })).rejects.toThrow('paraphrases is -1');
  });

  it('asks harder questions where it is told to', async () => {
    const harder = await measure(base, { ...config, difficulty: 3 });
    const asked = ({ samples }: Measurement) =>
      samples.filter(({ kind }) => kind === 'reasoning').map(({ prompt }) => prompt);
    const items = abilityItems({ ability: 'reasoning', split: 'test', difficulty: 3, count: 2, seed: 1 });
    expect(asked(harder)).toEqual(items.map(({ prompt }) => prompt.at(-1)!.content));
    expect(asked(harder)).not.toEqual(asked(result));
  });

  it('asks as many questions of each level where it is told several', async () => {
    const of = (difficulty: Difficulty | Difficulty[], itemsPerAbility: number) =>
      measure(base, { ...config, itemsPerAbility, difficulty });
    const asked = ({ samples }: Measurement, kind: string) =>
      samples.filter(sample => sample.kind === kind).map(({ prompt }) => prompt);
    const [both, one, three] = [await of([1, 3], 3), await of(1, 2), await of(3, 1)];
    for (const kind of ['reasoning', 'safety'])
      expect(asked(both, kind)).toEqual([...asked(one, kind), ...asked(three, kind)]);
    expect(both.correct.reasoning).toMatch(/^[01]{3}$/);
  });

  it('marks each answer as right or wrong: the shares of right ones are the scores', () => {
    const share = (marks = '') => (100 * [...marks].filter(mark => mark === '1').length) / marks.length;
    const { abilities, correct, domain, everyday } = result;
    expect(Object.keys(correct)).toEqual(['clinic', 'everyday', ...abilityNames]);
    expect(abilityNames.map(name => share(correct[name]))).toEqual(Object.values(abilities));
    expect([share(correct.clinic), share(correct.everyday)]).toEqual([domain.exact, everyday.exact]);
    expect(correct.clinic).toHaveLength(14);
  });

  it('is the same when it is made again, and another for another model', async () => {
    expect(await measure(base, config)).toEqual(result);
    expect(await measure(tinyChat(8, { contextLength: 800 }), config)).not.toEqual(result);
  });

  it('is plain data, the same when it is stored and read', () => {
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

describe('a model that knows the answers', () => {
  const known = new Map<string, string>();
  for (const item of [...tested('clinic'), ...tested('everyday')])
    known.set(JSON.stringify(translationPrompt(item)), item.reference);
  for (const ability of abilityNames)
    for (const item of abilityItems({ ability, split: 'test', count: 2, seed: 1 }))
      known.set(JSON.stringify(item.prompt), item.answer);
  /** Lets the model answer rightly, with something added. */
  const answerRightly = (added = '') =>
    vi
      .mocked(answer)
      .mockImplementationOnce(async (_, conversations) =>
        conversations.map(turns => ({ text: `${known.get(JSON.stringify(turns))}${added}`, finished: true })),
      );
  const all = (value: number) => Object.fromEntries(abilityNames.map(name => [name, value]));

  it('is measured at 100', async () => {
    answerRightly();
    const { abilities, general, parts, domain, everyday, lengths, correct } = await measure(base, config);
    expect(abilities).toEqual(all(100));
    expect(general).toBe(100);
    expect(correct).toMatchObject({ clinic: '1'.repeat(14), reasoning: '11' });
    const translation = { exact: 100, explained: 0, truncated: 0 };
    for (const scores of [domain, everyday])
      expect(scores).toMatchObject({
        bleu: expect.closeTo(100, 9),
        strictBleu: expect.closeTo(100, 9),
        ...translation,
      });
    expect(abilityNames.map(name => parts[`${name} appended`])).toEqual(abilityNames.map(() => 0));
    expect(abilityNames.map(name => parts[`${name} strict`])).toEqual(abilityNames.map(() => 100));
    for (const { answer, reference } of Object.values(lengths)) expect(answer).toBe(reference);
  });

  it('and explains itself unasked is measured at 100, and said to explain', async () => {
    answerRightly('\n\nBecause it is so.');
    const { abilities, parts, domain, everyday, lengths } = await measure(base, config);
    expect(abilities).toEqual(all(100));
    for (const { exact, explained, bleu, strictBleu } of [domain, everyday]) {
      expect([exact, explained]).toEqual([100, 100]);
      expect(strictBleu).toBeLessThan(bleu);
    }
    expect(abilityNames.map(name => parts[`${name} appended`])).toEqual(abilityNames.map(() => 100));
    // What is asked for to the letter is not there to the letter.
    expect(parts['instructions strict']).toBe(0);
    for (const { answer, reference } of Object.values(lengths)) expect(answer).toBeCloseTo(reference + 4, 9);
  });
});

describe('a measurement', () => {
  it('is made once and then read', async () => {
    const first = await measured(base, config);
    expect(await measured(base, config)).toEqual(first);
    expect(answer).toHaveBeenCalledTimes(1);
    await measured(base, { ...config, seed: 2 });
    await measured(tinyChat(8, { contextLength: 800 }), config);
    expect(answer).toHaveBeenCalledTimes(3);
  });

  it('tells how far it is', async () => {
    const onProgress = vi.fn();
    await measured(base, config, { onProgress });
    // Seven translations in two directions and two domains, and two items of each ability.
    const total = 7 * 2 * 2 + 2 * abilityNames.length;
    for (const [progress] of onProgress.mock.calls)
      expect(progress).toMatchObject({ stage: 'answers', total, note: expect.stringMatching(/^\d+ tokens\/s$/) });
    expect(onProgress.mock.lastCall![0].done).toBe(total);
  });

  it('that is aborted is rejected with the reason, and leaves nothing behind', async () => {
    await expect(measure(base, config, { signal: aborted() })).rejects.toThrow('the user stopped it');
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await expect(measured(base, config, { signal: controller.signal, onProgress })).rejects.toThrow(/abort/i);
    expect(readdirSync(place.root)).toEqual([]);
  });

  it('of an unknown domain is refused', async () => {
    await expect(measure(base, { ...config, domain: 'law' })).rejects.toThrow('unknown domain law');
  });
});

const run: RunConfig = {
  method: 'vanilla',
  seed: 1,
  domain: 'clinic',
  pairs: 2,
  epochs: 2,
  batchSize: 2,
  learningRate: 1e-3,
  lambda: 1,
  normalisation: 'token',
};
/** What of a log does not depend on the speed of the machine. */
const losses = ({ log }: { log: { step: number; loss: number; gradientNorm: number }[] }) =>
  log.map(({ step, loss, gradientNorm }) => ({ step, loss, gradientNorm }));

describe.each(['vanilla', 'radis'])('fine-tuning, %s', method => {
  const config = { ...run, method };

  it('gives a trained model, the log of every step, and the folder of the model', async () => {
    const { model, log, folder, seconds } = await fineTune(base, config);
    // Two texts in two directions are two batches, twice.
    expect(log.map(({ step, steps, epoch }) => [step, steps, epoch])).toEqual([
      [1, 4, 0.5],
      [2, 4, 1],
      [3, 4, 1.5],
      [4, 4, 2],
    ]);
    for (const { loss, gradientNorm, tokens } of log)
      expect([loss, gradientNorm, tokens].every(value => value > 0 && Number.isFinite(value))).toBe(true);
    expect(model.config).toEqual(base.config);
    expect(model.parameters).not.toEqual(base.parameters);
    expect(folder.startsWith(place.root)).toBe(true);
    expect(existsSync(join(folder, 'model.safetensors'))).toBe(true);
    expect(JSON.parse(readFileSync(join(dirname(folder), 'config.json'), 'utf8')).run).toEqual(config);
    expect(seconds).toBeGreaterThan(0);
  });

  it('is done once and then read, the same', async () => {
    const first = await fineTune(base, config);
    const onProgress = vi.fn();
    const again = await fineTune(base, config, { onProgress });
    expect(onProgress).not.toHaveBeenCalled();
    expect(again.model.parameters).toEqual(first.model.parameters);
    expect(again.log).toEqual(first.log);
    expect(again.folder).toBe(first.folder);
  });

  it('that is done anew comes to the same numbers', async () => {
    const first = await fineTune(base, config);
    freshRoot();
    const again = await fineTune(base, config);
    expect(again.folder).not.toBe(first.folder);
    expect(losses(again)).toEqual(losses(first));
    expect(again.model.parameters).toEqual(first.model.parameters);
  });

  it('leaves the base as it was', async () => {
    await fineTune(base, config);
    expect(base.parameters).toEqual(tinyChat(7, { contextLength: 800 }).parameters);
  });

  it('that is aborted on the way is rejected, leaves no model behind, and can be done later', async () => {
    const controller = new AbortController();
    const onProgress = vi.fn(({ stage, done }: { stage: string; done: number }) => {
      if (stage === 'training' && done === 2) controller.abort();
    });
    await expect(fineTune(base, config, { signal: controller.signal, onProgress })).rejects.toThrow(/abort/i);
    expect(onProgress.mock.lastCall![0].done).toBe(2);
    expect(readdirSync(place.root).filter(name => name.startsWith('tuned'))).toEqual([]);
    expect((await fineTune(base, config)).log).toHaveLength(4);
  });

  it('is rejected with the reason when it is aborted before', async () => {
    await expect(fineTune(base, config, { signal: aborted() })).rejects.toThrow('the user stopped it');
  });
});

describe('fine-tuning', () => {
  it('with another learning rate is another run on the same examples', async () => {
    const hooks = { onProgress: vi.fn() };
    const first = await fineTune(base, { ...run, method: 'radis' }, hooks);
    expect(hooks.onProgress.mock.calls.map(([{ stage }]) => stage)).toContain('rationales');
    const second = await fineTune(base, { ...run, method: 'radis', learningRate: 2e-3 });
    expect(generateRationales).toHaveBeenCalledTimes(1);
    expect(second.log[0]!.loss).toBe(first.log[0]!.loss);
    expect(second.model.parameters).not.toEqual(first.model.parameters);
  });

  it('by RaDis at λ = 0 comes to the numbers of plain fine-tuning, and asks for no rationale', async () => {
    const plain = await fineTune(base, run);
    const radis = await fineTune(base, { ...run, method: 'radis', lambda: 0 });
    expect(generateRationales).not.toHaveBeenCalled();
    expect(losses(radis)).toEqual(losses(plain));
    expect(radis.model.parameters).toEqual(plain.model.parameters);
  });

  it('gives a model that is measured like the base and answers otherwise', async () => {
    const { model } = await fineTune(base, { ...run, learningRate: 0.05 });
    const [before, after] = [await measured(base, config), await measured(model, config)];
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    expect(after.samples.map(({ prompt }) => prompt)).toEqual(before.samples.map(({ prompt }) => prompt));
    expect(after.samples.map(sample => sample.answer)).not.toEqual(before.samples.map(sample => sample.answer));
  });

  it.each([
    ['kl', {}],
    ['seqkd', {}],
    ['sdft', { threshold: 0 }],
    // A tenth of four texts would be none.
    ['replay', { share: 0.4 }],
    ['token-matched', {}],
    ['shuffled', {}],
    ['reverse-kl', {}],
    ['l2-sp', {}],
    ['ewc', { requests: 3 }],
    ['wise-ft', {}],
    ['on-policy', {}],
    ['reverse-on-policy', {}],
  ])('by the method %s comes to a model of its own', async (method, settings) => {
    if (['seqkd', 'sdft'].includes(method)) {
      // A model that was not trained comes to no end: here what it says counts as whole.
      const real = await vi.importActual<typeof import('../../src/generate')>('../../src/generate');
      const ended = async (...given: Parameters<typeof answer>) =>
        (await real.answer(...given)).map(said => ({ ...said, finished: true }));
      vi.mocked(answer).mockImplementationOnce(ended);
    }
    const { model, log } = await fineTune(base, { ...run, method, settings });
    expect(log.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expect(log.some(({ divergence }) => divergence !== undefined)).toBe(/kl$|on-policy/.test(method));
    expect(log.some(({ penalty }) => penalty !== undefined)).toBe(['l2-sp', 'ewc'].includes(method));
    expect(model.parameters).not.toEqual((await fineTune(base, run)).model.parameters);
  });

  it('by a method without its pull comes to the numbers of plain fine-tuning', async () => {
    const plain = (await fineTune(base, run)).model.parameters;
    for (const [method, settings] of [
      ['l2-sp', { weight: 0 }],
      ['kl', { beta: 0 }],
      ['reverse-kl', { beta: 0 }],
      ['replay', { share: 0 }],
      ['ewc', { weight: 0, requests: 2 }],
      ['sdft', { threshold: 100 }],
      ['generative-replay', { share: 0 }],
      ['recovery-kd', { share: 0 }],
      ['wise-ft', { alpha: 1 }],
    ] as const)
      expect((await fineTune(base, { ...run, method, settings })).model.parameters, method).toEqual(plain);
  });

  it('by WiSE-FT all the way back is the base, as it is stored', async () => {
    const { folder } = await fineTune(base, { ...run, method: 'wise-ft', settings: { alpha: 0 } });
    const stored = join(dirname(folder), 'base');
    saveModelFolder(stored, base);
    expect(loadModelFolder(folder).parameters).toEqual(loadModelFolder(stored).parameters);
  });

  it('with adapters merges them into the model: only what they adapt has changed', async () => {
    const lora = { rank: 2, targets: ['q_proj', 'up_proj'] };
    const { model } = await fineTune(base, { ...run, lora });
    const half = (await fineTune(base, { ...run, learningRate: 1e-12, lora })).model;
    const changed = [...model.parameters.keys()].filter(
      name => !isDeepStrictEqual(model.parameters.get(name), half.parameters.get(name)),
    );
    expect(changed.length).toBe(4);
    for (const name of changed) expect(name).toMatch(/(q|up)_proj\.weight$/);
  });

  it('with frozen parameters changes only the others, with a mask only a share of each matrix', async () => {
    const still = (await fineTune(base, { ...run, learningRate: 1e-12 })).model.parameters;
    const moved = async (split: Pick<RunConfig, 'freeze' | 'mask'>) => {
      const { parameters } = (await fineTune(base, { ...run, ...split })).model;
      return [...parameters].flatMap(([name, { shape, data }]) => {
        const before = still.get(name)!.data;
        const count = data.filter((value, i) => value !== before[i]).length;
        return count > 0 ? [{ name, shape, share: count / data.length }] : [];
      });
    };
    const upper = await moved({ freeze: 'embed_tokens|layers\\.0\\.' });
    expect(upper.length).toBeGreaterThan(5);
    for (const { name } of upper) expect(name).toMatch(/layers\.1\.|model\.norm/);
    const sparse = await moved({ mask: { share: 0.25 } });
    expect(sparse.length).toBeGreaterThan(5);
    for (const { name, shape, share } of sparse) {
      expect(shape.length, name).toBe(2);
      expect(share, name).toBeLessThan(0.27);
    }
    const largest = await moved({ mask: { share: 0.25, choose: 'largest' } });
    expect(largest).not.toEqual(sparse);
    // The lottery ticket: what the same run moves furthest without a mask is what trains with it.
    const far = { ...run, learningRate: 0.05 };
    const ticket = await fineTune(base, { ...far, mask: { share: 0.25, choose: 'moved' } });
    const first = (await fineTune(base, far)).model.parameters;
    const marks = sparseMask(base.parameters, { share: 0.25, choose: 'moved' }, first);
    let changed = 0;
    for (const [name, { data }] of ticket.model.parameters) {
      const before = still.get(name)!.data;
      const places = [...data.keys()].filter(i => data[i] !== before[i]);
      changed += places.length;
      expect(
        places.filter(i => marks.get(name)?.[i] !== 1),
        name,
      ).toEqual([]);
    }
    expect(changed).toBeGreaterThan(0.8 * maskSize(marks));
    await expect(fineTune(base, { ...run, freeze: 'norm', lora: {} })).rejects.toThrow('each say what trains');
  });

  it('with several samples of each rationale takes as many steps, and passes over them the less often', async () => {
    const config = { ...run, method: 'radis' };
    const [once, fresh] = [await fineTune(base, config), await fineTune(base, { ...config, settings: { samples: 2 } })];
    expect(fresh.log.map(({ step }) => step)).toEqual(once.log.map(({ step }) => step));
    expect(losses(fresh)).not.toEqual(losses(once));
    await expect(fineTune(base, { ...config, settings: { samples: 3 } })).rejects.toThrow(
      '2 epochs cannot be made of 3 samples of each pair: give a divisor of 2',
    );
  });

  it('by an unknown method is refused, naming those there are', async () => {
    for (const method of ['magic', 'toString'])
      await expect(fineTune(base, { ...run, method })).rejects.toThrow(
        `unknown method ${method}: choose one of vanilla, radis`,
      );
  });

  it('trains on texts of the training split, both ways', async () => {
    const examples = await trainingExamples(base, run);
    const expected = [
      { from: 'en', to: 'de' },
      { from: 'de', to: 'en' },
    ].flatMap(direction =>
      sampleTranslations({ domain: 'clinic', ...direction, count: 2, seed: 1, split: 'train' }).map(item => ({
        prompt: translationPrompt(item),
        reference: item.reference,
      })),
    );
    expect(examples).toEqual(expected);
    const test = new Set(tested('clinic').map(({ reference }) => reference));
    expect(examples.filter(({ reference }) => test.has(reference))).toEqual([]);
  });
});
