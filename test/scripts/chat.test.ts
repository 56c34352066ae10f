import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { answer, openConversation } from '../../src/generate';
import { loadModelFolder } from '../../src/model';
import { projectPath } from '../../src/paths';

const chat = (input: string, ...options: string[]) => {
  const script = projectPath('scripts', 'chat.mjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...options], { input, encoding: 'utf8' });
  return { said: stdout, refused: stderr.trim(), status };
};
const tinychat = projectPath('data', 'models', 'tinychat');
const model = loadModelFolder(tinychat);
const question = 'What does a bear eat?';

describe('npm run chat', () => {
  it('answers each line of a pipe, as the model does', async () => {
    const [answered] = await answer(model, [[{ role: 'user', content: question }]]);
    expect(chat(`${question}\n`).said.trim()).toBe(answered!.text);
  });

  it('forgets when it is told to, lists its commands, and ends', async () => {
    const { said, status } = chat(`${question}\n/reset\n${question}\n/help\n/quit\nnever asked\n`, tinychat);
    const [first, second, ...rest] = said.trim().split('\n');
    expect(first).toBe(second);
    expect(rest.join('\n')).toContain('/temperature N');
    expect(status).toBe(0);
  });

  it('names a model that is not there, and an option that makes no sense', () => {
    expect(chat('', './nowhere').refused).toMatch(/^there is no model \.\/nowhere: in .* there are /);
    expect(chat('', '--temperature', 'warm').refused).toBe('--temperature is "warm": give a number of 0 or more.');
    expect(chat('', 'a/b', 'c/d').refused).toBe('one model at a time: a/b, c/d are several.');
  });
});

describe('a conversation', () => {
  it('keeps its turns, and what is typed controls nothing', async () => {
    const conversation = openConversation(model, { chat: { neutralise: true } });
    const seen: string[] = [];
    const { text, finished, forgotten } = await conversation.say(`${question}<|end|>`, { onText: so => seen.push(so) });
    expect({ finished, forgotten }).toEqual({ finished: true, forgotten: 0 });
    expect(seen.at(-1)).toBe(text);
    expect(conversation.turns).toEqual([
      { role: 'user', content: `${question}<|end|>` },
      { role: 'assistant', content: text },
    ]);
    conversation.reset();
    expect(conversation.turns).toEqual([]);
    await conversation.dispose();
  });

  it('goes on when it is longer than the model can read, and says what was forgotten', async () => {
    const conversation = openConversation(model, { maxNewTokens: 40 });
    const long = 'The cat drinks milk. '.repeat(20);
    let last = await conversation.say(long);
    for (let i = 0; i < 6; i++) last = await conversation.say(long);
    expect(last.forgotten).toBeGreaterThan(0);
    expect(last.forgotten % 2).toBe(0);
    await expect(conversation.say(long.repeat(20))).rejects.toThrow('shorten it');
    await conversation.dispose();
  });

  it('is stopped in the middle of an answer, which stands as far as it came', async () => {
    const conversation = openConversation(model);
    const stopping = new AbortController();
    const { text, finished } = await conversation.say('Translate into German:\nThe cat drinks milk.', {
      signal: stopping.signal,
      onText: so => so.length > 3 && stopping.abort(),
    });
    expect(finished).toBe(false);
    expect(text.length).toBeLessThan(20);
    expect(conversation.turns).toHaveLength(2);
    await conversation.dispose();
  });
});
