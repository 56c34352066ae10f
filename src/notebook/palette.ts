/** One colour for each method in every notebook, from Okabe and Ito's palette for colour-blind readers. */
export const colours: Record<string, string> = {
  base: '#555555',
  'vanilla fine-tuning': '#D55E00',
  RaDis: '#0072B2',
};

/** The backgrounds of the parts of a training example. */
export const segmentColours = { prompt: '#eeeeee', translation: '#cfe8d5', rationale: '#cfe0f3' };
