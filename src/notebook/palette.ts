/**
 * One colour for each method in every notebook, by its name: from Okabe and Ito's palette for colour-blind readers those of the methods
 * that are compared most, from Tol's muted palette the others.
 */
export const colours: Record<string, string> = {
  base: '#555555',
  'vanilla fine-tuning': '#D55E00',
  RaDis: '#0072B2',
  'RaDis, λ = 1': '#0072B2',
  'experience replay': '#009E73',
  'KL to the base': '#CC79A7',
  SeqKD: '#E69F00',
  SDFT: '#56B4E9',
  'reverse KL to the base': '#882255',
  'generative replay': '#44AA99',
  'recovery KD': '#AA4499',
  'L2-SP': '#999933',
  EWC: '#117733',
  'WiSE-FT': '#332288',
  'on-policy self-distillation': '#6699CC',
  'on-policy self-distillation, reverse': '#3A5F8A',
  'vanilla, as many tokens': '#CC6677',
  'RaDis, shuffled rationales': '#8A8A8A',
  "RaDis, another's rationales": '#661100',
  // Variants of these that are shown beside them.
  // The heavier the rationale, the darker.
  'RaDis, λ = 0.25': '#4FA8DE',
  'RaDis, fresh rationales': '#7F7FFF',
  "RaDis, a larger model's rationales": '#5E3C99',
  'RaDis with LoRA': '#17344F',
  LoRA: '#8C564B',
  'KL to the base, β = 0.3': '#7A3E65',
  'WiSE-FT, α = 0.7': '#7B6BD6',
  'L2-SP, weight 0.001': '#CCBB44',
  'EWC, weight 10': '#66B36B',
  'half the layers frozen': '#B8860B',
  'a random tenth of the weights': '#6B8E23',
};

/** Other names that figures have for a method, and whose colour each takes. */
const otherNames: Record<string, string> = {
  'own rationales': 'RaDis',
  'whole rationales': 'RaDis',
  'RaDis, with rationales': 'RaDis',
  'RaDis, translations alone': 'RaDis, λ = 0.25',
  'own, shuffled': 'RaDis, shuffled rationales',
  "a larger model's": "RaDis, a larger model's rationales",
  'in other words': "RaDis, another's rationales",
  'vanilla, translations alone': 'vanilla fine-tuning',
  'vanilla, gentler': 'SeqKD',
};

/** RaDis with a weight that has no colour of its own. */
const WEIGHTED = /^RaDis, λ = (\d+(?:\.\d+)?)$/;

/** The colour of a setting by its name: that of its method; of RaDis the darker, the heavier the rationale; grey for a name that nobody knows. */
export function colourOf(name: string): string {
  const lambda = Number(WEIGHTED.exec(name)?.[1]);
  const shade = () => `hsl(202, 85%, ${Math.min(78, 35 - (lambda < 1 ? 11 : 8) * Math.log2(lambda)).toFixed(0)}%)`;
  return colours[otherNames[name] ?? name] ?? (lambda > 0 ? shade() : '#888888');
}

/** The backgrounds of the parts of a training example. */
export const segmentColours = { prompt: '#eeeeee', translation: '#cfe8d5', rationale: '#cfe0f3' };
