import type { Conversation } from '../types';

/**
 * Asks a chat model for a translation in the words of ALMA (arXiv 2309.11674), which the RaDis paper uses: the languages are named, and the text follows.
 *
 * @param languages as the request names them, such as `German` and `English`
 */
export const translationRequest = (source: string, { from, to }: { from: string; to: string }): Conversation => [
  { role: 'user', content: `Translate the following text from ${from} into ${to}.\n${from}: ${source}\n${to}:` },
];
