import { anotherTeacher, shuffledRationales, tokenMatched } from './controls';
import { ewc } from './ewc';
import { generativeReplay } from './generative-replay';
import { kl, reverseKl } from './kl';
import { l2Sp } from './l2-sp';
import type { Method } from './method';
import { onPolicy, reverseOnPolicy } from './on-policy';
import { radis } from './radis';
import { recoveryKd } from './recovery-kd';
import { replay } from './replay';
import { sdft } from './sdft';
import { seqKd } from './seqkd';
import { vanilla } from './vanilla';
import { wiseFt } from './wise-ft';

/** Every method, by the name that a run's configuration gives it: adding one is adding a file and a line here. */
export const methods = {
  vanilla,
  radis,
  kl,
  'reverse-kl': reverseKl,
  seqkd: seqKd,
  sdft,
  replay,
  'generative-replay': generativeReplay,
  'recovery-kd': recoveryKd,
  'l2-sp': l2Sp,
  ewc,
  'wise-ft': wiseFt,
  'on-policy': onPolicy,
  'reverse-on-policy': reverseOnPolicy,
  'token-matched': tokenMatched,
  shuffled: shuffledRationales,
  'another-teacher': anotherTeacher,
} as const satisfies Record<string, Method>;

export { type Method, type MethodContext, type Settings, settingsOf, type TranslationExample } from './method';
export { demonstrated } from './on-policy';
