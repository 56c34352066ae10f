import type { Sentence } from '../meaning';
import { verbPhrase } from './chinese/action';
import { clause } from './chinese/clause';
import { compound, setting } from './chinese/compound';
import { dictionaryForm, formsOf } from './chinese/forms';
import type { Realiser } from './language';

/** Chinese: no inflection; aspect, measure words, 把 and 被, and what frames an event before what happens. */
export const chinese: Realiser = {
  code: 'zh',
  name: 'Chinese',
  between: '',
  uninflected: true,
  sentence(meaning: Sentence): string {
    const said = statement(meaning);
    if (meaning.question === undefined) return `${said}。`;
    // 是否 asks already.
    return meaning.question === 'whether' && !said.includes('是否') ? `${said}吗？` : `${said}？`;
  },
  dictionaryForm,
  forms: formsOf,
};

/** A sentence without its mark. */
function statement({ main, question, subordinate }: Sentence): string {
  if (subordinate) return compound(main, subordinate, question);
  if (main.kind === 'state' || main.purpose === undefined) return clause(main, { view: 'main', question });
  // What it is done for comes first: "为了缝合伤口，医生…".
  const { time, rest } = main.timeFirst ? setting(main) : { time: '', rest: main };
  const said = clause({ ...rest, purpose: undefined }, { view: 'main', question, framed: true, timed: time !== '' });
  return `${time}为了${verbPhrase(main.purpose)}，${said}`;
}
