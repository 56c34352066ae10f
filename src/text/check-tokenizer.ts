type Json = Record<string, unknown>;

/** What has been looked at. */
const sound = new WeakSet<Json>();

/**
 * Looks whether a tokenizer.json hangs together before a library is given it: a merge that makes nothing new would be made for ever.
 *
 * @throws Error naming what is wrong
 */
export function checkTokenizer(tokenizer: Json, name: string): void {
  const refuse = (what: string): never => {
    throw new Error(`tokenizer.json in ${name}: ${what}; copy it again`);
  };
  if (!isObject(tokenizer)) refuse('it is no table');
  if (sound.has(tokenizer)) return;
  checkModel(tokenizer, refuse);
  sound.add(tokenizer);
}

function checkModel(tokenizer: Json, refuse: (what: string) => never): void {
  const model = tokenizer.model as Json;
  if (!isObject(model)) refuse('it has no model');
  const added = tokenizer.added_tokens ?? [];
  if (!Array.isArray(added)) refuse('added_tokens is no list');
  for (const token of added as unknown[]) {
    if (!isObject(token) || typeof token.content !== 'string' || token.content === '' || !isId(token.id))
      refuse(`added_tokens holds ${JSON.stringify(token)?.slice(0, 80)}, which is no token`);
  }
  if (model.type === 'Unigram') {
    const valid = (piece: unknown) =>
      Array.isArray(piece) && typeof piece[0] === 'string' && Number.isFinite(piece[1] as number);
    if (!Array.isArray(model.vocab) || !model.vocab.every(valid)) refuse('its vocabulary is no list of [token, score]');
    return;
  }
  const vocab = model.vocab as Record<string, unknown>;
  if (!isObject(vocab)) refuse('its vocabulary is no table');
  for (const token in vocab) if (!isId(vocab[token])) refuse(`${JSON.stringify(token)} has the id ${vocab[token]}`);
  if (model.merges === undefined || (model.type !== undefined && model.type !== 'BPE')) return;
  if (!Array.isArray(model.merges)) refuse('its merges are no list');
  for (const merge of model.merges as unknown[]) {
    const pair = typeof merge === 'string' ? splitMerge(merge) : merge;
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every(part => typeof part === 'string' && part !== ''))
      refuse(`the merge ${JSON.stringify(merge)} is no pair of tokens`);
    const [left, right] = pair as [string, string];
    const prefix = typeof model.continuing_subword_prefix === 'string' ? model.continuing_subword_prefix : '';
    const whole = left + (prefix !== '' && right.startsWith(prefix) ? right.slice(prefix.length) : right);
    for (const token of [left, right, whole]) {
      if (!Object.hasOwn(vocab, token))
        refuse(
          `the merge of ${JSON.stringify(left)} and ${JSON.stringify(right)} needs ${JSON.stringify(token)}, which is not in the vocabulary`,
        );
    }
  }
}

/** `a b`: the older way to write a merge. */
const splitMerge = (merge: string) => merge.split(' ');

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isId = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31;
