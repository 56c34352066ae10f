import { annotate, surpriseOf, teacherSettings } from '../analysis';
import { mean } from '../evaluate';
import type { ReferencePair } from '../generate';
import type { ChatModel } from '../model';
import { type Exercise, right, wrong } from './exercise';
import { publishedStudy } from './published';

/** How much more a broken rationale must cost. */
const FACTOR = 2;

export const bySurprise: Exercise = {
  notebook: '05',
  title: 'Who surprises it?',
  minutes: 3,
  level: 2,
  ask: "Order the four sets of rationales by how much they surprise TinyChat, the least surprising first. Give a list of their names: 'own rationales', 'own, shuffled', \"a larger model's\", 'in other words'.",
  check(answer) {
    const study = publishedStudy('teachers', teacherSettings(1));
    const sets = study.others
      .map(name => ({ name, surprise: surpriseOf(study, name).mean }))
      .sort((a, b) => a.surprise - b.surprise);
    if (!Array.isArray(answer) || sets.some(({ name }) => !answer.includes(name)))
      return wrong(`give a list of these four: ${study.others.join('; ')}.`);
    const said = sets.map(({ name, surprise }) => `${name} ${surprise.toFixed(2)}`).join(', ');
    if (sets.every(({ name }, i) => answer[i] === name))
      return right(`in nats a token: ${said}. What counts is whether it would say so itself, not who knows more.`);
    if (answer.at(-1) === "a larger model's")
      return wrong(
        'larger is not stranger: the larger model learned from the same texts, and shares their wordings. Who speaks in words that TinyChat never read?',
      );
    if (answer[0] !== sets[0]?.name)
      return wrong('nothing surprises a model less than what it has just said itself, about the same text.');
    return wrong(`nearly. Three of them are close to one another; the last is far: ${said} (nats a token).`);
  },
};

/** What {@link breakRationale} is about. */
export interface RationaleAtHand {
  model: ChatModel;
  pair: ReferencePair;
  rationale: string;
}

export const breakRationale: Exercise = {
  notebook: '05',
  title: 'Break a rationale',
  minutes: 5,
  level: 2,
  ask: 'Rewrite the rationale with as many words, so that each of its tokens costs the model at least twice as much.',
  async check(answer, context) {
    const { model, pair, rationale } = Object(context) as RationaleAtHand;
    if (model === undefined || pair === undefined || rationale === undefined)
      throw new Error('hand over { model, pair, rationale } as well');
    if (typeof answer !== 'string' || answer.trim() === '') return wrong('give a text.');
    if (answer.trim() === rationale.trim()) return wrong('that is the rationale itself: change it.');
    const [before, after] = [wordsOf(rationale), wordsOf(answer)];
    if (before.length !== after.length)
      return wrong(
        `it has ${before.length} words, and yours ${after.length}: length is to stay, so that only the words differ.`,
      );
    const costOf = async (text: string) => {
      const tokens = await annotate(model, { ...pair, rationale: text });
      const own = tokens.filter(({ segment }) => segment === 'rationale');
      return { cost: mean(own.map(({ nll }) => nll)), dearest: own.reduce((a, b) => (b.nll > a.nll ? b : a)) };
    };
    const [old, now] = [await costOf(rationale), await costOf(answer)];
    const said = `from ${old.cost.toFixed(2)} to ${now.cost.toFixed(2)} nats a token`;
    if (now.cost >= FACTOR * old.cost)
      return right(
        `${said}; the dearest token is "${now.dearest.text.trim()}" (${now.dearest.nll.toFixed(1)} nats). Trained on this, the model would learn something new, in the place of rehearsing.`,
      );
    if (now.cost < old.cost) return wrong(`${said}: you have made it likelier. What would TinyChat never say?`);
    return wrong(`${said}: more, and not yet twice as much. Another order of the same words costs a lot.`);
  },
};

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean);
