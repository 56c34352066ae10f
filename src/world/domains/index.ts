import { clinic } from './clinic';
import { court } from './court';
import type { Domain } from './domain';
import { everyday } from './everyday';
import { harbour } from './harbour';
import { school } from './school';
import { travel } from './travel';

/** Everyday life, and the domains to fine-tune on: adding one is adding its words, its file and a line here. */
const all: Record<string, Domain> = { everyday, clinic, court, harbour, school, travel };

/** Their names. */
export const domains: string[] = Object.keys(all);

/** @throws Error naming the domains there are */
export function domainOf(name: string): Domain {
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  if (found === undefined) throw new Error(`unknown domain ${name}: choose one of ${domains.join(', ')}`);
  return found;
}
