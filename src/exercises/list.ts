import { cosineSign, drift } from './anatomy';
import type { Exercise } from './exercise';
import { matchingRate, readPlane, won, zeroOut } from './frontier';
import { hiddenEffect, shortenOrLighten } from './kinds';
import { letters, parameterCount } from './making';
import { fitsTheNeed, ownMethod } from './methods';
import { judgeTruth, loss, weights, zero } from './rationales';
import { cue, translationShare } from './real-model';
import { breakRationale, bySurprise } from './teachers';
import { forgotten, tellApart } from './tour';
import { challenge, chooseLambda, equalRateOrder } from './weight';

/** All exercises by their names, in the order of the notebooks. */
export const exercises = {
  forgotten,
  'tell-apart': tellApart,
  weights,
  loss,
  zero,
  'judge-truth': judgeTruth,
  won,
  'read-plane': readPlane,
  'matching-rate': matchingRate,
  'zero-out': zeroOut,
  'heavier-or-gentler': equalRateOrder,
  'choose-lambda': chooseLambda,
  challenge,
  'fits-the-need': fitsTheNeed,
  'own-method': ownMethod,
  'by-surprise': bySurprise,
  'break-rationale': breakRationale,
  'hidden-effect': hiddenEffect,
  'shorten-or-lighten': shortenOrLighten,
  drift,
  'cosine-sign': cosineSign,
  'parameter-count': parameterCount,
  letters,
  'translation-share': translationShare,
  cue,
} satisfies Record<string, Exercise>;
