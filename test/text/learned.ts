const sentences = [
  'The cat drinks milk. The dog eats bread. The children drink water.',
  'Die Katze trinkt Milch. Der Hund isst Brot. Die Kinder trinken Wasser.',
  'Übermäßig schöne Äpfel sind süß. Die Straße ist groß.',
  'Translate into German: The patient has a fever.',
  '"Katze" is a cat, and "Milch" is milk. It is 12 o\'clock; don\'t wait.\n\n1. one\n2. two',
];

/** Each sentence twice: a pair must come twice to be merged. */
export const corpus = [...sentences, ...sentences];

/** The size of test/fixtures/tokenizer.json, which was learned from it. */
export const vocabSize = 400;
