/**
 * The function, with its answers kept: every sentence asks the same again.
 *
 * @param keyOf what tells one question from another; the question itself by default
 */
export function remembered<Q, A>(
  ask: (question: Q) => A,
  keyOf: (question: Q) => unknown = question => question,
): (question: Q) => A {
  const answers = new Map<unknown, A>();
  return question => {
    const key = keyOf(question);
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = ask(question);
      answers.set(key, answer);
    }
    return answer;
  };
}
