import { parseTable, textOf } from './table';

/** What a domain is for: a base model learns it, it is kept for fine-tuning, or its words are shared by all. */
const roles = ['base', 'fine-tuning', 'shared'] as const;

export type Role = (typeof roles)[number];

const FILE = 'concepts/domains.tsv';

/**
 * The role of each domain.
 *
 * @param text the table of the domains
 * @throws Error naming the file and the domain when it has no role, or one that is not known
 */
export function parseRoles(text: string): Map<string, Role> {
  const rows = parseTable(FILE, text, ['id', 'role', 'about'], { unique: ['id'] });
  return new Map(
    rows.map(({ id, role }) => {
      const known = roles.find(each => each === role);
      if (known === undefined)
        throw new Error(`${FILE}: ${id} has the unknown role ${role}: choose one of ${roles.join(', ')}`);
      return [id, known];
    }),
  );
}

const withRole = (role: Role) => [...parseRoles(textOf(FILE))].filter(([, of]) => of === role);

/** The domains that a base model learns. */
export const baseDomains: readonly string[] = withRole('base').map(([id]) => id);

/** The domains that are for fine-tuning: a base model meets them rarely, or not at all. */
export const fineTuningDomains: readonly string[] = withRole('fine-tuning').map(([id]) => id);
