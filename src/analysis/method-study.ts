import type { Setting } from '../experiments';
import { methods } from '../methods';
import { type Study, study } from './study';
import type { StudyTable } from './table';

/** A method with its settings, as figures and tables compare it. */
export interface MethodVariant {
  name: string;
  /** Where it acts. */
  place: string;
  /** What it needs beside the model and the parallel text. */
  needs: string;
  setting: Setting;
  cite: string;
}

/** Its defaults, and all weights free to move, where nothing else is said. */
const plain: Setting = { settings: undefined, lora: undefined, freeze: undefined, mask: undefined, lambda: 1 };

const variant = (
  method: keyof typeof methods,
  place: string,
  { name = methods[method].name, needs = 'nothing', cite = methods[method].cite, ...own }: Partial<MethodVariant> = {},
): MethodVariant => ({ name, place, needs, cite, setting: { ...plain, method, ...own.setting } });

const places = {
  none: '–',
  rationales: 'data: rationales',
  general: 'data: general requests',
  targets: 'data: other targets',
  loss: 'the loss',
  weights: 'the weights',
};
const requests = 'general requests';
const adapters = { lora: { rank: 16, alpha: 32 } };
const lora = 'Hu et al. 2021 (2106.09685)';

/** The methods of the experiment on methods: how each acts, what it needs, and the runs that it has. */
export const methodVariants: readonly MethodVariant[] = [
  variant('vanilla', places.none),
  variant('radis', places.rationales, { name: 'RaDis, λ = 1' }),
  variant('radis', places.rationales, { name: 'RaDis, λ = 0.25', setting: { lambda: 0.25 } }),
  variant('radis', places.rationales, { name: 'RaDis, fresh rationales', setting: { settings: { samples: 2 } } }),
  variant('shuffled', places.rationales),
  variant('replay', places.general, { needs: 'general requests with right answers' }),
  variant('recovery-kd', places.general, { needs: requests }),
  variant('generative-replay', places.general),
  variant('seqkd', places.targets),
  variant('token-matched', places.targets),
  variant('kl', places.loss),
  variant('kl', places.loss, { name: 'KL to the base, β = 0.3', setting: { settings: { beta: 0.3 } } }),
  variant('reverse-kl', places.loss),
  variant('l2-sp', places.loss),
  variant('l2-sp', places.loss, { name: 'L2-SP, weight 0.001', setting: { settings: { weight: 0.001 } } }),
  variant('ewc', places.loss, { needs: requests }),
  variant('ewc', places.loss, {
    ...{ name: 'EWC, weight 10', needs: requests },
    setting: { settings: { weight: 10, requests: 128 } },
  }),
  variant('wise-ft', places.weights),
  variant('wise-ft', places.weights, { name: 'WiSE-FT, α = 0.7', setting: { settings: { alpha: 0.7 } } }),
  variant('vanilla', places.weights, {
    ...{ name: 'half the layers frozen', cite: '2410.16006' },
    setting: { freeze: 'embed_tokens|layers\\.[01]\\.' },
  }),
  variant('vanilla', places.weights, {
    ...{ name: 'a random tenth of the weights', cite: 'after Ansell et al. 2022 (2110.07560)' },
    setting: { mask: { share: 0.1 } },
  }),
  variant('vanilla', places.weights, { name: 'LoRA', cite: lora, setting: adapters }),
  variant('radis', places.weights, { name: 'RaDis with LoRA', cite: lora, setting: adapters }),
];

/** Methods at one learning rate each, by how strong they are: what a dial of their own does. */
const dials: Record<string, Setting> = {
  'KL, β = 0.3': { ...plain, method: 'kl', settings: { beta: 0.3 } },
  'KL, β = 1': { ...plain, method: 'kl' },
  'L2-SP, weight 0.001': { ...plain, method: 'l2-sp', settings: { weight: 0.001 } },
  'L2-SP, weight 0.01': { ...plain, method: 'l2-sp' },
  'L2-SP, weight 0.1': { ...plain, method: 'l2-sp', settings: { weight: 0.1 } },
  'WiSE-FT, α = 0.7': { ...plain, method: 'wise-ft', settings: { alpha: 0.7 } },
  'WiSE-FT, α = 0.5': { ...plain, method: 'wise-ft' },
  'WiSE-FT, α = 0.3': { ...plain, method: 'wise-ft', settings: { alpha: 0.3 } },
  'replay, 5 %': { ...plain, method: 'replay', settings: { share: 0.05 } },
  'replay, 10 %': { ...plain, method: 'replay' },
  'replay, 25 %': { ...plain, method: 'replay', settings: { share: 0.25 } },
  'RaDis, λ = 0.25': { ...plain, method: 'radis', lambda: 0.25 },
  'RaDis, λ = 1': { ...plain, method: 'radis' },
};

type Results = Parameters<typeof study>[0];

const named = (variants: readonly MethodVariant[]) =>
  Object.fromEntries(variants.map(({ name, setting }) => [name, setting]));

/** The study of all methods; the reference is vanilla fine-tuning. */
export const methodStudy = (results: Results): Study => study(results, named(methodVariants));

/** A study for each place where methods act, vanilla fine-tuning in each. */
export function methodsByPlace(results: Results): Record<string, Study> {
  const [vanilla] = methodVariants as [MethodVariant];
  const studies = Object.values(places)
    .slice(1)
    .map(
      place => [place, study(results, named([vanilla, ...methodVariants.filter(one => one.place === place)]))] as const,
    );
  return Object.fromEntries(studies.filter(([, { others }]) => others.length > 0));
}

/** The study of dials: the same methods, stronger and weaker, beside vanilla fine-tuning. */
export const dialStudy = (results: Results): Study =>
  study(results, { ...named(methodVariants.slice(0, 1)), ...dials });

/** Which method acts where, what it needs, how many tokens it learns to say, and where it comes from. */
export function methodTable(methods: Study): StudyTable {
  const shown = methodVariants.filter(({ name }) => methods.names.includes(name));
  const rows = shown.map(({ name, place, needs, cite }) => {
    const [row] = methods.runsOf(name);
    const { translation = 0, rationale = 0 } = row?.examples?.tokens ?? {};
    const passes = (row?.run.epochs ?? 0) / (row?.run.settings?.samples ?? 1);
    const tokens = passes * (row?.examples?.examples ?? 0) * (translation + rationale);
    return { method: name, 'acts on': place, needs, 'tokens (1,000)': (tokens / 1000).toFixed(0), from: cite };
  });
  return { rows, caption: 'The methods, and what they need beside the model and the parallel text' };
}
